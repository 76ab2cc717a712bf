package live_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/membership"
	"maillage/internal/gen/ent/relation"
	"maillage/internal/gen/ent/theme"
	"maillage/internal/hubtest"
	"maillage/internal/lexicon"
	"maillage/internal/network"
	"maillage/internal/network/live"
	"maillage/internal/store"
)

// reload reads rows of one table, or all of them.
func reload(t *testing.T, client *ent.Client, facts *network.Facts, kind network.Kind, ids []int) {
	t.Helper()
	if err := live.Reload(hubtest.Context(t), client, facts, kind, ids); err != nil {
		t.Fatal(err)
	}
}

func all(t *testing.T, client *ent.Client) *network.Facts {
	t.Helper()
	facts := network.NewFacts()
	for _, kind := range live.Kinds {
		reload(t, client, facts, kind, nil)
	}
	return facts
}

// answers are what the network of facts says, to all and to viewers of one
// contract.
func answers(t *testing.T, client *ent.Client, facts *network.Facts) []any {
	t.Helper()
	var answers []any
	contracts := client.Contract.Query().IDsX(hubtest.Context(t))
	slices.Sort(contracts)
	scopes := []*network.Scope{nil, {Directory: true}}
	for _, id := range contracts {
		scopes = append(scopes, &network.Scope{Contracts: []int{id}})
	}
	for _, scope := range scopes {
		n, err := facts.Build(scope)
		if err != nil {
			t.Fatal(err)
		}
		answers = append(answers, n.Size(), n.Matrix(network.Selection{}))
		for _, id := range contracts {
			bridges, err := n.Bridges(t.Context(), id, network.When{})
			if err != nil {
				t.Fatal(err)
			}
			answers = append(answers, n.PartnersOf(id), n.Gaps(id, network.GapOptions{StaleAfterMonths: 12}), bridges)
		}
	}
	return answers
}

func TestRowsReadByIDAreTheTable(t *testing.T) {
	hubtest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		hubtest.Demo(t, s)
		want := answers(t, s.Client, all(t, s.Client))
		none := network.NewFacts()
		reload(t, s.Client, none, network.KindContract, []int{}) // which is not all
		if n, err := none.Build(nil); err != nil || n.Size().Contracts != 0 {
			t.Errorf("of no ids, %d contracts, %v", n.Size().Contracts, err)
		}
		for _, kind := range live.Kinds {
			ids := downFrom(1_000) // more than there are rows
			if kind == network.KindContribution {
				ids = downFrom(20_500) // and than fit into a page
			}
			facts := network.NewFacts()
			for _, other := range live.Kinds {
				if other == kind {
					reload(t, s.Client, facts, kind, ids)
				} else {
					reload(t, s.Client, facts, other, nil)
				}
			}
			if diff := cmp.Diff(want, answers(t, s.Client, facts)); diff != "" {
				t.Errorf("%s: %s", kind, diff)
			}
		}
	})
}

func TestClaimsBelongToContracts(t *testing.T) {
	hubtest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		ctx, c := hubtest.Context(t), s.Client
		hubtest.Demo(t, s)
		n, err := all(t, c).Build(&network.Scope{Contracts: c.Contract.Query().IDsX(ctx)})
		if err != nil {
			t.Fatal(err)
		}
		referenced := relation.HasObjectThemeWith(theme.ContractIDIsNil())
		got, want := n.Size(), network.Size{
			Contributions: c.Contribution.Query().CountX(ctx), Alignments: c.Alignment.Query().CountX(ctx),
			Memberships: c.Membership.Query().Where(membership.GroupIDNotNil()).CountX(ctx),
			Relations:   c.Relation.Query().Where(relation.ContractIDNotNil(), relation.Not(referenced)).CountX(ctx),
		}
		for _, count := range [][2]int{
			{got.Contributions, want.Contributions}, {got.Alignments, want.Alignments},
			{got.Memberships, want.Memberships}, {got.Relations, want.Relations},
		} {
			if count[0] != count[1] || count[0] == 0 {
				t.Errorf("%+v of contracts, want the claims of %+v", got, want)
			}
		}
	})
}

// downFrom is the ids from one down to 1.
func downFrom(id int) []int {
	ids := make([]int, id)
	for i := range ids {
		ids[i] = id - i
	}
	return ids
}

func TestRowsThatChangedAreReadAgain(t *testing.T) {
	hubtest.EachDatabase(t, func(t *testing.T, s *store.Store) {
		hubtest.Demo(t, s)
		facts := all(t, s.Client)
		before := answers(t, s.Client, facts)
		changed := change(t, s.Client)
		for _, r := range changed {
			stale := answers(t, s.Client, facts)
			reload(t, s.Client, facts, r.Kind, []int{r.ID})
			if r.Kind != network.KindSource && cmp.Equal(stale, answers(t, s.Client, facts)) {
				t.Errorf("%s %d, read again, changed nothing", r.Kind, r.ID)
			}
		}
		if diff := cmp.Diff(answers(t, s.Client, all(t, s.Client)), answers(t, s.Client, facts)); diff != "" {
			t.Error(diff)
		}
		if cmp.Equal(before, answers(t, s.Client, facts)) {
			t.Error("nothing changed")
		}
	})
}

// change changes rows, adds some and deletes some, and says which, in an order
// in which each shows when it is read again; a source shows by what cites it.
func change(t *testing.T, c *ent.Client) []network.Ref {
	t.Helper()
	ctx := hubtest.Context(t)
	partnerID, axisID := ends(t, c)
	said := c.Source.Create().SetCode("new").SetName("New").SetDate(lexicon.MustPartialDate("1999")).SaveX(ctx)
	added := c.Contribution.Create().SetPartnerID(partnerID).SetAxisID(axisID).SetRole(lexicon.RoleLead).SaveX(ctx)
	cited := c.Citation.Create().SetContribution(added).SetSource(said).SetLocator("page 1").SaveX(ctx)
	against := c.Citation.Create().SetAxisID(axisID).SetSource(said).SetLocator("page 2").SetStance(lexicon.Contradicts).SaveX(ctx)
	gone := c.Alignment.Query().FirstIDX(ctx)
	c.Alignment.DeleteOneID(gone).ExecX(ctx)
	c.Axis.UpdateOneID(axisID).SetPosition(99).ExecX(ctx)
	group := c.WorkingGroup.Create().SetCode("new").SetName("New").SetType(lexicon.GroupType(lexicon.GroupType("").Values()[0])).SetContractID(c.Contract.Query().FirstIDX(ctx)).SaveX(ctx)
	return []network.Ref{
		{Kind: network.KindContribution, ID: added.ID}, {Kind: network.KindAlignment, ID: gone},
		{Kind: network.KindAxis, ID: axisID}, {Kind: network.KindGroup, ID: group.ID},
		{Kind: network.KindSource, ID: said.ID}, {Kind: network.KindCitation, ID: cited.ID}, {Kind: network.KindCitation, ID: against.ID},
	}
}
