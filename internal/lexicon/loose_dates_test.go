package lexicon_test

import (
	"encoding/json"
	"testing"

	"maillage/internal/lexicon"
)

func TestLooseDate_OfEveryNotation(t *testing.T) {
	for _, c := range []struct {
		text  string
		order lexicon.DateOrder
		want  string
		code  lexicon.NoteCode
	}{
		{"2017-09-08", 0, "2017-09-08", ""},
		{"2017/09/08", 0, "2017-09-08", ""},
		{"20170908", 0, "2017-09-08", ""},
		{"2017-09-08T10:00:00Z", 0, "2017-09-08", ""},
		{"2017-09-08 00:00:00", 0, "2017-09-08", ""},
		{"08/09/2017 00:00", lexicon.DayFirst, "2017-09-08", ""},
		{"08/09/2017", lexicon.DayFirst, "2017-09-08", ""},
		{"08/09/2017", lexicon.MonthFirst, "2017-08-09", ""},
		{"08/09/2017", 0, "2017-09-08", lexicon.DateAmbiguous},
		{"08/08/2017", 0, "2017-08-08", ""},
		{"18.09.17", 0, "2017-09-18", ""},
		{"09/18/2017", 0, "2017-09-18", ""},
		{"13/13/2017", 0, "", lexicon.DateUnreadable},
		{"1er mars 2018", 0, "2018-03-01", ""},
		{"3 février 2018", 0, "2018-02-03", ""},
		{"3 févr. 2018", 0, "2018-02-03", ""},
		{"April 3, 2018", 0, "2018-04-03", ""},
		{"juin 2018", 0, "2018-06", ""},
		{"juillet 2018", 0, "2018-07", ""},
		{"06/2018", 0, "2018-06", ""},
		{"2018-06", 0, "2018-06", ""},
		{"2018", 0, "2018", ""},
		{"1918", 0, "1918", lexicon.DateUnlikely},
		{"2018-02-30", 0, "", lexicon.DateUnreadable},
		{"30/02/2018", 0, "", lexicon.DateUnreadable},
		{"2018-00-10", 0, "", lexicon.DateUnreadable},
		{"12,50", 0, "", lexicon.DateUnreadable},
		{"", 0, "", lexicon.DateUnreadable},
		{"en cours", 0, "", lexicon.DateUnreadable},
		{"218", 0, "", lexicon.DateUnreadable},
		{"0000", 0, "", lexicon.DateUnreadable},
	} {
		got, code := lexicon.ParseLooseDate(c.text, c.order)
		if got.String() != c.want || code != c.code {
			t.Errorf("%q (%s): %q, %q; want %q, %q", c.text, c.order, got, code, c.want, c.code)
		}
	}
}

