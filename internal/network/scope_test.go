package network_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/lexicon"
	"maillage/internal/network"
)

// two describes two contracts that share a partner, a reference theme and a collective.
const two = `
	in c2: axe4 pass #copil ~travail
	reference ~emploi
	~travail as ~emploi
	~stages under ~travail
	cpam -DRIVER-> acces -SERVES-> axe3
	axe3 -CONCERNS-> ~stages
	axe3 -CONCERNS-> ~emploi
	axe3 -TARGETS-> +jeunes
	caf -HOST-> pass -SERVES-> axe4
	cpam -REFERRER-> pass
	cpam -MEMBER-> @reseau
	unsaid cpam -LEADS-> axe3
	acces -PART_OF-> pass
	!mde`

// readTwo reads two, with each claim in the contract of its target. Claims of @reseau and unsaid ones belong to no
// contract, the last one to c1.
func readTwo(t *testing.T) *fixture {
	t.Helper()
	f := read(t, two)
	c1, c2 := f.id(t, "c1"), f.id(t, "c2")
	for i, contract := range []int{c1, c2, c2} {
		f.contributions[i].Contract = contract
	}
	for i, contract := range []int{c1, c2} {
		f.alignments[i].Contract = contract
	}
	return f
}

func TestScope_SeesItsContracts(t *testing.T) {
	f := readTwo(t)
	c1, c2 := f.id(t, "c1"), f.id(t, "c2")
	const everywhere = "cpam-DRIVER->acces acces-SERVES->axe3 "
	for _, c := range []struct {
		name  string
		scope *network.Scope
		want  string // known records, in the order of kinds and ids
	}{
		{"everything", nil, "c1 c2 ~travail ~emploi ~stages axe4 axe3 pass acces mde @reseau caf cpam #copil +jeunes " +
			"cpam-DRIVER->acces caf-HOST->pass cpam-REFERRER->pass acces-SERVES->axe3 pass-SERVES->axe4 cpam-PARTICIPANT->@reseau " +
			"axe3-CONCERNS->~stages axe3-CONCERNS->~emploi axe3-TARGETS->+jeunes cpam-LEADS->axe3 acces-PART_OF->pass"},
		{"a contract alone", &network.Scope{Contracts: []int{c1}}, "c1 ~emploi ~stages axe3 acces cpam +jeunes " +
			everywhere + "axe3-CONCERNS->~stages axe3-CONCERNS->~emploi axe3-TARGETS->+jeunes"},
		{"a contract and the directory", &network.Scope{Contracts: []int{c1}, Directory: true},
			"c1 ~emploi ~stages axe3 acces mde @reseau caf cpam +jeunes " + everywhere +
				"cpam-PARTICIPANT->@reseau axe3-CONCERNS->~stages axe3-CONCERNS->~emploi axe3-TARGETS->+jeunes cpam-LEADS->axe3"},
		{"the other contract", &network.Scope{Contracts: []int{c2}}, "c2 ~travail ~emploi axe4 pass caf cpam #copil " +
			"caf-HOST->pass cpam-REFERRER->pass pass-SERVES->axe4"},
		{"both, no directory", &network.Scope{Contracts: []int{c2, c1}}, "c1 c2 ~travail ~emploi ~stages axe4 axe3 pass acces caf cpam #copil +jeunes " +
			"cpam-DRIVER->acces caf-HOST->pass cpam-REFERRER->pass acces-SERVES->axe3 pass-SERVES->axe4 " +
			"axe3-CONCERNS->~stages axe3-CONCERNS->~emploi axe3-TARGETS->+jeunes acces-PART_OF->pass"},
		{"the directory alone", &network.Scope{Directory: true}, "~emploi mde @reseau caf cpam cpam-PARTICIPANT->@reseau"},
		{"nothing", &network.Scope{}, "~emploi"},
		{"no contract has the id 0", &network.Scope{Contracts: []int{0}}, "~emploi"},
		{"a contract that is not there", &network.Scope{Contracts: []int{99}}, "~emploi"},
	} {
		t.Run(c.name, func(t *testing.T) {
			n, err := f.put().Build(c.scope)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, f.known(n)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// known names the records that a network knows, in the order of kinds and ids.
func (f *fixture) known(n *network.Network) string {
	refs := slices.DeleteFunc(slices.Collect(maps.Keys(f.names)), func(r network.Ref) bool { return !n.Knows(r) })
	slices.SortFunc(refs, network.Ref.Compare)
	return f.call(refs...)
}

func TestScope_SeesTheCitationsOfWhatItSees(t *testing.T) {
	f := readTwo(t)
	cite := func(name, about string, preferred bool) {
		f.citations = append(
			f.citations,
			network.Citation{
				ID: 500 + len(f.citations), Record: f.refs[name], About: about, Source: 90, Preferred: preferred,
			},
		)
	}
	cite("axe3", "", false)
	cite("axe4", "name", false)
	cite("axe4", "name", false)
	cite("axe4", "position", true)
	cite("acces", "name", false)
	f.citations[len(f.citations)-1].Supports = true
	cite("cpam", "name", false)
	cite("~emploi", "name", false)
	contradicted := func(scope *network.Scope) string {
		n, err := f.put().Build(scope)
		if err != nil {
			t.Fatal(err)
		}
		text := ""
		for _, contract := range []string{"c1", "c2"} {
			for _, g := range n.Gaps(f.id(t, contract), network.GapOptions{}) {
				if g.Code == lexicon.Contradicted {
					text += fmt.Sprintf("%s: %s %d; ", contract, f.call(g.Subject), g.Count)
				}
			}
		}
		return text
	}
	c1, c2 := f.id(t, "c1"), f.id(t, "c2")
	for want, scope := range map[string]*network.Scope{
		"c1: axe3 1; c1: cpam 1; c2: axe4 2; c2: cpam 1; ": nil,
		"c1: axe3 1; ":             {Contracts: []int{c1}},
		"c1: axe3 1; c1: cpam 1; ": {Contracts: []int{c1}, Directory: true},
		"c2: axe4 2; ":             {Contracts: []int{c2}},
		"c1: axe3 1; c2: axe4 2; ": {Contracts: []int{c1, c2}},
		"":                         {Directory: true},
	} {
		if got := contradicted(scope); got != want {
			t.Errorf("%v: %q, want %q", scope, got, want)
		}
	}
}

func TestScope_AnAxisOfAHiddenPlanIsOneOfItsContract(t *testing.T) {
	f := read(t, "plan p1: axe1\nin c2: axe2")
	c2, axis := f.id(t, "c2"), f.refs["axe2"]
	for i := range f.axes {
		f.axes[i].Plan = f.id(t, "p1")
	}
	n, err := f.put().Build(&network.Scope{Contracts: []int{c2}})
	if err != nil {
		t.Fatal(err)
	}
	path, ok := n.Path(axis, f.refs["c2"], network.When{})
	if !ok || len(path) != 1 || path[0].Kind != network.StepAxisInContract {
		t.Errorf("%v", path)
	}
}

func TestFacts_ACitationIsNeitherThingNorClaim(t *testing.T) {
	f := read(t, `cpam -HOST/-1-> axe1`)
	n := f.network(t)
	for _, c := range f.citations {
		if r := ref(network.KindCitation, c.ID); n.Knows(r) || r.Kind.IsClaim() || r.Kind.String() != "citation" {
			t.Errorf("%v: known %t, claim %t, called %s", r, n.Knows(r), r.Kind.IsClaim(), r.Kind)
		}
	}
	if n.Knows(ref(network.KindSource, 90)) {
		t.Error("a source that no relation names is no part of the network")
	}
	if _, ok := n.Path(ref(network.KindCitation, 7), ref(network.KindCitation, 7), network.When{}); ok {
		t.Error("a path of citations")
	}
}
