package read_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"maillage/internal/exchange/read"
	"maillage/internal/lexicon"
)

const header = "nomAttribuant;idAttribuant;nomBeneficiaire;objet;montant;notificationUE\n"

// row is a line that fits the header.
const row = "Ville;21860194600013;Club;Une action;1200,50;non\n"

// texts returns the texts of the cells.
func texts(line read.Line) (all []string) {
	for _, c := range line.Cells {
		all = append(all, c.Text)
	}
	return all
}

// codes returns the codes of the notes.
func codes(line read.Line) (all []lexicon.NoteCode) {
	for _, n := range line.Notes {
		all = append(all, n.Code)
	}
	return all
}

func TestRecords_KeepQuotesLineEndsAndNumbers(t *testing.T) {
	content := header + "a;1;\"x \"\"y\"\"; z\r\nsecond\";o;1;oui\r\n\r\n\n" + "b;\"2\" x;c \"d\" e;o;2;non"
	got := lines(t, open(t, content, read.Options{}))
	if len(got) != 2 {
		t.Fatalf("%d lines", len(got))
	}
	first, second := got[0], got[1]
	if first.Cells[2].Text != "x \"y\"; z\r\nsecond" || first.Number != 2 || first.Lines != 2 {
		t.Errorf("%q on line %d, %d lines", first.Cells[2].Text, first.Number, first.Lines)
	}
	if first.Raw != content[first.Offset:first.Offset+int64(first.Length)-2] {
		t.Errorf("raw %q", first.Raw)
	}
	if second.Number != 6 || second.Cells[2].Text != `c "d" e` || second.Cells[1].Text != "2 x" {
		t.Errorf("%q on line %d", second.Cells[2].Text, second.Number)
	}
}

func TestRecords_AnOpenQuoteDoesNotSwallowTheFile(t *testing.T) {
	content := header + row + "a;1;\"never closed;o;1;oui\n" + strings.Repeat(row, 3000)
	r := open(t, content, read.Options{})
	got := lines(t, r)
	if len(got) != 3002 || r.Guess.Records != 3002 {
		t.Fatalf("%d lines, %d records", len(got), r.Guess.Records)
	}
	cut := got[1]
	if cut.Aligned || !slices.Equal(codes(cut), []lexicon.NoteCode{lexicon.QuoteUnclosed}) || cut.Number != 3 ||
		cut.Severity() != lexicon.Waits {
		t.Errorf("line %d: %v, aligned %v", cut.Number, codes(cut), cut.Aligned)
	}
	if last := got[len(got)-1]; last.Number != 3003 || !last.Aligned {
		t.Errorf("the last is line %d, %v", last.Number, last.Notes)
	}
}

func TestRecords_AtMostAMebibyteIsWithinAQuote(t *testing.T) {
	content := header + "a;1;\"never closed;o;1;oui\n" + strings.Repeat(strings.Repeat("x", 4000)+"\n", 600) + row
	got := lines(t, open(t, content, read.Options{}))
	if len(got) != 602 || got[0].Lines != 1 || !got[601].Aligned {
		t.Fatalf("%d lines, the first has %d", len(got), got[0].Lines)
	}
}

func TestRecords_ALineThatIsTooLongIsRefused(t *testing.T) {
	for _, length := range []int{read.MaxRecord + 1, 3 * read.MaxRecord} {
		content := header + "a;1;" + strings.Repeat("x", length) + "\n" + row
		got := lines(t, open(t, content, read.Options{}))
		if len(got) != 2 || got[0].Severity() != lexicon.Refuses || codes(got[0])[0] != lexicon.RecordTooLong ||
			got[1].Number != 3 || !got[1].Aligned {
			t.Errorf("%d: %d lines, %v", length, len(got), codes(got[0]))
		}
	}
}

func TestRecords_AtMostAThousandLinesAreWithinAQuote(t *testing.T) {
	for lineCount, want := range map[int]int{999: 1, 1001: 1001} {
		content := header + "a;1;\"" + strings.Repeat("x\n", lineCount-1) + "\";o;1;oui\n"
		if got := lines(t, open(t, content, read.Options{})); len(got) != want {
			t.Errorf("%d lines within quotes are %d records", lineCount, len(got))
		}
	}
}

// Many quotes that are never closed must not make each record read a thousand lines.
func TestRecords_ManyOpenQuotesTakeLinearTime(t *testing.T) {
	timed := func(line string) time.Duration {
		content := header + strings.Repeat(line, 100_000)
		begin := time.Now()
		if n := len(lines(t, open(t, content, read.Options{}))); n < 1000 {
			t.Errorf("%d lines", n)
		}
		return time.Since(begin)
	}
	for attempt := 1; ; attempt++ { // the machine may be busy with something else for a while
		// Whether a quote is open before this line or not, one is open behind it.
		plain, open := timed("abcdefg;hi\n"), timed(`"a"x"b;"`+"\n")
		if open <= 3*plain+time.Second/2 {
			return
		}
		if attempt == 5 {
			t.Fatalf("%s, and %s without quotes", open, plain)
		}
	}
}