func TestLooseDate_OrderIsProved(t *testing.T) {
	for text, want := range map[string]lexicon.DateOrder{
		"13/04/2018": lexicon.DayFirst, "04/13/2018": lexicon.MonthFirst, "04/05/2018": lexicon.OrderUnknown,
		"2018-04-13": lexicon.OrderUnknown, "x": lexicon.OrderUnknown,
	} {
		if got := lexicon.DateOrderOf(text); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestPeriod_OfEveryNotation(t *testing.T) {
	for _, c := range []struct {
		text, from, to string
		code           lexicon.NoteCode
	}{
		{"2017-01-01/2017-12-31", "2017-01-01", "2017-12-31", ""},
		{"2017/09/08_2021/09/07", "2017-09-08", "2021-09-07", ""},
		{"2018-12-11 _2019-12-31", "2018-12-11", "2019-12-31", ""},
		{"du 01/02/2017 au 31/12/2017", "2017-02-01", "2017-12-31", lexicon.DateAmbiguous},
		{"31/01/2017/31/12/2017", "2017-01-31", "2017-12-31", ""},
		{"2016-2017", "2016", "2017", ""},
		{"2016/2017", "2016", "2017", ""},
		{"2018-03-30", "2018-03-30", "", ""},
		{"2018-03-30/2018-03-01", "2018-03-30", "2018-03-01", lexicon.PeriodReversed},
		{"22680 € : 2018-05-30 et 9720 € : 2018-06-30", "", "", lexicon.DateUnreadable},
		{"", "", "", lexicon.DateUnreadable},
		{"janvier à mars 2018", "", "", lexicon.DateUnreadable},
	} {
		got, code := lexicon.ParsePeriod(c.text, lexicon.OrderUnknown)
		if got.From.String() != c.from || got.To.String() != c.to || code != c.code {
			t.Errorf("%q: %s to %s, %q", c.text, got.From, got.To, code)
		}
	}
}

func TestRegistered_ByFormAndCheckDigit(t *testing.T) {
	for _, c := range []struct {
		text string
		want lexicon.Registered
		code lexicon.NoteCode
	}{
		{"22800001400016", lexicon.Registered{SIREN: "228000014", SIRET: "22800001400016"}, ""},
		{"228 000 014 00016", lexicon.Registered{SIREN: "228000014", SIRET: "22800001400016"}, ""},
		{"228.000.014.00016", lexicon.Registered{SIREN: "228000014", SIRET: "22800001400016"}, ""},
		{"35600000000048", lexicon.Registered{SIREN: "356000000", SIRET: "35600000000048"}, ""},
		{"228000014", lexicon.Registered{SIREN: "228000014"}, ""},
		{"228000014.0", lexicon.Registered{SIREN: "228000014"}, ""},
		{"228000015", lexicon.Registered{}, lexicon.SIRENInvalid},
		{"45032466000000.0",
			lexicon.Registered{SIREN: "450324660", SIRET: "45032466000000", Unverified: true}, lexicon.SIRETRounded},
		{"4.5032466E+13",
			lexicon.Registered{SIREN: "450324660", SIRET: "45032466000000", Unverified: true}, lexicon.SIRETRounded},
		{"45032466000000",
			lexicon.Registered{SIREN: "450324660", SIRET: "45032466000000", Unverified: true}, lexicon.SIRETRounded},
		{"22800001400016.0",
			lexicon.Registered{SIREN: "228000014", SIRET: "22800001400016", Unverified: true}, lexicon.SIRETRounded},
		{"22800001400017",
			lexicon.Registered{SIREN: "228000014", SIRET: "22800001400017", Unverified: true}, lexicon.SIRETInvalid},
		{"12345678901234", lexicon.Registered{}, lexicon.SIRETInvalid},
		{"W333216789", lexicon.Registered{RNA: "W333216789"}, ""},
		{"w9a1000001", lexicon.Registered{RNA: "W9A1000001"}, ""},
		{"W3222", lexicon.Registered{}, lexicon.RNAInvalid},
		{"45032466000013.5", lexicon.Registered{}, lexicon.SIRETInvalid},
		{"", lexicon.Registered{}, lexicon.SIRETInvalid},
		{"NC", lexicon.Registered{}, lexicon.SIRETInvalid},
	} {
		if got, code := lexicon.ParseRegistered(c.text); got != c.want || code != c.code {
			t.Errorf("%q: %+v, %q", c.text, got, code)
		}
	}
}

func TestCommune_GetsItsZeroBack(t *testing.T) {
	for text, want := range map[string]string{
		"1053": "01053 COMMUNE_ZERO_RESTORED", "1053.0": "01053 COMMUNE_ZERO_RESTORED", "59606": "59606 ",
		"2A004": "2A004 ", "2a004": "2A004 ", "00123": " COMMUNE_UNKNOWN", "12": " COMMUNE_UNKNOWN",
		"0105": " COMMUNE_UNKNOWN", "Lyon": " COMMUNE_UNKNOWN", "": " COMMUNE_UNKNOWN",
	} {
		if got, code := lexicon.ParseCommune(text); got+" "+string(code) != want {
			t.Errorf("%q: %q %q, want %q", text, got, code, want)
		}
	}
}

func TestQPV_OfEitherList(t *testing.T) {
	for text, want := range map[string]string{
		"QN00101M": "QPV_2024 QN00101M ", "qp059002": "QPV_2015 QP059002 ", "QN00101X": "  QPV_UNKNOWN",
		"": "  QPV_UNKNOWN",
	} {
		list, got, code := lexicon.ParseQPV(text)
		if found := string(list) + " " + got + " " + string(code); found != want {
			t.Errorf("%q: %q, want %q", text, found, want)
		}
	}
}

func FuzzParsePeriod(f *testing.F) {
	f.Add("2017/09/08_2021/09/07", uint8(0))
	f.Add("du 01/02/2017 au 31/12/2017", uint8(1))
	f.Add("1er mars 2018 – 2019", uint8(2))
	f.Fuzz(func(t *testing.T, text string, order uint8) {
		got, code := lexicon.ParsePeriod(text, lexicon.DateOrder(order%3))
		if code == lexicon.DateUnreadable {
			if !got.From.IsZero() || !got.To.IsZero() {
				t.Errorf("%q is unreadable and gives %v", text, got)
			}
			return
		}
		if again, code := lexicon.ParsePeriod(got.From.String(), 0); again.From != got.From {
			t.Errorf("%q gives %q, and this %q (%s)", text, got.From, again.From, code)
		}
	})
}

func FuzzParseRegistered(f *testing.F) {
	for _, text := range []string{"22800001400016", "4.5032466E+13", "W333216789", "228.000.014.00016"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, code := lexicon.ParseRegistered(text)
		if got.SIREN != "" && lexicon.SIREN.Check(got.SIREN) != lexicon.WellFormed {
			t.Errorf("%q gives the wrong SIREN %q", text, got.SIREN)
		}
		verified := lexicon.SIRET.Check(got.SIRET) == lexicon.WellFormed
		if got.SIRET != "" && !got.Unverified && (!verified || code != "") {
			t.Errorf("%q gives %+v, %q", text, got, code)
		}
	})
}

// A date that is stored as JSON comes back the same.
func TestPartialDate_ComesBackFromJSON(t *testing.T) {
	for _, text := range []string{"2018", "2018-04", "2018-04-13", "../2018", "2018-04/..", "2015/2017", "XXXX"} {
		want := lexicon.Period{From: lexicon.MustPartialDate(text)}
		stored, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		got := lexicon.Period{To: lexicon.MustPartialDate("2000")}
		if err := json.Unmarshal(stored, &got); err != nil || got != want {
			t.Errorf("%s comes back as %+v from %s: %v", text, got, stored, err)
		}
	}
	if err := json.Unmarshal([]byte(`"soon"`), new(lexicon.PartialDate)); err == nil {
		t.Error("a word is a date")
	}
}
