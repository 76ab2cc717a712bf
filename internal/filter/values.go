package filter

import (
	"cmp"
	"errors"
	"math"
	"reflect"
	"slices"
	"strings"
	"time"

	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/record"
)

// on compiles a condition on a column: that it equals a value, is one of a list, or matches all
// operators of an object.
func on(column string) part {
	return func(c *compiler, at place, value any) (condition, error) {
		if operators, is := value.(map[string]any); is {
			return c.operators(at, column, operators)
		}
		if reflect.ValueOf(value).Kind() == reflect.Slice {
			return c.oneOf(at, column, value)
		}
		return c.equals(at.of, column, value), nil
	}
}

// equals returns a condition that a column has a value. An empty column has none.
func (c *compiler) equals(of *record.Type, column string, value any) condition {
	store := c.view.Rows(of.Prefix)
	if text := store.Text(column); text != nil {
		want := reflect.ValueOf(value).String()
		return c.text(of, column, func(s string) bool { return s == want })
	}
	number, want := store.Number(column), numberOf(value)
	return condition{holds: func(id int32) bool {
		n, is := number(id)
		return is && n == want
	}}
}

// numberOf returns a value as rows store it. A word of a vocabulary is stored as its position, plus
// one.
func numberOf(value any) int64 {
	v := reflect.ValueOf(value)
	switch v.Kind() {
	case reflect.Bool:
		if v.Bool() {
			return 1
		}
		return 0
	case reflect.String:
		if words, is := value.(interface{ Values() []string }); is {
			return int64(slices.Index(words.Values(), v.String()) + 1)
		}
	case reflect.Int, reflect.Int64, reflect.Int32:
		return v.Int()
	}
	return -1
}

// text returns a condition on a column of text.
func (c *compiler) text(of *record.Type, column string, is func(string) bool) condition {
	text, texts := c.view.Rows(of.Prefix).Text(column), &c.view.Values().Texts
	return condition{isExpensive: true, holds: func(id int32) bool {
		place, there := text(id)
		return there && is(texts.Get(place))
	}}
}

// oneOf returns a condition that a column has one of the values. An empty list matches nothing.
func (c *compiler) oneOf(at place, column string, values any) (condition, error) {
	list, err := distinct(at, values)
	if err != nil || len(list) == 0 {
		return never, err
	}
	each := make([]condition, len(list))
	for i, value := range list {
		each[i] = c.equals(at.of, column, value)
	}
	return anyOf(each), nil
}

// distinct returns the values of a list without duplicates.
func distinct(at place, values any) ([]any, error) {
	v := reflect.ValueOf(values)
	if v.Len() > MaxValues {
		return nil, &Error{Path: at.path, Reason: Malformed,
			Sentence: message.TooManyInList(MaxValues)}
	}
	var list []any
	for i := range v.Len() {
		if value := v.Index(i).Interface(); !slices.Contains(list, value) {
			list = append(list, value)
		}
	}
	return list, nil
}

// operators returns the conditions on a column, by their names in the API.
func (c *compiler) operators(at place, column string, arguments map[string]any) (condition, error) {
	var all []condition
	for name, value := range arguments {
		value, given := dereference(value)
		if !given {
			continue
		}
		if name == "in" {
			one, err := c.oneOf(at.at(name), column, value)
			if err != nil {
				return never, err
			}
			all = append(all, one)
			continue
		}
		all = append(all, c.operator(at.of, column, name, value))
	}
	return allOf(all), nil
}

func (c *compiler) operator(of *record.Type, column, name string, value any) condition {
	switch value := value.(type) {
	case lexicon.PartialDate:
		return c.dated(of, column, name, value)
	case time.Time:
		return c.compares(of, column, nanoseconds(value),
			func(sign int) bool { return (sign < 0) == (name == "before") })
	case bool: // isNull
		return c.isEmpty(of, column, value)
	}
	switch name {
	case "gte":
		return c.compares(of, column, numberOf(value), func(sign int) bool { return sign >= 0 })
	case "lte":
		return c.compares(of, column, numberOf(value), func(sign int) bool { return sign <= 0 })
	case "contains":
		part := value.(string)
		return c.text(of, column, func(s string) bool { return strings.Contains(s, part) })
	case "startsWith":
		part := value.(string)
		return c.text(of, column, func(s string) bool { return strings.HasPrefix(s, part) })
	}
	return c.equals(of, column, value)
}

// compares returns a condition on the comparison of a number with another.
func (c *compiler) compares(of *record.Type, column string, to int64, is func(sign int) bool) condition {
	number := c.view.Rows(of.Prefix).Number(column)
	return condition{holds: func(id int32) bool {
		n, there := number(id)
		return there && is(cmp.Compare(n, to))
	}}
}

// nanoseconds returns a time as rows store it, or the nearest one in their range: years 1678 to 2261.
func nanoseconds(moment time.Time) int64 {
	switch year := moment.UTC().Year(); {
	case year < 1678:
		return math.MinInt64
	case year > 2261:
		return math.MaxInt64
	}
	return moment.UnixNano()
}

// isEmpty returns a condition that a column has no value, or that it has one.
func (c *compiler) isEmpty(of *record.Type, column string, empty bool) condition {
	store := c.view.Rows(of.Prefix)
	var there func(id int32) bool
	if text := store.Text(column); text != nil {
		there = func(id int32) bool { _, is := text(id); return is }
	} else if date := store.Date(column); date != nil {
		there = func(id int32) bool { _, is := date(id); return is }
	} else {
		number := store.Number(column)
		there = func(id int32) bool { _, is := number(id); return is }
	}
	return condition{holds: func(id int32) bool { return there(id) != empty }}
}

