package search

import (
	"slices"
	"unicode/utf8"

	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// kinds are the types by the numbers that the index gives them. Things come
// before claims where they are otherwise equal.
var kinds = []string{
	"partner", "contract", "plan", "axis", "action", "group", "theme", "programme", "audience", "territory", "criterion", "concept", "source",
	"identifier", "contribution", "alignment", "membership", "relation", "citation",
}

func kindOf(prefix string) int { return kindsOf[prefix] }

var kindsOf = func() map[string]int {
	all := map[string]int{}
	for kind, prefix := range kinds {
		all[prefix] = kind
	}
	return all
}()

// names are the fields by which a record is known, and texts those that say
// something of it. What is in neither has no words to be found by.
var (
	names = set("name code acronym aliases variants Identifier.value")
	texts = set("description note wording inference literal quote locator publisher url licence list reason Citation.value translations")
)

func isName(t *record.Type, f *record.Field) bool { return names[f.Name] || names[t.Name+"."+f.Name] }
func isText(t *record.Type, f *record.Field) bool { return texts[f.Name] || texts[t.Name+"."+f.Name] }

// What a lexeme says of its record, by its first letter.
const (
	nameWord = "n" // a word of a name
	nameStem = "m" // the stem of one
	textWord = "o" // a word of a text
	textStem = "p" // the stem of one
	initials = "i" // the initials of a name, and of what begins that of a partner
	exactly  = "x" // a whole name, as one word
	ofKind   = "k" // its type, which documents do not repeat
)

// document is a record as the index keeps it.
type document struct {
	entry   entry
	weight  uint16 // its place among those that match as well: the lighter first
	lexemes []string
	words   int // that its name says
}

// What makes a record heavier than any that has a name: claims come after
// things, and citations after claims.
const (
	claimWeight    = 1000
	citationWeight = 2000
)

// longestKey is how many bytes of a name order it.
const longestKey = 120

// longestExact is how many letters a name may have to be found as a whole.
const longestExact = 200

// documentOf reads a record; held are the identifiers that registers gave it. It returns nil for a record without a
// word.
func documentOf(e entry, row ent.Row, held []string) *document {
	t := record.Of(kinds[e.kind()])
	d := &document{entry: e, words: -1}
	for _, f := range t.Fields {
		for _, text := range textsOf(f, row) {
			switch {
			case isName(t, f):
				d.name(f.Name, text)
			case isText(t, f):
				d.text(text)
			}
		}
	}
	for _, value := range held {
		d.number(value)
	}
	if len(d.lexemes) == 0 {
		return nil
	}
	d.weight = uint16(max(d.words, 0)) //nolint:gosec // at most claimWeight
	switch {
	case t.Prefix == "citation":
		d.weight += citationWeight
	case row.Column("name") == nil:
		d.weight += claimWeight
	}
	slices.Sort(d.lexemes)
	d.lexemes = slices.Compact(d.lexemes)
	return d
}

// textsOf are the texts of a field.
func textsOf(f *record.Field, row ent.Row) []string {
	if f.IsReference() {
		return nil
	}
	switch v := row.Column(f.Columns()[0]).(type) {
	case string:
		return []string{v}
	case []string:
		return v
	case []lexicon.Translation:
		texts := make([]string, len(v))
		for i, t := range v {
			texts[i] = t.Text
		}
		return texts
	}
	return nil
}

// name adds a name: its words, their stems, its initials, and all of it as one.
func (d *document) name(field, text string) {
	words := wordsOf(text)
	if field == "value" {
		d.number(text)
		d.words = 1
		return
	}
	said := significant(words)
	if len(said) == 0 {
		said = words // « Les Autres »: they are all that there is
	}
	for _, w := range said {
		d.add(w, nameWord, nameStem)
	}
	if field != "code" {
		d.initials(text, said)
	}
	if all := squeezed(words); all != "" && utf8.RuneCountInString(all) <= longestExact {
		d.lexemes = append(d.lexemes, exactly+all)
	}
	if field == "name" || d.words < 0 {
		d.says(said)
	}
}

// says weighs what the record says first.
func (d *document) says(said []word) { d.words = min(len(said), claimWeight-1) }

// initials adds those of a name, and of the parts that begin it where it is an
// organisation's: the names of others are sentences rather.
func (d *document) initials(text string, said []word) {
	all := []string{initialsOf(each(said, folded))}
	if kinds[d.entry.kind()] == "partner" {
		all = append(all, heads(text, said)...)
	}
	for _, short := range all {
		if short != "" {
			d.lexemes = append(d.lexemes, initials+short)
		}
	}
}

// text adds a text: its words and their stems.
func (d *document) text(text string) {
	said := significant(wordsOf(text))
	for _, w := range said {
		d.add(w, textWord, textStem)
	}
	if d.words < 0 && len(said) > 0 {
		d.says(said)
	}
}

// number adds an identifier as one word, however it is written.
func (d *document) number(value string) {
	if all := squeezed(wordsOf(value)); all != "" {
		d.lexemes = append(d.lexemes, nameWord+all, exactly+all)
	}
}

func (d *document) add(w word, class, stemClass string) {
	d.lexemes = append(d.lexemes, class+w.folded, stemClass+stem(w.folded))
}
