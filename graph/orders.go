package graph

import (
	"context"

	"maillage/internal/gen/model"
	"maillage/internal/lexicon"
	"maillage/internal/relay"
)

var byCreation = relay.Order{By: string(model.RecordOrderFieldCreatedAt), Direction: relay.Ascending}

func recordOrder(o *model.RecordOrder) relay.Order {
	if o == nil {
		return byCreation
	}
	return relay.Order{By: string(o.Field), Direction: o.Direction}
}

func thingOrder(o *model.ThingOrder) relay.Order {
	if o == nil {
		return relay.Order{By: string(model.ThingOrderFieldName), Direction: relay.Ascending}
	}
	return relay.Order{By: string(o.Field), Direction: o.Direction}
}

func positionOrder(o *model.PositionOrder) relay.Order {
	if o == nil {
		return relay.Order{By: string(model.PositionOrderFieldPosition), Direction: relay.Ascending}
	}
	return relay.Order{By: string(o.Field), Direction: o.Direction}
}

// list pages through a whole table under a filter.
func list[T any, R relay.Row[T]](ctx context.Context, r *queryResolver, t *relay.Table[T], args relay.Args, order relay.Order, filter narrowing) (*relay.Connection[T], error) {
	where, err := filter(ctx)
	if err != nil {
		return nil, err
	}
	return relay.List[T, R](ctx, r.Reader, t, args, order, where)
}

// hasCome answers whether a date has come; nobody knows of one that nobody gave.
func (r *Resolver) hasCome(date, asOf *lexicon.PartialDate) lexicon.Truth {
	if date == nil {
		return lexicon.Unknown
	}
	_, day := r.when(asOf)
	return date.ReachedBy(day)
}
