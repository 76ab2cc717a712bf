package imports_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/access"
	"maillage/internal/exchange/imports"
	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/snapshot"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

// contract adds a contract with an axis to the hub, and returns its identifier.
func (h *hub) contract(t testing.TB, code string) string {
	t.Helper()
	uid := lexicon.NewUID("contract")
	h.write(t, step{"contract", uid, map[string]any{"code": code, "name": "Contrat " + code}},
		step{"axis", "", map[string]any{"code": "emploi", "name": "Emploi", "contract": uid}})
	return uid
}

// written imports a file whole, and returns the lines of an export of one type without its identifiers.
func (h *hub) written(t testing.TB, name, content, format string) string {
	t.Helper()
	i := h.plan(t, name, []byte(content))
	h.apply(t, i.ID)
	h.tell(t, i.ID, lexicon.OutcomeWaiting, lexicon.OutcomeRefused)
	var rows []string
	for line := range strings.Lines(string(h.exported(t, format))) {
		_, rest, _ := strings.Cut(strings.TrimRight(line, "\r\n"), ",")
		rows = append(rows, rest)
	}
	return strings.Join(rows[1:], "\n")
}

// Only the cells of a table are written: a column that it lacks changes nothing, and an empty cell empties a field.
func TestTables_StateOnlyTheCellsThatTheyHave(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := newHub(t, s)
		h.written(t, "partners.csv", "code,name,acronym,description,aliases\n"+
			"club,Union sportive,US,Un club,'=Club|Le \\| club\nchorale,Chorale,,,\n", "partners")
		const change = "code;name;acronym\nclub;Union sportive de Lille;\n"
		if i := h.plan(t, "partners.csv", []byte(change)); len(i.Notes) > 0 {
			t.Errorf("a record that a table lacks is not gone: %v", i.Notes)
		}
		got := h.written(t, "partners.csv", change, "partners")
		want := ",club,Union sportive de Lille,,Un club,ORGANISATION,UNSPECIFIED,'=Club|Le \\| club,false,,fr,\n" +
			",chorale,Chorale,,,ORGANISATION,UNSPECIFIED,,false,,fr,"
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

// A guard against formulas is taken away once, and a field that always has a value cannot be emptied.
func TestTables_LoseOneGuardAndKeepWhatIsRequired(t *testing.T) {
	h := newHub(t, testdb.SQLite(t))
	got := h.written(t, "partners.csv", "code,name,description\none,'=1+1,''=2\ntwo,,three\n", "partners")
	if want := ",one,'=1+1,,''=2,"; !strings.HasPrefix(got, want) || strings.Contains(got, "two") {
		t.Errorf("%q", got)
	}
	i := h.plan(t, "partners.csv", []byte("code,name,description\none,,other\n"))
	if got := h.outcomes(t, i.ID); got[lexicon.OutcomeWaiting] != 1 {
		t.Errorf("an empty name: %v", got)
	}
	h.decide(t, i.ID, imports.Answer{Code: lexicon.ValueRequired, Choice: imports.Take})
	h.apply(t, i.ID)
	if got := string(h.exported(t, "partners")); !strings.Contains(got, "one,'=1+1,,other,") {
		t.Errorf("taken: %s", got)
	}
}

// People fill in tables as they come: in any order, with names instead of codes, and dates as they write them.
func TestTables_AreReadAsPeopleFillThemIn(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := newHub(t, s)
		h.contract(t, "lille")
		h.partner(t, "Mission locale", "")
		content := zipped(t, "contributions.csv", "partner,action,axis,role,status,since\n"+
			"Mission locale,Forum de l’emploi,,lead,Active,31/01/2025\n"+
			"Chorale du quartier,Forum de l'emploi,,PARTICIPANT,,\n"+
			"Chorale du quartier,,lille/emploi,PARTICIPANT,,2024\n",
			"actions.csv", "contract,name,kind\nlille,Forum de l’emploi,ACTION\n",
			"partners.csv", "name,acronym\nChorale du quartier,CQ\n", "other.csv", "a,b\n1,2\n")
		i := h.plan(t, "t.zip", content)
		open := h.open(t, i.ID)
		if len(open) != 1 || open[0].Name != "Mission locale" || open[0].Match != lexicon.MatchSuggested {
			t.Fatalf("open: %+v", open)
		}
		if len(i.Notes) != 1 || i.Notes[0].Code != lexicon.TableUnread || i.Notes[0].Value != "other" {
			t.Errorf("notes: %+v", i.Notes)
		}
		if _, err := h.AcceptSuggestions(h.ctx, i.ID); err != nil {
			t.Fatal(err)
		}
		h.apply(t, i.ID)
		h.tell(t, i.ID, lexicon.OutcomeWaiting, lexicon.OutcomeRefused)
		if got := h.outcomes(t, i.ID); total(got) != 5 || got[lexicon.OutcomeWaiting]+got[lexicon.OutcomeRefused] > 0 {
			t.Errorf("outcomes: %v", got)
		}
		tables := unzip(t, h.exported(t, "tables"))
		if n := strings.Count(tables["partners.csv"], "\n"); n != 3 || !strings.Contains(tables["partners.csv"], ",CQ,") {
			t.Errorf("partners: %s", tables["partners.csv"])
		}
		for _, want := range []string{",p0,lille/forum-de-l-emploi-", ",LEAD,,,ACTIVE,STATED,,,,2025-01-31,,", ",lille/emploi,PARTICIPANT,"} {
			if !strings.Contains(tables["contributions.csv"], want) {
				t.Errorf("contributions without %q:\n%s", want, tables["contributions.csv"])
			}
		}
		if n := strings.Count(tables["citations.csv"], "contributions!A"); n != 3 {
			t.Errorf("%d citations of the file:\n%s", n, tables["citations.csv"])
		}
		lines := h.lines(t)
		again := h.apply(t, h.plan(t, "t.zip", content).ID)
		if now := h.outcomes(t, again.ID); h.lines(t) != lines || now[lexicon.OutcomeUnchanged] != 5 {
			t.Errorf("imported again: %v", now)
			h.tell(t, again.ID, lexicon.OutcomeWaiting, lexicon.OutcomeFlagged, lexicon.OutcomeApplied)
		}
	})
}

