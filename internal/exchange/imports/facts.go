package imports

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"maillage/internal/edit"
	"maillage/internal/exchange/scdl"
	"maillage/internal/exchange/shape"
	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// factOf returns what a stored line says.
func factOf(l *ent.ImportLine) (*shape.Fact, error) {
	f := &shape.Fact{Values: map[string]any{}, References: map[string]shape.Reference{}}
	decoder := json.NewDecoder(bytes.NewReader(l.Fact))
	decoder.UseNumber()
	err := decoder.Decode(f)
	f.Line, f.Place = l.Number, l.Place
	return f, err
}

// cellOf names the first cell of a line.
func cellOf(l *ent.ImportLine) string {
	if l.Place != "" {
		return l.Place
	}
	return scdl.CellOfLine(l.Number)
}

// identify gives a fact its identity: by the identifier of its record, its code, its name, or the fields that identify
// a record of its type.
func (p *planner) identify(f *shape.Fact) {
	if f.Of() == nil || f.Identity != nil {
		return
	}
	home := scopeOf(f.Of(), p.homeOf(f))
	parts := []string{"record", f.Type, home}
	switch key := edit.NaturalKey(f.Type); {
	case f.ID != "":
		parts = append(parts, "id", f.ID)
	case f.Text("code") != "":
		parts = append(parts, "code", f.Text("code"))
	case key != nil:
		for _, name := range key {
			parts = append(parts, name, f.References[name].Name, fmt.Sprint(f.Values[name]))
		}
	default:
		parts = append(parts, "name", lexicon.FoldWord(f.Text("name")))
	}
	sum := shape.Hash(parts...)
	f.Identity, f.Base = sum[:], sum[:]
}

// isParty reports whether a fact is about a partner that it only names: people decide who it is.
func isParty(f *shape.Fact) bool {
	return f.Type == "partner" && f.ID == "" && f.Text("code") == "" && f.Text("name") != ""
}

// recordOf returns the identifier of the record that a fact is about, as far as the fact alone tells: a new one if the
// hub has none.
func (p *planner) recordOf(f *shape.Fact) string {
	t := f.Of()
	switch {
	case f.ID != "":
		return f.ID
	case f.IsKeyed || isParty(f):
		return lexicon.NewUID(f.Type)
	}
	if f.Number != "" {
		if uid := p.holder(f.Scheme, f.Number); uid != "" {
			return uid
		}
	}
	home := scopeOf(t, p.homeOf(f))
	if code := f.Text("code"); code != "" {
		if found := p.inHub(t, home, code); len(found) == 1 {
			return found[0]
		}
		if t.Claim && home == "" { // its contract is that of its ends
			if found := p.inHub(t, anywhere, code); len(found) == 1 {
				return found[0]
			}
		}
		return lexicon.NewUID(f.Type)
	}
	if name := f.Text("name"); name != "" {
		if found := p.hubNames(t)[nameKey(t, home, name)]; len(found) == 1 {
			return found[0]
		}
		f.Values["code"] = newCode(f)
		if found := p.inHub(t, home, f.Text("code")); len(found) == 1 {
			return found[0] // an import made it under this name
		}
	}
	return lexicon.NewUID(f.Type)
}

// newCode returns the code of a new record that the file gives none: the same whenever it is imported.
func newCode(f *shape.Fact) string {
	sum := shape.Hash(f.Type, lexicon.FoldWord(f.Text("name")))
	return codeFor(f.Text("name"), fmt.Sprintf("%x", sum[:5]))
}

// codeFor returns a code: the beginning of a name, and what makes it unique.
func codeFor(name, unique string) string {
	slug := strings.Trim(lexicon.Slug(name), "-")
	if len(slug) > maxSlug {
		slug = strings.TrimRight(slug[:maxSlug], "-.")
	}
	return strings.TrimPrefix(slug+"-"+unique, "-")
}

// stated returns what a fact states of a field, as a plain value: for a reference the identifier of the record. It
// returns false if the fact does not tell, or not yet.
func stated(f *shape.Fact, field *record.Field) (value any, ok bool) {
	if r, is := f.References[field.Name]; is {
		if r.UID == "" && (r.Name != "" || r.Slot != 0) {
			return nil, false
		}
		return r.UID, true
	}
	said, is := f.Values[field.Name]
	if !is {
		return nil, false
	}
	plain, problem := field.Parse(said)
	if problem != nil {
		return nil, false
	}
	if plain == nil {
		plain = field.Default
	}
	return plain, true
}

// changedFields returns the names of the fields that a fact states otherwise than a record has them.
func (p *planner) changedFields(f *shape.Fact, row ent.Row) (names []string) {
	for _, field := range f.Of().Fields {
		value, is := stated(f, field)
		if is && !isEqual(f, value, p.valueOf(row, field)) {
			names = append(names, field.Name)
		}
	}
	slices.Sort(names)
	return names
}

// valueOf returns what a record has in a field, as [stated] does.
func (p *planner) valueOf(row ent.Row, field *record.Field) any {
	if !field.IsReference() {
		value := field.Plain(row.Column(field.Columns()[0]))
		if value == "" {
			return nil
		}
		return value
	}
	if prefix, id := p.view.Referred(row, field); id != 0 {
		return p.uid(prefix, id)
	}
	return ""
}

// isEqual reports whether a fact states what is there. In a file of other people, texts that differ in case, accents
// and punctuation only are equal.
func isEqual(f *shape.Fact, one, other any) bool {
	if reflect.DeepEqual(one, other) {
		return true
	}
	a, isText := one.(string)
	b, areTexts := other.(string)
	return !f.Exact && isText && areTexts && lexicon.FoldWord(a) == lexicon.FoldWord(b)
}

// titleOf returns what people call the record of a line: its name, or what it links.
func titleOf(l *ent.ImportLine, f *shape.Fact) string {
	if name := f.Text("name"); name != "" {
		return name
	}
	t := f.Of()
	if t == nil {
		return ""
	}
	parties := []*ent.ImportParty{l.Edges.Funder, l.Edges.Beneficiary}
	var parts []string
	for _, field := range t.Fields {
		r := f.References[field.Name]
		switch {
		case r.Slot > 0 && parties[r.Slot-1] != nil:
			parts = append(parts, parties[r.Slot-1].Name)
		case r.Name != "" && field.Name != "contract":
			parts = append(parts, r.Name)
		}
	}
	title := strings.Join(parts, " → ")
	if amount, is := stated(f, orNone(t.Field("amount"))); is && amount != nil {
		cents, _ := amount.(int64)
		title += ", " + shape.AmountText(cents) + " €"
	}
	if title == "" {
		title = f.Text("code")
	}
	return title
}

// orNone returns a field that no fact states, for a type without it.
func orNone(f *record.Field) *record.Field {
	if f == nil {
		return &record.Field{}
	}
	return f
}
