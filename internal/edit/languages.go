package edit

import (
	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/record"
)

// checkLanguages sets the default language of a new record: that of its owner, and for a citation that of its source.
// It also checks that no translation is in the record's own language.
func (w *work) checkLanguages(n *pending) {
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
			w.report(n.step, at, lexicon.UserInvalid, message.OwnLanguage(own))
		}
	}
}

// speaker returns the record whose language a new one takes; nil when there is none.
func (n *pending) speaker() *row {
	for _, field := range n.speakers() {
		if end := n.ends[field]; end != nil {
			return end
		}
	}
	return nil
}

// speakers returns the fields that may point to that record.
func (n *pending) speakers() []string {
	if n.of.Prefix == "citation" {
		return []string{"source"}
	}
	return n.of.Owner
}
