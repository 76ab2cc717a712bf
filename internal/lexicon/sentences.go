package lexicon

import (
	"strconv"
	"strings"
)

// sentence says a gap in each language; {subject} is what it is about, {count}
// what was counted.
type sentence struct{ french, english string }

var gapSentences = map[GapCode]sentence{
	NoConfirmedContributor:     {"Aucun partenaire confirmé ne contribue à l’axe {subject}.", "No confirmed partner contributes to the axis {subject}."},
	OnlyProspective:            {"L’axe {subject} n’a que des contributions prospectives.", "The axis {subject} has only prospective contributions."},
	SinglePartner:              {"Un seul partenaire confirmé porte l’axe {subject}.", "A single confirmed partner carries the axis {subject}."},
	NoLead:                     {"Personne n’est dit pilote de l’axe {subject}.", "Nobody is said to lead the axis {subject}."},
	ThemeWithoutAction:         {"Aucune action ne porte sur la thématique {subject}.", "No action is about the theme {subject}."},
	GroupWithoutMembers:        {"On ne connaît aucun membre du groupe {subject}.", "No member of the group {subject} is known."},
	StaleEvidence:              {"Les sources de l’axe {subject} datent de {count} mois ou plus.", "The sources for the axis {subject} are {count} months old or more."},
	Contradicted:               {"Une source contredit {subject} ; aucune valeur n’a été préférée.", "A source contradicts {subject}; no value has been preferred."},
	Unsourced:                  {"Aucune source n’est citée pour {subject}.", "No source is cited for {subject}."},
	PartnerWithoutContribution: {"Rien ne relie {subject} à un axe du contrat.", "Nothing links {subject} to an axis of the contract."},
	Overlap:                    {"{count} partenaires atteignent le même public et le même territoire sur la thématique {subject}.", "{count} partners reach the same audience and territory on the theme {subject}."},
}

// Sentence says the gap in a language about a subject, with what was counted.
func (w GapCode) Sentence(l Language, subject string, count int) string {
	s := gapSentences[w]
	text := s.french
	if l == English {
		text = s.english
	}
	return strings.NewReplacer("{subject}", subject, "{count}", strconv.Itoa(count)).Replace(text)
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
