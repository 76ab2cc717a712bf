package gqlserver_test

import (
	"strconv"
	"testing"

	"entgo.io/ent/dialect"

	"maillage/internal/access"
	"maillage/internal/edit"
	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

// A client that reads in the database that an import is done finds the imported records in its next request, although
// no mutation has waited for the snapshot.
func TestUncachedReads_NextRequestReadsTheWritesThatTheyShow(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		served(t, h)
		h.Settle(t)
		h = h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
		postgres := h.Store.Dialect() == dialect.Postgres
		editor := &edit.Editor{Client: h.Store.Client, Ledger: h.Ledger, Postgres: postgres}
		for i := range 100 {
			code := "partner-" + strconv.Itoa(i)
			outcome, err := editor.Do(access.WithViewer(t.Context(), access.Named("import")), edit.Request{
				Steps: []edit.Step{{Verb: edit.Create, Type: "partner", Set: map[string]any{
					"code": code, "name": code, "kind": "ORGANISATION"}}},
			})
			if err != nil || outcome.Problems != nil {
				t.Fatalf("%+v %v", outcome, err)
			}
			h.Get(t, &struct{}{}, `{ imports(first: 1) { totalCount } }`, nil)
			var got struct{ Partner *struct{ Code string } }
			h.Get(t, &got, `query ($c: String!) { partner(by: {code: $c}) { code } }`, map[string]any{"c": code})
			if got.Partner == nil {
				t.Fatalf("%s is written, and is not read", code)
			}
		}
	})
}
