package lexicon_test

import (
	"strconv"
	"strings"
	"testing"

	"maillage/internal/lexicon"
)

func TestAmount_AsPeopleWriteIt(t *testing.T) {
	for _, c := range []struct {
		text  string
		mark  lexicon.DecimalMark
		cents int64
		code  lexicon.NoteCode
	}{
		{"26 956,00", 0, 2695600, ""},
		{"28\u00a0719,64", 0, 2871964, ""},
		{"28\u202f719,64 €", 0, 2871964, ""},
		{"€ 12", 0, 1200, ""},
		{"1\u00a0387\u00a0903,00", 0, 138790300, ""},
		{"10000.0", 0, 1000000, ""},
		{"47800.20", ',', 4780020, ""},
		{"1.234.567,89", 0, 123456789, ""},
		{"1,234,567.89", 0, 123456789, ""},
		{"1'234.50", 0, 123450, ""},
		{"1.234", 0, 0, lexicon.AmountUnreadable},
		{"1.234", ',', 123400, ""},
		{"1.234", '.', 0, lexicon.AmountUnreadable},
		{"1,234", '.', 123400, ""},
		{"1234.500", 0, 123450, ""},
		{"26956.000000000004", 0, 2695600, ""},
		{"0.29999999999999", 0, 30, ""},
		{"33333.333333", 0, 0, lexicon.AmountUnreadable},
		{"1.0E+5", 0, 10000000, ""},
		{"2,5e3", 0, 250000, ""},
		{"0", 0, 0, ""},
		{"-0,00", 0, 0, ""},
		{"-12,50", 0, -1250, lexicon.AmountNegative},
		{"12,50-", 0, -1250, lexicon.AmountNegative},
		{"(1 000,00)", 0, -100000, lexicon.AmountNegative},
		{"− 5", 0, -500, lexicon.AmountNegative},
		{"(5", 0, 0, lexicon.AmountUnreadable},
		{"1234 567,00", 0, 0, lexicon.AmountUnreadable},
		{"12.3400012", 0, 0, lexicon.AmountUnreadable},
		{"12.34000001", 0, 1234, ""},
		{"28 00", 0, 0, lexicon.AmountUnreadable},
		{"1 2345", 0, 0, lexicon.AmountUnreadable},
		{"12,5,00", 0, 0, lexicon.AmountUnreadable},
		{"1,234.567.89", 0, 0, lexicon.AmountUnreadable},
		{"", 0, 0, lexicon.AmountUnreadable},
		{"€", 0, 0, lexicon.AmountUnreadable},
		{"douze", 0, 0, lexicon.AmountUnreadable},
		{"2018-03-22", 0, 0, lexicon.AmountUnreadable},
		{"90071992547409,93", 0, 0, lexicon.AmountUnreadable},
		{"99999999999999999999", 0, 0, lexicon.AmountUnreadable},
		{"5 000 EUR", 0, 500000, ""},
		{"5 k€", 0, 0, lexicon.AmountUnreadable},
	} {
		got, code := lexicon.ParseAmount(c.text, c.mark)
		if got.Cents != c.cents || code != c.code || got.Withheld {
			t.Errorf("%q (mark %q): %d cents, code %q; want %d, %q", c.text, c.mark, got.Cents, code, c.cents, c.code)
		}
	}
}

func TestAmount_WithheldIsNotZero(t *testing.T) {
	for _, text := range []string{"NC", "n.c.", "Non communiqué", "secret statistique", "N/D"} {
		if got, code := lexicon.ParseAmount(text, 0); !got.Withheld || code != lexicon.AmountWithheld {
			t.Errorf("%q: %v, %q", text, got, code)
		}
	}
}

