package graph

import (
	"context"

	"maillage/internal/gen/ent"
	"maillage/internal/relay"
	"maillage/internal/snapshot"
)

// partnersOf pages through the partners that a contract names and a filter keeps.
func (r *Resolver) partnersOf(
	ctx context.Context, contract *ent.Contract, args relay.Args, order relay.Order, filter narrowing,
) (*relay.PartnerConnection, error) {
	return relay.Some(ctx, r.Reader, relay.Partners, contract, func(v *snapshot.View) []int {
		return v.Network.PartnersOf(contract.ID)
	}, args, order, filter)
}
