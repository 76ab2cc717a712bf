package derived

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/input"
	"maillage/internal/lexicon"
	"maillage/internal/network"
	"maillage/internal/relay"
)

// byActionCount is the default order of peers: those that share the most actions first.
var byActionCount = relay.Order{
	{By: string(input.PeerOrderFieldActionCount), Direction: relay.Descending},
	{By: string(input.PeerOrderFieldName), Direction: relay.Ascending},
}

// Peers returns a page of the partners that share actions with a partner.
func (r Answers) Peers(
	ctx context.Context, partner *ent.Partner, args relay.Args, order []*input.PeerOrder, asOf *lexicon.PartialDate,
) (*PeerConnection, error) {
	v, err := r.Reader.Records.View(ctx)
	if err != nil {
		return nil, err
	}
	by := relay.OrderFrom(order, byActionCount, func(o *input.PeerOrder) relay.Term {
		return relay.Term{By: string(o.Field), Direction: o.Direction}
	})
	when, day := r.When(asOf)
	peers := model.NewPeers(partner.ID, v.Network.Peers(partner.ID, network.PeerOptions{When: when}), day)
	nameKey := v.Key("partner")
	keyOf := func(peer *model.Peer) sortKey {
		var p sortKey
		for _, term := range by {
			switch term.By {
			case string(input.PeerOrderFieldName):
				p = p.text(nameKey(int32(peer.PartnerID)), term.Direction) //nolint:gosec // it is an id
			case string(input.PeerOrderFieldActionCount):
				p = p.number(peer.ActionCount(), term.Direction)
			}
		}
		return p.number(peer.PartnerID, by.Last())
	}
	if len(order) == 0 { // the network returns them in this order
		placed := func(p *model.Peer) string { return string(keyOf(p)) }
		page, err := relay.Slice(r.Reader, by.List("peers"), peers, args, placed)
		return relay.Charged(ctx, page, err)
	}
	page, err := sortedPage(r.Reader, "peers", peers, args, by, keyOf)
	return relay.Charged(ctx, page, err)
}
