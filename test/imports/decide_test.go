package imports_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/exchange/imports"
	"maillage/internal/gen/ent/grant"
	"maillage/internal/lexicon"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

const header = "nomAttribuant;idAttribuant;dateConvention;referenceDecision;nomBeneficiaire;idBeneficiaire;objet;montant;nature\n"

// file returns a file of grants of one funder. A line is the beneficiary, its number, the purpose and the amount.
func file(lines ...[4]string) []byte {
	var out strings.Builder
	out.WriteString(header)
	for i, l := range lines {
		fmt.Fprintf(&out, "Ville de Lille;21590350100017;2023-03-%02d;D-1;%s;%s;%s;%s;aide en numéraire\n", 1+i%28, l[0], l[1], l[2], l[3])
	}
	return []byte(out.String())
}

// partner adds a partner to the hub, with a SIREN unless that is empty.
func (h *hub) partner(t testing.TB, name, siren string) string {
	t.Helper()
	made, err := h.store.Client.Partner.Query().All(h.ctx)
	if err != nil {
		t.Fatal(err)
	}
	uid := lexicon.NewUID("partner")
	steps := []step{{"partner", uid, map[string]any{"code": fmt.Sprintf("p%d", len(made)), "name": name}}}
	if siren != "" {
		steps = append(steps, step{"identifier", "", map[string]any{"partner": uid, "scheme": "SIREN", "value": siren}})
	}
	h.write(t, steps...)
	return uid
}

// decide answers questions.
func (h *hub) decide(t testing.TB, id string, answers ...imports.Answer) {
	t.Helper()
	if err := h.Decide(h.ctx, id, answers); err != nil {
		t.Fatal(err)
	}
}

// open returns the parties on which a person has to decide.
func (h *hub) open(t testing.TB, id string) []imports.Party {
	t.Helper()
	parties, err := h.Parties(h.ctx, id, true, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	return parties
}

func TestDecide_APartyIsOneQuestionForAllItsLines(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := newHub(t, s)
		centre := h.partner(t, "Centre social du Faubourg", "")
		mission := h.partner(t, "Mission locale", "")
		i := h.plan(t, "a.csv", file(
			[4]string{"CENTRE SOCIAL FAUBOURG", "", "ateliers", "100"}, [4]string{"Centre social du Faubourg", "", "été", "200"},
			[4]string{"Mission locale de Lille", "", "emploi", "300"}, [4]string{"Union sportive", "", "sport", "400"},
		))
		if got, want := h.outcomes(t, i.ID), (map[lexicon.ImportOutcome]int{
			lexicon.OutcomeWaiting: 3, lexicon.OutcomeApplied: 1}); !cmp.Equal(got, want) {
			t.Fatalf("planned: %v", got)
		}
		open := h.open(t, i.ID)
		// Two ways to write one name are two parties as long as no person said that they are one.
		if len(open) != 3 || open[0].Match != lexicon.MatchSuggested || open[2].Match != lexicon.MatchAmbiguous ||
			open[0].Candidates[0].Partner != centre || open[2].Candidates[0].Partner != mission {
			t.Fatalf("open: %+v", open)
		}
		if n, err := h.AcceptSuggestions(h.ctx, i.ID); n != 2 || err != nil {
			t.Fatalf("%d suggestions: %v", n, err)
		}
		h.decide(t, i.ID, imports.Answer{Party: open[2].Number, Choice: imports.NewOne})
		if got, want := h.outcomes(t, i.ID), (map[lexicon.ImportOutcome]int{
			lexicon.OutcomeFlagged: 3, lexicon.OutcomeApplied: 1}); !cmp.Equal(got, want) {
			t.Errorf("decided: %v", got)
		}
		h.apply(t, i.ID)
		rows, err := s.Client.Grant.Query().Order(grant.ByID()).WithBeneficiary().All(h.ctx)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, row := range rows {
			names = append(names, row.Edges.Beneficiary.Name)
		}
		want := []string{"Centre social du Faubourg", "Centre social du Faubourg", "Mission locale de Lille", "Union sportive"}
		if !slices.Equal(names, want) {
			t.Errorf("beneficiaries: %q", names)
		}
	})
}

