package lexicon

// WebhookState is the state of a webhook.
type WebhookState string

// The states.
const (
	WebhookActive WebhookState = "ACTIVE"
	WebhookPaused WebhookState = "PAUSED"
	WebhookFailed WebhookState = "FAILED"
)

var webhookStates = Vocabulary{"WebhookState", Text{
	"Whether a webhook sends changes.",
	"Si un webhook envoie des modifications.",
}, []Term{
	{"ACTIVE", "active", "actif", Text{
		"It sends each change as it happens.",
		"Il envoie chaque modification dès qu’elle a lieu.",
	}},
	{"PAUSED", "paused", "en pause", Text{
		"It sends nothing. Once resumed, it continues where it stopped.",
		"Il n’envoie rien. À la reprise, il continue où il s’est arrêté.",
	}},
	{"FAILED", "failed", "en échec", Text{
		"The hub stopped it; `failure` gives the reason. Once resumed, it continues where it stopped.",
		"Le hub l’a arrêté ; `failure` en donne la raison. À la reprise, il continue où il s’est arrêté.",
	}},
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

var webhookFailures = Vocabulary{"WebhookFailure", Text{
	"Why the hub stopped a webhook.",
	"Pourquoi le hub a arrêté un webhook.",
}, []Term{
	{"OWNER", "owner", "propriétaire", Text{
		"The owner’s account or token no longer has the right to follow changes.",
		"Le compte ou le jeton du propriétaire n’a plus le droit de suivre les modifications.",
	}},
	{"GONE", "gone", "disparu", Text{
		"The receiver answered 410 Gone.",
		"Le destinataire a répondu 410 Gone.",
	}},
	{"UNREACHABLE", "unreachable", "injoignable", Text{
		"Three changes in a row could not be delivered, each for a day.",
		"Trois modifications de suite n’ont pas pu être remises, chacune pendant un jour.",
	}},
	{"RESTORED", "restored", "restauré", Text{
		"The database was restored to an earlier moment. Once resumed, it continues with the next change.",
		"La base a été restaurée à un moment antérieur. À la reprise, il continue avec la prochaine modification.",
	}},
}}

// WebhookDeliveryState is the state of one change for one webhook.
type WebhookDeliveryState string

// The states.
const (
	DeliveryPending    WebhookDeliveryState = "PENDING"
	DeliveryDelivered  WebhookDeliveryState = "DELIVERED"
	DeliveryDeadLetter WebhookDeliveryState = "DEAD_LETTER"
)

var webhookDeliveryStates = Vocabulary{"WebhookDeliveryState", Text{
	"How far the delivery of a change has come.",
	"Où en est la remise d’une modification.",
}, []Term{
	{"PENDING", "pending", "en attente", Text{
		"It will be tried at `nextTryAt`.",
		"Elle sera essayée à `nextTryAt`.",
	}},
	{"DELIVERED", "delivered", "remise", Text{
		"The receiver accepted it.",
		"Le destinataire l’a acceptée.",
	}},
	{"DEAD_LETTER", "dead letter", "lettre morte", Text{
		"All tries failed. It can be sent again within 30 days.",
		"Tous les essais ont échoué. Elle peut être renvoyée pendant 30 jours.",
	}},
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

var webhookProblems = Vocabulary{"WebhookProblem", Text{
	"Why a receiver did not accept a message.",
	"Pourquoi un destinataire n’a pas accepté un message.",
}, []Term{
	{"STATUS", "status", "statut", Text{
		"It answered with another status than 2xx.",
		"Il a répondu avec un autre statut que 2xx.",
	}},
	{"REDIRECT", "redirect", "redirection", Text{
		"It answered with a redirect, which the hub does not follow.",
		"Il a répondu par une redirection, que le hub ne suit pas.",
	}},
	{"TIMEOUT", "timeout", "délai dépassé", Text{
		"It did not answer within 10 seconds.",
		"Il n’a pas répondu en 10 secondes.",
	}},
	{"CONNECTION", "connection", "connexion", Text{
		"No secure connection could be made.",
		"Aucune connexion sûre n’a pu être établie.",
	}},
	{"ADDRESS", "address", "adresse", Text{
		"Its address is private or reserved, or its port is not 443.",
		"Son adresse est privée ou réservée, ou son port n’est pas 443.",
	}},
}}
