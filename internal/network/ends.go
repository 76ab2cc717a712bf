package network

import (
	"context"
	"fmt"
	"slices"
)

// ends are the partners and the axes of cells: nodes, each once.
type ends struct{ partners, axes []int32 }

// Ends are the partners and the axes, each once and by database id, of the cells
// that [Network.Matrix] would show.
func (n *Network) Ends(ctx context.Context, sel Selection) (partners, axes []int, err error) {
	var of []*ends
	if n.sight == nil && len(sel.Axes)+len(sel.Partners) == 0 {
		of, err = n.endsByContract(ctx, sel)
	} else {
		of, err = n.endsOf(ctx, sel, n.columns(sel), func(int32, *ends, bool) {})
	}
	if err != nil {
		return nil, nil, err
	}
	known := make([]bool, n.bounds[KindPartner])
	for _, e := range of {
		for _, partner := range e.partners {
			known[idOf(partner)] = true
		}
		for _, axis := range e.axes {
			axes = append(axes, nodeID(axis))
		}
	}
	for id, is := range known {
		if is {
			partners = append(partners, id)
		}
	}
	slices.Sort(axes)
	return partners, axes, nil
}

// endsByContract finds the ends of contracts, and keeps those of each.
func (n *Network) endsByContract(ctx context.Context, sel Selection) (of []*ends, err error) {
	one := sel
	one.Contracts = nil
	question := fmt.Sprintf("%s %q %q %q %q %q %v", one.ids(), one.AxisRoles, one.ActionRoles, one.Statuses,
		one.Bases, one.Rules,
		one.Around) + one.given() + one.day()
	var missing []int
	for _, contract := range n.contractsAsked(sel) {
		if kept, is := n.ends.get(question, contract, n.versionOf(contract)); is {
			of = append(of, kept)
		} else {
			missing = append(missing, int(contract))
		}
	}
	if len(missing) == 0 {
		return of, nil
	}
	one.Contracts = missing
	rest := make(map[int32]bool, len(missing)) // without an axis that is asked for
	for _, contract := range missing {
		rest[int32(contract)] = true //nolint:gosec // it is an id
	}
	found, err := n.endsOf(ctx, sel, n.columns(one), func(contract int32, e *ends, isOwn bool) {
		delete(rest, contract)
		if isOwn {
			n.ends.put(question, contract, n.versionOf(contract), e)
		}
	})
	if err != nil {
		return nil, err
	}
	for contract := range rest {
		n.ends.put(question, contract, n.versionOf(contract), &ends{})
	}
	return append(of, found...), nil
}

// contractsAsked are the ids of the contracts that a selection asks for.
func (n *Network) contractsAsked(sel Selection) (contracts []int32) {
	if len(sel.Contracts) > 0 {
		for _, node := range n.findAll(KindContract, sel.Contracts) {
			contracts = append(contracts, idOf(node))
		}
		return contracts
	}
	for id, row := range n.contracts.All {
		if row.fact.ID != 0 {
			contracts = append(contracts, id)
		}
	}
	return contracts
}

// endsOf finds the ends of some axes, which come contract by contract, and tells those of each contract, and whether
// no chain ran over another.
func (n *Network) endsOf(
	ctx context.Context, sel Selection, columns []int32, told func(contract int32, e *ends, isOwn bool),
) (of []*ends, err error) {
	done, err := turn(ctx, len(columns))
	if err != nil {
		return nil, err
	}
	defer done()
	for from := 0; from < len(columns); {
		contract, to := n.axis(columns[from]).contract, from+1
		for to < len(columns) && n.axis(columns[to]).contract == contract {
			to++
		}
		e := &ends{}
		d := n.deriving(columns[from:to], sel)
		err := d.each(ctx, columns[from:to], func(chains []found) error {
			for i := range chains {
				e.partners, e.axes = append(e.partners, chains[i].partner),
					append(e.axes, columns[from+int(chains[i].column)])
			}
			d.found, d.arena = d.found[:0], d.arena[:0] // where they end is all that is asked
			return nil
		})
		if err != nil {
			return nil, err
		}
		d.release()
		e.partners, e.axes = distinct(e.partners), distinct(e.axes)
		of = append(of, e)
		told(contract, e, !d.foreign)
		from = to
	}
	return of, nil
}

// distinct sorts nodes, each once, in memory of their own.
func distinct(nodes []int32) []int32 {
	slices.Sort(nodes)
	return slices.Clone(slices.Compact(nodes))
}
