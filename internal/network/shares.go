package network

import (
	"slices"

	"maillage/internal/lexicon"
)

// RoleActions holds the actions in which a partner has a role.
type RoleActions struct {
	Role    lexicon.Role
	Actions []int // by id
}

// ActionsByRole returns the actions in which the partner of a cell takes part, by role in the vocabulary's order.
// Only the chains of the cell's standing count.
func (n *Network) ActionsByRole(c Cell) []RoleActions {
	all := make([]RoleActions, 0, len(c.ActionRoles))
	ids := make([]int, 0, len(c.Chains)) // of all roles
	for _, role := range c.ActionRoles {
		first := len(ids)
		n.eachOwnContribution(&c, func(chain *Chain, number int32) {
			if to := n.claim(number).to; chain.Role == role && nodeIs(to, KindAction) {
				ids = append(ids, nodeID(to))
			}
		})
		of := ids[first:len(ids):len(ids)]
		slices.Sort(of)
		all = append(all, RoleActions{role, slices.Compact(of)})
	}
	return all
}

// Amount sums the amounts, in euro cents, of the partner's distinct contributions in the chains of the cell's
// standing. amounts is the number of contributions that state one.
func (n *Network) Amount(c Cell) (amounts int, sum int64) {
	var few [8]int32
	counted := few[:0]
	n.eachOwnContribution(&c, func(_ *Chain, number int32) {
		if !slices.Contains(counted, number) {
			counted = append(counted, number)
		}
	})
	for _, number := range counted {
		if amount, ok := n.amount(number); ok {
			amounts++
			sum += amount
		}
	}
	return amounts, sum
}

// eachOwnContribution visits the contributions of the partner, or of its predecessors, in the chains of the cell's
// standing. It leaves out those of a collective, which are not its member's, and seats, which are no contributions.
func (n *Network) eachOwnContribution(c *Cell, visit func(chain *Chain, number int32)) {
	for i := range c.Chains {
		chain := &c.Chains[i]
		if chain.Standing != c.Standing || chain.Role == "" {
			continue
		}
		for _, link := range chain.Links {
			if link.Kind == KindContribution {
				if number := n.number(link); number >= 0 {
					visit(chain, number)
				}
			}
		}
	}
}
