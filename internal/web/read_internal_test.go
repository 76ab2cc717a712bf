package web

import (
	"testing"

	"maillage/internal/lexicon"
)

func TestReadMoney_InEuros(t *testing.T) {
	for text, want := range map[string]int64{
		"1200,50": 120050, "1 200 €": 120000, "0": 0, "3.5": 350, "1\u202f200,05": 120005,
	} {
		if cents, ok := readMoney(text); !ok || cents != want {
			t.Errorf("%q was read as %d, %v; want %d", text, cents, ok, want)
		}
		if again, ok := readMoney(moneyText(textOfValue(want))); !ok || again != want {
			t.Errorf("%d does not come back: %d, %v", want, again, ok)
		}
	}
	for _, text := range []string{"1,234", "-3", "beaucoup", "", "1e3", "99999999999999"} {
		if cents, ok := readMoney(text); ok {
			t.Errorf("%q was read as %d", text, cents)
		}
	}
}

func TestBack_LeadsWithinTheHub(t *testing.T) {
	for to, want := range map[string]string{
		"/contracts/a?theme=b": "/contracts/a?theme=b", "": "/x", "//evil.example": "/x",
		"https://evil.example/": "/x", "/\\evil.example": "/x",
		"javascript:alert(1)": "/x", "evil": "/x", "/a\r\nSet-Cookie: b": "/x",
	} {
		if got := back(to, "/x"); got != want {
			t.Errorf("%q leads to %q, not to %q", to, got, want)
		}
	}
}

func TestCodeOf_IsPlain(t *testing.T) {
	for title, want := range map[string]string{
		"Compte rendu du COPIL, 14 juin": "compte-rendu-du-copil-14-juin", "Été – œuvre": "ete-oeuvre", "« »": "source",
		"Un titre qui est bien plus long que ce qu’un code": "un-titre-qui-est-bien-plus-long-que-ce-q",
	} {
		if code := codeOf(title); code != want {
			t.Errorf("%q has the code %q, not %q", title, code, want)
		}
	}
}

func TestDecimal_GroupsOfEnglishAreNoDecimals(t *testing.T) {
	for _, c := range []struct {
		language lexicon.Language
		text     string
		want     string
	}{
		{lexicon.English, "1,234", "1234"}, {lexicon.English, "-12,345,678.5", "-12345678.5"},
		{lexicon.English, "12,5", "12,5"}, {lexicon.French, "1,234", "1,234"}, {lexicon.English, "1.5", "1.5"},
	} {
		if got := withoutGroups(c.language, c.text); got != c.want {
			t.Errorf("%s %s is %s, not %s", c.language, c.text, got, c.want)
		}
	}
}
