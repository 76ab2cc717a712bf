package snapshot_test

import (
	"fmt"
	"testing"
	"time"

	"maillage/internal/access"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/network"
	"maillage/internal/snapshot"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
	"maillage/internal/testhub/thorough"
)

// visibilities returns several sets of rights to see a history's two contracts.
func visibilities(contracts []int) []access.Visibility {
	return []access.Visibility{
		access.Everything, {}, {Directory: true}, {Contracts: contracts[:1]},
		{Contracts: contracts[1:], Directory: true}, {Contracts: contracts, Directory: true},
	}
}

// derivedFrom returns the results of all queries of a network.
func derivedFrom(t *testing.T, n *network.Network, contracts []int) []any {
	t.Helper()
	all := []any{n.Size(), n.Matrix(network.Selection{}), n.Matrix(network.Selection{ByReference: true})}
	for _, id := range contracts {
		bridges, err := n.Bridges(t.Context(), id, nil, network.When{})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, n.PartnersOf(id), bridges,
			n.Gaps(id, network.GapOptions{StaleAfterMonths: 12}))
	}
	return all
}

func TestSource_FollowedNetworkIsTheOneReadAnew(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		for seed := range uint64(thorough.Count(1, 3)) {
			book := testdb.Ledger(t, s)
			h := testdb.NewHistory(t, s, book, seed+100*uint64(time.Now().Unix()%1000))
			contracts := s.Client.Contract.Query().IDsX(testdb.Context(t))
			followed := snapshot.New(s.Client, book)
			for range 40 {
				h.Step()
				if h.Rand.IntN(3) > 0 {
					continue // so that several writes are followed at once
				}
				anew := snapshot.NewStatic(s.Client)
				for _, visibility := range visibilities(contracts[len(contracts)-2:]) {
					ctx := access.WithViewer(t.Context(), &access.Viewer{Visibility: visibility})
					is, err := followed.Current(ctx)
					if err != nil {
						t.Fatal(err)
					}
					should, err := anew.Current(ctx)
					if err != nil {
						t.Fatal(err)
					}
					want, got := derivedFrom(t, should, contracts), derivedFrom(t, is, contracts)
					if diff := difference(want, got); diff != "" {
						t.Fatalf("after %d writes, seeing %v (-read anew +followed):\n%s", h.Done, visibility, diff)
					}
				}
			}
			if h.Done < 12 {
				t.Errorf("only %d writes were not refused", h.Done)
			}
			for _, c := range contracts { // so that the next history can use the codes again
				rename(t, s, book, c)
			}
		}
	})
}

// rename frees the codes that a history begins with.
func rename(t *testing.T, s *store.Store, _ *ledger.Ledger, contract int) {
	t.Helper()
	ctx := testdb.Context(t)
	s.Client.Contract.UpdateOneID(contract).SetCode(fmt.Sprint("past-", contract)).ExecX(ctx)
	for _, p := range s.Client.Partner.Query().AllX(ctx) {
		s.Client.Partner.UpdateOne(p).SetCode(fmt.Sprint("past-", p.ID)).ExecX(ctx)
	}
	for _, p := range s.Client.Source.Query().AllX(ctx) {
		s.Client.Source.UpdateOne(p).SetCode(fmt.Sprint("past-", p.ID)).ExecX(ctx)
	}
}

func TestSource_TheNextReadHasOnesOwnWrite(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		book := testdb.Ledger(t, s)
		h := testdb.NewHistory(t, s, book, 7)
		l := snapshot.New(s.Client, book)
		ctx := testdb.Context(t)
		// On PostgreSQL an older transaction blocks the feed meanwhile.
		older, err := s.Client.Tx(ctx)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = older.Rollback() }()
		if s.Peers() {
			older.Concept.Create().SetCode("waits").SetName("Waits").SetKind(lexicon.ConceptPolicy).ExecX(ctx)
		} else if err := older.Rollback(); err != nil {
			t.Fatal(err)
		}
		writes := 0
		for range 30 {
			done := h.Done
			before, err := l.Current(ctx)
			if err != nil {
				t.Fatal(err)
			}
			if h.Step(); h.Done == done {
				continue // it was refused
			}
			writes++
			after, err := l.Current(ctx)
			if err != nil {
				t.Fatal(err)
			}
			want, err := snapshot.NewStatic(s.Client).Current(ctx)
			if err != nil {
				t.Fatal(err)
			}
			if after.Size() != want.Size() {
				t.Fatalf(
					"%+v before, %+v after %d writes, and %+v read anew", before.Size(), after.Size(), h.Done-done,
					want.Size(),
				)
			}
		}
		if writes < 10 {
			t.Errorf("only %d writes were not refused", writes)
		}
	})
}
