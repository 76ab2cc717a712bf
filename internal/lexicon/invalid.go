package lexicon

import (
	"encoding/json"
	"fmt"
	"strings"
)

// InvalidError means that a value is not what its field or argument accepts.
type InvalidError struct {
	Value string // the rejected value
	Want  string // what is accepted
	// Unquoted reports that the value would be a date if it stood in quotes.
	Unquoted bool
}

func (e *InvalidError) Error() string { return e.Say(English) }

// Say returns the error in a language.
func (e *InvalidError) Say(l Language) string {
	if e.Unquoted {
		return l.Say(numberForDate, e.Value, e.Value)
	}
	return l.Say(notWanted, e.Value, Phrase(e.Want))
}

const (
	notWanted     = "%q is not %s"
	numberForDate = "%s is a number: a date is text in quotes, such as %q"
)

// What fields accept that other packages parse, in the words of an InvalidError.
const (
	WantsCents  = "an amount in whole euro cents, such as 1234567, up to 2^53"
	WantsMoment = "a moment such as 2026-01-05T09:00:00Z"
	WantsCursor = "a cursor"
)

// MostCents is the largest amount of money: up to it every client counts exactly.
const MostCents = 1 << 53

// Written returns a value as its sender wrote it, at most 200 bytes: a text as it is, all else in
// JSON.
func Written(value any) string {
	if text, is := value.(string); is {
		return clipped(text)
	}
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprintf("%T", value)
	}
	return clipped(string(text))
}

// longestWritten is the number of bytes of a value that a message repeats.
const longestWritten = 200

func clipped(text string) string {
	if len(text) <= longestWritten {
		return text
	}
	return strings.ToValidUTF8(text[:longestWritten], "") + "…"
}
