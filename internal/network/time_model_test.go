package network_test

import (
	"slices"

	"maillage/internal/lexicon"
	"maillage/internal/network"
)

// A plain model of time, by docs/rules.md: a history holds every stated beginning and end, and each day is evaluated by
// itself.

// today is the day of the tests.
var today = lexicon.MustPartialDate("2025-12-31").Latest()

// when returns the When of a test: today's knowledge of any time if asOf is nil.
func when(asOf *lexicon.PartialDate) network.When {
	if asOf == nil {
		return network.AnyTime(today)
	}
	return network.At(*asOf, today)
}

type span struct{ from, to lexicon.Day }

type history struct {
	begins   []span        // stated by claims, actions, axes, successions
	sourced  []lexicon.Day // for claims without since: the earliest date of their sources
	recorded []lexicon.Day // for claims with neither since nor a dated source
	ends     []span        // stated by claims and actions
	outer    []span        // limits that do not count as stated ends: of contracts, and by successions
}

func (h history) with(o history) history {
	return history{
		slices.Concat(h.begins, o.begins), slices.Concat(h.sourced, o.sourced), slices.Concat(h.recorded, o.recorded),
		slices.Concat(h.ends, o.ends), slices.Concat(h.outer, o.outer),
	}
}

// bounds returns the days from and to which a history certainly holds, and those between which it perhaps does. To
// hold on some day needs no day on which that was already known.
func (h history) bounds(someDay bool) (certain, possible span) {
	certain, possible = span{lexicon.MinDay, lexicon.MaxDay}, span{lexicon.MinDay, lexicon.MaxDay}
	for _, b := range h.begins {
		certain.from, possible.from = max(certain.from, b.to), max(possible.from, b.from)
	}
	for _, day := range h.sourced {
		if !someDay {
			certain.from = max(certain.from, day)
		}
	}
	if len(h.begins)+len(h.sourced) == 0 && !someDay {
		for _, day := range h.recorded {
			certain.from = max(certain.from, day)
		}
	}
	for _, e := range slices.Concat(h.ends, h.outer) {
		certain.to, possible.to = min(certain.to, e.from), min(possible.to, e.to)
	}
	if len(h.ends) == 0 {
		certain.to = min(certain.to, today)
	}
	return certain, possible
}

func (h history) never() bool {
	_, possible := h.bounds(false)
	return possible.from > possible.to
}

// on returns the truth for one day.
func (h history) on(day lexicon.Day) lexicon.Truth {
	certain, possible := h.bounds(false)
	switch {
	case day < possible.from || day > possible.to:
		return lexicon.No
	case day >= certain.from && day <= certain.to:
		return lexicon.Yes
	}
	return lexicon.Unknown
}

func (h history) holds(asOf *lexicon.PartialDate) lexicon.Truth {
	certain, possible := h.bounds(asOf == nil)
	if h.never() {
		return lexicon.No
	}
	if asOf == nil {
		if certain.from == lexicon.MaxDay {
			certain.from = possible.from
		}
		if certain.to == lexicon.MinDay {
			certain.to = possible.to
		}
		if certain.from <= certain.to {
			return lexicon.Yes
		}
		return lexicon.Unknown
	}
	from, to := asOf.Earliest(), asOf.Latest()
	if from <= today && today < to {
		to = today
	}
	days := []lexicon.Day{from, to}
	for _, day := range []lexicon.Day{certain.from, certain.to, possible.from, possible.to} {
		for _, near := range []lexicon.Day{day - 1, day, day + 1} {
			if near > from && near < to {
				days = append(days, near) // the truth is constant between these
			}
		}
	}
	answers := map[lexicon.Truth]bool{}
	for _, day := range days {
		answers[h.on(day)] = true
	}
	switch {
	case len(answers) == 1 && answers[lexicon.Yes]:
		return lexicon.Yes
	case len(answers) == 1 && answers[lexicon.No]:
		return lexicon.No
	}
	return lexicon.Unknown
}

