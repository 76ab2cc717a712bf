package graph_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
	"github.com/google/go-cmp/cmp"

	"maillage/internal/gen/ent"
	"maillage/internal/history"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	records "maillage/internal/record"
	"maillage/internal/server"
	"maillage/internal/store"
	"maillage/internal/testhub"
)

const whoContributes = ` { axis(by: {code: "valenciennes/axe-1"}) { name contributors { totalCount nodes { partner { name } status } } } }`

func TestAsKnownAt_AnswersFromWhatWasKnownThen(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		adm := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
		before := string(h.Ask(t, "query"+whoContributes, nil).Body)
		then := time.Now()
		var made struct {
			CreateContribution struct {
				Contribution struct{ ID string }
				UserErrors   []any
			}
			UpdateAxis struct{ UserErrors []any }
		}
		adm.Get(t, &made, `mutation { createContribution(input: {partner: "cpam-hainaut", axis: "valenciennes/axe-1", role: FUNDER, basis: DECLARED}) { contribution { id } userErrors { message } }
			updateAxis(input: {id: "valenciennes/axe-1", version: 1, name: "Renamed"}) { userErrors { message } } }`, nil)
		if len(made.CreateContribution.UserErrors)+len(made.UpdateAxis.UserErrors) > 0 {
			t.Fatalf("%+v", made)
		}
		if now := string(h.Ask(t, "query"+whoContributes, nil).Body); now == before || !strings.Contains(now, "Renamed") {
			t.Errorf("the present is %s", now)
		}
		at := map[string]any{"at": then.UTC().Format(time.RFC3339Nano)}
		known := string(h.Ask(t, "query ($at: DateTime!) @asKnownAt(at: $at)"+whoContributes, at).Body)
		if diff := cmp.Diff(before, known); diff != "" {
			t.Errorf("what was known then (-then +asked now): %s", diff)
		}
		var found struct{ Node *struct{ ID string } }
		h.Get(t, &found, `query ($at: DateTime!, $id: ID!) @asKnownAt(at: $at) { node(id: $id) { id } }`, map[string]any{"at": at["at"], "id": made.CreateContribution.Contribution.ID})
		if found.Node != nil {
			t.Error("a record is known before it was made")
		}
		var none struct{ Contracts struct{ TotalCount int } }
		h.Get(t, &none, `query @asKnownAt(at: "2000-01-01T00:00:00Z") { contracts { totalCount } }`, nil)
		if none.Contracts.TotalCount != 0 {
			t.Errorf("%d contracts before the first", none.Contracts.TotalCount)
		}
	})
}

// A moment that was evicted is rebuilt identically, so that paging continues.
func TestAsKnownAt_PagesGoOnWhenTheMomentIsRebuilt(t *testing.T) {
	h := testhub.SQLiteDemo(t, server.Config{})
	at := time.Now().UTC().Format(time.RFC3339Nano)
	adm := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
	page := func(given string) (codes []string, next string) {
		t.Helper()
		var answer struct {
			Partners struct {
				Nodes    []struct{ Code string }
				PageInfo struct{ EndCursor string }
			}
		}
		h.Get(t, &answer, `query @asKnownAt(at: "`+at+`") { partners(orderBy: {field: CREATED_AT, direction: ASC}, `+given+`) { nodes { code } pageInfo { endCursor } } }`, nil)
		for _, n := range answer.Partners.Nodes {
			codes = append(codes, n.Code)
		}
		return codes, answer.Partners.PageInfo.EndCursor
	}
	all, _ := page("first: 100")
	got, next := page("first: 5")
	for i := range 6 { // more than are kept
		var made struct{ CreatePartner struct{ UserErrors []any } }
		adm.Get(t, &made, fmt.Sprintf(`mutation { createPartner(input: {code: "more-%d", name: "More"}) { userErrors { message } } }`, i), nil)
		h.Get(t, new(any), `query @asKnownAt(at: "`+time.Now().UTC().Format(time.RFC3339Nano)+`") { __typename }`, nil)
	}
	rest, _ := page(`first: 100, after: "` + next + `"`)
	if diff := cmp.Diff(all, append(got, rest...)); diff != "" {
		t.Errorf("all at once and in pages (-all +pages): %s", diff)
	}
}

