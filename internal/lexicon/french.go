package lexicon

import (
	"fmt"
	"slices"
)

// Phrase is a part of a sentence that is translated into the sentence's language.
type Phrase string

// Say returns a sentence of the hub in the language, formatted with args. The code has its sentences
// in English, as formats, by which their French is found. Tests check that each has one. A sentence
// without a translation is returned in English.
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
