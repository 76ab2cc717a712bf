package edit

import (
	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// languages gives a new record of which nobody says the language that of what it
// belongs to, for a citation that of its source, and holds that no translation is
// in the language of the record itself.
func (w *work) languages(n *wanted) {
	if n.wrong(record.Language, record.Translations) || n.wrong(n.speakers()...) {
		return
	}
	if n.was == nil && n.values[record.Language] == nil {
		if speaker := n.speaker(); speaker != nil {
			n.values[record.Language] = speaker.text(record.Language)
		}
	}
	at := record.Translations
	translations, _ := n.values[at].([]lexicon.Translation)
	if !n.sets(at) && n.was != nil {
		translations, _ = n.was.Column(at).([]lexicon.Translation)
		at = record.Language
	}
	for _, t := range translations {
		if own := n.text(record.Language); string(t.Language) == own {
			w.report(n.step, at, lexicon.UserInvalid, "Le texte lui-même est déjà en « %s » : une traduction est dans une autre langue.",
				"The text itself is in %q already: a translation is in another language.", own)
		}
	}
}

// speaker is the record whose language a new one takes; nil when there is none.
func (n *wanted) speaker() *row {
	for _, field := range n.speakers() {
		if end := n.ends[field]; end != nil {
			return end
		}
	}
	return nil
}

// speakers are the fields that may lead to it.
func (n *wanted) speakers() []string {
	if n.of.Prefix == "citation" {
		return []string{"source"}
	}
	return n.of.Owner
}
