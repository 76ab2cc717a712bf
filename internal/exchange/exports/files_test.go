package exports_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/piprate/json-gold/ld"
	"github.com/xuri/excelize/v2"

	"maillage/internal/access"
	"maillage/internal/exchange/exports"
	"maillage/internal/exchange/guard"
	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/record"
	"maillage/internal/snapshot"
	"maillage/internal/testhub/testdb"
)

// hostileNames are names that spreadsheets, separators and lines of text must not change.
var hostileNames = []string{"=1+1", "'=1+1", "＝SUM(A1)", "-5 °C", "@home", "l’eau", "a;b,c\"d\"", "two\nlines",
	"x|y\\z", "<b>&amp;</b>", "+33 1"}

// hostile returns the demo data with partners of hostile names.
func hostile(t *testing.T) *snapshot.Source {
	t.Helper()
	s := testdb.DemoSQLite(t)
	book := testdb.Ledger(t, s)
	ctx := access.AsSystem(t.Context())
	_, err := book.Write(ctx, ledger.Entry{Actor: "test", At: time.Now()}, func(
		ctx context.Context, tx *ent.Tx,
	) ([]string, error) {
		for i, name := range hostileNames {
			if err := tx.Partner.Create().SetCode(fmt.Sprint("hostile-", i)).SetName(name).
				SetAliases([]string{name, "-1"}).Exec(ctx); err != nil {
				return nil, err
			}
		}
		return nil, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return source(t, s, nil)
}

// namesIn returns the names of the hostile partners in a table.
func namesIn(table [][]string, of func(string) string) (names []string) {
	code, name := slices.Index(table[0], "code"), slices.Index(table[0], "name")
	for i := range hostileNames {
		for _, line := range table {
			if line[code] == fmt.Sprint("hostile-", i) {
				names = append(names, of(line[name]))
			}
		}
	}
	return names
}

func same(text string) string { return text }

func TestTables_GuardTextsForPeopleAndNotForPrograms(t *testing.T) {
	s := hostile(t)
	single, _ := exported(t, s, order{format: "partners"})
	zipped, _ := exported(t, s, order{format: "tables"})
	packed, _ := exported(t, s, order{format: "package"})
	for what, content := range map[string][]byte{"one table": single, "all": unzipped(t, zipped)["partners.csv"]} {
		table := lines(t, content)
		if got := namesIn(table, guard.Remove); !slices.Equal(got, hostileNames) {
			t.Errorf("%s: the names come back as %q", what, got)
		}
		for _, name := range namesIn(table, same) {
			if strings.ContainsAny(name[:1], "=+-@") {
				t.Errorf("%s: %q is computed", what, name)
			}
		}
		if !bytes.HasPrefix(content, []byte("\ufeffid,contract,code,name,")) {
			t.Errorf("%s begins with %q", what, content[:30])
		}
	}
	if got := namesIn(lines(t, unzipped(t, packed)["data/partners.csv"]), same); !slices.Equal(got, hostileNames) {
		t.Errorf("programs get %q", got)
	}
}

// Negative numbers, dates and identifiers keep their signs: only texts are guarded.
func TestTables_HaveNamesForPeopleAndIdentifiersForPrograms(t *testing.T) {
	s := demo(t)
	people, _ := exported(t, s, order{format: "contributions", contract: "val-d-orme"})
	packed, _ := exported(t, s, order{format: "package", contract: "val-d-orme"})
	table, programs := lines(t, people), lines(t, unzipped(t, packed)["data/contributions.csv"])
	if len(table) != 198 || len(programs) != 198 {
		t.Fatalf("%d and %d lines", len(table), len(programs))
	}
	action, partner := slices.Index(table[0], "action"), slices.Index(table[0], "partner")
	for i, l := range table[1:] {
		if l[1] != "val-d-orme" || l[action] != "" && !strings.HasPrefix(l[action], "val-d-orme/") ||
			strings.Contains(l[partner], "_") {
			t.Errorf("a contribution is %q", l)
		}
		if other := programs[i+1]; other[0] != l[0] || !strings.HasPrefix(other[partner], "partner_") {
			t.Errorf("for programs it is %q", other)
		}
	}
}

func TestWorkbook_KeepsTextsAndOffersLists(t *testing.T) {
	s := hostile(t)
	for _, format := range []string{"xlsx", "template", "kumu"} {
		content, _ := exported(t, s, order{format: format})
		f, err := excelize.OpenReader(bytes.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		switch format {
		case "kumu":
			if got := f.GetSheetList(); !slices.Equal(got, []string{"Elements", "Connections", "about"}) {
				t.Errorf("the sheets are %q", got)
			}
		default:
			checkTables(t, f, format == "template")
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
}

func checkTables(t *testing.T, f *excelize.File, isEmpty bool) {
	t.Helper()
	if got := len(f.GetSheetList()); got != len(record.Types)+2 {
		t.Errorf("%d sheets: %q", got, f.GetSheetList())
	}
	rows, err := f.GetRows("partners")
	if err != nil {
		t.Fatal(err)
	}
	if isEmpty {
		if len(rows) != 1 {
			t.Errorf("a template has %d rows", len(rows))
		}
	} else if got := namesIn(rows, same); !slices.Equal(got, hostileNames) {
		t.Errorf("the names are %q", got)
	}
	for at := range rows {
		cell := fmt.Sprintf("D%d", at+1)
		formula, err := f.GetCellFormula("partners", cell)
		if kind, err2 := f.GetCellType("partners", cell); err != nil || err2 != nil || formula != "" ||
			kind == excelize.CellTypeNumber || kind == excelize.CellTypeFormula {
			t.Errorf("%s is computed: %q, %v, %v", cell, formula, err, err2)
		}
	}
	lists, err := f.GetDataValidations("contributions")
	if err != nil || len(lists) < 3 {
		t.Fatalf("%d lists: %v", len(lists), err)
	}
	for _, list := range lists {
		sheet, area, _ := strings.Cut(strings.ReplaceAll(list.Formula1, "$", ""), "!")
		first, last, _ := strings.Cut(area, ":")
		for _, at := range []string{first, last} {
			if word, err := f.GetCellValue(sheet, at); err != nil || word == "" {
				t.Errorf("the list %s ends with %q: %v", list.Formula1, word, err)
			}
		}
	}
}

// The tables of a package are those that its schemas say.
func TestPackage_SchemasFitTheTables(t *testing.T) {
	content, _ := exported(t, demo(t), order{format: "package"})
	files := unzipped(t, content)
	var descriptor struct {
		Resources []struct {
			Name, Path string
			Schema     struct {
				Fields []struct {
					Name, Type  string
					Constraints struct {
						Required, Unique bool
						Enum             []string
						MaxLength        int
					}
				}
				ForeignKeys []struct {
					Fields    string
					Reference struct{ Resource, Fields string }
				}
			}
		}
	}
	if err := json.Unmarshal(files["datapackage.json"], &descriptor); err != nil {
		t.Fatal(err)
	}
	ids := map[string]map[string]bool{}
	for _, r := range descriptor.Resources {
		ids[r.Name] = map[string]bool{"": true}
		for _, line := range lines(t, files[r.Path])[1:] {
			ids[r.Name][line[0]] = true
		}
	}
	forms := map[string]*regexp.Regexp{"boolean": regexp.MustCompile(`^(true|false)$`),
		"integer": regexp.MustCompile(`^\d+$`), "number": regexp.MustCompile(`^\d+\.\d\d$`),
		"array": regexp.MustCompile(`^\[.*\]$`), "string": regexp.MustCompile(``)}
	checked, keys := 0, 0
	for _, r := range descriptor.Resources {
		table := lines(t, files[r.Path])
		for k, f := range r.Schema.Fields {
			if table[0][k] != f.Name {
				t.Errorf("column %d of %s is %s, not %s", k, r.Name, table[0][k], f.Name)
			}
			for _, line := range table[1:] {
				c := f.Constraints
				if line[k] == "" && !c.Required {
					continue
				}
				checked++
				if !forms[f.Type].MatchString(line[k]) || c.Enum != nil && !slices.Contains(c.Enum, line[k]) ||
					c.MaxLength > 0 && len([]rune(line[k])) > c.MaxLength || c.Required && line[k] == "" {
					t.Errorf("%s.%s is %q, against %+v", r.Name, f.Name, line[k], f)
				}
			}
		}
		for _, key := range r.Schema.ForeignKeys {
			to := key.Reference.Resource
			if to == "" {
				to = r.Name
			}
			for _, line := range table[1:] {
				keys++
				if !ids[to][line[slices.Index(table[0], key.Fields)]] {
					t.Errorf("%s.%s refers to %q", r.Name, key.Fields, line)
				}
			}
		}
	}
	if len(descriptor.Resources) != len(record.Types) || checked < 5_000 || keys < 1_000 {
		t.Errorf("%d tables, %d values and %d keys were checked", len(descriptor.Resources), checked, keys)
	}
	var catalogue map[string]any
	if err := json.Unmarshal(files["catalogue.jsonld"], &catalogue); err != nil {
		t.Fatal(err)
	}
	if len(files) != len(record.Types)+2 || catalogue["@type"] != "dcat:Catalog" {
		t.Errorf("%d files, and the catalogue is %v", len(files), catalogue["@type"])
	}
}

func TestHXL_MeetsItsSchema(t *testing.T) {
	text, err := os.ReadFile(reference + "hxl-default-schema.json")
	if err != nil {
		t.Fatalf("the shared files must lie beside the repository: %v", err)
	}
	var rules []map[string]any
	if err := json.Unmarshal(text, &rules); err != nil {
		t.Fatal(err)
	}
	content, tally := exported(t, demo(t), order{format: "hxl"})
	table := lines(t, content)
	if len(table) != tally.Rows+2 {
		t.Errorf("%d lines for %d contributions", len(table), tally.Rows)
	}
	tag := regexp.MustCompile(`^#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*$`)
	isDate := regexp.MustCompile(`^\d{4}-\d\d-\d\d$`)
	checked := 0
	for k, of := range table[1] {
		if !tag.MatchString(of) {
			t.Errorf("%q is no tag", of)
		}
		name, _, _ := strings.Cut(of, "+")
		for _, rule := range rules {
			tags, _ := rule["#valid_tag"].(string)
			if tags != "#*" && !slices.Contains(strings.Split(tags, ","), name) {
				continue
			}
			for _, line := range table[2:] {
				value := line[k]
				if rule["#valid_datatype"] == "date" && value != "" && !isDate.MatchString(value) ||
					rule["#valid_value+whitespace"] == "true" && strings.Join(strings.Fields(value), " ") != value {
					t.Errorf("%s has %q, against %v", of, value, rule["#meta+comment"])
				}
				checked++
			}
		}
	}
	if checked < 1_000 {
		t.Errorf("%d values were checked", checked)
	}
}

// noLoader refuses to load a context: the document has its own.
type noLoader struct{}

func (noLoader) LoadDocument(u string) (*ld.RemoteDocument, error) {
	return nil, errors.New("the document wants " + u)
}

// normalized returns the statements of a document in a form that does not depend on its order.
func normalized(t *testing.T, content []byte) string {
	t.Helper()
	var document any
	if err := json.Unmarshal(content, &document); err != nil {
		t.Fatal(err)
	}
	options := ld.NewJsonLdOptions("")
	options.DocumentLoader, options.Algorithm, options.Format = noLoader{}, "URDNA2015", "application/n-quads"
	text, err := ld.NewJsonLdProcessor().Normalize(document, options)
	if err != nil {
		t.Fatal(err)
	}
	return text.(string)
}

func TestJSONLD_SaysWhereRecordsComeFrom(t *testing.T) {
	s := demo(t)
	content, tally := exported(t, s, order{format: "jsonld", contract: "valenciennes"})
	statements := normalized(t, content)
	for of, want := range map[string]int{
		"<http://www.w3.org/ns/prov#qualifiedDerivation> <urn:uuid:": tally.Types["CITATION"],
		"<http://www.w3.org/ns/prov#entity> <urn:uuid:":              tally.Types["CITATION"],
		"<tag:maillage,2026:vocabulary#DerivedContribution>":         tally.Types[exports.Derived],
		"<http://schema.org/name> \"Contrat de ville de Valenci":     2, // of the contract and of the export
	} {
		if got := strings.Count(statements, of); got != want || want == 0 {
			t.Errorf("%s is said %d times of %d", of, got, want)
		}
	}
	if derived := strings.Count(statements, "prov#wasDerivedFrom>"); derived < tally.Types[exports.Derived] {
		t.Errorf("%d claims are named", derived)
	}
	var document struct {
		Graph []json.RawMessage `json:"@graph"`
		Of    json.RawMessage   `json:"@context"`
	}
	if err := json.Unmarshal(content, &document); err != nil {
		t.Fatal(err)
	}
	slices.Reverse(document.Graph)
	turned, err := json.Marshal(map[string]any{"@context": document.Of, "@graph": document.Graph})
	if err != nil {
		t.Fatal(err)
	}
	if normalized(t, turned) != statements || len(document.Graph) != tally.Rows+1 {
		t.Error("the statements depend on the order of the document")
	}
}
