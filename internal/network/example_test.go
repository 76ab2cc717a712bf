package network_test

import (
	"fmt"

	"maillage/internal/lexicon"
	"maillage/internal/network"
)

// A partner operates an action, and the action serves an axis. No record says that the partner contributes to the
// axis: the network derives it, and gives the claims on which it rests.
func Example() {
	const contract, axis, action, partner = 1, 10, 20, 30
	facts := network.NewFacts()
	facts.PutContract(network.Contract{ID: contract})
	facts.PutAxis(network.Axis{ID: axis, Contract: contract, Position: 1})
	facts.PutAction(network.Action{ID: action, Contract: contract})
	facts.PutPartner(network.Partner{ID: partner, Kind: lexicon.Organisation, Sector: lexicon.SectorSocial})
	facts.PutContribution(network.Contribution{
		Claim:   network.Claim{ID: 40, Contract: contract, Status: lexicon.StatusActive, Basis: lexicon.BasisStated},
		Partner: partner, Action: action, Role: lexicon.RoleOperator,
	})
	facts.PutAlignment(network.Alignment{
		Claim:  network.Claim{ID: 50, Contract: contract, Status: lexicon.StatusActive, Basis: lexicon.BasisStated},
		Action: action, Axis: axis, Kind: lexicon.Serves,
	})
	derived, err := facts.Build(nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, cell := range derived.Contributors(axis, network.Selection{}) {
		fmt.Println(cell.Standing, cell.Strongest().Rule, cell.Strongest().Status)
		for _, link := range cell.Strongest().Links {
			fmt.Println("by", link.Kind, link.ID)
		}
	}

	// The facts follow a change. The network that was built before stays as it is.
	facts.Remove(network.Ref{Kind: network.KindAlignment, ID: 50})
	later, err := facts.Build(nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(derived.Contributors(axis, network.Selection{})),
		len(later.Contributors(axis, network.Selection{})))
	// Output:
	// CONFIRMED BY_ACTION ACTIVE
	// by contribution 40
	// by alignment 50
	// 1 0
}
