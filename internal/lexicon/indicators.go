package lexicon

// IndicatorDirection is how an indicator should change.
type IndicatorDirection string

// The directions of indicators.
const (
	ShouldRise IndicatorDirection = "RISE"
	ShouldFall IndicatorDirection = "FALL"
	ShouldHold IndicatorDirection = "HOLD"
)

var indicatorDirections = Vocabulary{"IndicatorDirection", Text{
	"How an indicator should change.",
	"Comment un indicateur devrait évoluer.",
}, []Term{
	{"RISE", "should rise", "à la hausse", Text{
		"A higher value is better.",
		"Une valeur plus haute est meilleure.",
	}},
	{"FALL", "should fall", "à la baisse", Text{"A lower value is better.", "Une valeur plus basse est meilleure."}},
	{"HOLD", "should stay", "stable", Text{"The value should stay as it is.", "La valeur devrait rester la même."}},
}}

// ObservationStatus is whether an observation has a value, and if not, why.
type ObservationStatus string

// The statuses of observations.
const (
	ValueKnown   ObservationStatus = "KNOWN"
	ValueMissing ObservationStatus = "MISSING"
	ValueSecret  ObservationStatus = "SECRET"
)

var observationStatuses = Vocabulary{"ObservationStatus", Text{
	"Whether an observation has a value, and if not, why. Neither missing nor secret is zero.",
	"Si un relevé a une valeur, et sinon pourquoi. Ni manquant ni secret ne sont zéro.",
}, []Term{
	{"KNOWN", "known", "connu", Text{"The value is known.", "La valeur est connue."}},
	{"MISSING", "missing", "manquant", Text{"Nobody measured it.", "Personne ne l’a relevée."}},
	{"SECRET", "secret", "couvert par le secret", Text{
		"It was measured, and statistical confidentiality withholds it.",
		"Elle a été relevée, et le secret statistique la protège.",
	}},
}}
