// Package funding sums grants, exactly and by group, over the records that a viewer sees.
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

// ErrTooLarge reports a sum that has no exact value in the API.
var ErrTooLarge = errors.New("the sum of the amounts is too large")

// ErrTooMany reports more than MostGroups groups.
var ErrTooMany = errors.New("too many groups")

// MostGroups is the maximum number of groups.
const MostGroups = 100_000

// Key is a group: the value of each dimension. Dimensions by which grants are not grouped are zero, and so are those
// for which a grant has no value.
type Key struct {
	Contract, Funder, Beneficiary, Action, Axis, Theme, Year int
	Nature                                                   lexicon.GrantNature
}

// Sum is the sum of the amounts of some grants. An amount that is unknown or withheld is counted, and adds nothing.
type Sum struct {
	Cents                    int64
	Known, Withheld, Unknown int
}

// Records returns the number of grants.
func (s Sum) Records() int { return s.Known + s.Withheld + s.Unknown }

// add adds a grant.
func (s *Sum) add(g *ent.Grant) error {
	switch {
	case g.AmountCents != nil:
		sum := s.Cents + *g.AmountCents
		if (sum > s.Cents) != (*g.AmountCents > 0) && *g.AmountCents != 0 {
			return ErrTooLarge
		}
		s.Cents = sum
		s.Known++
	case g.AmountWithheld:
		s.Withheld++
	default:
		s.Unknown++
	}
	return nil
}

// Group is the sum of a group.
type Group struct {
	Key
	Sum
}

// Sums are the sums of all groups, the largest first, and in total. A grant can be in several groups of a theme or an
// axis; in the total it is once.
type Sums struct {
	Groups []Group
	Total  Sum
}

// GrantSums sums the grants of a view that match, by groups of some dimensions.
func GrantSums(
	ctx context.Context, v *snapshot.View, where *relay.Where, by []lexicon.GrantDimension,
) (*Sums, error) {
	s := summing{view: v, by: by, groups: map[Key]*Sum{}}
	sees := v.VisibilityOf("grant")
	grant := &ent.Grant{}
	count := 0
	each := func(id int32) error {
		if count++; count%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if !sees(id) || where != nil && where.Holds != nil && !where.Holds(id) {
			return nil
		}
		*grant = ent.Grant{}
		v.Rows("grant").Fill(grant, id, v.Values())
		return s.add(grant)
	}
	if where != nil && where.IsAmong {
		for _, id := range where.Among {
			if err := each(id); err != nil {
				return nil, err
			}
		}
		return s.sums()
	}
	store := v.Rows("grant")
	for id := range store.Bound() {
		if err := each(id); err != nil {
			return nil, err
		}
	}
	return s.sums()
}

// summing is a sum in progress.
type summing struct {
	view   *snapshot.View
	by     []lexicon.GrantDimension
	groups map[Key]*Sum
	total  Sum
}

// add adds a grant to the total and to each of its groups.
func (s *summing) add(g *ent.Grant) error {
	if err := s.total.add(g); err != nil {
		return err
	}
	keys := []Key{{}}
	for _, d := range s.by {
		var next []Key
		for _, key := range keys {
			next = append(next, s.with(key, d, g)...)
		}
		keys = next
	}
	for _, key := range keys {
		sum := s.groups[key]
		if sum == nil {
			if len(s.groups) == MostGroups {
				return ErrTooMany
			}
			sum = &Sum{}
			s.groups[key] = sum
		}
		if err := sum.add(g); err != nil {
			return err
		}
	}
	return nil
}

// with returns a key with each value that a grant has in a dimension.
func (s *summing) with(key Key, d lexicon.GrantDimension, g *ent.Grant) []Key {
	switch d {
	case lexicon.GrantsByContract:
		key.Contract = s.seen("contract", g.ContractID)
	case lexicon.GrantsByFunder:
		key.Funder = s.seen("partner", &g.FunderID)
	case lexicon.GrantsByBeneficiary:
		key.Beneficiary = s.seen("partner", g.BeneficiaryID)
	case lexicon.GrantsByAction:
		key.Action = s.seen("action", g.ActionID)
	case lexicon.GrantsByYear:
		key.Year = YearOf(g)
	case lexicon.GrantsByNature:
		if g.Nature != nil {
			key.Nature = *g.Nature
		}
	case lexicon.GrantsByAxis:
		return each(key, s.axes(g), func(k *Key, id int) { k.Axis = id })
	case lexicon.GrantsByTheme:
		return each(key, s.themes(g), func(k *Key, id int) { k.Theme = id })
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

// The relations through which a grant concerns themes.
var (
	themesOfAction, _ = relay.Ways("action", "themes")
	themesOfAxis, _   = relay.Ways("axis", "themes")
)

// axes returns the axis that a grant pays for, or those that its action serves.
func (s *summing) axes(g *ent.Grant) (ids []int32) {
	if axis := s.seen("axis", g.AxisID); axis != 0 {
		return []int32{int32(axis)} //nolint:gosec // it is an id
	}
	action := s.seen("action", g.ActionID)
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

// themes returns the themes of the action or of the axis that a grant pays for.
func (s *summing) themes(g *ent.Grant) []int32 {
	if action := s.seen("action", g.ActionID); action != 0 {
		return relay.OtherEnds(s.view, int32(action), themesOfAction) //nolint:gosec // it is an id
	}
	if axis := s.seen("axis", g.AxisID); axis != 0 {
		return relay.OtherEnds(s.view, int32(axis), themesOfAxis) //nolint:gosec // it is an id
	}
	return nil
}

// sums orders the groups: the largest sum first, then by their keys.
func (s *summing) sums() (*Sums, error) {
	all := &Sums{Total: s.total, Groups: make([]Group, 0, len(s.groups))}
	for key, sum := range s.groups {
		all.Groups = append(all.Groups, Group{key, *sum})
		if tooLarge(sum.Cents) {
			return nil, ErrTooLarge
		}
	}
	if tooLarge(s.total.Cents) {
		return nil, ErrTooLarge
	}
	slices.SortFunc(all.Groups, func(a, b Group) int {
		return cmp.Or(cmp.Compare(b.Cents, a.Cents), cmp.Compare(b.Records(), a.Records()), a.Key.compare(b.Key))
	})
	return all, nil
}

func tooLarge(cents int64) bool { return cents > lexicon.MostCents || cents < -lexicon.MostCents }

func (k Key) compare(o Key) int {
	return cmp.Or(
		cmp.Compare(k.Contract, o.Contract), cmp.Compare(k.Funder, o.Funder), cmp.Compare(k.Beneficiary, o.Beneficiary),
		cmp.Compare(k.Action, o.Action), cmp.Compare(k.Axis, o.Axis), cmp.Compare(k.Theme, o.Theme),
		cmp.Compare(k.Year, o.Year), cmp.Compare(k.Nature, o.Nature),
	)
}
