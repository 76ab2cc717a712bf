package derived

import (
	"context"
	"time"

	"maillage/graph/model"
	"maillage/internal/gen/input"
	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/network"
)

// today returns the day of the query in the hub's time zone. Under @asKnownAt that is the day of the moment.
func (r Answers) today() lexicon.Day {
	now := r.Now()
	if r.AsKnownAt != nil && r.AsKnownAt.Before(now) {
		now = *r.AsKnownAt
	}
	return lexicon.DayIn(now, r.Network.Location())
}

// When reads `asOf`: today when it is absent, any day for `..`. It also returns the date that the response shows.
func (r Answers) When(asOf *lexicon.PartialDate) (network.When, lexicon.PartialDate) {
	today := r.today()
	switch {
	case asOf == nil:
		return network.Today(today), today.Date()
	case *asOf == lexicon.AnyTime:
		return network.AnyTime(today), *asOf
	}
	return network.At(*asOf, today), *asOf
}

// Holds returns whether a record, taken alone, holds; unknown for a record that the network does not have.
func (r Answers) Holds(
	ctx context.Context, record network.Ref, asOf *lexicon.PartialDate,
) (*lexicon.Truth, error) {
	n, err := r.Network.Current(ctx)
	if err != nil {
		return nil, err
	}
	told := lexicon.Unknown
	if n.Knows(record) {
		when, _ := r.When(asOf)
		told = n.Holds(record, when)
	}
	return &told, nil
}

// days is the range of days that a sentence is about.
type days struct{ from, to lexicon.Day }

// daysOf reads `asOf` for a sentence. For any time the sentence is about today.
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

// days reads an optional `asOf` for a sentence; today when it is absent.
func (r Answers) days(asOf *lexicon.PartialDate) days {
	if asOf == nil {
		asOf = &lexicon.AnyTime
	}
	return daysOf(*asOf, r.today())
}

// present returns the moment up to which the query knows the records: now, or that of @asKnownAt.
func (r Answers) present() time.Time {
	now := r.Now()
	if r.AsKnownAt != nil && r.AsKnownAt.Before(now) {
		return *r.AsKnownAt
	}
	return now
}

// mayCompare refuses a moment in the future, any time, and a second moment under @asKnownAt.
func (r Answers) mayCompare(argument string, m *input.MomentInput, now time.Time) error {
	switch {
	case m.KnownAt != nil && r.AsKnownAt != nil:
		return &model.Error{
			Code: model.BadUserInput, Argument: []any{argument, "knownAt"},
			Sentence: message.KnownAtTwice,
		}
	case m.KnownAt != nil && m.KnownAt.After(now):
		return &model.Error{
			Code: model.BadUserInput, Argument: []any{argument, "knownAt"}, Sentence: message.InTheFuture("knownAt"),
		}
	case m.AsOf == nil:
		return nil
	case *m.AsOf == lexicon.AnyTime:
		return &model.Error{
			Code: model.BadUserInput, Argument: []any{argument, "asOf"},
			Sentence: message.AnyTimeNotComparable,
		}
	case m.AsOf.Earliest() > r.today():
		return &model.Error{
			Code: model.BadUserInput, Argument: []any{argument, "asOf"}, Sentence: message.InTheFuture("asOf"),
		}
	case m.KnownAt != nil && m.AsOf.Earliest() > lexicon.DayIn(*m.KnownAt, r.Network.Location()):
		return &model.Error{
			Code: model.BadUserInput, Argument: []any{argument, "asOf"},
			Sentence: message.AsOfAfterKnownAt,
		}
	}
	return nil
}

// HasCome reports whether a date has been reached; unknown without a date.
func (r Answers) HasCome(date, asOf *lexicon.PartialDate) lexicon.Truth {
	if date == nil {
		return lexicon.Unknown
	}
	_, day := r.When(asOf)
	return date.ReachedBy(day)
}
