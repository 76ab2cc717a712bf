package dates

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
		if date, ok := ParseWritten(text); !ok || date != want {
			t.Errorf("%q was read as %q, %v; want %q", text, date, ok, want)
		}
	}
	for _, text := range []string{
		"hier", "31/02/2016", "2016-13", "16", "avant", "avant hier", "14/06/16", "entre 2018 et 2016", "1/2/3/2016",
		"2016 ou 2017", "-2016x", "marché 2016", "Marseille 2016", "mairie 2016", "décembres 2016",
	} {
		if date, ok := ParseWritten(text); ok {
			t.Errorf("%q was read as %q", text, date)
		}
	}
}
