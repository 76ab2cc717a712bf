package web

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"maillage/internal/web/operations"
	"maillage/internal/web/words"
)

// fundingPage is the data of the page that says who pays what in a contract, and what is measured.
type fundingPage struct {
	Contract   contract
	Only       []fundingFilter // what the lists are limited to
	Plan       []fundingGroup  // funding lines by funder and axis
	PlanTotal  fundingAmounts
	Grants     []fundingGroup // grants by funder and axis
	GrantTotal amountSum
	Lines      list[fundingRow]
	Given      list[fundingRow]
	Indicators list[indicatorRow]
	Next       map[string]string // URLs of the next pages of lists, by parameter
	Add        []act
}

// fundingFilter is a condition on the lists of the page, with the URL of the page without it.
type fundingFilter struct{ Label, Name, Without string }

// fundingAmounts are the sums of what was asked for, voted and paid.
type fundingAmounts struct{ Asked, Voted, Paid amountSum }

// fundingGroup is what a funder gives to an axis.
type fundingGroup struct {
	Funder, Axis *thing
	Sums         fundingAmounts
	Sum          amountSum
	Records      string // URL of the lists of the group’s records
}

// fundingRow is a funding line or a grant in a list.
type fundingRow struct {
	said
	Asked, Voted, Paid *cents
	Amount             *cents
	AmountWithheld     bool
	AgreedOn           *string
	Beneficiary        *thing
}

// indicatorRow is an indicator with its observations.
type indicatorRow struct {
	thing
	Unit             string
	Direction        *string
	Baseline, Target *string
	Action, Axis     *thing
	Observations     list[observed]
	Add              string // URL of the form for another observation
}

// observed is an observation in a list.
type observed struct {
	thing
	Period            *string
	ObservationStatus string
	ObservedValue     *string
	Territory         *thing
	Document          *thing
	Citations         struct{ TotalCount int }
}

// noAxis is the value of the parameter `axis` for what concerns no axis.
const noAxis = "none"

// servesAny is the condition that a record concerns an axis: itself, or by an action that serves it.
func servesAny(axis map[string]any) []any {
	serves := map[string]any{
		"kinds": []string{"SERVES"}, "axisWith": axis, "not": map[string]any{"statuses": []string{"ABANDONED"}},
	}
	return []any{
		map[string]any{"axisWith": axis}, map[string]any{"actionWith": map[string]any{"alignments": serves}},
	}
}

// filter returns the condition of the lists on the page: those of the parameters `funder` and `axis`.
func (p *fundingPage) filter(q *request, code string) map[string]any {
	filter := map[string]any{"contract": code}
	without := func(name string) string {
		parameters := q.parameters()
		parameters.Del(name)
		return address(q.http.URL.Path, parameters)
	}
	if funder := q.query.Get("funder"); funder != "" {
		filter["funderWith"] = map[string]any{"ids": []string{funder}}
		p.Only = append(p.Only, fundingFilter{"edit.funder", funder, without("funder")})
	}
	switch axis := q.query.Get("axis"); axis {
	case "":
	case noAxis:
		filter["not"] = map[string]any{"or": servesAny(map[string]any{})}
		p.Only = append(p.Only, fundingFilter{"col.axis", words.Say(q.lang, "funding.no-axis"), without("axis")})
	default:
		filter["or"] = servesAny(map[string]any{"ids": []string{code + "/" + axis}})
		p.Only = append(p.Only, fundingFilter{"col.axis", axis, without("axis")})
	}
	return filter
}

// funding shows who pays what in a contract, and what is measured of it.
func (s *site) funding(q *request) (*page, error) {
	var data struct {
		Contract *struct {
			contract
			FundingLines list[fundingRow]
			Grants       list[fundingRow]
			Indicators   list[indicatorRow]
		}
		Plan *struct {
			Rows  []fundingGroup
			Total fundingAmounts
		}
		Given *struct {
			Rows  []fundingGroup
			Total amountSum
		}
	}
	code := q.http.PathValue("contract")
	p := &fundingPage{}
	filter := p.filter(q, code)
	if err := q.execute("FundingPage", vars{
		"contract": code, "of": map[string]any{"contract": code}, "lines": filter, "grants": filter,
		"all": map[string]any{"contract": code}, "linesAfter": q.after("lines"), "grantsAfter": q.after("grants"),
		"indicatorsAfter": q.after("indicators"),
	}, &data); err != nil {
		return nil, err
	}
	if data.Contract == nil || data.Plan == nil || data.Given == nil {
		return nil, operations.ErrNotFound
	}
	of := data.Contract
	p.Contract, p.Lines, p.Given, p.Indicators = of.contract, of.FundingLines, of.Grants, of.Indicators
	p.Plan, p.PlanTotal = q.ofFunders(data.Plan.Rows, "lines"), data.Plan.Total
	p.Grants, p.GrantTotal = q.ofFunders(data.Given.Rows, "grants"), data.Given.Total
	p.Next = map[string]string{
		"lines": q.more("lines", p.Lines.PageInfo), "grants": q.more("grants", p.Given.PageInfo),
		"indicators": q.more("indicators", p.Indicators.PageInfo),
	}
	if q.known == "" && q.mayWrite(code) && !q.isLiaison() {
		q.addToPlan(p, of.ID)
	}
	for i := range p.Only {
		p.Only[i].Name = p.nameOf(p.Only[i])
	}
	return &page{
		Template: "funding", Title: words.Say(q.lang, "funding.title") + " – " + of.Name, Contract: &of.contract,
		Current: "funding", Body: p,
	}, nil
}

