package store_test

import (
	"fmt"
	"testing"

	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

// The database itself refuses what no program may write.
func TestDatabase_RefusesInvalidRecords(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		ctx, c := testdb.Context(t), s.Client
		led := contribution(t, c)
		cited := citation(t, c, func(about *ent.CitationCreate) { about.SetContributionID(led.ID) })
		ours := c.Contract.Query().OnlyX(ctx)
		axis, err := c.Axis.Create().SetContractID(ours.ID).SetCode("axe-1").SetName("Axe 1").Save(ctx)
		saved(t, axis, err)

		claim := func() *ent.ContributionCreate {
			return c.Contribution.Create().SetPartnerID(led.PartnerID).SetRole(lexicon.RoleLead)
		}
		cite := func() *ent.CitationCreate {
			return c.Citation.Create().SetSourceID(cited.SourceID).SetLocator("p. 4")
		}
		raw := func(statement string, args ...any) func() error {
			return func() error { return s.Exec(ctx, fmt.Sprintf(statement, args...)) }
		}
		for what, try := range map[string]func() error{
			"a contribution to nothing":     func() error { return claim().Exec(ctx) },
			"a contribution to two things":  func() error { return claim().SetActionID(*led.ActionID).SetAxisID(axis.ID).Exec(ctx) },
			"a citation of nothing":         func() error { return cite().Exec(ctx) },
			"a citation of two records":     func() error { return cite().SetAxisID(axis.ID).SetPartnerID(led.PartnerID).Exec(ctx) },
			"a preference without a reason": func() error { return cite().SetAxisID(axis.ID).SetPreferred(true).Exec(ctx) },
			"an unknown word":               raw("UPDATE contributions SET role = 'BOSS' WHERE id = %d", led.ID),
			"an unknown word in a claim":    raw("UPDATE contributions SET status = 'DREAMT' WHERE id = %d", led.ID),
			"a code twice in a contract": func() error {
				return c.Axis.Create().SetContractID(ours.ID).SetCode("axe-1").SetName("Another").Exec(ctx)
			},
			"a partner's code twice":             func() error { return c.Partner.Create().SetCode("planir").SetName("Another").Exec(ctx) },
			"a reference to nothing":             func() error { return claim().SetActionID(4_000_000).Exec(ctx) },
			"deleting a partner that takes part": func() error { return c.Partner.DeleteOneID(led.PartnerID).Exec(ctx) },
			"deleting a partner past ent":        raw("DELETE FROM partners WHERE id = %d", led.PartnerID),
		} {
			if err := try(); err == nil {
				t.Errorf("the database accepts %s", what)
			}
		}
		// The same claim, but correct, is accepted.
		if err := claim().SetAxisID(axis.ID).Exec(ctx); err != nil {
			t.Errorf("a contribution to an axis: %v", err)
		}
		if err := cite().SetAxisID(axis.ID).SetPreferred(true).SetReason("newer").Exec(ctx); err != nil {
			t.Errorf("a citation of an axis: %v", err)
		}
		if err := c.Axis.Create().SetContractID(contract(t, c, "lens").ID).
			SetCode("axe-1").SetName("Axe 1").Exec(ctx); err != nil {
			t.Errorf("a code that another contract has: %v", err)
		}
	})
}

func TestDatabase_CitationIsDeletedWithItsRecord(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		ctx, c := testdb.Context(t), s.Client
		led := contribution(t, c)
		citation(t, c, func(about *ent.CitationCreate) { about.SetContributionID(led.ID) })
		if err := c.Contribution.DeleteOne(led).Exec(ctx); err != nil {
			t.Fatal(err)
		}
		if n := c.Citation.Query().CountX(ctx); n != 0 {
			t.Errorf("%d citations of a deleted contribution", n)
		}
		if n := c.Source.Query().CountX(ctx); n != 1 {
			t.Errorf("%d sources, want 1: the source stays", n)
		}
	})
}
