package web

import (
	"cmp"
	"slices"
)

// grantRow is a grant in a table, with the partner at its other end.
type grantRow struct {
	thing
	AgreedOn, Purpose, DecisionReference *string
	Amount                               *int64
	AmountWithheld                       bool
	Partner                              *thing
}

// amountSum is an exact sum of amounts. Those that are unknown or withheld are counted beside it.
type amountSum struct {
	Amount                            *int64
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
