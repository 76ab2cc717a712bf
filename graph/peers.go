package graph

import (
	"context"

	"maillage/internal/batch"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/model"
	"maillage/internal/lexicon"
	"maillage/internal/network"
	"maillage/internal/relay"
	"maillage/internal/view"
)

// byActionCount is the order of peers: those that share most first.
var byActionCount = relay.Order{
	{By: string(model.PeerOrderFieldActionCount), Direction: relay.Descending},
	{By: string(model.PeerOrderFieldName), Direction: relay.Ascending},
}

// peers pages through the partners that share actions with one.
func (r *Resolver) peers(ctx context.Context, partner *ent.Partner, args relay.Args, order []*model.PeerOrder, asOf *lexicon.PartialDate) (*view.PeerConnection, error) {
	by := ordered(order, byActionCount, func(o *model.PeerOrder) relay.Term { return relay.Term{By: string(o.Field), Direction: o.Direction} })
	page, err := batch.Load(ctx, partner, relay.FieldKey(ctx), func(ctx context.Context, siblings []*ent.Partner) (map[*ent.Partner]*view.PeerConnection, error) {
		n, err := r.Network.Current(ctx)
		if err != nil {
			return nil, err
		}
		when, day := r.when(asOf)
		of := make([][]*view.Peer, len(siblings))
		var all []*view.Peer
		for i, s := range siblings {
			of[i] = view.NewPeers(s.ID, n.Peers(s.ID, network.PeerOptions{When: when}), day)
			all = append(all, of[i]...)
		}
		others, err := endsOf(ctx, r.Reader, relay.Partners, all, func(p *view.Peer) int { return p.PartnerID })
		if err != nil {
			return nil, err
		}
		placeOf := func(peer *view.Peer) place {
			var p place
			for _, term := range by {
				switch term.By {
				case string(model.PeerOrderFieldName):
					p = p.text(others[peer.PartnerID].SortKey, term.Direction)
				case string(model.PeerOrderFieldActionCount):
					p = p.number(peer.ActionCount(), term.Direction)
				}
			}
			return p.number(peer.PartnerID, by.Last())
		}
		pages := make(map[*ent.Partner]*view.PeerConnection, len(siblings))
		for i, s := range siblings {
			if pages[s], err = sliced(r.Reader, "peers", of[i], args, by, placeOf); err != nil {
				return nil, err
			}
		}
		batch.Together(shown(pages))
		return pages, nil
	})
	return relay.Charged(ctx, page, err)
}
