package imports_test

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"maillage/internal/edit"
	"maillage/internal/exchange/imports"
	"maillage/internal/exchange/read"
	"maillage/internal/lexicon"
	"maillage/internal/testhub/testdb"
)

// grants returns a file of one grant with other values than a good one: each column is followed by its value. A value
// with line breaks is one for each line.
func grants(changes ...string) []byte {
	columns := []string{"nomAttribuant", "idAttribuant", "dateConvention", "referenceDecision", "nomBeneficiaire",
		"idBeneficiaire", "rnaBeneficiaire", "objet", "montant", "nature", "datesPeriodeVersement", "notificationUE",
		"pourcentageSubvention"}
	values := map[string]string{"nomAttribuant": "Ville de Lille", "idAttribuant": "21590350100017",
		"dateConvention": "2025-03-15", "referenceDecision": "D-1", "nomBeneficiaire": "Mission locale",
		"objet": "emploi", "montant": "100", "nature": "aide en numéraire"}
	lines := 1
	for i := 0; i < len(changes); i += 2 {
		if _, known := values[changes[i]]; !known && !strings.Contains(strings.Join(columns, " "), changes[i]) {
			columns = append(columns, changes[i])
		}
		values[changes[i]] = changes[i+1]
		lines = max(lines, 1+strings.Count(changes[i+1], "\n"))
	}
	rows := []string{strings.Join(columns, ";")}
	for line := range lines {
		var cells []string
		for _, c := range columns {
			of := strings.Split(values[c], "\n")
			cells = append(cells, of[min(line, len(of)-1)])
		}
		rows = append(rows, strings.Join(cells, ";"))
	}
	return []byte(strings.Join(rows, "\n") + "\n")
}

// codeCase is a file that provokes a code.
type codeCase struct {
	name    string
	content []byte
	options imports.Options
	before  func(t *testing.T, h *hub)            // what the hub has
	after   func(t *testing.T, h *hub, id string) // what is done with the plan
}

func text(name, content string) codeCase { return codeCase{name: name, content: []byte(content)} }

func scdlCase(changes ...string) codeCase {
	return codeCase{name: "g.csv", content: grants(changes...)}
}

