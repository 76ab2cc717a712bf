package model

import (
	"maillage/internal/funding"
	"maillage/internal/lexicon"
)

// GrantSums are sums of grants.
type GrantSums struct {
	Rows     []*GrantSumsRow
	RowCount int
	Total    *AmountSum
}

// GrantSumsRow is one group. Dimensions by which it is not grouped are 0 or nil.
type GrantSumsRow struct {
	Key    funding.Key
	Year   *int
	Nature *lexicon.GrantNature
	Sum    *AmountSum
}

// AmountSum is a sum of amounts.
type AmountSum struct {
	Amount                            *int64 // nil when none is known
	Records, Known, Withheld, Unknown int
}

// NewGrantSums converts sums, and returns at most that many rows.
func NewGrantSums(s *funding.Sums, most int) *GrantSums {
	v := &GrantSums{RowCount: len(s.Groups), Total: amountSum(s.Total[0]), Rows: []*GrantSumsRow{}}
	for _, g := range s.Groups[:min(most, len(s.Groups))] {
		row := &GrantSumsRow{Key: g.Key, Nature: pointerTo(g.Nature), Sum: amountSum(g.Sums[0])}
		if g.Year != 0 {
			row.Year = &g.Year
		}
		v.Rows = append(v.Rows, row)
	}
	return v
}

func amountSum(s funding.Sum) *AmountSum {
	sum := &AmountSum{Records: s.Records(), Known: s.Known, Withheld: s.Withheld, Unknown: s.Unknown}
	if s.Known > 0 {
		sum.Amount = &s.Cents
	}
	return sum
}
