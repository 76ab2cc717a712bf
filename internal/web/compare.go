package web

import (
	"maillage/internal/web/words"
	"slices"
	"strings"
)

// maxCompared is the maximum number of contracts in a comparison.
const maxCompared = 6

// comparePage is the data of a comparison: partners and what they contribute to, by contract.
type comparePage struct {
	Choices   []comparedContract
	Contracts []comparedContract
	AsOf      string
	Known     string
	KnownAs   string
	Themes    []comparedTheme
	Groups    []comparedGroup
	Partners  int
	Unmapped  bool
	LeftOut   int // groups beyond those that the API lists
	At        string
}

type comparedContract struct {
	contract
	Chosen bool
	Letter string // header of the narrow columns
}

// comparedTheme is a reference theme, or nil for the axes that are mapped to none.
type comparedTheme struct {
	Name, Address string
	Totals        []tally // of partners, by contract
}

// comparedGroup is the partners of several contracts, or of one.
type comparedGroup struct {
	Contract *contract // nil for those of several
	Rows     []comparedRow
}

type comparedRow struct {
	Partner thing
	Cells   []tally // of contributions, by theme and then contract
	in      []bool  // contracts
}

// compareData is the result of the operation ComparePage.
type compareData struct {
	ByPartner struct {
		AsOf     string
		RowCount int
		Rows     []struct {
			Theme    *thing
			Contract *struct{ Code string }
			Partner  *thing
			Counts   struct{ Contributions tally }
		}
	}
	ByTheme struct {
		Rows []struct {
			Theme    *thing
			Contract *struct{ Code string }
			Counts   struct{ Partners tally }
		}
	}
	Themes list[thing]
}

// compare shows which partners contribute to what in several contracts, by reference theme.
func (s *site) compare(q *request) (*page, error) {
	known, err := allContracts[contract](q)
	if err != nil {
		return nil, err
	}
	c := &comparePage{Known: q.known, KnownAs: q.query.Get("known"), At: q.query.Get("at")}
	c.choose(q, known)
	title := words.Say(q.lang, "compare.title")
	if len(c.Contracts) > 1 {
		codes := make([]string, len(c.Contracts))
		for i, of := range c.Contracts {
			codes[i] = of.Code
		}
		var data compareData
		if err := q.execute("ComparePage", vars{"contracts": codes, "asOf": q.day()}, &data); err != nil {
			return nil, err
		}
		c.fill(&data)
	}
	return &page{Template: "compare", Title: title, Wide: true, Body: c}, nil
}

// choose reads the contracts of the URL, as far as the viewer sees them. Others are dropped.
func (c *comparePage) choose(q *request, all []contract) {
	var codes []string
	for _, value := range q.query["contracts"] {
		codes = append(codes, strings.Split(value, ",")...)
	}
	for _, of := range all {
		c.Choices = append(c.Choices, comparedContract{contract: of, Chosen: slices.Contains(codes, of.Code)})
	}
	for _, code := range codes {
		i := slices.IndexFunc(all, func(of contract) bool { return of.Code == code })
		twice := slices.ContainsFunc(c.Contracts, func(of comparedContract) bool { return of.Code == code })
		switch {
		case code == "" || twice:
		case i < 0 || len(c.Contracts) == maxCompared:
			q.drop("contracts", code)
		default:
			c.Contracts = append(c.Contracts, comparedContract{contract: all[i],
				Letter: string(rune('A' + len(c.Contracts)))})
		}
	}
}

