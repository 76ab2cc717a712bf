package model

import (
	"context"

	"maillage/internal/lexicon"
	"maillage/internal/network"
)

// ContributionStats are statistics of derived contributions.
type ContributionStats struct {
	Rows     []*ContributionStatsRow
	RowCount int
	Total    *ContributionCounts
	AsOf     lexicon.PartialDate
}

// ContributionStatsRow is one group. Dimensions by which it is not grouped are 0 or nil.
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

// Partners returns the number of partners of the group. The first call counts them for all groups.
func (c *ContributionCounts) Partners(ctx context.Context) (network.Tally, error) {
	if err := c.of.CountPartners(ctx); err != nil {
		return network.Tally{}, err
	}
	return *c.partners, nil
}

// NewContributionStats converts statistics, and returns at most that many rows.
func NewContributionStats(s *network.Statistics, most int, asOf lexicon.PartialDate) *ContributionStats {
	v := &ContributionStats{RowCount: s.Groups, Total: counts(s, &s.Total), AsOf: asOf, Rows: []*ContributionStatsRow{}}
	for i := range s.Rows[:min(most, len(s.Rows))] {
		r := &s.Rows[i]
		k := r.Key
		v.Rows = append(v.Rows, &ContributionStatsRow{
			ThemeID: k.Theme, ContractID: k.Contract, AxisID: k.Axis, PartnerID: k.Partner,
			TerritoryID: k.Territory, AudienceID: k.Audience, ActionThemeID: k.ActionTheme,
			PartnerKind: pointerTo(k.Kind), PartnerSector: pointerTo(k.Sector), AxisRole: pointerTo(k.AxisRole),
			ActionRole: pointerTo(k.ActionRole), Status: pointerTo(k.Status), Basis: pointerTo(k.Basis),
			Rule: pointerTo(k.Rule), Counts: counts(s, &r.Stats),
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

// pointerTo returns a pointer to a word, or nil for an empty one.
func pointerTo[W ~string](word W) *W {
	if word == "" {
		return nil
	}
	return &word
}
