package lexicon

// Text is a text in both languages.
type Text struct{ English, French string }

// In returns the text in a language.
func (t Text) In(l Language) string {
	if l == English {
		return t.English
	}
	return t.French
}
