package lexicon

import (
	"strconv"
	"strings"
)

// sentence says a gap in each language; {subject} is what it is about, {count}
// what was counted.
type sentence struct{ french, english string }

var gapSentences = map[GapCode]sentence{
	NoConfirmedContributor: {"Aucun partenaire confirmé ne contribue à l’axe {subject}.", "No confirmed partner contributes to the axis {subject}."},
	OnlyProspective: {
		"L’axe {subject} n’a que des partenaires prospectifs : {count}.",
		"The axis {subject} has prospective partners only: {count}.",
	},
	SinglePartner: {
		"Un seul partenaire confirmé contribue à l’axe {subject}.",
		"A single confirmed partner contributes to the axis {subject}.",
	},
	NoLead: {"Personne n’est dit pilote de l’axe {subject}.", "Nobody is said to lead the axis {subject}."},
	ThemeWithoutAction: {
		"Aucune action ne concerne la thématique {subject}.",
		"No action concerns the theme {subject}.",
	},
	GroupWithoutMembers: {"On ne connaît aucun membre du groupe {subject}.", "No member of the group {subject} is known."},
	StaleEvidence: {
		"Axe {subject} : aucune source récente pour {count} des {of} partenaires confirmés.",
		"Axis {subject}: no recent source for {count} of the {of} confirmed partners.",
	},
	UndatedEvidence: {
		"La source {subject} n’a pas de date : {count} affirmations sans début en dépendent.",
		"The source {subject} has no date: {count} claims without a beginning rest on it.",
	},
	Contradicted:               {"Une source contredit {subject} ; aucune valeur n’a été préférée.", "A source contradicts {subject}; no value has been preferred."},
	Unsourced:                  {"Aucune source n’est citée pour {subject}.", "No source is cited for {subject}."},
	PartnerWithoutContribution: {"Rien ne relie {subject} à un axe du contrat.", "Nothing links {subject} to an axis of the contract."},
	Overlap:                    {"{count} partenaires atteignent le même public et le même territoire sur la thématique {subject}.", "{count} partners reach the same audience and territory on the theme {subject}."},
}

// Sentences of a gap where its count says something else.
var (
	perhapsContributors = sentence{
		"Aucun partenaire confirmé ne contribue à l’axe {subject} ; pour {count}, les dates ne tranchent pas.",
		"No confirmed partner contributes to the axis {subject}; of {count}, the dates do not tell.",
	}
	neverMeet = sentence{
		"Les dates de {subject} et de ce dont il s’agit ne se rencontrent jamais.",
		"The dates of {subject} and of what it is about never meet.",
	}
)

// Sentence says the gap in a language about a subject, with what was counted and of
// how many.
func (w GapCode) Sentence(l Language, subject string, count, of int) string {
	s := gapSentences[w]
	switch {
	case w == NoConfirmedContributor && count > 0:
		s = perhapsContributors
	case w == Contradicted && count == 0:
		s = neverMeet
	}
	text := s.french
	if l == English {
		text = s.english
	}
	return strings.NewReplacer(
		"{subject}", subject, "{count}", strconv.Itoa(count), "{of}", strconv.Itoa(of),
	).Replace(text)
}

// recordTypes are the types that a sentence can be about without a name.
var recordTypes = map[string]sentence{
	"contribution": {"une contribution", "a contribution"},
	"alignment":    {"un alignement", "an alignment"},
	"membership":   {"une appartenance", "a membership"},
	"relation":     {"une relation", "a relation"},
}

// Called names a record in a sentence: « its name », or else what it is, with
// its code where it has one.
func Called(l Language, name, recordType, code string) string {
	if name != "" {
		return "« " + name + " »"
	}
	called := recordTypes[recordType].french
	if l == English {
		called = recordTypes[recordType].english
	}
	if code != "" {
		called += " (" + code + ")"
	}
	return called
}
