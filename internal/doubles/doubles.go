// Package doubles finds partners that may have been entered twice.
package doubles

import (
	"bytes"
	"cmp"
	"context"
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
// name of the first one. If among is not nil, it accepts at least one of each pair. The context cancels the search.
//
// Two partners may be the same if they have one SIREN, SIRET or RNA number, which is well-formed, or one name, or if an
// alias of one is the name of the other. Case, accents and punctuation of names do not count. Partners are different if
// both have SIREN numbers, and none in common, or RNA numbers, and so are partners that a claim links.
//
// Each partner forms a pair with the first one that has its name or number, so the number of pairs is at most that of
// names, aliases and numbers.
func FindPairs(ctx context.Context, v *snapshot.View, among func(id int32) bool) ([]Pair, error) {
	f := finder{
		View: v, ctx: ctx, among: among, sees: v.VisibilityOf("partner"), key: v.Key("partner"),
		reasons: map[[2]int32][]lexicon.MergeReason{}, known: map[int32]*identity{},
	}
	for _, find := range []func() error{f.byNumber, f.byName, f.byAlias} {
		if err := find(); err != nil {
			return nil, err
		}
	}
	return f.pairs(), nil
}

// finder collects pairs.
type finder struct {
	*snapshot.View
	ctx     context.Context     //nolint:containedctx // of the call
	among   func(id int32) bool // nil accepts all
	sees    func(id int32) bool
	key     func(id int32) []byte // of a partner's name
	reasons map[[2]int32][]lexicon.MergeReason
	known   map[int32]*identity // what tells partners apart, by id
}

// identity is what tells a partner apart from others.
type identity struct {
	numbers map[lexicon.Scheme][]string // well-formed ones
	linked  map[int32]bool              // partners that a claim links with it
}

// contextInterval is the number of records between two checks of the context.
const contextInterval = 1024

// check returns the error of the context, at some of the records.
func (f *finder) check(record int32) error {
	if record%contextInterval == 0 {
		return f.ctx.Err()
	}
	return nil
}

// maxCandidates is the maximum number of partners with one name or number that a partner is compared with.
const maxCandidates = 10

// addEach adds a pair for each of some partners that have something in common.
func (f *finder) addEach(ids []int32, reason lexicon.MergeReason) error {
	ids = slices.DeleteFunc(ids, func(id int32) bool { return !f.sees(id) })
	slices.Sort(ids)
	for i, id := range ids {
		if err := f.check(int32(i)); err != nil { //nolint:gosec // an index
			return err
		}
		f.addFirst(id, ids[:min(i, maxCandidates)], reason)
	}
	return nil
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

// byNumber adds the partners with the same well-formed number in a register.
func (f *finder) byNumber() error {
	numbers, sees, holder := f.Rows("identifier"), f.VisibilityOf("identifier"), f.Parent("identifier", "partner_id")
	type number struct {
		scheme lexicon.Scheme
		value  string
	}
	holders := map[number][]int32{}
	for id := range f.Bound("identifier") {
		if err := f.check(id); err != nil {
			return err
		}
		if !numbers.Known(id) || holder(id) == 0 {
			continue
		}
		if scheme, value, is := f.number(id); is && sees(id) {
			holders[number{scheme, value}] = append(holders[number{scheme, value}], holder(id))
		}
	}
	for _, partners := range holders {
		if len(partners) > 1 {
			if err := f.addEach(partners, lexicon.MergeSameNumber); err != nil {
				return err
			}
		}
	}
	return nil
}

// number returns the SIREN, SIRET or RNA number of an identifier. is reports whether it is one, and well-formed.
func (f *finder) number(identifier int32) (scheme lexicon.Scheme, value string, is bool) {
	rows := f.Rows("identifier")
	index, _ := rows.Number("scheme")(identifier)
	text, _ := rows.Text("value")(identifier)
	scheme, value = lexicon.Scheme(schemes[index-1]), f.Values().Texts.Get(text)
	switch scheme {
	case lexicon.SIREN, lexicon.SIRET, lexicon.RNA:
		return scheme, value, scheme.Check(value) == lexicon.WellFormed
	}
	return "", "", false
}

// byName adds the partners with the same name. They follow each other in the order of names.
func (f *finder) byName() (err error) {
	var same []int32
	end := func() {
		if len(same) > 1 && err == nil {
			err = f.addEach(slices.Clone(same), lexicon.MergeSameName)
		}
		same = same[:0]
	}
	f.InOrder("partner", snapshot.ByName).From(0, 0, func(id int32) bool {
		if len(same) > 0 && !bytes.Equal(f.key(same[0]), f.key(id)) {
			end()
		}
		same = append(same, id)
		return err == nil
	})
	end()
	return err
}

// byAlias adds the partners whose alias is the name of another one.
func (f *finder) byAlias() error {
	partners := f.Rows("partner")
	aliases := partners.Text("aliases")
	for id := range f.Bound("partner") {
		if err := f.check(id); err != nil {
			return err
		}
		if !partners.Known(id) {
			continue
		}
		text, _ := aliases(id)
		if text == 0 || !f.sees(id) {
			continue
		}
		for _, alias := range f.Values().List(text) {
			f.addFirst(id, f.idsByName(alias), lexicon.MergeAlsoCalled)
		}
	}
	return nil
}

// maxCalled is the maximum number of partners of one name, hidden ones too, among which candidates are sought.
const maxCalled = 100

// idsByName returns the first visible partners with a name.
func (f *finder) idsByName(name string) (ids []int32) {
	key, order := lexicon.ListKey(name), f.InOrder("partner", snapshot.ByName)
	chunk, at := order.Seek(func(id int32) bool { return bytes.Compare(f.key(id), key) >= 0 })
	seen := 0
	order.From(chunk, at, func(id int32) bool {
		if seen++; seen > maxCalled || len(ids) == maxCandidates || !bytes.Equal(f.key(id), key) {
			return false
		}
		if f.sees(id) {
			ids = append(ids, id)
		}
		return true
	})
	return ids
}

// areDifferent reports whether visible records tell two partners apart: a claim that links them, or their numbers. They
// have different numbers if both have SIREN numbers, and none in common, or RNA numbers.
func (f *finder) areDifferent(a, b int32) bool {
	of, other := f.identity(a), f.identity(b)
	if of.linked[b] {
		return true
	}
	for scheme, numbers := range of.numbers {
		others := other.numbers[scheme]
		isOther := func(number string) bool { return !slices.Contains(others, number) }
		if len(others) > 0 && !slices.ContainsFunc(numbers, func(n string) bool { return !isOther(n) }) {
			return true
		}
	}
	return false
}

// schemes are the words of [lexicon.Scheme], by index.
var schemes = lexicon.Scheme("").Values()

// identity returns the visible SIREN and RNA numbers of a partner, and the partners that claims link with it. A SIRET
// counts as its SIREN.
func (f *finder) identity(partner int32) *identity {
	if known := f.known[partner]; known != nil {
		return known
	}
	i := &identity{numbers: map[lexicon.Scheme][]string{}, linked: map[int32]bool{}}
	f.known[partner] = i
	sees := f.VisibilityOf("identifier")
	for _, id := range f.Children("identifier", "partner_id", partner) {
		scheme, value, is := f.number(id)
		if !is || !sees(id) {
			continue
		}
		if scheme == lexicon.SIRET {
			scheme, value = lexicon.SIREN, value[:9]
		}
		i.numbers[scheme] = append(i.numbers[scheme], value)
	}
	for _, claim := range []struct{ prefix, end, other string }{
		{"membership", "partner_id", "collective_id"}, {"membership", "collective_id", "partner_id"},
		{"relation", "subject_partner_id", "object_partner_id"}, {"relation", "object_partner_id", "subject_partner_id"},
	} {
		sees, other := f.VisibilityOf(claim.prefix), f.Parent(claim.prefix, claim.other)
		for _, id := range f.Children(claim.prefix, claim.end, partner) {
			if linked := other(id); linked != 0 && sees(id) {
				i.linked[linked] = true
			}
		}
	}
	return i
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
