package imports_test

import (
	"fmt"
	"strings"
	"testing"

	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/testhub/testdb"
)

// Parents of parents are followed 10,000 deep and no deeper: a longer chain is planned, and orders no line later.
func TestTables_ParentsAreFollowedToABound(t *testing.T) {
	const bound, lines = 10_000, 10_005
	h := newHub(t, testdb.SQLite(t))
	var table strings.Builder
	table.WriteString("code,name,parent\n")
	for i := range lines { // the deepest comes first
		parent := ""
		if i+1 < lines {
			parent = fmt.Sprint("t", i+1)
		}
		fmt.Fprintf(&table, "t%d,Theme %d,%s\n", i, i, parent)
	}
	i := h.plan(t, "themes.csv", []byte(table.String()))
	if n := h.outcomes(t, i.ID)[lexicon.OutcomeApplied]; i.State != lexicon.ImportPlanned || n != lines {
		t.Fatalf("%s, %d lines", i.State, n)
	}
	of := h.store.Client.ImportLine.Query()
	deepest, first := of.Clone().Order(ent.Desc("rank")).FirstX(h.ctx), of.Clone().Order(ent.Asc("rank")).FirstX(h.ctx)
	if deepest.Number != 2 || deepest.Rank-first.Rank != bound {
		t.Errorf("the deepest is line %d, after %d others", deepest.Number, deepest.Rank-first.Rank)
	}
}
