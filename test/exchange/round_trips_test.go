package exchange

import (
	"bytes"
	"encoding/csv"
	"log/slog"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"maillage/internal/access"
	"maillage/internal/exchange/exports"
	"maillage/internal/exchange/imports"
	"maillage/internal/exchange/scdl"
	"maillage/internal/lexicon"
	"maillage/internal/network"
	"maillage/internal/snapshot"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

// realFiles are the shared files of grants, with the rows that SCDL can hold of them. The first tells no notification
// to the Commission; the second no nature, no payment and no establishments.
var realFiles = map[string]int{
	"data/scdl/01_somme_2018_bom-utf8_corps-cp1252.csv":        0,
	"data/scdl/04_poitiers_2017_siret-arrondis.csv":            0,
	"data/scdl/05_roques_2016-2017_scdl1_presque-valide.csv":   37, // others have no payment dates or conditions
	"data/scdl/06_vendee_2018_virgule-decimale-non-quotee.csv": 113,
	"reference/scdl_exemple_valide.csv":                        28, // one of 29 is paid until the month 30
}

// importFile imports a file into a database, and returns its records.
func importFile(t *testing.T, s *store.Store, name string, content []byte) *snapshot.Source {
	t.Helper()
	ctx := access.AsSystem(t.Context())
	book := testdb.Ledger(t, s)
	all := imports.New(imports.Config{Client: s.Client, Dialect: s.Dialect(), Ledger: book,
		Records: snapshot.New(s.Client, book), TempDir: t.TempDir(),
		Log: slog.New(slog.NewTextHandler(t.Output(), nil))})
	plan, err := all.PlanFile(ctx, imports.NewImport{Name: name, Size: int64(len(content))}, bytes.NewReader(content),
		nil)
	if err == nil {
		err = all.Apply(ctx, plan.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	done, err := all.Work(ctx, plan.ID, nil)
	if err != nil || done.State != lexicon.ImportApplied {
		t.Fatalf("%s is %s: %s %v", name, done.State, done.Problem, err)
	}
	return snapshot.New(s.Client, nil)
}

// exportAs returns an export of all records that an administrator sees, and what it counted.
func exportAs(t *testing.T, format string, records *snapshot.Source) ([]byte, *exports.Tally) {
	t.Helper()
	viewer := access.Named("test")
	ctx := access.WithViewer(t.Context(), viewer)
	v, err := records.View(ctx)
	if err != nil {
		t.Fatal(err)
	}
	f, err := exports.FormatNamed(format)
	if err != nil {
		t.Fatal(err)
	}
	day := lexicon.MustPartialDate("2026-11-30")
	x := &exports.Export{View: v, When: network.At(day, day.Earliest()),
		Head: exports.Head{Generator: "Maillage test", AsOf: day.String(), Viewer: exports.ViewerKind(viewer)}}
	var out bytes.Buffer
	tally, err := x.To(ctx, f, &out)
	if err != nil {
		t.Fatalf("%s: %v", format, err)
	}
	return out.Bytes(), tally
}

func TestRoundTrip_RealFilesOfGrantsAreValidAndComeBackTheSame(t *testing.T) {
	schema := givingSchema(t)
	for name, rows := range realFiles {
		content := shared(t, name)
		var first, given []byte
		testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
			records := importFile(t, s, name, content)
			written, tally := exportAs(t, "scdl", records)
			checkSCDL(t, written)
			if tally.Rows != rows {
				t.Errorf("%s: %d rows; left out for %v", name, tally.Rows, tally.Missing)
			}
			if first != nil {
				if !bytes.Equal(first, written) {
					t.Errorf("%s differs between the databases", name)
				}
				return
			}
			first = written
			given, tally = exportAs(t, "360giving", records)
			checkGiving(t, schema, given, tally)
		})
		if rows > 0 {
			again, tally := exportAs(t, "scdl", importFile(t, testdb.SQLite(t), "again.csv", first))
			if diff := cmp.Diff(string(first), string(again)); diff != "" || tally.Omitted > 0 {
				t.Errorf("%s comes back otherwise, with %+v left out:\n%s", name, tally, diff)
			}
		}
		// What 360Giving has no member for comes back too: both standards give the same facts.
		back := importFile(t, testdb.SQLite(t), "again.json", given)
		if again, _ := exportAs(t, "scdl", back); rows > 0 && !bytes.Equal(again, first) {
			t.Errorf("%s comes back otherwise from 360Giving:\n%s", name, cmp.Diff(string(first), string(again)))
		}
		if again, _ := exportAs(t, "360giving", back); withoutIDs(given) != withoutIDs(again) {
			t.Errorf("%s comes back as other 360Giving:\n%s", name, cmp.Diff(withoutIDs(given), withoutIDs(again)))
		}
	}
}

// checkSCDL holds a file against the schema of SCDL.
func checkSCDL(t *testing.T, content []byte) {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(content), "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	checker, problems := scdl.Schema().NewChecker(rows[0])
	for i, row := range rows[1:] {
		problems = append(problems, checker.CheckRow(i+2, row)...)
	}
	if len(problems) > 0 {
		t.Error(problems)
	}
}

// checkGiving holds each grant of a file against the schema of 360Giving.
func checkGiving(t *testing.T, schema *jsonschema.Schema, content []byte, tally *exports.Tally) {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	all := document.(map[string]any)["grants"].([]any)
	if len(all) != tally.Rows || tally.Rows == 0 {
		t.Fatalf("%d grants of %d; left out for %v", len(all), tally.Rows, tally.Missing)
	}
	for _, one := range all {
		if err := schema.Validate(one); err != nil {
			t.Error(err)
		}
	}
	delete(all[0].(map[string]any), "recipientOrganization")
	if schema.Validate(all[0]) == nil {
		t.Error("the schema refuses nothing")
	}
}

// givingSchema returns the stored schema of 360Giving.
func givingSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(shared(t, "reference/360-giving-schema.json")))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("360.json", parsed); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("360.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// withoutIDs returns the grants of a file in an order of their own, without what a hub gives them.
func withoutIDs(content []byte) string {
	rows := strings.Split(hubMembers.ReplaceAllString(string(content), ""), "\n")
	for i := range rows {
		rows[i] = strings.TrimSuffix(rows[i], ",")
	}
	slices.Sort(rows)
	return strings.Join(rows, "\n")
}

var hubMembers = regexp.MustCompile(`"id":"360G-maillage-(grant|partner)_\w+",|,"dateModified":"[^"]+"`)
