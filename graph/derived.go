package graph

import (
	"context"
	"errors"
	"slices"

	"maillage/internal/batch"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/model"
	"maillage/internal/lexicon"
	"maillage/internal/network"
	"maillage/internal/relay"
	"maillage/internal/view"
)

// maxCells bounds a matrix: more is nothing that a page shows, and an answer of
// many megabytes.
const maxCells = 10_000

// asked is what an API call asks of derived contributions, as it came.
type asked struct {
	contracts, themes, partners []string
	roles                       []lexicon.Role
	statuses                    []lexicon.Status
	bases                       []lexicon.Basis
	asOf                        *lexicon.PartialDate
}

// askedOf is what a filter and `asOf` ask.
func askedOf(f *model.DerivedContributionFilter, asOf *lexicon.PartialDate) asked {
	if f == nil {
		return asked{asOf: asOf}
	}
	return asked{
		contracts: f.Contracts, themes: f.Themes, partners: f.Partners, roles: f.Roles, statuses: f.Statuses, bases: f.Bases, asOf: asOf,
	}
}

// question is what is asked, as far as it changes what a contribution says.
func (r *Resolver) question(a asked) view.Question {
	_, day := r.when(a.asOf)
	return view.Question{AsOf: day, Roles: a.roles, Statuses: a.statuses, Bases: a.bases}
}

// inFilter says that what is wrong stands in the argument `filter`.
func inFilter(err error) error {
	var ours *Error
	if !errors.As(err, &ours) || len(ours.Argument) == 0 {
		return err
	}
	moved := *ours
	moved.Argument = append([]any{"filter"}, ours.Argument...)
	return &moved
}

// selection looks up what the arguments name; contracts is the scope in which
// themes are looked for, all when nil.
func (r *Resolver) selection(ctx context.Context, contracts []int, a asked) (network.Selection, error) {
	sel := network.Selection{Contracts: contracts, Roles: a.roles, Statuses: a.statuses, Bases: a.bases}
	sel.When, _ = r.when(a.asOf)
	var err error
	if sel.Themes, err = r.themeIDs(ctx, a.themes, contracts); err != nil {
		return sel, err
	}
	sel.Partners, err = r.partnerIDs(ctx, a.partners)
	return sel, err
}

// matrix derives one matrix over contracts, or over all when there are none.
func (r *Resolver) matrix(ctx context.Context, contracts []int, a asked) (*view.Matrix, error) {
	sel, err := r.selection(ctx, contracts, a)
	if err != nil {
		return nil, inFilter(err)
	}
	n, err := r.Network.Current(ctx)
	if err != nil {
		return nil, err
	}
	sel.ByReference = len(contracts) != 1 // several contracts meet in the reference themes
	m, err := bounded(ctx, n, sel)
	if err != nil {
		return nil, err
	}
	v := view.NewMatrices([]network.Matrix{m}, r.question(a))[0]
	return v, relay.Charge(ctx, v.Records())
}

// matrixOf derives the matrix of a contract, and of its siblings. Of the contracts that
// the filter names, it has only the axes of this one.
func (r *Resolver) matrixOf(ctx context.Context, contract *ent.Contract, a asked) (*view.Matrix, error) {
	v, err := batch.Load(ctx, contract, relay.FieldKey(ctx), func(ctx context.Context, siblings []*ent.Contract) (map[*ent.Contract]*view.Matrix, error) {
		contracts := make([]int, len(siblings))
		for i, c := range siblings {
			contracts[i] = c.ID
		}
		named, err := r.contractIDs(ctx, "contracts", a.contracts)
		if err != nil {
			return nil, inFilter(err)
		}
		sel, err := r.selection(ctx, contracts, a)
		if err != nil {
			return nil, inFilter(err)
		}
		n, err := r.Network.Current(ctx)
		if err != nil {
			return nil, err
		}
		matrices := make([]network.Matrix, len(siblings))
		for i, id := range contracts {
			sel.Contracts = []int{id}
			if named != nil && !slices.Contains(named, id) {
				continue
			}
			if matrices[i], err = bounded(ctx, n, sel); err != nil {
				return nil, err
			}
		}
		return zip(siblings, view.NewMatrices(matrices, r.question(a))), nil
	})
	if err != nil {
		return nil, err
	}
	return v, relay.Charge(ctx, v.Records())
}

// bounded derives a matrix that is not too large to be answered.
func bounded(ctx context.Context, n *network.Network, sel network.Selection) (network.Matrix, error) {
	m, err := n.MatrixWithin(ctx, sel, maxCells)
	if tooMany := (*network.TooManyError)(nil); errors.As(err, &tooMany) {
		return m, &Error{Code: LimitExceeded, Sentence: "the matrix has more than %d cells: name fewer contracts, themes or partners", Args: []any{tooMany.Most}}
	}
	return m, err
}

// zip maps records to what was made for them, in the same order.
func zip[K comparable, V any](keys []K, values []V) map[K]V {
	m := make(map[K]V, len(keys))
	for i, k := range keys {
		m[k] = values[i]
	}
	return m
}

