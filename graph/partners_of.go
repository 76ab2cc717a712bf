package graph

import (
	"context"
	"slices"

	"maillage/internal/batch"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/model"
	"maillage/internal/lexicon"
	"maillage/internal/relay"
)

// partnersOf pages through the partners that a contract names, and that a filter lets
// through.
func (r *Resolver) partnersOf(ctx context.Context, contract *ent.Contract, args relay.Args, order relay.Order, filter narrowing) (*relay.PartnerConnection, error) {
	page, err := batch.Load(ctx, contract, relay.FieldKey(ctx), func(ctx context.Context, siblings []*ent.Contract) (map[*ent.Contract]*relay.PartnerConnection, error) {
		where, err := filter(ctx)
		if err != nil {
			return nil, err
		}
		n, err := r.Network.Current(ctx)
		if err != nil {
			return nil, err
		}
		var all []int
		for _, c := range siblings {
			all = append(all, n.PartnersOf(c.ID)...)
		}
		records, err := relay.Among(ctx, r.Reader, relay.Partners, all, where)
		if err != nil {
			return nil, err
		}
		pages := make(map[*ent.Contract]*relay.PartnerConnection, len(siblings))
		for _, c := range siblings {
			var named []*ent.Partner
			for _, id := range n.PartnersOf(c.ID) {
				if p := records[id]; p != nil {
					named = append(named, p)
				}
			}
			if pages[c], err = sliced(r.Reader, "partners of a contract", named, args, order, func(p *ent.Partner) place { return placeOfPartner(order, p) }); err != nil {
				return nil, err
			}
		}
		batch.Together(slices.Compact(sortedByID(shown(pages))))
		return pages, nil
	})
	return relay.Charged(ctx, page, err)
}

// placeOfPartner is the place of a partner in an order of named records.
func placeOfPartner(order relay.Order, partner *ent.Partner) place {
	var p place
	for _, term := range order {
		switch term.By {
		case string(model.ThingOrderFieldName):
			p = p.text(partner.SortKey, term.Direction)
		case string(model.ThingOrderFieldCreatedAt):
			p = p.number(int(partner.CreatedAt.UnixMicro()), term.Direction)
		case string(model.ThingOrderFieldUpdatedAt):
			p = p.number(int(partner.UpdatedAt.UnixMicro()), term.Direction)
		}
	}
	return p.number(partner.ID, order.Last())
}

func sortedByID(partners []*ent.Partner) []*ent.Partner {
	slices.SortFunc(partners, func(a, b *ent.Partner) int { return a.ID - b.ID })
	return partners
}

// inferredThemes are the themes that an axis concerns through the actions that serve
// it, and its siblings.
func (r *Resolver) inferredThemes(ctx context.Context, axis *ent.Axis, asOf *lexicon.PartialDate) ([]*ent.Theme, error) {
	n, err := r.Network.Current(ctx)
	if err != nil {
		return nil, err
	}
	when, _ := r.when(asOf)
	return relay.Many(ctx, r.Reader, axis, relay.Themes, func(a *ent.Axis) []int { return n.InferredThemes(a.ID, when) })
}
