package lists_test

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/server"
	"maillage/internal/store"
	"maillage/internal/testhub"
	"maillage/internal/testhub/writes"
)

// plainGrant is a grant with what it is grouped by, as the API shows it.
type plainGrant struct {
	Amount                        *int64
	AmountWithheld                bool
	Contract, Funder, Beneficiary *struct{ ID string }
	Action                        *struct {
		ID         string
		Themes     []struct{ ID string }
		Alignments struct {
			Nodes []struct {
				AlignmentKind, Status string
				Axis                  *struct{ ID string }
			}
		}
	}
	Axis *struct {
		ID     string
		Themes []struct{ ID string }
	}
	FinancialYear *int
	AgreedOn      *string
	Nature        *string
}

// groups returns the values of a grant in a dimension; "" means none.
func (g plainGrant) groups(dimension string) []string {
	idOf := func(r *struct{ ID string }) []string {
		if r == nil {
			return []string{""}
		}
		return []string{r.ID}
	}
	ids := map[string]bool{}
	switch dimension {
	case "CONTRACT":
		return idOf(g.Contract)
	case "FUNDER":
		return idOf(g.Funder)
	case "BENEFICIARY":
		return idOf(g.Beneficiary)
	case "ACTION":
		if g.Action != nil {
			return []string{g.Action.ID}
		}
	case "YEAR":
		switch {
		case g.FinancialYear != nil:
			return []string{fmt.Sprint(*g.FinancialYear)}
		case g.AgreedOn != nil:
			return []string{(*g.AgreedOn)[:4]}
		}
	case "NATURE":
		if g.Nature != nil {
			return []string{*g.Nature}
		}
	case "AXIS":
		if g.Axis != nil {
			ids[g.Axis.ID] = true
		} else if g.Action != nil {
			for _, a := range g.Action.Alignments.Nodes {
				if a.AlignmentKind == "SERVES" && a.Status != "ABANDONED" {
					ids[a.Axis.ID] = true
				}
			}
		}
	case "THEME":
		var of []struct{ ID string }
		if g.Action != nil {
			of = g.Action.Themes
		} else if g.Axis != nil {
			of = g.Axis.Themes
		}
		for _, theme := range of {
			ids[theme.ID] = true
		}
	}
	if len(ids) == 0 {
		return []string{""}
	}
	return slices.Collect(maps.Keys(ids))
}

// plainSum is a sum without limits.
type plainSum struct {
	cents                    *big.Int
	known, withheld, unknown int
}

func (s *plainSum) add(g plainGrant) {
	switch {
	case g.Amount != nil:
		s.cents.Add(s.cents, big.NewInt(*g.Amount))
		s.known++
	case g.AmountWithheld:
		s.withheld++
	default:
		s.unknown++
	}
}

func (s *plainSum) String() string {
	amount := "none"
	if s.known > 0 {
		amount = s.cents.String()
	}
	return fmt.Sprint(amount, " of ", s.known, "+", s.withheld, "+", s.unknown)
}

// amountSum is a sum as the API answers it.
type amountSum struct {
	Amount                            *int64
	Records, Known, Withheld, Unknown int
}

func (s amountSum) String() string {
	amount := "none"
	if s.Amount != nil {
		amount = fmt.Sprint(*s.Amount)
	}
	if s.Records != s.Known+s.Withheld+s.Unknown {
		return fmt.Sprintf("%d records: %d, %d and %d", s.Records, s.Known, s.Withheld, s.Unknown)
	}
	return fmt.Sprint(amount, " of ", s.Known, "+", s.Withheld, "+", s.Unknown)
}

// summed are the sums of a query, by group, with the total under "total".
func summed(t *testing.T, h *testhub.Hub, filter string, by ...string) map[string]string {
	t.Helper()
	var answer struct {
		GrantSums struct {
			Rows []struct {
				Contract, Funder, Beneficiary, Action, Axis, Theme *struct{ ID string }
				Year                                               *int
				Nature                                             *string
				Sum                                                amountSum
			}
			RowCount int
			Total    amountSum
		}
	}
	const sum = "{ amount records known withheld unknown }"
	h.Get(t, &answer, `{ grantSums(groupBy: [`+strings.Join(by, ", ")+`], first: 1000, filter: `+filter+`) { rowCount
		rows { contract { id } funder { id } beneficiary { id } action { id } axis { id } theme { id } year nature
			sum `+sum+` } total `+sum+` } }`, nil)
	sums := map[string]string{"total": answer.GrantSums.Total.String()}
	for _, row := range answer.GrantSums.Rows {
		var key []string
		for _, d := range by {
			value := ""
			for name, of := range map[string]*struct{ ID string }{
				"CONTRACT": row.Contract, "FUNDER": row.Funder, "BENEFICIARY": row.Beneficiary, "ACTION": row.Action,
				"AXIS": row.Axis, "THEME": row.Theme,
			} {
				if name == d && of != nil {
					value = of.ID
				}
			}
			if d == "YEAR" && row.Year != nil {
				value = fmt.Sprint(*row.Year)
			}
			if d == "NATURE" && row.Nature != nil {
				value = *row.Nature
			}
			key = append(key, value)
		}
		sums[strings.Join(key, " ")] = row.Sum.String()
	}
	if len(sums) != answer.GrantSums.RowCount+1 {
		t.Errorf("%v: %d rows are said to be %d", by, len(sums)-1, answer.GrantSums.RowCount)
	}
	return sums
}

