package imports_test

import (
	"testing"

	"maillage/internal/exchange/imports"
	"maillage/internal/exchange/match"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/partner"
	"maillage/internal/lexicon"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

// made imports a grant to a club, which the hub does not know before, and returns the club.
func (h *hub) made(t *testing.T) *ent.Partner {
	t.Helper()
	h.apply(t, h.plan(t, "a.csv", file([4]string{"Union sportive", "", "sport", "1"})).ID)
	return h.store.Client.Partner.Query().Where(partner.Name("Union sportive")).OnlyX(h.ctx)
}

// suggested plans another grant to the club under its old name, and expects one suggestion.
func (h *hub) suggested(t *testing.T, name string, club string) (id string, party int) {
	t.Helper()
	i := h.plan(t, name, file([4]string{"UNION SPORTIVE", "", "tournoi", "2"}))
	open := h.open(t, i.ID)
	if len(open) != 1 || open[0].Match != lexicon.MatchSuggested || open[0].Candidates[0].Partner != club ||
		open[0].Candidates[0].Why != match.FormerName {
		t.Fatalf("open: %+v", open)
	}
	return i.ID, open[0].Number
}

// A partner that an import made, and that a person renamed, is suggested when a file has its former name.
func TestParties_OneThatWasRenamedIsSuggested(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := newHub(t, s)
		club := h.made(t)
		h.update(t, "partner", map[string]any{"id": club.UID, "version": 1, "name": "Étoile omnisports"})
		id, party := h.suggested(t, "b.csv", club.UID)
		h.decide(t, id, imports.Answer{Party: party, Choice: imports.NewOne})
		h.apply(t, id)
		if n, _, beneficiaries := h.sum(t); n != 2 || beneficiaries != 2 {
			t.Errorf("as a new partner: %d grants to %d partners", n, beneficiaries)
			h.tell(t, id)
		}
		if err := h.Revert(h.ctx, id); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Work(h.ctx, id, nil); err != nil {
			t.Fatal(err)
		}
		id, _ = h.suggested(t, "c.csv", club.UID)
		if n, err := h.AcceptSuggestions(h.ctx, id); n != 1 || err != nil {
			t.Fatalf("%d suggestions: %v", n, err)
		}
		h.apply(t, id)
		if n, _, beneficiaries := h.sum(t); n != 2 || beneficiaries != 1 {
			t.Errorf("as the same partner: %d grants to %d partners", n, beneficiaries)
		}
	})
}

// Another partner with the former name makes it a question.
func TestParties_AFormerNameThatAnotherHasIsAsked(t *testing.T) {
	h := newHub(t, testdb.SQLite(t))
	club := h.made(t)
	h.update(t, "partner", map[string]any{"id": club.UID, "version": 1, "name": "Étoile omnisports"})
	other := h.partner(t, "Union sportive", "")
	open := h.open(t, h.plan(t, "b.csv", file([4]string{"Union sportive", "", "tournoi", "2"})).ID)
	if len(open) != 1 || open[0].Match != lexicon.MatchAmbiguous || len(open[0].Candidates) != 2 ||
		open[0].Candidates[0].Partner != club.UID || open[0].Candidates[1].Partner != other {
		t.Errorf("open: %+v", open)
	}
}

// A record that a table made by its name alone, and that a person renamed, is that record under its former name.
func TestTables_ARenamedRecordIsFoundByItsFormerName(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := newHub(t, s)
		lille := h.contract(t, "lille")
		h.apply(t, h.planIn(t, lille, "actions.csv", "name,kind\nForum,ACTION\n").ID)
		row := s.Client.Action.Query().OnlyX(h.ctx)
		h.update(t, "action", map[string]any{"id": row.UID, "version": 1, "name": "Salon"})
		i := h.planIn(t, lille, "more.zip", string(zipped(t,
			"actions.csv", "name,kind,description\nForum,ACTION,Chaque été\n",
			"contributions.csv", "partner,action,role\nChorale du nord,Forum,LEAD\n")))
		h.apply(t, i.ID)
		h.tell(t, i.ID, lexicon.OutcomeWaiting, lexicon.OutcomeRefused)
		row = s.Client.Action.Query().OnlyX(h.ctx)
		if row.Name != "Salon" || row.Description == nil || *row.Description != "Chaque été" {
			t.Errorf("%+v", row)
		}
		if n := s.Client.Contribution.Query().CountX(h.ctx); n != 1 {
			t.Errorf("%d contributions", n)
		}
	})
}
