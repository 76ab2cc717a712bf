package network

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"maillage/internal/lexicon"
	"maillage/internal/persistent"
)

// Dimension is what derived contributions are grouped by, in the API's words.
type Dimension string

// The dimensions.
const (
	ByTheme         Dimension = "THEME"
	ByContract      Dimension = "CONTRACT"
	ByAxis          Dimension = "AXIS"
	ByPartner       Dimension = "PARTNER"
	ByPartnerKind   Dimension = "PARTNER_KIND"
	ByPartnerSector Dimension = "PARTNER_SECTOR"
	ByAxisRole      Dimension = "AXIS_ROLE"
	ByActionRole    Dimension = "ACTION_ROLE"
	ByStatus        Dimension = "STATUS"
	ByBasis         Dimension = "BASIS"
	ByRule          Dimension = "RULE"
	ByTerritory     Dimension = "TERRITORY"
	ByAudience      Dimension = "AUDIENCE"
	ByActionTheme   Dimension = "ACTION_THEME"
)

// StatsKey tells the rows of statistics apart. What they are not grouped by is
// 0 or empty, and so is the theme of axes that have none, and where, for whom and
// on what chains work that do not say it.
type StatsKey struct {
	Theme, Contract, Axis, Partner   int // database ids
	Territory, Audience, ActionTheme int // database ids
	Kind                             lexicon.PartnerKind
	Sector                           lexicon.Sector
	AxisRole, ActionRole             lexicon.Role // a chain has one of the two at most
	Status                           lexicon.Status
	Basis                            lexicon.Basis
	Rule                             lexicon.Rule
}

// Stats are derived contributions in numbers. Everything is counted once in a
// row, however many chains lead to it, and may be in several rows: an axis of
// two themes is in the rows of both.
type Stats struct {
	Contributions Tally // pairs of a partner and an axis, by the best of their chains in the row
	Partners      Tally // once [Statistics.CountPartners] has counted them
	Axes          Tally
	Chains        Counts
	Actions       int   // that chains go through, abandoned ones left out
	Claims        int   // contributions that somebody stated, in chains that are not abandoned
	Amounts       int   // of these, how many say an amount
	Amount        int64 // and the sum of them, in euro cents
}

// StatsRow is the statistics of one group.
type StatsRow struct {
	Key StatsKey
	Stats
}

// Statistics are derived contributions in numbers, by groups.
type Statistics struct {
	Rows   []StatsRow // of the first groups, MostStatsRows at most
	Groups int        // all of them
	Total  Stats      // everything counted once

	turn     chan struct{}                              // of one, who counts partners
	partners func(context.Context) (*Statistics, error) // counts them too; nil when they are
}

// CountPartners counts the partners of each group, which takes much longer than the rest: each once, whatever
// contracts it contributes to. The tallies of partners are zero before.
func (s *Statistics) CountPartners(ctx context.Context) error {
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if s.partners == nil {
		return nil
	}
	all, err := s.partners(ctx)
	if err != nil {
		return err
	}
	for i := range s.Rows {
		s.Rows[i].Partners = all.Rows[i].Partners
	}
	s.Total.Partners, s.partners = all.Total.Partners, nil
	return nil
}

// MostStatsRows is how many rows of statistics are told, and mostGroups how many
// groups are counted: more would fill the memory and be looked at by nobody.
const (
	MostStatsRows = 1_000
	mostGroups    = 250_000
)

// Stats counts the derived contributions that a selection asks for, by groups:
// those with most confirmed contributions first, then with most prospective
// ones, then in the order of the keys. It is ended by its context, and by a
// *TooManyError.
//
// A network never changes, and neither do its statistics: those that were asked
// for last are kept.
func (n *Network) Stats(ctx context.Context, sel Selection, by []Dimension) (*Statistics, error) {
	question := fmt.Sprintf("%v %q %q %q %q %q %v %v", sel.ids(), sel.AxisRoles, sel.ActionRoles, sel.Statuses, sel.Bases, sel.Rules,
		sel.ByReference, by) + sel.given() + sel.day()
	return n.counted.of(ctx, question, func() (*Statistics, error) { return n.count(ctx, sel, by) })
}

