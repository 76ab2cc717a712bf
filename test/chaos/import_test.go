package chaos

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"maillage/internal/testhub"
	"maillage/internal/testhub/grantfile"
)

// importLines is the environment variable with the number of lines of the imported file. 4,860,000 make a gigabyte.
const importLines = "MAILLAGE_IMPORT_LINES"

// importing is `maillage import`, which may be running.
type importing struct {
	process   *exec.Cmd
	began     time.Time
	out, said bytes.Buffer
}

// importInto starts `maillage import`.
func (b *base) importInto(t *testing.T, arguments ...string) *importing {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	i := &importing{began: time.Now()}
	i.process = exec.CommandContext(t.Context(), path, append([]string{
		"import", "--json", "--database", b.url}, arguments...)...)
	i.process.Stdout, i.process.Stderr = &i.out, &i.said
	if err := i.process.Start(); err != nil {
		t.Fatal(err)
	}
	return i
}

// imported holds the result that `maillage import` prints.
type imported struct {
	Import, State    string
	Records, Written int
}

// end waits for the end of the command, and logs how fast it was.
func (i *importing) end(t *testing.T) (done imported) {
	t.Helper()
	if err := i.process.Wait(); err != nil {
		t.Fatalf("%v: %s", err, i.said.String())
	}
	if err := json.Unmarshal(i.out.Bytes(), &done); err != nil {
		t.Fatal(err)
	}
	took := time.Since(i.began)
	t.Logf("%s after %s, with %d MB at most; CPU %s", done.State, took.Round(time.Millisecond),
		memory(i.process.ProcessState), i.process.ProcessState.UserTime()+i.process.ProcessState.SystemTime())
	return done
}

// kill kills the command, which must not have ended.
func (i *importing) kill(t *testing.T) {
	t.Helper()
	if err := i.process.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := i.process.Wait(); err == nil {
		t.Error("the command ended before it was killed")
	}
}

// The command is killed while it writes what it planned. Each time it goes on, until every line is written once.
func TestImport_AKilledCommandLosesNothing(t *testing.T) {
	lines, kills := size(6_000, 100_000), size(1, 3)
	if given := os.Getenv(importLines); given != "" {
		var err error
		if lines, err = strconv.Atoi(given); err != nil {
			t.Fatalf("%s: %v", importLines, err)
		}
	}
	b := newBase(t, "postgres", testhub.EmptyPostgres(t))
	path := writeGrants(t, lines)
	plan := b.importInto(t, path, "--dry-run").end(t)
	if plan.State != "PLANNED" || plan.Records != lines || plan.Written != 0 {
		t.Fatalf("%+v", plan)
	}
	for n := range kills {
		writing, enough := b.importInto(t, "--resume", plan.Import), lines*(n+1)/(kills+2)
		eventually(t, 24*time.Hour, func() error {
			if there := b.count(t, "SELECT coalesce(max(id), 0) FROM grants"); there < enough {
				return fmt.Errorf("%d of %d grants", there, enough)
			}
			return nil
		})
		writing.kill(t)
		if there := b.count(t, "SELECT count(*) FROM grants"); there >= lines {
			t.Fatalf("%d grants were written before the command was killed", there)
		}
		// The next command need not wait until the lease of the killed one ends.
		_, err := b.db.ExecContext(t.Context(), "UPDATE imports SET leased_by = NULL, leased_until = NULL")
		if err != nil {
			t.Fatal(err)
		}
	}
	done := b.importInto(t, "--resume", plan.Import).end(t)
	if done.State != "APPLIED" || done.Written != lines {
		t.Errorf("%+v", done)
	}
	for query, want := range map[string]int{
		"SELECT count(*) FROM grants":                                                        lines,
		"SELECT count(DISTINCT decision_reference) FROM grants":                              lines,
		"SELECT count(DISTINCT grant_id) FROM citations":                                     lines,
		"SELECT count(*) FROM citations WHERE grant_id IS NOT NULL":                          lines,
		"SELECT count(*) FROM partners":                                                      lines/5 + 1,
		"SELECT count(*) FROM changes WHERE record_type = 'grant'":                           lines,
		"SELECT count(*) FROM changes WHERE record_type = 'grant' AND operation <> 'CREATE'": 0,
	} {
		if is := b.count(t, query); is != want {
			t.Errorf("%s: %d, want %d", query, is, want)
		}
	}
}

// writeGrants writes a file of grants, and returns its path.
func writeGrants(t *testing.T, lines int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "grants.csv")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := grantfile.WriteLines(file, lines); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// count returns the number that a query gives.
func (b *base) count(t *testing.T, query string) (n int) {
	t.Helper()
	b.snapshot(t, func(tx *sql.Tx) error { return tx.QueryRowContext(t.Context(), query).Scan(&n) })
	return n
}
