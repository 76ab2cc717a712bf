package graph

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net/http"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"maillage/internal/access"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/lru"
	"maillage/internal/record"
)

// answers are those to questions that were asked lately. One is given again to
// whoever asks the same with the same rights while the ledger has no new line.
type answers struct {
	kept    *lru.Cache[answerKey, []byte]
	program string // tells builds apart that may answer differently
}

// answerKey is a hash of all that an answer depends on.
type answerKey [sha256.Size]byte

// entryBytes is about what an entry takes beside its value.
const entryBytes = 200

func newAnswers(most int64) *answers {
	return &answers{kept: lru.New[answerKey, []byte](most), program: program()}
}

// program names the build. One that cannot tell is like no other, nor like
// itself after the next start.
func program() string {
	info, ok := debug.ReadBuildInfo()
	revision, modified := "", true
	if ok {
		for _, s := range info.Settings {
			switch s.Key {
			case "vcs.revision":
				revision = s.Value
			case "vcs.modified":
				modified = s.Value != "false"
			}
		}
	}
	if revision == "" || modified {
		return newRequestID()
	}
	return revision
}

// key is what the answer to a request is kept under. It says who asks down to
// the account, although most answers depend on less of them.
func (a *answers) key(
	ctx context.Context, m ledger.Mark, today lexicon.Day, media string, asked *graphql.RawParams,
) (answerKey, error) {
	viewer := access.From(ctx)
	variables, err := json.Marshal([2]map[string]any{asked.Variables, asked.Extensions})
	if err != nil {
		return answerKey{}, err
	}
	text := make([]byte, 0, 1024+len(asked.Query)+len(variables)+2*len(viewer.Sight.Contracts))
	for _, part := range []string{
		a.program, m.Lines, viewer.Account, string(viewer.Role), media, asked.Query, asked.OperationName,
	} {
		text = appendText(text, part)
	}
	text = appendText(text, string(variables))
	text = strconv.AppendBool(text, viewer.Scopes == nil) // no bound, and no right, are not the same
	text = appendList(text, viewer.Scopes)
	text = appendList(text, wanted(ctx)) // languages in which answers are read, by preference
	text = binary.AppendVarint(text, int64(today))
	text = binary.AppendVarint(text, int64(viewer.Partner))
	for _, ids := range [][]int{viewer.Serves, viewer.Sight.Contracts} {
		text = binary.AppendVarint(text, int64(len(ids)))
		for _, id := range ids {
			text = binary.AppendVarint(text, int64(id))
		}
	}
	text = strconv.AppendBool(text, viewer.Sight.All)
	text = strconv.AppendBool(text, viewer.Sight.Directory)
	return sha256.Sum256(text), nil
}

// appendText appends a text with its length, so that two lists of texts never look alike.
func appendText(to []byte, text string) []byte {
	return append(binary.AppendUvarint(to, uint64(len(text))), text...)
}

func appendList[T ~string](to []byte, list []T) []byte {
	to = binary.AppendUvarint(to, uint64(len(list)))
	for _, text := range list {
		to = appendText(to, string(text))
	}
	return to
}

// etag names the representation that is kept under a key.
func (k answerKey) etag() string {
	return `"` + base64.RawURLEncoding.EncodeToString(k[:18]) + `"`
}

// matches tells whether a client has what the tag names, by If-None-Match; any
// tells whether « * », which is whatever there is, counts. What it has may be
// compressed: it says the same.
func matches(header []string, etag string, any bool) bool {
	for _, one := range strings.Split(strings.Join(header, ","), ",") {
		one = strings.TrimPrefix(strings.TrimSpace(one), "W/")
		if one == "*" && any || one == etag || strings.TrimSuffix(one, CompressedTag+`"`)+`"` == etag {
			return true
		}
	}
	return false
}

// CompressedTag ends the entity tag of an answer that was compressed on its way.
const CompressedTag = "-gzip"

// question is a request whose answer may be kept.
type question struct {
	key   answerKey
	mark  ledger.Mark
	today lexicon.Day
}