func TestDecide_WhatIsLeftOutIsNotWritten(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := newHub(t, s)
		h.partner(t, "Centre social du Faubourg", "")
		i := h.plan(t, "a.csv", file(
			[4]string{"Centre social du Faubourg", "", "ateliers", "100"}, [4]string{"Union sportive", "", "sport", "400"},
			[4]string{"Union sportive", "", "tournoi", "500"},
		))
		h.decide(t, i.ID, imports.Answer{Party: h.open(t, i.ID)[0].Number, Choice: imports.LeaveOut},
			imports.Answer{Lines: []int{4}, Choice: imports.LeaveOut})
		h.apply(t, i.ID)
		if n, cents, _ := h.sum(t); n != 1 || cents != 40000 {
			t.Errorf("written: %d grants of %d cents", n, cents)
		}
		if got := h.outcomes(t, i.ID); got[lexicon.OutcomeRefused] != 2 || total(got) != 3 {
			t.Errorf("outcomes: %v", got)
		}
		// A decision can be taken back, and the import applied again.
		h.decide(t, i.ID, imports.Answer{Lines: []int{4}, Choice: ""})
		h.apply(t, i.ID)
		if n, cents, _ := h.sum(t); n != 2 || cents != 90000 {
			t.Errorf("applied again: %d grants of %d cents", n, cents)
		}
	})
}

func TestDecide_WrongAnswersChangeNothing(t *testing.T) {
	h := newHub(t, testdb.SQLite(t))
	h.partner(t, "Centre social du Faubourg", "")
	i := h.plan(t, "a.csv", file([4]string{"Centre social du Faubourg", "", "ateliers", "100"}))
	party := h.open(t, i.ID)[0].Number
	for _, c := range []struct {
		answer imports.Answer
		field  string
	}{
		{imports.Answer{Party: party + 1000, Choice: imports.NewOne}, "party"},
		{imports.Answer{Party: party, Choice: "nobody"}, "choice"},
		{imports.Answer{Lines: []int{2}, Choice: "PERHAPS"}, "choice"},
		{imports.Answer{Lines: []int{99}, Choice: imports.LeaveOut}, "lines"},
		{imports.Answer{Choice: imports.LeaveOut}, "lines"},
	} {
		err := h.Decide(h.ctx, i.ID, []imports.Answer{{Lines: []int{2}, Choice: imports.LeaveOut}, c.answer})
		var field *imports.FieldError
		if !errors.As(err, &field) || field.Field != c.field {
			t.Errorf("%+v: %v", c.answer, err)
		}
	}
	if got := h.outcomes(t, i.ID); got[lexicon.OutcomeWaiting] != 1 {
		t.Errorf("outcomes: %v", got)
	}
}

func TestPlan_ComparesWithWhatTheHubHas(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := newHub(t, s)
		club := [4]string{"Union sportive", "775666712", "sport", "400"}
		gone := [4]string{"Théâtre", "552100554", "scène", "700"}
		h.apply(t, h.plan(t, "grants.csv", file(club, gone)).ID)
		changed := bytes.Replace(file(club, [4]string{"Chorale", "", "chant", "50"}), []byte("numéraire"), []byte("nature"), 1)
		i := h.plan(t, "grants.csv", changed)
		counts, err := h.Counts(h.ctx, i.ID)
		if err != nil {
			t.Fatal(err)
		}
		if counts.Codes[lexicon.ChangedSince] != 1 || counts.Outcomes[lexicon.OutcomeFlagged] != 1 {
			t.Errorf("changed: %+v", counts)
		}
		at := slices.IndexFunc(i.Notes, func(n lexicon.Note) bool { return n.Code == lexicon.GoneFromFile })
		if at < 0 || !strings.Contains(i.Notes[at].Value, "Théâtre") {
			t.Errorf("gone: %+v", i.Notes)
		}
		h.apply(t, i.ID)
		row, err := s.Client.Grant.Query().Order(grant.ByID()).First(h.ctx)
		if err != nil || row.Nature == nil || *row.Nature != lexicon.InKind || row.Version != 2 {
			t.Errorf("after the change: %+v, %v", row, err)
		}
		if n, _, _ := h.sum(t); n != 3 {
			t.Errorf("%d grants", n)
		}
	})
}

