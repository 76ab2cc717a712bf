package imports_test

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"entgo.io/ent/dialect"
	"github.com/google/go-cmp/cmp"

	"maillage/internal/access"
	"maillage/internal/edit"
	"maillage/internal/exchange/imports"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/snapshot"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

// hub is a hub without a server, whose viewer may do everything.
type hub struct {
	*imports.Imports
	ctx   context.Context
	store *store.Store
	book  *ledger.Ledger
}

func newHub(t testing.TB, s *store.Store) *hub {
	t.Helper()
	book := testdb.Ledger(t, s)
	h := &hub{ctx: access.AsSystem(t.Context()), store: s, book: book}
	h.Imports = imports.New(imports.Config{
		Client: s.Client, Dialect: s.Dialect(), Ledger: book, Records: snapshot.New(s.Client, book),
		TempDir: t.TempDir(),
		Log:     slog.New(slog.NewTextHandler(t.Output(), nil)),
	})
	return h
}

// sharedFile returns the bytes of a real file, which lies beside the repository.
func sharedFile(t testing.TB, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("../../../shared", name))
	if err != nil {
		t.Fatalf("the shared files must lie beside the repository: %v", err)
	}
	return content
}

// plan plans a file.
func (h *hub) plan(t testing.TB, name string, content []byte) imports.Import {
	t.Helper()
	made, err := h.PlanFile(h.ctx, imports.NewImport{Name: name, Size: int64(len(content))}, bytes.NewReader(content),
		nil)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// apply applies a plan.
func (h *hub) apply(t testing.TB, id string) imports.Import {
	t.Helper()
	if err := h.Apply(h.ctx, id); err != nil {
		t.Fatal(err)
	}
	done, err := h.Work(h.ctx, id, nil)
	if err != nil {
		t.Fatal(err)
	}
	if done.State != lexicon.ImportApplied {
		t.Fatalf("the import is %s: %s", done.State, done.Problem)
	}
	return done
}

// lines returns the number of lines of the ledger.
func (h *hub) lines(t testing.TB) int {
	t.Helper()
	n, err := h.store.Client.Change.Query().Count(h.ctx)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// sum returns the number of grants, their amounts in cents and their beneficiaries.
func (h *hub) sum(t testing.TB) (n int, cents int64, beneficiaries int) {
	t.Helper()
	rows, err := h.store.Client.Grant.Query().All(h.ctx)
	if err != nil {
		t.Fatal(err)
	}
	distinct := map[int]bool{}
	for _, row := range rows {
		if row.AmountCents != nil {
			cents += *row.AmountCents
		}
		if row.BeneficiaryID != nil {
			distinct[*row.BeneficiaryID] = true
		}
	}
	return len(rows), cents, len(distinct)
}

func (h *hub) outcomes(t testing.TB, id string) map[lexicon.ImportOutcome]int {
	t.Helper()
	c, err := h.Counts(h.ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	return c.Outcomes
}

func total(outcomes map[lexicon.ImportOutcome]int) (n int) {
	for _, of := range outcomes {
		n += of
	}
	return n
}

// The figures are those of the notes on the shared files.
func TestImport_OfRealFiles(t *testing.T) {
	type figures struct {
		Records, Written, Waiting, Beneficiaries int
		Cents                                    int64
	}
	for name, want := range map[string]figures{
		"01_somme_2018_bom-utf8_corps-cp1252.csv": {41, 41, 0, 34, 320195264},
		"04_poitiers_2017_siret-arrondis.csv":     {562, 562, 0, 323, 1154835923},
		// One line, of 6,000, names no beneficiary at all.
		"05_roques_2016-2017_scdl1_presque-valide.csv": {69, 68, 1, 47, 35755885 - 600000},
		// The amounts between their commas sum to 14,232,562.49; a period of one line, of 32,400, is not readable. Two
		// of the 101 establishments are of partners that have another one.
		"06_vendee_2018_virgule-decimale-non-quotee.csv": {114, 113, 1, 99, 1423256249 - 3240000},
	} {
		testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
			h := newHub(t, s)
			content := sharedFile(t, "data/scdl/"+name)
			made := h.plan(t, name, content)
			outcomes := h.outcomes(t, made.ID)
			if total(outcomes) != made.Records || made.State != lexicon.ImportPlanned {
				t.Errorf("%s: %s, %d records and the outcomes %v", name, made.State, made.Records, outcomes)
			}
			if n := h.lines(t); n != 0 {
				t.Errorf("%s: a plan wrote %d lines of the ledger", name, n)
			}
			done := h.apply(t, made.ID)
			n, cents, beneficiaries := h.sum(t)
			got := figures{done.Records, n, outcomes[lexicon.OutcomeWaiting], beneficiaries, cents}
			if diff := cmp.Diff(want, got); diff != "" {
				c, _ := h.Counts(h.ctx, made.ID)
				t.Errorf("%s: %+v\n%s", name, c, diff)
			}
			lines := h.lines(t)
			again := h.apply(t, h.plan(t, name, content).ID)
			if n := h.lines(t); n != lines {
				t.Errorf("%s: imported again it writes %d lines of the ledger: %v", name, n-lines, h.outcomes(t, again.ID))
			}
			if now := h.outcomes(t, again.ID); now[lexicon.OutcomeUnchanged] != want.Written {
				t.Errorf("%s: imported again: %v", name, now)
			}
		})
	}
}

// step is a record that a test creates.
type step struct {
	of, uid string
	set     map[string]any
}

// write creates records.
func (h *hub) write(t testing.TB, steps ...step) {
	t.Helper()
	r := edit.Request{}
	for _, s := range steps {
		r.Steps = append(r.Steps, edit.Step{Verb: edit.Create, Type: s.of, New: s.uid, Set: s.set})
	}
	h.do(t, r)
}

// update changes a record.
func (h *hub) update(t testing.TB, of string, set map[string]any) {
	t.Helper()
	h.do(t, edit.Request{Steps: []edit.Step{{Verb: edit.Update, Type: of, Set: set}}})
}

func (h *hub) do(t testing.TB, r edit.Request) {
	t.Helper()
	e := edit.Editor{Client: h.store.Client, Ledger: h.book, Postgres: h.store.Dialect() == dialect.Postgres}
	outcome, err := e.Do(access.WithViewer(h.ctx, access.Named("test")), r)
	if err != nil || len(outcome.Problems) > 0 {
		t.Fatal(err, outcome)
	}
}

// endLease ends the leases of all imports, as time does.
func (h *hub) endLease(t testing.TB) {
	t.Helper()
	if _, err := h.store.Client.ExecContext(h.ctx, "UPDATE imports SET leased_by = NULL, leased_until = NULL"); err != nil {
		t.Fatal(err)
	}
}

// export returns all records of the hub.
func (h *hub) export(t testing.TB) string {
	t.Helper()
	var out bytes.Buffer
	if err := testdb.Export(h.ctx, h.store.Client, &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}
