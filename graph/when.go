package graph

import (
	"context"

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