func TestSeparator_IsTheOneOfTheHeaders(t *testing.T) {
	for separator, name := range map[string]string{";": "semicolon", ",": "comma", "\t": "tab", "|": "bar"} {
		content := strings.ReplaceAll(header, ";", separator) +
			strings.Repeat(strings.ReplaceAll("V;1;C;a b c d;12;non\n", ";", separator), 3)
		if g := open(t, content, read.Options{}).Guess; string(g.Separator) != separator || len(g.Columns) != 6 {
			t.Errorf("%s: %q, %d columns", name, g.Separator, len(g.Columns))
		}
	}
	content := header + strings.Repeat("V;1;C;a, b, c, d, e, f, g, h;12,00;non\n", 30)
	if g := open(t, content, read.Options{}).Guess; g.Separator != ';' {
		t.Errorf("commas in texts: %q", g.Separator)
	}
	if g := open(t, header+row, read.Options{Overrides: read.Overrides{Separator: ','}}).Guess; g.Separator != ',' {
		t.Errorf("overruled: %q", g.Separator)
	}
}

func TestHeader_IsBelowAPreamble(t *testing.T) {
	content := "Subventions 2024 de la ville;service;culture;objet\n\nContact : a.b@example.org ou 01 23 45 67 89\n" +
		header + row
	r := open(t, content, read.Options{})
	want := []string{"Subventions 2024 de la ville service culture objet", "Contact : … ou …"}
	if r.Guess.HeaderLine != 4 || !slices.Equal(r.Guess.Preamble, want) {
		t.Errorf("line %d, %q", r.Guess.HeaderLine, r.Guess.Preamble)
	}
	if got := lines(t, r); len(got) != 1 || got[0].Number != 5 {
		t.Errorf("%d lines", len(got))
	}
}

func TestHeader_UnknownOrAbsent(t *testing.T) {
	r := open(t, "couleur;taille\nrouge;12\nbleu;13\n", read.Options{})
	if !r.Guess.Has(lexicon.HeaderMissing) || r.Guess.HeaderLine != 1 || r.Guess.Records != 2 ||
		r.Guess.Columns[1].Header != "taille" {
		t.Errorf("%+v", r.Guess)
	}
	r = open(t, "1;2\n3;4\n", read.Options{})
	if !r.Guess.Has(lexicon.HeaderMissing) || r.Guess.HeaderLine != 0 || r.Guess.Records != 2 ||
		len(r.Guess.Columns) != 2 {
		t.Errorf("%+v", r.Guess)
	}
	r = open(t, header+row, read.Options{Overrides: read.Overrides{HeaderLine: -1}})
	if r.Guess.Records != 2 || r.Guess.HeaderLine != 0 {
		t.Errorf("%d records", r.Guess.Records)
	}
}

func TestHeader_WordsOfACaller(t *testing.T) {
	fields := []read.Field{{Profile: "own", Name: "colour", Words: []string{"Couleur"}}, {Profile: "own", Name: "size",
		Words: []string{"Taille (cm)"}, Kind: read.Amount}}
	r := open(t, "COULEUR;taille cm\nrouge;12\n", read.Options{Fields: fields})
	line := lines(t, r)[0]
	size, where, ok := r.Value(line, "size")
	if r.Guess.Profile != "own" || !ok || size.Text != "12" || where != "B2" {
		t.Errorf("%s: %v %s %v", r.Guess.Profile, size, where, ok)
	}
}

func TestColumns_TwoForOneFieldAreAQuestion(t *testing.T) {
	r := open(t, "montant;montant voté;nomBeneficiaire\n1;2;Club\n", read.Options{})
	if !r.Guess.Has(lexicon.ColumnTwice) {
		t.Errorf("%v", r.Guess.Findings)
	}
	r = open(t, "montant;montant voté;nomBeneficiaire\n1;2;Club\n",
		read.Options{Overrides: read.Overrides{Fields: map[string]string{"A": ""}}})
	amount, where, _ := r.Value(lines(t, r)[0], "montant")
	if r.Guess.Has(lexicon.ColumnTwice) || amount.Text != "2" || where != "B2" {
		t.Errorf("%v %s, %v", amount, where, r.Guess.Findings)
	}
}

func TestColumns_AnAmbiguousHeaderTakesTheFieldThatIsFree(t *testing.T) {
	r := open(t, "nomAttribuant;idAttribuant;nomBeneficiaire;N° SIRET;montant\nV;1;C;2;3\n", read.Options{})
	if c := r.Guess.Columns[3]; c.Field != "idBeneficiaire" {
		t.Errorf("%+v", c)
	}
	r = open(t, "N° SIRET;idAttribuant;nomBeneficiaire;montant\n1;2;C;3\n", read.Options{})
	if c := r.Guess.Columns[0]; c.Field != "idBeneficiaire" {
		t.Errorf("before the other: %+v", c)
	}
	r = open(t, "nomAttribuant;nomBeneficiaire;N° SIRET;montant\nV;C;2;3\n", read.Options{})
	if c := r.Guess.Columns[2]; c.Field != "" {
		t.Errorf("either could be meant: %+v", c)
	}
}

