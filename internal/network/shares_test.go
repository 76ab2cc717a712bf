package network_test

import (
	"fmt"
	"strings"
	"testing"

	"maillage/internal/network"
)

func TestShares_CountThePartnersOwnContributionsOfItsStanding(t *testing.T) {
	f := read(t, `
		cpam -DRIVER-> a -SERVES-> axe1
		a -RESONATES_WITH-> axe1
		cpam -HOST-> b -SERVES-> axe1
		cpam -DRIVER-> b
		cpam -EXPERT/mentioned-> c -SERVES-> axe1
		cpam -FUNDER-> axe1
		caf -MEMBER-> @club -LEAD-> a
		etat -MEMBER-> #g -FOLLOWS-> axe1`)
	for i := range f.contributions {
		amount := int64(1) << i // each sum identifies its summands
		f.contributions[i].Amount = &amount
	}
	n := f.network(t)
	for partner, want := range map[string]string{
		"cpam": "DRIVER a b, HOST b: 4 amounts of 23", // without what is only mentioned
		"caf":  ": 0 amounts of 0",                    // a collective's lead is not its member's
		"etat": ": 0 amounts of 0",
	} {
		cells := n.AxesOf(f.id(t, partner), network.Selection{})
		if len(cells) != 1 {
			t.Fatalf("%s has %d cells", partner, len(cells))
		}
		var roles []string
		for _, r := range n.ActionsByRole(cells[0]) {
			words := []string{string(r.Role)}
			for _, action := range r.Actions {
				words = append(words, f.call(ref(network.KindAction, action)))
			}
			roles = append(roles, strings.Join(words, " "))
		}
		amounts, sum := n.Amount(cells[0])
		if got := fmt.Sprintf("%s: %d amounts of %d", strings.Join(roles, ", "), amounts, sum); got != want {
			t.Errorf("%s: %s, want %s", partner, got, want)
		}
	}
}
