package graph

import (
	"context"
	"time"

	"maillage/internal/gen/model"
	"maillage/internal/lexicon"
	"maillage/internal/network"
)

// today is the day on which the question is asked, in the hub's time zone; under
// @asKnownAt that of the moment.
func (r *Resolver) today() lexicon.Day {
	now := r.Now()
	if r.Then != nil && r.Then.Before(now) {
		now = *r.Then
	}
	return lexicon.DayIn(now, r.Network.Location())
}

// when reads `asOf`: today when absent, some day for `..`. It also returns the date
// that the answer tells.
func (r *Resolver) when(asOf *lexicon.PartialDate) (network.When, lexicon.PartialDate) {
	today := r.today()
	switch {
	case asOf == nil:
		return network.Today(today), today.Date()
	case *asOf == lexicon.AnyTime:
		return network.AnyTime(today), *asOf
	}
	return network.At(*asOf, today), *asOf
}

// holds answers whether a record holds, read alone. Of one that the network does
// not know, nobody knows.
func (r *Resolver) holds(
	ctx context.Context, record network.Ref, asOf *lexicon.PartialDate,
) (*lexicon.Truth, error) {
	n, err := r.Network.Current(ctx)
	if err != nil {
		return nil, err
	}
	told := lexicon.Unknown
	if n.Knows(record) {
		when, _ := r.when(asOf)
		told = n.Holds(record, when)
	}
	return &told, nil
}

// days are those that a sentence is told of, from one to another.
type days struct{ from, to lexicon.Day }

// daysOf reads `asOf` for a sentence: any time is told of today.
func daysOf(asOf lexicon.PartialDate, today lexicon.Day) days {
	if asOf == lexicon.AnyTime {
		return days{today, today}
	}
	on := days{asOf.Earliest(), asOf.Latest()}
	if on.from <= today && on.to > today {
		on.to = today
	}
	return on
}

// days are those that a sentence is told of: today when absent.
func (r *Resolver) days(asOf *lexicon.PartialDate) days {
	if asOf == nil {
		asOf = &lexicon.AnyTime
	}
	return daysOf(*asOf, r.today())
}

// present is the moment up to which the question knows: now, or that of @asKnownAt.
func (r *Resolver) present() time.Time {
	now := r.Now()
	if r.Then != nil && r.Then.Before(now) {
		return *r.Then
	}
	return now
}

// mayCompare refuses moments in the future, any day, and two ways to name a past.
func (r *Resolver) mayCompare(argument string, m *model.MomentInput, now time.Time) error {
	switch {
	case m.KnownAt != nil && r.Then != nil:
		return &Error{
			Code: BadUserInput, Argument: []any{argument, "knownAt"},
			Sentence: "`knownAt` is not given together with @asKnownAt",
		}
	case m.KnownAt != nil && m.KnownAt.After(now):
		return &Error{
			Code: BadUserInput, Argument: []any{argument, "knownAt"}, Sentence: "`%s` is in the future",
			Args: []any{"knownAt"},
		}
	case m.AsOf == nil:
		return nil
	case *m.AsOf == lexicon.AnyTime:
		return &Error{
			Code: BadUserInput, Argument: []any{argument, "asOf"},
			Sentence: "two moments are compared: `asOf` is a day, a month or a year here",
		}
	case m.AsOf.Earliest() > r.today():
		return &Error{
			Code: BadUserInput, Argument: []any{argument, "asOf"}, Sentence: "`%s` is in the future",
			Args: []any{"asOf"},
		}
	case m.KnownAt != nil && m.AsOf.Earliest() > lexicon.DayIn(*m.KnownAt, r.Network.Location()):
		return &Error{
			Code: BadUserInput, Argument: []any{argument, "asOf"},
			Sentence: "`asOf` is later than the day of `knownAt`",
		}
	}
	return nil
}