// Who may write only some records imports those, and a hidden record counts as absent.
func TestTables_AreWrittenWithTheRightsOfTheirOwner(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := newHub(t, s)
		mine := h.contract(t, "lille")
		h.contract(t, "douai")
		h.serve(t)
		i := h.planIn(t, mine, "axes.csv", "id,contract,code,name,plan\n,lille,sante,Santé,\n,douai,sante,Santé,\n"+
			lexicon.NewUID("axis")+",lille,sport,Sport,\n,lille,emploi,L’emploi,douai/plan\n")
		h.apply(t, i.ID)
		lines, err := h.Lines(h.ctx, i.ID, imports.LineFilter{}, 0, 10)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]lexicon.NoteCode{}
		for _, l := range lines {
			got[fmt.Sprint(l.Number, l.Outcome)] = ""
			for _, n := range l.Notes {
				got[fmt.Sprint(l.Number, l.Outcome)] = n.Code
			}
		}
		want := map[string]lexicon.NoteCode{"2APPLIED": "", "3WAITING": lexicon.ReferenceUnknown,
			"4REFUSED": lexicon.WriteForbidden, "5WAITING": lexicon.ChangedSince}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

// What an import of others had, and this file lacks, is not told to who may not see that import.
func TestGone_OfImportsThatTheOwnerSees(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := newHub(t, s)
		h.contract(t, "lille")
		h.contract(t, "douai")
		h.apply(t, h.plan(t, "list.csv", []byte("id,contract,code,name,plan\n,douai,secret,Axe secret,\n")).ID)
		if told := h.plan(t, "list.csv", generated(2)); len(told.Notes) != 1 || told.Notes[0].Code != lexicon.GoneFromFile {
			t.Errorf("the administrator is told %v", told.Notes)
		}
		h.serve(t)
		if told := h.plan(t, "list.csv", generated(2)); len(told.Notes) > 0 {
			t.Errorf("a coordinator of another contract is told %v", told.Notes)
		}
	})
}

// serve makes the viewer of the hub a coordinator of its first contract.
func (h *hub) serve(t testing.TB) {
	t.Helper()
	row, err := h.store.Client.Contract.Query().Order(ent.Asc("id")).First(h.ctx)
	if err != nil {
		t.Fatal(err)
	}
	account, err := h.store.Client.Account.Create().SetName("c").SetRole(lexicon.Coordinator).Save(h.ctx)
	if err != nil {
		t.Fatal(err)
	}
	viewer := &access.Viewer{Account: account.UID, Role: lexicon.Coordinator, ContractIDs: []int{row.ID},
		Visibility: access.Visibility{Directory: true, Contracts: []int{row.ID}}}
	h.Imports = imports.New(imports.Config{
		Client: h.store.Client, Dialect: h.store.Dialect(), Ledger: h.book, TempDir: t.TempDir(),
		Records: snapshot.New(h.store.Client, h.book),
		Owner:   func(context.Context, string, string) (*access.Viewer, error) { return viewer, nil },
	})
	h.ctx = access.WithViewer(t.Context(), viewer)
}

// planIn plans a file for a contract.
func (h *hub) planIn(t testing.TB, contract, name, content string) imports.Import {
	t.Helper()
	n := imports.NewImport{Name: name, Size: int64(len(content)), Contract: contract}
	made, err := h.PlanFile(h.ctx, n, strings.NewReader(content), nil)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// zipped returns an archive of files: each name is followed by its content.
func zipped(t testing.TB, files ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err == nil {
			_, err = io.WriteString(w, files[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// unzip returns the files of an archive, by name.
func unzip(t testing.TB, content []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(text)
	}
	return files
}
