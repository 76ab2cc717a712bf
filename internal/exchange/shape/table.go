package shape

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"

	"maillage/internal/exchange/guard"
	"maillage/internal/exchange/read"
	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// The columns of every table of the hub before those of its fields.
const (
	idColumn       = "id"
	contractColumn = "contract"
	versionColumn  = "version" // which our exports as tables lack, and those as lines have
)

// ownFields returns the columns of the hub's own tables, and the members of its lines of JSON.
func ownFields() []read.Field {
	fields := []read.Field{}
	add := func(name string) {
		if !slices.ContainsFunc(fields, func(f read.Field) bool { return f.Name == name }) {
			field := read.Field{Profile: read.ProfileHub, Name: name, Words: []string{lineFields + name}}
			fields = append(fields, field)
		}
	}
	add(idColumn)
	add(contractColumn)
	for _, t := range record.Types {
		for _, f := range t.Fields {
			add(f.Name)
		}
	}
	for _, name := range lineMembers {
		add(name)
	}
	return fields
}

// typeOfTable returns the type whose table has a name or these columns; nil for no type. Among types with the same
// columns the name decides.
func typeOfTable(name string, g *read.Guess) *record.Type {
	if t := record.OfTable(strings.ReplaceAll(name, "-", "_")); t != nil {
		return t
	}
	var best []*record.Type
	most, filled := 0, 0
	for _, c := range g.Columns {
		if c.Header != "" {
			filled++
		}
	}
	for _, t := range record.Types {
		known := 0
		for _, c := range g.Columns {
			if c.Field == idColumn || c.Field == contractColumn || t.Field(c.Field) != nil {
				known++
			}
		}
		switch {
		case known > most:
			best, most = []*record.Type{t}, known
		case known == most:
			best = append(best, t)
		}
	}
	if len(best) != 1 || most < 2 || 2*most < filled {
		return nil
	}
	return best[0]
}

// table shapes the lines of a table of the hub's own.
type table struct {
	of        *record.Type
	reader    *read.Reader
	isGuarded bool // texts may have the apostrophe of a guard
}

func (s *table) missing() []lexicon.Note { return nil }

func (s *table) findings() []lexicon.Note { return nil }

// shape returns the fact of a line. Only the cells that the table has are stated; an empty one empties its field.
func (s *table) shape(line read.Line) ([]Fact, error) {
	f := newFact(s.of.Prefix)
	f.Line, f.Notes, f.Exact, f.Usable = line.Number, slices.Clone(line.Notes), true, line.Aligned
	if !line.Aligned {
		return []Fact{f}, nil
	}
	if id, where, _ := s.reader.Value(line, idColumn); id.Text != "" {
		f.giveID(s.of, id.Text, where)
	}
	if version, where, _ := s.reader.Value(line, versionColumn); version.Text != "" {
		n, _ := numberOf(version.Text).value.(int64)
		if f.Version = int(n); n < 1 {
			f.note(lexicon.ValueInvalid, lexicon.Waits, where, version.Text, "1, 2, 3…")
		}
	}
	home, _, _ := s.reader.Value(line, contractColumn)
	f.Home = home.Text
	for _, field := range s.of.Fields {
		c, where, there := s.reader.Value(line, field.Name)
		switch {
		case !there || field.Name == contractColumn:
		case field.IsReference():
			f.stateReference(field, c.Text, where)
		default:
			f.state(field, s.value(field, c), where)
		}
	}
	return []Fact{f}, nil
}

// giveID sets the identifier of the record. One of another type waits for a person.
func (f *Fact) giveID(t *record.Type, id, where string) {
	if prefix, is := lexicon.UIDPrefix(id); !is || prefix != t.Prefix {
		f.Usable = false
		f.note(lexicon.ValueInvalid, lexicon.Waits, where, id, t.Prefix+"_…")
		return
	}
	f.ID = id
}

// stateReference makes a field refer to what a cell names, or to nothing.
func (f *Fact) stateReference(field *record.Field, name, where string) {
	switch {
	case name != "":
		f.References[field.Name] = Reference{Name: name, Where: where}
	case field.Required:
		f.note(lexicon.ValueRequired, lexicon.Waits, where, "", "")
	default:
		f.References[field.Name] = Reference{}
	}
}

