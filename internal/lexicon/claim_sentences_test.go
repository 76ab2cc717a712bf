package lexicon_test

import (
	"strings"
	"testing"

	"maillage/internal/lexicon"
)

func date(text string) *lexicon.PartialDate {
	d := lexicon.MustPartialDate(text)
	return &d
}

func TestClaimSentence_SaysStatusDatesAndSource(t *testing.T) {
	told := func(l lexicon.Language) lexicon.Told {
		return lexicon.Told{
			Subject:   lexicon.Subject(l, "CPAM du Hainaut", "partner"),
			Predicate: lexicon.Predicate(l, lexicon.RoleLead.Verb(l), "Bourse aux stages", "action"),
			Status:    lexicon.StatusCommitted, Basis: lexicon.BasisStated, Since: date("2016"), Source: "« Plan »",
		}
	}
	for _, c := range []struct {
		change          func(*lexicon.Told)
		french, english string
	}{
		{
			func(*lexicon.Told) {},
			"CPAM du Hainaut pilote l’action « Bourse aux stages » (engagé, depuis 2016), selon « Plan »",
			"CPAM du Hainaut leads the action « Bourse aux stages » (committed, since 2016), according to « Plan »",
		},
		{
			func(t *lexicon.Told) { t.Since, t.Until, t.Source = date("2016-06"), date("2020-12-31"), "" },
			"CPAM du Hainaut pilote l’action « Bourse aux stages » (engagé, depuis juin 2016, jusqu’au 31 décembre 2020), sans source citée",
			"CPAM du Hainaut leads the action « Bourse aux stages » (committed, since June 2016, until 31 December 2020), with no source cited",
		},
		{
			func(t *lexicon.Told) {
				t.Since, t.Until, t.Basis, t.Others = date("XXXX"), date("../2018"), lexicon.BasisInferred, 2
			},
			"CPAM du Hainaut pilote l’action « Bourse aux stages » (engagé, depuis une date inconnue, jusqu’en 2018 au plus tard, inféré), " +
				"selon « Plan » et 2 autres sources",
			"CPAM du Hainaut leads the action « Bourse aux stages » (committed, since an unknown date, until 2018 at the latest, inferred), " +
				"according to « Plan » and 2 other sources",
		},
	} {
		for l, want := range map[lexicon.Language]string{lexicon.French: c.french, lexicon.English: c.english} {
			claim := told(l)
			c.change(&claim)
			if got := claim.Sentence(l); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		}
	}
}

func TestClaimSentence_OnlyLeadsLead(t *testing.T) {
	for _, word := range lexicon.Role("").Values() {
		role := lexicon.Role(word)
		for _, l := range []lexicon.Language{lexicon.French, lexicon.English} {
			for _, said := range []string{role.Verb(l), role.MemberVerb(l)} {
				if said == "" {
					t.Errorf("%s has no verb in %s", role, l)
				}
				leads := strings.Contains(said, "pilote") || strings.Contains(said, "lead")
				if strings.Contains(said, "porte") && !strings.HasPrefix(said, "apporte") || leads != role.Leads() {
					t.Errorf("%s is said as %q", role, said)
				}
			}
		}
	}
}

func TestClaimSentence_FrenchContractsArticles(t *testing.T) {
	for _, c := range []struct{ verb, of, want string }{
		{"est membre de", "group", "est membre du groupe « X »"},
		{"répond à", "plan", "répond au plan « X »"},
		{"participe à", "axis", "participe à l’axe « X »"},
		{"porte sur", "theme", "porte sur la thématique « X »"},
		{"est membre de", "partner", "est membre de X"},
		{"est membre de", lexicon.Several, "est membre de l’acteur collectif « X »"},
		{"vise le public", "audience", "vise le public « X »"},
	} {
		if got := lexicon.Predicate(lexicon.French, c.verb, "X", c.of); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}

func TestClaimSentence_EveryRelationHasAVerb(t *testing.T) {
	for _, word := range lexicon.RelationKind("").Values() {
		for _, l := range []lexicon.Language{lexicon.French, lexicon.English} {
			if said := lexicon.RelationKind(word).Verb(l); said == "" || said == word {
				t.Errorf("%s has no verb in %s: %q", word, l, said)
			}
		}
	}
}
