package lexicon_test

import (
	"slices"
	"strings"
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/testhub/prose"
)

func TestPartialDate_HoldsTheTextAndItsBounds(t *testing.T) {
	for _, c := range []struct{ text, earliest, latest string }{
		{"2016", "2016-01-01", "2016-12-31"},
		{"2016-02", "2016-02-01", "2016-02-29"},
		{"2016-06-14", "2016-06-14", "2016-06-14"},
		{"../2016-06", "..", "2016-06-30"},
		{"2016-06/..", "2016-06-01", ".."},
		{"2015/2017-03", "2015-01-01", "2017-03-31"},
		{"XXXX", "..", ".."},
		{"1969", "1969-01-01", "1969-12-31"},
	} {
		d, err := lexicon.ParsePartialDate(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
		}
		if d.String() != c.text || d.Earliest().String() != c.earliest || d.Latest().String() != c.latest {
			t.Errorf("%s: got %s from %s to %s", c.text, d, d.Earliest(), d.Latest())
		}
	}
	for _, text := range []string{"", "2016-13", "2016-02-30", "16", "2016-6", "../..", "/2016", "2016/", "2017/2016",
		"..", "2016-06-14T00:00"} {
		if d, err := lexicon.ParsePartialDate(text); err == nil {
			t.Errorf("%q was read as %s to %s", text, d.Earliest(), d.Latest())
		}
	}
}

func TestReachedBy_MonthLeavesItsDaysOpen(t *testing.T) {
	annexed := lexicon.MustPartialDate("2016-06")
	for asOf, want := range map[string]lexicon.Truth{
		"2016-07-01": lexicon.Yes, "2016-06-30": lexicon.Yes, "2016-06-15": lexicon.Unknown, "2016-05-31": lexicon.No,
		"2016": lexicon.Unknown, "2017": lexicon.Yes, "2015": lexicon.No,
	} {
		if got := annexed.ReachedBy(lexicon.MustPartialDate(asOf)); got != want {
			t.Errorf("annexed 2016-06, as of %s: %s, want %s", asOf, got, want)
		}
	}
}

func TestValidity_IsOpenWithoutDatesAndUnknownWithUnknownOnes(t *testing.T) {
	date := func(s string) *lexicon.PartialDate {
		if s == "" {
			return nil
		}
		d := lexicon.MustPartialDate(s)
		return &d
	}
	for _, c := range []struct {
		since, until, asOf string
		want               lexicon.Truth
	}{
		{"", "", "2016", lexicon.Yes},
		{"2015", "2017", "2016", lexicon.Yes},
		{"2015", "2016-06", "2016", lexicon.Unknown},
		{"2015", "2016-06", "2016-06-01", lexicon.Yes},
		{"2015", "2016-06", "2016-06-02", lexicon.Unknown},
		{"2015", "2016-06", "2016-07-01", lexicon.No},
		{"2018", "2016", "2017", lexicon.No},
		{"XXXX", "", "2016", lexicon.Unknown},
		{"", "XXXX", "2016", lexicon.Unknown},
	} {
		got := lexicon.NewValidity(date(c.since), date(c.until)).Holds(date(c.asOf).Earliest(), date(c.asOf).Latest())
		if got != c.want {
			t.Errorf("since %q until %q as of %s: %s, want %s", c.since, c.until, c.asOf, got, c.want)
		}
	}
}

func TestStatus_AbandonedStandsApartFromTheLadder(t *testing.T) {
	for _, word := range lexicon.Status("").Values() {
		s := lexicon.Status(word)
		if s.Confirmed() && s.Prospective() {
			t.Errorf("%s is both confirmed and prospective", s)
		}
		if s == lexicon.StatusAbandoned && (s.Confirmed() || s.Prospective()) {
			t.Errorf("%s counts", s)
		}
		if s != lexicon.StatusAbandoned && !s.Confirmed() && !s.Prospective() {
			t.Errorf("%s is neither confirmed nor prospective", s)
		}
	}
	if !lexicon.StatusCommitted.Confirmed() || lexicon.StatusValidated.Confirmed() {
		t.Error("confirmed begins at COMMITTED")
	}
}

func TestIdentifiers_AreCheckedByTheirRegistersRules(t *testing.T) {
	for _, c := range []struct {
		scheme lexicon.Scheme
		value  string
		want   lexicon.Verification
	}{
		{lexicon.SIREN, "245901160", lexicon.WellFormed},
		{lexicon.SIREN, "245901161", lexicon.Unverified},
		{lexicon.SIRET, "35600000000048", lexicon.WellFormed},
		{lexicon.SIRET, "35600000000049", lexicon.Unverified}, // digit sum 18: La Poste's check fails
		{lexicon.SIRET, "35600000000051", lexicon.WellFormed}, // digit sum 20, Luhn fails: La Poste's check holds
		{lexicon.SIRET, "24590116000000", lexicon.Unverified},
		{lexicon.RNA, "W9C1234567", lexicon.WellFormed},
		{lexicon.RNA, "W12345678", lexicon.Unverified},
		{lexicon.QPV2024, "QN05901M", lexicon.WellFormed},
		{lexicon.QPV2024, "QN02A01I", lexicon.WellFormed},
		{lexicon.QPV2015, "QP059001", lexicon.WellFormed},
		{lexicon.QPV2015, "QN059001", lexicon.Unverified},
		{lexicon.INSEE, "2A004", lexicon.WellFormed},
		{lexicon.INSEE, "1004", lexicon.Unverified},
	} {
		if got := c.scheme.Check(c.value); got != c.want {
			t.Errorf("%s %s: %s, want %s", c.scheme, c.value, got, c.want)
		}
	}
}

