package graph_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/testhub"
)

// claimsOf lists the claims of the founding contract by their public identifiers.
const claimsOf = `{ matrix { cells { chains { links { id } } } }
  a: alignments(first: 100, filter: {contract: "valenciennes"}) { nodes { id } }
  b: contributions(first: 100, filter: {contract: "valenciennes"}) { nodes { id } }
  c: relations(first: 100, filter: {contract: "valenciennes"}) { nodes { id } }
  d: memberships(first: 100) { nodes { id partner { code } } } }`

func TestChains_ADeletedClaimTakesAwayItsOwnAlone(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		before := chainsOf(t, h)
		if len(before) < 10 {
			t.Fatalf("only %d chains to begin with", len(before))
		}
		claims := foundingClaims(t, h)
		rand.New(rand.NewPCG(1, 2)).Shuffle(len(claims), func(i, j int) { claims[i], claims[j] = claims[j], claims[i] })
		alive := before
		for _, claim := range claims {
			kill(t, h, claim)
			alive = slices.DeleteFunc(
				slices.Clone(alive), func(chain string) bool { return strings.Contains(chain, claim) },
			)
			if after := chainsOf(t, h); !slices.Equal(after, alive) {
				t.Fatalf("after %s:\n got %q\nwant %q", claim, after, alive)
			}
		}
		if len(alive) != 0 {
			t.Errorf("without any claim there are still %d chains", len(alive))
		}
	})
}

// chainsOf returns a line for every chain in the founding contract's matrix, and checks that each cell's summary
// agrees with its chains.
func chainsOf(t *testing.T, h *testhub.Hub) []string {
	t.Helper()
	var m matrixAnswer
	h.Get(t, &m, matrixQuery, nil)
	var lines []string
	confirmed := map[string]int{}
	for _, cell := range m.Contract.Matrix.Cells {
		isConfirmed := false
		for _, chain := range cell.Chains {
			words := []string{
				cell.Partner.Code, cell.Axis.Code, chain.Rule, chain.Status, chain.Basis, chain.ActionRole,
			}
			for _, link := range chain.Links {
				words = append(words, link.ID)
			}
			lines = append(lines, strings.Join(words, " "))
			isConfirmed = isConfirmed || slices.Contains([]string{"COMMITTED", "ACTIVE", "COMPLETED"}, chain.Status)
		}
		if cell.Confirmed != isConfirmed {
			t.Errorf(
				"%s on %s: confirmed %v, its chains %+v", cell.Partner.Code, cell.Axis.Code, cell.Confirmed,
				cell.Chains,
			)
		}
		if isConfirmed {
			confirmed[cell.Axis.Code]++
		}
	}
	for axis, count := range m.confirmed() {
		if count != confirmed[axis] {
			t.Errorf("%s counts %d confirmed partners and has %d", axis, count, confirmed[axis])
		}
	}
	slices.Sort(lines)
	return lines
}

func foundingClaims(t *testing.T, h *testhub.Hub) []string {
	t.Helper()
	var answer map[string]json.RawMessage
	h.Get(t, &answer, claimsOf, nil)
	var claims []string
	for _, alias := range []string{"a", "b", "c", "d"} {
		var page struct {
			Nodes []struct {
				ID      string
				Partner struct{ Code string }
			}
		}
		if err := json.Unmarshal(answer[alias], &page); err != nil {
			t.Fatal(err)
		}
		for _, node := range page.Nodes {
			if code := node.Partner.Code; alias != "d" || code == "drjscs" || code == "ccas-partenaires" {
				claims = append(claims, node.ID)
			}
		}
	}
	return claims
}

// kill deletes a claim, and with it its citations.
func kill(t *testing.T, h *testhub.Hub, uid string) {
	t.Helper()
	prefix, _, _ := strings.Cut(uid, "_")
	_, err := h.Ledger.Write(testhub.Context(t), ledger.Entry{Actor: "test"}, func(
		ctx context.Context, tx *ent.Tx,
	) ([]string, error) {
		rows, err := tx.Client().Rows(ctx, prefix, func(s *sql.Selector) { s.Where(sql.EQ(s.C("uid"), uid)) })
		if err != nil || len(rows) != 1 {
			return nil, fmt.Errorf("%d of %s: %w", len(rows), uid, err)
		}
		return nil, tx.Client().Removing(ctx, prefix, rows[0].RowID(), rows[0].Column("version").(int))
	})
	if err != nil {
		t.Fatal(err)
	}
}