func TestColumns_AreWrittenAsTheWholeColumnSays(t *testing.T) {
	body := strings.Repeat("03/04/2018;1.234;50;C\n", 2000) + "13/04/2018;1.234,50;100;C\n"
	r := open(t, "dateConvention;montant;pourcentageSubvention;nomBeneficiaire\n"+body, read.Options{})
	date, _ := r.Column("dateConvention")
	amount, _ := r.Column("montant")
	share, _ := r.Column("pourcentageSubvention")
	if date.Order != lexicon.DayFirst || amount.Decimal != ',' || !share.Percent {
		t.Errorf("%s, %q, %v", date.Order, amount.Decimal, share.Percent)
	}
	r = open(t, "pourcentageSubvention;nomBeneficiaire\n100;C\n1;C\n", read.Options{})
	if share, _ = r.Column("pourcentageSubvention"); share.Percent {
		t.Error("1 beside 100 may be all, or a hundredth")
	}
	r = open(t, "dateConvention;montant\n03/04/2018;1.234\n", read.Options{Overrides: read.Overrides{
		Orders:   map[string]lexicon.DateOrder{"dateConvention": lexicon.MonthFirst},
		Decimals: map[string]lexicon.DecimalMark{"B": '.'}}})
	date, _ = r.Column("dateConvention")
	amount, _ = r.Column("montant")
	if date.Order != lexicon.MonthFirst || amount.Decimal != '.' {
		t.Errorf("overruled: %s, %q", date.Order, amount.Decimal)
	}
}

func TestHXL_TagsAreWithinTheFirst25(t *testing.T) {
	content := "Who does what\n" + strings.Repeat("note\n", 20) +
		"Organisation,Secteur,Commune\n#org +Name,#sector,#adm3+code\nClub,sport,59606\n"
	r := open(t, content, read.Options{})
	line := lines(t, r)
	if r.Guess.Profile != read.ProfileHXL || len(line) != 1 {
		t.Fatalf("%s, %d lines", r.Guess.Profile, len(line))
	}
	org, where, ok := r.Value(line[0], "#org+name")
	if !ok || org.Text != "Club" || where != "A24" || r.Guess.Columns[0].Header != "Organisation" {
		t.Errorf("%v %s %v %q", org, where, ok, r.Guess.Columns[0].Header)
	}
}

func TestEmptyFiles_AreRefused(t *testing.T) {
	protected := strings.Join(strings.Split("EncryptedPackage", ""), "\x00") + "\x00"
	for content, code := range map[string]lexicon.NoteCode{
		"": lexicon.FileEmpty, " \r\n\n": lexicon.FileEmpty, "\ufeff": lexicon.FileEmpty,
		"%PDF-1.7 x": lexicon.FormatUnknown, "<html></html>": lexicon.FormatUnknown,
		"\x1f\x8b\x08": lexicon.FormatUnknown, "\x00\x01\x02\x03\x04": lexicon.FormatUnknown,
		"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old":          lexicon.FormatUnknown,
		"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 " + protected: lexicon.Encrypted,
	} {
		_, err := read.Open(context.Background(), strings.NewReader(content), int64(len(content)), read.Options{})
		var refused *read.Refusal
		if !errors.As(err, &refused) || refused.Code != code {
			t.Errorf("%.20q: %v", content, err)
		}
	}
}

func TestOpen_StopsWhenTheCallerDoes(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	content := header + strings.Repeat(row, 5000)
	_, err := read.Open(ctx, strings.NewReader(content), int64(len(content)), read.Options{})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestOpen_AFailingFileIsAnError(t *testing.T) {
	content := header + strings.Repeat(row, 100_000)
	file := broken{strings.NewReader(content), 2 << 20}
	_, err := read.Open(context.Background(), file, int64(len(content)), read.Options{})
	if !errors.Is(err, errDisk) {
		t.Errorf("got %v", err)
	}
}

var errDisk = errors.New("disk")

// broken is a file that fails behind some byte.
type broken struct {
	*strings.Reader
	behind int64
}

func (b broken) ReadAt(into []byte, at int64) (int, error) {
	if at+int64(len(into)) > b.behind {
		return 0, errDisk
	}
	return b.Reader.ReadAt(into, at)
}

func TestColumnName_AsSpreadsheets(t *testing.T) {
	for at, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 701: "ZZ", 702: "AAA", 16383: "XFD"} {
		if got := read.ColumnName(at); got != want {
			t.Errorf("%d: %s, want %s", at, got, want)
		}
	}
	if got := read.CellName(5, 6); got != "F6" {
		t.Error(got)
	}
}
