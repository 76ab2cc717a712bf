package exports_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/access"
	"maillage/internal/exchange/scdl"
	"maillage/internal/exchange/tableschema"
	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/snapshot"
	"maillage/internal/testhub/testdb"
)

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
