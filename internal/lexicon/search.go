package lexicon

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

var closenesses = Vocabulary{"Closeness", "How well a record matches a search, from best to worst.", []Term{
	{"EXACT", "exact", "exacte", "A name, an acronym, a code or a number equals the query."},
	{"NAME", "name", "nom", "Its names have all words, their plurals or their initials; partners found by initials come first."},
	{"BEGINNING", "beginning", "début de mot", "Words of its names begin with the query’s words, or its names have the acronym of several."},
	{"TEXT", "text", "texte", "Words of its names and texts together begin with the query’s words, or after these have the same stem."},
	{"SIMILAR", "similar", "approchant", "No record has the words; it has similar ones: a letter off, or after these containing the word."},
	{"SOME_WORDS", "some words", "en partie", "No record has all words, even similar ones; it has some of them, first the exact ones."},
}}
