package network_test

import (
	"slices"
	"strings"

	"maillage/internal/lexicon"
	"maillage/internal/network"
)

// supports returns the citations that support a claim.
func (f facts) supports(claim network.Ref) (found []network.Citation) {
	for _, c := range f.citations {
		if c.Record == claim && c.Supports {
			found = append(found, c)
		}
	}
	return found
}

func (f facts) undated(contract int, asOf *lexicon.PartialDate) (gaps []string) {
	resting := map[int][]network.Ref{}
	for _, a := range f.claimsOf(contract, asOf) {
		begins := a.Since.String() != "" && a.Since.String() != "XXXX"
		if a.ref.Kind == network.KindRelation || begins || len(f.sourcesOf(a.ref)) > 0 {
			continue
		}
		for _, c := range f.supports(a.ref) {
			if !slices.Contains(resting[c.Source], a.ref) {
				resting[c.Source] = append(resting[c.Source], a.ref)
			}
		}
	}
	for source, claims := range resting {
		gaps = append(
			gaps, plainGap(lexicon.UndatedEvidence, ref(network.KindSource, source), "", len(claims), 0, claims...),
		)
	}
	return gaps
}

// contradicted returns the CONTRADICTED gaps by sources. For a record they count citations: two citations of one
// source at two places count as two.
func (f facts) contradicted(contract int, asOf *lexicon.PartialDate) (gaps []string) {
	type field struct {
		record network.Ref
		about  string
	}
	counts, preferred := map[field]int{}, map[field]bool{}
	for _, c := range f.citations {
		at := field{c.Record, c.About}
		preferred[at] = preferred[at] || c.Preferred
		if !c.Supports && f.isOf(c.Record, contract, asOf) {
			counts[at]++
		}
	}
	for at, count := range counts {
		if !preferred[at] {
			gaps = append(gaps, plainGap(lexicon.Contradicted, at.record, at.about, count, 0, at.record))
		}
	}
	return gaps
}

// isOf reports whether a record belongs to a contract. That is a claim that may hold, an action that may be under
// way, or a record without dates. Of the directory, the partners that it names belong to it.
func (f facts) isOf(r network.Ref, contract int, asOf *lexicon.PartialDate) bool {
	switch {
	case r.Kind == network.KindPartner:
		return slices.Contains(f.named(contract, asOf), r.ID)
	case r.Kind.IsClaim():
		return slices.ContainsFunc(f.claimsOf(contract, asOf), func(a arrow) bool { return a.ref == r })
	case f.home(r) != contract:
		return false
	}
	return true
}

// neverMeeting returns the CONTRADICTED gaps of two records whose dates never meet.
//
// The specification leaves open which two: a claim of chains, or an action, and what contains it, that is its actions,
// axis and contract. Two claims are no such pair: who left a group before it followed an axis contradicts nothing.
// Abandoned records contradict nothing either. These gaps do not depend on the day: such a claim holds on none.
func (f facts) neverMeeting(contract int) (gaps []string) {
	never := func(a network.Ref, times history, from network.Ref, others history) {
		_, mine := times.bounds(false)
		_, theirs := others.bounds(false)
		g := network.Gap{Apart: []network.Ref{from}, Begins: theirs.from, Ended: mine.to}
		if mine.from > theirs.to {
			g.Begins, g.Ended, g.SubjectBegins = mine.from, theirs.to, true
		}
		gaps = append(gaps, plainGap(lexicon.Contradicted, a, "", 0, 0, a, from)+telling(g))
	}
	apart := func(a network.Ref, times history, from network.Ref, others history) {
		if neverMeet(times, others) {
			never(a, times, from, others)
		}
	}
	for _, a := range f.arrows() {
		if !strings.Contains("dcsrpgf", letter(a)) || a.Status == lexicon.StatusAbandoned {
			continue
		}
		within := map[int]bool{}
		for _, end := range []network.Ref{a.from, a.to} {
			home := f.contractOf(end)
			if home != contract {
				continue
			}
			within[home] = true
			switch end.Kind {
			case network.KindAction:
				apart(a.ref, f.said(a), end, f.actionTime(end.ID))
			case network.KindAxis:
				if !neverMeet(f.said(a), f.frame(home)) { // otherwise the contract already reports it
					apart(a.ref, f.said(a), end, f.axisTime(end.ID))
				}
			}
		}
		for home := range within {
			apart(a.ref, f.said(a), ref(network.KindContract, home), f.frame(home))
		}
	}
	for _, a := range f.axes {
		if axis := ref(network.KindAxis, a.ID); a.Contract == contract && f.axisTime(a.ID).never() &&
			!f.frame(contract).never() {
			never(axis, f.axisTime(a.ID), ref(network.KindContract, contract), f.frame(contract))
		}
	}
	for _, a := range f.actions {
		if a.Contract == contract && a.Status != lexicon.StatusAbandoned {
			apart(
				ref(network.KindAction, a.ID), f.actionTime(a.ID), ref(network.KindContract, contract),
				f.frame(contract),
			)
		}
	}
	return gaps
}

// neverMeet reports whether the dates of two records never meet. A record that ends before it begins is no
// contradiction of two.
func neverMeet(a, b history) bool { return !a.never() && !b.never() && a.with(b).never() }

// unsourced returns the UNSOURCED gaps. A claim of any status counts as STATED, and a source of any of its fields
// supports it.
func (f facts) unsourced(contract int, asOf *lexicon.PartialDate) (gaps []string) {
	for _, a := range f.claimsOf(contract, asOf) {
		if a.Basis == lexicon.BasisStated && len(f.supports(a.ref)) == 0 {
			gaps = append(gaps, plainGap(lexicon.Unsourced, a.ref, "", 0, 0, a.ref))
		}
	}
	return gaps
}

func (f facts) groupLackings(contract int, asOf *lexicon.PartialDate) (gaps []string) {
	for _, g := range f.groups {
		subject := ref(network.KindGroup, g.ID)
		isSeated := slices.ContainsFunc(
			f.arrows(), func(a arrow) bool { return letter(a) == "g" && a.to == subject && f.stands(a, asOf) },
		)
		if g.Contract == contract && !isSeated {
			gaps = append(gaps, plainGap(lexicon.GroupWithoutMembers, subject, "", 0, 0, subject))
		}
	}
	return gaps
}
