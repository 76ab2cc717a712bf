package scdl_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"maillage/internal/exchange/read"
	"maillage/internal/exchange/scdl"
	"maillage/internal/lexicon"
)

const full = "nomAttribuant;idAttribuant;dateConvention;referenceDecision;nomBeneficiaire;idBeneficiaire;" +
	"rnaBeneficiaire;objet;montant;nature;conditionsVersement;datesPeriodeVersement;idRAE;notificationUE;" +
	"pourcentageSubvention;dispositifAide\n"

// shaped returns the facts of lines under the whole header.
func shaped(t *testing.T, body string) ([]scdl.Fact, *scdl.Shaper) {
	t.Helper()
	facts, _, s := factsOf(t, []byte(full+body), read.Options{})
	return facts, s
}

func TestShape_EveryField(t *testing.T) {
	facts, _ := shaped(t, "Ville;22800001400016;13/04/2018;D-1;Club;35600000000048;W9A1000001;Sport;1 234,56;"+
		"aide en numéraire;unique;du 01/05/2018 au 31/12/2018;123;oui;0,45;p-1\n")
	yes, share := true, lexicon.Share(450_000)
	got := facts[0].Grant
	want := scdl.Grant{
		Funder: scdl.Party{Name: "Ville", Registered: lexicon.Registered{SIREN: "228000014", SIRET: "22800001400016"}},
		Beneficiary: scdl.Party{Name: "Club", Registered: lexicon.Registered{SIREN: "356000000",
			SIRET: "35600000000048", RNA: "W9A1000001"}},
		Agreed: lexicon.MustPartialDate("2018-04-13"), Reference: "D-1", Purpose: "Sport",
		Amount: lexicon.Amount{Cents: 123456}, Nature: scdl.Nature{Money: true}, Conditions: "unique",
		Payment: lexicon.Period{From: lexicon.MustPartialDate("2018-05-01"), To: lexicon.MustPartialDate("2018-12-31")},
		RAE:     "123", Programme: "p-1",
	}
	if got.Notified == nil || *got.Notified != yes || got.Share == nil || *got.Share != share {
		t.Errorf("%v, %v", got.Notified, got.Share)
	}
	got.Notified, got.Share = nil, nil
	if got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// Each code is provoked by one value, at its cell and with its severity.
func TestShape_EachCodeOfAValue(t *testing.T) {
	cells := strings.Split("Ville;22800001400016;2018-04-13;D-1;Club;35600000000048;;Sport;12,50;"+
		"aide en nature;unique;2018-05-01;;non;1;", ";")
	for _, c := range []struct {
		column   int
		value    string
		code     lexicon.NoteCode
		severity lexicon.NoteSeverity
	}{
		{1, "22800001400017", lexicon.SIRETInvalid, lexicon.Flags},
		{1, "228000015", lexicon.SIRENInvalid, lexicon.Flags},
		{2, "demain", lexicon.DateUnreadable, lexicon.Flags},
		{2, "", lexicon.ValueRequired, lexicon.Flags},
		{2, "03/04/2018", lexicon.DateAmbiguous, lexicon.Flags},
		{2, "1018-04-03", lexicon.DateUnlikely, lexicon.Flags},
		{5, "45032466000000.0", lexicon.SIRETRounded, lexicon.Flags},
		{5, "45032466000000", lexicon.SIRETRounded, lexicon.Flags},
		{5, "W3", lexicon.RNAInvalid, lexicon.Flags},
		{6, "W3222", lexicon.RNAInvalid, lexicon.Flags},
		{6, "W9A1000001", lexicon.RNAOutsideSCDL, lexicon.Informs},
		{7, strings.Repeat("é", 257), lexicon.TextTooLong, lexicon.Informs},
		{8, "", lexicon.ValueRequired, lexicon.Waits},
		{8, "beaucoup", lexicon.AmountUnreadable, lexicon.Waits},
		{8, "NC", lexicon.AmountWithheld, lexicon.Flags},
		{8, "-5", lexicon.AmountNegative, lexicon.Flags},
		{9, "cadeau", lexicon.WordUnknown, lexicon.Flags},
		{11, "2018-05-02/2018-05-01", lexicon.PeriodReversed, lexicon.Flags},
		{11, "bientôt", lexicon.DateUnreadable, lexicon.Flags},
		{13, "peut-être", lexicon.WordUnknown, lexicon.Flags},
		{14, "tout", lexicon.ShareUnreadable, lexicon.Flags},
	} {
		changed := slices.Clone(cells)
		changed[c.column] = c.value
		facts, _ := shaped(t, strings.Join(changed, ";")+"\n")
		notes := facts[0].Notes
		where := read.CellName(c.column, 2)
		if len(notes) != 1 || notes[0].Code != c.code || notes[0].Severity != c.severity || notes[0].Where != where ||
			notes[0].Value != c.value {
			t.Errorf("%q: %+v, want %s at %s", c.value, notes, c.code, where)
		}
	}
	facts, _ := shaped(t, strings.Join(cells, ";")+"\n")
	if len(facts[0].Notes) > 0 {
		t.Errorf("a good line: %+v", facts[0].Notes)
	}
}

func TestShape_WithoutABeneficiaryTheLineWaits(t *testing.T) {
	facts, _ := shaped(t, "Ville;22800001400016;2018-04-13;D-1;;;;Sport;12,50;;;;;;;\n")
	if notes := facts[0].Notes; len(notes) != 1 || notes[0].Code != lexicon.ValueRequired || notes[0].Where != "E2" ||
		facts[0].Severity() != lexicon.Waits {
		t.Errorf("%+v", notes)
	}
}

// Who decides on lines asks each of them why it waits.
func TestShape_WithoutAColumnForTheFunderEachLineSaysSo(t *testing.T) {
	facts, _, _ := factsOf(t, []byte("nomBeneficiaire;montant;objet\nClub;12;o\n"), read.Options{})
	if notes := facts[0].Notes; len(notes) != 1 || notes[0].Code != lexicon.ValueRequired || notes[0].Where != "A2" ||
		facts[0].Severity() != lexicon.Waits {
		t.Errorf("%+v", notes)
	}
}

func TestShape_TheYearOfTheBudgetIsADateWhereThereIsNone(t *testing.T) {
	content := []byte("ANNEE;nomAttribuant;nomBeneficiaire;montant;objet\n2018.0;Ville;Club;12;o\n")
	facts, _, _ := factsOf(t, content, read.Options{})
	if got := facts[0].Grant.Agreed.String(); got != "2018" || len(facts[0].Notes) > 0 {
		t.Errorf("%q, %+v", got, facts[0].Notes)
	}
}

func TestShape_AMissingColumnIsToldOnce(t *testing.T) {
	_, _, s := factsOf(t, []byte("nomAttribuant;nomBeneficiaire;objet\nVille;Club;o\n"), read.Options{})
	severities := map[string]lexicon.NoteSeverity{}
	for _, n := range s.MissingColumns() {
		severities[n.Value] = n.Severity
	}
	if severities["montant"] != lexicon.Waits || severities["idAttribuant"] != lexicon.Informs || len(severities) != 8 {
		t.Errorf("%v", severities)
	}
}

// The plan tells equal lines apart: see TestPlan_IdenticalLinesAreDistinctGrants.
func TestKey_EqualLinesHaveOneIdentity(t *testing.T) {
	line := "Ville;22800001400016;2018-04-13;D-1;Club;35600000000048;;Sport;12,50;;;;;;;\n"
	facts, _ := shaped(t, line+line+strings.Replace(line, "12,50", "13,50", 1)+line)
	if facts[0].Identity != facts[1].Identity || facts[0].Identity == facts[2].Identity ||
		facts[0].Base != facts[2].Base || facts[3].Identity != facts[0].Identity || len(facts[0].Identity) != 64 {
		t.Errorf("%+v", facts)
	}
}

// The key does not depend on how a line is written.
func TestKey_IsOfTheMeaning(t *testing.T) {
	facts, _ := shaped(t, "Ville;22800001400016;13/04/2018;D-1;Club;35600000000048;;Fête du sport;1 234,50;;;;;;;\n"+
		"VILLE;228 000 014 00016;2018-04-13;d-1;C.L.U.B;35600000000048.0;;FETE DU SPORT;1234.5;;;;;oui;;\n"+
		"Ville;228000014;2018-04-13;D-1;Club;356000000;;Fête du sport;1234,5;;;;;;;\n")
	if facts[0].Identity != facts[1].Identity || facts[0].Identity != facts[2].Identity {
		t.Error("the same grant has several identities")
	}
}

func TestLevels_TotalsWait(t *testing.T) {
	body := ""
	for i := range 3 {
		body += fmt.Sprintf("Ville;;2018;D-1;Club;22800001400016;;Sport %d;10;;;;;;;\n", i)
	}
	facts, _ := shaped(t, body+"Ville;;2018;D-1;TOTAL;;;;30;;;;;;;\n"+
		"Ville;;2018;D-1;Total général 2018;;;;99;;;;;;;\n"+
		strings.ReplaceAll(body, "D-1", "D-2")+"Ville;;2018;D-2;Total;;;;31;;;;;;;\n")
	for i, value := range map[int]string{3: "2–4", 4: "Total général 2018", 8: "Total"} {
		n := facts[i].Notes
		if len(n) != 1 || n[0].Code != lexicon.LevelTotal || n[0].Severity != lexicon.Waits || n[0].Value != value {
			t.Errorf("line %d: %+v", facts[i].Line, n)
		}
	}
	if facts[2].Severity() != lexicon.Informs {
		t.Errorf("%+v", facts[2].Notes)
	}
}

func TestLevels_ATotalAboveItsDetails(t *testing.T) {
	facts, s := shaped(t, "Ville;;2018;D-1;Écoles privées;;;Sport;30;;;;;;;\n"+
		"Ville;;2018;D-1;Club A;22800001400016;;Sport;10;;;;;;;\n"+
		"Ville;;2018;D-1;Club B;35600000000048;;Sport;20;;;;;;;\n")
	if n := facts[2].Notes; len(n) != 1 || n[0].Code != lexicon.LevelDetail || n[0].Value != "A2" {
		t.Errorf("%+v", n)
	}
	want := lexicon.Note{Code: lexicon.LevelTotal, Severity: lexicon.Waits, Where: "A2", Value: "3–4"}
	if got := s.Findings(); !slices.Equal(got, []lexicon.Note{want}) {
		t.Errorf("%+v", got)
	}
	facts, s = shaped(t, "Ville;;2018;D-1;Écoles privées;;;Sport;30;;;;;;;\n"+
		"Ville;;2018;D-1;Club A;22800001400016;;Sport;30;;;;;;;\n")
	if len(facts[1].Notes) > 0 || len(s.Findings()) > 0 {
		t.Errorf("one line is no detail: %+v", facts[1].Notes)
	}
}

func TestAmount_OfANumberHasAPoint(t *testing.T) {
	content := "{\"nomBeneficiaire\":\"A\",\"montant\":\"12,50\"}\n{\"nomBeneficiaire\":\"B\",\"montant\":1.234}\n"
	facts, _, _ := factsOf(t, []byte(content), read.Options{})
	if a, b := facts[0].Grant.Amount.Cents, facts[1].Grant.Amount.Cents; a != 1250 || b != 0 {
		t.Errorf("%d and %d cents", a, b)
	}
}

func TestShares_SumToOne(t *testing.T) {
	line := "Ville;;2018-04-13;%s;Club %s;22800001400016;;Sport;12;;;;;;%s;\n"
	_, s := shaped(t, fmt.Sprintf(line, "D-1", "a", "0.333333")+fmt.Sprintf(line, "D-1", "b", "0.666667")+
		fmt.Sprintf(line, "D-2", "a", "0.4")+fmt.Sprintf(line, "D-2", "b", "0.5")+fmt.Sprintf(line, "D-3", "a", "1"))
	want := lexicon.Note{Code: lexicon.ShareSum, Severity: lexicon.Flags, Where: "A4", Value: "D-2", Took: "0.9"}
	if got := s.Findings(); !slices.Equal(got, []lexicon.Note{want}) {
		t.Errorf("%+v", got)
	}
}

// keysOf returns the identities and amounts of facts, in order.
func keysOf(facts []scdl.Fact) (keys []string) {
	for _, f := range facts {
		keys = append(keys, fmt.Sprintf("%s %d", f.Identity, f.Grant.Amount.Cents))
	}
	slices.Sort(keys)
	return keys
}

// Shuffled lines and another notation of a real file give the same facts.
func TestShape_OrderAndNotationChangeNoFact(t *testing.T) {
	content := string(sharedFile(t, "data/scdl/05_roques_2016-2017_scdl1_presque-valide.csv"))
	want, _, _ := factsOf(t, []byte(content), read.Options{})
	rows := strings.Split(strings.TrimSpace(content), "\r\n")
	random := rand.New(rand.NewPCG(1, 2))
	for _, separator := range []string{";", "\t", "|"} {
		body := slices.Clone(rows[1:])
		random.Shuffle(len(body), func(i, j int) { body[i], body[j] = body[j], body[i] })
		text := rows[0] + "\n" + strings.Join(body, "\n")
		got, _, _ := factsOf(t, []byte(strings.ReplaceAll(text, ";", separator)), read.Options{})
		if !slices.Equal(keysOf(got), keysOf(want)) {
			t.Errorf("%q: other facts", separator)
		}
	}
}

// No amount exists in the facts that is not in the file.
func TestShape_NoAmountIsInvented(t *testing.T) {
	for _, name := range []string{"01_somme_2018_bom-utf8_corps-cp1252.csv", "04_poitiers_2017_siret-arrondis.csv",
		"05_roques_2016-2017_scdl1_presque-valide.csv", "06_vendee_2018_virgule-decimale-non-quotee.csv"} {
		content := sharedFile(t, "data/scdl/"+name)
		digits := strings.Map(func(r rune) rune {
			if r == '\ufffd' || lexicon.IsSpace(r) || r == '\u00a0' {
				return -1
			}
			return r
		}, strings.ToValidUTF8(string(content), ""))
		facts, _, _ := factsOf(t, content, read.Options{})
		for _, f := range facts {
			cents := f.Grant.Amount.Cents
			euros := fmt.Sprint(cents / 100)
			if cents%100 != 0 {
				euros += fmt.Sprintf(",%02d", cents%100)
			}
			point := strings.TrimRight(strings.Replace(euros, ",", ".", 1), "0")
			if !strings.Contains(digits, euros) && !strings.Contains(digits, point) {
				t.Errorf("%s line %d: %s is not in the file", name, f.Line, euros)
			}
		}
	}
}
