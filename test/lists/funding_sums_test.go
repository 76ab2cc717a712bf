package lists_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/server"
	"maillage/internal/store"
	"maillage/internal/testhub"
	"maillage/internal/testhub/writes"
)

// plainLine is a funding line with what it is grouped by, as the API shows it.
type plainLine struct {
	Asked, Voted, Paid *int64
	plainGrant
	Year        *int
	FundingKind string
}

// amountsOfLines are the amounts of funding lines, by their names in the API.
var amountsOfLines = map[string]func(plainLine) *int64{
	"asked": func(l plainLine) *int64 { return l.Asked }, "voted": func(l plainLine) *int64 { return l.Voted },
	"paid": func(l plainLine) *int64 { return l.Paid },
}

// asGrants returns lines as grants of one of their amounts. Their kind takes the place of the nature.
func asGrants(lines []plainLine, amount func(plainLine) *int64) []plainGrant {
	grants := make([]plainGrant, len(lines))
	for i, l := range lines {
		grants[i] = l.plainGrant
		grants[i].Amount, grants[i].FinancialYear, grants[i].Nature = amount(l), l.Year, &lines[i].FundingKind
	}
	return grants
}

// summedLines are the sums of an amount of funding lines, by group, with the total under "total".
func summedLines(t *testing.T, h *testhub.Hub, filter, amount string, by ...string) map[string]string {
	t.Helper()
	var answer struct {
		FundingSums struct {
			Rows []struct {
				Contract, Funder, Action, Axis, Theme *struct{ ID string }
				Year                                  *int
				Kind                                  *string
				Sums                                  map[string]amountSum
			}
			RowCount int
			Total    map[string]amountSum
		}
	}
	sums := "{ " + amount + " { amount records known withheld unknown } }"
	h.Get(t, &answer, `{ fundingSums(groupBy: [`+strings.Join(by, ", ")+`], first: 1000, filter: `+filter+`) { rowCount
		rows { contract { id } funder { id } action { id } axis { id } theme { id } year kind sums `+sums+` }
		total `+sums+` } }`, nil)
	said := map[string]string{"total": answer.FundingSums.Total[amount].String()}
	for _, row := range answer.FundingSums.Rows {
		key := make([]string, len(by))
		for i, d := range by {
			of := map[string]*struct{ ID string }{
				"CONTRACT": row.Contract, "FUNDER": row.Funder, "ACTION": row.Action, "AXIS": row.Axis, "THEME": row.Theme,
			}[d]
			switch {
			case of != nil:
				key[i] = of.ID
			case d == "YEAR" && row.Year != nil:
				key[i] = fmt.Sprint(*row.Year)
			case d == "KIND" && row.Kind != nil:
				key[i] = *row.Kind
			}
		}
		said[strings.Join(key, " ")] = row.Sums[amount].String()
	}
	if len(said) != answer.FundingSums.RowCount+1 {
		t.Errorf("%v: %d rows are said to be %d", by, len(said)-1, answer.FundingSums.RowCount)
	}
	return said
}

func TestFundingSums_AreThoseOfTheLinesThatOneSees(t *testing.T) {
	dimensions := lexicon.FundingDimension("").Values()
	testhub.EachDemoDatabase(t, func(t *testing.T, s *store.Store) {
		h := testhub.New(t, s, server.Config{Ledger: testhub.Ledger(t, s), Limits: testhub.WideLimits})
		admin := writes.AsAdministrator(t, h)
		writes.ManyFundingLines(t, admin, "val-d-orme")
		done(t, admin, "createContract", in{"code": "closed", "name": "Closed"})
		done(t, admin, "createFundingLine", in{"contract": "closed", "funder": "cpam-hainaut", "kind": "OTHER", "paid": 7})
		seen := map[int]bool{}
		for _, who := range []*testhub.Hub{
			admin, h.As(""),
			writes.WithAccount(t, h, testhub.Who{Role: lexicon.Coordinator, Contracts: []string{"val-d-orme"}}),
		} {
			for _, filter := range []string{"{}", `{contract: "val-d-orme", voted: {gte: 0}}`, `{paid: {isNull: true}}`} {
				var answer struct{ FundingLines struct{ Nodes []plainLine } }
				who.Get(t, &answer, `{ fundingLines(first: 100, filter: `+filter+`) { nodes {
					asked voted paid year fundingKind contract { id } funder { id }
					action { id themes { id } alignments(first: 50) { nodes { alignmentKind status axis { id } } } }
					axis { id themes { id } } } } }`, nil)
				lines := answer.FundingLines.Nodes
				seen[len(lines)] = true
				for i, a := range dimensions {
					for amount, of := range amountsOfLines {
						by := []string{a, dimensions[(i+3)%len(dimensions)]}
						known := slices.Clone(by)
						if at := slices.Index(by, "KIND"); at >= 0 {
							known[at] = "NATURE"
						}
						want, got := expected(asGrants(lines, of), known...), summedLines(t, who, filter, amount, by...)
						if !maps.Equal(got, want) {
							t.Errorf("%s by %v under %s:\n%v\nwant\n%v", amount, by, filter, got, want)
						}
					}
				}
			}
		}
		if len(seen) < 4 {
			t.Errorf("the viewers saw %v funding lines", slices.Sorted(maps.Keys(seen)))
		}
	})
}

func TestFundingSums_PutTheLargestAmountVotedFirst(t *testing.T) {
	eachEmpty(t, func(t *testing.T, h *testhub.Hub) {
		done(t, h, "createPartner", in{"code": "caf", "name": "CAF"})
		done(t, h, "createContract", in{"code": "c", "name": "C"})
		for year, voted := range map[int]any{2016: 5, 2017: 9, 2018: nil, 2019: 7} {
			done(t, h, "createFundingLine", in{
				"contract": "c", "funder": "caf", "kind": "P147", "year": year, "voted": voted, "paid": 3000 - year,
			})
		}
		const want = `{"fundingSums":{"rowCount":4,"rows":[{"year":2017},{"year":2019},{"year":2016}]}}`
		answer := h.Ask(t, `{ fundingSums(groupBy: [YEAR], first: 3) { rowCount rows { year } } }`, nil)
		if string(answer.Data) != want {
			t.Errorf("%s, want %s", answer.Body, want)
		}
	})
}
