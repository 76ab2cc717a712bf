package demo_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"maillage/internal/demo"
	"maillage/internal/gen/ent"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

// loaded returns the client of a database with the demonstration.
func loaded(t *testing.T) *ent.Client {
	t.Helper()
	return testdb.DemoSQLite(t).Client
}

func TestLoad_FillsAnEmptyDatabaseOnce(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		began := time.Now()
		l := testdb.Demo(t, s)
		t.Logf("loaded in %s", time.Since(began).Round(time.Millisecond))
		before := rows(t, s.Client)
		var notEmpty *demo.NotEmptyError
		if err := demo.Load(testdb.Context(t), l); !errors.As(err, &notEmpty) || notEmpty.Contracts != 2 {
			t.Errorf("a second load: %v", err)
		}
		if after := rows(t, s.Client); fmt.Sprint(before) != fmt.Sprint(after) {
			t.Error("the refused load changed records")
		}
	})
}

func TestLoad_AlwaysWritesTheSameRows(t *testing.T) {
	first, second := rows(t, loaded(t)), rows(t, loaded(t))
	for kind, lines := range first {
		if len(lines) == 0 {
			t.Errorf("no %s", kind)
		}
		for i, line := range lines {
			if i >= len(second[kind]) || line != second[kind][i] {
				t.Fatalf("%s %d differs: %s", kind, i, line)
			}
		}
	}
}

// rows returns every row of every table in the order of writing, as text.
func rows(t *testing.T, c *ent.Client) map[string][]string {
	t.Helper()
	ctx := testdb.Context(t)
	all := map[string][]string{}
	dump(t, all, "contracts", c.Contract.Query().AllX(ctx))
	dump(t, all, "plans", c.Plan.Query().AllX(ctx))
	dump(t, all, "themes", c.Theme.Query().AllX(ctx))
	dump(t, all, "axes", c.Axis.Query().AllX(ctx))
	dump(t, all, "actions", c.Action.Query().AllX(ctx))
	dump(t, all, "partners", c.Partner.Query().AllX(ctx))
	dump(t, all, "groups", c.WorkingGroup.Query().AllX(ctx))
	dump(t, all, "programmes", c.Programme.Query().AllX(ctx))
	dump(t, all, "audiences", c.Audience.Query().AllX(ctx))
	dump(t, all, "territories", c.Territory.Query().AllX(ctx))
	dump(t, all, "criteria", c.Criterion.Query().AllX(ctx))
	dump(t, all, "concepts", c.Concept.Query().AllX(ctx))
	dump(t, all, "sources", c.Source.Query().AllX(ctx))
	dump(t, all, "identifiers", c.Identifier.Query().AllX(ctx))
	dump(t, all, "contributions", c.Contribution.Query().AllX(ctx))
	dump(t, all, "alignments", c.Alignment.Query().AllX(ctx))
	dump(t, all, "memberships", c.Membership.Query().AllX(ctx))
	dump(t, all, "relations", c.Relation.Query().AllX(ctx))
	dump(t, all, "citations", c.Citation.Query().AllX(ctx))
	return all
}

func dump[T any](t *testing.T, into map[string][]string, name string, records []T) {
	t.Helper()
	for _, r := range records {
		row, err := json.Marshal(r) // unlike String, with every digit of times
		if err != nil {
			t.Fatal(err)
		}
		into[name] = append(into[name], string(row))
	}
}