// A later moment is built from the checkpoint of an earlier one. No answer may differ for that, also when a line is
// committed after others that follow it.
func TestAsKnownAt_AMomentIsTheSameWhateverWasAskedBefore(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		adm := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
		const asked = ` { partners(first: 100, orderBy: {field: NAME, direction: ASC}) { totalCount nodes { code name description version } } }`
		then := map[string]string{}
		holds := func(at, want string) {
			t.Helper()
			if diff := cmp.Diff(want, string(adm.Ask(t, "query @asKnownAt(at: \""+at+"\")"+asked, nil).Body)); diff != "" {
				t.Errorf("at %s (-then +asked now): %s", at, diff)
			}
		}
		know := func() (at string) {
			t.Helper()
			now := string(adm.Ask(t, "query"+asked, nil).Body)
			at = time.Now().UTC().Format(time.RFC3339Nano)
			holds(at, now)
			then[at] = now
			return at
		}
		write := func(mutation string) {
			t.Helper()
			if body := string(adm.Ask(t, "mutation { "+mutation+" { userErrors { message } } }", nil).Body); !strings.Contains(body, `"userErrors":[]`) {
				t.Fatal(body)
			}
		}
		know()
		for _, mutation := range []string{
			`createPartner(input: {code: "later", name: "Later"})`, `updatePartner(input: {id: "later", version: 1, name: "Earlier", description: "x"})`,
			`updatePartner(input: {id: "later", version: 2, description: null})`, `deletePartner(input: {id: "later", version: 3})`, `createPartner(input: {code: "later", name: "Again"})`,
		} {
			write(mutation)
			know()
		}
		if h.Store.Dialect() == dialect.Postgres {
			late(t, h, func() {
				write(`createPartner(input: {code: "quick", name: "Quick"})`)
				delete(then, know()) // the late one's line is of before
			})
			know()
		}
		for at, want := range then {
			holds(at, want)
		}
	})
}

// late creates a partner with a ledger line that is committed after what meanwhile does, but precedes it in the
// ledger's order.
func late(t *testing.T, h *testhub.Hub, meanwhile func()) {
	t.Helper()
	begun, may, done := make(chan struct{}), make(chan struct{}), make(chan error)
	go func() {
		_, err := h.Ledger.Write(testhub.Context(t), ledger.Entry{Actor: "test"},
			func(ctx context.Context, tx *ent.Tx) ([]string, error) {
				err := tx.Partner.Create().SetCode("slow").SetName("Slow").Exec(ctx)
				close(begun)
				<-may
				return nil, err
			})
		done <- err
	}()
	<-begun
	meanwhile()
	close(may)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

// The ledger of an older version may have a change of a record before its creation.
func TestAsKnownAt_AClockThatWentBackIsNoFault(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		adm := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
		for _, mutation := range []string{`createPartner(input: {code: "back", name: "Back"})`, `updatePartner(input: {id: "back", version: 1, name: "Forth"})`} {
			adm.Get(t, new(any), "mutation { "+mutation+" { userErrors { message } } }", nil)
		}
		lines, err := h.Ledger.Find(testhub.Context(t), func(s *sql.Selector) { s.Where(sql.EQ(s.C("record_version"), 2)) })
		if err != nil || len(lines) != 1 {
			t.Fatal(lines, err)
		}
		back := lines[0].At.Add(-3 * time.Second)
		query, args := sql.Dialect(h.Store.Dialect()).Update("changes").Set("at", back).Where(sql.EQ("id", lines[0].ID)).Query()
		if _, err := h.Store.Client.ExecContext(t.Context(), query, args...); err != nil {
			t.Fatal(err)
		}
		for at, want := range map[time.Time]bool{back.Add(time.Second): false, time.Now(): true} {
			answer := adm.Ask(t, `query @asKnownAt(at: "`+at.UTC().Format(time.RFC3339Nano)+`") { partners(first: 100) { nodes { name } } }`, nil)
			if body := string(answer.Body); len(answer.Errors) > 0 || strings.Contains(body, "Forth") != want {
				t.Errorf("at %s: %s", at, body)
			}
		}
	})
}

