package webhook

import (
	"maillage/internal/identity"
	"maillage/internal/lexicon"
	"maillage/internal/message"
)

// ForbiddenError reports that the viewer may not own webhooks.
type ForbiddenError struct{}

func (*ForbiddenError) Error() string {
	return message.WebhooksForbidden.String()
}

// wrongURL returns the error of an address.
func wrongURL(code lexicon.UserErrorCode, what message.Sentence) error {
	return &identity.FieldError{Field: "url", Code: code, What: what}
}

// notFound reports that the viewer has no webhook of this name.
func notFound(ref string) error { return &identity.NotFoundError{Kind: "webhook", Ref: ref} }
