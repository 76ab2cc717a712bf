// Package doubles finds partners that may have been entered twice.
package doubles

import (
	"bytes"
	"cmp"
	"slices"

	"maillage/internal/lexicon"
	"maillage/internal/snapshot"
)

// Pair is two partners that may be the same organisation.
type Pair struct {
	Partner, Other int // database ids; the first was entered before the second
	Reasons        []lexicon.MergeReason
}

// FindPairs returns the visible pairs of partners that may be the same, those with most reasons first, then by the
// name of the first one. If among is not nil, it accepts at least one of each pair.
//
// Two partners with the same number in a register may be the same, and so may two with the same name, or one whose
// alias is the name of the other. Case, accents and punctuation of names do not count. Partners with different SIREN
// or RNA numbers are different, as long as both numbers are well-formed, and so are partners that a claim links.
//
// Each partner forms a pair with the first one that has its name or number, so the number of pairs is at most that of
// names, aliases and numbers.
func FindPairs(v *snapshot.View, among func(id int32) bool) []Pair {
	f := finder{
		View: v, among: among, sees: v.VisibilityOf("partner"), key: v.Key("partner"),
		reasons: map[[2]int32][]lexicon.MergeReason{},
	}
	f.byNumber()
	f.byName()
	f.byAlias()
	return f.pairs()
}

// finder collects pairs.
type finder struct {
	*snapshot.View
	among   func(id int32) bool // nil accepts all
	sees    func(id int32) bool
	key     func(id int32) []byte // of a partner's name
	reasons map[[2]int32][]lexicon.MergeReason
}

// maxCandidates is the maximum number of partners with one name or number that a partner is compared with.
const maxCandidates = 10

// addEach adds a pair for each of some partners that have something in common.
func (f *finder) addEach(ids []int32, reason lexicon.MergeReason) {
	ids = slices.DeleteFunc(ids, func(id int32) bool { return !f.sees(id) })
	slices.Sort(ids)
	for i, id := range ids {
		f.addFirst(id, ids[:min(i, maxCandidates)], reason)
	}
}

// addFirst adds the pair of a partner with the first of some others that may be the same.
func (f *finder) addFirst(id int32, others []int32, reason lexicon.MergeReason) {
	for _, other := range others {
		if other == id || f.among != nil && !f.among(id) && !f.among(other) || f.areDifferent(id, other) {
			continue
		}
		pair := [2]int32{min(id, other), max(id, other)}
		if known := f.reasons[pair]; !slices.Contains(known, reason) {
			f.reasons[pair] = append(known, reason)
		}
		return
	}
}

// byNumber adds the partners with the same number in a register.
func (f *finder) byNumber() {
	numbers, sees, holder := f.Rows("identifier"), f.VisibilityOf("identifier"), f.Parent("identifier", "partner_id")
	scheme, value := numbers.Number("scheme"), numbers.Text("value")
	type number struct {
		scheme int64
		value  string
	}
	holders := map[number][]int32{}
	for id := range f.Bound("identifier") {
		if !numbers.Known(id) || holder(id) == 0 {
			continue
		}
		s, _ := scheme(id)
		text, _ := value(id)
		n := number{s, f.Values().Texts.Get(text)}
		holders[n] = append(holders[n], id)
	}
	for _, ids := range holders {
		if len(ids) < 2 {
			continue
		}
		var partners []int32
		for _, id := range ids {
			if sees(id) {
				partners = append(partners, holder(id))
			}
		}
		f.addEach(partners, lexicon.MergeSameNumber)
	}
}

// byName adds the partners with the same name. They follow each other in the order of names.
func (f *finder) byName() {
	var same []int32
	end := func() {
		if len(same) > 1 {
			f.addEach(slices.Clone(same), lexicon.MergeSameName)
		}
		same = same[:0]
	}
	f.InOrder("partner", snapshot.ByName).From(0, 0, func(id int32) bool {
		if len(same) > 0 && !bytes.Equal(f.key(same[0]), f.key(id)) {
			end()
		}
		same = append(same, id)
		return true
	})
	end()
}

