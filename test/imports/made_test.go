package imports_test

import (
	"testing"

	"maillage/internal/exchange/imports"
	"maillage/internal/lexicon"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

// Two files of one publisher are planned together, so that both mean to create its partners. The second one takes those
// that the first one or a person made, by their numbers. By a name alone, a person has to decide.
func TestApply_TakesThePartnersThatWereMadeSinceThePlan(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := newHub(t, s)
		first := h.plan(t, "2023.csv", file(
			[4]string{"Mission locale", "356000000", "emploi", "1"}, [4]string{"Chorale", "", "chant", "2"},
		))
		second := h.plan(t, "2024.csv", file(
			[4]string{"Mission locale", "35600000000048", "santé", "4"},
			[4]string{"Club de lecture", "552100554", "lire", "8"}, [4]string{"Chorale", "", "voix", "16"},
		))
		h.partner(t, "Club de lecture et de jeux", "552100554")
		h.apply(t, first.ID)
		h.apply(t, second.ID)
		if n, cents, beneficiaries := h.sum(t); n != 4 || cents != 1500 || beneficiaries != 3 {
			t.Errorf("%d grants of %d cents to %d partners", n, cents, beneficiaries)
		}
		if n := s.Client.Partner.Query().CountX(h.ctx); n != 4 { // with the town
			t.Errorf("%d partners", n)
		}
		lines, err := h.Lines(h.ctx, second.ID, imports.LineFilter{Code: lexicon.WriteConflict}, 0, 10)
		if err != nil || len(lines) != 1 || lines[0].Number != 4 || lines[0].Outcome != lexicon.OutcomeWaiting {
			t.Errorf("waiting: %+v, %v", lines, err)
		}
		parties, err := h.Parties(h.ctx, second.ID, false, 0, 10)
		if err != nil || len(parties) != 4 || parties[0].Match != lexicon.MatchNumber {
			t.Errorf("parties: %+v, %v", parties, err)
		}
	})
}

// A line whose two partners are there already by their names alone waits, and holds up no other.
func TestApply_ALineOfTwoTakenPartnersWaits(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := newHub(t, s)
		content := func(purpose string) []byte {
			return []byte(header + "Les Amis;;2023-03-01;D-1;Chorale;;" + purpose + ";1;aide en numéraire\n" +
				"Union sportive;;2023-03-01;D-2;" + purpose + ";;sport;2;aide en numéraire\n")
		}
		first, second := h.plan(t, "a.csv", content("chant")), h.plan(t, "b.csv", content("danse"))
		h.apply(t, first.ID)
		h.apply(t, second.ID)
		if n, cents, _ := h.sum(t); n != 2 || cents != 300 {
			t.Errorf("%d grants of %d cents", n, cents)
		}
		if got := h.outcomes(t, second.ID); got[lexicon.OutcomeWaiting] != 2 {
			t.Errorf("%v", got)
		}
	})
}
