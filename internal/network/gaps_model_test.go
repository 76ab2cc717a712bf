package network_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"maillage/internal/lexicon"
	"maillage/internal/network"
)

// A plain model of the gaps, by docs/rules.md. Gaps are compared by code, subject, field, count, total, records (as a
// set) and the other values of their sentences.

// plainGap formats a gap as one line.
func plainGap(code lexicon.GapCode, subject network.Ref, field string, count, of int, records ...network.Ref) string {
	set := slices.Clone(records)
	slices.SortFunc(set, network.Ref.Compare)
	return fmt.Sprint(code, " ", subject, " ", field, " ", count, "/", of, " ", slices.Compact(set))
}

// telling formats the values of a gap's sentence that only some codes have.
func telling(g network.Gap) string {
	more := network.Gap{
		AtLeast: g.AtLeast, Apart: g.Apart, Prospective: g.Prospective, Uncertain: g.Uncertain, Months: g.Months,
		Begins: g.Begins, Ended: g.Ended, SubjectBegins: g.SubjectBegins,
	}
	if fmt.Sprint(more) == fmt.Sprint(network.Gap{}) {
		return ""
	}
	return fmt.Sprintf(" at least %t, apart %v, prospective %v, uncertain %v, %d months, %v after %v: %t",
		more.AtLeast, more.Apart, more.Prospective, more.Uncertain, more.Months, more.Begins, more.Ended,
		more.SubjectBegins)
}

// lackings returns the gaps of a contract, sorted.
func (f facts) lackings(contract, staleAfter int, asOf *lexicon.PartialDate) []string {
	cells := f.cells(network.Selection{Contracts: []int{contract}}, asOf)
	gaps := slices.Concat(
		f.axisLackings(contract, cells, staleAfter, asOf), f.themeLackings(contract, asOf),
		f.groupLackings(contract, asOf),
		f.undated(contract, asOf), f.contradicted(contract, asOf), f.neverMeeting(contract),
		f.unsourced(contract, asOf),
		f.idle(contract, cells, asOf), f.overlaps(contract, asOf),
	)
	slices.Sort(gaps)
	return gaps
}

// plainCells maps pairs of a partner and an axis to their chains.
type plainCells map[[2]int][]network.Chain

// of returns the chains to an axis, by partner.
func (c plainCells) of(axis int) map[int][]network.Chain {
	found := map[int][]network.Chain{}
	for at, chains := range c {
		if at[1] == axis {
			found[at[0]] = chains
		}
	}
	return found
}

// ofStanding returns the chains of one standing.
func ofStanding(chains []network.Chain, s lexicon.Standing) (found []network.Chain) {
	for _, c := range chains {
		if standingOf(c) == s {
			found = append(found, c)
		}
	}
	return found
}

func (f facts) axisLackings(contract int, cells plainCells, staleAfter int, asOf *lexicon.PartialDate) (gaps []string) {
	for _, a := range f.axes {
		if a.Contract != contract || a.Closed {
			continue
		}
		axis, chains := ref(network.KindAxis, a.ID), cells.of(a.ID)
		tally := f.tallyPartners(chains, asOf)
		if tally.Confirmed == 0 {
			gaps = append(gaps, plainGap(lexicon.NoConfirmedContributor, axis, "", tally.Unknown, 0, axis)+
				telling(network.Gap{AtLeast: tally.AtLeast.Unknown}))
		}
		if tally.Confirmed == 0 && tally.Prospective > 0 {
			var records []network.Ref
			for _, list := range chains {
				for _, c := range ofStanding(list, lexicon.StandingProspective) {
					records = append(records, c.Links...)
				}
			}
			gaps = append(gaps, plainGap(lexicon.OnlyProspective, axis, "", tally.Prospective, 0, records...)+
				telling(network.Gap{AtLeast: tally.AtLeast.Prospective}))
		}
		if tally.Confirmed == 1 && !tally.AtLeast.Confirmed {
			only := f.confirmed(chains, asOf)[0]
			records := append([]network.Ref{ref(network.KindPartner, only)}, chains[only][0].Links...)
			gaps = append(gaps, plainGap(lexicon.SinglePartner, axis, "", 1, 0, records...))
		}
		leads := false
		for p, list := range chains {
			leads = leads || plainCell(p, a.ID, list).LeadsAxis
		}
		if !leads {
			gaps = append(gaps, plainGap(lexicon.NoLead, axis, "", 0, 0, axis)+telling(f.leadsToBe(chains)))
		}
		gaps = append(gaps, f.stale(axis, chains, staleAfter, asOf)...)
	}
	return gaps
}

