package network

import (
	"slices"
	"time"

	"maillage/internal/lexicon"
)

// axes finds the gaps of each axis of the contract. A closed axis has none.
func (s *survey) axes() {
	cells := make([][]*Cell, len(s.matrix.Columns))
	for i := range s.matrix.Cells {
		c := &s.matrix.Cells[i]
		cells[c.Column] = append(cells[c.Column], c)
	}
	for index, column := range s.matrix.Columns {
		axis := Ref{KindAxis, column.Axis}
		if s.axis(s.node(axis)).closed {
			continue
		}
		s.contributors(axis, cells[index], column.Totals)
		if !slices.ContainsFunc(cells[index], func(c *Cell) bool { return c.LeadsAxis }) {
			g := s.report(lexicon.NoLead, lexicon.Warning, axis, 0, axis)
			g.Prospective, g.Uncertain = leadsToBe(cells[index])
		}
		if s.StaleAfterMonths > 0 {
			s.staleness(axis, cells[index], column.Totals.Partners.AtLeast.Confirmed)
		}
	}
}

// contributors finds axes with no confirmed partner, or with only one.
func (s *survey) contributors(axis Ref, cells []*Cell, totals Totals) {
	partners := totals.Partners
	if partners.Confirmed == 0 {
		g := s.report(lexicon.NoConfirmedContributor, lexicon.Critical, axis, partners.Unknown, axis)
		g.AtLeast = partners.AtLeast.Unknown
		if partners.Prospective > 0 {
			links := prospectiveLinks(cells)
			g = s.report(lexicon.OnlyProspective, lexicon.Warning, axis, partners.Prospective, links...)
			g.AtLeast = partners.AtLeast.Prospective
		}
	}
	if partners.Confirmed == 1 && !partners.AtLeast.Confirmed {
		for _, c := range s.counted(cells, confirmedStanding) {
			records := append([]Ref{{KindPartner, c.Partner}}, c.Strongest().Links...)
			s.report(lexicon.SinglePartner, lexicon.Warning, axis, 1, records...)
		}
	}
}

// leadsToBe returns the partners with a prospective claim to lead the axis itself, and those with a claim to lead
// it that perhaps holds.
func leadsToBe(cells []*Cell) (prospective, uncertain []Ref) {
	for _, c := range cells {
		leads := func(in lexicon.Standing) bool {
			return slices.ContainsFunc(c.Chains, func(chain Chain) bool {
				return chain.OnAxis && chain.Role.Leads() && chain.Standing == in
			})
		}
		switch partner := (Ref{KindPartner, c.Partner}); {
		case leads(lexicon.StandingProspective):
			prospective = append(prospective, partner)
		case leads(lexicon.StandingUnknown):
			uncertain = append(uncertain, partner)
		}
	}
	return prospective, uncertain
}

// counted returns the cells of the partners that count in a standing.
func (s *survey) counted(cells []*Cell, in standing) (counted []*Cell) {
	defer s.counting.forget()
	for _, c := range cells {
		s.counting.add(s.node(Ref{KindPartner, c.Partner}), c.standing())
	}
	for _, c := range cells {
		beside, _ := s.counting.represented(s.node(Ref{KindPartner, c.Partner}), in)
		if c.standing() == in && !beside {
			counted = append(counted, c)
		}
	}
	return counted
}

// prospectiveLinks returns the distinct claims of all prospective chains, sorted.
func prospectiveLinks(cells []*Cell) []Ref {
	var links []Ref
	for _, c := range cells {
		for _, chain := range c.Chains {
			if chain.Standing == lexicon.StandingProspective {
				links = append(links, chain.Links...)
			}
		}
	}
	slices.SortFunc(links, Ref.Compare)
	return slices.Compact(links)
}

// staleness finds axes with confirmed partners whose own engagement rests on no recent dated source. It reports how
// many; atLeast is true if there may be more of them.
func (s *survey) staleness(axis Ref, cells []*Cell, atLeast bool) {
	counted := s.counted(cells, confirmedStanding)
	var records []Ref
	stale := 0
	for _, c := range counted {
		if links, is := s.isStale(c); is {
			stale++
			records = append(records, Ref{KindPartner, c.Partner})
			records = append(records, links...)
		}
	}
	if stale > 0 {
		slices.SortFunc(records, Ref.Compare)
		g := s.report(lexicon.StaleEvidence, lexicon.Notice, axis, stale, slices.Compact(records)...)
		g.Of, g.AtLeast, g.Months = len(counted), atLeast, s.StaleAfterMonths
	}
}

// isStale reports whether a confirmed partner has no dated source as recent as required. It reads its own
// engagement and its contribution in every confirmed chain, and returns these claims.
func (s *survey) isStale(c *Cell) (engaged []Ref, stale bool) {
	for _, chain := range c.Chains {
		if chain.Standing != lexicon.StandingConfirmed {
			continue
		}
		for i, link := range chain.Links {
			if i > 0 && link.Kind != KindContribution {
				continue
			}
			newest := s.evidences[s.claim(s.number(link)).evidence].newest
			if newest == lexicon.MaxDay ||
				newest != lexicon.MinDay && monthsAfter(newest, s.StaleAfterMonths) >= s.agesFrom() {
				return nil, false
			}
			engaged = append(engaged, link)
		}
	}
	return engaged, true
}

// agesFrom returns the day from which the age of evidence is counted.
func (s *survey) agesFrom() lexicon.Day {
	if s.When.dated && s.When.to != lexicon.MaxDay {
		return s.When.to
	}
	return s.When.today
}

// monthsAfter returns the same day of a later month, or the last day of that month.
func monthsAfter(d lexicon.Day, months int) lexicon.Day {
	t := time.Unix(int64(d)*24*60*60, 0).UTC()
	first := time.Date(t.Year(), t.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return lexicon.DayOf(first.AddDate(0, 0, min(t.Day(), last)-1))
}