// date returns a function that reads a column of dates.
func (c *compiler) date(of *record.Type, column string) func(id int32) (lexicon.PartialDate, bool) {
	date, values := c.view.Rows(of.Prefix).Date(column), c.view.Values()
	return func(id int32) (lexicon.PartialDate, bool) {
		place, there := date(id)
		if !there {
			return lexicon.PartialDate{}, false
		}
		return values.Date(place), true
	}
}

// dated returns a condition that a date may be in a range. Any date is within an open bound.
func (c *compiler) dated(of *record.Type, column, name string, bound lexicon.PartialDate) condition {
	date := c.date(of, column)
	return condition{holds: func(id int32) bool {
		d, there := date(id)
		if name == "to" {
			return there && d.Earliest() <= bound.Latest()
		}
		return there && d.Latest() >= bound.Earliest()
	}}
}

// asOf compiles a condition that a record with dates is valid on a date, or may be.
func asOf(c *compiler, at place, value any) (condition, error) {
	arguments := value.(lexicon.PartialDate)
	since, until := c.date(at.of, "since"), c.date(at.of, "until")
	return condition{holds: func(id int32) bool {
		from, begins := since(id)
		to, ends := until(id)
		return (!begins || from.Earliest() <= arguments.Latest()) && (!ends || to.Latest() >= arguments.Earliest())
	}}, nil
}

// nameHolds returns a condition on a part of a name, folded as sort keys are. A text that folding
// leaves empty, such as punctuation, is in no name.
func (c *compiler) nameHolds(of *record.Type, text string) condition {
	key := string(lexicon.SortKey(text))
	if key == "" && text != "" {
		return never
	}
	return c.key(of, func(s string) bool { return strings.Contains(s, key) })
}

// key returns a condition on the sort key of a record.
func (c *compiler) key(of *record.Type, is func(string) bool) condition {
	return c.text(of, "sort_key", is)
}

func nameContains(c *compiler, at place, value any) (condition, error) {
	return c.nameHolds(at.of, value.(string)), nil
}

// nameOrAcronym compiles a condition on a partner's name or acronym.
func nameOrAcronym(c *compiler, at place, value any) (condition, error) {
	text := strings.ToLower(value.(string))
	acronym := c.text(at.of, "acronym", func(s string) bool { return strings.Contains(strings.ToLower(s), text) })
	return anyOf([]condition{c.nameHolds(at.of, value.(string)), acronym}), nil
}

// nameIs compiles a condition on a whole name or its beginning, folded.
func nameIs(c *compiler, at place, value any) (condition, error) {
	var all []condition
	for name, value := range value.(map[string]any) {
		value, given := dereference(value)
		if !given {
			continue
		}
		switch value := value.(type) {
		case []string:
			keys := make([]condition, 0, len(value))
			if len(value) > MaxValues {
				return never, &Error{Path: at.at(name).path, Reason: Malformed,
					Sentence: message.TooManyInList(MaxValues)}
			}
			for _, text := range value {
				keys = append(keys, c.wholeName(at.of, text))
			}
			all = append(all, anyOf(keys))
		case string:
			all = append(all, c.nameOperator(at.of, name, value))
		}
	}
	return allOf(all), nil
}

func (c *compiler) nameOperator(of *record.Type, name, text string) condition {
	switch name {
	case "contains":
		return c.nameHolds(of, text)
	case "startsWith":
		key := string(lexicon.SortKey(text))
		if key == "" && text != "" {
			return never
		}
		return c.key(of, func(s string) bool { return strings.HasPrefix(s, key) })
	}
	return c.wholeName(of, text)
}

func (c *compiler) wholeName(of *record.Type, text string) condition {
	key := string(lexicon.SortKey(text))
	return c.key(of, func(s string) bool { return s == key })
}

// alias compiles a condition that one of a record's other names is in a list.
func alias(column string) part {
	return func(c *compiler, at place, value any) (condition, error) {
		names, err := distinct(at, value)
		if err != nil || len(names) == 0 {
			return never, err
		}
		list, values := c.view.Rows(at.of.Prefix).Text(column), c.view.Values()
		return condition{holds: func(id int32) bool {
			place, _ := list(id)
			return slices.ContainsFunc(values.List(place),
				func(name string) bool { return slices.Contains(names, any(name)) })
		}}, nil
	}
}

// isThere compiles a condition that a column has a value, or has none.
func isThere(column string) part {
	return func(c *compiler, at place, value any) (condition, error) {
		return c.isEmpty(at.of, column, !value.(bool)), nil
	}
}

// ids compiles a condition on public identifiers, and on codes where the type has them.
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
		found, err := c.IDsByName(c.ctx, t.Prefix, at.contracts, names...)
		var several *record.AmbiguousError
		if errors.As(err, &several) {
			at = at.at(slices.Index(value.([]string), several.Name))
		}
		return c.among(t, "id", found), ambiguous(at, err)
	}
}

// about compiles a condition on the field that a citation is about. An empty one means the whole
// record.
func about(c *compiler, at place, value any) (condition, error) {
	if value == "" {
		return c.isEmpty(at.of, "about", true), nil
	}
	return c.equals(at.of, "about", value), nil
}
