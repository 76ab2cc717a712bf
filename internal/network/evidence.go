package network

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"maillage/internal/lexicon"
)

// evidence sums up what sources say of a claim. No padding stands between its
// fields, so that it hashes at once.
type evidence struct {
	// newest is the latest day of the newest dated source in support, or
	// lexicon.MinDay when none is dated.
	newest                    lexicon.Day
	supporting, contradicting uint16 // citations of either stance
	resolved                  bool   // of contradictory values, one was preferred
	reasoned                  bool   // the claim names the rule it was inferred by
}

func (e *evidence) add(c *rawCitation, said lexicon.Day) {
	count := &e.contradicting
	if c.supports {
		count = &e.supporting
		e.newest = max(e.newest, said)
	}
	if *count < math.MaxUint16 {
		*count++
	}
	e.resolved = e.resolved || c.preferred
}

// disputed is a thing that sources contradict, with no value preferred.
type disputed struct {
	thing   int32
	sources int
}

// disputes gathers what sources say of the fields of things: contradictory
// values stand side by side until one of them is preferred.
type disputes struct {
	against map[field]int // how many sources contradict
	settled map[field]bool
}

type field struct {
	thing int32
	about int32 // place among the fields' names
}

func (d *disputes) add(thing int32, c *rawCitation) {
	at := field{thing, c.about}
	if c.preferred {
		d.settled[at] = true
	}
	if !c.supports {
		d.against[at]++
	}
}

// cite sums up the citations of each claim and each thing. A citation goes
// with its record: one of a record that the network lacks says nothing.
func (n *Network) cite(l *lists) error {
	sums := make([]evidence, len(n.claims))
	for k := KindContribution; int(k) < kinds; k++ {
		of := sums[n.numbers.first(k):]
		for i := range l.claims[k].rows {
			of[i] = evidence{newest: lexicon.MinDay, reasoned: l.claims[k].rows[i].reasoned}
		}
	}
	d := disputes{against: map[field]int{}, settled: map[field]bool{}}
	for i := range l.citations.rows {
		c := &l.citations.rows[i]
		source := l.sources.find(c.source)
		if source < 0 {
			return fmt.Errorf("citation %d names the unknown source %d", l.citations.ids[i], c.source)
		}
		record := Ref{c.kind, c.record}
		if c.kind.IsClaim() {
			if number := n.numbers.find(record); number >= 0 {
				sums[number].add(c, l.sources.rows[source].Newest)
			}
		} else if node := n.nodes.find(record); node >= 0 {
			d.add(node, c)
		}
	}
	n.dispute(d)
	var distinct interned[evidence]
	for number, sum := range sums {
		n.claims[number].evidence = distinct.place(sum)
	}
	n.evidences = distinct.values
	return nil
}

// dispute keeps the contradictions that are not settled, in order.
func (n *Network) dispute(d disputes) {
	for at, sources := range d.against {
		if !d.settled[at] {
			n.disputed = append(n.disputed, disputed{at.thing, sources})
		}
	}
	slices.SortFunc(n.disputed, func(a, b disputed) int {
		return cmp.Or(cmp.Compare(a.thing, b.thing), cmp.Compare(a.sources, b.sources))
	})
}