// expected sums grants as a person would.
func expected(grants []plainGrant, by ...string) map[string]string {
	sums := map[string]*plainSum{"total": {cents: new(big.Int)}}
	for _, g := range grants {
		keys := []string{""}
		for i, d := range by {
			var next []string
			for _, key := range keys {
				for _, value := range g.groups(d) {
					if i > 0 {
						value = key + " " + value
					}
					next = append(next, value)
				}
			}
			keys = next
		}
		for _, key := range append(keys, "total") {
			if sums[key] == nil {
				sums[key] = &plainSum{cents: new(big.Int)}
			}
			sums[key].add(g)
		}
	}
	said := map[string]string{}
	for key, sum := range sums {
		said[key] = sum.String()
	}
	return said
}

func TestGrantSums_AreThoseOfTheGrantsThatOneSees(t *testing.T) {
	dimensions := lexicon.GrantDimension("").Values()
	testhub.EachDemoDatabase(t, func(t *testing.T, s *store.Store) {
		h := testhub.New(t, s, server.Config{Ledger: testhub.Ledger(t, s), Limits: testhub.WideLimits})
		admin := writes.AsAdministrator(t, h)
		writes.ManyGrants(t, admin, "val-d-orme")
		const left = "val-d-orme/left"
		done(t, admin, "createAction", in{"contract": "val-d-orme", "code": "left", "name": "Left", "kind": "ACTION"})
		done(t, admin, "createAlignment", in{
			"action": left, "axis": "val-d-orme/orme-1", "kind": "SERVES", "status": "ABANDONED", "basis": "DECLARED",
		})
		done(t, admin, "createGrant", in{"action": left, "funder": "cpam-hainaut", "amount": 11})
		done(t, admin, "createContract", in{"code": "closed", "name": "Closed"})
		done(t, admin, "createGrant", in{"contract": "closed", "funder": "cpam-hainaut", "amount": 7})
		seen := map[int]bool{}
		for _, who := range []*testhub.Hub{
			admin, h.As(""),
			writes.WithAccount(t, h, testhub.Who{Role: lexicon.Coordinator, Contracts: []string{"val-d-orme"}}),
		} {
			for _, filter := range []string{
				"{}", `{contract: "val-d-orme", amount: {gte: 0}}`, `{amountWithheld: true}`,
			} {
				var answer struct{ Grants struct{ Nodes []plainGrant } }
				who.Get(t, &answer, `{ grants(first: 100, filter: `+filter+`) { nodes {
					amount amountWithheld financialYear agreedOn nature contract { id } funder { id } beneficiary { id }
					action { id themes { id } alignments(first: 50) { nodes { alignmentKind status axis { id } } } }
					axis { id themes { id } } } } }`, nil)
				grants := answer.Grants.Nodes
				seen[len(grants)] = true
				for i, a := range dimensions {
					check := func(by ...string) {
						want, got := expected(grants, by...), summed(t, who, filter, by...)
						if !maps.Equal(got, want) {
							t.Errorf("%v under %s:\n%v\nwant\n%v", by, filter, got, want)
						}
					}
					check(a)
					check(a, dimensions[(i+3)%len(dimensions)])
				}
			}
		}
		if len(seen) < 4 {
			t.Errorf("the viewers saw %v grants", slices.Sorted(maps.Keys(seen)))
		}
	})
}

func TestGrantSums_AreExactBeyondTheLargestAmount(t *testing.T) {
	eachEmpty(t, func(t *testing.T, h *testhub.Hub) {
		done(t, h, "createPartner", in{"code": "caf", "name": "CAF"})
		const most = 1 << 53
		for i, amount := range []int{most, -5, 5} {
			done(t, h, "createGrant", in{"funder": "caf", "amount": amount, "recordKey": fmt.Sprint(i)})
		}
		sums := summed(t, h, "{}", "FUNDER")
		if want := fmt.Sprint(most, " of 3+0+0"); sums["total"] != want {
			t.Errorf("the total is %s, want %s", sums["total"], want)
		}
		done(t, h, "createGrant", in{"funder": "caf", "amount": 1})
		const digits = `{"grantSums":{"total":{"amount":"9007199254740993"}}}` // no number of JavaScript
		answer := h.Ask(t, `{ grantSums(groupBy: [FUNDER]) { total { amount } } }`, nil)
		if string(answer.Data) != digits {
			t.Errorf("%s, want %s", answer.Body, digits)
		}
		for query, code := range map[string]string{
			`{ grantSums(groupBy: [FUNDER]) { rowCount } }`:                               "",
			`{ grantSums(groupBy: []) { rowCount } }`:                                     "BAD_USER_INPUT",
			`{ grantSums(groupBy: [FUNDER, FUNDER]) { rowCount } }`:                       "BAD_USER_INPUT",
			`{ grantSums(groupBy: [FUNDER], first: 0) { rowCount } }`:                     "BAD_USER_INPUT",
			`{ grantSums(groupBy: [YEAR], filter: {funder: "x"}) { rowCount } }`:          "",
			`{ grantSums(groupBy: [YEAR], filter: {recordKey: {eq: "1"}}) { rowCount } }`: "",
		} {
			answer := h.Ask(t, query, nil)
			got := ""
			if len(answer.Errors) > 0 {
				got = answer.Errors[0].Extensions.Code
			}
			if got != code {
				t.Errorf("%s: %s, want %q", query, answer.Body, code)
			}
		}
	})
}
