package lexicon

import (
	"database/sql/driver"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"
)

// Day is a day of the proleptic Gregorian calendar, in days since 1970-01-01.
type Day int32

// MinDay and MaxDay are the ends of time, to which a date extends on its open side.
const (
	MinDay Day = math.MinInt32
	MaxDay Day = math.MaxInt32
)

const isoDay = "2006-01-02"

// DayOf returns the day of a time, in UTC.
func DayOf(t time.Time) Day {
	return Day(math.Floor(float64(t.Unix()) / (24 * 60 * 60)))
}

// DayIn returns the day of a time in a time zone.
func DayIn(t time.Time, zone *time.Location) Day {
	year, month, day := t.In(zone).Date()
	return DayOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// Date returns the day as a date. The ends of time give AnyTime.
func (d Day) Date() PartialDate { return PartialDate{d.String(), d, d} }

// String returns the day as YYYY-MM-DD; the ends of time are "..".
func (d Day) String() string {
	if d == MinDay || d == MaxDay {
		return ".."
	}
	return d.in(isoDay)
}

// PartialDate is a date known to some precision, in the notation of EDTF (ISO 8601-2). Examples are
// 2016, 2016-06, 2016-06-14, ../2016-06 (then or before), 2016-06/.. (then or after), 2015/2017 (some
// time between) and XXXX (at an unknown time).
// It holds the text as the source wrote it, and its earliest and latest day. The zero value is no
// date.
type PartialDate struct {
	text             string
	earliest, latest Day
}

// AnyTime stands for any day in a question. It is never written: no record has it as its date.
var AnyTime = PartialDate{openEnd, MinDay, MaxDay}

const (
	unknownDate = "XXXX"
	openEnd     = ".."
)

var partialDates = Text{
	English: "a partial date: YYYY, YYYY-MM, YYYY-MM-DD, ../date, date/.., date/date or XXXX (EDTF)",
	French:  "une date partielle : AAAA, AAAA-MM, AAAA-MM-JJ, ../date, date/.., date/date ou XXXX (EDTF)",
}

// ParsePartialDate parses a partial date, or returns an *InvalidError.
func ParsePartialDate(text string) (PartialDate, error) {
	bad := func() (PartialDate, error) { return PartialDate{}, &InvalidError{Value: text, Want: partialDates} }
	if text == unknownDate {
		return PartialDate{text, MinDay, MaxDay}, nil
	}
	from, to, isInterval := strings.Cut(text, "/")
	if !isInterval {
		to = from
	} else if from == openEnd && to == openEnd {
		return bad()
	}
	d := PartialDate{text, MinDay, MaxDay}
	var ok bool
	if from != openEnd || !isInterval {
		if d.earliest, _, ok = span(from); !ok {
			return bad()
		}
	}
	if to != openEnd || !isInterval {
		if _, d.latest, ok = span(to); !ok {
			return bad()
		}
	}
	if d.earliest > d.latest {
		return bad()
	}
	return d, nil
}

// MustPartialDate parses a partial date that the program itself wrote; it panics on an invalid one.
func MustPartialDate(text string) PartialDate {
	d, err := ParsePartialDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// span returns the first and last day of a year, a month or a day.
func span(text string) (first, last Day, ok bool) {
	for _, precision := range []struct {
		layout              string
		years, months, days int
	}{{isoDay, 0, 0, 1}, {"2006-01", 0, 1, 0}, {"2006", 1, 0, 0}} {
		if len(text) != len(precision.layout) {
			continue
		}
		t, err := time.Parse(precision.layout, text)
		if err != nil {
			return 0, 0, false
		}
		end := t.AddDate(precision.years, precision.months, precision.days)
		return DayOf(t), DayOf(end) - 1, true
	}
	return 0, 0, false
}

// Canonical returns the shortest date with the same bounds, whose ends have one precision: 2024 for 2024-01/2024-12.
func (d PartialDate) Canonical() PartialDate {
	if d.IsZero() || d.text == unknownDate {
		return d
	}
	for _, layout := range []string{"2006", "2006-01", isoDay} {
		from, to := openEnd, openEnd
		if d.earliest != MinDay {
			from = d.earliest.in(layout)
		}
		if d.latest != MaxDay {
			to = d.latest.in(layout)
		}
		text := from + "/" + to
		if from == to {
			text = from
		}
		if same, err := ParsePartialDate(text); err == nil && same.earliest == d.earliest && same.latest == d.latest {
			return same
		}
	}
	return d
}

// in writes the day in a layout.
func (d Day) in(layout string) string { return time.Unix(int64(d)*24*60*60, 0).UTC().Format(layout) }

// IsZero reports whether there is no date.
func (d PartialDate) IsZero() bool { return d.text == "" }

// String returns the date as written.
func (d PartialDate) String() string { return d.text }

// Earliest returns the first day that the date can mean, or MinDay.
func (d PartialDate) Earliest() Day { return d.earliest }

// Latest returns the last day that the date can mean, or MaxDay.
func (d PartialDate) Latest() Day { return d.latest }

// Begins returns the earliest and latest day on which a period begins that has the date as its
// beginning. An unknown date (XXXX) and no date give no beginning.
func (d PartialDate) Begins() (earliest, latest Day, told bool) {
	if d.IsZero() || d.text == unknownDate {
		return MinDay, MinDay, false
	}
	return d.earliest, d.latest, true
}

// Ends returns the earliest and latest day on which a period ends that has the date as its end. An end
// is inclusive: 2026 is the 31st of December 2026. XXXX is any day, and a/b is some day between the
// two.
func (d PartialDate) Ends() (earliest, latest Day, told bool) {
	switch {
	case d.IsZero():
		return MaxDay, MaxDay, false
	case d.text == unknownDate || strings.Contains(d.text, "/"):
		return d.earliest, d.latest, true
	}
	return d.latest, d.latest, true
}

// ReachedBy reports whether the date has been reached on the day asOf. The answer must hold for every
// day that asOf can mean, or it is Unknown.
func (d PartialDate) ReachedBy(asOf PartialDate) Truth {
	switch {
	case d.IsZero():
		return Unknown
	case asOf.earliest >= d.latest:
		return Yes
	case asOf.latest < d.earliest:
		return No
	default:
		return Unknown
	}
}

// Value returns the date as written, for the database.
func (d PartialDate) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.text, nil
}

// Scan reads a date from the database.
func (d *PartialDate) Scan(stored any) error {
	switch v := stored.(type) {
	case nil:
		*d = PartialDate{}
		return nil
	case []byte:
		return d.Scan(string(v))
	case string:
		parsed, err := ParsePartialDate(v)
		*d = parsed
		return err
	default:
		return fmt.Errorf("a partial date is stored as text, not %T", stored)
	}
}

// MarshalText returns the date as written; no date is an empty text.
func (d PartialDate) MarshalText() ([]byte, error) { return []byte(d.text), nil }

// UnmarshalText reads what MarshalText returned.
func (d *PartialDate) UnmarshalText(text []byte) (err error) {
	*d = PartialDate{}
	if len(text) > 0 {
		*d, err = ParsePartialDate(string(text))
	}
	return err
}

// MarshalGQL writes the date as written.
func (d PartialDate) MarshalGQL(w io.Writer) {
	_, _ = io.WriteString(w, strconv.Quote(d.text)) // the response buffer cannot fail
}

// UnmarshalGQL reads a date of a question, or returns an *InvalidError. It accepts AnyTime. Dates to
// be written are read by ParsePartialDate, which refuses it.
func (d *PartialDate) UnmarshalGQL(value any) error {
	text, ok := value.(string)
	if !ok {
		return notText(value)
	}
	if text == openEnd {
		*d = AnyTime
		return nil
	}
	parsed, err := ParsePartialDate(text)
	*d = parsed
	return err
}

// notText returns the error for a date that is not a text. A number that would be a date lacks its
// quotes.
func notText(value any) error {
	written := Written(value)
	if _, err := ParsePartialDate(written); err == nil {
		return &InvalidError{Value: written, Want: partialDates, Unquoted: true}
	}
	return &InvalidError{Value: written, Want: partialDates}
}

// Validity is when something holds: from a day between its two Since bounds to a day between its two
// Until bounds, both included.
type Validity struct {
	SinceEarliest, SinceLatest Day
	UntilEarliest, UntilLatest Day
}

// Always is the validity of something without dates: no bound is known and none is assumed.
var Always = Validity{MinDay, MinDay, MaxDay, MaxDay}

// NewValidity returns the validity between two dates; a nil or zero date sets no bound.
func NewValidity(since, until *PartialDate) Validity {
	v := Always
	if since != nil && !since.IsZero() {
		v.SinceEarliest, v.SinceLatest = since.earliest, since.latest
	}
	if until != nil && !until.IsZero() {
		v.UntilEarliest, v.UntilLatest = until.earliest, until.latest
	}
	return v
}

// And returns when both hold.
func (v Validity) And(w Validity) Validity {
	return Validity{
		SinceEarliest: max(v.SinceEarliest, w.SinceEarliest), SinceLatest: max(v.SinceLatest, w.SinceLatest),
		UntilEarliest: min(v.UntilEarliest, w.UntilEarliest), UntilLatest: min(v.UntilLatest, w.UntilLatest),
	}
}

// Never reports whether there is no day on which it can hold.
func (v Validity) Never() bool { return v.SinceEarliest > v.UntilLatest }

// Holds reports whether it holds on all days from one to another (Yes), on none (No), or perhaps
// (Unknown).
func (v Validity) Holds(from, to Day) Truth {
	switch {
	case v.Never() || to < v.SinceEarliest || from > v.UntilLatest:
		return No
	case from >= v.SinceLatest && to <= v.UntilEarliest:
		return Yes
	default:
		return Unknown
	}
}
