package server_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"maillage/internal/lexicon"
	"maillage/internal/store"
	"maillage/internal/testhub"
)

// createPartner creates a partner whose long name needs space.
func createPartner(t *testing.T, h *testhub.Hub, code string) testhub.Answer {
	t.Helper()
	const mutation = `mutation ($input: CreatePartnerInput!) {
		createPartner(input: $input) { partner { code } userErrors { message } }
	}`
	return h.Ask(t, mutation,
		map[string]any{"input": map[string]any{"code": code, "name": strings.Repeat("n", 500)}})
}

// fails expects a response with a storage fault.
func fails(t *testing.T, a testhub.Answer, reason string) {
	t.Helper()
	if a.Status != 503 || len(a.Errors) != 1 || a.Errors[0].Extensions.Code != "STORAGE" ||
		!strings.Contains(a.Errors[0].Message, reason) {
		t.Errorf("answered %d %s; want STORAGE: %s", a.Status, a.Body, reason)
	}
}

func done(t *testing.T, a testhub.Answer) {
	t.Helper()
	var data struct{ CreatePartner struct{ UserErrors []any } }
	if err := json.Unmarshal(a.Data, &data); err != nil || a.Status != 200 || len(a.Errors)+len(
		data.CreatePartner.UserErrors,
	) > 0 {
		t.Errorf("answered %d %s, %v", a.Status, a.Body, err)
	}
}

// exec executes statements on the write connection of SQLite, or on PostgreSQL.
func exec(t *testing.T, s *store.Store, statements ...string) {
	t.Helper()
	for _, statement := range statements {
		if _, err := s.Client.ExecContext(testhub.Context(t), statement); err != nil {
			t.Fatal(err)
		}
	}
}

func administrator(t *testing.T, h *testhub.Hub) *testhub.Hub {
	t.Helper()
	return h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator})).In("en")
}

// briefFaults makes a database report faults for a short time.
func briefFaults(c *store.Config) { c.FaultHold = 100 * time.Millisecond }

// breaks makes every write fail as the storage would, and repairs it.
var breaks = map[string]struct {
	sqlite, mended []string
	state          string // of PostgreSQL
}{
	"the disk is full": {[]string{"PRAGMA max_page_count = 1"}, []string{
		"PRAGMA max_page_count = 1000000",
	}, "53100"},
	"the database is read-only": {[]string{"PRAGMA query_only = 1"}, []string{"PRAGMA query_only = 0"}, "25006"},
}

func TestStorage_FaultsAreTypedAndTheHubIsNotReady(t *testing.T) {
	testhub.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := checked(t, s)
		asked := administrator(t, h)
		afterChecks(t, h, 200, "ready")
		round := 0
		for reason, how := range breaks {
			round++
			failing, mended := how.sqlite, how.mended
			if s.Dialect() == "postgres" {
				failing = []string{
					fmt.Sprintf(`CREATE OR REPLACE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql
						AS $$ BEGIN RAISE EXCEPTION 'broken' USING ERRCODE = '%s'; END $$`, how.state),
					"CREATE TRIGGER broken BEFORE INSERT ON partners EXECUTE FUNCTION broken()",
					"CREATE TRIGGER broken BEFORE INSERT OR UPDATE ON settings EXECUTE FUNCTION broken()",
				}
				mended = []string{"DROP TRIGGER broken ON partners", "DROP TRIGGER broken ON settings"}
			}
			exec(t, s, failing...)
			for n := range 20 { // SQLite has pages left
				if a := createPartner(t, asked, fmt.Sprintf("full-%d-%d", round, n)); len(a.Errors) > 0 {
					fails(t, a, reason)
					break
				}
			}
			fails(t, createPartner(t, asked, fmt.Sprintf("failing-%d", round)), reason)
			afterChecks(t, h, 503, reason)
			exec(t, s, mended...)
			afterChecks(t, h, 200, "ready")
			done(t, createPartner(t, asked, fmt.Sprintf("mended-%d", round)))
		}
	}, briefFaults)
}

func TestStorage_NothingIsWrittenIntoADeletedFile(t *testing.T) {
	path := testhub.EmptySQLite(t)
	s := testhub.Open(t, path, briefFaults)
	if _, err := s.Migrate(testhub.Context(t)); err != nil {
		t.Fatal(err)
	}
	h := checked(t, s)
	asked := administrator(t, h)
	done(t, createPartner(t, asked, "before"))
	tx, err := s.Client.Tx(testhub.Context(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path, path+".away"); err != nil {
		t.Fatal(err)
	}
	if _, is := store.StorageFault(tx.Commit()); !is {
		t.Errorf("a transaction that was begun before is committed")
	}
	fails(t, createPartner(t, asked, "after"), "deleted or replaced")
	afterChecks(t, h, 503, "the database file was deleted or replaced")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	fails(t, createPartner(t, asked, "into-another"), "deleted or replaced")
	if err := os.Rename(path+".away", path); err != nil {
		t.Fatal(err)
	}
	afterChecks(t, h, 200, "ready")
	done(t, createPartner(t, asked, "back"))
}

func TestStorage_IsSaidInFrench(t *testing.T) {
	s := testhub.SQLite(t)
	asked := administrator(t, checked(t, s)).In("fr")
	exec(t, s, "PRAGMA query_only = 1")
	fails(t, createPartner(t, asked, "a"), "la base de données est en lecture seule")
}
