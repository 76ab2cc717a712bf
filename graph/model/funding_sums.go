package model

import (
	"maillage/internal/funding"
	"maillage/internal/lexicon"
)

// FundingSums are sums of funding lines.
type FundingSums struct {
	Rows     []*FundingSumsRow
	RowCount int
	Total    *FundingAmounts
}

// FundingSumsRow is one group. Dimensions by which it is not grouped are 0 or nil.
type FundingSumsRow struct {
	Key  funding.Key
	Year *int
	Kind *lexicon.FundingKind
	Sums *FundingAmounts
}

// FundingAmounts are the sums of the amounts that funding lines tell.
type FundingAmounts struct{ Asked, Voted, Paid *AmountSum }

// NewFundingSums converts sums, and returns at most that many rows.
func NewFundingSums(s *funding.Sums, most int) *FundingSums {
	v := &FundingSums{RowCount: len(s.Groups), Total: fundingAmounts(s.Total), Rows: []*FundingSumsRow{}}
	for _, g := range s.Groups[:min(most, len(s.Groups))] {
		row := &FundingSumsRow{Key: g.Key, Kind: pointerTo(g.Kind), Sums: fundingAmounts(g.Sums)}
		if g.Year != 0 {
			row.Year = &g.Year
		}
		v.Rows = append(v.Rows, row)
	}
	return v
}

func fundingAmounts(sums []funding.Sum) *FundingAmounts {
	return &FundingAmounts{
		Asked: amountSum(sums[funding.Asked]), Voted: amountSum(sums[funding.Voted]),
		Paid: amountSum(sums[funding.Paid]),
	}
}
