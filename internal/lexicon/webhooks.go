package lexicon

// WebhookState is the state of a webhook.
type WebhookState string

// The states.
const (
	WebhookActive WebhookState = "ACTIVE"
	WebhookPaused WebhookState = "PAUSED"
	WebhookFailed WebhookState = "FAILED"
)

var webhookStates = Vocabulary{"WebhookState", "Whether a webhook sends changes.", []Term{
	{"ACTIVE", "active", "actif", "It sends each change as it happens."},
	{"PAUSED", "paused", "en pause", "It sends nothing. Once resumed, it continues where it stopped."},
	{"FAILED", "failed", "en échec", "The hub stopped it; `failure` gives the reason. Once resumed, it continues where it stopped."},
}}

// WebhookFailure is the reason why the hub stopped a webhook.
type WebhookFailure string

// The reasons.
const (
	FailureOwner       WebhookFailure = "OWNER"
	FailureGone        WebhookFailure = "GONE"
	FailureUnreachable WebhookFailure = "UNREACHABLE"
	FailureRestored    WebhookFailure = "RESTORED"
)

var webhookFailures = Vocabulary{"WebhookFailure", "Why the hub stopped a webhook.", []Term{
	{"OWNER", "owner", "propriétaire", "The owner’s account or token no longer has the right to follow changes."},
	{"GONE", "gone", "disparu", "The receiver answered 410 Gone."},
	{"UNREACHABLE", "unreachable", "injoignable", "Three changes in a row could not be delivered, each for a day."},
	{"RESTORED", "restored", "restauré", "The database was restored to an earlier moment. Once resumed, it continues with the next change."},
}}

// WebhookDeliveryState is the state of one change for one webhook.
type WebhookDeliveryState string

// The states.
const (
	DeliveryPending    WebhookDeliveryState = "PENDING"
	DeliveryDelivered  WebhookDeliveryState = "DELIVERED"
	DeliveryDeadLetter WebhookDeliveryState = "DEAD_LETTER"
)

var webhookDeliveryStates = Vocabulary{"WebhookDeliveryState", "How far the delivery of a change has come.", []Term{
	{"PENDING", "pending", "en attente", "It will be tried at `nextTryAt`."},
	{"DELIVERED", "delivered", "remise", "The receiver accepted it."},
	{"DEAD_LETTER", "dead letter", "lettre morte", "All tries failed. It can be sent again within 30 days."},
}}

// WebhookProblem is the reason why a try failed.
type WebhookProblem string

// The reasons.
const (
	ProblemStatus     WebhookProblem = "STATUS"
	ProblemRedirect   WebhookProblem = "REDIRECT"
	ProblemTimeout    WebhookProblem = "TIMEOUT"
	ProblemConnection WebhookProblem = "CONNECTION"
	ProblemAddress    WebhookProblem = "ADDRESS"
)

var webhookProblems = Vocabulary{"WebhookProblem", "Why a receiver did not accept a message.", []Term{
	{"STATUS", "status", "statut", "It answered with another status than 2xx."},
	{"REDIRECT", "redirect", "redirection", "It answered with a redirect, which the hub does not follow."},
	{"TIMEOUT", "timeout", "délai dépassé", "It did not answer within 10 seconds."},
	{"CONNECTION", "connection", "connexion", "No secure connection could be made."},
	{"ADDRESS", "address", "adresse", "Its address is private or reserved, or its port is not 443."},
}}
