package identity

import (
	"maillage/internal/lexicon"
	"maillage/internal/message"
)

// UnauthenticatedError reports a credential that is not valid. Such a request is never served as the public: a program
// whose token has expired must not mistake public data for all data.
type UnauthenticatedError struct {
	Reason message.Sentence
	// Login reports that the credential was a browser's session, which the client can drop: see
	// (*Identity).ForgetSession.
	Login bool
}

func (e *UnauthenticatedError) Error() string { return e.Reason.String() }

// The reasons. A missing and a wrong credential get the same one.
var (
	errHeader   = &UnauthenticatedError{Reason: message.MalformedAuthorization}
	errMistyped = &UnauthenticatedError{Reason: message.MistypedToken}
	errToken    = &UnauthenticatedError{Reason: message.UnknownToken}
	errSession  = &UnauthenticatedError{Reason: message.LoginOver, Login: true}
	errChanged  = &UnauthenticatedError{Reason: message.RightsChanged}
)

// ForbiddenError reports that the viewer may not manage accounts.
type ForbiddenError struct{}

func (*ForbiddenError) Error() string { return message.AdministratorOnly.String() }

// FieldError describes an invalid field of a request. What continues after the field's name.
type FieldError struct {
	Field string // as the API names it
	Code  lexicon.UserErrorCode
	What  message.Sentence
}

func (e *FieldError) Error() string { return e.Field + " " + e.What.String() }

// NotFoundError reports that no account, token, grant or invitation has this name.
type NotFoundError struct {
	Kind string // account, token, grant or invitation
	Ref  string // the requested name
}

func (e *NotFoundError) Error() string { return "no " + e.Kind + " is " + e.Ref }
