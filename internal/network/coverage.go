package network

import (
	"slices"
	"time"

	"maillage/internal/lexicon"
)

// axes finds what each axis of the contract lacks. One that is closed lacks
// nothing.
func (s *survey) axes() {
	cells := make([][]*Cell, len(s.matrix.Columns))
	for i := range s.matrix.Cells {
		c := &s.matrix.Cells[i]
		cells[c.Column] = append(cells[c.Column], c)
	}
	for place, column := range s.matrix.Columns {
		axis := Ref{KindAxis, column.Axis}
		if s.axis(s.node(axis)).closed {
			continue
		}
		s.contributors(axis, cells[place], column.Totals)
		if !slices.ContainsFunc(cells[place], func(c *Cell) bool { return c.LeadsAxis }) {
			g := s.report(lexicon.NoLead, lexicon.Warning, axis, 0, axis)
			g.Prospective, g.Uncertain = leadsToBe(cells[place])
		}
		if s.StaleAfterMonths > 0 {
			s.staleness(axis, cells[place], column.Totals.Partners.AtLeast.Confirmed)
		}
	}
}

// contributors finds axes with no confirmed partner, or one only.
func (s *survey) contributors(axis Ref, cells []*Cell, totals Totals) {
	partners := totals.Partners
	if partners.Confirmed == 0 {
		g := s.report(lexicon.NoConfirmedContributor, lexicon.Critical, axis, partners.Unknown, axis)
		g.AtLeast = partners.AtLeast.Unknown
		if partners.Prospective > 0 {
			g = s.report(lexicon.OnlyProspective, lexicon.Warning, axis, partners.Prospective, prospectiveLinks(cells)...)
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

// leadsToBe returns the partners of which a prospective claim says that they lead the
// axis itself, and those of which a claim that perhaps holds does.
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

// counted are the cells of the partners who count in a standing.
func (s *survey) counted(cells []*Cell, in standing) (counted []*Cell) {
	defer s.counting.forget()
	for _, c := range cells {
		s.counting.put(s.node(Ref{KindPartner, c.Partner}), c.standing())
	}
	for _, c := range cells {
		beside, _ := s.counting.represented(s.node(Ref{KindPartner, c.Partner}), in)
		if c.standing() == in && !beside {
			counted = append(counted, c)
		}
	}
	return counted
}

// prospectiveLinks are the claims of every chain that counts as prospective,
// sorted, each once.
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

// staleness finds axes with confirmed partners of whose own engagement no dated
// source is recent, and says of how many; there may be more of these.
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

// isStale tells whether in every confirmed chain of a cell the partner's own
// engagement, and the contribution that it runs to, have no dated source as recent
// as asked. It returns these claims.
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
			if newest == lexicon.MaxDay || newest != lexicon.MinDay && monthsAfter(newest, s.StaleAfterMonths) >= s.agesFrom() {
				return nil, false
			}
			engaged = append(engaged, link)
		}
	}
	return engaged, true
}

// agesFrom is the day from which evidence is old.
func (s *survey) agesFrom() lexicon.Day {
	if s.When.dated && s.When.to != lexicon.MaxDay {
		return s.When.to
	}
	return s.When.today
}

// monthsAfter is the same day of a later month, or that month's last.
func monthsAfter(d lexicon.Day, months int) lexicon.Day {
	t := time.Unix(int64(d)*24*60*60, 0).UTC()
	first := time.Date(t.Year(), t.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return lexicon.DayOf(first.AddDate(0, 0, min(t.Day(), last)-1))
}
