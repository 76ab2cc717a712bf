package imports_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/exchange/imports"
	"maillage/internal/lexicon"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

// noted returns the outcome and the codes of each line of an import.
func (h *hub) noted(t testing.TB, id string) (all []string) {
	t.Helper()
	lines, err := h.Lines(h.ctx, id, imports.LineFilter{}, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lines {
		text := fmt.Sprint(l.Number, " ", l.Outcome)
		for _, n := range l.Notes {
			text += " " + string(n.Code)
		}
		all = append(all, text)
	}
	return all
}

// A record that a file has twice is refused the second time, and what refers to it means the first.
func TestReferences_OfARecordThatIsThereTwice(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := newHub(t, s)
		lille := h.contract(t, "lille")
		i := h.planIn(t, lille, "t.zip", string(zipped(t,
			"partners.csv", "code,name\nclub,Union sportive\nclub,Union sportive\n",
			"actions.csv", "name,kind\nForum,ACTION\nForum,ACTION\n",
			"contributions.csv", "partner,action,role\nclub,Forum,LEAD\nUnion sportive,Forum,PARTICIPANT\n")))
		want := []string{"1 APPLIED", "2 REFUSED RECORD_TWICE", "3 APPLIED", "4 REFUSED RECORD_TWICE",
			"5 APPLIED", "6 APPLIED"}
		h.apply(t, i.ID)
		if diff := cmp.Diff(want, h.noted(t, i.ID)); diff != "" {
			t.Error(diff)
		}
		h.tell(t, i.ID, lexicon.OutcomeWaiting)
	})
}

// A reference of a line of JSON that is no text waits, and says which field it is and what it has.
func TestReferences_InJSONThatAreNoText(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := newHub(t, s)
		lille := h.contract(t, "lille")
		h.partner(t, "Chorale", "")
		line := func(of, fields string) string {
			return fmt.Sprintf(`{"type":%q,"id":%q,"fields":{%s}}`+"\n", of, lexicon.NewUID(strings.ToLower(of)), fields)
		}
		i := h.planIn(t, lille, "all.ndjson", line("Axis", `"contract":7,"code":"a","name":"A"`)+
			line("Contribution", `"partner":{"id":1},"axis":"lille/emploi","role":"LEAD","basis":"INFERRED"`)+
			line("Axis", `"contract":"lille","code":"b","name":"B","plan":["x"]`)+
			line("Partner", `"code":"c","name":true`))
		lines, err := h.Lines(h.ctx, i.ID, imports.LineFilter{Code: lexicon.ValueInvalid}, 0, 10)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, l := range lines {
			n := l.Notes[0]
			got = append(got, fmt.Sprint(l.Number, " ", l.Outcome, " ", n.Where, " ", n.Value, " ", n.Took))
		}
		want := []string{"1 WAITING A1 contract: 7 a text", `2 WAITING A2 partner: {"id":1} a text`,
			`3 WAITING A3 plan: ["x"] a text`, "4 WAITING A4 name: true a text"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		h.decide(t, i.ID, imports.Answer{Code: lexicon.ValueInvalid, Choice: imports.Take})
		if got := h.outcomes(t, i.ID); got[lexicon.OutcomeWaiting] != 3 || got[lexicon.OutcomeFlagged] != 1 {
			t.Errorf("taken all the same: %v", got)
		}
	})
}
