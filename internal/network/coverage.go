package network

import (
	"slices"
	"time"

	"maillage/internal/lexicon"
)

// axes finds what each axis of the contract lacks.
func (s *survey) axes() {
	chains := make([][]Cell, len(s.matrix.Columns))
	for _, c := range s.matrix.Cells {
		chains[c.Column] = append(chains[c.Column], c)
	}
	for place, column := range s.matrix.Columns {
		axis := Ref{KindAxis, column.Axis}
		s.contributors(axis, chains[place], column.Totals)
		if !slices.ContainsFunc(chains[place], led) {
			s.report(lexicon.NoLead, lexicon.Warning, axis, 0, axis)
		}
		if s.StaleAfterMonths > 0 {
			s.staleness(axis, chains[place])
		}
	}
}

// contributors finds axes with no confirmed partner, or one only.
func (s *survey) contributors(axis Ref, cells []Cell, totals Totals) {
	if totals.Partners.Confirmed == 0 {
		s.report(lexicon.NoConfirmedContributor, lexicon.Critical, axis, 0, axis)
		if totals.Chains.Prospective > 0 {
			s.report(lexicon.OnlyProspective, lexicon.Warning, axis, totals.Partners.Prospective, prospectiveLinks(cells)...)
		}
	}
	if totals.Partners.Confirmed == 1 {
		for _, c := range cells {
			if chain, ok := c.confirmed(); ok {
				records := append([]Ref{{KindPartner, c.Partner}}, chain.Links...)
				s.report(lexicon.SinglePartner, lexicon.Warning, axis, 1, records...)
			}
		}
	}
}

// confirmed is the strongest chain of a cell that counts as confirmed.
func (c Cell) confirmed() (Chain, bool) {
	for _, chain := range c.Chains {
		if chain.Holds == lexicon.Yes && chain.Status.Confirmed() {
			return chain, true
		}
	}
	return Chain{}, false
}

// prospectiveLinks are the claims of every chain that counts as prospective,
// sorted, each once.
func prospectiveLinks(cells []Cell) []Ref {
	var links []Ref
	for _, c := range cells {
		for _, chain := range c.Chains {
			if chain.Holds == lexicon.Yes && chain.Status.Prospective() {
				links = append(links, chain.Links...)
			}
		}
	}
	slices.SortFunc(links, Ref.Compare)
	return slices.Compact(links)
}

// led tells whether somebody says that the partner leads the axis itself:
// leading an action of it is not leading it.
func led(c Cell) bool {
	return slices.ContainsFunc(c.Chains, func(chain Chain) bool {
		return chain.Rule == lexicon.RuleDirect && chain.Role.Leads() && chain.Basis != lexicon.BasisInferred &&
			chain.Status.Confirmed() && chain.Holds == lexicon.Yes
	})
}

// staleness finds axes that a partner is confirmed on by old evidence: a link
// of its strongest confirmed chain whose newest dated source is too old. Links
// without a dated source say nothing of age.
func (s *survey) staleness(axis Ref, cells []Cell) {
	day := s.agesFrom()
	var links []Ref
	oldest := lexicon.MaxDay
	for _, c := range cells {
		chain, ok := c.confirmed()
		if !ok {
			continue
		}
		for _, link := range chain.Links {
			newest := s.evidences[s.claims[s.numbers.find(link)].evidence].newest
			if newest != lexicon.MinDay && newest != lexicon.MaxDay && monthsAfter(newest, s.StaleAfterMonths) < day {
				links = append(links, link)
				oldest = min(oldest, newest)
			}
		}
	}
	if len(links) > 0 {
		slices.SortFunc(links, Ref.Compare)
		s.report(lexicon.StaleEvidence, lexicon.Notice, axis, monthsBetween(oldest, day), slices.Compact(links)...)
	}
}

// agesFrom is the day from which evidence is old.
func (s *survey) agesFrom() lexicon.Day {
	if s.AsOf != nil && s.AsOf.Latest() != lexicon.MaxDay {
		return s.AsOf.Latest()
	}
	return s.Today
}

// monthsAfter is the same day of a later month, or that month's last.
func monthsAfter(d lexicon.Day, months int) lexicon.Day {
	t := time.Unix(int64(d)*24*60*60, 0).UTC()
	first := time.Date(t.Year(), t.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return lexicon.DayOf(first.AddDate(0, 0, min(t.Day(), last)-1))
}

// monthsBetween is how many whole months have gone by from one day to another.
func monthsBetween(from, to lexicon.Day) int {
	a, b := time.Unix(int64(from)*24*60*60, 0).UTC(), time.Unix(int64(to)*24*60*60, 0).UTC()
	months := 12*(b.Year()-a.Year()) + int(b.Month()) - int(a.Month())
	if monthsAfter(from, months) > to {
		months--
	}
	return months
}
