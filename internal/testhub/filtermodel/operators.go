package filtermodel

import (
	"math/big"
	"slices"
	"strings"
	"time"

	"maillage/internal/lexicon"
)

func operators(value map[string]any, holds func(op string, v any) bool) bool {
	for op, v := range value {
		if !holds(op, v) {
			return false
		}
	}
	return true
}

func nameIs(r *plainRecord, op string, value any) bool {
	name, _ := r.text("name")
	key := string(lexicon.SortKey(name))
	if names, is := value.([]string); is {
		return slices.ContainsFunc(names, func(n string) bool { return string(lexicon.SortKey(n)) == key })
	}
	part := string(lexicon.SortKey(value.(string)))
	switch {
	case part == "" && value != "" && op != "eq":
		return false
	case op == "contains":
		return strings.Contains(key, part)
	case op == "startsWith":
		return strings.HasPrefix(key, part)
	}
	return key == part
}

func textIs(text string, there bool, op string, value any) bool {
	switch op {
	case "isNull":
		return value.(bool) != there
	case "in":
		return there && slices.Contains(value.([]string), text)
	case "contains":
		return there && strings.Contains(text, value.(string))
	case "startsWith":
		return there && strings.HasPrefix(text, value.(string))
	}
	return there && text == value
}

func numberIs(number float64, there bool, op string, value any) bool {
	switch op {
	case "isNull":
		return value.(bool) != there
	case "in":
		return there && slices.Contains(value.([]int), int(number))
	case "gte":
		return there && number >= float64(value.(int))
	case "lte":
		return there && number <= float64(value.(int))
	}
	return there && number == float64(value.(int))
}

// decimalIs compares numbers as rational ones, which are exact.
func decimalIs(text string, there bool, op string, value any) bool {
	if op == "isNull" {
		return value.(bool) != there
	}
	if !there {
		return false
	}
	number, _ := new(big.Rat).SetString(text)
	bound, _ := new(big.Rat).SetString(value.(string))
	sign := number.Cmp(bound)
	return sign == 0 || op == "gte" && sign > 0 || op == "lte" && sign < 0
}

func dateIs(text string, there bool, op string, value any) bool {
	if op == "isNull" {
		return value.(bool) != there
	}
	if !there {
		return false
	}
	date, bound := lexicon.MustPartialDate(text), lexicon.MustPartialDate(value.(string))
	if op == "from" {
		return date.Latest() >= bound.Earliest()
	}
	return date.Earliest() <= bound.Latest()
}

func mustTime(text string) time.Time {
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		panic(err)
	}
	return at
}
