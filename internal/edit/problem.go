package edit

import (
	"slices"

	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/record"
)

// Problem is an error that a user can correct: where it is, what it is, and a sentence.
type Problem struct {
	Field    []string // the path of the input's field; empty for the whole input
	Code     lexicon.UserErrorCode
	Sentence message.Sentence
}

// Message returns the sentence in a language.
func (p *Problem) Message(l lexicon.Language) string { return p.Sentence.In(l) }

// Conflict describes a record that has changed since the version that the client read.
type Conflict struct {
	Record        string // its public identifier
	Seen, Current int    // versions; 0 for a record that is gone
	Type          string // the prefix of its type
}

// report adds a problem of a step's field, once for each field and code.
func (w *work) report(s Step, field string, code lexicon.UserErrorCode, sentence message.Sentence) {
	path := slices.Clone(s.Path)
	switch {
	case s.as != "":
		sentence = sentence.Renaming(field, s.as)
	case field != "":
		path = append(path, field)
	}
	known := slices.ContainsFunc(
		w.problems, func(p *Problem) bool { return p.Code == code && slices.Equal(p.Field, path) },
	)
	if known {
		return // several rules can find the same problem
	}
	w.problems = append(w.problems, &Problem{path, code, sentence})
}

// TooMany returns the problem of a write with more than MaxSteps changes.
func TooMany() *Problem {
	return &Problem{nil, lexicon.UserTooMany, message.TooManyChanges(MaxSteps)}
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
	return []*Problem{{nil, lexicon.UserTooMany, message.TooManyParts(MaxParts)}}
}

func listLength(value any) int {
	list, _ := value.([]any)
	return len(list)
}

// KeyMismatch returns the problem of an idempotency key that was used for another write.
func KeyMismatch() *Problem {
	return &Problem{[]string{"idempotencyKey"}, lexicon.UserKeyMismatch, message.KeyMismatch}
}
