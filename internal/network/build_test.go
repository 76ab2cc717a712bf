package network_test

import (
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/lexicon"
	"maillage/internal/network"
)

func TestBuildSaysWhatItRefuses(t *testing.T) {
	c := network.Claim{ID: 8, Status: lexicon.StatusActive, Basis: lexicon.BasisStated, Validity: lexicon.Always}
	word := func(status lexicon.Status, basis lexicon.Basis) network.Claim {
		return network.Claim{ID: 8, Status: status, Basis: basis, Validity: lexicon.Always}
	}
	host := lexicon.RoleHost
	for want, add := range map[string]func(*network.Builder){
		"contribution 8 names the unknown partner 7": func(b *network.Builder) {
			b.AddContribution(network.Contribution{Claim: c, Partner: 7, Action: 4, Role: host})
		},
		"contribution 8 names the unknown action 7": func(b *network.Builder) {
			b.AddContribution(network.Contribution{Claim: c, Partner: 5, Action: 7, Role: host})
		},
		"contribution 8 must have exactly one of action and axis, has 4 and 3": func(b *network.Builder) {
			b.AddContribution(network.Contribution{Claim: c, Partner: 5, Action: 4, Axis: 3, Role: host})
		},
		"membership 8 must have exactly one of group and partner, has 0 and 0": func(b *network.Builder) {
			b.AddMembership(network.Membership{Claim: c, Partner: 5, Role: host})
		},
		"membership 8 names the unknown partner 9": func(b *network.Builder) {
			b.AddMembership(network.Membership{Claim: c, Partner: 5, Collective: 9, Role: host})
		},
		"alignment 8 names the unknown axis 4": func(b *network.Builder) {
			b.AddAlignment(network.Alignment{Claim: c, Action: 4, Axis: 4, Kind: lexicon.Serves})
		},
		"relation 8 names the unknown theme 6": func(b *network.Builder) {
			b.AddRelation(network.Relation{Claim: c, Kind: lexicon.Concerns, Subject: ref(network.KindAxis, 3), Object: ref(network.KindTheme, 6)})
		},
		"relation 8 names the unknown none 0": func(b *network.Builder) {
			b.AddRelation(network.Relation{Claim: c, Kind: lexicon.Concerns, Object: ref(network.KindAxis, 3)})
		},
		"relation 8 names the unknown audience 0": func(b *network.Builder) {
			b.AddRelation(network.Relation{Claim: c, Kind: lexicon.Targets, Subject: ref(network.KindAxis, 3), Object: ref(network.KindAudience, 0)})
		},
		"relation 8 names the unknown relation 8": func(b *network.Builder) {
			b.AddRelation(network.Relation{Claim: c, Kind: lexicon.Concerns, Subject: ref(network.KindAxis, 3), Object: ref(network.KindRelation, 8)})
		},
		"relation 8 names the unknown contract 2": func(b *network.Builder) {
			b.AddRelation(network.Relation{Claim: c, Kind: lexicon.Leads, Subject: ref(network.KindPartner, 5), Contract: 2})
		},
		"axis 9 names the unknown contract 0": func(b *network.Builder) { b.AddAxis(network.Axis{ID: 9}) },
		"axis 9 names the unknown plan 5":     func(b *network.Builder) { b.AddAxis(network.Axis{ID: 9, Contract: 1, Plan: 5}) },
		"action 9 names the unknown contract 2": func(b *network.Builder) {
			b.AddAction(network.Action{ID: 9, Contract: 2})
		},
		"theme 9 names the unknown theme 8":    func(b *network.Builder) { b.AddTheme(network.Theme{ID: 9, Reference: 8}) },
		"theme 9 names the unknown contract 8": func(b *network.Builder) { b.AddTheme(network.Theme{ID: 9, Contract: 8}) },
		"partner 5 is given twice":             func(b *network.Builder) { b.AddPartner(network.Partner{ID: 5}) },
		"a group has the id 0, which means none": func(b *network.Builder) {
			b.AddGroup(network.Group{Contract: 1})
		},
		`alignment 8: "HELPS" is not a lexicon.AlignmentKind`: func(b *network.Builder) {
			b.AddAlignment(network.Alignment{Claim: c, Action: 4, Axis: 3, Kind: "HELPS"})
		},
		`alignment 8: "" is not a lexicon.Status`: func(b *network.Builder) {
			b.AddAlignment(network.Alignment{Claim: word("", lexicon.BasisStated), Action: 4, Axis: 3, Kind: lexicon.Serves})
		},
		`alignment 8: "said" is not a lexicon.Basis`: func(b *network.Builder) {
			b.AddAlignment(network.Alignment{Claim: word(lexicon.StatusActive, "said"), Action: 4, Axis: 3, Kind: lexicon.Serves})
		},
	} {
		b := network.NewBuilder()
		b.AddContract(network.Contract{ID: 1})
		b.AddAxis(network.Axis{ID: 3, Contract: 1})
		b.AddAction(network.Action{ID: 4, Contract: 1})
		b.AddPartner(network.Partner{ID: 5})
		add(b)
		if n, err := b.Build(); err == nil || err.Error() != want || n != nil {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestNothingMakesAnEmptyNetwork(t *testing.T) {
	n, err := network.NewBuilder().Build()
	if err != nil {
		t.Fatal(err)
	}
	if m := n.Matrix(network.Selection{}); len(m.Rows)+len(m.Columns)+len(m.Cells) != 0 || n.Size() != (network.Size{}) {
		t.Errorf("%v", m)
	}
}

func TestANetworkKnowsWhatItWasTold(t *testing.T) {
	f := read(t, city+"\nacces -TARGETS-> +jeunes")
	n := f.network(t)
	for r, name := range f.names {
		if !n.Knows(r) {
			t.Errorf("%s is unknown", name)
		}
		for _, unknown := range []network.Ref{ref(r.Kind, -1), ref(r.Kind, 1), ref(r.Kind, 1<<40), ref(99, r.ID), {ID: r.ID}} {
			if n.Knows(unknown) {
				t.Errorf("%v is known", unknown)
			}
		}
	}
	want := network.Size{
		Contracts: 2, Plans: 1, Themes: 5, Axes: 4, Actions: 3, Partners: 4, Groups: 1,
		Contributions: 7, Alignments: 3, Relations: 7,
	}
	if diff := cmp.Diff(want, n.Size()); diff != "" {
		t.Error(diff)
	}
}

func TestABuilderMayGoOn(t *testing.T) {
	f := read(t, city)
	b := f.builder()
	first, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	before := f.outline(first.Matrix(network.Selection{}))
	f.sentence("cpam -HOST-> axe4")
	b.AddContribution(f.contributions[len(f.contributions)-1])
	second, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	if got := f.outline(first.Matrix(network.Selection{})); got != before {
		t.Error("the first network changed:\n" + got)
	}
	if diff := cmp.Diff(f.outline(f.network(t).Matrix(network.Selection{})), f.outline(second.Matrix(network.Selection{}))); diff != "" {
		t.Error(diff)
	}
}

func TestManyMayRead(t *testing.T) {
	f := read(t, city)
	n := f.network(t)
	answers := func() []any {
		path, ok := n.Path(f.refs["cpam"], f.refs["axe4"], nil)
		return []any{
			n.Matrix(network.Selection{}), n.Peers(f.id(t, "caf"), network.PeerOptions{}), path, ok,
			n.Bridges(f.id(t, "c1"), nil), n.Gaps(f.id(t, "c1"), network.GapOptions{}),
		}
	}
	want := answers()
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for range 25 {
				if diff := cmp.Diff(want, answers()); diff != "" {
					t.Error(diff)
				}
			}
		})
	}
	readers.Wait()
}
