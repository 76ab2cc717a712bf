package write_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"maillage/internal/access"
	"maillage/internal/exchange/imports"
	"maillage/internal/exchange/scdl"
	"maillage/internal/exchange/tableschema"
	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
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

// shared returns the bytes of a file beside the repository.
func shared(t testing.TB, name string) []byte {
	t.Helper()
	content, err := os.ReadFile("../../../../shared/" + name)
	if err != nil {
		t.Fatalf("the shared files must lie beside the repository: %v", err)
	}
	return content
}

// imported imports a file into a database, and returns its records.
func imported(t testing.TB, s *store.Store, name string, content []byte) *snapshot.Source {
	t.Helper()
	ctx := access.AsSystem(t.Context())
	book := testdb.Ledger(t, s)
	records := snapshot.New(s.Client, book)
	all := imports.New(imports.Config{Client: s.Client, Dialect: s.Dialect(), Ledger: book, Records: records,
		TempDir: t.TempDir(), Log: slog.New(slog.NewTextHandler(t.Output(), nil))})
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
	return source(t, s, nil)
}

// againstSchema returns where a file breaks the schema of SCDL.
func againstSchema(t testing.TB, content []byte) []tableschema.Problem {
	t.Helper()
	rows := lines(t, content)
	checker, problems := scdl.Schema().NewChecker(rows[0])
	for i, row := range rows[1:] {
		problems = append(problems, checker.CheckRow(i+2, row)...)
	}
	return problems
}

func TestSCDL_RealFilesAreValidAndComeBackTheSame(t *testing.T) {
	for name, want := range realFiles {
		var first []byte
		testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
			content, tally := exported(t, imported(t, s, name, shared(t, name)), order{format: "scdl"})
			if problems := againstSchema(t, content); len(problems) > 0 || tally.Rows != want {
				t.Errorf("%s: %d rows with %v; left out for %v", name, tally.Rows, problems, tally.Missing)
			}
			if first == nil {
				first = content
			} else if !bytes.Equal(first, content) {
				t.Errorf("%s differs between the databases", name)
			}
		})
		if want == 0 {
			continue
		}
		again, tally := exported(t, imported(t, testdb.SQLite(t), "again.csv", first), order{format: "scdl"})
		if diff := cmp.Diff(string(first), string(again)); diff != "" || tally.Omitted > 0 {
			t.Errorf("%s comes back otherwise, with %+v left out:\n%s", name, tally, diff)
		}
	}
}

// grants are the values of a test: a grant that SCDL can hold, with one change.
type change func(*ent.GrantCreate)

