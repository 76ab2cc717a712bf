package lexicon_test

import (
	"strings"
	"testing"

	"maillage/internal/lexicon"
)

func TestLack_EveryGapIsSaidInBothLanguages(t *testing.T) {
	for _, word := range lexicon.GapCode("").Values() {
		g := lexicon.GapSentence{Code: lexicon.GapCode(word), Subject: "x", Count: 2, Of: 3}
		french, english := g.Sentence(lexicon.French), g.Sentence(lexicon.English)
		if french == "" || french == english || !strings.Contains(french, "x") || !strings.Contains(english, "x") {
			t.Errorf("%s is said %q and %q", word, french, english)
		}
	}
}

func TestLack_SaysWhatWasCounted(t *testing.T) {
	day := func(text string) lexicon.Day { return lexicon.MustPartialDate(text).Earliest() }
	for _, c := range []struct {
		gap             lexicon.GapSentence
		french, english string
	}{
		{
			lexicon.GapSentence{Code: lexicon.NoConfirmedContributor},
			"Aucun partenaire confirmé ne contribue à l’axe A.", "No confirmed partner contributes to the axis A.",
		},
		{
			lexicon.GapSentence{Code: lexicon.NoConfirmedContributor, Count: 1},
			"Aucun partenaire confirmé ne contribue à l’axe A ; pour un seul, les dates ne tranchent pas.",
			"No confirmed partner contributes to the axis A; for one, the dates do not tell.",
		},
		{
			lexicon.GapSentence{Code: lexicon.NoConfirmedContributor, Count: 2, AtLeast: true},
			"Aucun partenaire confirmé ne contribue à l’axe A ; pour au moins 2, les dates ne tranchent pas.",
			"No confirmed partner contributes to the axis A; for at least 2, the dates do not tell.",
		},
		{
			lexicon.GapSentence{Code: lexicon.OnlyProspective, Count: 1, AtLeast: true},
			"L’axe A n’a que des partenaires envisagés : au moins 1.",
			"The axis A has prospective partners only: at least 1.",
		},
		{
			lexicon.GapSentence{Code: lexicon.OnlyProspective, Count: 1},
			"L’axe A n’a qu’un partenaire, envisagé.", "The axis A has one partner only, a prospective one.",
		},
		{
			lexicon.GapSentence{Code: lexicon.StaleEvidence, Count: 1, Of: 1, Months: 24},
			"Axe A : le seul partenaire confirmé n’a aucune source datée de 24 mois ou moins.",
			"Axis A: the only confirmed partner has no dated source that is at most 24 months old.",
		},
		{
			lexicon.GapSentence{Code: lexicon.StaleEvidence, Count: 1, Of: 1, Months: 24, AtLeast: true},
			"Axe A : le seul partenaire confirmé connu n’a aucune source datée de 24 mois ou moins.",
			"Axis A: the only known confirmed partner has no dated source that is at most 24 months old.",
		},
		{
			lexicon.GapSentence{Code: lexicon.StaleEvidence, Count: 2, Of: 3, Months: 24, AtLeast: true},
			"Axe A : 2 des 3 partenaires confirmés connus n’ont aucune source datée de 24 mois ou moins.",
			"Axis A: 2 of the 3 known confirmed partners have no dated source that is at most 24 months old.",
		},
		{
			lexicon.GapSentence{Code: lexicon.StaleEvidence, Count: 1, Of: 3, Months: 1},
			"Axe A : un des 3 partenaires confirmés n’a aucune source datée de 1 mois ou moins.",
			"Axis A: one of the 3 confirmed partners has no dated source that is at most a month old.",
		},
		{
			lexicon.GapSentence{Code: lexicon.StaleEvidence, Count: 3, Of: 3, Months: 12},
			"Axe A : aucun des 3 partenaires confirmés n’a de source datée de 12 mois ou moins.",
			"Axis A: none of the 3 confirmed partners has a dated source that is at most 12 months old.",
		},
		{
			lexicon.GapSentence{Code: lexicon.StaleEvidence, Count: 8, Of: 10, Months: 24},
			"Axe A : 8 des 10 partenaires confirmés n’ont aucune source datée de 24 mois ou moins.",
			"Axis A: 8 of the 10 confirmed partners have no dated source that is at most 24 months old.",
		},
		{
			lexicon.GapSentence{Code: lexicon.UndatedEvidence, Count: 1},
			"La source A n’a pas de date : une affirmation sans début en dépend.",
			"The source A has no date: a claim without a beginning rests on it.",
		},
		{
			lexicon.GapSentence{Code: lexicon.NoLead, Prospective: []string{"P", "Q", "R", "S", "T"},
				Uncertain: []string{"U"}},
			"Aucun pilote confirmé pour l’axe A ; pilotage envisagé : P, Q, R et 2 autres ; pilotage incertain : U.",
			"No confirmed lead of the axis A; prospective lead: P, Q, R and 2 more; uncertain lead: U.",
		},
		{
			lexicon.GapSentence{Code: lexicon.NoLead}, "Aucun pilote confirmé pour l’axe A.",
			"No confirmed lead of the axis A.",
		},
		{
			lexicon.GapSentence{Code: lexicon.Contradicted, Count: 1, IsClaim: true},
			"Une source contredit ceci, et aucune valeur n’a été préférée : A.",
			"A source contradicts this, and no value has been preferred: A.",
		},
		{
			lexicon.GapSentence{Code: lexicon.Contradicted, Other: "B", Begins: day("2024"), Ended: day("2024") - 1,
				SubjectBegins: true},
			"Ces dates ne se rencontrent jamais : A, à partir de 2024 ; B, jusqu’en 2023.",
			"These dates never meet: A, from 2024; B, until 2023.",
		},
		{
			lexicon.GapSentence{Code: lexicon.Contradicted, Other: "B", Begins: day("2024-04"), Ended: day("2023-12-05")},
			"Ces dates ne se rencontrent jamais : A, jusqu’au 5 décembre 2023 ; B, à partir d’avril 2024.",
			"These dates never meet: A, until 5 December 2023; B, from April 2024.",
		},
		{
			lexicon.GapSentence{Code: lexicon.Overlap, Count: 2, AtLeast: true, Audience: "J", Territory: "T"},
			"Sur la thématique A, au moins 2 partenaires visent le public J sur le territoire T par des actions différentes.",
			"On the theme A, at least 2 partners reach the audience J in the territory T by different actions.",
		},
	} {
		c.gap.Subject = "A"
		for l, want := range map[lexicon.Language]string{lexicon.French: c.french, lexicon.English: c.english} {
			if got := c.gap.Sentence(l); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		}
	}
}
