package network_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/network"
)

// id returns the database id of a name.
func (f *fixture) id(t testing.TB, name string) int {
	t.Helper()
	r, ok := f.refs[name]
	if !ok {
		t.Fatalf("%s is not among %v", name, slices.Sorted(maps.Keys(f.refs)))
	}
	return r.ID
}

// call names records.
func (f *fixture) call(refs ...network.Ref) string {
	named := make([]string, len(refs))
	for i, r := range refs {
		named[i] = f.names[r]
	}
	return strings.Join(named, " ")
}

// tell formats cells, a line for each chain.
func (f *fixture) tell(cells []network.Cell) string {
	var b strings.Builder
	for _, c := range cells {
		for _, chain := range c.Chains {
			fmt.Fprintf(&b, "%s %s: %s %s %s", f.names[ref(
				network.KindPartner, c.Partner,
			)], f.names[ref(network.KindAxis, c.Axis)],
				chain.Rule, chain.Status, chain.Basis)
			if chain.Role != "" {
				fmt.Fprintf(&b, " %s", chain.Role)
			}
			if chain.Holds != lexicon.Yes {
				fmt.Fprintf(&b, " %s", chain.Holds)
			}
			fmt.Fprintf(&b, " by %s\n", f.call(chain.Links...))
		}
	}
	return b.String()
}
