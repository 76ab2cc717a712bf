package network

import (
	"cmp"
	"fmt"
	"maps"
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

// disputed is a field of a record that sources contradict, with no value preferred.
type disputed struct {
	record  Ref
	field   string
	sources int
}

// field is one field of a record, or the record itself where about is empty.
type field struct {
	record Ref
	about  int32 // place among the fields' names
}

// disputes gathers contradictory values, which stand side by side until one of
// them is preferred.
type disputes struct {
	against map[field]int // how many sources contradict
	settled map[field]bool
}

func (d *disputes) add(c *rawCitation) {
	at := field{Ref{c.kind, c.record}, c.about}
	if c.preferred {
		d.settled[at] = true
	}
	if !c.supports {
		d.against[at]++
	}
}

// cite sums up the citations of each claim, and finds what sources contradict. A
// citation goes with its record: one of a record that the network lacks says
// nothing.
func (n *Network) cite(l *lists) error {
	sums := make([]evidence, len(n.claims))
	for i := range sums {
		sums[i] = unsupported
	}
	d := disputes{against: map[field]int{}, settled: map[field]bool{}}
	undated := make(map[int32][]int)
	for i := range l.citations.rows {
		c := &l.citations.rows[i]
		at := l.sources.find(c.source)
		if at < 0 {
			return fmt.Errorf("citation %d names the unknown source %d", l.citations.ids[i], c.source)
		}
		record := Ref{c.kind, c.record}
		number := int32(-1)
		if c.kind.IsClaim() {
			number = n.numbers.find(record)
		}
		if number < 0 && (c.kind.IsClaim() || n.nodes.find(record) < 0) {
			continue
		}
		d.add(c)
		if number >= 0 && c.supports {
			date := l.sources.rows[at].Date
			sums[number].support(date)
			if _, _, told := date.Begins(); !told && !n.numbers.is(number, KindRelation) {
				undated[number] = append(undated[number], c.source)
			}
		}
	}
	n.undated = undated
	n.dispute(d, l.fields)
	var distinct interned[evidence]
	for number, sum := range sums {
		n.claims[number].evidence = distinct.place(sum)
	}
	n.evidences = distinct.values
	return nil
}

// dispute keeps the contradictions that are not settled, in order.
func (n *Network) dispute(d disputes, fields []string) {
	for at, sources := range d.against {
		if !d.settled[at] {
			n.disputed = append(n.disputed, disputed{at.record, fields[at.about], sources})
		}
	}
	slices.SortFunc(n.disputed, func(a, b disputed) int {
		return cmp.Or(a.record.Compare(b.record), cmp.Compare(a.field, b.field))
	})
}

// date computes when each claim holds by what it says and by its sources.
func (n *Network) date(l *lists) {
	var distinct interned[period]
	for k := KindContribution; int(k) < kinds; k++ {
		for i := range l.claims[k].rows {
			number := n.numbers.first(k) + int32(i)
			n.claims[number].period = distinct.place(n.dateOf(k, number, &l.claims[k].rows[i], l.dates))
			n.recorded[number] = l.claims[k].rows[i].recorded
		}
	}
	n.periods = distinct.values
	maps.DeleteFunc(n.undated, func(number int32, _ []int) bool {
		return n.evidences[n.claims[number].evidence].dated() || n.periods[n.claims[number].period].begins
	})
	n.succeed(l)
}

// dateOf computes when one claim holds. A contribution or a membership that tells
// no beginning certainly holds from the earliest date of its sources.
func (n *Network) dateOf(k Kind, number int32, raw *rawClaim, told []dates) period {
	p := told[raw.dates].period(raw.status == completed && k != KindRelation, raw.changed)
	if p.begins || k != KindContribution && k != KindMembership {
		return p
	}
	if e := n.evidences[n.claims[number].evidence]; e.dated() {
		p.sourced, p.begins = e.firstLatest, true
	} else {
		p.recorded = raw.recorded
	}
	return p
}

// succeed dates the successions that are confirmed: one that is only spoken of changes
// nothing. They begin with the claim's beginning, else from its earliest
// dated source, else from the day on which it was recorded.
func (n *Network) succeed(l *lists) {
	n.succeeded = make(map[int32]period)
	n.begun = make(map[int32]period)
	for i := range l.claims[KindRelation].rows {
		number := n.numbers.first(KindRelation) + int32(i)
		c := &n.claims[number]
		if c.word != succeeds || c.status < committed || c.to < 0 || !n.nodes.is(c.from, KindPartner) || !n.nodes.is(c.to, KindPartner) {
			continue
		}
		p, e := n.periods[c.period], n.evidences[c.evidence]
		switch {
		case p.begins:
		case e.dated():
			p.SinceEarliest, p.SinceLatest = e.firstEarliest, e.firstLatest
		default:
			p.SinceEarliest, p.SinceLatest = n.recorded[number], n.recorded[number]
		}
		p.begins = true
		n.begun[number] = p
		until, known := n.succeeded[c.to]
		if !known {
			until = always
		}
		until.UntilEarliest = min(until.UntilEarliest, before(p.SinceEarliest))
		until.UntilLatest = min(until.UntilLatest, before(p.SinceLatest))
		n.succeeded[c.to] = until
	}
}

// before is the day before another; the ends of time have none.
func before(d lexicon.Day) lexicon.Day {
	if d == lexicon.MinDay || d == lexicon.MaxDay {
		return d
	}
	return d - 1
}
