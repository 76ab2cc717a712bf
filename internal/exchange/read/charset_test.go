package read_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"maillage/internal/exchange/read"
	"maillage/internal/lexicon"
)

func TestCharset_IsOfEachRecord(t *testing.T) {
	for _, c := range []struct {
		name, written, want string
		charset             read.Charset
		codes               []lexicon.NoteCode
	}{
		{"ASCII", "Club", "Club", read.ASCII, nil},
		{"UTF-8", "Élan œuvre 5 €", "Élan œuvre 5 €", read.UTF8, nil},
		{"cp1252", "\xc9lan \x9cuvre 5 \x80", "Élan œuvre 5 €", read.Windows1252, nil},
		{"cp1252 with an undefined byte", "\xc9lan \x81", "Élan \ufffd", read.Windows1252,
			[]lexicon.NoteCode{lexicon.ByteUndefined}},
		{"UTF-8 twice", "Ã‰lan dâ€™Ã©tÃ©", "Élan d’été", read.UTF8Twice, []lexicon.NoteCode{lexicon.EncodingRepaired}},
		{"UTF-8 twice, in part", "été dâ€™hiver", "été d’hiver", read.UTF8Twice,
			[]lexicon.NoteCode{lexicon.EncodingRepaired}},
		{"Portuguese", "SÃO Tomé", "SÃO Tomé", read.UTF8, nil},
		{"a zero byte", "Cl\x00ub", "Cl\x00ub", read.ASCII, []lexicon.NoteCode{lexicon.ByteUndefined}},
		{"a turned text", "Club\u202egnp", "Club\u202egnp", read.UTF8, []lexicon.NoteCode{lexicon.ByteUndefined}},
	} {
		content := "\ufeff" + header + row + "V;1;" + c.written + ";o;1;oui\n" + row
		r := open(t, content, read.Options{})
		got := lines(t, r)
		if got[1].Cells[2].Text != c.want || !slices.Equal(codes(got[1]), c.codes) {
			t.Errorf("%s: %q, %v", c.name, got[1].Cells[2].Text, codes(got[1]))
		}
		if r.Guess.Charsets[c.charset] == 0 || len(got[0].Notes)+len(got[2].Notes) > 0 {
			t.Errorf("%s: %v", c.name, r.Guess.Charsets)
		}
	}
}

func TestCharset_OfAWholeFileCanBeForced(t *testing.T) {
	r := open(t, header+"V;1;Ã©;o;1;oui\n", read.Options{Overrides: read.Overrides{Charset: read.UTF8}})
	if got := lines(t, r)[0]; got.Cells[2].Text != "Ã©" {
		t.Errorf("%q", got.Cells[2].Text)
	}
}

func TestCharset_UTF16WithAndWithoutItsMark(t *testing.T) {
	for name, encoding := range map[string]unicode.BOMPolicy{"with": unicode.UseBOM, "without": unicode.IgnoreBOM} {
		for _, endian := range []unicode.Endianness{unicode.LittleEndian, unicode.BigEndian} {
			content, err := unicode.UTF16(endian, encoding).NewEncoder().String(header + "V;1;Élan;o;12,50;oui\n")
			if err != nil {
				t.Fatal(err)
			}
			got := lines(t, open(t, content, read.Options{}))
			if len(got) != 1 || got[0].Cells[2].Text != "Élan" {
				t.Errorf("%s a mark: %v", name, got)
			}
		}
	}
}

// clean is a table that any publisher could have meant.
func clean(lines int) (rows [][]string) {
	rows = append(rows, strings.Fields("nomAttribuant idAttribuant dateConvention nomBeneficiaire objet montant"))
	for i := range lines {
		day := string([]byte{byte('1' + i%2), byte('0' + i/2%10)})
		rows = append(rows, []string{"Métropole d’Été", "22800001400016", "2018-04-" + day,
			"Club \"" + day + "\" ; & co", "Œuvre, été\net hiver" + strings.Repeat("é", i%7), day + "00,50"})
	}
	return rows
}

