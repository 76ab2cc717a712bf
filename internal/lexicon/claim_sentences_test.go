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

// on sets the period of a claim to one day.
func on(t *lexicon.ClaimSentence, day string) {
	d := lexicon.MustPartialDate(day)
	t.From, t.To = d.Earliest(), d.Latest()
}

// leading returns a claim that is committed since 2016, told of 2026.
func leading(l lexicon.Language) lexicon.ClaimSentence {
	t := lexicon.ClaimSentence{
		Subject: lexicon.Subject(l, "CPAM du Hainaut", "partner"), ByPartner: true, Verb: lexicon.RoleLead.Verb(),
		Object: "Bourse aux stages", ObjectType: "action", Status: lexicon.StatusCommitted, Basis: lexicon.BasisStated,
		Since: date("2016"), Source: "« Plan »",
	}
	on(&t, "2026-01-05")
	return t
}

func TestClaimSentence_SaysStatusDatesAndSource(t *testing.T) {
	for _, c := range []struct {
		change          func(*lexicon.ClaimSentence)
		french, english string // after the subject; X is the object
	}{
		{
			func(*lexicon.ClaimSentence) {},
			"pilote X (engagé, depuis 2016), selon « Plan »", "leads X (committed, since 2016), according to « Plan »",
		},
		{
			func(t *lexicon.ClaimSentence) { t.Since, t.Until, t.Source = date("2016-06"), date("2020-12-31"), "" },
			"a piloté X (engagé, à partir de juin 2016, jusqu’au 31 décembre 2020), sans source citée",
			"led X (committed, from June 2016, until 31 December 2020), with no source cited",
		},
		{
			func(t *lexicon.ClaimSentence) { t.Over, t.Status = true, lexicon.StatusActive },
			"a piloté X (à partir de 2016), selon « Plan »", "led X (from 2016), according to « Plan »",
		},
		{
			func(t *lexicon.ClaimSentence) { t.Ahead = true },
			"va piloter X (engagé, à partir de 2016), selon « Plan »",
			"will lead X (committed, from 2016), according to « Plan »",
		},
		{
			func(t *lexicon.ClaimSentence) { t.GivenUp, t.Status = true, lexicon.StatusInDiscussion },
			"devait piloter X (abandonné, à partir de 2016), selon « Plan »",
			"was to lead X (abandoned, from 2016), according to « Plan »",
		},
		{
			func(t *lexicon.ClaimSentence) {
				t.Since, t.Until, t.Status = date("2027"), date("2028"), lexicon.StatusCompleted
			},
			"va piloter X (actif, à partir de 2027, jusqu’en 2028), selon « Plan »",
			"will lead X (active, from 2027, until 2028), according to « Plan »",
		},
		{
			func(t *lexicon.ClaimSentence) { t.Until = date("2026") },
			"pilote X (engagé, depuis 2016, jusqu’en 2026), selon « Plan »",
			"leads X (committed, since 2016, until 2026), according to « Plan »",
		},
		{
			func(t *lexicon.ClaimSentence) { t.Until = date("XXXX") },
			"pilote X (engagé, depuis 2016, jusqu’à une date inconnue), selon « Plan »",
			"leads X (committed, since 2016, until an unknown date), according to « Plan »",
		},
		{
			func(t *lexicon.ClaimSentence) { t.Since, t.Status = date("2027-04"), lexicon.StatusActive },
			"va piloter X (actif, à partir d’avril 2027), selon « Plan »",
			"will lead X (active, from April 2027), according to « Plan »",
		},
		{
			func(t *lexicon.ClaimSentence) { t.Since, t.Basis, t.Others = date("XXXX"), lexicon.BasisInferred, 2 },
			"pilote X (engagé, depuis une date inconnue), déduit de « Plan » et de 2 autres sources",
			"leads X (committed, since an unknown date), inferred from « Plan » and 2 other sources",
		},
		{
			func(t *lexicon.ClaimSentence) { t.Since, t.Basis, t.Others = nil, lexicon.BasisInferred, 1 },
			"pilote X (engagé), déduit de « Plan » et d’une autre source",
			"leads X (committed), inferred from « Plan » and another source",
		},
		{
			func(t *lexicon.ClaimSentence) { t.Since, t.Basis, t.Source = nil, lexicon.BasisInferred, "" },
			"pilote X (engagé), déduit sans source citée", "leads X (committed), inferred with no source cited",
		},
		{
			func(t *lexicon.ClaimSentence) { t.Since, t.Basis = nil, lexicon.BasisDeclared },
			"pilote X (engagé, déclaratif), selon « Plan »", "leads X (committed, declared), according to « Plan »",
		},
		{
			func(t *lexicon.ClaimSentence) {
				t.Status, t.Since, t.Until = lexicon.StatusCompleted, nil, date("2023-09-23")
			},
			"a piloté X (terminé, jusqu’au 23 septembre 2023), selon « Plan »",
			"led X (completed, until 23 September 2023), according to « Plan »",
		},
		{
			func(t *lexicon.ClaimSentence) { t.Status, t.Since = lexicon.StatusCompleted, nil },
			"a piloté X (terminé), selon « Plan »", "led X (completed), according to « Plan »",
		},
		{
			func(t *lexicon.ClaimSentence) {
				t.Status, t.Until = lexicon.StatusCompleted, date("2023")
				on(t, "2022")
			},
			"pilote X (actif, depuis 2016, jusqu’en 2023), selon « Plan »",
			"leads X (active, since 2016, until 2023), according to « Plan »",
		},
		{
			func(t *lexicon.ClaimSentence) { t.Status = lexicon.StatusAbandoned },
			"devait piloter X (abandonné, à partir de 2016), selon « Plan »",
			"was to lead X (abandoned, from 2016), according to « Plan »",
		},
		{
			func(t *lexicon.ClaimSentence) { t.Status, t.Since = lexicon.StatusMentioned, nil },
			"piloterait X (évoqué), selon « Plan »", "is mentioned as leading X, according to « Plan »",
		},
		{
			func(t *lexicon.ClaimSentence) { t.Status = lexicon.StatusInDiscussion },
			"est en discussion pour piloter X (depuis 2016), selon « Plan »",
			"is in discussion to lead X (since 2016), according to « Plan »",
		},
		{
			func(t *lexicon.ClaimSentence) { t.Status, t.Since = lexicon.StatusValidated, nil },
			"doit piloter X (validé), selon « Plan »", "is to lead X (validated), according to « Plan »",
		},
		{
			func(t *lexicon.ClaimSentence) {
				t.Status, t.Since, t.Until = lexicon.StatusValidated, nil, date("2020")
			},
			"devait piloter X (validé, jusqu’en 2020), selon « Plan »",
			"was to lead X (validated, until 2020), according to « Plan »",
		},
		{
			func(t *lexicon.ClaimSentence) {
				t.Status, t.Since, t.Until = lexicon.StatusMentioned, nil, date("2020")
			},
			"devait piloter X (évoqué, jusqu’en 2020), selon « Plan »",
			"was mentioned as leading X (until 2020), according to « Plan »",
		},
	} {
		for l, want := range map[lexicon.Language]string{lexicon.French: c.french, lexicon.English: c.english} {
			claim := leading(l)
			c.change(&claim)
			object := map[lexicon.Language]string{lexicon.French: "l’action", lexicon.English: "the action"}[l]
			want = "CPAM du Hainaut " + strings.Replace(want, "X", object+" « Bourse aux stages »", 1)
			if got := claim.Sentence(l); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		}
	}
}

