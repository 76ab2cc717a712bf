package derived

import (
	"maillage/graph/model"
	"maillage/internal/relay"
)

// Pages of derived answers, under their names in the API. gqlgen sees through an alias of an internal type only in a
// package that is internal too.
type (
	DerivedContributionConnection = relay.Connection[model.DerivedContribution] //nolint:revive // the API name
	DerivedContributionEdge       = relay.Edge[model.DerivedContribution]       //nolint:revive // the API name
	PeerConnection                = relay.Connection[model.Peer]
	PeerEdge                      = relay.Edge[model.Peer]
)