// written writes a table with a separator and a line end.
func written(rows [][]string, separator, end string, everyQuote bool) string {
	var out strings.Builder
	for _, cells := range rows {
		for i, text := range cells {
			if i > 0 {
				out.WriteString(separator)
			}
			if everyQuote || strings.ContainsAny(text, "\"\n"+separator) {
				text = `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
			}
			out.WriteString(text)
		}
		out.WriteString(end)
	}
	return out.String()
}

// A table says the same whatever its separator, quotes, line ends and encoding.
func TestRead_NotationChangesNothing(t *testing.T) {
	rows := clean(40)
	for _, separator := range []string{";", ",", "\t", "|"} {
		for _, end := range []string{"\n", "\r\n"} {
			for _, quotes := range []bool{false, true} {
				text := written(rows, separator, end, quotes)
				for name, encode := range map[string]func(string) (string, error){
					"UTF-8":  func(s string) (string, error) { return s, nil },
					"BOM":    func(s string) (string, error) { return "\ufeff" + s, nil },
					"cp1252": charmap.Windows1252.NewEncoder().String,
					"UTF-16": unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String,
				} {
					content, err := encode(text)
					if err != nil {
						t.Fatal(err)
					}
					got := lines(t, open(t, content, read.Options{}))
					if len(got) != len(rows)-1 {
						t.Errorf("%q %q %v %s: %d lines", separator, end, quotes, name, len(got))
						continue
					}
					for i, line := range got {
						if !line.Aligned || len(line.Notes) > 0 || !slices.Equal(texts(line), rows[i+1]) {
							t.Errorf("%q %q %v %s: line %d: %q", separator, end, quotes, name, line.Number, texts(line))
						}
					}
				}
			}
		}
	}
}

func TestRead_LoneCarriageReturnsEndLinesToo(t *testing.T) {
	got := lines(t, open(t, strings.ReplaceAll(header+row+row, "\n", "\r"), read.Options{}))
	if len(got) != 2 || got[1].Number != 3 || got[1].Cells[5].Text != "non" {
		t.Errorf("%d lines", len(got))
	}
}

// A file that is cut anywhere gives the lines before the cut, and at most one that is not whole.
func TestRead_ACutFileGivesAPrefix(t *testing.T) {
	content := written(clean(12), ";", "\r\n", false)
	whole := lines(t, open(t, content, read.Options{}))
	after := strings.Index(content, "\n") + 1
	for cut := after; cut < len(content); cut++ {
		got := lines(t, open(t, content[:cut], read.Options{}))
		bad := 0
		for i, line := range got {
			if i < len(whole) && line.Aligned && slices.Equal(texts(line), texts(whole[i])) {
				continue
			}
			bad++
			unclosed := slices.Contains(codes(line), lexicon.QuoteUnclosed)
			if i < len(got)-1 && !unclosed && !slices.Contains(codes(got[i-1]), lexicon.QuoteUnclosed) {
				t.Errorf("cut at %d: line %d differs: %q", cut, line.Number, texts(line))
			}
		}
		// An open quote leaves its line, and the lines that were within.
		if bad > 2 {
			t.Errorf("cut at %d: %d lines differ", cut, bad)
		}
	}
}

// Each record of a file is one line, whatever is wrong with it.
func TestRead_LinesAddUp(t *testing.T) {
	content := header + row + "a;b\n" + "\n;;;;;\n" + "a;\"x\n" + row + "a;b;c;d;e;f;g;h\n"
	r := open(t, content, read.Options{})
	got := lines(t, r)
	if len(got) != r.Guess.Records || len(got) != 5 || r.Guess.Blank != 2 {
		t.Errorf("%d lines, %d records, %d blank", len(got), r.Guess.Records, r.Guess.Blank)
	}
	if r.Guess.Records+r.Guess.Blank+1 != strings.Count(content, "\n") {
		t.Errorf("%d records, %d blank of %d lines", r.Guess.Records, r.Guess.Blank, strings.Count(content, "\n"))
	}
	again, err := read.Open(context.Background(), strings.NewReader(content), int64(len(content)), read.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range lines(t, again) {
		if line.Raw != got[i].Raw || !slices.Equal(codes(line), codes(got[i])) {
			t.Errorf("line %d is not the same twice", line.Number)
		}
	}
	if err := again.Close(); err != nil {
		t.Error(err)
	}
}