func TestAmount_DecimalMarkIsProved(t *testing.T) {
	for text, want := range map[string]lexicon.DecimalMark{
		"12,50": ',', "1.234,5": ',', "12.5": '.', "1.234": 0, "1 234": 0, "x": 0, "0,123": ',', "1.234.567": 0,
	} {
		if got := lexicon.DecimalMarkOf(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestShare_IsExact(t *testing.T) {
	for _, c := range []struct {
		text    string
		percent bool
		want    lexicon.Share
		ok      bool
	}{
		{"1.00", false, 1_000_000, true}, {"0.45", false, 450_000, true}, {"0,05", false, 50_000, true},
		{"45 %", false, 450_000, true}, {"100", true, 1_000_000, true}, {"33,3333333", true, 333_333, true},
		{"0.666666666", false, 666_667, true}, {"100", false, 0, false}, {"-1", false, 0, false},
		{"1.000", false, 1_000_000, true}, {"0,333", false, 333_000, true}, {"un", false, 0, false},
		{"", false, 0, false}, {"101%", false, 0, false},
	} {
		got, ok := lexicon.ParseShare(c.text, c.percent)
		if ok != c.ok || ok && got != c.want {
			t.Errorf("%q (percent %v): %d, %v", c.text, c.percent, got, ok)
		}
	}
}

func TestYesNo_InBothLanguages(t *testing.T) {
	for text, want := range map[string]string{
		"oui": "true true", "NON": "false true", " Yes ": "true true", "0": "false true", "peut-être": "false false",
		"": "false false", "Vrai": "true true",
	} {
		yes, ok := lexicon.ParseYesNo(text)
		if got := strconv.FormatBool(yes) + " " + strconv.FormatBool(ok); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestFoldWord_NamesOfColumns(t *testing.T) {
	for _, text := range []string{"idBénéficiaire", "ID_BENEFICIAIRE", "Id bénéficiaire ", "id-bénéficiaire*"} {
		if got := lexicon.FoldWord(text); got != "idbeneficiaire" {
			t.Errorf("%q: %q", text, got)
		}
	}
	if got := lexicon.FoldWord("Œuvre N° 1"); got != "oeuvreno1" && got != "oeuvren1" {
		t.Errorf("got %q", got)
	}
}

func TestNotes_EachCodeHasSentences(t *testing.T) {
	for _, code := range lexicon.NoteCodes() {
		n := lexicon.NoteOn(code, "F6", "12", "13")
		n.Reason = lexicon.Text{English: "The code is taken.", French: "Le code est pris."}
		french, english := n.Sentence(lexicon.French), n.Sentence(lexicon.English)
		for _, sentence := range []string{french, english} {
			if len(strings.Fields(sentence)) > 20 || strings.ContainsAny(sentence, "{}") ||
				!strings.HasSuffix(sentence, ".") {
				t.Errorf("%s: %s", code, sentence)
			}
		}
		if french == english {
			t.Errorf("%s has one language: %s", code, french)
		}
	}
	if len(lexicon.NoteCodes()) < 50 {
		t.Errorf("%d codes", len(lexicon.NoteCodes()))
	}
}

func FuzzParseAmount(f *testing.F) {
	for _, text := range []string{"26 956,00", "1.234", "(1 000,00)", "1.0E+5", "NC", "-0,00", "1’234.50 €"} {
		f.Add(text, byte(','))
	}
	f.Fuzz(func(t *testing.T, text string, mark byte) {
		got, code := lexicon.ParseAmount(text, lexicon.DecimalMark(mark))
		if code == lexicon.AmountUnreadable || got.Withheld {
			if got.Cents != 0 {
				t.Errorf("%q: %d cents of what cannot be read", text, got.Cents)
			}
			return
		}
		euros := strconv.FormatInt(got.Cents/100, 10)
		rest := got.Cents % 100
		if rest < 0 {
			rest = -rest
		}
		written := euros + "," + string([]byte{byte('0' + rest/10), byte('0' + rest%10)})
		if got.Cents < 0 && got.Cents > -100 {
			written = "-" + written
		}
		if again, _ := lexicon.ParseAmount(written, 0); again != got {
			t.Errorf("%q is %d cents, and %q is %d", text, got.Cents, written, again.Cents)
		}
	})
}
