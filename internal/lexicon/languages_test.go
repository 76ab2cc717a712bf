package lexicon_test

import (
	"testing"

	"maillage/internal/lexicon"
)

func TestSpoken_IsTheLanguageThatReadersPrefer(t *testing.T) {
	for header, want := range map[string]lexicon.Language{
		"":                          lexicon.French,
		"fr-CA":                     lexicon.French,
		"EN":                        lexicon.English,
		"en_US":                     lexicon.English,
		"en-GB, en;q=0.9, fr;q=0.8": lexicon.English,
		"en;q=0.4, fr ;q=0.3":       lexicon.English,
		"en;q=0.3, fr;q=0.4":        lexicon.French,
		"de, en;q=0.5":              lexicon.English,
		"de, en;q=0.5, fr;q=0.6":    lexicon.French,
		"de":                        lexicon.French,
		"*":                         lexicon.French,
		"*, en;q=0.5":               lexicon.French,
		"en, *;q=0.5":               lexicon.English,
		"fr;q=0, *":                 lexicon.English,
		"fr;q=0, en;q=0":            lexicon.French,
		"en;q=0":                    lexicon.French,
		"nonsense!!":                lexicon.French,
		"nonsense!!, en":            lexicon.English,
		"zz;q=x, en;q=0.2, , ":      lexicon.English,
		"en;q=1.5, fr;q=-1":         lexicon.English,
		"\x00, en":                  lexicon.English,
	} {
		if got := lexicon.Spoken(lexicon.Accepted(header)); got != want {
			t.Errorf("%q is answered in %s, want %s", header, got, want)
		}
	}
}

func TestChoose_ReturnsTheBestAvailableLanguage(t *testing.T) {
	for _, c := range []struct {
		there, wanted []lexicon.LanguageTag
		want          lexicon.LanguageTag
	}{
		{[]lexicon.LanguageTag{"fr", "en", "br"}, []lexicon.LanguageTag{"br", "en"}, "br"},
		{[]lexicon.LanguageTag{"fr", "en"}, []lexicon.LanguageTag{"br", "en"}, "en"},
		{[]lexicon.LanguageTag{"fr", "en"}, []lexicon.LanguageTag{"en-GB"}, "en"},
		{[]lexicon.LanguageTag{"fr", "en-GB", "en-US"}, []lexicon.LanguageTag{"en-US"}, "en-US"},
		{[]lexicon.LanguageTag{"fr", "en"}, []lexicon.LanguageTag{"ja"}, "fr"},
		{[]lexicon.LanguageTag{"en", "fr"}, nil, "en"},
	} {
		if got := c.there[lexicon.Choose(c.there, c.wanted)]; got != c.want {
			t.Errorf("of %v, %v reads %s, want %s", c.there, c.wanted, got, c.want)
		}
	}
}

func TestLanguageTag_HasOneForm(t *testing.T) {
	for text, want := range map[string]lexicon.LanguageTag{"fr": "fr", "FR-fr": "fr-FR", "en_gb": "en-GB",
		"zh-hant-tw": "zh-Hant-TW"} {
		if got, err := lexicon.ParseLanguageTag(text); err != nil || got != want {
			t.Errorf("%s is read as %q, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "french", "und", "zz", "fr-", "f", "fr;q=1",
		"en-a-aaaaaaaa-bbbbbbbb-cccccccc-dddddddd"} {
		if got, err := lexicon.ParseLanguageTag(text); err == nil {
			t.Errorf("%q is read as %q", text, got)
		}
	}
}

func TestTextField_HasTheNameOfTheRecordsField(t *testing.T) {
	for _, word := range lexicon.TextField("").Values() {
		if of, ok := lexicon.TextFieldOf(lexicon.TextField(word).Name()); !ok || of != lexicon.TextField(word) {
			t.Errorf("%s is the field %q, which is %s", word, lexicon.TextField(word).Name(), of)
		}
	}
	for _, name := range []string{"code", "url", "acronym"} {
		if _, is := lexicon.TextFieldOf(name); is {
			t.Errorf("%s is a text that is translated", name)
		}
	}
}