func (n *Network) count(ctx context.Context, sel Selection, by []Dimension) (*Statistics, error) {
	columns := n.columns(sel)
	if n.sight == nil && sel.isOfContracts() {
		return n.sum(ctx, sel, by, columns)
	}
	return n.countAll(ctx, sel, by, columns)
}

// countAll counts axis by axis.
func (n *Network) countAll(ctx context.Context, sel Selection, by []Dimension, columns []int32) (*Statistics, error) {
	done, err := turn(ctx, len(columns))
	if err != nil {
		return nil, err
	}
	defer done()
	c := n.newCount(sel, by)
	c.reserve(len(columns))
	if _, err := c.axes(ctx, sel, columns); err != nil {
		return nil, err
	}
	c.distinct()
	c.countPartners()
	return c.statistics(), nil
}

func (n *Network) newCount(sel Selection, by []Dimension) *count {
	return &count{
		Network: n, by: groupingBy(by), byReference: sel.ByReference, when: sel.When,
		groups: map[groupKey]int32{{}: 0}, keys: []groupKey{{}}, stats: make([]Stats, 1), reach: n.reachable(sel.When),
	}
}

// axes counts the chains of some axes, and tells whether none ran over another contract.
func (c *count) axes(ctx context.Context, sel Selection, columns []int32) (isOwn bool, err error) {
	d := &derivation{Network: c.Network, filter: c.filter(sel)}
	for _, axis := range columns { // every axis is its own column 0: its chains are counted and forgotten
		if err := ctx.Err(); err != nil {
			return false, err
		}
		d.found, d.arena = d.found[:0], d.arena[:0]
		d.toAxis(axis)
		c.axis(d, axis)
		if len(c.keys) > mostGroups {
			return false, &TooManyError{What: "groups", Most: mostGroups}
		}
	}
	return !d.foreign, nil
}

// statistics returns the counts.
func (c *count) statistics() *Statistics {
	return &Statistics{Rows: c.rows(), Groups: len(c.keys) - 1, Total: c.stats[0], turn: make(chan struct{}, 1)}
}

// reserve makes room for what so many axes are likely to have, in the total and
// in one more group: to grow by doubling takes a sixth of the time.
func (c *count) reserve(axes int) {
	share := float64(axes) / float64(max(1, c.counts[KindAxis]))
	room := int(2 * share * float64(c.counts[KindContribution]))
	c.partners, c.through, c.stated = make([]uint64, 0, room), make([]uint64, 0, room), make([]uint64, 0, room)
}

// rows are those of the first groups, in order. Group 0 is the total.
func (c *count) rows() []StatsRow {
	order := make([]int, len(c.keys)-1)
	for i := range order {
		order[i] = i + 1
	}
	slices.SortFunc(order, func(i, j int) int {
		a, b := c.stats[i].Contributions, c.stats[j].Contributions
		return cmp.Or(b.Confirmed-a.Confirmed, b.Prospective-a.Prospective, c.keys[i].compare(c.keys[j]))
	})
	rows := make([]StatsRow, min(len(order), MostStatsRows))
	for place := range rows {
		group := order[place]
		rows[place] = StatsRow{c.key(c.keys[group]), c.stats[group]}
	}
	return rows
}

// count is a count under way. Group 0 is the total.
type count struct {
	*Network
	by          grouping
	byReference bool
	when        When

	groups map[groupKey]int32
	keys   []groupKey
	stats  []Stats
	reach  *reachable

	pairs    []uint64 // of the axis under way: group, partner, standing
	partners []uint64 // of all: group, partner, standing
	through  []uint64 // group and action
	stated   []uint64 // group and contribution
}

// pack makes one number of a group, a node or claim of the group, and what it
// amounts to there, such that sorting brings equals together, the best last.
func pack(group, what int32, s standing) uint64 {
	return uint64(group)<<34 | uint64(what)<<2 | uint64(s) //nolint:gosec // neither is negative
}

func unpack(packed uint64) (group int32, s standing) {
	return int32(packed >> 34), standing(packed & 3) //nolint:gosec // as it was packed
}

