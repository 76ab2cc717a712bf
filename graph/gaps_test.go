package graph_test

import (
	"slices"
	"strings"
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

// quarrels creates a contract whose claims and dates contradict each other.
func quarrels(t *testing.T, h *testhub.Hub) *testhub.Hub {
	t.Helper()
	adm := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
	for _, write := range []struct {
		mutation string
		input    in
	}{
		{"createContract", in{"code": "v", "name": "Contrat V"}},
		{"createAxis", in{"contract": "v", "code": "a1", "name": "Emploi", "position": 1}},
		{"createTheme", in{"contract": "v", "code": "t", "name": "Stages"}},
		{"createAudience", in{"code": "jeunes", "name": "jeunes", "kind": "FINAL_BENEFICIARY"}},
		{"createTerritory", in{"code": "qpv", "name": "Le Grand Pré", "kind": "CATEGORY"}},
		{"createPartner", in{"code": "epi", "name": "Épicerie solidaire", "kind": "ORGANISATION"}},
		{"createPartner", in{"code": "mde", "name": "Maison de l’Emploi", "kind": "ORGANISATION"}},
		{"createSource", in{"code": "s", "name": "Bilan"}},
		{"createAction", in{
			"contract": "v", "code": "x", "name": "Bourse aux stages", "kind": "ACTION", "until": "2023",
		}},
		{"createAction", in{"contract": "v", "code": "y", "name": "Forum", "kind": "ACTION"}},
		{"createContribution", in{
			"code": "late", "partner": "epi", "action": "v/x", "role": "LEAD", "status": "ACTIVE", "basis": "DECLARED", "since": "2024",
		}},
		{"createContribution", in{
			"code": "contested", "partner": "mde", "action": "v/y", "role": "OPERATOR", "status": "ABANDONED", "basis": "DECLARED",
		}},
		{"createContribution", in{
			"code": "hope", "partner": "mde", "axis": "v/a1", "role": "LEAD", "status": "VALIDATED", "basis": "DECLARED",
		}},
		{"createCitation", in{
			"record": "v/contested", "source": "s", "stance": "CONTRADICTS", "basis": "STATED", "locator": "p. 2",
		}},
	} {
		if got := done(t, adm, write.mutation, write.input); len(got.UserErrors) > 0 {
			t.Fatalf("%s: %+v", write.mutation, got.UserErrors)
		}
	}
	return adm
}

func TestGaps_SentencesNameClaimsAndDates(t *testing.T) {
	eachEmpty(t, func(t *testing.T, h *testhub.Hub) {
		adm := quarrels(t, h)
		var got struct {
			Contract struct {
				Gaps []struct{ Code, Key, French, English string }
			}
		}
		adm.Get(
			t, &got,
			`{ contract(by: {code: "v"}) { gaps { code key french: message(language: FR) english: message(language: EN) } } }`,
			nil,
		)
		var said, keys []string
		for _, g := range got.Contract.Gaps {
			said, keys = append(said, g.French, g.English), append(keys, g.Key)
			if !strings.HasPrefix(g.Key, g.Code+" ") {
				t.Errorf("%s has the key %q", g.Code, g.Key)
			}
		}
		for _, want := range []string{
			"Ces dates ne se rencontrent jamais : Épicerie solidaire pilote l’action « Bourse aux stages », à partir de 2024 ; " +
				"l’action « Bourse aux stages », jusqu’en 2023.",
			"These dates never meet: Épicerie solidaire leads the action « Bourse aux stages », from 2024; " +
				"the action « Bourse aux stages », until 2023.",
			"Une source contredit ceci, et aucune valeur n’a été préférée : Maison de l’Emploi devait mettre en œuvre l’action « Forum ».",
			"A source contradicts this, and no value has been preferred: Maison de l’Emploi was to carry out the action « Forum ».",
			"Aucun pilote confirmé pour l’axe « Emploi » ; pilotage envisagé : Maison de l’Emploi.",
			"No confirmed lead of the axis « Emploi »; prospective lead: Maison de l’Emploi.",
			"L’axe « Emploi » n’a qu’un partenaire, envisagé.",
		} {
			if !slices.Contains(said, want) {
				t.Errorf("nobody says %s", want)
			}
		}
		if slices.Sort(keys); len(slices.Compact(keys)) != len(got.Contract.Gaps) {
			t.Errorf("keys %q", keys)
		}
		if t.Failed() {
			t.Log(strings.Join(said, "\n"))
		}
	})
}

func TestClaimSentence_IsToldOfADay(t *testing.T) {
	eachEmpty(t, func(t *testing.T, h *testhub.Hub) {
		adm := quarrels(t, h)
		done(t, adm, "createContribution", in{
			"code": "was", "partner": "epi", "action": "v/y", "role": "HOST", "status": "ACTIVE", "basis": "DECLARED",
			"since": "2015", "until": "2018",
		})
		for asOf, want := range map[string]string{
			"null":   "Épicerie solidaire a accueilli l’action « Forum » (à partir de 2015, jusqu’en 2018, déclaratif), sans source citée",
			`".."`:   "Épicerie solidaire a accueilli l’action « Forum » (à partir de 2015, jusqu’en 2018, déclaratif), sans source citée",
			`"2017"`: "Épicerie solidaire accueille l’action « Forum » (actif, depuis 2015, jusqu’en 2018, déclaratif), sans source citée",
			`"2014"`: "Épicerie solidaire va accueillir l’action « Forum » (actif, à partir de 2015, jusqu’en 2018, déclaratif), sans source citée",
		} {
			var got struct{ Contribution struct{ Sentence string } }
			adm.Get(t, &got, `{ contribution(by: {code: "v/was"}) { sentence(language: FR, asOf: `+asOf+`) } }`, nil)
			if got.Contribution.Sentence != want {
				t.Errorf("asOf %s: got  %s\nwant %s", asOf, got.Contribution.Sentence, want)
			}
		}
	})
}
