package snapshot_test

import (
	"slices"
	"testing"

	"maillage/internal/access"
	"maillage/internal/gen/ent/membership"
	"maillage/internal/gen/ent/relation"
	"maillage/internal/gen/ent/theme"
	"maillage/internal/network"
	"maillage/internal/snapshot"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

func TestSource_ClaimsBelongToContracts(t *testing.T) {
	testdb.EachDemoDatabase(t, func(t *testing.T, s *store.Store) {
		ctx, c := testdb.Context(t), s.Client
		book := testdb.Ledger(t, s)
		contracts := c.Contract.Query().IDsX(ctx)
		slices.Sort(contracts)
		viewer := &access.Viewer{Visibility: access.Visibility{Contracts: contracts}}
		n, err := snapshot.New(c, book).Current(access.WithViewer(t.Context(), viewer))
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
