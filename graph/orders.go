package graph

import (
	"context"

	"maillage/internal/gen/input"
	"maillage/internal/lexicon"
	"maillage/internal/relay"
)

var (
	byCreation = relay.Order{{By: string(input.RecordOrderFieldCreatedAt), Direction: relay.Ascending}}
	byName     = relay.Order{{By: string(input.ThingOrderFieldName), Direction: relay.Ascending}}
	byPosition = relay.Order{{By: string(input.PositionOrderFieldPosition), Direction: relay.Ascending}}
)

func recordOrder(given []*input.RecordOrder) relay.Order {
	return ordered(
		given, byCreation,
		func(o *input.RecordOrder) relay.Term { return relay.Term{By: string(o.Field), Direction: o.Direction} },
	)
}

func thingOrder(given []*input.ThingOrder) relay.Order {
	return ordered(
		given, byName,
		func(o *input.ThingOrder) relay.Term { return relay.Term{By: string(o.Field), Direction: o.Direction} },
	)
}

func positionOrder(given []*input.PositionOrder) relay.Order {
	return ordered(given, byPosition, func(o *input.PositionOrder) relay.Term {
		return relay.Term{By: string(o.Field), Direction: o.Direction}
	})
}

// ordered reads `orderBy`, or returns the default order.
func ordered[O any](given []O, otherwise relay.Order, term func(O) relay.Term) relay.Order {
	if len(given) == 0 {
		return otherwise
	}
	order := make(relay.Order, len(given))
	for i, o := range given {
		order[i] = term(o)
	}
	return order
}

// list returns a page of a whole table, with a filter.
func list[T any](ctx context.Context, r *queryResolver, t *relay.Table[T], args relay.Args, order relay.Order,
	filter listCondition) (*relay.Connection[T], error) {
	return relay.List(ctx, r.Reader, t, args, order, filter)
}

// hasCome reports whether a date has been reached; unknown without a date.
func (r *Resolver) hasCome(date, asOf *lexicon.PartialDate) lexicon.Truth {
	if date == nil {
		return lexicon.Unknown
	}
	_, day := r.when(asOf)
	return date.ReachedBy(day)
}
