package contact

import (
	"fmt"
	"net/mail"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"maillage/internal/lexicon"
	"maillage/internal/message"
)

// LongestRetention is how many years a contact may be kept without a new decision.
const LongestRetention = 3

// Entry is a new contact.
type Entry struct {
	Partner     string // by code or public identifier
	Name        string
	Function    string    // may be empty
	Email       string    // may be empty
	Phone       string    // may be empty
	Purpose     string    // why it is kept
	RetainUntil time.Time // at most three years ahead
}

// Format prints nothing about the person.
func (Entry) Format(s fmt.State, _ rune) { _, _ = fmt.Fprint(s, "a contact to be entered") }

// Change is a change of a contact. A nil field does not change, and an empty value clears the field.
type Change struct {
	Name, Function, Email, Phone, Purpose *string
	RetainUntil                           *time.Time
}

// Format prints nothing about the person.
func (Change) Format(s fmt.State, _ rune) { _, _ = fmt.Fprint(s, "a change of a contact") }

// over returns the contact's fields with the change applied.
func (c Change) over(k Contact) Entry {
	e := Entry{k.Partner, k.Name, k.Function, k.Email, k.Phone, k.Purpose, k.RetainUntil}
	for field, to := range map[*string]*string{
		&e.Name: c.Name, &e.Function: c.Function, &e.Email: c.Email, &e.Phone: c.Phone, &e.Purpose: c.Purpose,
	} {
		if to != nil {
			*field = *to
		}
	}
	if c.RetainUntil != nil {
		e.RetainUntil = *c.RetainUntil
	}
	return e
}

// checked returns the entry as it is stored, or a *FieldError.
func (e Entry) checked(now time.Time) (Entry, error) {
	for _, f := range []struct {
		name   string
		value  *string
		most   int
		needed bool
	}{
		{"name", &e.Name, 200, true}, {"function", &e.Function, 200, false}, {"email", &e.Email, 320, false},
		{"phone", &e.Phone, 40, false}, {"purpose", &e.Purpose, 300, true},
	} {
		value, err := text(f.name, *f.value, f.most, f.needed)
		if err != nil {
			return e, err
		}
		*f.value = value
	}
	if parsed, err := mail.ParseAddress(e.Email); e.Email != "" && (err != nil || parsed.Address != e.Email) {
		return e, &FieldError{"email", lexicon.UserInvalid, message.IsNoAddress}
	}
	if e.Phone != "" && !phoneForm.MatchString(e.Phone) {
		return e, &FieldError{"phone", lexicon.UserInvalid, message.IsNoPhone}
	}
	e.RetainUntil = e.RetainUntil.UTC().Truncate(time.Microsecond)
	return e, retention(e.RetainUntil, now)
}

// phoneForm is lenient, because people write numbers in many ways.
var phoneForm = regexp.MustCompile(`^\+?[0-9(][0-9 ().\-/]{3,}( ?(x|ext\.?|poste) ?[0-9]{1,6})?$`)

func retention(until, now time.Time) error {
	switch {
	case until.IsZero():
		return &FieldError{"retainUntil", lexicon.UserRequired, message.NeedsAnEnd}
	case !until.After(now):
		return &FieldError{"retainUntil", lexicon.UserInvalid, message.IsPast}
	case until.After(now.AddDate(LongestRetention, 0, 0)):
		return &FieldError{"retainUntil", lexicon.UserInvalid, message.IsTooFarYears(LongestRetention)}
	}
	return nil
}

// text returns a trimmed short text, or a *FieldError when it is missing, too long or has characters
// that cannot be shown.
func text(field, value string, most int, needed bool) (string, error) {
	value = strings.TrimSpace(value)
	switch {
	case value == "" && needed:
		return "", &FieldError{field, lexicon.UserRequired, message.IsRequired}
	case len(value) > most:
		return "", &FieldError{field, lexicon.UserTooLong, message.IsTooLong(most)}
	case !utf8.ValidString(value) || strings.ContainsFunc(value, unicode.IsControl):
		return "", &FieldError{field, lexicon.UserInvalid, message.IsUnprintable}
	}
	return value, nil
}

// isReference reports whether a text can be a code or an identifier at all. Otherwise the database need not
// be queried.
func isReference(ref string) bool {
	return ref != "" && len(ref) <= 200 && utf8.ValidString(ref) && !strings.ContainsFunc(ref, unicode.IsControl)
}

// orNil returns a pointer to the value; nil for an empty one.
func orNil(value string) *string {
	if value == "" {
		return nil
	}
	return &value
}
