// Package scalar reads and writes the scalars of the API that Go and gqlgen have
// types for, and says what is wrong with a value as people would.
package scalar

import (
	"encoding/json"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"maillage/internal/lexicon"
)

// MarshalCents writes an amount of money, in euro cents.
func MarshalCents(amount int64) graphql.Marshaler { return graphql.MarshalInt64(amount) }

// UnmarshalCents reads an amount of money, in whole euro cents, of which digits
// in a text are one too; or returns a *lexicon.InvalidError.
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
		return 0, wrong(value, lexicon.WantsCents)
	}
	if err != nil || amount > lexicon.MostCents || amount < -lexicon.MostCents {
		return 0, wrong(value, lexicon.WantsCents)
	}
	return amount, nil
}

// MarshalDateTime writes a moment in UTC (RFC 3339).
func MarshalDateTime(t time.Time) graphql.Marshaler { return graphql.MarshalTime(t) }

// UnmarshalDateTime reads a moment (RFC 3339), or returns a *lexicon.InvalidError.
func UnmarshalDateTime(value any) (time.Time, error) {
	text, is := value.(string)
	moment, err := time.Parse(time.RFC3339Nano, text)
	if !is || err != nil {
		return moment, wrong(value, lexicon.WantsMoment)
	}
	return moment, nil
}

// MarshalCursor writes a place in a list.
func MarshalCursor(cursor string) graphql.Marshaler { return graphql.MarshalString(cursor) }

// UnmarshalCursor reads a place in a list, which the list itself will look into;
// or returns a *lexicon.InvalidError.
func UnmarshalCursor(value any) (string, error) {
	text, is := value.(string)
	if !is {
		return "", wrong(value, lexicon.WantsCursor)
	}
	return text, nil
}

func wrong(value any, want string) error {
	return &lexicon.InvalidError{Value: lexicon.Written(value), Want: want}
}