// said is what a cell says: a value for [record.Field.Parse], or a text that is none and the code why.
type said struct {
	value any
	text  string
	code  lexicon.NoteCode
}

// state gives a field the value of a cell. A value that the field does not take waits; taken all the same, the line
// leaves the field as it is.
func (f *Fact) state(field *record.Field, of said, where string) {
	plain, problem := field.Parse(of.value)
	switch {
	case of.code != "":
		f.note(of.code, lexicon.Waits, where, of.text, "")
	case problem != nil && problem.Code == lexicon.UserTooLong:
		f.note(lexicon.TextTooLong, lexicon.Waits, where, of.text, strconv.Itoa(field.Max))
	case problem != nil && field.Kind() == record.KindWord:
		f.note(lexicon.WordUnknown, lexicon.Waits, where, of.text, "")
	case problem != nil:
		f.note(lexicon.ValueInvalid, lexicon.Waits, where, of.text, problem.Error())
	case plain == nil && field.Required:
		f.note(lexicon.ValueRequired, lexicon.Waits, where, "", "")
	default:
		f.Values[field.Name] = plain
	}
}

// value reads a cell.
func (s *table) value(field *record.Field, c read.Cell) said {
	text := c.Text
	if s.isGuarded && (field.Kind() == record.KindText || field.Kind() == record.KindTexts) {
		text = guard.Remove(text)
	}
	if text == "" {
		return said{}
	}
	column, _ := s.reader.Column(field.Name)
	switch field.Kind() {
	case record.KindTexts:
		return said{value: splitTexts(text), text: text}
	case record.KindWord:
		return said{value: wordIn(field.Words(), text), text: text}
	case record.KindDate:
		return dateOf(text, column.Order)
	case record.KindFlag:
		yes, ok := lexicon.ParseYesNo(text)
		if !ok {
			return said{text: text, code: lexicon.WordUnknown}
		}
		return said{value: yes, text: text}
	case record.KindNumber:
		return numberOf(text)
	case record.KindAmount:
		mark := column.Decimal
		if c.Type == read.Number {
			mark = '.'
		}
		amount, code := lexicon.ParseAmount(text, mark)
		if code != "" && code != lexicon.AmountNegative {
			return said{text: text, code: lexicon.AmountUnreadable}
		}
		return said{value: amount.Cents, text: text}
	case record.KindDecimal:
		return said{value: strings.Replace(text, ",", ".", 1), text: text}
	case record.KindTranslations:
		var list []any
		if json.Unmarshal([]byte(text), &list) != nil {
			return said{value: text, text: text} // which is no list: the field says so
		}
		return said{value: list, text: text}
	}
	return said{value: text, text: text}
}

// wordIn returns the word of a vocabulary that a text is, whatever its case and signs; else the text.
func wordIn(words []string, text string) string {
	folded := lexicon.FoldWord(text)
	for _, word := range words {
		if word == text || lexicon.FoldWord(word) == folded {
			return word
		}
	}
	return text
}

// dateOf reads a date as the hub writes it, or as people do.
func dateOf(text string, order lexicon.DateOrder) said {
	if _, err := lexicon.ParsePartialDate(text); err == nil {
		return said{value: text, text: text}
	}
	date, code := lexicon.ParseLooseDate(text, order)
	if date.IsZero() || code == lexicon.DateAmbiguous {
		return said{text: text, code: lexicon.DateUnreadable}
	}
	return said{value: date.String(), text: text}
}

// numberOf reads a whole number, which a spreadsheet may have as 12.0.
func numberOf(text string) said {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return said{value: n, text: text}
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || n != math.Trunc(n) || math.Abs(n) > 1<<53 {
		return said{value: text, text: text} // which is no number: the field says so
	}
	return said{value: int64(n), text: text}
}

// splitTexts reads a list in a cell: texts between vertical bars. A bar or a backslash in a text follows a backslash.
func splitTexts(text string) []string {
	var list []string
	var one strings.Builder
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\\' && i+1 < len(text):
			i++
			_ = one.WriteByte(text[i]) // to memory
		case text[i] == '|':
			list = append(list, one.String())
			one.Reset()
		default:
			_ = one.WriteByte(text[i]) // as above
		}
	}
	return append(list, one.String())
}
