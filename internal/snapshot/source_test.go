package snapshot_test

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/axis"
	"maillage/internal/gen/ent/contract"
	"maillage/internal/gen/ent/partner"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/network"
	"maillage/internal/snapshot"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

func TestSource_ReadsTheNetworkOnceAndAnewWhenAsked(t *testing.T) {
	var reads atomic.Int32
	observe := testdb.Observe(func(_ context.Context, query string) {
		if (strings.Contains(query, "FROM \"alignments\"") || strings.Contains(query, "FROM `alignments`")) &&
			strings.Contains(query, "ORDER BY") && !strings.Contains(query, "LIMIT") {
			reads.Add(1)
		}
	})
	testdb.EachDemoDatabase(t, func(t *testing.T, s *store.Store) {
		book := testdb.Ledger(t, s)
		reads.Store(0)
		l := snapshot.New(s.Client, book)
		var asked sync.WaitGroup
		for range 8 {
			asked.Go(func() {
				if _, err := l.Current(testdb.Context(t)); err != nil {
					t.Error(err)
				}
			})
		}
		asked.Wait()
		if reads.Load() != 1 {
			t.Errorf("read %d times", reads.Load())
		}
		before, err := l.Current(testdb.Context(t))
		if err != nil {
			t.Fatal(err)
		}
		one, other := ends(t, s.Client)
		was := len(before.Contributors(other, network.Selection{}))
		_, err = book.Write(testdb.Context(t), ledger.Entry{Actor: "test"}, func(
			ctx context.Context, tx *ent.Tx,
		) ([]string, error) {
			return nil, tx.Contribution.Create().SetPartnerID(one).SetAxisID(other).SetRole(lexicon.RoleLead).Exec(ctx)
		})
		if err != nil {
			t.Fatal(err)
		}
		if still := len(before.Contributors(other, network.Selection{})); still != was {
			t.Error("the network changed under its readers")
		}
		after, err := l.Current(testdb.Context(t))
		if err != nil {
			t.Fatal(err)
		}
		if is := len(after.Contributors(other, network.Selection{})); is != was+1 {
			t.Errorf("%d contributors, then %d", was, is)
		}
	}, observe)
}

// ends returns a partner without contributions and an axis of the founding document.
func ends(t *testing.T, client *ent.Client) (partnerID, axisID int) {
	t.Helper()
	partnerID = client.Partner.Query().Where(partner.Code("valenciennes-metropole")).OnlyIDX(testdb.Context(t))
	axisID = client.Axis.Query().Where(
		axis.Code("axe-1"), axis.HasContractWith(contract.Code("valenciennes")),
	).OnlyIDX(testdb.Context(t))
	return partnerID, axisID
}

func TestSource_ReadsEvidenceAsSourcesGiveIt(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		ctx, c := testdb.Context(t), s.Client
		home := c.Contract.Create().SetCode("c").SetName("C").SaveX(ctx)
		goal := c.Axis.Create().SetCode("a").SetName("A").SetContract(home).SaveX(ctx)
		who := c.Partner.Create().SetCode("p").SetName("P").SaveX(ctx)
		written := lexicon.MustPartialDate("2020-01")
		old := c.Source.Create().SetCode("old").SetName("Old").SetDate(written).SaveX(ctx)
		undated := c.Source.Create().SetCode("undated").SetName("Undated").SaveX(ctx)
		claim := func(basis lexicon.Basis) *ent.Contribution {
			return c.Contribution.Create().SetPartner(who).SetAxis(goal).SetRole(lexicon.RoleLead).
				SetStatus(lexicon.StatusActive).SetBasis(basis).SaveX(ctx)
		}
		cite := func(k *ent.Contribution, source *ent.Source, stance lexicon.Stance) *ent.CitationCreate {
			return c.Citation.Create().SetContribution(k).SetSource(source).SetLocator("page 1").SetStance(stance)
		}
		stale, unsourced, contradicted, resolved := claim(lexicon.BasisStated), claim(lexicon.BasisStated),
			claim(lexicon.BasisStated), claim(lexicon.BasisStated)
		claim(lexicon.BasisDeclared) // needs no source
		cite(stale, old, lexicon.Supports).SaveX(ctx)
		for _, k := range []*ent.Contribution{contradicted, resolved} {
			cite(k, undated, lexicon.Supports).SaveX(ctx)
		}
		cite(contradicted, undated, lexicon.Contradicts).SaveX(ctx)
		cite(resolved, undated, lexicon.Contradicts).SetPreferred(true).SetReason("newer").SaveX(ctx)
		dispute(t, c, home, undated)
		n, err := snapshot.New(c, testdb.Ledger(t, s)).Current(ctx)
		if err != nil {
			t.Fatal(err)
		}
		got := map[lexicon.GapCode][]int{}
		var things []network.Ref
		for _, g := range n.Gaps(
			home.ID, network.GapOptions{When: network.Today(lexicon.DayOf(time.Now())), StaleAfterMonths: 24},
		) {
			if g.Code != lexicon.Contradicted || g.Subject.Kind == network.KindContribution {
				got[g.Code] = append(got[g.Code], g.Subject.ID)
			} else {
				things = append(things, g.Subject)
			}
		}
		if len(things) != 1 || things[0] != (network.Ref{Kind: network.KindContract, ID: home.ID}) {
			t.Errorf("contradicted things %v, want the contract alone", things)
		}
		if ids := got[lexicon.Unsourced]; len(ids) != 1 || ids[0] != unsourced.ID {
			t.Errorf("unsourced %v, want %d", ids, unsourced.ID)
		}
		if ids := got[lexicon.Contradicted]; len(ids) != 1 || ids[0] != contradicted.ID {
			t.Errorf("contradicted %v, want %d", ids, contradicted.ID)
		}
		if ids := got[lexicon.StaleEvidence]; len(ids) != 1 || ids[0] != goal.ID {
			t.Errorf("stale %v, want the axis %d", ids, goal.ID)
		}
	})
}

// dispute adds contradictions of the end of a contract, and of its name, with a preferred value. It adds one of the
// name of another contract's action.
func dispute(t *testing.T, c *ent.Client, home *ent.Contract, said *ent.Source) {
	t.Helper()
	ctx := testdb.Context(t)
	against := func(about string) *ent.CitationCreate {
		return c.Citation.Create().SetSource(said).SetLocator("page 2").SetAbout(about).SetStance(lexicon.Contradicts)
	}
	against("ends").SetContract(home).SaveX(ctx)
	against("name").SetContract(home).SaveX(ctx)
	against("name").SetContract(home).SetStance(lexicon.Supports).SetPreferred(true).SetReason("signed").SaveX(ctx)
	other := c.Contract.Create().SetCode("other").SetName("Other").SaveX(ctx)
	against("name").SetAction(
		c.Action.Create().SetCode("x").SetName("X").SetKind(lexicon.KindAction).SetContract(other).SaveX(ctx),
	).SaveX(ctx)
}