// addToPlan offers the forms that add to the contract and to its indicators.
func (q *request) addToPlan(p *fundingPage, contract string) {
	back := url.Values{"return": {p.Contract.Address("funding")}}
	for _, what := range []string{"funding", "grant", "indicator"} {
		at := "/records/" + url.PathEscape(contract) + "/add/" + what
		p.Add = append(p.Add, act{Key: "add." + what, Address: address(at, back)})
	}
	for i := range p.Indicators.Nodes {
		of := &p.Indicators.Nodes[i]
		of.Add = address("/records/"+url.PathEscape(of.ID)+"/add/observation", back)
	}
}

// ofFunders orders groups by funder and axis, and links each to the lists of its records.
func (q *request) ofFunders(groups []fundingGroup, section string) []fundingGroup {
	nameOf := func(t *thing) string {
		if t == nil {
			return ""
		}
		return t.Name
	}
	slices.SortStableFunc(groups, func(a, b fundingGroup) int {
		return cmp.Or(
			strings.Compare(nameOf(a.Funder), nameOf(b.Funder)), strings.Compare(nameOf(a.Axis), nameOf(b.Axis)),
		)
	})
	for i, g := range groups {
		parameters := q.parameters("funder", "axis", "lines", "grants", "indicators")
		parameters.Set("axis", noAxis)
		if g.Funder != nil {
			parameters.Set("funder", g.Funder.Code)
		}
		if g.Axis != nil {
			parameters.Set("axis", g.Axis.Code)
		}
		groups[i].Records = address(q.http.URL.Path, parameters) + "#" + section
	}
	return groups
}

// nameOf returns the name of the record that a condition is about, as the groups tell it.
func (p *fundingPage) nameOf(f fundingFilter) string {
	for _, g := range slices.Concat(p.Plan, p.Grants) {
		of := g.Funder
		if f.Label == "col.axis" {
			of = g.Axis
		}
		if of != nil && of.Code == f.Name {
			return of.Name
		}
	}
	return f.Name
}

// cents is an amount of money. The API writes a sum beyond 2^53 as a text.
type cents int64

// UnmarshalJSON reads a number, or its digits in a text.
func (c *cents) UnmarshalJSON(text []byte) error {
	n, err := strconv.ParseInt(strings.Trim(string(text), `"`), 10, 64)
	*c = cents(n)
	return err
}

// grantRow is a grant in a table, with the partner at its other end.
type grantRow struct {
	thing
	AgreedOn, Purpose, DecisionReference *string
	Amount                               *cents
	AmountWithheld                       bool
	Partner                              *thing
}

// amountSum is an exact sum of amounts. Those that are unknown or withheld are counted beside it.
type amountSum struct {
	Amount                            *cents
	Records, Known, Withheld, Unknown int
}

// sumsByYear are the sums of grants by year, and in total.
type sumsByYear struct {
	Rows  []yearSum
	Total amountSum
}

type yearSum struct {
	Year *int
	Sum  amountSum
}

// grantTable lists grants of a partner, received or given.
type grantTable struct {
	Key   string // of the parameter with the next page, and of the section
	Title string // message key
	Other string // message key of the column with the other partner
	Sums  sumsByYear
	Rows  []grantRow
	Total int
	Next  string
}

// grants returns the tables of the grants of a partner, those that it has.
func (q *request) grants(of *partnerAnswer) ([]grantTable, error) {
	if of.GrantsReceived.TotalCount+of.GrantsGiven.TotalCount == 0 {
		return nil, nil
	}
	var sums struct{ Received, Given sumsByYear }
	if err := q.execute("GrantsOfPartner", vars{"partner": of.ID}, &sums); err != nil {
		return nil, err
	}
	var tables []grantTable
	for _, t := range []struct {
		table grantTable
		rows  list[grantRow]
	}{
		{
			grantTable{Key: "received", Title: "grants.received", Other: "grants.funder", Sums: sums.Received},
			of.GrantsReceived,
		},
		{grantTable{Key: "given", Title: "grants.given", Other: "grants.beneficiary", Sums: sums.Given}, of.GrantsGiven},
	} {
		if t.rows.TotalCount == 0 {
			continue
		}
		t.table.Rows, t.table.Total = t.rows.Nodes, t.rows.TotalCount
		t.table.Next = q.more(t.table.Key, t.rows.PageInfo)
		slices.SortFunc(t.table.Sums.Rows, func(a, b yearSum) int {
			return cmp.Compare(yearOf(b.Year), yearOf(a.Year))
		})
		tables = append(tables, t.table)
	}
	return tables, nil
}

// yearOf returns a year; 0 for none.
func yearOf(year *int) int {
	if year == nil {
		return 0
	}
	return *year
}
