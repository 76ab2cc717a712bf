package graph_test

import (
	"fmt"
	"testing"

	"maillage/internal/hub"
	"maillage/internal/hubtest"
	"maillage/internal/lexicon"
	"maillage/internal/store"
)

// What a large hub holds: made of numbers by the database itself.
const (
	bigContracts, bigAxes, bigPartners, bigActions, bigContributions = 20, 1_000, 20_000, 50_000, 200_000
)

// enlarge fills a database. A tenth of the contributions is to ten actions, as a
// few actions have most of the partners.
func enlarge(b *testing.B, s *store.Store) {
	b.Helper()
	bytes := "CAST('n' || i AS bytea)"
	aliases := "CAST('[]' AS jsonb)"
	if s.Dialect() == "sqlite3" {
		bytes, aliases = "CAST('n' || i AS blob)", "'[]'"
	}
	common := "uid, created_at, updated_at, version"
	is := func(prefix string) string {
		return fmt.Sprintf("'%s_' || i, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, 1", prefix)
	}
	thing := "'n' || i, 'n' || i, " + bytes
	for _, fill := range []struct {
		table, columns, values string
		rows                   int
	}{
		{"contracts", "code, name, sort_key, open_themes, public", thing + ", false, false", bigContracts},
		{"themes", "code, name, sort_key, position, open_list", thing + ", 0, false", 20},
		{"axes", "code, name, sort_key, position, priority, status, contract_id", fmt.Sprintf("%s, 0, false, 'VALIDATED', 1 + i %% %d", thing, bigContracts), bigAxes},
		{"actions", "code, name, sort_key, kind, open_list, contract_id", fmt.Sprintf("%s, 'PROJECT', false, 1 + i %% %d", thing, bigContracts), bigActions},
		{"partners", "code, name, sort_key, kind, sector, aliases, open_list", thing + ", 'ORGANISATION', 'ASSOCIATION', " + aliases + ", false", bigPartners},
		{"alignments", "status, basis, kind, action_id, axis_id, scope_id", fmt.Sprintf("'ACTIVE', 'STATED', 'SERVES', i, 1 + i %% %d, 1 + i %% %d", bigAxes, bigContracts), bigActions},
		{"relations", "status, basis, kind, open_list, subject_axis_id, object_theme_id, contract_id", fmt.Sprintf("'ACTIVE', 'STATED', 'CONCERNS', false, i, 1 + i %% 20, 1 + i %% %d", bigContracts), bigAxes},
		{"contributions", "status, basis, role, partner_id, action_id, scope_id", fmt.Sprintf("'ACTIVE', 'STATED', CASE WHEN i %% 5 = 0 THEN 'LEAD' ELSE 'OPERATOR' END, 1 + (i * 7919) %% %d, CASE WHEN i %% 10 = 0 THEN 1 + i %% 100 / 10 ELSE 1 + (i * 31) %% %d END, 1 + i %% %d", bigPartners, bigActions, bigContracts), bigContributions},
	} {
		_, err := s.Client.ExecContext(hubtest.Context(b), fmt.Sprintf(
			"INSERT INTO %s (%s, %s) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) SELECT %s, %s FROM n",
			fill.table, common, fill.columns, fill.rows, is(fill.table), fill.values))
		if err != nil {
			b.Fatal(fill.table, err)
		}
	}
	if _, err := s.Client.ExecContext(hubtest.Context(b), "ANALYZE"); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkFilters asks a large hub, by somebody who sees everything and by
// somebody of one contract.
func BenchmarkFilters(b *testing.B) {
	sentence := `contributions: {roles: [LEAD], actionWith: {alignments: {kinds: [SERVES], axisWith: {themes: {ids: ["n3"]}}}}}`
	for _, kind := range hubtest.Kinds {
		s := kind.Open(b)
		enlarge(b, s)
		h := hubtest.New(b, s, hub.Config{Limits: wide})
		for who, h := range map[string]*hubtest.Hub{
			"all": h.As(h.Token(b, hubtest.Who{Role: lexicon.Administrator})), "one": h.As(h.Token(b, hubtest.Who{Role: lexicon.Coordinator, Contracts: []string{"n7"}})),
		} {
			for name, filter := range map[string]string{
				"sentence": sentence, "not": "not: {" + sentence + "}", "or": "or: [{" + sentence + `}, {not: {contributions: {statuses: [ACTIVE]}}}, {memberships: {}}]`,
				"hubs":     `contributions: {actionWith: {contributions: {partnerWith: {contributions: {roles: [HOST]}}}}}`,
				"not hubs": `not: {contributions: {actionWith: {not: {contributions: {partnerWith: {not: {contributions: {roles: [LEAD]}}}}}}}}`,
			} {
				b.Run(fmt.Sprint(s.Dialect(), "/", who, "/", name), func(b *testing.B) {
					for b.Loop() {
						if a := h.Ask(b, "{ partners(filter: {"+filter+"}) { totalCount nodes { id } } }", nil); len(a.Errors) > 0 {
							b.Fatalf("%s", a.Body)
						}
					}
				})
			}
		}
	}
}
