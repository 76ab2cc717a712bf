package read_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"maillage/internal/exchange/read"
	"maillage/internal/lexicon"
	"maillage/internal/testhub/thorough"
)

// workbook writes a workbook with excelize, the other side of our reader.
func workbook(t testing.TB, write func(f *excelize.File)) string {
	t.Helper()
	f := excelize.NewFile()
	write(f)
	content, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return content.String()
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// setRow writes a row from its first cell on.
func setRow(t testing.TB, f *excelize.File, sheet string, line int, cells ...any) {
	t.Helper()
	must(t, f.SetSheetRow(sheet, fmt.Sprintf("A%d", line), &cells))
}

func TestWorkbook_CellsHaveTypes(t *testing.T) {
	content := workbook(t, func(f *excelize.File) {
		setRow(t, f, "Sheet1", 1, "Subventions 2018")
		setRow(t, f, "Sheet1", 3, "nomBeneficiaire", "idBeneficiaire", "dateConvention", "montant",
			"notificationUE", "objet")
		setRow(t, f, "Sheet1", 4, "Élan & <Co>", 22800001400016, time.Date(2018, 3, 22, 0, 0, 0, 0, time.UTC), 1234.56,
			false, "=1+1")
		setRow(t, f, "Sheet1", 6, "Club", "07220086800072", time.Date(2018, 3, 22, 14, 30, 0, 0, time.UTC), 0.1)
		must(t, f.SetCellFormula("Sheet1", "D7", "SUM(D4:D6)"))
		must(t, f.SetCellValue("Sheet1", "A7", "Somme"))
	})
	r := open(t, content, read.Options{})
	if r.Guess.Format != read.XLSX || r.Guess.HeaderLine != 3 || r.Guess.Table != "Sheet1" || r.Guess.Records != 3 {
		t.Fatalf("%+v", r.Guess)
	}
	got := lines(t, r)
	for i, want := range [][]read.Cell{
		{{Text: "Élan & <Co>"}, {Text: "22800001400016", Type: read.Number}, {Text: "2018-03-22", Type: read.Date},
			{Text: "1234.56", Type: read.Number}, {Text: "false", Type: read.Bool}, {Text: "=1+1"}},
		{{Text: "Club"}, {Text: "07220086800072"}, {Text: "2018-03-22 14:30:00", Type: read.Date},
			{Text: "0.1", Type: read.Number}, {}, {}},
	} {
		if !slices.Equal(got[i].Cells, want) {
			t.Errorf("line %d: %+v", got[i].Number, got[i].Cells)
		}
	}
	if got[0].Number != 4 || got[1].Number != 6 || len(got[0].Notes) > 0 {
		t.Errorf("lines %d, %d", got[0].Number, got[1].Number)
	}
	if formula := got[2]; len(formula.Notes) != 1 || formula.Notes[0].Code != lexicon.FormulaValue ||
		formula.Notes[0].Where != "D7" {
		t.Errorf("%+v", formula.Notes)
	}
}

func TestWorkbook_TheSheetWithTheHeadersIsRead(t *testing.T) {
	content := workbook(t, func(f *excelize.File) {
		setRow(t, f, "Sheet1", 1, "Lisez-moi")
		for _, name := range []string{"Caché", "Subventions"} {
			_, err := f.NewSheet(name)
			must(t, err)
			setRow(t, f, name, 1, "nomBeneficiaire", "montant")
			setRow(t, f, name, 2, name, 12)
		}
		must(t, f.SetSheetVisible("Caché", false))
	})
	r := open(t, content, read.Options{})
	want := []read.Table{{Name: "Sheet1"}, {Name: "Caché", Hidden: true}, {Name: "Subventions"}}
	if r.Guess.Table != "Subventions" || !slices.Equal(r.Guess.Tables, want) || !r.Guess.Has(lexicon.TableHidden) {
		t.Errorf("%q of %+v", r.Guess.Table, r.Guess.Tables)
	}
	r = open(t, content, read.Options{Overrides: read.Overrides{Table: "Caché"}})
	if got := lines(t, r); got[0].Cells[0].Text != "Caché" {
		t.Errorf("%q", texts(got[0]))
	}
	refuses(t, content, lexicon.TableMissing, read.Options{Overrides: read.Overrides{Table: "Nulle part"}})
}

func TestWorkbook_MergedCellsAreRepeatedAndAmountsNot(t *testing.T) {
	content := workbook(t, func(f *excelize.File) {
		setRow(t, f, "Sheet1", 1, "nomAttribuant", "nomBeneficiaire", "montant")
		setRow(t, f, "Sheet1", 2, "Ville", "Club", 100)
		setRow(t, f, "Sheet1", 3, nil, "Cercle", nil)
		must(t, f.MergeCell("Sheet1", "A2", "A3"))
		must(t, f.MergeCell("Sheet1", "C2", "C3"))
	})
	got := lines(t, open(t, content, read.Options{}))
	if !slices.Equal(texts(got[1]), []string{"Ville", "Cercle", ""}) {
		t.Errorf("%q", texts(got[1]))
	}
	for _, line := range got {
		if line.Severity() != lexicon.Waits || !slices.Contains(codes(line), lexicon.CellMerged) {
			t.Errorf("line %d: %+v", line.Number, line.Notes)
		}
	}
}

func TestWorkbook_StrayCellsAreNoted(t *testing.T) {
	content := workbook(t, func(f *excelize.File) {
		setRow(t, f, "Sheet1", 1, "nomBeneficiaire", "montant")
		setRow(t, f, "Sheet1", 2, "Club", 100, "stray")
		setRow(t, f, "Sheet1", 3, "Cercle")
	})
	got := lines(t, open(t, content, read.Options{}))
	if len(got[0].Cells) != 2 || !slices.Equal(codes(got[0]), []lexicon.NoteCode{lexicon.WidthWrong}) ||
		got[0].Severity() != lexicon.Flags || len(got[1].Cells) != 2 || len(got[1].Notes) > 0 {
		t.Errorf("%+v", got)
	}
}

// The same table says the same as a workbook and as text.
func TestWorkbook_SaysWhatTextSays(t *testing.T) {
	rows := clean(300)
	content := workbook(t, func(f *excelize.File) {
		w, err := f.NewStreamWriter("Sheet1")
		must(t, err)
		for i, cells := range rows {
			values := make([]any, len(cells))
			for k, text := range cells {
				values[k] = text
			}
			must(t, w.SetRow(fmt.Sprintf("A%d", i+1), values))
		}
		must(t, w.Flush())
	})
	got := lines(t, open(t, content, read.Options{}))
	if len(got) != len(rows)-1 {
		t.Fatalf("%d lines", len(got))
	}
	for i, line := range got {
		if !slices.Equal(texts(line), rows[i+1]) || line.Number != i+2 {
			t.Errorf("line %d: %q", line.Number, texts(line))
		}
	}
}

func TestWorkbook_SharedTextsLargerThanTheCache(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var text strings.Builder
	for range 15_000 {
		text.WriteRune('\u4e00' + rune(random.IntN(20_000)))
	}
	long := text.String()
	var sheet, shared strings.Builder
	sheet.WriteString(`<worksheet><sheetData>`)
	shared.WriteString(`<sst>`)
	texts := 0
	row := func(cells ...string) {
		sheet.WriteString(`<row>`)
		for _, cell := range cells {
			_, _ = fmt.Fprintf(&sheet, `<c t="s"><v>%d</v></c>`, texts) // a Builder takes everything
			shared.WriteString(`<si><t>` + cell + `</t></si>`)
			texts++
		}
		sheet.WriteString(`</row>`)
	}
	row("nomBeneficiaire", "objet")
	many := thorough.Count(450, 700)
	for i := range many {
		row(fmt.Sprintf("Club %d", i), fmt.Sprint(i)+long)
	}
	sheet.WriteString(`</sheetData></worksheet>`)
	shared.WriteString(`</sst>`)
	content := zippedBy(t, zip.Store, parts(sheet.String(), shared.String()))
	got := lines(t, open(t, content, read.Options{}))
	if len(got) != many {
		t.Errorf("%d lines of %d", len(got), many)
	}
	for i, line := range got {
		if line.Cells[1].Text != fmt.Sprint(i)+long || line.Cells[0].Text != fmt.Sprintf("Club %d", i) {
			t.Fatalf("line %d: %.20q", line.Number, line.Cells[1].Text)
		}
	}
}

// refuses checks that a file is refused with a code, and that nothing of it is left in the temporary folder.
func refuses(t testing.TB, content string, code lexicon.NoteCode, o read.Options) {
	t.Helper()
	_, err := read.Open(context.Background(), strings.NewReader(content), int64(len(content)), o)
	var refused *read.Refusal
	if !errors.As(err, &refused) || refused.Code != code {
		t.Errorf("got %v, want %s", err, code)
	}
}

// zipped writes an archive.
func zipped(t testing.TB, entries ...[2]string) string { return zippedBy(t, zip.Deflate, entries) }

func zippedBy(t testing.TB, method uint16, entries [][2]string) string {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, e := range entries {
		w, err := z.CreateHeader(&zip.FileHeader{Name: e[0], Method: method})
		must(t, err)
		_, err = w.Write([]byte(e[1]))
		must(t, err)
	}
	must(t, z.Close())
	return out.String()
}

// parts are those of the smallest workbook, with a sheet and shared texts.
func parts(sheet, shared string) [][2]string {
	return [][2]string{
		{"[Content_Types].xml", "<Types/>"},
		{"xl/workbook.xml", `<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets>` +
			`</workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/>` +
			`</Relationships>`},
		{"xl/worksheets/sheet1.xml", sheet},
		{"xl/sharedStrings.xml", shared},
	}
}

func TestWorkbook_BySmallestParts(t *testing.T) {
	sheet := `<worksheet><sheetData><row><c t="inlineStr"><is><t>nomBeneficiaire</t></is></c><c t="s"><v>0</v></c></row>
		<row r="5"><c r="B5"><v>1E3</v></c><c r="A5" t="s"><v>1</v></c></row></sheetData></worksheet>`
	shared := `<sst><si><r><t>mon</t></r><r><t>tant</t></r><rPh><t>x</t></rPh></si>` +
		`<si><t>a_x000D_b _x005F_c</t></si></sst>`
	got := lines(t, open(t, zipped(t, parts(sheet, shared)...), read.Options{}))
	if len(got) != 1 || got[0].Number != 5 || !slices.Equal(texts(got[0]), []string{"a\rb _c", "1E3"}) {
		t.Errorf("%+v", got)
	}
}

func TestXML_DoctypeDepthAndLongTokensAreRefused(t *testing.T) {
	const end = `</v></c></row></sheetData></worksheet>`
	for name, sheet := range map[string]string{
		"doctype": `<!DOCTYPE x [<!ENTITY a "b">]><worksheet><sheetData/></worksheet>`,
		"depth":   strings.Repeat("<a>", 65) + strings.Repeat("</a>", 65),
		"text":    `<worksheet><sheetData><row><c><v>` + strings.Repeat("9>", 2<<20) + end,
		"comment": `<worksheet><!--` + strings.Repeat("<>", 2<<20) + `--></worksheet>`,
		"cut":     `<worksheet><sheetData><row><c><v>1`,
		"entity":  `<worksheet><sheetData><row><c><v>&a;</v></c></row></sheetData></worksheet>`,
		"index":   `<worksheet><sheetData><row><c t="s"><v>7</v></c></row></sheetData></worksheet>`,
		"columns": `<worksheet><sheetData><row><c r="ZZZZ1"><v>7</v></c></row></sheetData></worksheet>`,
	} {
		t.Run(name, func(t *testing.T) {
			refuses(t, zippedBy(t, zip.Store, parts(sheet, "<sst/>")), lexicon.XMLRefused, read.Options{})
		})
	}
}

func TestArchives_AreRefused(t *testing.T) {
	many := make([][2]string, 1001)
	for i := range many {
		many[i][0] = fmt.Sprintf("x/%d", i)
	}
	for name, c := range map[string]struct {
		content string
		code    lexicon.NoteCode
	}{
		"macros":    {zipped(t, append(parts("", ""), [2]string{"xl/vbaProject.bin", ""})...), lexicon.ArchiveRefused},
		"parent":    {zipped(t, [2]string{"a/../../b", "x"}), lexicon.ArchiveRefused},
		"backslash": {zipped(t, [2]string{`..\b`, "x"}), lexicon.ArchiveRefused},
		"absolute":  {zipped(t, [2]string{"/etc/x", "x"}), lexicon.ArchiveRefused},
		"drive":     {zipped(t, [2]string{"c:/x", "x"}), lexicon.ArchiveRefused},
		"nested":    {zipped(t, [2]string{"inner.ZIP", "x"}), lexicon.ArchiveRefused},
		"many":      {zipped(t, many...), lexicon.ArchiveRefused},
		"bomb":      {zipped(t, [2]string{"x", strings.Repeat("0", 1<<20)}), lexicon.ArchiveRefused},
		"cut":       {zipped(t, [2]string{"x", "y"})[:40], lexicon.ArchiveRefused},
		"other":     {zipped(t, [2]string{"x", "y"}), lexicon.FormatUnknown},
		"ods":       {zipped(t, [2]string{"mimetype", "application/vnd.oasis.opendocument"}), lexicon.FormatUnknown},
		"no sheets": {zipped(t, [2]string{"[Content_Types].xml", "<Types/>"}), lexicon.ArchiveRefused},
		"encrypted": {encrypted(t), lexicon.Encrypted},
		"lies":      {lying(t), lexicon.ArchiveRefused},
	} {
		t.Run(name, func(t *testing.T) { refuses(t, c.content, c.code, read.Options{TempDir: t.TempDir()}) })
	}
}

// encrypted returns an archive whose entry needs a password.
func encrypted(t testing.TB) string {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	_, err := z.CreateHeader(&zip.FileHeader{Name: "x", Flags: 1})
	must(t, err)
	must(t, z.Close())
	return out.String()
}

// lying returns a workbook with an entry that is larger than it declares.
func lying(t testing.TB) string {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, e := range parts("", "<sst/>") {
		text := []byte(e[1])
		if e[0] == "xl/worksheets/sheet1.xml" {
			text = []byte("<worksheet>" + strings.Repeat(" ", 5000) + "</worksheet>")
		}
		h := &zip.FileHeader{Name: e[0], Method: zip.Store, CRC32: crc32.ChecksumIEEE(text),
			CompressedSize64: uint64(len(text)), UncompressedSize64: uint64(min(len(text), 300))}
		w, err := z.CreateRaw(h)
		must(t, err)
		_, err = w.Write(text)
		must(t, err)
	}
	must(t, z.Close())
	return out.String()
}

func TestDataPackage_ResourcesAreTables(t *testing.T) {
	descriptor := `{"resources":[{"name":"inline","data":[]},{"name":"grants","path":"data/grants.csv"},
		{"name":"other","path":"other.csv"},{"name":"web","path":"https://example.org/x.csv"}]}`
	content := zipped(t, [2]string{"datapackage.json", descriptor}, [2]string{"data/grants.csv", header + row},
		[2]string{"other.csv", "nomBeneficiaire,montant\nCercle,12\n"})
	r := open(t, content, read.Options{TempDir: t.TempDir()})
	if got := lines(t, r); r.Guess.Format != read.DataPackage || r.Guess.Table != "grants" || len(got) != 1 ||
		got[0].Cells[2].Text != "Club" || len(r.Guess.Tables) != 2 {
		t.Errorf("%+v", r.Guess)
	}
	r = open(t, content, read.Options{TempDir: t.TempDir(), Overrides: read.Overrides{Table: "other"}})
	if got := lines(t, r); got[0].Cells[0].Text != "Cercle" {
		t.Errorf("%q", texts(got[0]))
	}
	refuses(t, zipped(t, [2]string{"datapackage.json", "{"}), lexicon.JSONInvalid, read.Options{})
	refuses(t, zipped(t, [2]string{"datapackage.json", "{}"}), lexicon.TableMissing, read.Options{})
	empty := zipped(t, [2]string{"datapackage.json", `{"resources":[{"name":"a","path":"a.csv"}]}`},
		[2]string{"a.csv", ""})
	refuses(t, empty, lexicon.FileEmpty, read.Options{TempDir: t.TempDir()})
}
