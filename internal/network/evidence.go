package network

import (
	"cmp"
	"math"
	"slices"

	"maillage/internal/lexicon"
)

// evidence sums up the sources that support a claim. No padding stands between its
// fields, so that it hashes at once.
type evidence struct {
	// newest is the latest day of the newest dated source; lexicon.MinDay when none
	// is dated, lexicon.MaxDay when its date is open.
	newest lexicon.Day
	// Between these days is the earliest dated source; lexicon.MaxDay is none.
	firstEarliest, firstLatest lexicon.Day
	supporting                 int32
}

var unsupported = evidence{newest: lexicon.MinDay, firstEarliest: lexicon.MaxDay, firstLatest: lexicon.MaxDay}

// dated tells whether a supporting source has a date.
func (e *evidence) dated() bool { return e.newest != lexicon.MinDay }

// support adds a source.
func (e *evidence) support(date lexicon.PartialDate) {
	if e.supporting < math.MaxInt32 {
		e.supporting++
	}
	earliest, latest, told := date.Begins()
	if !told {
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

// undatedOf returns the sources without a date on which a claim rests that tells no beginning and has no dated source,
// each once for each citation, by id.
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

// disputed is a field of a record that sources contradict, with no value preferred: contradictory values stand side by
// side until one of them is.
type disputed struct {
	record  Ref
	field   string
	sources int
}

// disputesOf returns what sources contradict of a record that is seen, by field.
func (n *Network) disputesOf(record Ref) []disputed {
	if record.Kind == KindPartner && n.sight != nil && !n.sight.directory {
		return nil // what is cited of a partner belongs to the directory
	}
	var found []disputed
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
		at := slices.IndexFunc(found, func(d disputed) bool { return d.field == field })
		if at < 0 {
			at = len(found)
			found = append(found, disputed{record: record, field: field})
		}
		found[at].sources++
	}
	found = slices.DeleteFunc(found, func(d disputed) bool { return slices.Contains(settled, d.field) })
	slices.SortFunc(found, func(a, b disputed) int { return cmp.Compare(a.field, b.field) })
	return found
}

// before is the day before another; the ends of time have none.
func before(d lexicon.Day) lexicon.Day {
	if d == lexicon.MinDay || d == lexicon.MaxDay {
		return d
	}
	return d - 1
}
