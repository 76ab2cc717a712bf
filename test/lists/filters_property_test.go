package lists_test

import (
	"testing"

	"maillage/internal/server"
	"maillage/internal/store"
	"maillage/internal/testhub"
	"maillage/internal/testhub/filtermodel"
	"maillage/internal/testhub/writes"
)

func TestFilters_AgreeWithAPlainEvaluation(t *testing.T) {
	testhub.EachDemoDatabase(t, func(t *testing.T, s *store.Store) {
		h := testhub.New(t, s, server.Config{Ledger: testhub.Ledger(t, s), Limits: testhub.WideLimits})
		admin := writes.AsAdministrator(t, h)
		writes.ManyGrants(t, admin, "val-d-orme")
		writes.ManyFundingLines(t, admin, "val-d-orme")
		writes.ManyObservations(t, admin, "val-d-orme")
		m := filtermodel.Read(t, h)
		if kept := m.Random(t, h, 600); kept < 100 {
			t.Errorf("only %d of the filters keep something and not everything", kept)
		}
	})
}
