package read_test

import (
	"slices"
	"strings"
	"testing"

	"maillage/internal/exchange/read"
	"maillage/internal/lexicon"
)

const commas = "nomAttribuant,idAttribuant,nomBeneficiaire,idBeneficiaire,objet,montant,nature,notificationUE\n"

// shifted returns the first line of a table with commas, after two that fit.
func shifted(t *testing.T, line string) read.Line {
	t.Helper()
	fits := "Ville,22800001400016,Club,22800001400016,Sport,100.50,aide en nature,non\n"
	return lines(t, open(t, commas+fits+fits+line+"\n", read.Options{}))[2]
}

func TestShift_IsRepairedInTheOnlyWay(t *testing.T) {
	for line, want := range map[string][2]string{
		"Ville,22800001400016,Club,22800001400016,Sport,28 719,64,aide en nature,non": {"Sport", "28 719,64"},
		"Ville,22800001400016,Club,22800001400016,Sport, danse et jeux,28 719,64,aide en nature,non": {
			"Sport, danse et jeux", "28 719,64"},
		"Ville,22800001400016,Club,22800001400016,Sport, danse,28719.64,aide en nature,non": {
			"Sport, danse", "28719.64"},
		"Ville,22800001400016,Club,22800001400016,Sport,-12,5,aide en nature,non": {"Sport", "-12,5"},
		// Empty cells at the end hide that the line is too wide.
		"Ville,22800001400016,Club,22800001400016,Sport,26,50,aide en nature,": {"Sport", "26,50"},
	} {
		got := shifted(t, line)
		if !got.Aligned || got.Cells[4].Text != want[0] || got.Cells[5].Text != want[1] ||
			!slices.Contains(codes(got), lexicon.ShiftRepaired) || got.Severity() != lexicon.Flags {
			t.Errorf("%s: %q, %v", line, texts(got), codes(got))
		}
	}
}

func TestShift_TwoWaysAreNone(t *testing.T) {
	content := "nomBeneficiaire,objet,montant,notificationUE\nClub,Sport,10.50,non\nClub, FC, Sport,10.50,non\n"
	if got := lines(t, open(t, content, read.Options{}))[1]; got.Aligned || got.Severity() != lexicon.Waits {
		t.Errorf("%q, %v", texts(got), codes(got))
	}
}

func TestShift_ANoteHasBeforeAndAfter(t *testing.T) {
	got := shifted(t, "Ville,22800001400016,Club,22800001400016,Sport,28 719,64,aide en nature,non")
	want := lexicon.Note{Code: lexicon.ShiftRepaired, Severity: lexicon.Flags, Where: "F4", Value: "28 719 ¦ 64",
		Took: "28 719,64"}
	if !slices.Equal(got.Notes, []lexicon.Note{want}) {
		t.Errorf("%+v", got.Notes)
	}
}

// Where several ways fit, or none does, the line waits as it is.
func TestShift_NeverGuesses(t *testing.T) {
	for _, line := range []string{
		"Ville,22800001400016,Club,22800001400016,Sport,28,719,64,aide en nature,non", // a group of three
		"Ville,22800001400016,Club,22800001400016,Sport,28,719,aide en nature,non",    // thousands or thousandths
		"Ville,22800001400016,Club,22800001400016,Sport,danse,100,aide en nature,non", // no space after the comma
		"Ville,22800001400016,Club, FC,22800001400016,Sport,100,aide en ski,non",      // an unknown word
		"Ville,22800001400016,Club,22800001400016,100,50,aide en nature,non",          // the purpose is missing
		"Ville,22800001400016,Club,22800001400016,Sport,100,00",                       // the end is missing
		"Ville,22800001400016", // most is missing
		"Ville,22800001400016,Club,22800001400016,Sport,28 719,64,aide en nature,non,a,b,c", // too much
		"Ville" + strings.Repeat(", x", 100),
	} {
		got := shifted(t, line)
		alone := slices.Equal(codes(got), []lexicon.NoteCode{lexicon.WidthWrong})
		if got.Aligned || got.Severity() != lexicon.Waits || !alone {
			t.Errorf("%s: %v %q, %v", line, got.Aligned, texts(got), codes(got))
		}
		if got.Raw != line {
			t.Errorf("raw: %q", got.Raw)
		}
	}
}