// withGrants returns the records of a database with two partners and a grant for each change.
func withGrants(t *testing.T, changes ...change) *snapshot.Source {
	t.Helper()
	s := testdb.SQLite(t)
	book := testdb.Ledger(t, s)
	day := func(text string) lexicon.PartialDate { return lexicon.MustPartialDate(text) }
	_, err := book.Write(access.AsSystem(t.Context()), ledger.Entry{Actor: "test", At: time.Now()}, func(
		ctx context.Context, tx *ent.Tx,
	) ([]string, error) {
		funder, err := tx.Partner.Create().SetCode("ville").SetName("Ville").Save(ctx)
		if err != nil {
			return nil, err
		}
		club, err := tx.Partner.Create().SetCode("club").SetName("Club, « sport »").Save(ctx)
		if err != nil {
			return nil, err
		}
		for of, values := range map[*ent.Partner]map[lexicon.Scheme]string{
			funder: {lexicon.SIRET: "22800001400016"}, club: {lexicon.RNA: "W9A1000001", lexicon.SIREN: "356000000"},
		} {
			for scheme, value := range values {
				if err := tx.Identifier.Create().SetPartner(of).SetScheme(scheme).SetValue(value).
					Exec(ctx); err != nil {
					return nil, err
				}
			}
		}
		for _, change := range changes {
			g := tx.Grant.Create().SetFunder(funder).SetBeneficiary(club).SetAgreedOn(day("2018-04-13")).
				SetPaidFrom(day("2018-05")).SetPurpose("Sport").SetAmountCents(123456).SetNature(lexicon.InMoneyAndKind).
				SetConditions("Unique").SetNotifiedToEu(false).SetBeneficiaryIdentifier("356 000 000 00048")
			change(g)
			if err := g.Exec(ctx); err != nil {
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

func unchanged(*ent.GrantCreate) {}

func TestSCDL_WritesEveryColumn(t *testing.T) {
	content, tally := exported(t, withGrants(t, func(g *ent.GrantCreate) {
		g.SetPaidUntil(lexicon.MustPartialDate("2018-12")).SetDecisionReference("D-1").SetRae("12345").
			SetAidScheme("p-1").SetShare(450_000).SetNotifiedToEu(true)
	}), order{format: "scdl"})
	want := "nomAttribuant,idAttribuant,dateConvention,referenceDecision,nomBeneficiaire,idBeneficiaire," +
		"rnaBeneficiaire,objet,montant,nature,conditionsVersement,datesPeriodeVersement,idRAE,notificationUE," +
		"pourcentageSubvention,dispositifAide\n" +
		"Ville,22800001400016,2018-04-13,D-1,\"Club, « sport »\",35600000000048,,Sport,1234.56," +
		"aide en numéraire;aide en nature,unique,2018-05-01/2018-12-31,12345,oui,0.45,p-1\n"
	if string(content) != want || tally.Rows != 1 || tally.Notes[lexicon.RNAOutsideSCDL] != 1 {
		t.Errorf("%+v, and\n%swant\n%s", tally, content, want)
	}
}

// Each field that the schema requires and nobody said leaves the row out, and says so.
func TestSCDL_LeavesOutWhatIsUnknown(t *testing.T) {
	date := lexicon.MustPartialDate
	for field, change := range map[string]change{
		"agreedOn":              func(g *ent.GrantCreate) { g.SetAgreedOn(date("2018-04")) },
		"amountWithheld":        func(g *ent.GrantCreate) { g.Mutation().ClearAmountCents(); g.SetAmountWithheld(true) },
		"amount":                func(g *ent.GrantCreate) { g.Mutation().ResetAmountCents() },
		"purpose":               func(g *ent.GrantCreate) { g.Mutation().ResetPurpose() },
		"nature":                func(g *ent.GrantCreate) { g.Mutation().ResetNature() },
		"conditions":            func(g *ent.GrantCreate) { g.Mutation().ResetConditions() },
		"paidFrom":              func(g *ent.GrantCreate) { g.SetPaidFrom(date("2018-05/..")) },
		"notifiedToEU":          func(g *ent.GrantCreate) { g.Mutation().ResetNotifiedToEu() },
		"share":                 func(g *ent.GrantCreate) { g.SetShare(9_999) },
		"beneficiary":           func(g *ent.GrantCreate) { g.Mutation().ResetBeneficiary() },
		"beneficiaryIdentifier": func(g *ent.GrantCreate) { g.Mutation().ResetBeneficiaryIdentifier() },
		// The only SIRET of the funder is of another company than the one that the file names.
		"funderIdentifier": func(g *ent.GrantCreate) { g.SetFunderIdentifier("356000000") },
	} {
		content, tally := exported(t, withGrants(t, unchanged, change), order{format: "scdl"})
		if want := map[string]int{field: 1}; !maps.Equal(tally.Missing, want) || tally.Rows != 1 || tally.Omitted != 1 {
			t.Errorf("%s: %+v, and\n%s", field, tally, content)
		}
	}
}

func TestSCDL_ChangesAreCounted(t *testing.T) {
	long := strings.Repeat("é", 250) + " " + strings.Repeat("à", 250)
	content, tally := exported(t, withGrants(t, func(g *ent.GrantCreate) {
		g.SetPurpose(long).SetConditions(long[:2*250] + "12345").SetRae("123456").SetAmountCents(-50).
			SetBeneficiaryIdentifier("W332216459").SetPaidFrom(lexicon.MustPartialDate("2018-05-02"))
	}), order{format: "scdl"})
	row := lines(t, content)[1]
	if want := strings.Repeat("é", 250) + " àààà…"; row[7] != want || row[12] != "" || row[8] != "-0.50" ||
		row[5] != "" || row[6] != "W332216459" || row[11] != "2018-05-02" || row[10] != long[:500]+"12345" {
		t.Errorf("the row is %q", row)
	}
	if want := map[lexicon.NoteCode]int{lexicon.TextTooLong: 2}; !maps.Equal(tally.Notes, want) {
		t.Errorf("the notes are %v, want %v", tally.Notes, want)
	}
	if problems := againstSchema(t, content); len(problems) > 0 {
		t.Errorf("%v", problems)
	}
}

// The order depends on what is written, and not on identifiers or on the order of creation.
func TestSCDL_OrderOfContent(t *testing.T) {
	var changes []change
	for i := range 20 {
		changes = append(changes, func(g *ent.GrantCreate) {
			g.SetAgreedOn(lexicon.MustPartialDate(fmt.Sprintf("2018-04-%02d", 20-i/2))).SetPurpose(fmt.Sprint(i))
		})
	}
	one, _ := exported(t, withGrants(t, changes...), order{format: "scdl"})
	slices.Reverse(changes)
	other, _ := exported(t, withGrants(t, changes...), order{format: "scdl"})
	if !bytes.Equal(one, other) {
		t.Errorf("the order differs:\n%s\n%s", one, other)
	}
	var days []string
	for _, row := range lines(t, one)[1:] {
		days = append(days, row[2])
	}
	if !slices.IsSorted(days) || len(days) != 20 {
		t.Errorf("the days are %v", days)
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

func TestGiving_MeetsItsSchema(t *testing.T) {
	schema := givingSchema(t)
	for name := range realFiles {
		s := imported(t, testdb.SQLite(t), name, shared(t, name))
		content, tally := exported(t, s, order{format: "360giving"})
		document, err := jsonschema.UnmarshalJSON(bytes.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		all := document.(map[string]any)["grants"].([]any)
		if len(all) != tally.Rows || tally.Rows == 0 {
			t.Errorf("%s: %d grants of %d; left out for %v", name, len(all), tally.Rows, tally.Missing)
		}
		for _, one := range all {
			if err := schema.Validate(one); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		delete(all[0].(map[string]any), "recipientOrganization")
		if schema.Validate(all[0]) == nil {
			t.Error("the schema refuses nothing")
		}
	}
}

func TestGiving_WritesEveryMember(t *testing.T) {
	purpose := strings.Repeat("x", 200)
	content, tally := exported(t, withGrants(t, func(g *ent.GrantCreate) {
		g.SetDecisionReference("D-1 <&>").SetRae("12").SetAidScheme("p-1").SetShare(450_000).SetPurpose(purpose).
			SetPaidUntil(lexicon.MustPartialDate("../2018-12"))
	}, func(g *ent.GrantCreate) { g.SetAgreedOn(lexicon.MustPartialDate("2019")) }), order{format: "360giving"})
	var document struct {
		Grants []map[string]json.RawMessage
	}
	if err := json.Unmarshal(content, &document); err != nil || len(document.Grants) != 1 {
		t.Fatalf("%v: %s", err, content)
	}
	got := map[string]string{}
	for name, value := range document.Grants[0] {
		got[name] = string(value)
	}
	if id := got["id"]; !strings.HasPrefix(id, `"360G-maillage-grant_`) {
		t.Errorf("the identifier is %s", id)
	}
	if at, err := time.Parse(`"`+time.RFC3339+`"`, got["dateModified"]); err != nil || time.Since(at) > time.Hour {
		t.Errorf("the grant was changed at %s: %v", got["dateModified"], err)
	}
	delete(got, "id")
	delete(got, "dateModified")
	want := map[string]string{
		"title": `"` + purpose[:138] + `…"`, "description": `"` + purpose + `"`, "currency": `"EUR"`,
		"amountAwarded": "1234.56", "awardDate": `"2018-04-13"`,
		"plannedDates":          `[{"title":"Payment","startDate":"2018-05","endDate":"2018-12-31"}]`,
		"recipientOrganization": `[{"id":"FR-RCS-35600000000048","name":"Club, « sport »","charityNumber":"W9A1000001"}]`,
		"fundingOrganization":   `[{"id":"FR-RCS-22800001400016","name":"Ville"}]`,
		"grantProgramme":        `[{"title":"p-1"}]`,
		"classifications": `[{"vocabulary":"SCDL nature","code":"aide en numéraire;aide en nature"},` +
			`{"vocabulary":"SCDL conditionsVersement","title":"Unique"},{"vocabulary":"SCDL idRAE","code":"12"},` +
			`{"vocabulary":"SCDL notificationUE","code":"non"},` +
			`{"vocabulary":"SCDL pourcentageSubvention","code":"0.45"}]`,
		"relatedDocument": `[{"title":"D-1 <&>","documentType":"Decision"}]`,
	}
	if diff := cmp.Diff(want, got); diff != "" || tally.Missing["agreedOn"] != 1 {
		t.Errorf("%+v\n%s", tally, diff)
	}
}

// What 360Giving has no member for comes back too: both standards give the same facts.
func TestGiving_ComesBackAsTheSameSCDL(t *testing.T) {
	for name, rows := range realFiles {
		s := imported(t, testdb.SQLite(t), name, shared(t, name))
		want, _ := exported(t, s, order{format: "scdl"})
		given, tally := exported(t, s, order{format: "360giving"})
		back := imported(t, testdb.SQLite(t), "again.json", given)
		again, other := exported(t, back, order{format: "360giving"})
		if got, _ := exported(t, back, order{format: "scdl"}); rows > 0 && !bytes.Equal(got, want) {
			t.Errorf("%s comes back otherwise:\n%s", name, cmp.Diff(string(want), string(got)))
		}
		if withoutIDs(given) != withoutIDs(again) || tally.Rows != other.Rows {
			t.Errorf("%s: %d and %d grants:\n%s", name, tally.Rows, other.Rows,
				cmp.Diff(withoutIDs(given), withoutIDs(again)))
		}
	}
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

// Organisations are named by the list that org-id.guide has for their number, or by the hub.
func TestGiving_IdentifiersOfOrganisations(t *testing.T) {
	for told, want := range map[string]string{
		"35600000000048": "FR-RCS-35600000000048", "45032466000000": "FR-RCS-450324660", "W332216459": "FR-RCS-356000000",
		"": "FR-RCS-356000000",
	} {
		content, _ := exported(t, withGrants(t, func(g *ent.GrantCreate) { g.SetBeneficiaryIdentifier(told) }),
			order{format: "360giving"})
		if !strings.Contains(string(content), `"recipientOrganization":[{"id":"`+want+`"`) {
			t.Errorf("%q: %s", told, content)
		}
	}
}

// A viewer gets the grants that they may see.
func TestGrants_HiddenGrantsAreNotWritten(t *testing.T) {
	s := withGrants(t, unchanged)
	for _, format := range []string{"scdl", "360giving"} {
		content, tally := exported(t, s, order{format: format, viewer: &access.Viewer{}})
		if tally.Rows+tally.Omitted != 0 || strings.Contains(string(content), "Club") {
			t.Errorf("%s: %+v\n%s", format, tally, content)
		}
	}
}

// Negative amounts keep their sign in the hub's own tables too.
func TestTables_NegativeAmounts(t *testing.T) {
	content, _ := exported(t, withGrants(t, func(g *ent.GrantCreate) { g.SetAmountCents(-12_05) }), order{format: "grants"})
	table := lines(t, content)
	if got := table[1][slices.Index(table[0], "amount")]; got != "-12.05" {
		t.Errorf("the amount is %q", got)
	}
}
