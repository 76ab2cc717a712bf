package edit

import (
	"fmt"
	"slices"

	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// Problem is an error that a user can correct: where it is, what it is, and a sentence in each language.
type Problem struct {
	Field           []string // the path of the input's field; empty for the whole input
	Code            lexicon.UserErrorCode
	French, English string
}

// Message returns the sentence in a language.
func (p *Problem) Message(l lexicon.Language) string {
	if l == lexicon.English {
		return p.English
	}
	return p.French
}

// Conflict describes a record that has changed since the version that the client read.
type Conflict struct {
	Record        string // its public identifier
	Seen, Current int    // versions; 0 for a record that is gone
	Type          string // the prefix of its type
}

// report adds a problem of a step's field, once for each field and code.
func (w *work) report(s Step, field string, code lexicon.UserErrorCode, french, english string, args ...any) {
	path := slices.Clone(s.Path)
	switch {
	case s.as != "":
		args = slices.Clone(args)
		for i, arg := range args {
			if arg == field {
				args[i] = s.as
			}
		}
	case field != "":
		path = append(path, field)
	}
	inFrench, inEnglish := slices.Clone(args), slices.Clone(args)
	for i, arg := range args {
		if l, ok := arg.(language); ok {
			inFrench[i], inEnglish[i] = l.french, l.english
		}
	}
	known := slices.ContainsFunc(
		w.problems, func(p *Problem) bool { return p.Code == code && slices.Equal(p.Field, path) },
	)
	if known {
		return // several rules can find the same problem
	}
	w.problems = append(w.problems, &Problem{path, code, sentence(french, inFrench), sentence(english, inEnglish)})
}

func sentence(form string, args []any) string { return fmt.Sprintf(form, args...) }

// language is an argument with a text for each language of the sentence.
type language struct{ french, english string }

// TooMany returns the problem of a write with more than MaxSteps changes.
func TooMany() *Problem {
	return &Problem{
		nil, lexicon.UserTooMany, fmt.Sprintf("Une écriture comporte au plus %d modifications.", MaxSteps),
		fmt.Sprintf("One write takes at most %d changes.", MaxSteps),
	}
}

// excess returns the problem of steps that exceed MaxSteps or MaxParts; nil for none.
func excess(steps []Step) []*Problem {
	if len(steps) > MaxSteps {
		return []*Problem{TooMany()}
	}
	parts := 0
	for _, s := range steps {
		parts += listLength(s.Set["citations"])
		if t := record.Of(s.Type); t != nil {
			for _, r := range t.Related() {
				parts += listLength(s.Set[r.Field])
			}
		}
	}
	if parts <= MaxParts {
		return nil
	}
	return []*Problem{{
		nil, lexicon.UserTooMany, fmt.Sprintf("Une écriture cite et relie au plus %d fois.", MaxParts),
		fmt.Sprintf("One write takes at most %d citations and related records.", MaxParts),
	}}
}

func listLength(value any) int {
	list, _ := value.([]any)
	return len(list)
}

// KeyMismatch returns the problem of an idempotency key that was used for another write.
func KeyMismatch() *Problem {
	return &Problem{
		[]string{"idempotencyKey"}, lexicon.UserKeyMismatch, "Cette clé a déjà servi pour une autre écriture.",
		"This key was used for another write.",
	}
}
