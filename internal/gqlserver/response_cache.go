package gqlserver

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
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"maillage/graph"
	"maillage/internal/access"
	"maillage/internal/derived"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/locale"
	"maillage/internal/lru"
	"maillage/internal/record"
)

// responseCache holds recent responses. A response is sent again for the same request of a viewer with the same
// rights, while the ledger has no new line.
type responseCache struct {
	entries *lru.Cache[cacheKey, []byte]
	program string // identifies the build, since another may answer differently
}

// cacheKey is a hash of everything that a response depends on.
type cacheKey [sha256.Size]byte

// entryBytes is about what a cache entry takes besides its value.
const entryBytes = 200

func newResponseCache(most int64) *responseCache {
	return &responseCache{entries: lru.New[cacheKey, []byte](most), program: buildID()}
}

// buildID identifies the build. A build without a clean revision gets a new identifier at each start.
func buildID() string {
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

// key returns the cache key of a request. It includes the account, although most responses depend on less of the
// viewer.
func (a *responseCache) key(
	ctx context.Context, m ledger.Version, today lexicon.Day, media string, params *graphql.RawParams,
) (cacheKey, error) {
	viewer := access.From(ctx)
	variables, err := json.Marshal([2]map[string]any{params.Variables, params.Extensions})
	if err != nil {
		return cacheKey{}, err
	}
	text := make([]byte, 0, 1024+len(params.Query)+len(variables)+2*len(viewer.Visibility.Contracts))
	for _, part := range []string{
		a.program, m.Lines, viewer.Account, media, params.Query, params.OperationName, string(variables),
	} {
		text = appendText(text, part)
	}
	text = appendList(text, locale.Preferred(ctx)) // languages, by preference
	text = binary.AppendVarint(text, int64(today))
	return sha256.Sum256(viewer.AppendKey(text)), nil
}

// appendText appends a text with its length, so that two different lists of texts never have the same encoding.
func appendText(to []byte, text string) []byte {
	return append(binary.AppendUvarint(to, uint64(len(text))), text...)
}

// appendList appends a list of texts with its length.
func appendList[T ~string](to []byte, list []T) []byte {
	to = binary.AppendUvarint(to, uint64(len(list)))
	for _, text := range list {
		to = appendText(to, string(text))
	}
	return to
}

// etag returns the entity tag of the response with this key.
func (k cacheKey) etag() string {
	return `"` + base64.RawURLEncoding.EncodeToString(k[:18]) + `"`
}

// matches reports whether a header If-None-Match names the entity tag. The argument any tells whether `*`, which
// stands for any response, counts. The tag of a compressed response matches too.
func matches(header []string, etag string, any bool) bool {
	for _, one := range strings.Split(strings.Join(header, ","), ",") {
		one = strings.TrimPrefix(strings.TrimSpace(one), "W/")
		if one == "*" && any || one == etag || strings.TrimSuffix(one, CompressedTag+`"`)+`"` == etag {
			return true
		}
	}
	return false
}

// CompressedTag is the suffix of the entity tag of a compressed response.
const CompressedTag = "-gzip"

// cacheable is a request whose response may be cached.
type cacheable struct {
	key   cacheKey
	mark  ledger.Version
	today lexicon.Day
}

// cacheable returns the cache key of a request; nil when the response cannot be cached or is not worth it.
func (h *Handler) cacheable(ctx context.Context, media string, params *graphql.RawParams) *cacheable {
	if strings.HasPrefix(strings.TrimSpace(params.Query), "mutation") {
		return nil // a mutation is not cached, so the version of the ledger is not needed
	}
	mark, err := h.config.Ledger.Version(ctx)
	if err != nil {
		return nil // the execution reports the error
	}
	today := h.today()
	key, err := h.cache.key(ctx, mark, today, media, params)
	if err != nil {
		return nil
	}
	return &cacheable{key, mark, today}
}

// mayCache reports whether the same request at the same version of the ledger would get the same response. The
// response must be complete, of that version alone, and depend on nothing else.
func (h *Handler) mayCache(ctx context.Context, q *cacheable, answer *response) bool {
	if !answer.lasting || len(answer.Errors) > 0 || len(answer.Extensions) > 0 {
		return false
	}
	now, err := h.config.Ledger.Version(ctx) // the response may mix two versions
	return err == nil && now == q.mark && h.today() == q.today
}

// today returns the current day in the hub’s time zone.
func (h *Handler) today() lexicon.Day {
	return lexicon.DayIn(h.config.Now(), h.config.Network.Location())
}

// cachedTypes are the types with @cached, and those of introspection. Responses with any other type are not cached.
var cachedTypes = func() map[string]bool {
	all := map[string]bool{}
	for name, d := range graph.Schema.Types {
		all[name] = d.Directives.ForName("cached") != nil || strings.HasPrefix(name, "__")
	}
	return all
}()

// recorded reports whether a field and its value depend on the ledger alone.
func (w *surveyor) recorded(f *ast.Field) bool {
	if f.ObjectDefinition == nil || !cachedTypes[f.ObjectDefinition.Name] || !ofRecords(f, w.variables) {
		return false
	}
	return len(f.SelectionSet) == 0 || f.Definition != nil && cachedTypes[f.Definition.Type.Name()]
}

// ofRecords reports whether a field is not `node` or `nodes`, or requests only records and derived values there.
// Drafts have identifiers too.
func ofRecords(f *ast.Field, variables map[string]any) bool {
	if f.ObjectDefinition.Name != "Query" || f.Name != "node" && f.Name != "nodes" {
		return true
	}
	return !slices.ContainsFunc(idsOf(f, variables), func(id string) bool {
		prefix, _ := lexicon.UIDPrefix(id)
		of := record.Of(prefix)
		return !derived.IsDerivedID(id) && (of == nil || !cachedTypes[of.Name])
	})
}

// idsOf returns the identifiers that `node` or `nodes` requests.
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

// setCacheHeaders sets ETag and Cache-Control. Caches may store the response, and must revalidate it before each use.
// Only a public viewer's response may be stored by a shared cache.
func setCacheHeaders(ctx context.Context, w http.ResponseWriter, q *cacheable) {
	w.Header().Set("ETag", q.key.etag())
	if access.From(ctx).IsPublic() {
		w.Header().Set("Cache-Control", "public, max-age=0, must-revalidate")
		return
	}
	w.Header().Set("Cache-Control", "private, no-cache")
}