// rawZip returns an archive with an entry whose header says what no writer would.
func rawZip(t *testing.T, h *zip.FileHeader) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	if _, err := z.CreateRaw(h); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// book returns a workbook of grants with a formula, a merged range and a hidden sheet.
func book(t *testing.T) []byte {
	t.Helper()
	f := excelize.NewFile()
	rows := strings.Split(strings.TrimSpace(string(grants("montant", "1\n2\n3"))), "\n")
	for i, row := range rows {
		var cells []any
		for _, c := range strings.Split(row, ";") {
			cells = append(cells, c)
		}
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err == nil {
			err = f.SetSheetRow("Sheet1", at, &cells)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := f.NewSheet("Secret")
	for _, e := range []error{err, f.SetCellFormula("Sheet1", "H2", "=1+1"), f.MergeCell("Sheet1", "E3", "E4"),
		f.SetSheetRow("Secret", "A1", &[]any{"a", "b"}), f.SetSheetVisible("Secret", false)} {
		if e != nil {
			t.Fatal(e)
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func codeCases(t *testing.T) map[lexicon.NoteCode]codeCase {
	lines := func(more ...string) codeCase {
		return text("partners.csv", "code,name\n"+strings.Join(more, "\n")+"\n")
	}
	club := func(t *testing.T, h *hub) { h.partner(t, "Club", "775666712") }
	again := func(content []byte) func(t *testing.T, h *hub) {
		return func(t *testing.T, h *hub) { h.apply(t, h.plan(t, "g.csv", content).ID) }
	}
	apply := func(t *testing.T, h *hub, id string) { h.apply(t, id) }
	with := func(c codeCase, before func(*testing.T, *hub), after func(*testing.T, *hub, string)) codeCase {
		c.before, c.after = before, after
		return c
	}
	uid, axis := lexicon.NewUID("partner"), lexicon.NewUID("axis")
	gone := text("d.ndjson", `{"type":"Partner","id":"`+uid+`","deleted":true}`+"\n{\n")
	hasClub := func(t *testing.T, h *hub) {
		h.write(t, step{"partner", uid, map[string]any{"code": "c", "name": "Club"}})
	}
	wide := scdlCase("objet", strings.Repeat("x", 300))
	return map[lexicon.NoteCode]codeCase{
		lexicon.FileEmpty: text("a.csv", " \n\n"),
		lexicon.FileTooLarge: {name: "a", content: rawZip(t,
			&zip.FileHeader{Name: "a.csv", UncompressedSize64: 1 << 30})},
		lexicon.FormatUnknown:  text("a.pdf", "%PDF-1.7"),
		lexicon.ArchiveRefused: {name: "a", content: zipped(t, "../a.csv", "a;b\n")},
		lexicon.Encrypted:      {name: "a", content: rawZip(t, &zip.FileHeader{Name: "a.csv", Flags: 1})},
		lexicon.XMLRefused: {name: "a", content: zipped(t, "[Content_Types].xml", "", "xl/workbook.xml",
			"<!DOCTYPE a>")},
		lexicon.JSONInvalid: text("a.json", `{"grants":[`),
		lexicon.TableMissing: {name: "a", content: zipped(t, "partners.csv", "code,name\n"),
			options: imports.Options{Overrides: read.Overrides{Table: "none"}}},
		lexicon.HeaderMissing:   text("partners.csv", "x;y\n1;2\n"),
		lexicon.ColumnMissing:   text("g.csv", "nomAttribuant;nomBeneficiaire;objet\na;b;c\n"),
		lexicon.ColumnTwice:     scdlCase("Montant ", "3"),
		lexicon.ColumnUnknown:   scdlCase("couleur", "bleu"),
		lexicon.PersonalLeftOut: scdlCase("courriel", "a@example.org"),
		lexicon.TableUnread:     {name: "a", content: zipped(t, "partners.csv", "code,name\n", "x.csv", "a,b\n1,2\n")},

		lexicon.GuessedFormat: scdlCase(), lexicon.GuessedCharset: scdlCase(), lexicon.GuessedSeparator: scdlCase(),
		lexicon.GuessedHeader: scdlCase(), lexicon.GuessedField: scdlCase(),
		lexicon.GuessedTable:    {name: "a.xlsx", content: book(t)},
		lexicon.GuessedDecimal:  scdlCase("montant", "1,50"),
		lexicon.GuessedDayFirst: scdlCase("dateConvention", "25/03/2025"),
		lexicon.GuessedPercent:  scdlCase("pourcentageSubvention", "50"),
		lexicon.TableHidden:     {name: "a.xlsx", content: book(t)},

		lexicon.QuoteUnclosed:    scdlCase("objet", `"open`),
		lexicon.RecordTooLong:    scdlCase("objet", strings.Repeat("x", 1<<20)),
		lexicon.RecordUnreadable: gone,
		lexicon.WidthWrong:       {name: "g.csv", content: append(grants(), "a;b;c;d;e;f;g;h;i;j;k;l;m;n;o;p;q\n"...)},
		lexicon.ShiftRepaired: {name: "g.csv", content: bytes.ReplaceAll(grants("montant", "26;50",
			"pourcentageSubvention", "1"),
			[]byte(";"), []byte(","))},
		lexicon.EncodingRepaired: scdlCase("objet", "Ã©cole"),
		lexicon.ByteUndefined:    scdlCase("objet", "\x81"),
		lexicon.FormulaValue:     {name: "a.xlsx", content: book(t)},
		lexicon.CellMerged:       {name: "a.xlsx", content: book(t)},
		lexicon.LevelTotal:       scdlCase("nomBeneficiaire", "A\nB\nTotal", "montant", "1\n2\n3"),
		lexicon.LevelDetail: scdlCase("nomBeneficiaire", "Associations\nA\nB", "idBeneficiaire",
			"\n356000000\n775666712",
			"montant", "3\n1\n2"),
		lexicon.IdenticalTo: scdlCase("montant", "1\n1"),
		lexicon.RecordTwice: lines("a,A", "a,B"),
		lexicon.TypeUnknown: text("k.csv", "Label,Type\nNuage,Météo\n"),
		lexicon.TableEnded:  text("k.csv", "Label,Type\nA,Partner\n\n\n\nB,Partner\n"),

		lexicon.ValueRequired:       scdlCase("nomBeneficiaire", ""),
		lexicon.AmountUnreadable:    scdlCase("montant", "à préciser"),
		lexicon.AmountWithheld:      scdlCase("montant", "NC"),
		lexicon.AmountNegative:      scdlCase("montant", "-5"),
		lexicon.DateUnreadable:      scdlCase("dateConvention", "hier"),
		lexicon.DateAmbiguous:       scdlCase("dateConvention", "03/04/2025"),
		lexicon.DateUnlikely:        scdlCase("dateConvention", "2225-03-15"),
		lexicon.PeriodReversed:      scdlCase("datesPeriodeVersement", "2025-02-01/2025-01-01"),
		lexicon.SIRENInvalid:        scdlCase("idBeneficiaire", "123456789"),
		lexicon.SIRETInvalid:        scdlCase("idBeneficiaire", "35600000000049"),
		lexicon.SIRETRounded:        scdlCase("idBeneficiaire", "35600000000000"),
		lexicon.RNAInvalid:          scdlCase("rnaBeneficiaire", "W12"),
		lexicon.RNAOutsideSCDL:      scdlCase("rnaBeneficiaire", "W9N1000123"),
		lexicon.QPVUnknown:          text("q.csv", "codeQPV,nom_qp,insee_com,lib_com\nQX1,A,59350,Lille\n"),
		lexicon.CommuneUnknown:      text("q.csv", "codeQPV,nom_qp,insee_com,lib_com\nQN05901M,A,lille,Lille\n"),
		lexicon.CommuneZeroRestored: text("q.csv", "codeQPV,nom_qp,insee_com,lib_com\nQN00101M,A,1053,Bourg\n"),
		lexicon.WordUnknown:         scdlCase("nature", "prêt"),
		lexicon.ShareUnreadable:     scdlCase("pourcentageSubvention", "moitié"),
		lexicon.ShareSum:            scdlCase("pourcentageSubvention", "0.4\n0.4", "nomBeneficiaire", "A\nB"),
		lexicon.TextTooLong:         wide,
		lexicon.ValueInvalid:        lines("Not A Code,A"),
		lexicon.ReferenceUnknown:    text("a.csv", "partner,action,role\nnobody,x,LEAD\n"),
		lexicon.ReferenceAmbiguous: with(text("a.csv", "partner,axis,role\nc,emploi,LEAD\n"),
			func(t *testing.T, h *hub) {
				hasClub(t, h)
				h.contract(t, "lille")
				h.contract(t, "douai")
			}, nil),
		lexicon.FieldFixed: with(text("axes.csv", "id,contract,name\n"+axis+",douai,Sport\n"),
			func(t *testing.T, h *hub) {
				h.write(t, step{"axis", axis, map[string]any{"contract": h.contract(t, "lille"), "code": "sport",
					"name": "Sport"}})
				h.contract(t, "douai")
			}, nil),

		lexicon.PartnerSuggested: with(scdlCase("nomBeneficiaire", "Club"), hasClub, nil),
		lexicon.PartnerAmbiguous: with(scdlCase("nomBeneficiaire", "Union sportive lilloise"),
			func(t *testing.T, h *hub) {
				h.partner(t, "Union sportive lilloise", "")
				h.partner(t, "Union sportive lilloise", "")
			}, nil),
		lexicon.IdentifierConflict: with(scdlCase("nomBeneficiaire", "Chorale du Nord", "idBeneficiaire", "775666712"),
			func(t *testing.T, h *hub) {
				club(t, h)
				h.partner(t, "Chorale du Nord", "")
			}, nil),
		lexicon.AlreadyThere: with(scdlCase(), again(grants()), nil),
		lexicon.ChangedSince: with(scdlCase("nature", "aide en nature"), again(grants()), nil),
		lexicon.ChangedInHub: with(lines("c,Club"), func(t *testing.T, h *hub) {
			h.apply(t, h.plan(t, "partners.csv", []byte("code,name\nc,Club\n")).ID)
			row := h.store.Client.Partner.Query().OnlyX(h.ctx)
			h.update(t, "partner", map[string]any{"id": row.UID, "version": 1, "name": "Étoile"})
		}, nil),
		lexicon.AmountChanged: with(scdlCase("montant", "200"), again(grants()), nil),
		lexicon.GoneFromFile:  with(scdlCase("objet", "autre"), again(grants()), nil),
		lexicon.DeletedInFile: with(gone, hasClub, nil),
		lexicon.AlreadyGone:   gone,
		lexicon.LeftOut: with(lines("a,A"), nil, func(t *testing.T, h *hub, id string) {
			h.decide(t, id, imports.Answer{Lines: []int{2}, Choice: imports.LeaveOut})
		}),
		lexicon.WriteForbidden: with(text("axes.csv", "id,contract,code,name\n"+lexicon.NewUID("axis")+",lille,a,A\n"),
			func(t *testing.T, h *hub) {
				h.contract(t, "lille")
				h.serve(t)
			}, apply),
		lexicon.WriteConflict: with(scdlCase("nomBeneficiaire", "Club", "idBeneficiaire", "775666712"), club,
			func(t *testing.T, h *hub, id string) {
				row := h.store.Client.Partner.Query().OnlyX(h.ctx)
				h.do(t, edit.Request{Steps: []edit.Step{{Verb: edit.Delete,
					Set: map[string]any{"id": row.UID, "version": 1}}}})
				h.apply(t, id)
			}),
		lexicon.WriteRefused: with(text("contributions.csv", "partner,axis,role,basis\nc,douai/emploi,LEAD,INFERRED\n"),
			func(t *testing.T, h *hub) {
				hasClub(t, h)
				h.contract(t, "douai")
			}, apply),
	}
}

// Each code of the vocabulary is provoked by a file.
func TestCodes_EachIsProvokedByAFile(t *testing.T) {
	cases := codeCases(t)
	shared := newHub(t, testdb.SQLite(t))
	for _, code := range lexicon.NoteCodes() {
		c, is := cases[code]
		if !is {
			t.Errorf("no file provokes %s", code)
			continue
		}
		t.Run(string(code), func(t *testing.T) {
			h := shared
			if c.before != nil || c.after != nil {
				h = newHub(t, testdb.SQLite(t))
			}
			if c.before != nil {
				c.before(t, h)
			}
			n := imports.NewImport{Name: c.name, Size: int64(len(c.content)), Options: c.options}
			i, err := h.PlanFile(h.ctx, n, bytes.NewReader(c.content), nil)
			if err != nil {
				t.Fatal(err)
			}
			if c.after != nil {
				c.after(t, h, i.ID)
			}
			if got := h.codesOf(t, i); !got[code] {
				t.Errorf("%s %s: %v", i.State, i.Problem, got)
			}
		})
	}
}

// codesOf returns the codes of all notes of an import.
func (h *hub) codesOf(t *testing.T, i imports.Import) map[lexicon.NoteCode]bool {
	t.Helper()
	codes := map[lexicon.NoteCode]bool{}
	for _, n := range i.Notes {
		codes[n.Code] = true
	}
	if i.Guess != nil {
		for _, f := range i.Guess.Findings {
			codes[f.Code] = true
		}
	}
	lines, err := h.Lines(h.ctx, i.ID, imports.LineFilter{}, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lines {
		for _, n := range l.Notes {
			codes[n.Code] = true
			isRefusal := n.Code == lexicon.WriteRefused || n.Code == lexicon.WriteForbidden
			if isRefusal && (n.Reason.English == "" || n.Reason.French == "" || n.Reason.French == n.Reason.English) {
				t.Errorf("the reason of %s is %+v", n.Code, n.Reason)
			}
		}
	}
	return codes
}
