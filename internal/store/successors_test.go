package store_test

import (
	"slices"
	"testing"

	"maillage/internal/testhub"
)

// successorsAreClaims is the migration after which only claims name successors.
const successorsAreClaims = "20261129110000_successors_are_claims.sql"

// A successor that a field of a partner named becomes a claim with a line of the ledger, unless such a
// claim existed already.
func TestMigrations_SuccessorsBecomeClaims(t *testing.T) {
	for _, kind := range testhub.Kinds {
		t.Run(kind.Name, func(t *testing.T) {
			older := testhub.Open(t, kind.Empty(t))
			files := embeddedFiles(t, older)
			at := slices.Index(files, successorsAreClaims)
			if at < 0 {
				t.Fatalf("no migration %s among %v", successorsAreClaims, files)
			}
			if _, err := older.MigrateFrom(t.Context(), withoutAfter(t, older, files[at:])); err != nil {
				t.Fatal(err)
			}
			for _, statement := range succeededBefore {
				execute(t, older, statement)
			}
			if _, err := older.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			for query, want := range map[string]string{
				`SELECT CAST(COUNT(*) AS text) FROM relations`:                         "2",
				`SELECT CAST(version AS text) FROM relations WHERE uid = 'relation_b'`: "1",
				`SELECT s.code || ' ' || o.code || ' ' || r.kind FROM relations r
					JOIN partners s ON s.id = r.subject_partner_id
					JOIN partners o ON o.id = r.object_partner_id WHERE r.uid = 'relation_b'`: "a b SUCCEEDS",
				`SELECT CAST(COUNT(*) AS text) FROM changes c
					JOIN relations r ON r.id = c.record_row AND r.uid = c.record_uid`: "1",
			} {
				if got := text(t, older, query); got != want {
					t.Errorf("%s: %q, want %q", query, got, want)
				}
			}
			line := compact(t, text(t, older, `SELECT after FROM changes WHERE record_uid = 'relation_b'`))
			if want := `{"basis":"STATED","kind":"SUCCEEDS","language":"fr","object":"partner_b","openList":false,` +
				`"status":"ACTIVE","subject":"partner_a"}`; line != want {
				t.Errorf("the line of the ledger is %s, want %s", line, want)
			}
		})
	}
}

// succeededBefore is what an older program wrote: a succeeds b and c, and a claim states the second.
var succeededBefore = []string{
	`INSERT INTO partners (uid, created_at, updated_at, version, code, name, sort_key,
		kind, sector, aliases, open_list, language)
		VALUES ('partner_a', '2026-01-01 00:00:00+00', '2026-01-01 00:00:00+00', 1,
			'a', 'A', 'a', 'ORGANISATION', 'STATE', '[]', FALSE, 'fr')`,
	succeeded("b"), succeeded("c"),
	`INSERT INTO relations (uid, created_at, updated_at, version, status, basis, kind, open_list,
		language, subject_partner_id, object_partner_id)
		SELECT 'relation_told', '2026-01-01 00:00:00+00', '2026-01-01 00:00:00+00', 1,
			'ACTIVE', 'STATED', 'SUCCEEDS', FALSE, 'fr', a.id, c.id
		FROM partners a, partners c WHERE a.code = 'a' AND c.code = 'c'`,
}

func succeeded(code string) string {
	return `INSERT INTO partners (uid, created_at, updated_at, version, code, name, sort_key,
		kind, sector, aliases, open_list, language, successor_id)
		SELECT 'partner_` + code + `', '2026-01-01 00:00:00+00', '2026-01-01 00:00:00+00', 1,
			'` + code + `', 'B', 'b', 'ORGANISATION', 'STATE', '[]',
			FALSE, 'fr', id FROM partners WHERE code = 'a'`
}
