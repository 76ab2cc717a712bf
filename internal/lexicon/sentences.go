package lexicon

import (
	"strconv"
	"strings"
)

// sentence is a text in each language.
type sentence struct{ french, english string }

// in returns the sentence in a language.
func (s sentence) in(l Language) string {
	if l == English {
		return s.english
	}
	return s.french
}

// GapSentence is a gap with all that its sentence needs.
type GapSentence struct {
	Code GapCode
	// Subject names what the gap is about: a thing between quotes, or a claim in its words.
	Subject string
	IsClaim bool
	// Count is the number of records counted, out of Of. AtLeast says that there may be more.
	Count, Of int
	AtLeast   bool
	Months    int // of STALE_EVIDENCE: the age from which evidence is stale
	// Names, of OVERLAP.
	Audience, Territory string
	// Of NO_LEAD: the names of the partners that are prospective leads, and of those who perhaps lead.
	Prospective, Uncertain []string
	// Of CONTRADICTED, where dates never meet: what the subject is compared with, and the day on which
	// one begins after the other has ended.
	Other         string
	Begins, Ended Day
	SubjectBegins bool // the subject is the one that begins too late
}

// replaceNames returns the sentence with the words between braces replaced by the gap's values.
func (g GapSentence) replaceNames(l Language, s sentence) string {
	count := strconv.Itoa(g.Count)
	if g.AtLeast && g.Code != StaleEvidence { // its sentence has its own words for this
		count = sentence{"au moins ", "at least "}.in(l) + count
	}
	return strings.NewReplacer(
		"{subject}", g.Subject, "{count}", count, "{of}", strconv.Itoa(g.Of), "{months}", strconv.Itoa(g.Months),
		"{audience}", g.Audience, "{territory}", g.Territory, "{other}", g.Other,
	).Replace(s.in(l))
}

// gapSentences are the sentences of gaps that have only one.
var gapSentences = map[GapCode]sentence{
	SinglePartner: {
		"Un seul partenaire confirmé contribue à l’axe {subject}.",
		"A single confirmed partner contributes to the axis {subject}.",
	},
	ThemeWithoutAction: {
		"Aucune action ne concerne la thématique {subject}.",
		"No action concerns the theme {subject}.",
	},
	GroupWithoutMembers: {
		"On ne connaît aucun membre du groupe {subject}.",
		"No member of the group {subject} is known.",
	},
	PartnerWithoutContribution: {
		"Rien ne relie {subject} à un axe du contrat.",
		"Nothing links {subject} to an axis of the contract.",
	},
	Overlap: {
		"Sur la thématique {subject}, {count} partenaires visent le public {audience} sur le" +
			" territoire {territory} par des actions différentes.",
		"On the theme {subject}, {count} partners reach the audience {audience} in the territory" +
			" {territory} by different actions.",
	},
}

// Sentence returns the gap as a sentence in a language.
func (g GapSentence) Sentence(l Language) string {
	if s, plain := gapSentences[g.Code]; plain {
		return g.replaceNames(l, s)
	}
	if g.Code == NoLead {
		return g.noLead(l)
	}
	if g.Code == Contradicted && g.Other != "" {
		return g.neverMeet(l)
	}
	return g.replaceNames(l, g.choice())
}

// choice returns the sentence that fits the counts.
func (g GapSentence) choice() sentence {
	switch g.Code {
	case NoConfirmedContributor:
		return g.unconfirmed()
	case OnlyProspective:
		if g.Count == 1 && !g.AtLeast {
			return sentence{
				"L’axe {subject} n’a qu’un partenaire, prospectif.",
				"The axis {subject} has one partner only, a prospective one.",
			}
		}
		return sentence{
			"L’axe {subject} n’a que des partenaires prospectifs : {count}.",
			"The axis {subject} has prospective partners only: {count}.",
		}
	case StaleEvidence:
		return g.stale()
	case UndatedEvidence:
		if g.Count == 1 {
			return sentence{
				"La source {subject} n’a pas de date : une affirmation sans début en dépend.",
				"The source {subject} has no date: a claim without a beginning rests on it.",
			}
		}
		return sentence{
			"La source {subject} n’a pas de date : {count} affirmations sans début en dépendent.",
			"The source {subject} has no date: {count} claims without a beginning rest on it.",
		}
	case Contradicted:
		if g.IsClaim {
			return sentence{
				"Une source contredit ceci, et aucune valeur n’a été préférée : {subject}.",
				"A source contradicts this, and no value has been preferred: {subject}.",
			}
		}
		return sentence{
			"Une source contredit {subject} ; aucune valeur n’a été préférée.",
			"A source contradicts {subject}; no value has been preferred.",
		}
	}
	return sentence{"Aucune source n’est citée pour ceci : {subject}.", "No source is cited for this: {subject}."}
}

