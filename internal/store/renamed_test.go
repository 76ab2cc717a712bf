package store_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"maillage/internal/store"
	"maillage/internal/testhub"
)

// sinceAndUntil is the migration after which contracts have `since` and `until`.
const sinceAndUntil = "20261129033000_contracts_have_since_and_until.sql"

// What was written under the names `starts` and `ends` is read under the new ones: contracts,
// citations of these fields, lines of the ledger and drafts.
func TestMigrations_ContractsHaveSinceAndUntil(t *testing.T) {
	for _, kind := range testhub.Kinds {
		t.Run(kind.Name, func(t *testing.T) {
			older := testhub.Open(t, kind.Empty(t))
			files := embeddedFiles(t, older)
			at := slices.Index(files, sinceAndUntil)
			if at < 0 {
				t.Fatalf("no migration %s among %v", sinceAndUntil, files)
			}
			if _, err := older.MigrateFrom(t.Context(), withoutAfter(t, older, files[at:])); err != nil {
				t.Fatal(err)
			}
			for _, statement := range writtenBefore {
				execute(t, older, statement)
			}
			if _, err := older.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			for query, want := range map[string]string{
				`SELECT since || ' ' || since_earliest || ' ' || until || ' ' || until_latest FROM contracts`: "2015 2015-01-01 2020 2020-12-31",
				`SELECT about FROM citations WHERE code = 'c-1'`:                                              "since",
				`SELECT about FROM citations WHERE code = 'c-2'`:                                              "name",
			} {
				if got := text(t, older, query); got != want {
					t.Errorf("%s: %q, want %q", query, got, want)
				}
			}
			for query, want := range map[string]string{
				`SELECT after FROM changes WHERE uid = 'change_1'`:  `{"name":"\"starts\": ends","since":"2015","until":"2020"}`,
				`SELECT before FROM changes WHERE uid = 'change_2'`: `{"until":null}`,
				`SELECT after FROM changes WHERE uid = 'change_3'`:  `{"about":"since","locator":"\"about\":\"starts\""}`,
				`SELECT after FROM changes WHERE uid = 'change_4'`:  `{"starts":"2015"}`,
				`SELECT steps FROM drafts`:                          `[{"set":{"name":"starts","since":"2016"},"type":"contract"}]`,
			} {
				if got := compact(t, text(t, older, query)); got != want {
					t.Errorf("%s: %s, want %s", query, got, want)
				}
			}
		})
	}
}

// writtenBefore is what an older program wrote. The last line is of another type, which has no such
// field.
var writtenBefore = []string{
	`INSERT INTO contracts (uid, created_at, updated_at, version, code, name, sort_key, open_themes, public, starts, starts_earliest, starts_latest, ends, ends_earliest, ends_latest, language)
		VALUES ('contract_1', '2026-01-01 00:00:00+00', '2026-01-01 00:00:00+00', 1, 'c', 'C', 'c', FALSE, FALSE, '2015', '2015-01-01', '2015-12-31', '2020', '2020-01-01', '2020-12-31', 'fr')`,
	`INSERT INTO sources (uid, created_at, updated_at, version, code, name, sort_key, language)
		VALUES ('source_1', '2026-01-01 00:00:00+00', '2026-01-01 00:00:00+00', 1, 's', 'S', 's', 'fr')`,
	cited("c-1", "starts"), cited("c-2", "name"),
	line("change_1", "contract", "NULL", `'{"name": "\"starts\": ends", "starts": "2015", "ends": "2020"}'`),
	line("change_2", "contract", `'{"ends": null}'`, `'{"ends": "2020"}'`),
	line("change_3", "citation", "NULL", `'{"about":"starts","locator":"\"about\":\"starts\""}'`),
	line("change_4", "plan", "NULL", `'{"starts": "2015"}'`),
	`INSERT INTO drafts (uid, created_at, updated_at, revision, title, state, author, steps, contract_id)
		SELECT 'draft_1', '2026-01-01 00:00:00+00', '2026-01-01 00:00:00+00', 1, 'D', 'OPEN', 'a', '[{"type":"contract","set":{"starts":"2016","name":"starts"}}]', id FROM contracts`,
}

func cited(code, about string) string {
	return strings.NewReplacer("CODE", code, "ABOUT", about).Replace(`INSERT INTO citations
		(uid, created_at, updated_at, version, code, about, locator, stance, basis, preferred, contract_id, scope_id, source_id, language)
		SELECT 'citation_CODE', '2026-01-01 00:00:00+00', '2026-01-01 00:00:00+00', 1, 'CODE', 'ABOUT', 'p. 1', 'SUPPORTS', 'STATED', FALSE, c.id, c.id, s.id, 'fr'
		FROM contracts c, sources s`)
}

func line(uid, of, before, after string) string {
	return strings.NewReplacer("UID", uid, "TYPE", of, "BEFORE", before, "AFTER", after).Replace(`INSERT INTO changes
		(uid, at, actor, operation, record_type, record_uid, record_version, before, after, epoch, xid, "write", record_row)
		VALUES ('UID', '2026-01-01 00:00:00+00', 'a', 'UPDATE', 'TYPE', 'of_UID', 1, BEFORE, AFTER, 0, 0, 'w', 1)`)
}

func execute(t *testing.T, s *store.Store, statement string) {
	t.Helper()
	tx, err := s.Client.Tx(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.ExecContext(t.Context(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}

// text returns the one value that a query finds.
func text(t *testing.T, s *store.Store, query string) string {
	t.Helper()
	rows, err := s.Query(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var found string
	if !rows.Next() || rows.Scan(&found) != nil {
		t.Fatalf("%s finds nothing (%v)", query, rows.Err())
	}
	return found
}

// compact returns JSON in one form.
func compact(t *testing.T, value string) string {
	t.Helper()
	var read any
	if err := json.Unmarshal([]byte(value), &read); err != nil {
		t.Fatal(err)
	}
	written, err := json.Marshal(read)
	if err != nil {
		t.Fatal(err)
	}
	return string(written)
}
