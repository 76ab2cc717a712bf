package lexicon

import (
	"strconv"
	"strings"
)

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
func (g GapSentence) replaceNames(l Language, s Text) string {
	count := strconv.Itoa(g.Count)
	if g.AtLeast && g.Code != StaleEvidence { // its Text has its own words for this
		count = Text{"at least ", "au moins "}.In(l) + count
	}
	return strings.NewReplacer(
		"{subject}", g.Subject, "{count}", count, "{of}", strconv.Itoa(g.Of), "{months}", strconv.Itoa(g.Months),
		"{audience}", g.Audience, "{territory}", g.Territory, "{other}", g.Other,
	).Replace(s.In(l))
}

// gapSentences are the sentences of gaps that have only one.
var gapSentences = map[GapCode]Text{
	SinglePartner: {
		"A single confirmed partner contributes to the axis {subject}.",
		"Un seul partenaire confirmé contribue à l’axe {subject}.",
	},
	ThemeWithoutAction: {
		"No action concerns the theme {subject}.",
		"Aucune action ne concerne la thématique {subject}.",
	},
	GroupWithoutMembers: {
		"No member of the group {subject} is known.",
		"On ne connaît aucun membre du groupe {subject}.",
	},
	PartnerWithoutContribution: {
		"Nothing links {subject} to an axis of the contract.",
		"Rien ne relie {subject} à un axe du contrat.",
	},
	Overlap: {
		"On the theme {subject}, {count} partners reach the audience {audience} in the territory" +
			" {territory} by different actions.",
		"Sur la thématique {subject}, {count} partenaires visent le public {audience} sur le" +
			" territoire {territory} par des actions différentes.",
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
func (g GapSentence) choice() Text {
	switch g.Code {
	case NoConfirmedContributor:
		return g.unconfirmed()
	case OnlyProspective:
		if g.Count == 1 && !g.AtLeast {
			return Text{
				"The axis {subject} has one partner only, a prospective one.",
				"L’axe {subject} n’a qu’un partenaire, envisagé.",
			}
		}
		return Text{
			"The axis {subject} has prospective partners only: {count}.",
			"L’axe {subject} n’a que des partenaires envisagés : {count}.",
		}
	case StaleEvidence:
		return g.stale()
	case UndatedEvidence:
		if g.Count == 1 {
			return Text{
				"The source {subject} has no date: a claim without a beginning rests on it.",
				"La source {subject} n’a pas de date : une affirmation sans début en dépend.",
			}
		}
		return Text{
			"The source {subject} has no date: {count} claims without a beginning rest on it.",
			"La source {subject} n’a pas de date : {count} affirmations sans début en dépendent.",
		}
	case Contradicted:
		if g.IsClaim {
			return Text{
				"A source contradicts this, and no value has been preferred: {subject}.",
				"Une source contredit ceci, et aucune valeur n’a été préférée : {subject}.",
			}
		}
		return Text{
			"A source contradicts {subject}; no value has been preferred.",
			"Une source contredit {subject} ; aucune valeur n’a été préférée.",
		}
	}
	return Text{"No source is cited for this: {subject}.", "Aucune source n’est citée pour ceci : {subject}."}
}

func (g GapSentence) unconfirmed() Text {
	switch {
	case g.Count == 0:
		return Text{
			"No confirmed partner contributes to the axis {subject}.",
			"Aucun partenaire confirmé ne contribue à l’axe {subject}.",
		}
	case g.Count == 1 && !g.AtLeast:
		return Text{
			"No confirmed partner contributes to the axis {subject}; for one, the dates do not tell.",
			"Aucun partenaire confirmé ne contribue à l’axe {subject} ; pour un seul, les dates ne tranchent pas.",
		}
	}
	return Text{
		"No confirmed partner contributes to the axis {subject}; for {count}, the dates do not tell.",
		"Aucun partenaire confirmé ne contribue à l’axe {subject} ; pour {count}, les dates ne tranchent pas.",
	}
}

func (g GapSentence) stale() Text {
	s := Text{
		"{count} of the {of} confirmed partners have no dated source",
		"{count} des {of} partenaires confirmés n’ont aucune source datée",
	}
	switch {
	case g.Of == 1:
		s = Text{
			"the only confirmed partner has no dated source",
			"le seul partenaire confirmé n’a aucune source datée",
		}
	case g.Count == g.Of:
		s = Text{
			"none of the {of} confirmed partners has a dated source",
			"aucun des {of} partenaires confirmés n’a de source datée",
		}
	case g.Count == 1:
		s = Text{
			"one of the {of} confirmed partners has no dated source",
			"un des {of} partenaires confirmés n’a aucune source datée",
		}
	}
	if g.AtLeast { // a collective has other partners, who are not known
		one, several, known := "partenaire confirmé", "partenaires confirmés", "confirmed"
		s.French = strings.NewReplacer(several, several+" connus", one, one+" connu").Replace(s.French)
		s.English = strings.Replace(s.English, known, "known "+known, 1)
	}
	age := " that is at most {months} months old."
	if g.Months == 1 {
		age = " that is at most a month old."
	}
	return Text{
		"Axis {subject}: " + s.English + age,
		"Axe {subject} : " + s.French + " de {months} mois ou moins.",
	}
}

// mostLeads is the maximum number of partners that a sentence names.
const mostLeads = 3

// noLead returns the sentence that nobody leads, with those who may.
func (g GapSentence) noLead(l Language) string {
	text := Text{"No confirmed lead of the axis ", "Aucun pilote confirmé pour l’axe "}.In(l) + g.Subject
	for _, some := range []struct {
		words Text
		names []string
	}{
		{Text{"; prospective lead: ", " ; pilotage envisagé : "}, g.Prospective},
		{Text{"; uncertain lead: ", " ; pilotage incertain : "}, g.Uncertain},
	} {
		if len(some.names) > 0 {
			text += some.words.In(l) + joinSome(l, some.names)
		}
	}
	return text + "."
}

// joinSome joins the first names, and adds how many more there are.
func joinSome(l Language, names []string) string {
	text := strings.Join(names[:min(len(names), mostLeads)], ", ")
	switch more := len(names) - mostLeads; {
	case more == 1:
		text += Text{" and one more", " et un autre"}.In(l)
	case more > 1:
		text += Text{" and " + strconv.Itoa(more) + " more", " et " + strconv.Itoa(more) + " autres"}.In(l)
	}
	return text
}

// neverMeet returns the sentence for two records whose dates never meet.
func (g GapSentence) neverMeet(l Language) string {
	subject, other := lastDay(l, g.Ended), firstDay(l, g.Begins)
	if g.SubjectBegins {
		subject, other = other, subject
	}
	return Text{
		"These dates never meet: " + g.Subject + ", " + subject + "; " + g.Other + ", " + other + ".",
		"Ces dates ne se rencontrent jamais : " + g.Subject + ", " + subject + " ; " + g.Other + ", " + other + ".",
	}.In(l)
}

// Quoted returns the name between quotes, for a sentence that gives the type: « its name ».
func Quoted(name string) string { return "« " + name + " »" }

// InWords names a record with its type in the middle of a sentence: « l’action « X » ».
func InWords(l Language, name, recordType string) string {
	if article, has := articles[recordType]; has {
		return article.In(l) + " « " + name + " »"
	}
	return withoutArticle(name, recordType)
}