func (g GapSentence) unconfirmed() sentence {
	switch {
	case g.Count == 0:
		return sentence{
			"Aucun partenaire confirmé ne contribue à l’axe {subject}.",
			"No confirmed partner contributes to the axis {subject}.",
		}
	case g.Count == 1 && !g.AtLeast:
		return sentence{
			"Aucun partenaire confirmé ne contribue à l’axe {subject} ; pour un seul, les dates ne tranchent pas.",
			"No confirmed partner contributes to the axis {subject}; for one, the dates do not tell.",
		}
	}
	return sentence{
		"Aucun partenaire confirmé ne contribue à l’axe {subject} ; pour {count}, les dates ne tranchent pas.",
		"No confirmed partner contributes to the axis {subject}; for {count}, the dates do not tell.",
	}
}

func (g GapSentence) stale() sentence {
	s := sentence{
		"{count} des {of} partenaires confirmés n’ont aucune source datée",
		"{count} of the {of} confirmed partners have no dated source",
	}
	switch {
	case g.Of == 1:
		s = sentence{
			"le seul partenaire confirmé n’a aucune source datée",
			"the only confirmed partner has no dated source",
		}
	case g.Count == g.Of:
		s = sentence{
			"aucun des {of} partenaires confirmés n’a de source datée",
			"none of the {of} confirmed partners has a dated source",
		}
	case g.Count == 1:
		s = sentence{
			"un des {of} partenaires confirmés n’a aucune source datée",
			"one of the {of} confirmed partners has no dated source",
		}
	}
	if g.AtLeast { // a collective has other partners, who are not known
		one, several, known := "partenaire confirmé", "partenaires confirmés", "confirmed"
		s.french = strings.NewReplacer(several, several+" connus", one, one+" connu").Replace(s.french)
		s.english = strings.Replace(s.english, known, "known "+known, 1)
	}
	age := " that is at most {months} months old."
	if g.Months == 1 {
		age = " that is at most a month old."
	}
	return sentence{
		"Axe {subject} : " + s.french + " de {months} mois ou moins.",
		"Axis {subject}: " + s.english + age,
	}
}

// mostLeads is the maximum number of partners that a sentence names.
const mostLeads = 3

// noLead returns the sentence that nobody leads, with those who may.
func (g GapSentence) noLead(l Language) string {
	text := sentence{"Aucun pilote confirmé pour l’axe ", "No confirmed lead of the axis "}.in(l) + g.Subject
	for _, some := range []struct {
		words sentence
		names []string
	}{
		{sentence{" ; pilotage prospectif : ", "; prospective lead: "}, g.Prospective},
		{sentence{" ; pilotage incertain : ", "; uncertain lead: "}, g.Uncertain},
	} {
		if len(some.names) > 0 {
			text += some.words.in(l) + joinSome(l, some.names)
		}
	}
	return text + "."
}

// joinSome joins the first names, and adds how many more there are.
func joinSome(l Language, names []string) string {
	text := strings.Join(names[:min(len(names), mostLeads)], ", ")
	switch more := len(names) - mostLeads; {
	case more == 1:
		text += sentence{" et un autre", " and one more"}.in(l)
	case more > 1:
		text += sentence{" et " + strconv.Itoa(more) + " autres", " and " + strconv.Itoa(more) + " more"}.in(l)
	}
	return text
}

// neverMeet returns the sentence for two records whose dates never meet.
func (g GapSentence) neverMeet(l Language) string {
	subject, other := lastDay(l, g.Ended), firstDay(l, g.Begins)
	if g.SubjectBegins {
		subject, other = other, subject
	}
	return sentence{
		"Ces dates ne se rencontrent jamais : " + g.Subject + ", " + subject + " ; " + g.Other + ", " + other + ".",
		"These dates never meet: " + g.Subject + ", " + subject + "; " + g.Other + ", " + other + ".",
	}.in(l)
}

// Quoted returns the name between quotes, for a sentence that gives the type: « its name ».
func Quoted(name string) string { return "« " + name + " »" }

// InWords names a record with its type in the middle of a sentence: « l’action « X » ».
func InWords(l Language, name, recordType string) string {
	if article, has := articles[recordType]; has {
		return article.in(l) + " « " + name + " »"
	}
	return withoutArticle(name, recordType)
}
