package network

import (
	"cmp"
	"math"
	"slices"

	"maillage/internal/lexicon"
)

// evidence sums up the sources that support a claim. Its fields leave no padding, so that it hashes in one step.
type evidence struct {
	// newest is the latest day of the newest dated source: lexicon.MinDay if none is dated, lexicon.MaxDay if its
	// date is open.
	newest lexicon.Day
	// The earliest dated source lies between these days; lexicon.MaxDay means none.
	firstEarliest, firstLatest lexicon.Day
	supporting                 int32
}

// unsupported is the evidence of a claim without sources.
var unsupported = evidence{newest: lexicon.MinDay, firstEarliest: lexicon.MaxDay, firstLatest: lexicon.MaxDay}

// dated reports whether a supporting source has a date.
func (e *evidence) dated() bool { return e.newest != lexicon.MinDay }

// support adds a supporting source.
func (e *evidence) support(date lexicon.PartialDate) {
	if e.supporting < math.MaxInt32 {
		e.supporting++
	}
	earliest, latest, ok := date.Begins()
	if !ok {
		return
	}
	e.newest = max(e.newest, latest)
	e.firstEarliest, e.firstLatest = min(e.firstEarliest, earliest), min(e.firstLatest, latest)
}

// evidenceOf sums up the citations of a claim.
func (r *records) evidenceOf(number int32) evidence {
	sum := unsupported
	for _, id := range r.cited[numberKind(number)].Of(claimID(number)) {
		if c := r.citations.Get(id); c.supports {
			sum.support(r.sources.Get(c.source).date)
		}
	}
	return sum
}

// undatedOf returns the undated sources of a claim that has neither a beginning nor a dated source. They come by
// id, each as often as the claim cites it.
func (n *Network) undatedOf(number int32) []int {
	c := n.claim(number)
	if numberIs(number, KindRelation) || n.evidences[c.evidence].dated() || n.periods[c.period].begins {
		return nil
	}
	var sources []int
	for _, id := range n.cited[numberKind(number)].Of(claimID(number)) {
		if row := n.citations.Get(id); row.supports {
			sources = append(sources, int(row.source))
		}
	}
	return sources
}

// dispute is a field of a record that sources contradict, with no preferred value. Contradictory values stand side
// by side until one is preferred.
type dispute struct {
	record  Ref
	field   string
	sources int
}

// disputesOf returns the disputed fields of a visible record, by field.
func (n *Network) disputesOf(record Ref) []dispute {
	if record.Kind == KindPartner && n.visibility != nil && !n.visibility.directory {
		return nil // citations of a partner belong to the directory
	}
	var found []dispute
	var settled []string
	for _, id := range n.cited[record.Kind].Of(int32(record.ID)) { //nolint:gosec // it is an id
		c := n.citations.Get(id)
		field := n.fields[c.about]
		if c.preferred {
			settled = append(settled, field)
		}
		if c.supports {
			continue
		}
		at := slices.IndexFunc(found, func(d dispute) bool { return d.field == field })
		if at < 0 {
			at = len(found)
			found = append(found, dispute{record: record, field: field})
		}
		found[at].sources++
	}
	found = slices.DeleteFunc(found, func(d dispute) bool { return slices.Contains(settled, d.field) })
	slices.SortFunc(found, func(a, b dispute) int { return cmp.Compare(a.field, b.field) })
	return found
}

// dayBefore returns the day before another; the ends of time have none.
func dayBefore(d lexicon.Day) lexicon.Day {
	if d == lexicon.MinDay || d == lexicon.MaxDay {
		return d
	}
	return d - 1
}