func TestAsKnownAt_NowIsThePresentAndTheFutureIsRefused(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		adm := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
		asked := ` { contracts { nodes { code public } } contributions { totalCount } matrix { cells { status } } search(query: "cpam") { nodes { __typename } } }`
		compare := func() {
			t.Helper()
			for name, h := range map[string]*testhub.Hub{"public": h, "administrator": adm} {
				now := string(h.Ask(t, "query"+asked, nil).Body)
				at := time.Now().UTC().Format(time.RFC3339Nano)
				if diff := cmp.Diff(now, string(h.Ask(t, "query @asKnownAt(at: \""+at+"\")"+asked, nil).Body)); diff != "" {
					t.Errorf("%s asks at %s (-now +then): %s", name, at, diff)
				}
				for _, at := range []string{"9999-12-31T23:59:59Z", time.Now().Add(time.Hour).UTC().Format(time.RFC3339)} {
					answer := h.Ask(t, "query @asKnownAt(at: \""+at+"\")"+asked, nil)
					if len(answer.Errors) != 1 || answer.Errors[0].Extensions.Code != "BAD_USER_INPUT" ||
						text(answer.Errors[0].Extensions.Argument) != `["at"]` {
						t.Errorf("%s asks at %s: %s", name, at, answer.Body)
					}
				}
			}
		}
		compare()
		var closed struct{ UpdateContract struct{ UserErrors []any } }
		adm.Get(t, &closed, `mutation { updateContract(input: {id: "valenciennes", version: 1, public: false}) { userErrors { message } } }`, nil)
		if len(closed.UpdateContract.UserErrors) > 0 {
			t.Fatalf("%+v", closed)
		}
		compare()
		var drafted struct {
			BeginDraft struct{ UserErrors []any }
		}
		adm.Get(t, &drafted, `mutation { beginDraft(input: {contract: "valenciennes", title: "Later"}) { userErrors { message } } }`, nil)
		var contract struct {
			Contract struct{ Drafts []any }
		}
		adm.Get(t, &contract, `query @asKnownAt(at: "`+time.Now().UTC().Format(time.RFC3339Nano)+`") { contract(by: {code: "valenciennes"}) { drafts { __typename } } }`, nil)
		if len(drafted.BeginDraft.UserErrors) > 0 || len(contract.Contract.Drafts) > 0 {
			t.Errorf("drafts are of the present alone: %+v, %+v", drafted, contract)
		}
	})
}

func TestAsKnownAt_TodaysRightsApply(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		adm := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
		then := time.Now().UTC().Format(time.RFC3339Nano)
		var closed struct{ UpdateContract struct{ UserErrors []any } }
		adm.Get(t, &closed, `mutation { updateContract(input: {id: "valenciennes", version: 1, public: false}) { userErrors { message } } }`, nil)
		if len(closed.UpdateContract.UserErrors) > 0 {
			t.Fatalf("%+v", closed)
		}
		query := `query ($at: DateTime!) @asKnownAt(at: $at) { contracts { nodes { code } } contributions { totalCount } matrix { cells { partner { name } } } }`
		for _, c := range []struct {
			h    *testhub.Hub
			sees bool
		}{{h, false}, {adm, true}} {
			body := string(c.h.Ask(t, query, map[string]any{"at": then}).Body)
			if strings.Contains(body, "valenciennes") != c.sees || strings.Contains(body, "CPAM") != c.sees {
				t.Errorf("sees %t: %s", c.sees, body)
			}
		}
	})
}