func TestShift_MissingCellsAtTheEndAreEmpty(t *testing.T) {
	got := shifted(t, "Ville,22800001400016,Club,22800001400016,Sport,100.50,aide en nature")
	if !got.Aligned || len(got.Cells) != 8 || got.Cells[7].Text != "" || got.Cells[6].Text != "aide en nature" {
		t.Errorf("%v %q", got.Aligned, texts(got))
	}
}

func TestShift_EmptyCellsTooManyAreNone(t *testing.T) {
	got := shifted(t, "Ville,22800001400016,Club,22800001400016,Sport,100.50,aide en nature,non,,,")
	if !got.Aligned || len(got.Cells) != 8 || len(got.Notes) > 0 {
		t.Errorf("%v %q", got.Aligned, texts(got))
	}
}

func TestWrapped_LinesOfAnotherTableAreUnwrapped(t *testing.T) {
	content := strings.ReplaceAll(commas, "\n", ";;\n") +
		"Ville,22800001400016,Club,22800001400016,Sport,100.50,aide en nature,non;;\n" +
		"\"Ville,22800001400016,Club \"\"A\"\",22800001400016,Sport\"; danse,100.50,aide en nature,non;\n"
	r := open(t, content, read.Options{})
	got := lines(t, r)
	if r.Guess.Wrapper != ';' || got[1].Cells[2].Text != `Club "A"` || got[1].Cells[4].Text != "Sport; danse" ||
		got[0].Cells[7].Text != "non" {
		t.Errorf("%q: %q", r.Guess.Wrapper, texts(got[1]))
	}
}

func TestWrapped_StaysWhenTheSeparatorIsChosen(t *testing.T) {
	r := open(t, string(sharedFile(t, vendee)), read.Options{Overrides: read.Overrides{Separator: ','}})
	if r.Guess.Wrapper != ';' {
		t.Errorf("%q", r.Guess.Wrapper)
	}
}

const personal = "nomBeneficiaire;idBeneficiaire;prénom;e-mail du contact;objet;montant;divers\n"

// canaries are values about persons that must not leave the reader.
var canaries = []string{"Zoé", "zoe@example.org", "06 12 34 56 78"}

func TestPersonal_ColumnsAreLeftOut(t *testing.T) {
	body := "Club;22800001400016;Zoé;zoe@example.org;Sport \"x\";100;06 12 34 56 78\n" + // fits
		"Club;22800001400016;Zoé;zoe@example.org;Sport;danse;100;06 12 34 56 78\n" + // too many
		"Club;Zoé;zoe@example.org;Sport;100;06 12 34 56 78\n" + // too few
		"Club;22800001400016;Zoé;\"zoe@example.org;Sport;100;06 12 34 56 78\n" + // an open quote
		"Club;22800001400016;;;Sport;100;06 12 34 56 78\n"
	r := open(t, personal+body, read.Options{})
	var left []string
	for _, f := range r.Guess.Findings {
		if f.Code == lexicon.PersonalLeftOut {
			left = append(left, f.Where)
		}
	}
	if !slices.Equal(left, []string{"C", "D", "G"}) {
		t.Errorf("left out: %q", left)
	}
	got := lines(t, r)
	if len(got) != 5 {
		t.Fatalf("%d lines", len(got))
	}
	for _, line := range got {
		all := line.Raw + "\n" + strings.Join(texts(line), "\n")
		for _, n := range line.Notes {
			all += n.Value + n.Took
		}
		for _, canary := range canaries {
			if strings.Contains(all, canary) {
				t.Errorf("line %d tells %q: %q", line.Number, canary, all)
			}
		}
	}
	if want := `Club;22800001400016;;;"Sport ""x""";100;`; got[0].Raw != want {
		t.Errorf("raw: %q", got[0].Raw)
	}
	if got[4].Cells[4].Text != "Sport" {
		t.Errorf("%q", texts(got[4]))
	}
}

func TestPersonal_KnownFieldsStay(t *testing.T) {
	r := open(t, "nom;adresse du siège;montant\nClub;1 rue;100\n", read.Options{})
	if c := r.Guess.Columns; c[0].Personal || !c[1].Personal || c[2].Personal {
		t.Errorf("%+v", c)
	}
}
