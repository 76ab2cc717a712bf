package network

import "maillage/internal/lexicon"

// Course describes a claim relative to a period of days, for sentences about it.
type Course struct {
	Over    bool // it certainly ended before, or its partner was succeeded before
	Ahead   bool // it certainly begins after
	GivenUp bool // one of its actions was abandoned
}

// Course reads a claim in its context, as Holds does. It returns the zero Course for a record that the network does
// not know.
func (n *Network) Course(r Ref, from, to lexicon.Day) Course {
	number := n.number(r)
	if number < 0 {
		return Course{}
	}
	p := n.periodOf(number)
	course := Course{Over: p.UntilLatest < from, Ahead: p.SinceEarliest > to}
	c := n.claim(number)
	if !numberIs(number, KindRelation) {
		until, known := n.succeededAt(c.from)
		course.Over = course.Over || known && until.UntilLatest < from
	}
	for _, end := range [...]int32{c.from, c.to} {
		if end >= 0 && nodeIs(end, KindAction) {
			course.GivenUp = course.GivenUp || n.action(end).progress == 0
		}
	}
	return course
}