// fill builds the table. Axes without a reference theme come in the last columns.
func (c *comparePage) fill(data *compareData) {
	c.AsOf, c.LeftOut = data.ByPartner.AsOf, max(0, data.ByPartner.RowCount-len(data.ByPartner.Rows))
	used := map[string]bool{}
	for _, r := range data.ByTheme.Rows {
		used[referenceOf(r.Theme)] = true
	}
	places := map[string]int{}
	for _, t := range append(data.Themes.Nodes, thing{}) {
		if used[t.Code] {
			places[t.Code] = len(c.Themes)
			shown := comparedTheme{Name: t.Name, Totals: make([]tally, len(c.Contracts))}
			if t.Code != "" {
				shown.Address = t.Address()
			}
			c.Themes = append(c.Themes, shown)
		}
	}
	for _, r := range data.ByTheme.Rows {
		if place, column := places[referenceOf(r.Theme)], c.column(r.Contract); column >= 0 {
			c.Themes[place].Totals[column] = r.Counts.Partners
		}
	}
	rows := c.rows(data, places)
	if place, is := places[""]; is { // themes mapped to none share a column, which counts each partner once
		c.Unmapped = true
		c.countUnmapped(place, rows)
	}
	c.group(rows)
}

// countUnmapped counts the partners of axes without a reference theme.
func (c *comparePage) countUnmapped(place int, rows []comparedRow) {
	for column := range c.Contracts {
		total := tally{}
		for _, r := range rows {
			switch t := r.Cells[place*len(c.Contracts)+column]; {
			case t.Confirmed > 0:
				total.Confirmed++
				total.ConfirmedAtLeast = total.ConfirmedAtLeast || r.Partner.OpenList
			case t.Prospective > 0:
				total.Prospective++
			case t.Unknown > 0:
				total.Unknown++
			}
		}
		c.Themes[place].Totals[column] = total
	}
}

// referenceOf returns the code of a reference theme; empty for a theme mapped to none, and for nil.
func referenceOf(t *thing) string {
	if t == nil || t.Contract != nil {
		return ""
	}
	return t.Code
}

// column returns the column of a contract; -1 when it is not compared.
func (c *comparePage) column(of *struct{ Code string }) int {
	if of == nil {
		return -1
	}
	return slices.IndexFunc(c.Contracts, func(o comparedContract) bool { return o.Code == of.Code })
}

// rows returns the rows of partners, by name.
func (c *comparePage) rows(data *compareData, places map[string]int) []comparedRow {
	var rows []comparedRow
	at := map[string]int{}
	for _, r := range data.ByPartner.Rows {
		column := c.column(r.Contract)
		if r.Partner == nil || column < 0 || !r.Counts.Contributions.Any() {
			continue
		}
		place, is := places[referenceOf(r.Theme)]
		if !is {
			continue
		}
		i, is := at[r.Partner.ID]
		if !is {
			i = len(rows)
			at[r.Partner.ID] = i
			rows = append(rows, comparedRow{
				Partner: *r.Partner, Cells: make([]tally, len(c.Themes)*len(c.Contracts)),
				in: make([]bool, len(c.Contracts)),
			})
		}
		rows[i].in[column] = true
		t := &rows[i].Cells[place*len(c.Contracts)+column]
		t.Confirmed += r.Counts.Contributions.Confirmed
		t.Prospective += r.Counts.Contributions.Prospective
		t.Unknown += r.Counts.Contributions.Unknown
	}
	slices.SortFunc(rows, func(a, b comparedRow) int { return strings.Compare(a.Partner.Name, b.Partner.Name) })
	c.Partners = len(rows)
	return rows
}

// group lists the partners of several contracts first, then those of each contract.
func (c *comparePage) group(rows []comparedRow) {
	groups := make([]comparedGroup, len(c.Contracts)+1)
	for i := range c.Contracts {
		groups[i+1].Contract = &c.Contracts[i].contract
	}
	for _, r := range rows {
		at, many := 0, 0
		for i, is := range r.in {
			if is {
				at, many = i+1, many+1
			}
		}
		if many > 1 {
			at = 0
		}
		groups[at].Rows = append(groups[at].Rows, r)
	}
	for i, g := range groups {
		if len(g.Rows) > 0 || i == 0 {
			c.Groups = append(c.Groups, g)
		}
	}
}
