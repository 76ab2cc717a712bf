package network

import "maillage/internal/lexicon"

// Course tells how a claim stands to some days, for whoever says it in words.
type Course struct {
	Over    bool // it certainly ended before, or a successor has gone on with it
	Ahead   bool // it certainly begins after
	GivenUp bool // an action that it is about was abandoned
}

// Course reads a claim with what it is about, as Holds does. It is zero for what the
// network does not know.
func (n *Network) Course(r Ref, from, to lexicon.Day) Course {
	number := n.number(r)
	if number < 0 {
		return Course{}
	}
	p := n.periodOf(number)
	told := Course{Over: p.UntilLatest < from, Ahead: p.SinceEarliest > to}
	c := n.claim(number)
	if !numberIs(number, KindRelation) {
		until, known := n.succeededAt(c.from)
		told.Over = told.Over || known && until.UntilLatest < from
	}
	for _, end := range [...]int32{c.from, c.to} {
		if end >= 0 && nodeIs(end, KindAction) {
			told.GivenUp = told.GivenUp || n.action(end).progress == 0
		}
	}
	return told
}
