package network

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// keptStats is how many statistics a network keeps.
const keptStats = 64

// counted keeps the statistics that were asked for last, so that a page which
// everybody looks at is counted once for each state of the data.
type counted struct {
	mu      sync.Mutex
	answers map[string]*answer
	asked   []string // oldest first
}

type answer struct {
	turn    chan struct{} // of one, held by who counts
	kept    *Statistics
	tooMany *TooManyError // which it stays
}

// of is the answer to a question, found or kept. Whoever asks while it is being
// counted waits for it, and counts anew when who counted was ended.
func (c *counted) of(ctx context.Context, question string, count func() (*Statistics, error)) (*Statistics, error) {
	c.mu.Lock()
	a := c.answers[question]
	if a == nil {
		if a = (&answer{turn: make(chan struct{}, 1)}); c.answers == nil {
			c.answers = make(map[string]*answer)
		}
		if len(c.asked) == keptStats {
			delete(c.answers, c.asked[0])
			c.asked = c.asked[1:]
		}
		c.answers[question], c.asked = a, append(c.asked, question)
	}
	c.mu.Unlock()
	select {
	case a.turn <- struct{}{}:
		defer func() { <-a.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if a.tooMany != nil {
		return nil, a.tooMany
	}
	if a.kept == nil {
		counted, err := count()
		if err != nil {
			errors.As(err, &a.tooMany)
			return nil, err
		}
		a.kept = counted
	}
	return a.kept, nil
}

// ids are what a selection names, and whether it names any: nil means all, and
// an empty list too.
func (s Selection) ids() string {
	return fmt.Sprint(s.Contracts, s.Axes, s.Themes, s.Partners, s.Territories, s.Audiences, s.ActionThemes, s.Around)
}

// given tells nil from empty for lists of words, where they differ.
func (s Selection) given() string {
	return fmt.Sprint(s.AxisRoles == nil, s.ActionRoles == nil, s.Statuses == nil, s.Bases == nil, s.Rules == nil)
}

func (s Selection) day() string { return fmt.Sprint(s.When) }