// leadsToBe returns the partners with a claim to lead the axis itself, though none certainly does. The prospective
// ones come first, then those whose dates do not decide. The specification names neither; the acceptance tests do.
func (f facts) leadsToBe(chains map[int][]network.Chain) (g network.Gap) {
	partners := slices.SortedFunc(maps.Keys(chains), f.partnerOrder)
	for _, p := range partners {
		best := lexicon.StandingAbandoned
		for _, c := range chains[p] {
			if c.OnAxis && c.Role.Leads() && slices.Index(strongest, standingOf(c)) < slices.Index(strongest, best) {
				best = standingOf(c)
			}
		}
		switch best {
		case lexicon.StandingProspective:
			g.Prospective = append(g.Prospective, ref(network.KindPartner, p))
		case lexicon.StandingUnknown:
			g.Uncertain = append(g.Uncertain, ref(network.KindPartner, p))
		}
	}
	return g
}

// confirmed returns the partners that count as confirmed.
func (f facts) confirmed(chains map[int][]network.Chain, asOf *lexicon.PartialDate) (counted []int) {
	for p, list := range chains {
		members, successors := f.below(p, asOf)
		isBeside := slices.ContainsFunc(slices.Concat(members, successors), func(q int) bool {
			return len(chains[q]) > 0 && bestOf(chains[q]) == lexicon.StandingConfirmed
		})
		if bestOf(list) == lexicon.StandingConfirmed && !isBeside {
			counted = append(counted, p)
		}
	}
	return counted
}

// stale returns the STALE_EVIDENCE gaps of an axis. The specification leaves open which partners "8 of 10" are: the
// partners that count, as everywhere.
func (f facts) stale(axis network.Ref, chains map[int][]network.Chain, months int, asOf *lexicon.PartialDate) []string {
	counted, count := f.confirmed(chains, asOf), 0
	var records []network.Ref
	for _, p := range counted {
		var engagements []network.Ref
		isFresh := false
		for _, c := range ofStanding(chains[p], lexicon.StandingConfirmed) {
			// The partner's own engagement is its first claim. If that is a membership or a succession, the chain
			// leads to the contribution of another.
			for i, link := range c.Links {
				if i == 0 || link.Kind == network.KindContribution {
					engagements = append(engagements, link)
					isFresh = isFresh || f.isRecent(link, months, asOf)
				}
			}
		}
		if !isFresh {
			count++
			records = append(append(records, ref(network.KindPartner, p)), engagements...)
		}
	}
	if months == 0 || count == 0 {
		return nil
	}
	return []string{plainGap(lexicon.StaleEvidence, axis, "", count, len(counted), records...) +
		telling(network.Gap{AtLeast: f.tallyPartners(chains, asOf).AtLeast.Confirmed, Months: months})}
}

// isRecent reports whether a supporting source is from the last months before the day. A source after the day is
// recent too: the specification limits the age alone.
func (f facts) isRecent(claim network.Ref, months int, asOf *lexicon.PartialDate) bool {
	day := today
	if asOf != nil && (asOf.Latest() < today || asOf.Earliest() > today) {
		day = asOf.Latest()
	}
	if day == lexicon.MaxDay {
		day = today
	}
	return slices.ContainsFunc(f.sourcesOf(claim), func(d lexicon.PartialDate) bool {
		return d.Latest() == lexicon.MaxDay || monthsAfter(d.Latest(), months) >= day
	})
}

// monthsAfter adds months; in a shorter month it returns the last day.
func monthsAfter(day lexicon.Day, months int) lexicon.Day {
	var year, month, date int
	if _, err := fmt.Sscanf(day.String(), "%d-%d-%d", &year, &month, &date); err != nil {
		panic(err)
	}
	month += months
	for month > 12 {
		year, month = year+1, month-12
	}
	whole := dated(fmt.Sprintf("%04d-%02d", year, month))
	return min(whole.Latest(), whole.Earliest()+lexicon.Day(date)-1)
}

