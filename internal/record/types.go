package record

import "maillage/internal/lexicon"

func (f *Field) required() *Field {
	f.Required = true
	return f
}

func (f *Field) fixed() *Field {
	f.Fixed = true
	return f
}

// or sets the default value of the field, which then always has a value.
func (f *Field) or(value any) *Field {
	f.Default = value
	return f
}

// forms are the forms that texts can have, by the names that the schemas give them.
var forms = map[string]struct {
	has  func(string) bool
	want string // a description for people
}{
	"code": {codeForm.MatchString, "a-z 0-9 . -"},
	"url":  {isURL, "https://…"},
}

// like restricts the field's texts to a form.
func (f *Field) like(name string) *Field {
	f.form, f.want = forms[name].has, forms[name].want
	return f
}

// byHub marks a field that no input has.
func (f *Field) byHub() *Field {
	f.ByHub = true
	return f
}

// most limits a number.
func (f *Field) most(n int64) *Field {
	f.Most = n
	return f
}

// signed allows negative numbers.
func (f *Field) signed() *Field {
	f.Signed = true
	return f
}

// canonical writes a date by its days alone.
func (f *Field) canonical() *Field {
	f.Canonical = true
	return f
}

// MergedIDs is the field that lists the ids and codes of the records that were merged into one. Each of them leads to
// it.
const MergedIDs = "mergedIds"

func same(v any) any { return v }

// short returns a text field of at most most characters.
func short(name, column string, most int) *Field {
	return &Field{Name: name, Max: most, kind: text, column: column, toColumn: same}
}

func wordOf[W interface {
	~string
	Values() []string
}](name, column string, of W) *Field {
	return &Field{Name: name, kind: word, words: of.Values(), column: column,
		toColumn: func(v any) any { return W(v.(string)) }}
}

func when(name, column string) *Field {
	return &Field{Name: name, kind: date, column: column,
		toColumn: func(v any) any { return lexicon.MustPartialDate(v.(string)) }}
}

func truth(name, column string) *Field {
	return &Field{Name: name, kind: flag, column: column, Default: false, toColumn: same}
}

// maybe returns a flag that can be unknown.
func maybe(name, column string) *Field {
	return &Field{Name: name, kind: flag, column: column, toColumn: same}
}

func number(name, column string) *Field {
	return &Field{Name: name, kind: whole, column: column, toColumn: func(v any) any { return int(v.(int64)) }}
}

func amount(name, column string) *Field {
	return &Field{Name: name, kind: cents, column: column, toColumn: same}
}

// exact returns a decimal number, whose plain value is a text.
func exact(name, column string) *Field {
	return &Field{Name: name, kind: decimal, column: column,
		toColumn: func(v any) any { return lexicon.MustDecimal(v.(string)) }}
}

// longestOfList is the length of the longest text of a list, in characters.
const longestOfList = 200

func list(name, column string, most int) *Field {
	if most == 0 {
		most = longestOfList
	}
	return &Field{Name: name, Max: most, kind: texts, column: column, toColumn: same}
}

func reference(name string, ends ...End) *Field {
	return &Field{Name: name, kind: link, ends: ends}
}
