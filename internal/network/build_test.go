package network_test

import (
	"fmt"
	"math"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/lexicon"
	"maillage/internal/network"
	"maillage/internal/persistent"
	"maillage/internal/testhub/thorough"
)

func TestBuild_SaysWhatItRefuses(t *testing.T) {
	c := network.Claim{ID: 8, Status: lexicon.StatusActive, Basis: lexicon.BasisStated}
	word := func(status lexicon.Status, basis lexicon.Basis) network.Claim {
		return network.Claim{ID: 8, Status: status, Basis: basis}
	}
	host := lexicon.RoleHost
	for want, add := range map[string]func(*network.Facts){
		"contribution 8 names the unknown partner 7": func(b *network.Facts) {
			b.PutContribution(network.Contribution{Claim: c, Partner: 7, Action: 4, Role: host})
		},
		"contribution 8 names the unknown action 7": func(b *network.Facts) {
			b.PutContribution(network.Contribution{Claim: c, Partner: 5, Action: 7, Role: host})
		},
		"contribution 8 must have exactly one of action and axis, has 4 and 3": func(b *network.Facts) {
			b.PutContribution(network.Contribution{Claim: c, Partner: 5, Action: 4, Axis: 3, Role: host})
		},
		"membership 8 must have exactly one of group and partner, has 0 and 0": func(b *network.Facts) {
			b.PutMembership(network.Membership{Claim: c, Partner: 5, Role: host})
		},
		"membership 8 names the unknown partner 9": func(b *network.Facts) {
			b.PutMembership(network.Membership{Claim: c, Partner: 5, Collective: 9, Role: host})
		},
		"alignment 8 names the unknown axis 4": func(b *network.Facts) {
			b.PutAlignment(network.Alignment{Claim: c, Action: 4, Axis: 4, Kind: lexicon.Serves})
		},
		"relation 8 names the unknown theme 6": func(b *network.Facts) {
			b.PutRelation(
				network.Relation{
					Claim: c, Kind: lexicon.Concerns, Subject: ref(network.KindAxis, 3),
					Object: ref(network.KindTheme, 6),
				},
			)
		},
		"relation 8 names the unknown none 0": func(b *network.Facts) {
			b.PutRelation(network.Relation{Claim: c, Kind: lexicon.Concerns, Object: ref(network.KindAxis, 3)})
		},
		"relation 8 names the unknown audience 0": func(b *network.Facts) {
			b.PutRelation(
				network.Relation{
					Claim: c, Kind: lexicon.Targets, Subject: ref(network.KindAxis, 3),
					Object: ref(network.KindAudience, 0),
				},
			)
		},
		"relation 8 names the unknown relation 8": func(b *network.Facts) {
			b.PutRelation(
				network.Relation{
					Claim: c, Kind: lexicon.Concerns, Subject: ref(network.KindAxis, 3),
					Object: ref(network.KindRelation, 8),
				},
			)
		},
		"relation 8 names the unknown contract 2": func(b *network.Facts) {
			c := c
			c.Contract = 2
			b.PutRelation(network.Relation{Claim: c, Kind: lexicon.Leads, Subject: ref(network.KindPartner, 5)})
		},
		"axis 9 names the unknown contract 0": func(b *network.Facts) { b.PutAxis(network.Axis{ID: 9}) },
		"axis 9 names the unknown plan 5": func(b *network.Facts) {
			b.PutAxis(
				network.Axis{ID: 9, Contract: 1, Plan: 5},
			)
		},
		"action 9 names the unknown contract 2": func(b *network.Facts) {
			b.PutAction(network.Action{ID: 9, Contract: 2})
		},
		"theme 9 names the unknown theme 8": func(b *network.Facts) {
			b.PutTheme(
				network.Theme{ID: 9, Reference: 8},
			)
		},
		"theme 9 names the unknown contract 8": func(b *network.Facts) {
			b.PutTheme(
				network.Theme{ID: 9, Contract: 8},
			)
		},
		"alignment 8 names the unknown contract 7": func(b *network.Facts) {
			c := c
			c.Contract = 7
			b.PutAlignment(network.Alignment{Claim: c, Action: 4, Axis: 3, Kind: lexicon.Serves})
		},
		"relation 8 names the unknown citation 6": func(b *network.Facts) {
			b.PutRelation(
				network.Relation{
					Claim: c, Kind: lexicon.Concerns, Subject: ref(network.KindAxis, 3),
					Object: ref(network.KindCitation, 6),
				},
			)
		},
		"citation 6 names the unknown source 7": func(b *network.Facts) {
			b.PutCitation(network.Citation{ID: 6, Record: ref(network.KindAxis, 3), Source: 7})
		},
		"a group has the id 0, which means none": func(b *network.Facts) {
			b.PutGroup(network.Group{Contract: 1})
		},
		`alignment 8: "HELPS" is not a lexicon.AlignmentKind`: func(b *network.Facts) {
			b.PutAlignment(network.Alignment{Claim: c, Action: 4, Axis: 3, Kind: "HELPS"})
		},
		`alignment 8: "" is not a lexicon.Status`: func(b *network.Facts) {
			b.PutAlignment(
				network.Alignment{Claim: word("", lexicon.BasisStated), Action: 4, Axis: 3, Kind: lexicon.Serves},
			)
		},
		`alignment 8: "said" is not a lexicon.Basis`: func(b *network.Facts) {
			b.PutAlignment(
				network.Alignment{Claim: word(lexicon.StatusActive, "said"), Action: 4, Axis: 3, Kind: lexicon.Serves},
			)
		},
	} {
		b := network.NewFacts()
		b.PutContract(network.Contract{ID: 1})
		b.PutAxis(network.Axis{ID: 3, Contract: 1})
		b.PutAction(network.Action{ID: 4, Contract: 1})
		b.PutPartner(network.Partner{ID: 5})
		add(b)
		if n, err := b.Build(nil); err == nil || err.Error() != want || n != nil {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestBuild_AcceptsACorrectedFact(t *testing.T) {
	active := network.Claim{ID: 8, Status: lexicon.StatusActive, Basis: lexicon.BasisStated}
	wrong := func() *network.Facts {
		b := network.NewFacts()
		b.PutContract(network.Contract{ID: 1})
		b.PutAxis(network.Axis{ID: 3, Contract: 1})
		b.PutAction(network.Action{ID: 4, Contract: 1})
		b.PutAlignment(network.Alignment{Claim: active, Action: 4, Axis: 3, Kind: "HELPS"})
		b.PutGroup(network.Group{Contract: 1})
		return b
	}
	for name, mend := range map[string]func(*network.Facts){
		"replaced": func(b *network.Facts) {
			b.PutAlignment(network.Alignment{Claim: active, Action: 4, Axis: 3, Kind: lexicon.Serves})
		},
		"removed": func(b *network.Facts) { b.Remove(ref(network.KindAlignment, 8)) },
	} {
		b := wrong()
		mend(b)
		if _, err := b.Build(&network.Scope{}); err == nil || err.Error() != "a group has the id 0, which means none" {
			t.Errorf("%s, with a group left to mend: %v", name, err)
		}
		b.Remove(network.Ref{Kind: network.KindGroup})
		if _, err := b.Build(nil); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestFacts_RemovedAreUnknown(t *testing.T) {
	f := read(t, city)
	b := f.put()
	b.Remove(f.refs["axe4"])
	b.Remove(f.refs["axe4"])                       // a second time
	b.Remove(ref(network.KindAudience, 1))         // never a fact
	b.Remove(ref(network.KindContribution, 1<<40)) // never existed
	want := "alignment 9 names the unknown axis 30"
	if n, err := b.Build(nil); err == nil || err.Error() != want || n != nil {
		t.Errorf("got %v, want %s", err, want)
	}
	for _, axis := range f.axes {
		b.PutAxis(axis)
	}
	n, err := b.Build(nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(
		f.outline(f.network(t).Matrix(network.Selection{})), f.outline(n.Matrix(network.Selection{})),
	); diff != "" {
		t.Error(diff)
	}
}

func TestFacts_OneBetweenOthersMayGoBeforeBuild(t *testing.T) {
	b := network.NewFacts()
	for _, id := range []int{10, 12, 11} {
		b.PutContract(network.Contract{ID: id})
	}
	b.Remove(ref(network.KindContract, 11))
	n, err := b.Build(nil)
	if err != nil || n.Knows(ref(network.KindContract, 11)) || n.Size().Contracts != 2 {
		t.Errorf("%v, %v", n.Size(), err)
	}
}

func TestBuild_RefusesToLoseACitedSource(t *testing.T) {
	f := read(t, `cpam -HOST/=2016-> axe1`)
	b := f.put()
	b.Remove(ref(network.KindSource, f.citations[0].Source))
	if _, err := b.Build(nil); err == nil || err.Error() != "citation 7 names the unknown source 92" {
		t.Error(err)
	}
}

func TestEvidence_NewestOfSeveralSourcesCounts(t *testing.T) {
	f := read(t, `cpam -HOST/=2016/+3-> axe1`)
	f.sources = append(f.sources, network.Source{ID: 99, Date: dated("2010")})
	f.citations[1].Source = 99 // undated: the third supporting source
	for day, want := range map[string]bool{"2018-12-31": false, "2019-01-01": true} {
		got := f.gaps(t, network.GapOptions{When: network.Today(on(day).Latest()), StaleAfterMonths: 24})
		if strings.Contains(got, string(lexicon.StaleEvidence)) != want {
			t.Errorf("on %s: %s", day, got)
		}
	}
}

func TestFacts_KeepIDsFromOneToTheGreatest(t *testing.T) {
	b := network.NewFacts()
	ids := []int{1, 5, 1 << 20, thorough.Count(1<<24, persistent.MostID)}
	for _, id := range ids {
		b.PutContract(network.Contract{ID: id})
	}
	n, err := b.Build(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		if !n.Knows(ref(network.KindContract, id)) || n.Knows(ref(network.KindContract, id^2)) {
			t.Errorf("%d is unknown, or its neighbour is known", id)
		}
	}
	b = network.NewFacts()
	for _, id := range []int{-3, math.MinInt, persistent.MostID + 1, math.MaxInt} {
		b.PutContract(network.Contract{ID: id})
		want := fmt.Sprintf("a contract has the id %d: ids from 1 to %d are kept", id, persistent.MostID)
		if _, err := b.Build(nil); err == nil || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
		b.Remove(ref(network.KindContract, id))
	}
}

func TestBuild_OfNoFactsIsEmpty(t *testing.T) {
	n, err := network.NewFacts().Build(nil)
	if err != nil {
		t.Fatal(err)
	}
	if m := n.Matrix(network.Selection{}); len(m.Rows)+len(m.Columns)+len(m.Cells) != 0 ||
		n.Size() != (network.Size{}) {
		t.Errorf("%v", m)
	}
}

func TestNetwork_KnowsItsFacts(t *testing.T) {
	f := read(t, city+"\nacces -TARGETS-> +jeunes")
	n := f.network(t)
	delete(f.names, ref(network.KindSource, 90)) // in a network only as an end
	for r, name := range f.names {
		if !n.Knows(r) {
			t.Errorf("%s is unknown", name)
		}
		for _, unknown := range []network.Ref{
			ref(r.Kind, -1), ref(r.Kind, 1), ref(r.Kind, 1<<40), ref(99, r.ID), {ID: r.ID},
		} {
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

func TestFacts_MayChangeAfterBuild(t *testing.T) {
	f := read(t, city)
	b := f.put()
	first, err := b.Build(nil)
	if err != nil {
		t.Fatal(err)
	}
	before := f.outline(first.Matrix(network.Selection{}))
	f.sentence("cpam -HOST-> axe4")
	b.PutContribution(f.contributions[len(f.contributions)-1])
	second, err := b.Build(nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := f.outline(first.Matrix(network.Selection{})); got != before {
		t.Error("the first network changed:\n" + got)
	}
	if diff := cmp.Diff(
		f.outline(f.network(t).Matrix(network.Selection{})), f.outline(second.Matrix(network.Selection{})),
	); diff != "" {
		t.Error(diff)
	}
}

func TestNetwork_IsSafeForConcurrentReaders(t *testing.T) {
	f := read(t, city)
	n := f.network(t)
	answers := func() []any {
		path, ok := n.Path(f.refs["cpam"], f.refs["axe4"], network.When{})
		return []any{
			n.Matrix(network.Selection{}), n.Peers(f.id(t, "caf"), network.PeerOptions{}), path, ok,
			bridges(t, n, f.id(t, "c1"), network.When{}), n.Gaps(f.id(t, "c1"), network.GapOptions{}),
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