// claimsOf returns the claims of a contract that may hold. The specification does not define them. They are the
// relations that its documents state, contributions to its actions and axes, and alignments with its axes. Seats in its
// groups and memberships in the collectives that it names are included.
func (f facts) claimsOf(contract int, asOf *lexicon.PartialDate) (claims []arrow) {
	named := f.named(contract, asOf)
	for _, a := range f.arrows() {
		isOf := f.contractOf(a.to) == contract
		switch {
		case a.ref.Kind == network.KindRelation:
			isOf = a.Contract == contract
		case a.to.Kind == network.KindPartner:
			isOf = slices.Contains(named, a.to.ID)
		}
		if isOf && f.mayHold(a, asOf) {
			claims = append(claims, a)
		}
	}
	return claims
}

func (f facts) themeLackings(contract int, asOf *lexicon.PartialDate) (gaps []string) {
	for _, th := range f.themes {
		if th.Contract != contract {
			continue
		}
		about := func(r network.Ref) bool {
			return slices.ContainsFunc(
				f.concerned(r, asOf), func(other int) bool { return f.isWithin(other, th.ID, nil) },
			)
		}
		hasAction := slices.ContainsFunc(f.actions, func(a network.Action) bool {
			return f.runs(a.ID, asOf) && about(ref(network.KindAction, a.ID))
		}) || slices.ContainsFunc(f.arrows(), func(a arrow) bool {
			isAligned := letter(a) == "s" || letter(a) == "r"
			return isAligned && f.stands(a, asOf) && f.runs(a.from.ID, asOf) && about(a.to)
		})
		if !hasAction {
			subject := ref(network.KindTheme, th.ID)
			gaps = append(gaps, plainGap(lexicon.ThemeWithoutAction, subject, "", 0, 0, subject))
		}
	}
	return gaps
}

// concerned returns the themes of an action or an axis. Those of an axis include the inferred ones, of the actions
// that serve it.
func (f facts) concerned(r network.Ref, asOf *lexicon.PartialDate) (themes []int) {
	for _, a := range f.arrows() {
		switch {
		case a.word == "CONCERNS" && a.from == r && a.to.Kind == network.KindTheme && f.stands(a, asOf):
			themes = append(themes, a.to.ID)
		case letter(a) == "s" && a.to == r && f.stands(a, asOf) && f.runs(a.from.ID, asOf):
			themes = append(themes, f.concerned(a.from, asOf)...)
		}
	}
	return themes
}

// isWithin reports whether a theme is another, or below it by parents.
func (f facts) isWithin(theme, whole int, seen []int) bool {
	if theme == 0 || slices.Contains(seen, theme) {
		return false
	}
	parent := f.themes[slices.IndexFunc(f.themes, func(t network.Theme) bool { return t.ID == theme })].Parent
	return theme == whole || f.isWithin(parent, whole, append(seen, theme))
}

// idle returns the PARTNER_WITHOUT_CONTRIBUTION gaps.
func (f facts) idle(contract int, cells plainCells, asOf *lexicon.PartialDate) (gaps []string) {
	contributes := map[int]bool{}
	for at, chains := range cells {
		contributes[at[0]] = contributes[at[0]] || bestOf(chains) != lexicon.StandingAbandoned
	}
	for _, id := range f.named(contract, asOf) {
		partner := ref(network.KindPartner, id)
		isCollective := slices.ContainsFunc(
			f.partners, func(p network.Partner) bool { return p.ID == id && p.Kind == lexicon.Collective },
		)
		isElse := slices.ContainsFunc(f.arrows(), func(a arrow) bool {
			switch a.word {
			case "LEADS":
				return a.from == partner && a.to.Kind == network.KindPlan && f.stands(a, asOf)
			case "COMMISSIONED", "ESTABLISHED":
				return a.from == partner && f.stands(a, asOf)
			case "FORMALISES_ORIENTATIONS_OF":
				return a.to == partner && f.stands(a, asOf)
			}
			return false
		})
		if !isCollective && !isElse && !contributes[id] && !f.isGone(partner, asOf) {
			gaps = append(gaps, plainGap(lexicon.PartnerWithoutContribution, partner, "", 0, 0, partner))
		}
	}
	return gaps
}