// question tells under what an answer is kept; nil when it cannot be told, or is
// not worth it.
func (h *Handler) question(ctx context.Context, media string, asked *graphql.RawParams) *question {
	if strings.HasPrefix(strings.TrimSpace(asked.Query), "mutation") {
		return nil // its answer is not kept: where the ledger ends need not be asked
	}
	mark, err := h.config.Ledger.Mark(ctx)
	if err != nil {
		return nil // whoever reads the database finds the error
	}
	today := h.today()
	key, err := h.answers.key(ctx, mark, today, media, asked)
	if err != nil {
		return nil
	}
	return &question{key, mark, today}
}

// mayKeep tells whether another who asks the same at the same mark would get the
// same answer: it is whole, of that mark alone, and depends on nothing else.
func (h *Handler) mayKeep(ctx context.Context, q *question, answer *response) bool {
	if !answer.lasting || len(answer.Errors) > 0 || len(answer.Extensions) > 0 {
		return false
	}
	now, err := h.config.Ledger.Mark(ctx) // it may be of before, of after, or of both
	return err == nil && now == q.mark && h.today() == q.today
}

// today is the day in the hub’s time zone.
func (h *Handler) today() lexicon.Day {
	return lexicon.DayIn(h.config.Now(), h.config.Network.Location())
}

// derived are the types beside records that are derived from what the ledger
// records and nothing else. A type that is not here is not kept: accounts,
// tokens, contacts and drafts change without a line, and lines come to light
// when others end.
var derived = []string{
	"Bridges", "BridgingPartner", "Candidate", "CellChange", "CellState", "Chain", "ChainCounts", "ContributionCounts", "ContributionStats", "ContributionStatsRow", "DerivedContribution", "DerivedContributionConnection", "DerivedContributionEdge",
	"Gap", "GapChange", "Matrix", "MatrixChanges", "MatrixColumn", "MatrixGroup", "MatrixRow", "Path", "PathStep", "Peer", "PeerConnection", "PeerEdge", "RoleActions",
	"LocalizedText", "PageInfo", "SearchHighlight", "SearchResult", "SearchResultConnection", "SearchResultEdge", "SearchSegment", "SearchTypeCount", "Tally", "Totals", "Translation", "Vocabulary", "Word", "Query", "Node", "HubRecord", "Thing", "Claim",
	"__Schema", "__Type", "__Field", "__InputValue", "__EnumValue", "__Directive",
}

// recordedTypes are all types whose values depend on the ledger alone.
var recordedTypes = func() map[string]bool {
	all := map[string]bool{}
	for _, name := range derived {
		all[name] = true
	}
	for _, t := range record.Types {
		all[t.Name], all[t.Name+"Connection"], all[t.Name+"Edge"] = true, true, true
	}
	return all
}()

// recorded tells whether a field and what it answers depend on the ledger alone.
func (w *surveyor) recorded(f *ast.Field) bool {
	if f.ObjectDefinition == nil || !recordedTypes[f.ObjectDefinition.Name] || !ofRecords(f, w.variables) {
		return false
	}
	return len(f.SelectionSet) == 0 || f.Definition != nil && recordedTypes[f.Definition.Type.Name()]
}

// ofRecords tells whether a field that takes any identifier is asked for records
// alone: drafts have identifiers too.
func ofRecords(f *ast.Field, variables map[string]any) bool {
	if f.ObjectDefinition.Name != "Query" || f.Name != "node" && f.Name != "nodes" {
		return true
	}
	return !slices.ContainsFunc(idsOf(f, variables), func(id string) bool {
		prefix, is := lexicon.UIDPrefix(id)
		return !isDerivedID(id) && (!is || record.Of(prefix) == nil)
	})
}

// idsOf are the identifiers that `node` or `nodes` is asked for.
func idsOf(f *ast.Field, variables map[string]any) []string {
	arguments := f.ArgumentMap(variables)
	given, isList := arguments["ids"].([]any)
	if !isList { // one value is a list of one
		given = []any{cmp.Or(arguments["id"], arguments["ids"])}
	}
	ids := make([]string, len(given))
	for i, id := range given {
		ids[i] = fmt.Sprint(id)
	}
	return ids
}

// tell gives an answer that is kept its headers: who may keep it too, and that
// they have to ask each time whether it is still good.
func tell(ctx context.Context, w http.ResponseWriter, q *question) {
	w.Header().Set("ETag", q.key.etag())
	if access.From(ctx).IsPublic() {
		w.Header().Set("Cache-Control", "public, max-age=0, must-revalidate")
		return
	}
	w.Header().Set("Cache-Control", "private, no-cache")
}