// A person's correction in the hub stays as long as the file says what it said.
func TestPlan_KeepsWhatPeopleCorrected(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := newHub(t, s)
		content := file([4]string{"Union sportive", "775666712", "sport", "400"})
		h.apply(t, h.plan(t, "grants.csv", content).ID)
		row, err := s.Client.Grant.Query().Only(h.ctx)
		if err != nil {
			t.Fatal(err)
		}
		h.update(t, "grant", map[string]any{"id": row.UID, "version": 1, "conditions": "en deux fois"})
		for _, same := range [][]byte{content, bytes.Replace(content, []byte("sport;"), []byte("SPORT ;"), 1)} {
			if got := h.outcomes(t, h.plan(t, "grants.csv", same).ID); got[lexicon.OutcomeUnchanged] != 1 {
				t.Errorf("outcomes: %v", got)
			}
		}
		other := bytes.Replace(content, []byte("numéraire"), []byte("nature"), 1)
		i := h.plan(t, "grants.csv", other)
		if got := h.outcomes(t, i.ID); got[lexicon.OutcomeFlagged] != 1 {
			t.Errorf("the file says something else: %v", got)
		}
		h.apply(t, i.ID)
		row, err = s.Client.Grant.Query().Only(h.ctx)
		if err != nil || *row.Nature != lexicon.InKind || row.Conditions == nil || *row.Conditions != "en deux fois" {
			t.Errorf("after the file changed: %+v, %v", row, err)
		}
	})
}

// A date is compared and written as the file gives it.
func TestPlan_DatesAreKept(t *testing.T) {
	h := newHub(t, testdb.SQLite(t))
	h.apply(t, h.plan(t, "grants.csv", file([4]string{"Union sportive", "775666712", "sport", "400"})).ID)
	row, err := h.store.Client.Grant.Query().Only(h.ctx)
	if err != nil || row.AgreedOn.String() != "2023-03-01" {
		t.Errorf("agreed on %v, %v", row.AgreedOn, err)
	}
}

func TestPlan_AnotherAmountIsAQuestion(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := newHub(t, s)
		h.apply(t, h.plan(t, "grants.csv", file([4]string{"Union sportive", "775666712", "sport", "400"})).ID)
		i := h.plan(t, "grants.csv", file([4]string{"Union sportive", "775666712", "sport", "450"}))
		if got := h.outcomes(t, i.ID); got[lexicon.OutcomeWaiting] != 1 {
			t.Fatalf("outcomes: %v", got)
		}
		h.decide(t, i.ID, imports.Answer{Code: lexicon.AmountChanged, Choice: imports.Correct})
		h.apply(t, i.ID)
		if n, cents, _ := h.sum(t); n != 1 || cents != 45000 {
			t.Errorf("corrected: %d grants of %d cents", n, cents)
		}
		again := h.plan(t, "grants.csv", file([4]string{"Union sportive", "775666712", "sport", "450"}))
		if got := h.outcomes(t, again.ID); got[lexicon.OutcomeUnchanged] != 1 {
			t.Errorf("again: %v", got)
		}
		second := h.plan(t, "grants.csv", file([4]string{"Union sportive", "775666712", "sport", "500"}))
		h.decide(t, second.ID, imports.Answer{Lines: []int{2}, Choice: imports.Take})
		h.apply(t, second.ID)
		if n, cents, _ := h.sum(t); n != 2 || cents != 95000 {
			t.Errorf("second: %d grants of %d cents", n, cents)
		}
	})
}

func TestPlan_IdenticalLinesAreDistinctGrants(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := newHub(t, s)
		line := "Ville de Lille;21590350100017;2023-03-01;D-1;Union sportive;775666712;sport;400;aide en numéraire\n"
		content := []byte(header + strings.Repeat(line, 3))
		i := h.plan(t, "a.csv", content)
		counts, err := h.Counts(h.ctx, i.ID)
		if err != nil || counts.Codes[lexicon.IdenticalTo] != 2 {
			t.Errorf("%+v, %v", counts, err)
		}
		h.apply(t, i.ID)
		if n, cents, _ := h.sum(t); n != 3 || cents != 120000 {
			t.Errorf("%d grants of %d cents", n, cents)
		}
		if got := h.outcomes(t, h.plan(t, "b.csv", content).ID); got[lexicon.OutcomeUnchanged] != 3 {
			t.Errorf("again: %v", got)
		}
	})
}

