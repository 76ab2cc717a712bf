package lexicon

import (
	"strconv"
	"strings"
)

// Told is a claim, ready to be said as a sentence.
type Told struct {
	Subject, Predicate string // in the reader's language
	Status             Status
	Basis              Basis
	Since, Until       *PartialDate
	Source             string // the first source that supports it; empty when none does
	Others             int    // further sources that support it
}

// Sentence says the claim in a language. Example: « CPAM finance l’action « X »
// (engagé, depuis 2016), selon Y ».
func (t Told) Sentence(l Language) string {
	details := append([]string{t.Status.Label(l)}, period(l, t.Since, t.Until)...)
	if t.Basis != BasisStated {
		details = append(details, t.Basis.Label(l))
	}
	return t.Subject + " " + t.Predicate + " (" + strings.Join(details, ", ") + "), " + t.according(l)
}

// according names the sources of the claim.
func (t Told) according(l Language) string {
	said := sentence{"selon " + t.Source, "according to " + t.Source}
	switch {
	case t.Source == "":
		said = sentence{"sans source citée", "with no source cited"}
	case t.Others == 1:
		said = sentence{said.french + " et une autre source", said.english + " and another source"}
	case t.Others > 1:
		count := strconv.Itoa(t.Others)
		said = sentence{said.french + " et " + count + " autres sources", said.english + " and " + count + " other sources"}
	}
	return said.in(l)
}

// in is the sentence in a language.
func (s sentence) in(l Language) string {
	if l == English {
		return s.english
	}
	return s.french
}

// roleVerbs say what a partner does in an action or on an axis. Only those who
// answer for it lead it.
var roleVerbs = map[Role]sentence{
	RoleLead:        {"pilote", "leads"},
	RoleCoLead:      {"copilote", "co-leads"},
	RoleOperator:    {"met en œuvre", "carries out"},
	RoleDriver:      {"donne l’élan à", "gives the impulse to"},
	RoleFunder:      {"finance", "funds"},
	RoleHost:        {"accueille", "hosts"},
	RoleTrainer:     {"forme les personnes concernées par", "trains those concerned by"},
	RoleExpert:      {"apporte son expertise à", "brings expertise to"},
	RoleParticipant: {"participe à", "takes part in"},
	RoleReferrer:    {"oriente des personnes vers", "refers people to"},
}

// Verb says what a partner in the role does to an action or an axis.
func (w Role) Verb(l Language) string { return roleVerbs[w].in(l) }

// MemberVerb says what a partner in the role does in a working group or a
// collective. A role other than a participant's or a lead's is named.
func (w Role) MemberVerb(l Language) string {
	switch {
	case w.Leads():
		return w.Verb(l)
	case w == RoleParticipant:
		return sentence{"est membre de", "is a member of"}.in(l)
	}
	return sentence{"est, comme " + w.Label(l) + ", membre de", "is, as " + w.Label(l) + ", a member of"}.in(l)
}

// relationVerbs are the verbs of relations whose label is no verb.
var relationVerbs = map[RelationKind]sentence{
	"UNDER_PROGRAMME": {"relève du dispositif", "comes from the programme"},
	"LAUREATE_OF":     {"est lauréat de", "was selected by"},
	"AT_STAKE_IN":     {"est un enjeu de", "is at stake in"},
	"COMMISSIONED":    {"a commandé", "commissioned"},
	"DERIVES_FROM":    {"provient de", "derives from"},
	"MOTIVATED_BY":    {"a pour motif", "is motivated by"},
	"EXPECTED_EFFECT": {"a pour effet attendu", "has the expected effect"},
}

// Verb says the relation between its subject and its object.
func (w RelationKind) Verb(l Language) string {
	if verb, own := relationVerbs[w]; own {
		return verb.in(l)
	}
	return w.Label(l)
}

// articles are how the types of things are named before their names.
var articles = map[string]sentence{
	"contract": {"le contrat", "the contract"},
	"plan":     {"le plan", "the plan"},
	"axis":     {"l’axe", "the axis"},
	"action":   {"l’action", "the action"},
	"theme":    {"la thématique", "the theme"},
	"group":    {"le groupe", "the group"},
	Several:    {"l’acteur collectif", "the collective"},
}

// Several stands for the type of a partner that is a collective: its name is
// often a plural, and its verb is not.
const Several = "collective"

// Subject names a thing at the beginning of a sentence: a partner by its name
// alone, an action as « L’action « Bourse aux stages » ».
func Subject(l Language, name, recordType string) string {
	if article, has := articles[recordType]; has {
		text := article.in(l)
		return strings.ToUpper(text[:1]) + text[1:] + " « " + name + " »"
	}
	return bare(name, recordType)
}

// Predicate joins a verb and the thing that it is about. French contracts « de
// le » and « à le ».
func Predicate(l Language, verb, name, recordType string) string {
	article, has := articles[recordType]
	switch {
	case !has:
		return verb + " " + bare(name, recordType)
	case l == French && strings.HasPrefix(article.french, "le "):
		noun := strings.TrimPrefix(article.french, "le ") + " « " + name + " »"
		if before, contracts := strings.CutSuffix(verb, " de"); contracts {
			return before + " du " + noun
		}
		if before, contracts := strings.CutSuffix(verb, " à"); contracts {
			return before + " au " + noun
		}
	}
	return verb + " " + article.in(l) + " « " + name + " »"
}

// bare names what has no article of ours: partners as they are, all else quoted.
func bare(name, recordType string) string {
	if recordType == "partner" {
		return name
	}
	return "« " + name + " »"
}