// isGone reports whether a partner is certainly succeeded on the day; the specification excludes no other. For any
// time, the day is today.
func (f facts) isGone(partner network.Ref, asOf *lexicon.PartialDate) bool {
	if asOf == nil {
		asOf = on(today.String())
	}
	return f.succeeded(partner).holds(asOf) == lexicon.No
}

// told formats facts for the messages of failed tests, one a line.
func (f facts) told() string {
	var b strings.Builder
	for _, c := range f.contracts {
		fmt.Fprintf(&b, "contract %d [%v..%v] signed %v\n", c.ID, c.Starts, c.Ends, c.Signed)
	}
	for _, p := range f.plans {
		fmt.Fprintf(&b, "plan %d of %d: %v %v %v\n", p.ID, p.Contract, p.Adopted, p.Annexed, p.Validated)
	}
	for _, th := range f.themes {
		fmt.Fprintf(&b, "theme %d of %d under %d as %d\n", th.ID, th.Contract, th.Parent, th.Reference)
	}
	for _, a := range f.axes {
		fmt.Fprintf(&b, "axis %d of %d plan %d closed %t\n", a.ID, a.Contract, a.Plan, a.Closed)
	}
	for _, a := range f.actions {
		fmt.Fprintf(
			&b, "action %d of %d %s [%v..%v] changed %v\n", a.ID, a.Contract, a.Status, a.Since, a.Until, a.Changed,
		)
	}
	for _, p := range f.partners {
		fmt.Fprintf(&b, "partner %d %s open %t\n", p.ID, p.Kind, p.Open)
	}
	for _, g := range f.groups {
		fmt.Fprintf(&b, "group %d of %d\n", g.ID, g.Contract)
	}
	for _, a := range f.arrows() {
		fmt.Fprintf(
			&b, "%v: %v %s %v %s %s [%v..%v] home %d recorded %v\n", a.ref, a.from, a.word, a.to, a.Status, a.Basis,
			a.Since, a.Until, a.Contract, a.Recorded,
		)
	}
	for _, c := range f.citations {
		source := f.sources[slices.IndexFunc(f.sources, func(s network.Source) bool { return s.ID == c.Source })]
		fmt.Fprintf(
			&b, "%v %q cites %d of %v: supports %t, preferred %t\n", c.Record, c.About, c.Source, source.Date,
			c.Supports, c.Preferred,
		)
	}
	return b.String()
}

func TestGaps_AreWhatDomainSays(t *testing.T) {
	seen := map[string]int{}
	check := func(t *rapid.T) {
		f := drawFacts(t)
		f.drawGaps(t)
		n := build(t, f)
		for _, asOf := range []*lexicon.PartialDate{
			drawAsOf(t), on(rapid.SampledFrom([]string{"2016-06-15", "2017", "2025-12-31", "2030"}).Draw(t, "day")),
		} {
			for _, contract := range []int{2, 7} {
				months := rapid.SampledFrom([]int{0, 6, 120}).Draw(t, "months")
				var got []string
				for _, g := range n.Gaps(contract, network.GapOptions{When: when(asOf), StaleAfterMonths: months}) {
					got = append(got, plainGap(g.Code, g.Subject, g.Field, g.Count, g.Of, g.Records...)+telling(g))
				}
				slices.Sort(got)
				for _, g := range got {
					code, _, _ := strings.Cut(g, " ")
					seen[code]++
				}
				if diff := cmp.Diff(f.lackings(contract, months, asOf), got); diff != "" {
					t.Fatalf("contract %d at %v, stale after %d months:\n%s%s", contract, asOf, months, diff, f.told())
				}
			}
		}
	}
	for range 40 { // facts with an overlap are rare
		if rapid.Check(t, check); len(seen) == len(lexicon.GapCode("").Values()) || t.Failed() {
			break
		}
	}
	for _, code := range lexicon.GapCode("").Values() {
		if seen[code] == 0 {
			t.Errorf("no world has a gap %s", code)
		}
	}
}
