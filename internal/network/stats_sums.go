package network

import (
	"context"
	"fmt"
)

// What is counted for each contract adds up, except partners: a contract has axes, actions and contributions of its
// own. So the sums of each contract are kept, and a write costs those of its contract.

// sums are those of one contract, by groups; the first is the total.
type sums struct {
	keys  []groupKey
	stats []Stats // without partners
}

// isOfContracts tells whether a selection asks for all axes of some contracts, or of all.
func (s Selection) isOfContracts() bool {
	return len(s.Axes)+len(s.Themes)+len(s.Partners)+len(s.Territories)+len(s.Audiences)+len(s.ActionThemes) == 0
}

// sum adds up the sums of contracts.
func (n *Network) sum(ctx context.Context, sel Selection, by []Dimension, columns []int32) (*Statistics, error) {
	one := sel
	one.Contracts = nil
	question := fmt.Sprintf("%q %q %q %q %q %v %v", one.AxisRoles, one.ActionRoles, one.Statuses, one.Bases, one.Rules,
		one.ByReference, by) + one.given() + one.day()
	var missing [][]int32 // axes by contract
	of := make([]*sums, 0, n.counts[KindContract])
	for from := 0; from < len(columns); {
		contract, to := n.axis(columns[from]).contract, from+1
		for to < len(columns) && n.axis(columns[to]).contract == contract {
			to++
		}
		if kept, is := n.sums.get(question, contract, n.versionOf(contract)); is {
			of = append(of, kept)
		} else {
			missing = append(missing, columns[from:to])
		}
		from = to
	}
	counted, addUp, err := n.sumsOf(ctx, one, by, question, missing)
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

// sumsOf counts contracts, given by their axes. It tells whether they add up: where chains run over another contract,
// an action of one may be counted in both.
func (n *Network) sumsOf(
	ctx context.Context, sel Selection, by []Dimension, question string, contracts [][]int32,
) (counted []*sums, addUp bool, err error) {
	axes := 0
	for _, columns := range contracts {
		axes += len(columns)
	}
	done, err := turn(ctx, axes)
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
		n.sums.put(question, contract, n.versionOf(contract), s)
	}
	return counted, true, nil
}

// add adds what is counted of another contract. Partners are not.
func (s *Stats) add(o *Stats) {
	s.Contributions.sum(o.Contributions)
	s.Axes.sum(o.Axes)
	s.Chains.add(o.Chains)
	s.Actions += o.Actions
	s.Claims += o.Claims
	s.Amounts += o.Amounts
	s.Amount += o.Amount
}

func (t *Tally) sum(o Tally) {
	t.Confirmed += o.Confirmed
	t.Prospective += o.Prospective
	t.Unknown += o.Unknown
}
