package documented_test

import (
	"fmt"
	"strings"
	"testing"

	"maillage/internal/store"
	"maillage/internal/testhub"
)

func TestDocumented_TheImportRunsEveryMonth(t *testing.T) {
	page := examplesOf(t, documentedQueries+"/25-many-changes-at-once.md")[0]
	if !strings.Contains(page.query, `"import-2026-01"`) {
		t.Fatal("the page has no idempotency key to replace")
	}
	testhub.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := demoHub(t, s)
		var lines []int
		for month := 1; month <= 3; month++ {
			query := strings.Replace(page.query, "import-2026-01", fmt.Sprint("import-2026-0", month), 1)
			answer := by(t, h, page.as).In(page.reads).Ask(t, query, nil)
			if got := shown(t, answer); answer.Errors != nil || got != page.answer {
				t.Errorf("month %d: %s", month, got)
			}
			lines = append(lines, h.Store.Client.Change.Query().CountX(testhub.Context(t)))
		}
		if lines[1] != lines[0] || lines[2] != lines[0] {
			t.Errorf("the ledger has %v lines after each month", lines)
		}
	})
}
