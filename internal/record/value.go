package record

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"entgo.io/ent"

	"maillage/internal/lexicon"
	"maillage/internal/message"
)

type kind int

const (
	text kind = iota
	word
	date
	flag
	whole
	cents
	decimal
	texts
	link
	tag
	translated
)

// Problem says why a field does not accept a value.
type Problem struct {
	Code  lexicon.UserErrorCode
	Takes message.Sentence // what the field accepts
}

func (p *Problem) Error() string { return p.Takes.String() }

// Parse parses a value of a client or of a ledger into a plain value. For a reference it only checks
// that it is a text; the writer has to find the record.
func (f *Field) Parse(value any) (any, *Problem) {
	if value == nil {
		return nil, nil
	}
	switch f.kind {
	case flag:
		if b, ok := value.(bool); ok {
			return b, nil
		}
		return nil, invalid(message.ABoolean)
	case whole, cents:
		return f.number(value)
	case decimal:
		number, err := lexicon.DecimalOf(value)
		if err != nil {
			return nil, invalid(message.ADecimal)
		}
		return number.String(), nil
	case texts:
		return f.list(value)
	case translated:
		return f.translations(value)
	}
	s, ok := value.(string)
	if !ok {
		return nil, invalid(message.AText)
	}
	switch f.kind {
	case word:
		if !slices.Contains(f.words, s) {
			return nil, invalid(message.AWord(strings.Join(f.words, ", ")))
		}
		return s, nil
	case date:
		d, err := lexicon.ParsePartialDate(s)
		if err != nil {
			return nil, invalid(message.ADate)
		}
		if f.Canonical {
			d = d.Canonical()
		}
		return d.String(), nil
	case tag:
		return f.tag(s)
	}
	return f.checkText(s)
}

// checkText parses a text. A text of nothing but space is no value.
func (f *Field) checkText(s string) (any, *Problem) {
	s = strings.TrimSpace(s)
	switch {
	case s == "":
		return nil, nil
	case f.Max > 0 && utf8.RuneCountInString(s) > f.Max, f.Max > 0 && len(s) > 4*f.Max:
		return nil, &Problem{lexicon.UserTooLong, message.AtMostChars(f.Max)}
	case strings.ContainsRune(s, 0) || !utf8.ValidString(s):
		return nil, invalid(message.PlainUTF8)
	case f.form != nil && !f.form(s):
		return nil, invalid(message.AForm(f.want))
	}
	return s, nil
}

func (f *Field) number(value any) (any, *Problem) {
	most := int64(lexicon.MostCents)
	switch {
	case f.Most != 0:
		most = f.Most
	case f.kind == whole:
		most = math.MaxInt32
	}
	var n int64
	switch v := value.(type) {
	case json.Number:
		parsed, err := v.Int64()
		if err == nil {
			n = parsed
			break
		}
		number, err := v.Float64()
		if err != nil && !errors.Is(err, strconv.ErrRange) {
			return nil, invalid(message.AWholeNumber)
		}
		return f.number(number)
	case int:
		n = int64(v)
	case int64:
		n = v
	case float64:
		switch {
		case v > lexicon.MostCents:
			n = math.MaxInt64
		case v != math.Trunc(v):
			return nil, invalid(message.AWholeNumber)
		case v < -lexicon.MostCents:
			n = math.MinInt64
		default:
			n = int64(v)
		}
	default:
		return nil, invalid(message.AWholeNumber)
	}
	switch {
	case n < 0 && !f.Signed:
		return nil, invalid(message.ANumberFromZero)
	case n < -most:
		return nil, invalid(message.ANumberDownTo(-most))
	case n > most:
		return nil, invalid(message.ANumberUpTo(most))
	}
	return n, nil
}

// maxTexts is the maximum number of texts in a list, such as the aliases of a partner.
const maxTexts = 200

func (f *Field) list(value any) (any, *Problem) {
	var in []any
	switch v := value.(type) {
	case []any:
		in = v
	case []string:
		for _, s := range v {
			in = append(in, s)
		}
	default:
		return nil, invalid(message.AListOfTexts)
	}
	if len(in) > maxTexts {
		return nil, &Problem{lexicon.UserTooLong, message.AtMostTexts(maxTexts)}
	}
	out := make([]string, 0, len(in))
	for _, one := range in {
		s, ok := one.(string)
		if !ok {
			return nil, invalid(message.AListOfTexts)
		}
		checked, problem := f.checkText(s)
		if problem != nil {
			return nil, problem
		}
		if checked != nil {
			out = append(out, checked.(string))
		}
	}
	return out, nil
}

func invalid(takes message.Sentence) *Problem { return &Problem{lexicon.UserInvalid, takes} }

// Set sets a parsed value in a mutation, or clears the field. For a reference the value is the other
// record's database id, and column the one for its type.
func (f *Field) Set(m ent.Mutation, value any, column string) error {
	if f.ends != nil {
		for _, e := range f.ends {
			switch {
			case e.Column == column && value != nil:
				if err := m.SetField(e.Column, value); err != nil {
					return err
				}
			case !f.Required || len(f.ends) > 1:
				if err := clear(m, e.Column); err != nil {
					return err
				}
			}
		}
		return nil
	}
	if value = f.Column(value); value == nil {
		return clear(m, f.column)
	}
	return m.SetField(f.column, value)
}

// Column returns the database value for a plain value of a field that is not a reference; nil for
// none.
func (f *Field) Column(value any) any {
	if value == nil {
		value = f.Default
	}
	if value == nil {
		return nil
	}
	return f.toColumn(value)
}

// Fill sets the columns for a plain value of a field that is not a reference, as JSON values. It
// leaves out columns that are empty.
func (f *Field) Fill(row map[string]any, value any) {
	if value == nil {
		value = f.Default
	}
	if value == nil {
		return
	}
	row[f.column] = value
	if f.kind != date {
		return
	}
	written := lexicon.MustPartialDate(value.(string))
	for column, day := range map[string]lexicon.Day{
		f.column + earliest: written.Earliest(), f.column + latest: written.Latest(),
	} {
		if day != lexicon.MinDay && day != lexicon.MaxDay {
			row[column] = day.String()
		}
	}
}

// Filled returns the columns that store the field, with those of the bounds of a date.
func (f *Field) Filled() []string {
	if f.kind == date {
		return []string{f.column, f.column + earliest, f.column + latest}
	}
	return f.Columns()
}

// The suffixes of the columns for the first and the last day that a date can mean.
const (
	earliest = "_earliest"
	latest   = "_latest"
)

// clear empties a column of a record that exists already.
func clear(m ent.Mutation, column string) error {
	if m.Op().Is(ent.OpCreate) {
		return nil
	}
	return m.ClearField(column)
}

// Plain returns the plain value for the value of a column.
func (f *Field) Plain(column any) any {
	switch v := column.(type) {
	case nil:
		return nil
	case bool, int64:
		return v
	case int:
		return int64(v)
	case []string:
		switch {
		case len(v) == 0 && f.Default == nil:
			return nil
		case v == nil:
			return []string{}
		}
		return v
	case lexicon.PartialDate:
		return v.String()
	case lexicon.Decimal:
		return v.String()
	case []lexicon.Translation:
		if len(v) == 0 {
			return nil
		}
		return v
	case string:
		return v
	case time.Time:
		return v.UTC().Format(time.RFC3339Nano)
	}
	return fmt.Sprint(column) // a word
}

// codeForm matches codes: they fit in a URL and in a shell.
var codeForm = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]*$`)

// IsCode reports whether a text has the form of a code.
func IsCode(text string) bool { return codeForm.MatchString(text) }

func isURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}