// written reads since and until.
func written(since, until lexicon.PartialDate, isCompleted bool, changed lexicon.Day) (h history) {
	if since.String() != "" && since.String() != "XXXX" {
		h.begins = []span{{since.Earliest(), since.Latest()}}
	}
	told := until.String() != ""
	open := !told || until.Latest() == lexicon.MaxDay
	switch {
	case isCompleted && open: // over before it was recorded
		h.ends = []span{{lexicon.MinDay, changed - 1}}
		if told {
			h.ends[0].from = min(until.Earliest(), changed-1)
		}
	case isCompleted || told && (until.String() == "XXXX" || slices.Contains([]byte(until.String()), '/')):
		h.ends = []span{{until.Earliest(), until.Latest()}}
	case told:
		h.ends = []span{{until.Latest(), until.Latest()}} // inclusive
	}
	return h
}

// sourcesOf returns the dates of the sources that support a claim.
func (f facts) sourcesOf(claim network.Ref) (dates []lexicon.PartialDate) {
	for _, c := range f.citations {
		for _, s := range f.sources {
			if c.Record == claim && c.Supports && c.Source == s.ID && s.Date.String() != "" &&
				s.Date.String() != "XXXX" {
				dates = append(dates, s.Date)
			}
		}
	}
	return dates
}

// said returns the history of a claim's own dates and sources.
func (f facts) said(a arrow) history {
	relation := a.ref.Kind == network.KindRelation
	h := written(a.Since, a.Until, a.Status == lexicon.StatusCompleted && !relation, a.Changed)
	if len(h.begins) > 0 || a.ref.Kind != network.KindContribution && a.ref.Kind != network.KindMembership {
		return h
	}
	if dates := f.sourcesOf(a.ref); len(dates) > 0 {
		first := lexicon.MaxDay
		for _, d := range dates {
			first = min(first, d.Latest())
		}
		h.sourced = []lexicon.Day{first}
	} else {
		h.recorded = []lexicon.Day{a.Recorded}
	}
	return h
}

// earliest returns the earliest of some dates.
func earliest(dates ...lexicon.PartialDate) (found []span) {
	for _, d := range dates {
		if d.String() == "" || d.String() == "XXXX" {
			continue
		}
		if len(found) == 0 {
			found = []span{{d.Earliest(), d.Latest()}}
		}
		found[0] = span{min(found[0].from, d.Earliest()), min(found[0].to, d.Latest())}
	}
	return found
}

// frame returns the history of a contract as the limit of what it contains: its end does not count as stated.
func (f facts) frame(contract int) history {
	for _, c := range f.contracts {
		if c.ID != contract {
			continue
		}
		h := written(c.Starts, c.Ends, false, 0)
		if len(h.begins) == 0 {
			dates := []lexicon.PartialDate{c.Signed}
			for _, p := range f.plans {
				if p.Contract == contract {
					dates = append(dates, p.Adopted, p.Annexed, p.Validated)
				}
			}
			h.begins = earliest(dates...)
		}
		h.outer, h.ends = h.ends, nil
		return h
	}
	return history{}
}

// axisTime returns the history of the plan and the contract of an axis.
func (f facts) axisTime(id int) history {
	a := f.axes[slices.IndexFunc(f.axes, func(a network.Axis) bool { return a.ID == id })]
	h := f.frame(a.Contract)
	for _, p := range f.plans {
		if dates := earliest(p.Adopted, p.Annexed, p.Validated); p.ID == a.Plan && len(dates) > 0 {
			h.begins = dates
		}
	}
	return h
}

func (f facts) action(id int) network.Action {
	return f.actions[slices.IndexFunc(f.actions, func(a network.Action) bool { return a.ID == id })]
}

func (f facts) actionTime(id int) history {
	a := f.action(id)
	return written(a.Since, a.Until, a.Status == lexicon.StatusCompleted, a.Changed)
}

