package network

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"maillage/internal/lexicon"
	"maillage/internal/persistent"
)

// Dimension is a property by which derived contributions are grouped, named as in the API.
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

// StatsKey identifies a row of statistics. A dimension that is not grouped by is 0 or empty, and so is the theme of
// axes without one. Territory, Audience and ActionTheme are 0 for chains without them.
type StatsKey struct {
	Theme, Contract, Axis, Partner   int // database ids
	Territory, Audience, ActionTheme int // database ids
	Kind                             lexicon.PartnerKind
	Sector                           lexicon.Sector
	AxisRole, ActionRole             lexicon.Role // a chain has at most one of the two
	Status                           lexicon.Status
	Basis                            lexicon.Basis
	Rule                             lexicon.Rule
}

// Stats holds numbers of derived contributions. Everything is counted once in a row, however many chains lead to
// it. It may be in several rows: an axis of two themes is in the rows of both.
type Stats struct {
	Contributions Tally // pairs of a partner and an axis, by the best of their chains in the row
	Partners      Tally // zero until [Statistics.CountPartners] has counted them
	Axes          Tally
	Chains        Counts
	Actions       int   // in chains that are not abandoned
	Claims        int   // contributions of chains that are not abandoned
	Amounts       int   // of these, the number that state an amount
	Amount        int64 // the sum of the amounts, in euro cents
}

// StatsRow holds the statistics of one group.
type StatsRow struct {
	Key StatsKey
	Stats
}

// Statistics holds numbers of derived contributions, by groups.
type Statistics struct {
	Rows   []StatsRow // the first groups, at most MostStatsRows
	Groups int        // number of all groups
	Total  Stats      // each item counted once

	lock     chan struct{}                              // of capacity one, held while partners are counted
	partners func(context.Context) (*Statistics, error) // counts them too; nil once they are counted
}

