package lexicon

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// Decimal is an exact number with at most six decimals, as a count of millionths.
type Decimal int64

// The limits of decimals.
const (
	decimalPlaces = 6
	decimalUnit   = 1_000_000
	// MostDecimal is the largest decimal: a million millions.
	MostDecimal = Decimal(1_000_000_000_000 * decimalUnit)
)

var wantsDecimal = Text{
	English: "a number with at most 6 decimals, such as 12.5, up to 1000000000000",
	French:  "un nombre d’au plus 6 décimales, comme 12.5, jusqu’à 1000000000000",
}

// ParseDecimal reads a number such as "-12.50", or returns an *InvalidError.
func ParseDecimal(text string) (Decimal, error) {
	digits, isNegative := strings.CutPrefix(text, "-")
	whole, decimals, hasPoint := strings.Cut(digits, ".")
	decimals = strings.TrimRight(decimals, "0")
	padded := whole + decimals + strings.Repeat("0", max(0, decimalPlaces-len(decimals)))
	n, err := strconv.ParseUint(padded, 10, 63)
	isMalformed := whole == "" || hasPoint && strings.HasSuffix(digits, ".") || len(decimals) > decimalPlaces
	if err != nil || isMalformed || n > uint64(MostDecimal) {
		return 0, &InvalidError{Value: clipped(text), Want: wantsDecimal}
	}
	if d := Decimal(n); !isNegative { //nolint:gosec // it is at most MostDecimal
		return d, nil
	}
	return -Decimal(n), nil //nolint:gosec // it is at most MostDecimal
}

// MustDecimal parses a decimal that the program itself wrote; it panics on an invalid one.
func MustDecimal(text string) Decimal {
	d, err := ParseDecimal(text)
	if err != nil {
		panic(err)
	}
	return d
}

// DecimalOf reads a decimal of a client: a text or a number. Otherwise it returns an *InvalidError.
func DecimalOf(value any) (Decimal, error) {
	switch v := value.(type) {
	case string:
		return ParseDecimal(v)
	case json.Number:
		if d, err := ParseDecimal(v.String()); err == nil {
			return d, nil
		}
		if f, err := v.Float64(); err == nil { // with an exponent
			return DecimalOf(f)
		}
	case int64:
		return ParseDecimal(strconv.FormatInt(v, 10))
	case int:
		return ParseDecimal(strconv.Itoa(v))
	case float64:
		if !math.IsInf(v, 0) && !math.IsNaN(v) {
			return ParseDecimal(strconv.FormatFloat(v, 'f', -1, 64)) // the shortest text that means it
		}
	}
	return 0, &InvalidError{Value: Written(value), Want: wantsDecimal}
}

// String returns the number without zeros that mean nothing: "12.5".
func (d Decimal) String() string {
	sign, n := "", d
	if d < 0 {
		sign, n = "-", -d
	}
	if n%decimalUnit == 0 {
		return fmt.Sprintf("%s%d", sign, n/decimalUnit)
	}
	return sign + strings.TrimRight(fmt.Sprintf("%d.%06d", n/decimalUnit, n%decimalUnit), "0")
}

// Value returns the millionths, for the database.
func (d Decimal) Value() (driver.Value, error) { return int64(d), nil }

// MarshalText returns the number as text.
func (d Decimal) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText returned.
func (d *Decimal) UnmarshalText(text []byte) (err error) {
	*d, err = ParseDecimal(string(text))
	return err
}

// MarshalGQL writes the number as a text, because a number of JSON loses decimals in some programs.
func (d Decimal) MarshalGQL(w io.Writer) {
	_, _ = io.WriteString(w, strconv.Quote(d.String())) // the response buffer cannot fail
}

// UnmarshalGQL reads a number of a question, or returns an *InvalidError.
func (d *Decimal) UnmarshalGQL(value any) (err error) {
	*d, err = DecimalOf(value)
	return err
}