// runs reports whether an action is not abandoned and may be under way.
func (f facts) runs(id int, asOf *lexicon.PartialDate) bool {
	a := f.action(id)
	return a.Status != lexicon.StatusAbandoned && f.actionTime(id).with(f.frame(a.Contract)).holds(asOf) != lexicon.No
}

// succession reports whether a claim states that a partner succeeds another.
func succession(a arrow) bool {
	isConfirmed := a.Status == lexicon.StatusCommitted || a.Status == lexicon.StatusActive ||
		a.Status == lexicon.StatusCompleted
	return a.word == "SUCCEEDS" && a.from.Kind == network.KindPartner && a.to.Kind == network.KindPartner && isConfirmed
}

// handover returns the days between which a succession begins.
func (f facts) handover(a arrow) span {
	if a.Since.String() != "" && a.Since.String() != "XXXX" {
		return span{a.Since.Earliest(), a.Since.Latest()}
	}
	if dates := f.sourcesOf(a.ref); len(dates) > 0 {
		return earliest(dates...)[0]
	}
	return span{a.Recorded, a.Recorded}
}

// succeeded returns until when a partner contributes, if others succeed it.
func (f facts) succeeded(partner network.Ref) (h history) {
	for _, a := range f.arrows() {
		if succession(a) && a.to == partner {
			from := f.handover(a)
			h.outer = append(h.outer, span{dayBefore(from.from), dayBefore(from.to)})
		}
	}
	return h
}

func dayBefore(d lexicon.Day) lexicon.Day {
	if d == lexicon.MinDay || d == lexicon.MaxDay {
		return d
	}
	return d - 1
}

// alone returns the history of a claim in its context: its actions, its axis with the plan, and its contract. A
// succession counts from its handover on.
func (f facts) alone(a arrow) history {
	h := f.said(a)
	if succession(a) {
		h.begins = append(h.begins, f.handover(a))
	}
	if len(h.begins)+len(h.sourced) == 0 {
		h.recorded = []lexicon.Day{a.Recorded}
	}
	for _, end := range []network.Ref{a.from, a.to} {
		switch end.Kind {
		case network.KindAction:
			h = h.with(f.actionTime(end.ID)).with(f.frame(f.home(end)))
		case network.KindAxis:
			h = h.with(f.axisTime(end.ID))
		default:
			if contract := f.home(end); contract != 0 {
				h = h.with(f.frame(contract))
			}
		}
	}
	return h
}

// holders returns the partners that hold a claim at a time: its partner until others succeed it, and these from
// then on.
func (f facts) holders(a arrow, asOf *lexicon.PartialDate) (holders []int) {
	if a.Status == lexicon.StatusAbandoned {
		return nil
	}
	var pass func(partner network.Ref, h history, seen []network.Ref)
	pass = func(partner network.Ref, h history, seen []network.Ref) {
		if slices.Contains(seen, partner) {
			return
		}
		if h.with(f.succeeded(partner)).holds(asOf) != lexicon.No && !slices.Contains(holders, partner.ID) {
			holders = append(holders, partner.ID)
		}
		for _, s := range f.arrows() {
			if succession(s) && s.to == partner {
				begun := history{begins: []span{f.handover(s)}}
				pass(s.from, h.with(f.said(s)).with(begun), append(slices.Clone(seen), partner))
			}
		}
	}
	pass(a.from, f.alone(a), nil)
	return holders
}

// home returns the contract of a thing, also of a theme.
func (f facts) home(r network.Ref) int {
	for _, th := range f.themes {
		if r == ref(network.KindTheme, th.ID) {
			return th.Contract
		}
	}
	return f.contractOf(r)
}

// stands reports whether a claim is not abandoned and may hold.
func (f facts) stands(a arrow, asOf *lexicon.PartialDate) bool {
	return a.Status != lexicon.StatusAbandoned && f.mayHold(a, asOf)
}

func (f facts) mayHold(a arrow, asOf *lexicon.PartialDate) bool {
	return f.alone(a).holds(asOf) != lexicon.No
}
