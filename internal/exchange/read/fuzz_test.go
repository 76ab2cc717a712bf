package read_test

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"maillage/internal/exchange/read"
)

// holds checks what is true of every file, and returns its lines. A file may be refused. Nothing is left in a directory
// for temporary files: one for all inputs, because making one takes longer than reading a small file.
func holds(t *testing.T, dir, content string) []read.Line {
	t.Helper()
	defer isEmpty(t, dir)
	r, err := read.Open(context.Background(), strings.NewReader(content), int64(len(content)),
		read.Options{TempDir: dir})
	if err != nil {
		var refused *read.Refusal
		if !errors.As(err, &refused) {
			t.Fatalf("%v", err)
		}
		return nil
	}
	defer func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}()
	var all []read.Line
	end := int64(0)
	for {
		line, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if line.Number < 1 || line.Offset < end && r.Guess.Format == read.TextTable {
			t.Fatalf("line %d at %d, after %d", line.Number, line.Offset, end)
		}
		end = line.Offset + int64(line.Length)
		if line.Aligned && len(line.Cells) != len(r.Guess.Columns) {
			t.Fatalf("line %d: %d cells for %d columns", line.Number, len(line.Cells), len(r.Guess.Columns))
		}
		if !line.Aligned && len(line.Notes) == 0 || !utf8.ValidString(line.Raw) {
			t.Fatalf("line %d: %v, %q", line.Number, line.Notes, line.Raw)
		}
		line.Cells = slices.Clone(line.Cells)
		all = append(all, line)
	}
	if len(all) != r.Guess.Records {
		t.Fatalf("%d lines, %d records", len(all), r.Guess.Records)
	}
	return all
}

// isEmpty reports files that are left in a directory.
func isEmpty(t *testing.T, dir string) {
	t.Helper()
	left, err := os.ReadDir(dir)
	if err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}

func FuzzText(f *testing.F) {
	for _, name := range []string{somme, poitiers, roques, vendee, qpv} {
		content := sharedFile(f, name)
		f.Add(string(content[:min(3000, len(content))]))
	}
	f.Add(header + "a;1;\"never closed;o;1;oui\n" + row)
	f.Add("\ufeff" + personal + "Club;1;Zoé;zoe@example.org;o;1;x\r\r\n")
	f.Add("Organisation,Secteur\n#org,#sector\nClub,\"a\"\"b\"\"\nc")
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, content string) { holds(t, dir, content) })
}

// What the standard reader reads without an error, ours reads as the same cells.
func FuzzTextAsCSV(f *testing.F) {
	f.Add("a,\"b\"\"c\",d\n", uint8(0))
	f.Add("a;\"x\ny\";\r\n", uint8(1))
	f.Fuzz(func(t *testing.T, body string, at uint8) {
		separator := ";,\t|"[at%4]
		if strings.ContainsAny(body, "\x00\ufffd") || !utf8.ValidString(body) || len(body) > 1<<16 {
			return
		}
		standard := csv.NewReader(strings.NewReader(body))
		standard.Comma, standard.FieldsPerRecord = rune(separator), 3
		want, err := standard.ReadAll()
		if err != nil || strings.Count(strings.ReplaceAll(body, "\r\n", ""), "\r") > 0 {
			return
		}
		content := strings.Join([]string{"objet", "reference", "attribuant\n"}, string(separator)) + body
		r, err := read.Open(context.Background(), strings.NewReader(content), int64(len(content)),
			read.Options{Overrides: read.Overrides{Separator: separator, HeaderLine: 1, Charset: read.UTF8}})
		if err != nil {
			return // too many controls: no text
		}
		got := lines(t, r)
		for _, cells := range want {
			for i := range cells {
				cells[i] = strings.TrimFunc(cells[i], func(r rune) bool { return strings.ContainsRune(spaces, r) })
			}
			if strings.Join(cells, "") == "" {
				continue
			}
			if len(got) == 0 {
				t.Fatalf("%q is missing", cells)
			}
			found := texts(got[0])
			for i := range found {
				found[i] = strings.ReplaceAll(found[i], "\r\n", "\n")
			}
			if !slices.Equal(found, cells) {
				t.Fatalf("%q: got %q, want %q", body, found, cells)
			}
			got = got[1:]
		}
	})
}

// spaces are those that cells are trimmed of.
const spaces = "\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028" +
	"\u2029\u202f\u205f\u3000\u200b\u2060\ufeff"

func FuzzJSON(f *testing.F) {
	f.Add(giving)
	f.Add(`{"graph":{"nodes":{"a":{"label":"A"}},"edges":[{"source":"a"}]}}`)
	f.Add("{\"a\":1}\n{\"a\":\n{\"b\":[1,{\"c\":2}]}")
	f.Add(`[{"a":{"b":[[1],[2]]}},{"a":1,"a":2}]`)
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, content string) { holds(t, dir, content) })
}

func FuzzWorkbook(f *testing.F) {
	f.Add(`<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>montant</t></is></c></row><row r="3">`+
		`<c r="C3"><f>1+1</f><v>2</v></c></row></sheetData><mergeCells><mergeCell ref="A1:A3"/></mergeCells></worksheet>`,
		`<sst><si><t>a_x000D_</t></si></sst>`, `<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>`)
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, sheet, shared, styles string) {
		holds(t, dir, zipped(t, append(parts(sheet, shared), [2]string{"xl/styles.xml", styles})...))
	})
}

func FuzzArchive(f *testing.F) {
	f.Add([]byte(zipped(f, parts("<worksheet/>", "<sst/>")...)))
	f.Add([]byte(zipped(f, [2]string{"datapackage.json", `{"resources":[{"name":"a","path":"a.csv"}]}`},
		[2]string{"a.csv", header + row})))
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, content []byte) { holds(t, dir, string(content)) })
}
