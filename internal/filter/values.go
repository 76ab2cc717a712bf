package filter

import (
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
	"entgo.io/ent/dialect/sql/sqljson"

	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// on is a condition on a column: that it equals a value, is one of a list, or
// fulfils all of the operators of an object.
func on(column string) part {
	return func(c *compiler, at place, value any) (condition, error) {
		if operators, is := value.(map[string]any); is {
			return c.operators(at, column, operators)
		}
		if reflect.ValueOf(value).Kind() == reflect.Slice {
			return oneOf(at, column, value)
		}
		return equals(column, value), nil
	}
}

func equals(column string, value any) condition {
	if text, is := value.(string); is && !storable(text) {
		return never
	}
	return condition{holds: func(s *sql.Selector) *sql.Predicate { return sql.EQ(s.C(column), value) }}
}

// storable tells whether a text can be in a database at all.
func storable(text string) bool { return utf8.ValidString(text) && !strings.ContainsRune(text, 0) }

// oneOf is a condition that a column has one of the values; none has one of no
// value.
func oneOf(at place, column string, values any) (condition, error) {
	list, err := distinct(at, values)
	if err != nil || len(list) == 0 {
		return never, err
	}
	return condition{holds: func(s *sql.Selector) *sql.Predicate { return sql.In(s.C(column), list...) }}, nil
}

// distinct are the values of a list, each once; not those that no database
// could hold.
func distinct(at place, values any) ([]any, error) {
	v := reflect.ValueOf(values)
	if v.Len() > MaxValues {
		return nil, &Error{Path: at.path, Reason: Malformed, Sentence: "the list takes at most %d values", Args: []any{MaxValues}}
	}
	var list []any
	for i := range v.Len() {
		value := v.Index(i).Interface()
		if text, is := value.(string); (!is || storable(text)) && !slices.Contains(list, value) {
			list = append(list, value)
		}
	}
	return list, nil
}

// operators are conditions on a column by the names that the API gives them.
func (c *compiler) operators(at place, column string, asked map[string]any) (condition, error) {
	var all []condition
	for name, value := range asked {
		value, given := plainly(value)
		if !given {
			continue
		}
		if name == "in" {
			one, err := oneOf(at.at(name), column, value)
			if err != nil {
				return never, err
			}
			all = append(all, one)
			continue
		}
		all = append(all, operator(column, name, value))
	}
	return joined(all), nil
}

func operator(column, name string, value any) condition {
	is := func(compare func(string, any) *sql.Predicate) condition {
		return condition{holds: func(s *sql.Selector) *sql.Predicate { return compare(s.C(column), value) }}
	}
	switch value := value.(type) {
	case lexicon.PartialDate:
		return dated(column, name, value)
	case time.Time:
		utc := value.UTC()
		if name == "before" {
			return condition{holds: func(s *sql.Selector) *sql.Predicate { return sql.LT(s.C(column), utc) }}
		}
		return condition{holds: func(s *sql.Selector) *sql.Predicate { return sql.GTE(s.C(column), utc) }}
	case bool: // isNull
		if value {
			return condition{holds: func(s *sql.Selector) *sql.Predicate { return sql.IsNull(s.C(column)) }}
		}
		return condition{holds: func(s *sql.Selector) *sql.Predicate { return sql.NotNull(s.C(column)) }}
	}
	switch name {
	case "gte":
		return is(sql.GTE)
	case "lte":
		return is(sql.LTE)
	case "contains":
		return contains(column, value.(string))
	case "startsWith":
		return startsWith(column, value.(string), utf8.RuneCountInString(value.(string)))
	}
	return equals(column, value)
}

// contains finds a text within a text, or bytes within bytes, letter by letter
// on every database.
func contains[T string | []byte](column string, part T) condition {
	if !storable(string(part)) {
		return never
	}
	return condition{holds: func(s *sql.Selector) *sql.Predicate {
		name := s.C(column)
		return sql.P(func(b *sql.Builder) {
			if b.Dialect() == dialect.Postgres {
				b.WriteString("position(").Arg(part).WriteString(" in ").Ident(name).WriteString(") > 0")
				return
			}
			b.WriteString("instr(").Ident(name).WriteString(", ").Arg(part).WriteString(") > 0")
		})
	}}
}

// startsWith compares the first letters of a text, or bytes of bytes.
func startsWith[T string | []byte](column string, part T, length int) condition {
	if !storable(string(part)) {
		return never
	}
	return condition{holds: func(s *sql.Selector) *sql.Predicate {
		name := s.C(column)
		return sql.P(func(b *sql.Builder) {
			b.WriteString("substr(").Ident(name).WriteString(", 1, " + strconv.Itoa(length) + ") = ").Arg(part)
		})
	}}
}

// dated is a condition that a date may be in a range. A bound that is open has
// no day.
func dated(column, name string, bound lexicon.PartialDate) condition {
	limit, day, open, compare := "_latest", bound.Earliest(), bound.Earliest() == lexicon.MinDay, sql.GTE
	if name == "to" {
		limit, day, open, compare = "_earliest", bound.Latest(), bound.Latest() == lexicon.MaxDay, sql.LTE
	}
	return condition{holds: func(s *sql.Selector) *sql.Predicate {
		if open {
			return sql.NotNull(s.C(column))
		}
		beyond := sql.Or(sql.IsNull(s.C(column+limit)), compare(s.C(column+limit), day.String()))
		return sql.And(sql.NotNull(s.C(column)), beyond)
	}}
}

// asOf is a condition that what has dates holds at one, or may hold. Bounds are
// days as text, which compare as days.
func asOf(_ *compiler, _ place, value any) (condition, error) {
	date := value.(lexicon.PartialDate)
	all := []condition{always}
	if day := date.Latest(); day != lexicon.MaxDay {
		all = append(all, condition{holds: func(s *sql.Selector) *sql.Predicate {
			return sql.Or(sql.IsNull(s.C("since_earliest")), sql.LTE(s.C("since_earliest"), day.String()))
		}})
	}
	if day := date.Earliest(); day != lexicon.MinDay {
		all = append(all, condition{holds: func(s *sql.Selector) *sql.Predicate {
			return sql.Or(sql.IsNull(s.C("until_latest")), sql.GTE(s.C("until_latest"), day.String()))
		}})
	}
	return joined(all), nil
}

// nameHolds is a condition on a part of a name, folded as names are for
// ordering. A text of which folding leaves nothing, such as punctuation, is in
// no name.
func nameHolds(text string) condition {
	key := lexicon.SortKey(text)
	if len(key) == 0 && text != "" {
		return never
	}
	return contains("sort_key", key)
}

func nameContains(_ *compiler, _ place, value any) (condition, error) {
	return nameHolds(value.(string)), nil
}

// called finds a partner by its name or its acronym.
func nameOrAcronym(_ *compiler, _ place, value any) (condition, error) {
	text := value.(string)
	if !storable(text) {
		return never, nil
	}
	name := nameHolds(text)
	return condition{holds: func(s *sql.Selector) *sql.Predicate {
		return sql.Or(name.holds(s), sql.ContainsFold(s.C("acronym"), text))
	}}, nil
}

// nameIs is a condition on a whole name or its beginning, folded.
func nameIs(_ *compiler, at place, value any) (condition, error) {
	var all []condition
	for name, value := range value.(map[string]any) {
		value, given := plainly(value)
		if !given {
			continue
		}
		switch value := value.(type) {
		case []string:
			keys := make([]condition, 0, len(value))
			if len(value) > MaxValues {
				return never, &Error{Path: at.at(name).path, Reason: Malformed, Sentence: "the list takes at most %d values", Args: []any{MaxValues}}
			}
			for _, text := range value {
				keys = append(keys, whole(text))
			}
			one := never
			if len(keys) > 0 {
				one = condition{holds: func(s *sql.Selector) *sql.Predicate { return join(s, " OR ", keys) }}
			}
			all = append(all, one)
		case string:
			all = append(all, nameOperator(name, value))
		}
	}
	return joined(all), nil
}

func nameOperator(name, text string) condition {
	switch name {
	case "contains":
		return nameHolds(text)
	case "startsWith":
		key := lexicon.SortKey(text)
		if len(key) == 0 && text != "" {
			return never
		}
		return startsWith("sort_key", key, len(key))
	}
	return whole(text)
}

func whole(text string) condition {
	key := lexicon.SortKey(text)
	return condition{holds: func(s *sql.Selector) *sql.Predicate { return sql.EQ(s.C("sort_key"), key) }}
}

// known is a condition that one of a record's other names is one of these.
func known(column string) part {
	return func(_ *compiler, at place, value any) (condition, error) {
		names, err := distinct(at, value)
		if err != nil || len(names) == 0 {
			return never, err
		}
		each := make([]condition, len(names))
		for i, name := range names {
			each[i] = condition{holds: func(s *sql.Selector) *sql.Predicate { return sqljson.ValueContains(s.C(column), name) }}
		}
		return condition{holds: func(s *sql.Selector) *sql.Predicate { return join(s, " OR ", each) }}, nil
	}
}

// isThere is a condition that a column has a value, or has none.
func isThere(column string) part {
	return func(_ *compiler, _ place, value any) (condition, error) {
		return operator(column, "isNull", !value.(bool)), nil
	}
}

// ids is a condition on public identifiers, and codes where the type has some.
func ids(t *record.Type) part {
	return func(c *compiler, at place, value any) (condition, error) {
		list, err := distinct(at, value)
		if err != nil || len(list) == 0 {
			return never, err
		}
		names := make([]string, len(list))
		for i, name := range list {
			names[i] = name.(string)
		}
		if !slices.ContainsFunc(names, t.IsBareCode) {
			return condition{holds: t.Called(names...)}, nil
		}
		found, err := c.Called(c.ctx, t.Prefix, at.contracts, names...)
		var several *record.AmbiguousError
		if errors.As(err, &several) {
			at = at.at(slices.Index(value.([]string), several.Name))
		}
		return among("id", found), ambiguous(at, err)
	}
}

// about is a condition on the field that a citation is about; an empty one
// means the whole record.
func about(_ *compiler, _ place, value any) (condition, error) {
	if value == "" {
		return operator("about", "isNull", true), nil
	}
	return equals("about", value), nil
}
