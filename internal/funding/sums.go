// Package funding sums grants and funding lines, exactly and by group, over the records that a viewer sees.
package funding

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"

	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/relay"
	"maillage/internal/rows"
	"maillage/internal/snapshot"
)

// ErrTooLarge reports a sum beyond 2^63.
var ErrTooLarge = errors.New("the sum of the amounts is too large")

// ErrTooMany reports more than MostGroups groups.
var ErrTooMany = errors.New("too many groups")

// MostGroups is the maximum number of groups.
const MostGroups = 100_000

// Key is a group: the value of each dimension. Dimensions by which records are not grouped are zero, and so are those
// for which a record has no value.
type Key struct {
	Contract, Funder, Beneficiary, Action, Axis, Theme, Year int
	Nature                                                   lexicon.GrantNature
	Kind                                                     lexicon.FundingKind
}

// Sum is the sum of some amounts. An amount that is unknown or withheld is counted, and adds nothing.
type Sum struct {
	Cents                    int64
	Known, Withheld, Unknown int
}

// Records returns the number of records.
func (s Sum) Records() int { return s.Known + s.Withheld + s.Unknown }

// add adds an amount.
func (s *Sum) add(a amount) error {
	switch {
	case a.cents != nil:
		sum := s.Cents + *a.cents
		if (sum > s.Cents) != (*a.cents > 0) && *a.cents != 0 {
			return ErrTooLarge
		}
		s.Cents = sum
		s.Known++
	case a.isWithheld:
		s.Withheld++
	default:
		s.Unknown++
	}
	return nil
}

// Group is a group with the sum of each amount that its records have.
type Group struct {
	Key
	Sums []Sum
}

// Sums are the sums of all groups, the largest first, and in total. A record can be in several groups of a theme or an
// axis; in the total it is once.
type Sums struct {
	Groups []Group
	Total  []Sum
}

// line is a record that tells amounts, with what it is grouped by.
type line struct {
	contract, funder, beneficiary, action, axis *int
	year                                        int
	nature                                      *lexicon.GrantNature
	kind                                        lexicon.FundingKind
	amounts                                     []amount
}

// amount is an amount of a record; without cents it is unknown or withheld.
type amount struct {
	cents      *int64
	isWithheld bool
}

// GrantSums sums the grants of a view that match, by groups of some dimensions.
func GrantSums(
	ctx context.Context, v *snapshot.View, where *relay.Where, by []lexicon.GrantDimension,
) (*Sums, error) {
	grant, store := &ent.Grant{}, v.Rows("grant")
	return sum(ctx, v, "grant", where, names(by), 1, func(id int32) line {
		*grant = ent.Grant{}
		store.Fill(grant, id, v.Values())
		return line{
			contract: grant.ContractID, funder: &grant.FunderID, beneficiary: grant.BeneficiaryID,
			action: grant.ActionID, axis: grant.AxisID, year: YearOf(grant), nature: grant.Nature,
			amounts: []amount{{grant.AmountCents, grant.AmountWithheld}},
		}
	})
}

// The places of the sums of funding lines. Groups are ordered by them.
const (
	Voted = iota
	Asked
	Paid
	amountsOfLine
)

// LineSums sums the funding lines of a view that match, by groups of some dimensions.
func LineSums(
	ctx context.Context, v *snapshot.View, where *relay.Where, by []lexicon.FundingDimension,
) (*Sums, error) {
	of, store := &ent.FundingLine{}, v.Rows("funding")
	return sum(ctx, v, "funding", where, names(by), amountsOfLine, func(id int32) line {
		*of = ent.FundingLine{}
		store.Fill(of, id, v.Values())
		l := line{
			contract: &of.ContractID, funder: &of.FunderID, action: of.ActionID, axis: of.AxisID, kind: of.Kind,
			amounts: []amount{
				Voted: {cents: of.VotedCents}, Asked: {cents: of.AskedCents}, Paid: {cents: of.PaidCents},
			},
		}
		if of.Year != nil {
			l.year = *of.Year
		}
		return l
	})
}

// names returns dimensions as texts. Equal words of the two vocabularies mean the same.
func names[D ~string](by []D) []string {
	all := make([]string, len(by))
	for i, d := range by {
		all[i] = string(d)
	}
	return all
}

// sum sums the records of a type that match. The function read returns one of them, with n amounts.
func sum(
	ctx context.Context, v *snapshot.View, prefix string, where *relay.Where, by []string, n int,
	read func(id int32) line,
) (*Sums, error) {
	s := summing{view: v, by: by, groups: map[Key][]Sum{}, total: make([]Sum, n)}
	sees := v.VisibilityOf(prefix)
	count := 0
	each := func(id int32) error {
		if count++; count%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if !sees(id) || where != nil && where.Holds != nil && !where.Holds(id) {
			return nil
		}
		return s.add(read(id))
	}
	if where != nil && where.IsAmong {
		for _, id := range where.Among {
			if err := each(id); err != nil {
				return nil, err
			}
		}
		return s.sums(), nil
	}
	for id := range v.Rows(prefix).Bound() {
		if err := each(id); err != nil {
			return nil, err
		}
	}
	return s.sums(), nil
}

// summing is a sum in progress.
type summing struct {
	view   *snapshot.View
	by     []string
	groups map[Key][]Sum
	total  []Sum
}

// addAll adds the amounts of a record to the sums of a group.
func addAll(sums []Sum, amounts []amount) error {
	for i, a := range amounts {
		if err := sums[i].add(a); err != nil {
			return err
		}
	}
	return nil
}

