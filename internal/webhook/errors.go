package webhook

import (
	"maillage/internal/identity"
	"maillage/internal/lexicon"
)

// ForbiddenError reports that the viewer may not own webhooks.
type ForbiddenError struct{}

func (*ForbiddenError) Error() string {
	return "webhooks are for coordinators and administrators, and for tokens with the scope FEED"
}

// wrongURL returns the error of an address.
func wrongURL(code lexicon.UserErrorCode, french, english string) error {
	return &identity.FieldError{Field: "url", Code: code, French: french, English: english}
}

// notFound reports that the viewer has no webhook of this name.
func notFound(ref string) error { return &identity.NotFoundError{Kind: "webhook", Ref: ref} }
