package network

import "maillage/internal/lexicon"

// When is the time that a query is about. The zero When means some day, at any time.
type When struct {
	from, to lexicon.Day
	today    lexicon.Day
	dated    bool // about all days between from and to
	known    bool // today is set
}

// At returns the When of every day of a date. A month, a year or an interval that is not over ends today.
func At(date lexicon.PartialDate, today lexicon.Day) When {
	w := When{from: date.Earliest(), to: date.Latest(), today: today, dated: true, known: true}
	if w.from <= today && w.to > today {
		w.to = today
	}
	return w
}

// Today returns the When of today.
func Today(today lexicon.Day) When {
	return When{from: today, to: today, today: today, dated: true, known: true}
}

// AnyTime returns the When of some day, where records without an end last until today.
func AnyTime(today lexicon.Day) When { return When{today: today, known: true} }

// misses reports whether a validity holds on no day of the When.
func (w When) misses(v lexicon.Validity) bool {
	return v.Never() || w.dated && (w.to < v.SinceEarliest || w.from > v.UntilLatest)
}

// holds reports whether a validity holds on all days of the When, on none, or perhaps.
//
// At any time it suffices that it certainly holds on one day; a beginning or an end without a bound then leaves no
// doubt.
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

// period is the time in which a record, or a chain of them, holds.
type period struct {
	lexicon.Validity
	// For claims without a beginning: the latest of the days from which they certainly hold. sourced is by their
	// earliest dated sources, recorded by the days of recording of claims without dated sources. MinDay means none.
	sourced, recorded lexicon.Day
	begins, ends      bool // a beginning is stated or sourced; an end is stated
}

// always is the period of a record without dates.
var always = period{Validity: lexicon.Always, sourced: lexicon.MinDay, recorded: lexicon.MinDay}

// and returns the time in which both hold.
func (p period) and(o period) period {
	return period{
		Validity: p.And(o.Validity), sourced: max(p.sourced, o.sourced), recorded: max(p.recorded, o.recorded),
		begins: p.begins || o.begins, ends: p.ends || o.ends,
	}
}

// withDefaults fills in missing bounds. Without a beginning, a period certainly holds from its earliest dated
// source, else from the day of its recording. Without an end, it certainly holds until today. Queries about any
// time do not need the beginning.
func (p period) withDefaults(w When) lexicon.Validity {
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

// holdsIn reports whether a period holds.
func (w When) holdsIn(p period) lexicon.Truth { return w.holds(p.withDefaults(w)) }

// dates holds the stated dates of a record.
type dates struct{ since, until lexicon.PartialDate }

// period converts stated dates. A COMPLETED record ended on some day of its stated end, or else before the day on
// which COMPLETED was recorded.
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

// earliestOf returns a period that begins with the earliest of some dates.
func earliestOf(some ...lexicon.PartialDate) period {
	p := always
	for _, date := range some {
		earliest, latest, ok := date.Begins()
		switch {
		case !ok:
		case !p.begins:
			p.SinceEarliest, p.SinceLatest, p.begins = earliest, latest, true
		default:
			p.SinceEarliest, p.SinceLatest = min(p.SinceEarliest, earliest), min(p.SinceLatest, latest)
		}
	}
	return p
}
