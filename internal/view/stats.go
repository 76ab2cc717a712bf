package view

import (
	"context"

	"maillage/internal/lexicon"
	"maillage/internal/network"
)

// ContributionStats are derived contributions in numbers.
type ContributionStats struct {
	Rows     []*ContributionStatsRow
	RowCount int
	Total    *ContributionCounts
	AsOf     lexicon.PartialDate
}

// ContributionStatsRow is one group; what it is not grouped by is 0 or nil.
type ContributionStatsRow struct {
	ThemeID, ContractID, AxisID, PartnerID int
	TerritoryID, AudienceID, ActionThemeID int
	PartnerKind                            *lexicon.PartnerKind
	PartnerSector                          *lexicon.Sector
	AxisRole, ActionRole                   *lexicon.Role
	Status                                 *lexicon.Status
	Basis                                  *lexicon.Basis
	Rule                                   *lexicon.Rule
	Counts                                 *ContributionCounts
}

// ContributionCounts are the numbers of a group.
type ContributionCounts struct {
	Contributions, Axes      network.Tally
	Chains                   network.Counts
	Actions, Claims, Amounts int
	Amount                   *int64 // nil when none is known

	of       *network.Statistics
	partners *network.Tally // once they are counted
}

// Partners are the partners of the group, counted for all groups when they are first asked for.
func (c *ContributionCounts) Partners(ctx context.Context) (network.Tally, error) {
	if err := c.of.CountPartners(ctx); err != nil {
		return network.Tally{}, err
	}
	return *c.partners, nil
}

// NewContributionStats shapes statistics; at most so many rows are shown.
func NewContributionStats(s *network.Statistics, most int, asOf lexicon.PartialDate) *ContributionStats {
	v := &ContributionStats{RowCount: s.Groups, Total: counts(s, &s.Total), AsOf: asOf, Rows: []*ContributionStatsRow{}}
	for i := range s.Rows[:min(most, len(s.Rows))] {
		r := &s.Rows[i]
		k := r.Key
		v.Rows = append(v.Rows, &ContributionStatsRow{
			ThemeID: k.Theme, ContractID: k.Contract, AxisID: k.Axis, PartnerID: k.Partner,
			TerritoryID: k.Territory, AudienceID: k.Audience, ActionThemeID: k.ActionTheme,
			PartnerKind: said(k.Kind), PartnerSector: said(k.Sector), AxisRole: said(k.AxisRole), ActionRole: said(k.ActionRole),
			Status: said(k.Status), Basis: said(k.Basis), Rule: said(k.Rule),
			Counts: counts(s, &r.Stats),
		})
	}
	return v
}

func counts(of *network.Statistics, s *network.Stats) *ContributionCounts {
	c := &ContributionCounts{
		Contributions: s.Contributions, Axes: s.Axes, Chains: s.Chains,
		Actions: s.Actions, Claims: s.Claims, Amounts: s.Amounts, of: of, partners: &s.Partners,
	}
	if s.Amounts > 0 {
		c.Amount = &s.Amount
	}
	return c
}

// said is a word, or nil for none.
func said[W ~string](word W) *W {
	if word == "" {
		return nil
	}
	return &word
}