// CountPartners counts the partners of each group, each once however many contracts it contributes to. It takes
// much longer than the other counts; before it, the tallies of partners are zero.
func (s *Statistics) CountPartners(ctx context.Context) error {
	select {
	case s.lock <- struct{}{}:
		defer func() { <-s.lock }()
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

// MostStatsRows is the number of rows of statistics that are returned. mostGroups is the number of groups that are
// counted: more would need too much memory, and nobody would read them.
const (
	MostStatsRows = 1_000
	mostGroups    = 250_000
)

// Stats counts the derived contributions in a selection, by groups. Groups with most confirmed contributions come
// first, then those with most prospective ones, then by key.
//
// It returns the error of the context, or a *TooManyError if there are too many groups. Networks are immutable, so
// that the latest statistics are cached.
func (n *Network) Stats(ctx context.Context, sel Selection, by []Dimension) (*Statistics, error) {
	key := fmt.Sprintf("%v %q %q %q %q %q %v %v",
		sel.idsKey(), sel.AxisRoles, sel.ActionRoles, sel.Statuses, sel.Bases, sel.Rules,
		sel.ByReference, by) + sel.nilKey() + sel.dayKey()
	return n.cached.get(ctx, key, func() (*Statistics, error) { return n.count(ctx, sel, by) })
}

// count computes the statistics of a selection.
func (n *Network) count(ctx context.Context, sel Selection, by []Dimension) (*Statistics, error) {
	columns := n.columns(sel)
	if n.visibility == nil && sel.isWholeContracts() {
		return n.sumByContract(ctx, sel, by, columns)
	}
	return n.countAll(ctx, sel, by, columns)
}

// countAll counts axis by axis.
func (n *Network) countAll(ctx context.Context, sel Selection, by []Dimension, columns []int32) (*Statistics, error) {
	done, err := acquireSlot(ctx, len(columns))
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

// newCount returns a builder of statistics with the total as group 0.
func (n *Network) newCount(sel Selection, by []Dimension) *statsBuilder {
	return &statsBuilder{
		Network: n, by: groupingBy(by), byReference: sel.ByReference, when: sel.When,
		groups: map[groupKey]int32{{}: 0}, keys: []groupKey{{}}, stats: make([]Stats, 1),
		aspects: n.newAspectReader(sel.When),
	}
}

// axes counts the chains of axes. isOwn is true if none ran over another contract.
func (c *statsBuilder) axes(ctx context.Context, sel Selection, columns []int32) (isOwn bool, err error) {
	d := &derivation{Network: c.Network, filter: c.filter(sel)}
	for _, axis := range columns { // each axis is column 0 in turn: its chains are counted and dropped
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
func (c *statsBuilder) statistics() *Statistics {
	return &Statistics{Rows: c.rows(), Groups: len(c.keys) - 1, Total: c.stats[0], lock: make(chan struct{}, 1)}
}

// reserve allocates for the expected entries of so many axes, in the total and in one more group. Growth by
// doubling takes a sixth of the time.
func (c *statsBuilder) reserve(axes int) {
	share := float64(axes) / float64(max(1, c.counts[KindAxis]))
	room := int(2 * share * float64(c.counts[KindContribution]))
	c.partners, c.through, c.stated = make([]uint64, 0, room), make([]uint64, 0, room), make([]uint64, 0, room)
}

// rows returns the rows of the first groups, in order. Group 0 is the total.
func (c *statsBuilder) rows() []StatsRow {
	order := make([]int, len(c.keys)-1)
	for i := range order {
		order[i] = i + 1
	}
	slices.SortFunc(order, func(i, j int) int {
		a, b := c.stats[i].Contributions, c.stats[j].Contributions
		return cmp.Or(b.Confirmed-a.Confirmed, b.Prospective-a.Prospective, c.keys[i].compare(c.keys[j]))
	})
	rows := make([]StatsRow, min(len(order), MostStatsRows))
	for index := range rows {
		group := order[index]
		rows[index] = StatsRow{c.key(c.keys[group]), c.stats[group]}
	}
	return rows
}

// statsBuilder counts statistics. Group 0 is the total.
type statsBuilder struct {
	*Network
	by          grouping
	byReference bool
	when        When

	groups  map[groupKey]int32
	keys    []groupKey
	stats   []Stats
	aspects *aspectReader

	pairs    []uint64 // of the current axis: group, partner, standing
	partners []uint64 // of all axes: group, partner, standing
	through  []uint64 // group and action
	stated   []uint64 // group and contribution
}

// pack encodes a group, a node or claim of the group, and its standing there in an integer. Sorting brings equals
// together, the best standing last.
func pack(group, what int32, s standing) uint64 {
	return uint64(group)<<34 | uint64(what)<<2 | uint64(s) //nolint:gosec // neither is negative
}

// unpack returns the group and the standing of a packed integer.
func unpack(packed uint64) (group int32, s standing) {
	return int32(packed >> 34), standing(packed & 3) //nolint:gosec // as it was packed
}

// axis counts the chains of one axis.
func (c *statsBuilder) axis(d *derivation, axis int32) {
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
			c.eachAspectKey(key, d.arena[f.start:f.end], func(key groupKey) { c.chain(d, f, partner, c.group(key)) })
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

// themes returns the themes of an axis, plus one; for an axis without themes it is 0.
func (c *statsBuilder) themes(axis int32) []int32 {
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

// chainKey adds to a key what the groups take from a chain and its partner.
func (c *statsBuilder) chainKey(key groupKey, f *foundChain, partner int32) groupKey {
	body := c.partner(partner).traits
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

// group returns the index of the group with a key, and adds it if it is new.
func (c *statsBuilder) group(key groupKey) int32 {
	group, known := c.groups[key]
	if !known || group == 0 { // the empty key is that of the total
		group = int32(len(c.keys))
		c.groups[key] = group
		c.keys, c.stats = append(c.keys, key), append(c.stats, Stats{})
	}
	return group
}

// chain counts one chain in one group.
func (c *statsBuilder) chain(d *derivation, f *foundChain, partner, group int32) {
	var one Counts
	one.count(f.chainValue)
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

// countPartners counts each partner once in each group.
func (c *statsBuilder) countPartners() {
	persistent.SortUint64(c.partners, make([]uint64, len(c.partners)))
	counting := c.newTallyCounter(c.when)
	defer counting.done()
	for i, packed := range c.partners {
		group, s := unpack(packed)
		counting.add(int32(packed>>2&(1<<32-1)), s) //nolint:gosec // as it was packed
		if i+1 == len(c.partners) || c.partners[i+1]>>34 != packed>>34 {
			c.stats[group].Partners = counting.tally()
		}
	}
}

// distinct counts each action and contribution once in each group.
func (c *statsBuilder) distinct() {
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
