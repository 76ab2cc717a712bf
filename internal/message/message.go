// Package message is the catalogue of the sentences of errors, in English and French.
//
// A message without values is a [Sentence]. A message with values is a function of them, so that an unknown message or
// a wrong value does not compile.
package message

import (
	"fmt"
	"slices"
	"strings"

	"maillage/internal/lexicon"
)

// Sentence is a message of the catalogue with its values.
type Sentence struct {
	text   lexicon.Text
	values []any
}

// Localized is a value that has a text in each language.
type Localized interface{ In(lexicon.Language) string }

// labelled is a word of a vocabulary, which has a label in each language.
type labelled interface{ Label(lexicon.Language) string }

// In returns the sentence in a language, with its values in the same language.
func (s Sentence) In(l lexicon.Language) string {
	if len(s.values) == 0 {
		return s.text.In(l)
	}
	values := slices.Clone(s.values)
	for i, value := range values {
		switch v := value.(type) {
		case Localized:
			values[i] = v.In(l)
		case labelled:
			values[i] = v.Label(l)
		}
	}
	return fmt.Sprintf(s.text.In(l), values...)
}

// String returns the sentence in English, for logs and the command line.
func (s Sentence) String() string { return s.In(lexicon.English) }

// Renaming returns the sentence with the name of another field in place of one.
func (s Sentence) Renaming(field, other string) Sentence {
	s.values = slices.Clone(s.values)
	for i, value := range s.values {
		if value == field {
			s.values[i] = other
		}
	}
	return s
}

// List is several sentences in a row.
type List []Sentence

// In returns the sentences in a language, separated by commas.
func (list List) In(l lexicon.Language) string {
	texts := make([]string, len(list))
	for i, s := range list {
		texts[i] = s.In(l)
	}
	return strings.Join(texts, ", ")
}

// Translated returns a sentence that another package has in each language.
func Translated(text Localized) Sentence {
	return Sentence{lexicon.Text{English: "%s", French: "%s"}, []any{text}}
}

// Verbatim returns a sentence as it is, in both languages. It is for the text of a library, and for one that is in the
// reader’s language already.
func Verbatim(text string) Sentence {
	return Sentence{text: lexicon.Text{English: text, French: text}}
}

// entry is a message of the catalogue. Values has the zero value of each value that it takes.
type entry struct {
	text   lexicon.Text
	values []any
}

// catalogue lists all messages, for the tests.
var catalogue []entry

func enter(english, french string, values ...any) lexicon.Text {
	text := lexicon.Text{English: english, French: french}
	catalogue = append(catalogue, entry{text, values})
	return text
}

// plain returns a message without values.
func plain(english, french string) Sentence { return Sentence{text: enter(english, french)} }

// with1 returns a message with one value, as a function of it.
func with1[A any](english, french string) func(A) Sentence {
	text := enter(english, french, *new(A))
	return func(a A) Sentence { return Sentence{text, []any{a}} }
}

// with2 returns a message with two values, as a function of them.
func with2[A, B any](english, french string) func(A, B) Sentence {
	text := enter(english, french, *new(A), *new(B))
	return func(a A, b B) Sentence { return Sentence{text, []any{a, b}} }
}

// with3 returns a message with three values, as a function of them.
func with3[A, B, C any](english, french string) func(A, B, C) Sentence {
	text := enter(english, french, *new(A), *new(B), *new(C))
	return func(a A, b B, c C) Sentence { return Sentence{text, []any{a, b, c}} }
}

// with4 returns a message with four values, as a function of them.
func with4[A, B, C, D any](english, french string) func(A, B, C, D) Sentence {
	text := enter(english, french, *new(A), *new(B), *new(C), *new(D))
	return func(a A, b B, c C, d D) Sentence { return Sentence{text, []any{a, b, c, d}} }
}
