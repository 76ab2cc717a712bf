package graph

import (
	"context"

	"maillage/internal/gen/ent"
	"maillage/internal/gen/model"
	"maillage/internal/lexicon"
	"maillage/internal/network"
	"maillage/internal/relay"
	"maillage/internal/view"
)

// byActionCount is the default order of peers: those that share the most actions first.
var byActionCount = relay.Order{
	{By: string(model.PeerOrderFieldActionCount), Direction: relay.Descending},
	{By: string(model.PeerOrderFieldName), Direction: relay.Ascending},
}

// peers returns a page of the partners that share actions with a partner.
func (r *Resolver) peers(
	ctx context.Context, partner *ent.Partner, args relay.Args, order []*model.PeerOrder, asOf *lexicon.PartialDate,
) (*view.PeerConnection, error) {
	v, err := r.Reader.Records.View(ctx)
	if err != nil {
		return nil, err
	}
	by := ordered(order, byActionCount, func(o *model.PeerOrder) relay.Term {
		return relay.Term{By: string(o.Field), Direction: o.Direction}
	})
	when, day := r.when(asOf)
	peers := view.NewPeers(partner.ID, v.Network.Peers(partner.ID, network.PeerOptions{When: when}), day)
	nameKey := v.Key("partner")
	keyOf := func(peer *view.Peer) sortKey {
		var p sortKey
		for _, term := range by {
			switch term.By {
			case string(model.PeerOrderFieldName):
				p = p.text(nameKey(int32(peer.PartnerID)), term.Direction) //nolint:gosec // it is an id
			case string(model.PeerOrderFieldActionCount):
				p = p.number(peer.ActionCount(), term.Direction)
			}
		}
		return p.number(peer.PartnerID, by.Last())
	}
	if len(order) == 0 { // the network returns them in this order
		placed := func(p *view.Peer) string { return string(keyOf(p)) }
		page, err := relay.Slice(r.Reader, by.List("peers"), peers, args, placed)
		return relay.Charged(ctx, page, err)
	}
	page, err := sortedPage(r.Reader, "peers", peers, args, by, keyOf)
	return relay.Charged(ctx, page, err)
}
