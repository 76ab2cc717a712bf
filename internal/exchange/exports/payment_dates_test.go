package exports_test

import (
	"testing"

	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
)

func TestSCDL_PaymentDates(t *testing.T) {
	for period, want := range map[[2]string]string{
		{"2018-05-02", ""}: "2018-05-02", {"2018-05-02", "2018-05-02"}: "2018-05-02",
		{"2018", ""}: "2018-01-01/2018-12-31", {"2018-05", "2018-06-07"}: "2018-05-01/2018-06-07",
		{"2018-05-02/2018-05-04", ""}: "2018-05-02/2018-05-04", {"2018-05-02", "2018-05-01"}: "2018-05-02/2018-05-01",
	} {
		content, tally := exported(t, withGrants(t, func(g *ent.GrantCreate) {
			g.SetPaidFrom(lexicon.MustPartialDate(period[0]))
			if period[1] != "" {
				g.SetPaidUntil(lexicon.MustPartialDate(period[1]))
			}
		}), order{format: "scdl"})
		isReversed := period[1] == "2018-05-01"
		if got := lines(t, content)[1][11]; got != want || tally.Notes[lexicon.PeriodReversed] == 1 != isReversed {
			t.Errorf("%q is written %s, with %v", period, got, tally.Notes)
		}
	}
	for _, from := range []string{"../2018", "2018/..", "XXXX"} {
		_, tally := exported(t, withGrants(t, func(g *ent.GrantCreate) {
			g.SetPaidFrom(lexicon.MustPartialDate(from))
		}), order{format: "scdl"})
		if tally.Missing["paidFrom"] != 1 {
			t.Errorf("%s: %v", from, tally.Missing)
		}
	}
}