func TestClaimSentence_ThingsDiscussNothing(t *testing.T) {
	for _, c := range []struct {
		verb            lexicon.Verb
		status          lexicon.Status
		of              string
		french, english string
	}{
		{lexicon.Serves.Verb(), lexicon.StatusActive, "axis", "sert l’axe « X »", "serves the axis « X »"},
		{lexicon.Serves.Verb(), lexicon.StatusCommitted, "axis", "sert l’axe « X » (engagé)", "serves the axis « X » (committed)"},
		{
			lexicon.Serves.Verb(), lexicon.StatusInDiscussion, "axis",
			"pourrait servir l’axe « X » (en discussion)", "may serve the axis « X » (in discussion)",
		},
		{lexicon.RelationKind("CONCERNS").Verb(), lexicon.StatusActive, "theme", "porte sur la thématique « X »", "concerns the theme « X »"},
		{lexicon.RelationKind("TARGETS").Verb(), lexicon.StatusCompleted, "audience", "a visé le public « X »", "targeted « X »"},
		{lexicon.RelationKind("EXPECTED_EFFECT").Verb(), lexicon.StatusMentioned, "",
			"a pour effet attendu « X » (évoqué)", "has the expected effect « X » (mentioned)"},
	} {
		for l, want := range map[lexicon.Language]string{lexicon.French: c.french, lexicon.English: c.english} {
			told := lexicon.ClaimSentence{Subject: "S", Verb: c.verb, Object: "X", ObjectType: c.of, Status: c.status,
				Plain: true}
			got, _, _ := strings.Cut(told.Sentence(l), ", ")
			if got != "S "+want {
				t.Errorf("got  %s\nwant S %s", got, want)
			}
		}
	}
}

// said returns a verb in all statuses, in both languages.
func said(v lexicon.Verb) (all []string) {
	for _, l := range []lexicon.Language{lexicon.French, lexicon.English} {
		for _, status := range lexicon.Status("").Values() {
			all = append(all, lexicon.ClaimSentence{Verb: v, Status: lexicon.Status(status), Object: "X"}.Clause(l))
		}
	}
	return all
}

func TestClaimSentence_OnlyLeadsLead(t *testing.T) {
	for _, word := range lexicon.Role("").Values() {
		role := lexicon.Role(word)
		for _, said := range append(said(role.Verb()), said(role.MemberVerb())...) {
			leads := strings.Contains(said, "pilot") || strings.Contains(said, "lead") || strings.Contains(said, "led")
			if role.Leads() != leads {
				t.Errorf("%s is said as %q", role, said)
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