func TestIdentifiers_AreReadAsTheyArePrinted(t *testing.T) {
	for _, c := range []struct {
		scheme      lexicon.Scheme
		value, want string
	}{
		{lexicon.SIREN, "732 829 320", "732829320"},
		{lexicon.SIRET, "732\u00a0829\u202f320 00074", "73282932000074"},
		{lexicon.RNA, " w9c1234567 ", "W9C1234567"},
		{lexicon.INSEE, "2a004", "2A004"},
		{lexicon.Other, "a 1", "a 1"},
	} {
		if got := c.scheme.Normal(c.value); got != c.want {
			t.Errorf("%s %q is read as %q, want %q", c.scheme, c.value, got, c.want)
		}
	}
}

func TestUID_NamesItsTypeAndSortsByCreation(t *testing.T) {
	before, after := lexicon.NewUID("partner"), lexicon.NewUID("partner")
	if before >= after {
		t.Errorf("%s was made before %s", before, after)
	}
	if prefix, ok := lexicon.UIDPrefix(before); !ok || prefix != "partner" {
		t.Errorf("prefix of %s: %s %v", before, prefix, ok)
	}
	if uid := lexicon.UIDFor("axis", "1"); uid != "axis_4nvr1yfctnbvtvfv5wh3qqpt6m" ||
		uid == lexicon.UIDFor("axis", "2") {
		t.Errorf("the name of axis 1 gives %s", uid)
	}
	for _, text := range []string{"", "cpam-hainaut", "partner_", "partner_01h455vb4pex5vsknk084sn02",
		"partner_81h455vb4pex5vsknk084sn02q", "partner_01h455vb4pex5vsknk084sn0lq"} {
		if prefix, ok := lexicon.UIDPrefix(text); ok {
			t.Errorf("%q was taken for a public identifier of type %s", text, prefix)
		}
	}
}

func TestSortKey_IgnoresAccentsAndCase(t *testing.T) {
	for name, want := range map[string]string{
		"École de la Sentinelle": "ecole de la sentinelle",
		"« Cœur de ville »":      "coeur de ville",
		"CPAM du Hainaut":        "cpam du hainaut",
	} {
		if got := string(lexicon.SortKey(name)); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestVocabularies_EveryWordHasLabelsAndAMeaning(t *testing.T) {
	for _, v := range lexicon.Vocabularies() {
		seen := map[string]bool{}
		for _, term := range v.Terms {
			if term.Word == "" || term.English == "" || term.French == "" || term.Meaning.English == "" ||
				term.Meaning.French == "" || seen[term.Word] {
				t.Errorf("%s: %+v", v.Name, term)
			}
			seen[term.Word] = true
		}
	}
}

// sameInBoth are the words whose labels are the same in both languages.
var sameInBoth = strings.Fields(
	"ACTION ORGANISATION ASSOCIATION PARTICIPANT ORIENTATION COMMUNE SIREN SIRET RNA PLAN SOURCE CONTRIBUTION RELATION CITATION CONTACTS EXPORT CYCLE DESCRIPTION NOTE",
)

func TestVocabularies_EveryWordHasBothLanguages(t *testing.T) {
	for _, v := range lexicon.Vocabularies() {
		for _, term := range append([]lexicon.Term{{Meaning: v.Meaning, English: "-", French: "+"}}, v.Terms...) {
			if term.Label(lexicon.English) == term.Label(lexicon.French) && !slices.Contains(sameInBoth, term.Word) {
				t.Errorf("%s.%s is called %q in both languages", v.Name, term.Word, term.English)
			}
			if term.Meaning.French == term.Meaning.English {
				t.Errorf("%s.%s means %q in both languages", v.Name, term.Word, term.Meaning.English)
			}
		}
	}
}

// reasons are texts of the lexicon with values, as people read them.
func reasons() (all []lexicon.Text) {
	for _, code := range lexicon.NoteCodes() {
		note := lexicon.Note{Code: code, Where: "B2", Value: "value", Took: "took"}
		all = append(all, lexicon.Text{English: note.Sentence(lexicon.English), French: note.Sentence(lexicon.French)})
	}
	for _, v := range lexicon.Vocabularies() {
		all = append(all, v.Meaning)
		for _, term := range v.Terms {
			all = append(all, term.Meaning)
		}
	}
	for _, code := range lexicon.GapCode("").Values() {
		gap := lexicon.GapSentence{Code: lexicon.GapCode(code), Subject: "axis", Count: 2, Of: 3, Months: 12, AtLeast: true}
		all = append(all, lexicon.Text{English: gap.Sentence(lexicon.English), French: gap.Sentence(lexicon.French)})
	}
	return all
}

func TestTexts_SentencesAreShort(t *testing.T) {
	for _, text := range reasons() {
		for _, said := range []string{text.English, text.French} {
			for _, sentence := range prose.LongSentences(said) {
				t.Errorf("has more than %d words: %q", prose.Longest, sentence)
			}
		}
	}
}
