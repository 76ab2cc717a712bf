package lexicon

import (
	"encoding/json"
	"fmt"
	"strings"
)

// InvalidError means that a value is not what its field or argument accepts.
type InvalidError struct {
	Value string // the rejected value
	Want  Text   // what is accepted
	// Unquoted reports that the value would be a date if it stood in quotes.
	Unquoted bool
}

func (e *InvalidError) Error() string { return e.In(English) }

// In returns the error in a language.
func (e *InvalidError) In(l Language) string {
	if e.Unquoted {
		return fmt.Sprintf(numberForDate.In(l), e.Value)
	}
	return fmt.Sprintf(notWanted.In(l), e.Value, e.Want.In(l))
}

var (
	notWanted     = Text{English: "%q is not %s.", French: "« %s » n’est pas %s."}
	numberForDate = Text{
		English: "%[1]s is a number. Write the date in quotes: %[1]q.",
		French:  "%[1]s est un nombre. Écrivez la date entre guillemets : %[1]q.",
	}
)

// What fields accept that other packages parse, in the words of an InvalidError.
var (
	WantsCents = Text{
		English: "an amount in whole euro cents, such as 1234567, up to 2^53",
		French:  "un montant en centimes d’euro entiers, comme 1234567, jusqu’à 2^53",
	}
	WantsMoment = Text{
		English: "a moment such as 2026-01-05T09:00:00Z",
		French:  "un moment comme 2026-01-05T09:00:00Z",
	}
	WantsCursor = Text{English: "a cursor", French: "un curseur"}
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