// add adds a record to the total and to each of its groups.
func (s *summing) add(l line) error {
	if err := addAll(s.total, l.amounts); err != nil {
		return err
	}
	keys := []Key{{}}
	for _, d := range s.by {
		var next []Key
		for _, key := range keys {
			next = append(next, s.with(key, d, l)...)
		}
		keys = next
	}
	for _, key := range keys {
		sums := s.groups[key]
		if sums == nil {
			if len(s.groups) == MostGroups {
				return ErrTooMany
			}
			sums = make([]Sum, len(l.amounts))
			s.groups[key] = sums
		}
		if err := addAll(sums, l.amounts); err != nil {
			return err
		}
	}
	return nil
}

// with returns a key with each value that a record has in a dimension.
func (s *summing) with(key Key, d string, l line) []Key {
	switch d {
	case string(lexicon.GrantsByContract):
		key.Contract = s.seen("contract", l.contract)
	case string(lexicon.GrantsByFunder):
		key.Funder = s.seen("partner", l.funder)
	case string(lexicon.GrantsByBeneficiary):
		key.Beneficiary = s.seen("partner", l.beneficiary)
	case string(lexicon.GrantsByAction):
		key.Action = s.seen("action", l.action)
	case string(lexicon.GrantsByYear):
		key.Year = l.year
	case string(lexicon.GrantsByNature):
		if l.nature != nil {
			key.Nature = *l.nature
		}
	case string(lexicon.FundingByKind):
		key.Kind = l.kind
	case string(lexicon.GrantsByAxis):
		return each(key, s.axes(l), func(k *Key, id int) { k.Axis = id })
	case string(lexicon.GrantsByTheme):
		return each(key, s.themes(l), func(k *Key, id int) { k.Theme = id })
	}
	return []Key{key}
}

// each returns the key once for each id, or as it is without any.
func each(key Key, ids []int32, set func(*Key, int)) []Key {
	if len(ids) == 0 {
		return []Key{key}
	}
	keys := make([]Key, len(ids))
	for i, id := range ids {
		keys[i] = key
		set(&keys[i], int(id))
	}
	return keys
}

// seen returns the id of a record that the viewer sees, else 0.
func (s *summing) seen(prefix string, id *int) int {
	if id == nil || !s.view.CanSee(prefix, int32(*id)) { //nolint:gosec // it is an id
		return 0
	}
	return *id
}

// YearOf returns the year of a grant: its financial year, else the year of its agreement when that is certain. It is 0
// for an unknown one.
func YearOf(g *ent.Grant) int {
	switch {
	case g.FinancialYear != nil:
		return *g.FinancialYear
	case g.AgreedOn == nil:
		return 0
	}
	first, last := g.AgreedOn.Earliest().String(), g.AgreedOn.Latest().String()
	if first[:2] == ".." || last[:2] == ".." || first[:4] != last[:4] {
		return 0
	}
	year, _ := strconv.Atoi(first[:4]) // a day begins with its year
	return year
}

// The relations through which a record concerns themes.
var (
	themesOfAction, _ = relay.Ways("action", "themes")
	themesOfAxis, _   = relay.Ways("axis", "themes")
)

// axes returns the axis that a record pays for, or those that its action serves.
func (s *summing) axes(l line) (ids []int32) {
	if axis := s.seen("axis", l.axis); axis != 0 {
		return []int32{int32(axis)} //nolint:gosec // it is an id
	}
	action := s.seen("action", l.action)
	if action == 0 {
		return nil
	}
	store := s.view.Rows("alignment")
	kind, status, axis := store.Number("kind"), store.Number("status"), store.Number("axis_id")
	serves, abandoned := int64(rows.Code(lexicon.Serves)), int64(rows.Code(lexicon.StatusAbandoned))
	for _, id := range s.view.Children("alignment", "action_id", int32(action)) { //nolint:gosec // it is an id
		of, _ := kind(id)
		now, _ := status(id)
		to, _ := axis(id)
		at := int32(to) //nolint:gosec // it is an id
		if of == serves && now != abandoned && s.view.CanSee("alignment", id) && !slices.Contains(ids, at) {
			ids = append(ids, at)
		}
	}
	return ids
}

// themes returns the themes of the action or of the axis that a record pays for.
func (s *summing) themes(l line) []int32 {
	if action := s.seen("action", l.action); action != 0 {
		return relay.OtherEnds(s.view, int32(action), themesOfAction) //nolint:gosec // it is an id
	}
	if axis := s.seen("axis", l.axis); axis != 0 {
		return relay.OtherEnds(s.view, int32(axis), themesOfAxis) //nolint:gosec // it is an id
	}
	return nil
}

// sums orders the groups: the largest sums first, then by their keys.
func (s *summing) sums() *Sums {
	all := &Sums{Total: s.total, Groups: make([]Group, 0, len(s.groups))}
	for key, sums := range s.groups {
		all.Groups = append(all.Groups, Group{key, sums})
	}
	slices.SortFunc(all.Groups, func(a, b Group) int {
		return cmp.Or(slices.CompareFunc(a.Sums, b.Sums, largerFirst), a.Key.compare(b.Key))
	})
	return all
}

// largerFirst compares sums: the larger comes first, then that of more records.
func largerFirst(a, b Sum) int {
	return cmp.Or(cmp.Compare(b.Cents, a.Cents), cmp.Compare(b.Records(), a.Records()))
}

func (k Key) compare(o Key) int {
	return cmp.Or(
		cmp.Compare(k.Contract, o.Contract), cmp.Compare(k.Funder, o.Funder), cmp.Compare(k.Beneficiary, o.Beneficiary),
		cmp.Compare(k.Action, o.Action), cmp.Compare(k.Axis, o.Axis), cmp.Compare(k.Theme, o.Theme),
		cmp.Compare(k.Year, o.Year), cmp.Compare(k.Nature, o.Nature),
		cmp.Compare(k.Kind, o.Kind),
	)
}