// contributors are the cells of an axis.
func (r *Resolver) contributors(ctx context.Context, axis *ent.Axis, args relay.Args, a asked, order []*model.ContributorOrder) (*view.DerivedContributionConnection, error) {
	by := ordered(order, byName, func(o *model.ContributorOrder) relay.Term {
		return relay.Term{By: string(o.Field), Direction: o.Direction}
	})
	return derive(ctx, r, axis, args, a, by, relay.Partners,
		func(n *network.Network, axis *ent.Axis, sel network.Selection) []network.Cell {
			return n.Contributors(axis.ID, sel)
		},
		func(d *view.DerivedContribution) int { return d.PartnerID },
		func(p *ent.Partner) end { return end{name: p.SortKey, id: p.ID} })
}

// contributionsToAxes are the cells of a partner.
func (r *Resolver) contributionsToAxes(ctx context.Context, partner *ent.Partner, args relay.Args, a asked, order []*model.ContributesToOrder) (*view.DerivedContributionConnection, error) {
	by := ordered(order, byPosition, func(o *model.ContributesToOrder) relay.Term {
		return relay.Term{By: string(o.Field), Direction: o.Direction}
	})
	return derive(ctx, r, partner, args, a, by, relay.Axes,
		func(n *network.Network, partner *ent.Partner, sel network.Selection) []network.Cell {
			return n.AxesOf(partner.ID, sel)
		},
		func(d *view.DerivedContribution) int { return d.AxisID },
		func(axis *ent.Axis) end {
			return end{name: axis.SortKey, contract: axis.ContractID, position: axis.Position, id: axis.ID}
		})
}

// end is what a list of contributions is ordered by of the record at their other end.
type end struct {
	name                   []byte
	contract, position, id int
}

// derive pages through the cells of a record, for all its siblings at once:
// what is at their other ends is loaded with one statement, to order them.
func derive[P, E any, PR batch.Of[P], ER relay.Row[E]](ctx context.Context, r *Resolver, obj PR, args relay.Args, a asked, order relay.Order, ends *relay.Table[E],
	cells func(*network.Network, *P, network.Selection) []network.Cell, idOf func(*view.DerivedContribution) int, endOf func(*E) end,
) (*view.DerivedContributionConnection, error) {
	page, err := batch.Load(ctx, obj, relay.FieldKey(ctx), func(ctx context.Context, siblings []*P) (map[*P]*view.DerivedContributionConnection, error) {
		scope, err := r.contractIDs(ctx, "contracts", a.contracts)
		if err != nil {
			return nil, inFilter(err)
		}
		sel, err := r.selection(ctx, scope, a)
		if err != nil {
			return nil, inFilter(err)
		}
		n, err := r.Network.Current(ctx)
		if err != nil {
			return nil, err
		}
		var all []network.Cell
		counts := make([]int, len(siblings))
		for i, s := range siblings {
			of := cells(n, s, sel)
			all, counts[i] = append(all, of...), len(of)
		}
		views := view.NewContributions(all, r.question(a))
		others, err := endsOf[E, ER](ctx, r.Reader, ends, views, idOf)
		if err != nil {
			return nil, err
		}
		placeOf := func(d *view.DerivedContribution) place { return placeIn(order, d, endOf(others[idOf(d)])) }
		pages := make(map[*P]*view.DerivedContributionConnection, len(siblings))
		for i, s := range siblings {
			mine := views[:counts[i]]
			views = views[counts[i]:]
			if pages[s], err = sliced(r.Reader, "derived "+ends.Name(), mine, args, order, placeOf); err != nil {
				return nil, err
			}
		}
		view.Together(shown(pages))
		return pages, nil
	})
	return relay.Charged(ctx, page, err)
}

// placeIn is the place of a contribution in an order, by itself and by the record at its
// other end.
func placeIn(order relay.Order, d *view.DerivedContribution, other end) place {
	var p place
	for _, term := range order {
		switch term.By {
		case string(model.ContributesToOrderFieldName):
			p = p.text(other.name, term.Direction)
		case string(model.ContributesToOrderFieldPosition):
			p = p.number(other.contract, term.Direction).number(other.position, term.Direction)
		case string(model.ContributesToOrderFieldStanding):
			p = p.number(slices.Index(d.Standing.Values(), string(d.Standing)), term.Direction)
		case string(model.ContributesToOrderFieldStatus):
			p = p.number(slices.Index(d.Status.Values(), string(d.Status)), term.Direction)
		}
	}
	return p.number(other.id, order.Last())
}

// shown are the records of pages: what their fields need is loaded for them,
// and not for what is on no page.
func shown[K comparable, T any](pages map[K]*relay.Connection[T]) []*T {
	var all []*T
	for _, page := range pages {
		all = append(all, page.Nodes()...)
	}
	return all
}

// endsOf are the records to which views lead, by their ids.
func endsOf[E any, ER relay.Row[E], V any](ctx context.Context, r *relay.Reader, t *relay.Table[E], views []*V, id func(*V) int) (map[int]*E, error) {
	wanted := make([]int, len(views))
	for i, v := range views {
		wanted[i] = id(v)
	}
	return relay.ByID[E, ER](ctx, r, t, wanted)
}

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

func sortedByID(partners []*ent.Partner) []*ent.Partner {
	slices.SortFunc(partners, func(a, b *ent.Partner) int { return a.ID - b.ID })
	return partners
}
