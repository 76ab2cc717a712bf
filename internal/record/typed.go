package record

import "maillage/internal/lexicon"

// Value is a value of a field by its kind: exactly one of its fields is not nil.
type Value struct {
	Text         *string
	Date         *lexicon.PartialDate
	Number       *int
	Amount       *int64
	Flag         *bool
	Texts        []string
	Reference    *string // a public identifier, or the name that a draft gives the record
	Translations []lexicon.Translation
}

// Typed parses a value as [Field.Parse] does and returns it by its kind; nil for none.
func (f *Field) Typed(value any) (*Value, *Problem) {
	plain, problem := f.Parse(value)
	if plain == nil || problem != nil {
		return nil, problem
	}
	v := &Value{}
	switch plain := plain.(type) {
	case bool:
		v.Flag = &plain
	case int64:
		if f.kind == cents {
			v.Amount = &plain
			break
		}
		number := int(plain)
		v.Number = &number
	case []string:
		v.Texts = plain
	case []lexicon.Translation:
		v.Translations = plain
	case string:
		switch f.kind {
		case date:
			day := lexicon.MustPartialDate(plain)
			v.Date = &day
		case link:
			v.Reference = &plain
		default:
			v.Text = &plain
		}
	}
	return v, nil
}
