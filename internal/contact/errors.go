package contact

import (
	"maillage/internal/lexicon"
	"maillage/internal/message"
)

// NotFoundError means that there is no such contact or partner, or none that the viewer may see. The
// viewer is not told which.
type NotFoundError struct{}

func (*NotFoundError) Error() string { return "there is no such contact, or none that one may see" }

// FieldError says what is wrong with a field, and never repeats its value. What continues
// after the field's name.
type FieldError struct {
	Field string // as the API names it
	Code  lexicon.UserErrorCode
	What  message.Sentence
}

func (e *FieldError) Error() string { return e.Field + " " + e.What.String() }

// ConflictError means that a contact has changed since the writer saw it.
type ConflictError struct {
	Seen int // the version that the writer saw
	Now  int // the current version
}

func (*ConflictError) Error() string { return "the contact has changed since it was seen" }
