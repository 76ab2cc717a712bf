package identity

import "maillage/internal/lexicon"

// UnauthenticatedError says that somebody came with a proof of who they are
// that proves nothing. They are never taken for the public: a program whose
// token has expired must not mistake what the public sees for everything.
type UnauthenticatedError struct {
	Reason string // a sentence for the client
	// Login tells that the proof was a browser's session, which the client can
	// do without: see (*Identity).ForgetSession.
	Login bool
}

func (e *UnauthenticatedError) Error() string { return e.Reason }

// The reasons. What is absent and what is wrong look the same.
var (
	errHeader   = &UnauthenticatedError{Reason: "The Authorization header is not `Bearer`, a space and a token."}
	errMistyped = &UnauthenticatedError{Reason: "The token is not in the form of one: it was mistyped or cut short."}
	errToken    = &UnauthenticatedError{Reason: "The token is unknown, expired or revoked."}
	errSession  = &UnauthenticatedError{Reason: "The login is over: log in again.", Login: true}
	errChanged  = &UnauthenticatedError{Reason: "What the account may do has changed: connect again."}
)

// ForbiddenError says that somebody may not say who may.
type ForbiddenError struct{}

func (*ForbiddenError) Error() string {
	return "only an administrator may do this, logged in or at the command line, and never with a token"
}

// FieldError says what is wrong with a field of what was asked for. Its
// sentences go on after the field's name.
type FieldError struct {
	Field           string // as the API names it
	Code            lexicon.UserErrorCode
	French, English string
}

func (e *FieldError) Error() string { return e.Field + " " + e.English }

// NotFoundError says that no account, token, grant or invitation has this name.
type NotFoundError struct {
	Kind string // account, token, grant or invitation
	Ref  string // what was asked for
}

func (e *NotFoundError) Error() string { return "no " + e.Kind + " is " + e.Ref }
