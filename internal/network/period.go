package network

import "maillage/internal/lexicon"

// When is the time that a question is about. The zero When asks about some day,
// at any time.
type When struct {
	from, to lexicon.Day
	today    lexicon.Day
	dated    bool // about all days between from and to
	known    bool // today is
}

// At asks about every day of a date. A month, a year or an interval that is not
// over is read up to today.
func At(date lexicon.PartialDate, today lexicon.Day) When {
	w := When{from: date.Earliest(), to: date.Latest(), today: today, dated: true, known: true}
	if w.from <= today && w.to > today {
		w.to = today
	}
	return w
}

// Today asks about today.
func Today(today lexicon.Day) When {
	return When{from: today, to: today, today: today, dated: true, known: true}
}

// AnyTime asks about some day, where today ends what tells no end.
func AnyTime(today lexicon.Day) When { return When{today: today, known: true} }

// misses tells whether a validity holds on no day that is asked about.
func (w When) misses(v lexicon.Validity) bool {
	return v.Never() || w.dated && (w.to < v.SinceEarliest || w.from > v.UntilLatest)
}

// holds answers whether a validity holds on all days that are asked about, on
// none, or perhaps. At any time it is enough that it certainly holds on one day;
// a beginning or an end without a bound is then no doubt.
func (w When) holds(v lexicon.Validity) lexicon.Truth {
	if w.dated {
		return v.Holds(w.from, w.to)
	}
	if v.Never() {
		return lexicon.No
	}
	since, until := v.SinceLatest, v.UntilEarliest
	if since == lexicon.MaxDay {
		since = v.SinceEarliest
	}
	if until == lexicon.MinDay {
		until = v.UntilLatest
	}
	if since <= until {
		return lexicon.Yes
	}
	return lexicon.Unknown
}

// period is when a record, or a chain of them, holds.
type period struct {
	lexicon.Validity
	// Of claims that tell no beginning: the latest of the days from which they
	// certainly hold, by their earliest dated sources, and of those on which claims
	// without one were recorded. MinDay is none.
	sourced, recorded lexicon.Day
	begins, ends      bool // a beginning is told or sourced, an end is told
}

// always is the period of a record that tells no date.
var always = period{Validity: lexicon.Always, sourced: lexicon.MinDay, recorded: lexicon.MinDay}

// and returns when both hold.
func (p period) and(o period) period {
	return period{
		Validity: p.And(o.Validity), sourced: max(p.sourced, o.sourced), recorded: max(p.recorded, o.recorded),
		begins: p.begins || o.begins, ends: p.ends || o.ends,
	}
}

// settled completes a period: what tells no beginning certainly holds from its
// earliest dated source, else from the day on which it was recorded, and what
// tells no end until today. That something held on some day needs no such day.
func (p period) settled(w When) lexicon.Validity {
	v := p.Validity
	if w.dated {
		v.SinceLatest = max(v.SinceLatest, p.sourced)
		if !p.begins {
			v.SinceLatest = max(v.SinceLatest, p.recorded)
		}
	}
	if !p.ends && w.known {
		v.UntilEarliest = min(v.UntilEarliest, w.today)
	}
	return v
}

// holdsIn answers whether a period holds.
func (w When) holdsIn(p period) lexicon.Truth { return w.holds(p.settled(w)) }

// dates are what a record says of when it holds.
type dates struct{ since, until lexicon.PartialDate }

// period reads the dates of a record. What is COMPLETED ended on some day of its
// end, or else before the day on which that was recorded.
func (d dates) period(completed bool, changed lexicon.Day) period {
	p := always
	p.SinceEarliest, p.SinceLatest, p.begins = d.since.Begins()
	p.UntilEarliest, p.UntilLatest, p.ends = d.until.Ends()
	if !completed {
		return p
	}
	if p.ends {
		p.UntilEarliest, p.UntilLatest = d.until.Earliest(), d.until.Latest()
	}
	if p.UntilLatest == lexicon.MaxDay {
		p.UntilEarliest, p.UntilLatest = min(p.UntilEarliest, changed-1), changed-1
		if !p.ends {
			p.UntilEarliest = lexicon.MinDay
		}
	}
	p.ends = true
	return p
}

// earliestOf is the beginning of what begins with the earliest of some dates.
func earliestOf(some ...lexicon.PartialDate) period {
	p := always
	for _, date := range some {
		earliest, latest, told := date.Begins()
		switch {
		case !told:
		case !p.begins:
			p.SinceEarliest, p.SinceLatest, p.begins = earliest, latest, true
		default:
			p.SinceEarliest, p.SinceLatest = min(p.SinceEarliest, earliest), min(p.SinceLatest, latest)
		}
	}
	return p
}