// byAlias adds the partners whose alias is the name of another one.
func (f *finder) byAlias() {
	partners, order := f.Rows("partner"), f.InOrder("partner", snapshot.ByName)
	aliases := partners.Text("aliases")
	for id := range f.Bound("partner") {
		if !partners.Known(id) {
			continue
		}
		text, _ := aliases(id)
		if text == 0 || !f.sees(id) {
			continue
		}
		for _, alias := range f.Values().List(text) {
			key := lexicon.ListKey(alias)
			chunk, at := order.Seek(func(id int32) bool { return bytes.Compare(f.key(id), key) >= 0 })
			var called []int32
			order.From(chunk, at, func(other int32) bool {
				if !bytes.Equal(f.key(other), key) || len(called) == maxCandidates {
					return false
				}
				if f.sees(other) {
					called = append(called, other)
				}
				return true
			})
			f.addFirst(id, called, lexicon.MergeAlsoCalled)
		}
	}
}

// areDifferent reports whether visible records tell two partners apart: their numbers, or a claim that links them.
func (f *finder) areDifferent(a, b int32) bool {
	return f.hasOtherNumbers(a, b) || f.areLinked(a, b) || f.areLinked(b, a)
}

// hasOtherNumbers reports whether two partners have well-formed SIREN numbers, and none in common, or RNA numbers. The
// first nine digits of a SIRET are a SIREN.
func (f *finder) hasOtherNumbers(a, b int32) bool {
	of, others := f.numbers(a), f.numbers(b)
	for scheme, known := range of {
		unknown := func(number string) bool { return !slices.Contains(others[scheme], number) }
		if len(others[scheme]) > 0 && !slices.ContainsFunc(known, func(n string) bool { return !unknown(n) }) {
			return true
		}
	}
	return false
}

// schemes are the words of [lexicon.Scheme], by index.
var schemes = lexicon.Scheme("").Values()

// numbers returns the well-formed SIREN and RNA numbers of a partner.
func (f *finder) numbers(partner int32) map[lexicon.Scheme][]string {
	all, rows, texts := map[lexicon.Scheme][]string{}, f.Rows("identifier"), &f.Values().Texts
	scheme, value, sees := rows.Number("scheme"), rows.Text("value"), f.VisibilityOf("identifier")
	for _, id := range f.Children("identifier", "partner_id", partner) {
		if !sees(id) {
			continue
		}
		s, _ := scheme(id)
		n, _ := value(id)
		of, number := lexicon.Scheme(schemes[s-1]), texts.Get(n)
		if of.Check(number) != lexicon.WellFormed {
			continue
		}
		switch of {
		case lexicon.SIRET:
			all[lexicon.SIREN] = append(all[lexicon.SIREN], number[:9])
		case lexicon.SIREN, lexicon.RNA:
			all[of] = append(all[of], number)
		}
	}
	return all
}

// areLinked reports whether a visible claim leads from one partner to another.
func (f *finder) areLinked(from, to int32) bool {
	for _, claim := range []struct{ prefix, from, to string }{
		{"membership", "partner_id", "collective_id"}, {"relation", "subject_partner_id", "object_partner_id"},
	} {
		sees, end := f.VisibilityOf(claim.prefix), f.Parent(claim.prefix, claim.to)
		if slices.ContainsFunc(f.Children(claim.prefix, claim.from, from), func(id int32) bool {
			return end(id) == to && sees(id)
		}) {
			return true
		}
	}
	return false
}

// pairs returns the pairs in order.
func (f *finder) pairs() []Pair {
	all := make([]Pair, 0, len(f.reasons))
	for ids, reasons := range f.reasons {
		slices.Sort(reasons)
		all = append(all, Pair{int(ids[0]), int(ids[1]), reasons})
	}
	slices.SortFunc(all, func(a, b Pair) int {
		return cmp.Or(
			cmp.Compare(len(b.Reasons), len(a.Reasons)),
			bytes.Compare(f.key(int32(a.Partner)), f.key(int32(b.Partner))), //nolint:gosec // ids
			cmp.Compare(a.Partner, b.Partner), cmp.Compare(a.Other, b.Other),
		)
	})
	return all
}