func TestPlan_CancelledWhileItIsMadeStaysCancelled(t *testing.T) {
	h := newHub(t, testdb.SQLite(t))
	content := generated(1200)
	told := func(int64, int64) {
		all, err := h.List(h.ctx, imports.Page{Limit: 1})
		if err != nil || len(all) != 1 {
			t.Fatal(all, err)
		}
		if err := h.Cancel(h.ctx, all[0].ID); err != nil && all[0].State != lexicon.ImportCancelled {
			t.Error(err)
		}
	}
	i, err := h.PlanFile(h.ctx, imports.NewImport{Name: "g.csv", Size: int64(len(content))}, bytes.NewReader(content), told)
	if err != nil || i.State != lexicon.ImportCancelled {
		t.Errorf("%s, %v", i.State, err)
	}
}

func TestPlan_AFileOfAnotherKindIsRefused(t *testing.T) {
	h := newHub(t, testdb.SQLite(t))
	for name, c := range map[string]struct {
		content string
		code    lexicon.NoteCode
	}{
		"empty.csv":  {" ", lexicon.FileEmpty},
		"other.csv":  {"a;b;c\n1;2;3\n", lexicon.FormatUnknown},
		"letter.pdf": {"%PDF-1.7 x", lexicon.FormatUnknown},
	} {
		i := h.plan(t, name, []byte(c.content))
		if i.State != lexicon.ImportFailed || len(i.Notes) != 1 || i.Notes[0].Code != c.code {
			t.Errorf("%s: %s %+v", name, i.State, i.Notes)
		}
	}
}

func TestReport_HasTheLinesInTheirOrder(t *testing.T) {
	h := newHub(t, testdb.SQLite(t))
	h.partner(t, "Centre social du Faubourg", "")
	i := h.plan(t, "a.csv", file(
		[4]string{"=HYPERLINK(1)", "", "a", "1"}, [4]string{"Centre social du Faubourg", "", "b", "2"},
		[4]string{"Union", "", "c", "no amount"},
	))
	h.apply(t, i.ID)
	var report bytes.Buffer
	if err := h.Report(h.ctx, i.ID, lexicon.French, &report); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(report.String()), "\n")
	if len(lines) != 4 || !strings.HasPrefix(lines[1], "2,APPLIED,true,") || !strings.Contains(lines[1], "'=HYPERLINK") ||
		!strings.HasPrefix(lines[2], "3,WAITING,false,PARTNER_SUGGESTED,") ||
		!strings.HasPrefix(lines[3], "4,WAITING,false,AMOUNT_UNREADABLE,") || !strings.Contains(lines[3], "montant lisible") {
		t.Errorf("report:\n%s", report.String())
	}
}

// Each import of a list has a page of its own, from either end.
func TestLines_OfSeveralImportsAreInTheirOwnPages(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := newHub(t, s)
		long, short := h.plan(t, "long.csv", generated(7)), h.plan(t, "short.csv", generated(2))
		numbers := func(p imports.Page) [2][]int {
			t.Helper()
			lines, err := h.LinesOf(h.ctx, []string{long.ID, short.ID}, imports.LineFilter{}, p)
			if err != nil {
				t.Fatal(err)
			}
			parties, err := h.PartiesOf(h.ctx, []string{long.ID, short.ID}, false, imports.Page{Limit: 3})
			if err != nil || len(parties[long.ID]) != 2 || len(parties[short.ID]) != 2 {
				t.Errorf("parties: %v, %v", parties, err)
			}
			var found [2][]int
			for i, id := range []string{long.ID, short.ID} {
				for _, l := range lines[id] {
					found[i] = append(found[i], l.Number)
				}
			}
			return found
		}
		for name, c := range map[string]struct {
			page imports.Page
			want [2][]int
		}{
			"the first":  {imports.Page{Limit: 3}, [2][]int{{2, 3, 4}, {2, 3}}},
			"the last":   {imports.Page{Limit: 3, Backward: true}, [2][]int{{8, 7, 6}, {3, 2}}},
			"after one":  {imports.Page{Limit: 3, After: 2}, [2][]int{{3, 4, 5}, {3}}},
			"before one": {imports.Page{Limit: 2, Before: 5, Backward: true}, [2][]int{{4, 3}, {3, 2}}},
		} {
			if got := numbers(c.page); !cmp.Equal(got, c.want) {
				t.Errorf("%s: %v, want %v", name, got, c.want)
			}
		}
	})
}
