package lexicon

import (
	"strconv"
	"strings"
)

// ClaimSentence is a claim with all that its sentence needs.
type ClaimSentence struct {
	Subject   string // in the reader's language
	ByPartner bool   // the subject is a partner
	Verb      Verb
	// Object is what the claim is about, of type ObjectType, or words of the source.
	Object, ObjectType string
	Status             Status
	// Plain leaves out that the claim is ACTIVE or COMPLETED, because its verb says so.
	Plain        bool
	Basis        Basis
	Since, Until *PartialDate
	From, To     Day    // the period of which the sentence is told
	Over, Ahead  bool   // it ended before this period or begins after it, because of its object
	GivenUp      bool   // its object was abandoned
	Source       string // the first source that supports it; empty when none does
	Others       int    // the number of further sources that support it
}

// Sentence returns the claim as a sentence in a language. Example: « CPAM finance l’action « X »
// (engagé, depuis 2016), selon Y ».
func (t ClaimSentence) Sentence(l Language) string {
	details := period(l, t.Since, t.Until, t.tense() == present || t.tense() == discussed)
	status := t.status()
	isPlain := t.Plain && (status == StatusActive || status == StatusCompleted) || status == StatusActive && t.isOver()
	if said := status.Label(l); !isPlain && !strings.Contains(t.verb(l), said) {
		details = append([]string{said}, details...)
	}
	if t.Basis == BasisDeclared {
		details = append(details, t.Basis.Label(l))
	}
	text := t.Clause(l)
	if len(details) > 0 {
		text += " (" + strings.Join(details, ", ") + ")"
	}
	return text + ", " + t.sourcePhrase(l)
}

// Clause returns the claim without its status, dates and sources.
func (t ClaimSentence) Clause(l Language) string {
	return t.Subject + " " + Predicate(l, t.verb(l), t.Object, t.ObjectType)
}

func (t ClaimSentence) verb(l Language) string { return t.Verb.in(l, t.tense(), t.ByPartner) }

// status returns the status during the period. A COMPLETED claim is ACTIVE while it certainly runs,
// and before.
func (t ClaimSentence) status() Status {
	switch {
	case t.Status != StatusCompleted && t.GivenUp:
		return StatusAbandoned
	case t.Status == StatusCompleted && t.isAhead():
		return StatusActive
	case t.Status != StatusCompleted || t.Since == nil || t.Until == nil:
		return t.Status
	}
	if _, latest, told := t.Since.Begins(); told && latest <= t.From && t.To < t.Until.Earliest() {
		return StatusActive
	}
	return t.Status
}

// tense returns the tense of the verb, which depends on the status and on whether the claim runs
// during the period.
func (t ClaimSentence) tense() tense {
	isOver := t.isOver()
	either := func(now, then tense) tense {
		if isOver {
			return then
		}
		return now
	}
	switch t.status() {
	case StatusMentioned:
		return either(mentioned, wasMentioned)
	case StatusInDiscussion:
		return either(discussed, wasDiscussed)
	case StatusValidated:
		return either(planned, wasPlanned)
	case StatusAbandoned:
		return wasPlanned
	case StatusCompleted:
		return past
	case StatusCommitted, StatusActive:
	}
	if t.isAhead() && !isOver {
		return future
	}
	return either(present, past)
}

func (t ClaimSentence) isOver() bool {
	if t.Over || t.Until == nil {
		return t.Over
	}
	_, latest, told := t.Until.Ends()
	return told && latest < t.From
}

func (t ClaimSentence) isAhead() bool {
	if t.Ahead || t.Since == nil {
		return t.Ahead
	}
	earliest, _, told := t.Since.Begins()
	return told && earliest > t.To
}

// sourcePhrase names the sources of the claim. An inferred claim is « inferred from » its source, which
// does not state it.
func (t ClaimSentence) sourcePhrase(l Language) string {
	said := Text{"according to " + t.Source, "selon " + t.Source}
	if t.Basis == BasisInferred {
		said = Text{"inferred from " + t.Source, "déduit de " + t.Source}
	}
	switch {
	case t.Source == "" && t.Basis == BasisInferred:
		said = Text{"inferred with no source cited", "déduit sans source citée"}
	case t.Source == "":
		said = Text{"with no source cited", "sans source citée"}
	case t.Others == 1:
		more := " et une autre source"
		if t.Basis == BasisInferred {
			more = " et d’une autre source"
		}
		said = Text{said.English + " and another source", said.French + more}
	case t.Others > 1:
		count, more := strconv.Itoa(t.Others), " et "
		if t.Basis == BasisInferred {
			more = " et de "
		}
		said = Text{
			said.English + " and " + count + " other sources",
			said.French + more + count + " autres sources",
		}
	}
	return said.In(l)
}

// articles are the nouns with which the types of things are introduced before their names.
var articles = map[string]Text{
	"contract": {"the contract", "le contrat"},
	"plan":     {"the plan", "le plan"},
	"axis":     {"the axis", "l’axe"},
	"action":   {"the action", "l’action"},
	"theme":    {"the theme", "la thématique"},
	"group":    {"the group", "le groupe"},
	Several:    {"the collective", "l’acteur collectif"},
}

// Several stands for the type of a partner that is a collective. Its name is often a plural, but its
// verb is singular.
const Several = "collective"

// Subject names a thing at the beginning of a sentence: a partner by its name alone, an action as «
// L’action « Bourse aux stages » ».
func Subject(l Language, name, recordType string) string {
	if article, has := articles[recordType]; has {
		text := article.In(l)
		return strings.ToUpper(text[:1]) + text[1:] + " « " + name + " »"
	}
	return withoutArticle(name, recordType)
}

// Predicate joins a verb and its object. In French it contracts « de le » and « à le ».
func Predicate(l Language, verb, name, recordType string) string {
	article, has := articles[recordType]
	switch {
	case !has:
		return verb + " " + withoutArticle(name, recordType)
	case l == French && strings.HasPrefix(article.French, "le "):
		noun := strings.TrimPrefix(article.French, "le ") + " « " + name + " »"
		if before, contracts := strings.CutSuffix(verb, " de"); contracts {
			return before + " du " + noun
		}
		if before, contracts := strings.CutSuffix(verb, " à"); contracts {
			return before + " au " + noun
		}
	}
	return verb + " " + article.In(l) + " « " + name + " »"
}

// withoutArticle names a thing whose type has no article here: partners as they are, all else quoted.
func withoutArticle(name, recordType string) string {
	if recordType == "partner" {
		return name
	}
	return "« " + name + " »"
}