// axis counts the chains of one axis.
func (c *count) axis(d *derivation, axis int32) {
	themes := []int32{0}
	if c.by.theme {
		themes = c.themes(axis)
	}
	base := groupKey{}
	if c.by.contract {
		base.contract = c.contractOf(axis) + 1
	}
	if c.by.axis {
		base.axis = axis + 1
	}
	c.pairs = c.pairs[:0]
	for i := range d.found {
		f := &d.found[i]
		partner := f.partner
		c.chain(d, f, partner, 0)
		key := c.chainKey(base, f, partner)
		for _, theme := range themes {
			key.theme = theme
			c.eachReach(key, d.arena[f.start:f.end], func(key groupKey) { c.chain(d, f, partner, c.group(key)) })
		}
	}
	slices.Sort(c.pairs)
	best := map[int32]standing{} // group → of the axis
	for i, packed := range c.pairs {
		group, s := unpack(packed)
		if i+1 < len(c.pairs) && c.pairs[i+1]>>2 == packed>>2 {
			continue // a better one follows
		}
		c.stats[group].Contributions.add(s)
		best[group] = max(best[group], s)
		c.partners = append(c.partners, packed)
	}
	for group, s := range best {
		c.stats[group].Axes.add(s)
	}
}

// themes are the themes of an axis, plus one; of one without any it is 0.
func (c *count) themes(axis int32) []int32 {
	var themes []int32
	for _, theme := range c.themesOf(axis, c.when) {
		if c.byReference {
			theme = c.referenceOf(theme)
		}
		themes = append(themes, theme+1)
	}
	if len(themes) == 0 {
		return []int32{0}
	}
	slices.Sort(themes)
	return slices.Compact(themes)
}

func (c *count) chainKey(key groupKey, f *found, partner int32) groupKey {
	body := c.partner(partner).body
	if c.by.partner {
		key.partner = partner + 1
	}
	if c.by.kind {
		key.kind = body.kind
	}
	if c.by.sector {
		key.sector = body.sector
	}
	if c.by.axisRole && f.onAxis && !f.roleless {
		key.axisRole = f.role + 1
	}
	if c.by.actionRole && !f.onAxis && !f.roleless {
		key.actionRole = f.role + 1
	}
	if c.by.status {
		key.status = f.status + 1
	}
	if c.by.basis {
		key.basis = f.basis + 1
	}
	if c.by.rule {
		key.rule = f.rule + 1
	}
	return key
}

func (c *count) group(key groupKey) int32 {
	group, known := c.groups[key]
	if !known || group == 0 { // the key of no dimension is the total's
		group = int32(len(c.keys))
		c.groups[key] = group
		c.keys, c.stats = append(c.keys, key), append(c.stats, Stats{})
	}
	return group
}

// chain counts one chain in one group.
func (c *count) chain(d *derivation, f *found, partner, group int32) {
	var one Counts
	one.count(f.worth)
	c.stats[group].Chains.add(one)
	c.pairs = append(c.pairs, pack(group, partner, f.standing()))
	if f.status == 0 {
		return
	}
	for _, number := range d.arena[f.start:f.end] {
		if !numberIs(number, KindContribution) {
			continue
		}
		c.stated = append(c.stated, pack(group, number, 0))
		if to := c.claim(number).to; nodeIs(to, KindAction) {
			c.through = append(c.through, pack(group, to, 0))
		}
	}
}

// countPartners counts partners once in each group.
func (c *count) countPartners() {
	persistent.SortUint64(c.partners, make([]uint64, len(c.partners)))
	counting := c.counting(c.when)
	defer counting.done()
	for i, packed := range c.partners {
		group, s := unpack(packed)
		counting.put(int32(packed>>2&(1<<32-1)), s) //nolint:gosec // as it was packed
		if i+1 == len(c.partners) || c.partners[i+1]>>34 != packed>>34 {
			c.stats[group].Partners = counting.tally()
		}
	}
}

// distinct counts actions and contributions once in each group.
func (c *count) distinct() {
	room := make([]uint64, max(len(c.through), len(c.stated)))
	persistent.SortUint64(c.through, room)
	for _, packed := range slices.Compact(c.through) {
		group, _ := unpack(packed)
		c.stats[group].Actions++
	}
	persistent.SortUint64(c.stated, room)
	for _, packed := range slices.Compact(c.stated) {
		group, _ := unpack(packed)
		s := &c.stats[group]
		s.Claims++
		if amount, said := c.amount(int32(packed >> 2 & (1<<32 - 1))); said { //nolint:gosec // as it was packed
			s.Amounts++
			s.Amount += amount
		}
	}
}
