package lexicon

import (
	"fmt"
	"slices"
)

// Phrase is a part of a sentence that is said in the sentence's language.
type Phrase string

// Say is a sentence of ours in the language. Sentences stand in the code in
// English, as formats; their French is found by them, and tests hold that it is
// there. One that is not is said in English rather than not at all.
func (w Language) Say(english string, args ...any) string {
	text := english
	if french, known := inFrench[english]; known && w == French {
		text = french
	}
	if len(args) == 0 {
		return text
	}
	said := slices.Clone(args)
	for i, arg := range said {
		if phrase, ok := arg.(Phrase); ok {
			said[i] = w.Say(string(phrase))
		}
	}
	return fmt.Sprintf(text, said...)
}
