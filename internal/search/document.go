package search

import (
	"slices"
	"unicode/utf8"

	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// kinds lists the types by their numbers in the index. Among equal hits, what people look for most comes first, and
// what has a name comes before what has none.
var kinds = func() []string {
	order := []string{"partner", "contract", "plan", "axis", "action", "group", "theme"}
	for _, isNamed := range []bool{true, false} {
		for _, t := range record.Types {
			if (t.Field("name") != nil) == isNamed && !slices.Contains(order, t.Prefix) {
				order = append(order, t.Prefix)
			}
		}
	}
	return order
}()

// kindOf returns the number of a type in the index.
func kindOf(prefix string) int { return kindsOf[prefix] }

var kindsOf = func() map[string]int {
	all := map[string]int{}
	for kind, prefix := range kinds {
		all[prefix] = kind
	}
	return all
}()

// names are the fields that identify a record. Its other texts describe it, except those that are for programs.
var (
	names       = set("name code acronym aliases variants Identifier.value")
	forPrograms = set("language Citation.about Partner.mergedIds")
)

func isName(t *record.Type, f *record.Field) bool { return hasField(names, t, f) }

func isText(t *record.Type, f *record.Field) bool {
	return (f.Max > 0 || f.Name == record.Translations) && !isName(t, f) && !hasField(forPrograms, t, f)
}

// hasField reports whether a set has a field, by its name or with that of its type.
func hasField(fields map[string]bool, t *record.Type, f *record.Field) bool {
	return fields[f.Name] || fields[t.Name+"."+f.Name]
}

// The classes of lexemes, as their first letter.
const (
	nameWord  = "n" // a word of a name
	nameStem  = "m" // the stem of one
	textWord  = "o" // a word of a text
	textStem  = "p" // the stem of one
	initials  = "i" // the initials of a name, and those of the beginning of a partner's name
	exactName = "x" // a whole name, as one word
	typeClass = "k" // the type of the record, which documents do not repeat
)

// document is a record as it is indexed.
type document struct {
	entry      entry
	weight     uint16 // order among hits of equal closeness: the lightest first
	lexemes    []string
	nameLength int // number of words of its name
}

// These weights exceed that of any record with a name: claims come after things, and citations after claims.
const (
	claimWeight    = 1000
	citationWeight = 2000
)

// maxKeyBytes is the number of bytes of a sort key that order hits.
const maxKeyBytes = 120

// maxExactLetters is the maximum number of letters of a name that is found as a whole.
const maxExactLetters = 200

// documentOf returns the document of a record; held are its identifiers in registers. It returns nil for a record
// without words.
func documentOf(e entry, row ent.Row, held []string) *document {
	t := record.Of(kinds[e.kind()])
	d := &document{entry: e, nameLength: -1}
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
	d.weight = uint16(max(d.nameLength, 0)) //nolint:gosec // at most claimWeight
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

// textsOf returns the texts of a field.
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

// name adds a name: its words, their stems, its initials, and the whole name as one word.
func (d *document) name(field, text string) {
	words := wordsOf(text)
	if field == "value" {
		d.number(text)
		d.nameLength = 1
		return
	}
	terms := significant(words)
	if len(terms) == 0 {
		terms = words // « Les Autres » consists of stop words alone
	}
	for _, w := range terms {
		d.add(w, nameWord, nameStem)
	}
	if field != "code" {
		d.initials(text, terms)
	}
	if all := concatenated(words); all != "" && utf8.RuneCountInString(all) <= maxExactLetters {
		d.lexemes = append(d.lexemes, exactName+all)
	}
	if field == "name" || d.nameLength < 0 {
		d.setLength(terms)
	}
}

// setLength sets the length of the name, or of the first text of a record without a name.
func (d *document) setLength(terms []word) { d.nameLength = min(len(terms), claimWeight-1) }

// initials adds the initials of a name. For a partner it also adds those of the beginnings of its name, as other
// names are more like sentences.
func (d *document) initials(text string, terms []word) {
	all := []string{initialsOf(mapSlice(terms, folded))}
	if kinds[d.entry.kind()] == "partner" {
		all = append(all, heads(text, terms)...)
	}
	for _, short := range all {
		if short != "" {
			d.lexemes = append(d.lexemes, initials+short)
		}
	}
}

// text adds a text: its words and their stems.
func (d *document) text(text string) {
	terms := significant(wordsOf(text))
	for _, w := range terms {
		d.add(w, textWord, textStem)
	}
	if d.nameLength < 0 && len(terms) > 0 {
		d.setLength(terms)
	}
}

// number adds an identifier as one word, without its spaces and punctuation.
func (d *document) number(value string) {
	if all := concatenated(wordsOf(value)); all != "" {
		d.lexemes = append(d.lexemes, nameWord+all, exactName+all)
	}
}

// add adds a word and its stem.
func (d *document) add(w word, class, stemClass string) {
	d.lexemes = append(d.lexemes, class+w.folded, stemClass+stem(w.folded))
}
