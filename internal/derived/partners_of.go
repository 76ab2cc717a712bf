package derived

import (
	"context"

	"maillage/internal/gen/ent"
	"maillage/internal/relay"
	"maillage/internal/snapshot"
)

// PartnersOf returns a page of the partners that the claims of a contract refer to, with a filter.
func (r Answers) PartnersOf(
	ctx context.Context, contract *ent.Contract, args relay.Args, order relay.Order, filter relay.Holding,
) (*relay.PartnerConnection, error) {
	return relay.Some(ctx, r.Reader, relay.Partners, contract, func(v *snapshot.View) []int {
		return v.Network.PartnersOf(contract.ID)
	}, args, order, filter)
}