func TestAsKnownAt_ThePresentStaysOutOfIt(t *testing.T) {
	h := testhub.SQLiteDemo(t, server.Config{})
	for _, query := range []string{
		`query @asKnownAt(at: "yesterday") { contracts { totalCount } }`,
		`query @asKnownAt(at: "2026-01-01T00:00:00Z") { changes { totalCount } }`,
		`query @asKnownAt(at: "2026-01-01T00:00:00Z") { ...f } fragment f on Query { changes { totalCount } }`,
	} {
		answer := h.Ask(t, query, nil)
		if answer.Status != http.StatusOK || len(answer.Errors) != 1 || answer.Errors[0].Extensions.Code != "BAD_USER_INPUT" {
			t.Errorf("%s answered %d %s", query, answer.Status, answer.Body)
		}
	}
}

func TestFeed_ReplayFromZeroRebuildsAnIdenticalExport(t *testing.T) {
	testhub.EachDemoDatabase(t, func(t *testing.T, s *store.Store) {
		book := testhub.Ledger(t, s)
		steps := testhub.NewHistory(t, s, book, uint64(time.Now().UnixNano()))
		for range 120 {
			steps.Step()
		}
		h := testhub.New(t, s, server.Config{Ledger: book})
		state := history.State{}
		for _, line := range feed(t, h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))) {
			if err := state.Replay(line); err != nil {
				t.Fatal(err)
			}
		}
		var kept, replayed bytes.Buffer
		if err := testhub.Export(testhub.Context(t), s.Client, &kept); err != nil {
			t.Fatal(err)
		}
		if err := state.Export(&replayed); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(kept.String(), replayed.String()); diff != "" || kept.Len() < 10_000 {
			t.Errorf("after %d writes (-kept +replayed): %s", steps.Done, diff)
		}
		empty := testhub.SQLite(t)
		if err := testhub.Rebuild(t.Context(), state, empty.Client); err != nil {
			t.Fatal(err)
		}
		var rebuilt bytes.Buffer
		if err := testhub.Export(testhub.Context(t), empty.Client, &rebuilt); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(kept.String(), rebuilt.String()); diff != "" {
			t.Errorf("(-kept +rebuilt): %s", diff)
		}
	})
}

// feed reads the ledger through the API, from the start, page by page.
func feed(t *testing.T, h *testhub.Hub) []*ent.Change {
	t.Helper()
	h.Settle(t)
	var lines []*ent.Change
	var after *string
	for {
		var page struct {
			Changes struct {
				PageInfo struct {
					HasNextPage bool
					EndCursor   *string
				}
				Nodes []struct {
					At                   time.Time
					Operation            lexicon.ChangeOperation
					RecordType, RecordID string
					Version              int
					Fields               []struct {
						Field         string
						Before, After fieldValue
					}
				}
			}
		}
		h.Get(t, &page, `query ($after: Cursor) { changes(first: 100, after: $after) { pageInfo { hasNextPage endCursor }
			nodes { at operation recordType recordId version fields { field before `+valueSelection+` after `+valueSelection+` } } } }`, map[string]any{"after": after})
		for _, n := range page.Changes.Nodes {
			line := &ent.Change{At: n.At, Operation: n.Operation,
				RecordType: records.OfWord(lexicon.RecordType(n.RecordType)).Prefix, RecordUID: n.RecordID,
				RecordVersion: n.Version,
				Before:        map[string]json.RawMessage{}, After: map[string]json.RawMessage{}}
			for _, f := range n.Fields {
				if string(f.Before) != "null" {
					line.Before[f.Field] = json.RawMessage(f.Before)
				}
				if string(f.After) != "null" {
					line.After[f.Field] = json.RawMessage(f.After)
				}
			}
			lines = append(lines, line)
		}
		if !page.Changes.PageInfo.HasNextPage {
			return lines
		}
		after = page.Changes.PageInfo.EndCursor
	}
}
