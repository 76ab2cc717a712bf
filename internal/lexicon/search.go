package lexicon

import "io"

// Closeness is how well a record matches a search.
type Closeness string

// From the best to the least.
const (
	Exact         Closeness = "EXACT"
	InName        Closeness = "NAME"
	NameBeginning Closeness = "BEGINNING"
	InText        Closeness = "TEXT"
	Similar       Closeness = "SIMILAR"
	SomeWords     Closeness = "SOME_WORDS"
)

var closenesses = Vocabulary{"Closeness", "How well a record matches a search, from the best to the least.", []Term{
	{"EXACT", "exact", "exacte", "A name, an acronym, a code or a number is what was asked for."},
	{"NAME", "name", "nom", "Its names have all words, or their plural, or their initials: first partners by their initials."},
	{"BEGINNING", "beginning", "début de mot", "Its names have words that begin so, or the acronym of several."},
	{"TEXT", "text", "texte", "Its names and texts together have words that begin so; after these, names and texts with words of the same stem."},
	{"SIMILAR", "similar", "approchant", "Nothing has the words as they are; it has words that are alike: a letter off, or after these with the word within them."},
	{"SOME_WORDS", "some words", "en partie", "Nothing has all words, not even alike; it has some of them, first as they are."},
}}

// Values lists every closeness.
func (Closeness) Values() []string { return closenesses.Words() }

// Label returns the closeness in a language.
func (w Closeness) Label(l Language) string { return closenesses.Label(string(w), l) }

// MarshalGQL writes the closeness as an enum value.
func (w Closeness) MarshalGQL(out io.Writer) { marshal(out, w) }

// UnmarshalGQL reads the closeness from an enum value.
func (w *Closeness) UnmarshalGQL(value any) error { return unmarshal(w, value, closenesses) }
