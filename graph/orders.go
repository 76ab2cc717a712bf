package graph

import (
	"context"

	"maillage/internal/gen/input"
	"maillage/internal/relay"
)

var (
	byCreation = relay.Order{{By: string(input.RecordOrderFieldCreatedAt), Direction: relay.Ascending}}
	byName     = relay.Order{{By: string(input.ThingOrderFieldName), Direction: relay.Ascending}}
	byPosition = relay.Order{{By: string(input.PositionOrderFieldPosition), Direction: relay.Ascending}}
)

// term returns a sort key of the API as that of a list.
func term[F ~string](field F, d relay.Direction) relay.Term {
	return relay.Term{By: string(field), Direction: d}
}

func recordOrder(given []*input.RecordOrder) relay.Order {
	return relay.OrderFrom(given, byCreation, func(o *input.RecordOrder) relay.Term {
		return term(o.Field, o.Direction)
	})
}

func thingOrder(given []*input.ThingOrder) relay.Order {
	return relay.OrderFrom(given, byName, func(o *input.ThingOrder) relay.Term {
		return term(o.Field, o.Direction)
	})
}

func positionOrder(given []*input.PositionOrder) relay.Order {
	return relay.OrderFrom(given, byPosition, func(o *input.PositionOrder) relay.Term {
		return term(o.Field, o.Direction)
	})
}

func grantOrder(given []*input.GrantOrder) relay.Order {
	return relay.OrderFrom(given, byCreation, func(o *input.GrantOrder) relay.Term {
		return term(o.Field, o.Direction)
	})
}

func fundingLineOrder(given []*input.FundingLineOrder) relay.Order {
	return relay.OrderFrom(given, byCreation, func(o *input.FundingLineOrder) relay.Term {
		return term(o.Field, o.Direction)
	})
}

func observationOrder(given []*input.ObservationOrder) relay.Order {
	return relay.OrderFrom(given, byCreation, func(o *input.ObservationOrder) relay.Term {
		return term(o.Field, o.Direction)
	})
}

// list returns a page of a whole table, with a filter.
func list[T any](ctx context.Context, r *queryResolver, t *relay.Table[T], args relay.Args, order relay.Order,
	filter map[string]any) (*relay.Connection[T], error) {
	return relay.List(ctx, r.Reader, t, args, order, r.where(t.Prefix(), filter))
}

// page returns the arguments of a page.
func page(first *int, after *string, last *int, before *string) relay.Args {
	return relay.Args{First: first, After: after, Last: last, Before: before}
}
