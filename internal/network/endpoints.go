package network

import (
	"context"
	"fmt"
	"slices"
)

// endpoints holds the distinct partners and axes of cells, as nodes.
type endpoints struct{ partners, axes []int32 }

// Ends returns the distinct partners and axes, by database id, of the cells that [Network.Matrix] would return.
func (n *Network) Ends(ctx context.Context, sel Selection) (partners, axes []int, err error) {
	var of []*endpoints
	if n.visibility == nil && sel.isWholeContracts() {
		of, err = n.endpointsByContract(ctx, sel)
	} else {
		of, err = n.findEndpoints(ctx, sel, n.columns(sel), func(int32, *endpoints, bool) {})
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

// endpointsByContract finds the endpoints contract by contract, and caches those of each contract.
func (n *Network) endpointsByContract(ctx context.Context, sel Selection) (of []*endpoints, err error) {
	one := sel
	one.Contracts = nil
	key := fmt.Sprintf("%q %q %q %q %q", one.AxisRoles, one.ActionRoles, one.Statuses, one.Bases, one.Rules) +
		one.nilKey() + one.dayKey()
	var missing []int
	for _, contract := range n.contractsOf(sel) {
		if cached, is := n.endpoints.Get(key, contract, n.versionOf(contract)); is {
			of = append(of, cached)
		} else {
			missing = append(missing, int(contract))
		}
	}
	if len(missing) == 0 {
		return of, nil
	}
	one.Contracts = missing
	rest := make(map[int32]bool, len(missing)) // contracts without a selected axis
	for _, contract := range missing {
		rest[int32(contract)] = true //nolint:gosec // it is an id
	}
	found, err := n.findEndpoints(ctx, sel, n.columns(one), func(contract int32, e *endpoints, isOwn bool) {
		delete(rest, contract)
		if isOwn {
			n.endpoints.Put(key, contract, n.versionOf(contract), e)
		}
	})
	if err != nil {
		return nil, err
	}
	for contract := range rest {
		n.endpoints.Put(key, contract, n.versionOf(contract), &endpoints{})
	}
	return append(of, found...), nil
}

// contractsOf returns the ids of the contracts of a selection.
func (n *Network) contractsOf(sel Selection) (contracts []int32) {
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

// findEndpoints finds the endpoints of axes, which are grouped by contract. It passes those of each contract to
// visit, and whether no chain ran over another contract.
func (n *Network) findEndpoints(
	ctx context.Context, sel Selection, columns []int32, visit func(contract int32, e *endpoints, isOwn bool),
) (of []*endpoints, err error) {
	done, err := acquireSlot(ctx, len(columns))
	if err != nil {
		return nil, err
	}
	defer done()
	for from := 0; from < len(columns); {
		contract, to := n.axis(columns[from]).contract, from+1
		for to < len(columns) && n.axis(columns[to]).contract == contract {
			to++
		}
		e := &endpoints{}
		d := n.deriving(columns[from:to], sel)
		err := d.each(ctx, columns[from:to], func(chains []foundChain) error {
			for i := range chains {
				e.partners, e.axes = append(e.partners, chains[i].partner),
					append(e.axes, columns[from+int(chains[i].column)])
			}
			d.found, d.arena = d.found[:0], d.arena[:0] // only their endpoints are needed
			return nil
		})
		if err != nil {
			return nil, err
		}
		d.release()
		e.partners, e.axes = distinct(e.partners), distinct(e.axes)
		of = append(of, e)
		visit(contract, e, !d.foreign)
		from = to
	}
	return of, nil
}

// distinct sorts nodes and returns a copy without duplicates.
func distinct(nodes []int32) []int32 {
	slices.Sort(nodes)
	return slices.Clone(slices.Compact(nodes))
}
