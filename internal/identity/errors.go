package identity

import "maillage/internal/lexicon"

// UnauthenticatedError reports a credential that is not valid. Such a request is never served as the public: a program
// whose token has expired must not mistake public data for all data.
type UnauthenticatedError struct {
	Reason string // a sentence for the client
	// Login reports that the credential was a browser's session, which the client can drop: see
	// (*Identity).ForgetSession.
	Login bool
}

func (e *UnauthenticatedError) Error() string { return e.Reason }

// The reasons. A missing and a wrong credential get the same one.
var (
	errHeader   = &UnauthenticatedError{Reason: "The Authorization header is not `Bearer`, a space and a token."}
	errMistyped = &UnauthenticatedError{Reason: "The token is not in the form of one: it was mistyped or cut short."}
	errToken    = &UnauthenticatedError{Reason: "The token is unknown, expired or revoked."}
	errSession  = &UnauthenticatedError{Reason: "The login is over: log in again.", Login: true}
	errChanged  = &UnauthenticatedError{Reason: "What the account may do has changed: connect again."}
)

// ForbiddenError reports that the viewer may not manage accounts.
type ForbiddenError struct{}

func (*ForbiddenError) Error() string {
	return "only an administrator may do this, logged in or at the command line, and never with a token"
}

// FieldError describes an invalid field of a request. Its sentences continue after the field's name.
type FieldError struct {
	Field           string // as the API names it
	Code            lexicon.UserErrorCode
	French, English string
}

func (e *FieldError) Error() string { return e.Field + " " + e.English }

// NotFoundError reports that no account, token, grant or invitation has this name.
type NotFoundError struct {
	Kind string // account, token, grant or invitation
	Ref  string // the requested name
}

func (e *NotFoundError) Error() string { return "no " + e.Kind + " is " + e.Ref }
