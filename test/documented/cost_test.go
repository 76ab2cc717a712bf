package documented_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/gqlserver/admission"
	"maillage/internal/server"
	"maillage/internal/store"
	"maillage/internal/testhub"
)

const documentedCosts = "../../docs/cost.md"

// persistedExample is the operation that the page requests by its hash.
const persistedExample = "query First($n: Int) { contracts(first: $n) { nodes { code } } }"

var costExample = regexp.MustCompile("(?s)```json\n([^`]*)```\n\nAnswer:\n\n```json\n(.*?)```")

func TestDocumented_CostsAreAnsweredAsDocumented(t *testing.T) {
	page := read(t, documentedCosts)
	examples := costExample.FindAllStringSubmatchIndex(page, -1)
	if len(examples) != 4 {
		t.Fatalf("%d examples", len(examples))
	}
	testhub.EachDemoDatabase(t, func(t *testing.T, s *store.Store) {
		testhub.Persist(t, s, persistedExample)
		h := testhub.New(
			t, s, server.Config{Ledger: testhub.Ledger(t, s),
				Admission: admission.Config{Rate: 300_000, Now: func() time.Time {
					return time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
				}}},
		)
		text := page
		for i := len(examples) - 1; i >= 0; i-- {
			e := examples[i]
			if !json.Valid([]byte(page[e[2]:e[3]])) {
				t.Fatalf("%s is no JSON", page[e[2]:e[3]])
			}
			r := testhub.Request(t, "POST", "/graphql", "", testhub.MediaJSON, page[e[2]:e[3]])
			r.RemoteAddr = fmt.Sprintf("192.0.2.%d:1234", i) // each has its budget
			got := shown(t, h.Send(t, r))
			if *update {
				text = text[:e[4]] + got + text[e[5]:]
			} else if diff := cmp.Diff(page[e[4]:e[5]], got); diff != "" {
				t.Errorf("the answer is not the documented one (-documented +answered):\n%s", diff)
			}
		}
		if *update {
			save(t, documentedCosts, text)
		}
	})
}
