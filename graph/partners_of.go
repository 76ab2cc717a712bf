package graph

import (
	"context"
	"slices"

	"maillage/internal/batch"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/model"
	"maillage/internal/relay"
)

// partnersOf pages through the partners that a contract names and a filter keeps, for all contracts of a list at once.
func (r *Resolver) partnersOf(
	ctx context.Context, contract *ent.Contract, args relay.Args, order relay.Order, filter narrowing,
) (*relay.PartnerConnection, error) {
	type pages = map[*ent.Contract]*relay.PartnerConnection
	load := func(ctx context.Context, contracts []*ent.Contract) (pages, error) {
		where, err := filter(ctx)
		if err != nil {
			return nil, err
		}
		n, err := r.Network.Current(ctx)
		if err != nil {
			return nil, err
		}
		var ids []int
		for _, c := range contracts {
			ids = append(ids, n.PartnersOf(c.ID)...)
		}
		records, err := relay.Among(ctx, r.Reader, relay.Partners, ids, where)
		if err != nil {
			return nil, err
		}
		placeOf := func(p *ent.Partner) place { return placeOfPartner(order, p) }
		all := make(pages, len(contracts))
		for _, c := range contracts {
			var partners []*ent.Partner
			for _, id := range n.PartnersOf(c.ID) {
				if p := records[id]; p != nil {
					partners = append(partners, p)
				}
			}
			if all[c], err = sliced(r.Reader, "partners of a contract", partners, args, order, placeOf); err != nil {
				return nil, err
			}
		}
		batch.Together(slices.Compact(sortedByID(shown(all))))
		return all, nil
	}
	page, err := batch.Load(ctx, contract, relay.FieldKey(ctx), load)
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
