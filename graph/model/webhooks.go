package model

import (
	"time"

	"maillage/internal/batch"
	"maillage/internal/lexicon"
	"maillage/internal/relay"
	"maillage/internal/webhook"
)

// Webhook is a webhook without its secrets.
type Webhook struct {
	batch.Member[Webhook]
	ID         string
	URL        string
	AccountID  string
	TokenID    *string
	ContractID *string
	Types      []lexicon.RecordType
	Operations []lexicon.ChangeOperation
	State      lexicon.WebhookState
	Failure    *lexicon.WebhookFailure
	IsRotating bool
	Position   *string
	NextTryAt  *time.Time
	CreatedAt  time.Time
}

// Pages of deliveries.
type (
	WebhookDeliveryConnection = relay.Connection[webhook.Delivery]
	WebhookDeliveryEdge       = relay.Edge[webhook.Delivery]
)

// WebhookPayload is the result of a mutation of a webhook.
type WebhookPayload struct {
	Done
	Webhook *Webhook
}

// CreateWebhookPayload is a new webhook with its secret, which appears only in this answer.
type CreateWebhookPayload struct {
	WebhookPayload
	Secret *string
}

// RotateWebhookSecretPayload is a webhook with its new secret, which appears only in this answer.
type RotateWebhookSecretPayload struct {
	WebhookPayload
	Secret *string
}

// DeleteWebhookPayload is the result of deleting a webhook.
type DeleteWebhookPayload struct {
	Done
	WebhookID *string
}

// SendWebhookAgainPayload is the result of sending dead letters again.
type SendWebhookAgainPayload struct {
	WebhookPayload
	Count *int
}

// TestWebhookPayload is what came back from a receiver.
type TestWebhookPayload struct {
	Done
	Accepted     *bool
	Status       *int
	Problem      *lexicon.WebhookProblem
	Milliseconds *int
	Answer       *string
}
