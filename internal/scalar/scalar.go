// Package scalar reads and writes the API's scalars for which Go and gqlgen have types. Its errors
// describe an invalid value in words for people.
package scalar

import (
	"encoding/json"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"maillage/internal/lexicon"
)

// MarshalCents writes an amount of money, in euro cents. A sum beyond the largest amount is a text, which every client
// reads exactly.
func MarshalCents(amount int64) graphql.Marshaler {
	if amount > lexicon.MostCents || amount < -lexicon.MostCents {
		return graphql.MarshalString(strconv.FormatInt(amount, 10))
	}
	return graphql.MarshalInt64(amount)
}

// UnmarshalCents reads an amount of money in whole euro cents, as a number or as digits in a text.
// Otherwise it returns a *lexicon.InvalidError.
func UnmarshalCents(value any) (int64, error) {
	var amount int64
	var err error
	switch v := value.(type) {
	case int64:
		amount = v
	case json.Number:
		amount, err = v.Int64()
	case string:
		amount, err = strconv.ParseInt(v, 10, 64)
	default:
		return 0, invalid(value, lexicon.WantsCents)
	}
	if err != nil || amount > lexicon.MostCents || amount < -lexicon.MostCents {
		return 0, invalid(value, lexicon.WantsCents)
	}
	return amount, nil
}

// MarshalDateTime writes a time in UTC (RFC 3339).
func MarshalDateTime(t time.Time) graphql.Marshaler { return graphql.MarshalTime(t) }

// UnmarshalDateTime reads a time (RFC 3339), or returns a *lexicon.InvalidError.
func UnmarshalDateTime(value any) (time.Time, error) {
	text, is := value.(string)
	moment, err := time.Parse(time.RFC3339Nano, text)
	if !is || err != nil {
		return moment, invalid(value, lexicon.WantsMoment)
	}
	return moment, nil
}

// MarshalCursor writes a cursor of a list.
func MarshalCursor(cursor string) graphql.Marshaler { return graphql.MarshalString(cursor) }

// UnmarshalCursor reads a cursor of a list, or returns a *lexicon.InvalidError. The list itself checks
// its content.
func UnmarshalCursor(value any) (string, error) {
	text, is := value.(string)
	if !is {
		return "", invalid(value, lexicon.WantsCursor)
	}
	return text, nil
}

func invalid(value any, want lexicon.Text) error {
	return &lexicon.InvalidError{Value: lexicon.Written(value), Want: want}
}
