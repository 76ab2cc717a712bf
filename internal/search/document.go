package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// version is that of what is indexed, and how. A database that was indexed by
// another is indexed anew.
const version = "2"

// kinds are the types by the numbers that the index gives them. Things come
// before claims where they are otherwise equal.
var kinds = []string{
	"partner", "contract", "plan", "axis", "action", "group", "theme", "programme", "audience", "territory", "criterion", "concept", "source",
	"identifier", "contribution", "alignment", "membership", "relation", "citation",
}

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
	ofScope  = "s" // the contract that it belongs to, by database id; 0 is none
	ofKind   = "k" // its type
)

// document is a record as the index keeps it.
type document struct {
	kind    int
	record  int
	scope   *int
	weight  int    // its place among those that match as well: the lighter first
	key     []byte // by which equally heavy ones are ordered
	lexemes []string
	words   []string // for the vocabulary
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

// documentOf reads a record; held are the identifiers that registers gave it.
// A record without a word has none.
func documentOf(prefix string, row ent.Row, held []string) *document {
	t := record.Of(prefix)
	d := &document{kind: slices.Index(kinds, prefix), record: row.RowID(), scope: scopeOf(t, row)}
	lexemes := map[string]bool{}
	for _, f := range t.Fields {
		for _, text := range textsOf(f, row) {
			switch {
			case isName(t, f):
				d.name(lexemes, f.Name, text)
			case isText(t, f):
				d.text(lexemes, text)
			}
		}
	}
	for _, value := range held {
		d.number(lexemes, value)
	}
	if len(lexemes) == 0 {
		return nil
	}
	switch {
	case prefix == "citation":
		d.weight += citationWeight
	case row.Column("name") == nil:
		d.weight += claimWeight
	}
	scope := 0
	if d.scope != nil {
		scope = *d.scope
	}
	lexemes[scopeLexeme(scope)], lexemes[ofKind+prefix] = true, true
	for lexeme := range lexemes {
		d.lexemes = append(d.lexemes, lexeme)
	}
	slices.Sort(d.lexemes)
	return d
}

func scopeOf(t *record.Type, row ent.Row) *int {
	if t.Scope == "id" {
		id := row.RowID()
		return &id
	}
	if id, ok := row.Column(t.Scope).(int); ok && t.Scope != "" {
		return &id
	}
	return nil
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
func (d *document) name(lexemes map[string]bool, field, text string) {
	words := wordsOf(text)
	if field == "value" {
		d.number(lexemes, text)
		d.order(text, 1)
		return
	}
	said := significant(words)
	if len(said) == 0 {
		said = words // « Les Autres »: they are all that there is
	}
	for _, w := range said {
		d.add(lexemes, w, nameWord, nameStem)
	}
	if field != "code" {
		d.initials(lexemes, text, said)
	}
	if all := squeezed(words); all != "" && utf8.RuneCountInString(all) <= longestExact {
		lexemes[exactly+all] = true
	}
	if field == "name" || d.key == nil {
		d.order(text, len(said))
	}
}

// initials adds those of a name, and of the parts that begin it where it is an
// organisation's: the names of others are sentences rather.
func (d *document) initials(lexemes map[string]bool, text string, said []word) {
	all := []string{initialsOf(each(said, folded))}
	if kinds[d.kind] == "partner" {
		all = append(all, heads(text, said)...)
	}
	for _, short := range all {
		if short != "" {
			lexemes[initials+short] = true
		}
	}
}

// text adds a text: its words and their stems.
func (d *document) text(lexemes map[string]bool, text string) {
	said := significant(wordsOf(text))
	for _, w := range said {
		d.add(lexemes, w, textWord, textStem)
	}
	if d.key == nil && len(said) > 0 {
		d.order(text, len(said))
	}
}

func (d *document) order(text string, words int) {
	key := lexicon.SortKey(text)
	d.key, d.weight = key[:min(len(key), longestKey)], min(words, claimWeight-1)
}

// number adds an identifier as one word, however it is written.
func (d *document) number(lexemes map[string]bool, value string) {
	if all := squeezed(wordsOf(value)); all != "" {
		lexemes[nameWord+all], lexemes[exactly+all] = true, true
	}
}

func (d *document) add(lexemes map[string]bool, w word, class, stemClass string) {
	lexemes[class+w.folded], lexemes[stemClass+stem(w.folded)] = true, true
	if n := utf8.RuneCountInString(w.folded); n >= shortestSimilar && n <= longestSimilar && !hasDigit(w.folded) {
		d.words = append(d.words, w.folded)
	}
}

// joined are the lexemes as databases take them.
func (d *document) joined() string { return strings.Join(d.lexemes, " ") }
