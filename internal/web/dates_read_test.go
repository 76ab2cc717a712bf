package web

import "testing"

func TestReadDate_AsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "2016": "2016", "2016-06": "2016-06", "2016-06-14": "2016-06-14", "06/2016": "2016-06",
		"14/06/2016": "2016-06-14",
		"14.6.2016":  "2016-06-14", "juin 2016": "2016-06", "1er août 2016": "2016-08-01",
		"le 14 juin 2016": "2016-06-14",
		"14 June 2016":    "2016-06-14", "déc. 2016": "2016-12", "avant 2016-06": "../2016-05", "avant 2016": "../2015",
		"avant le 01/03/2016": "../2016-02-29", "au plus tard 2016-06": "../2016-06", "after 2016": "2017/..",
		"après le 31/12/2016": "2017-01-01/..", "entre 2016 et 2018": "2016/2018",
		"between 2016-01 and June 2016": "2016-01/2016-06",
		"../2016-06":                    "../2016-06", "2015/2017": "2015/2017", "inconnue": "XXXX", "?": "XXXX",
		"  juin   2016 ": "2016-06",
		"jusqu'en 2016":  "../2016", "before 2016-01": "../2015-12",
	} {
		if date, ok := readDate(text); !ok || date != want {
			t.Errorf("%q was read as %q, %v; want %q", text, date, ok, want)
		}
	}
	for _, text := range []string{
		"hier", "31/02/2016", "2016-13", "16", "avant", "avant hier", "14/06/16", "entre 2018 et 2016", "1/2/3/2016",
		"2016 ou 2017", "-2016x",
	} {
		if date, ok := readDate(text); ok {
			t.Errorf("%q was read as %q", text, date)
		}
	}
}

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
