package network

import (
	"context"
	"fmt"
)

// The counts of contracts add up, except those of partners: each contract has its own axes, actions and contributions.
// The sums of each contract are therefore cached, and a write costs those of its contract alone.

// sums holds the counts of one contract, by groups; the first is the total.
type sums struct {
	keys  []groupKey
	stats []Stats // without partners
}

// isWholeContracts reports whether a selection includes all axes of some contracts, or of all.
func (s Selection) isWholeContracts() bool {
	return len(s.Axes)+len(s.Themes)+len(s.Partners)+len(s.Territories)+len(s.Audiences)+len(s.ActionThemes) == 0
}

// sumByContract adds up the cached or new sums of contracts.
func (n *Network) sumByContract(
	ctx context.Context, sel Selection, by []Dimension, columns []int32,
) (*Statistics, error) {
	one := sel
	one.Contracts = nil
	key := fmt.Sprintf("%q %q %q %q %q %v %v", one.AxisRoles, one.ActionRoles, one.Statuses, one.Bases, one.Rules,
		one.ByReference, by) + one.nilKey() + one.dayKey()
	var missing [][]int32 // axes by contract
	of := make([]*sums, 0, n.counts[KindContract])
	for from := 0; from < len(columns); {
		contract, to := n.axis(columns[from]).contract, from+1
		for to < len(columns) && n.axis(columns[to]).contract == contract {
			to++
		}
		if cached, is := n.sums.Get(key, contract, n.versionOf(contract)); is {
			of = append(of, cached)
		} else {
			missing = append(missing, columns[from:to])
		}
		from = to
	}
	counted, addUp, err := n.sumsOf(ctx, one, by, key, missing)
	if err != nil {
		return nil, err
	}
	if !addUp {
		return n.countAll(ctx, sel, by, columns)
	}
	c := n.newCount(sel, by)
	for _, s := range append(of, counted...) {
		for i, key := range s.keys {
			group := int32(0)
			if i > 0 {
				group = c.group(key)
			}
			c.stats[group].add(&s.stats[i])
		}
		if len(c.keys) > mostGroups {
			return nil, &TooManyError{What: "groups", Most: mostGroups}
		}
	}
	all := c.statistics()
	all.partners = func(ctx context.Context) (*Statistics, error) { return n.countAll(ctx, sel, by, columns) }
	return all, nil
}

// sumsOf counts contracts, given by their axes. addUp is false if a chain runs over another contract: an action
// could then be counted in both.
func (n *Network) sumsOf(
	ctx context.Context, sel Selection, by []Dimension, key string, contracts [][]int32,
) (counted []*sums, addUp bool, err error) {
	axes := 0
	for _, columns := range contracts {
		axes += len(columns)
	}
	done, err := acquireSlot(ctx, axes)
	if err != nil {
		return nil, false, err
	}
	defer done()
	for _, columns := range contracts {
		c := n.newCount(sel, by)
		isOwn, err := c.axes(ctx, sel, columns)
		if err != nil || !isOwn {
			return nil, false, err
		}
		c.distinct()
		contract := n.axis(columns[0]).contract
		s := &sums{c.keys, c.stats}
		counted = append(counted, s)
		n.sums.Put(key, contract, n.versionOf(contract), s)
	}
	return counted, true, nil
}

// add adds the counts of another contract, except partners.
func (s *Stats) add(o *Stats) {
	s.Contributions.sum(o.Contributions)
	s.Axes.sum(o.Axes)
	s.Chains.add(o.Chains)
	s.Actions += o.Actions
	s.Claims += o.Claims
	s.Amounts += o.Amounts
	s.Amount += o.Amount
}

// sum adds the counts of another tally.
func (t *Tally) sum(o Tally) {
	t.Confirmed += o.Confirmed
	t.Prospective += o.Prospective
	t.Unknown += o.Unknown
}
