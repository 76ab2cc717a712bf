package graph

import (
	"context"
	"encoding/binary"
	"errors"
	"slices"

	"maillage/internal/batch"
	"maillage/internal/gen/ent"
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

// selection looks up what the arguments name. Codes of themes are looked for in the
// contracts at hand, which are nil for none.
func (r *Resolver) selection(ctx context.Context, contracts, atHand []int, a asked) (network.Selection, error) {
	sel := network.Selection{Contracts: contracts, Roles: a.roles, Statuses: a.statuses, Bases: a.bases}
	sel.When, _ = r.when(a.asOf)
	var err error
	if sel.Themes, err = r.lookup(ctx, "theme", atHand, "themes", a.themes); err != nil {
		return sel, err
	}
	sel.Partners, err = r.lookup(ctx, "partner", nil, "partners", a.partners)
	return sel, err
}

// matrix derives one matrix over contracts, or over all when there are none.
func (r *Resolver) matrix(ctx context.Context, contracts []int, a asked) (*view.Matrix, error) {
	sel, err := r.selection(ctx, contracts, contracts, a)
	if err != nil {
		return nil, err
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
	_, day := r.when(a.asOf)
	v := view.NewMatrices([]network.Matrix{m}, day)[0]
	return v, relay.Charge(ctx, v.Records())
}

// matrixOf derives the matrix of a contract, and of its siblings.
func (r *Resolver) matrixOf(ctx context.Context, contract *ent.Contract, a asked) (*view.Matrix, error) {
	v, err := batch.Load(ctx, contract, relay.FieldKey(ctx), func(ctx context.Context, siblings []*ent.Contract) (map[*ent.Contract]*view.Matrix, error) {
		contracts := make([]int, len(siblings))
		for i, c := range siblings {
			contracts[i] = c.ID
		}
		sel, err := r.selection(ctx, contracts, contracts, a)
		if err != nil {
			return nil, err
		}
		n, err := r.Network.Current(ctx)
		if err != nil {
			return nil, err
		}
		matrices := make([]network.Matrix, len(siblings))
		for i, id := range contracts {
			sel.Contracts = []int{id}
			if matrices[i], err = bounded(ctx, n, sel); err != nil {
				return nil, err
			}
		}
		_, day := r.when(a.asOf)
		return zip(siblings, view.NewMatrices(matrices, day)), nil
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

// contributors are the cells of an axis, by the partners' names.
func (r *Resolver) contributors(ctx context.Context, axis *ent.Axis, args relay.Args, a asked) (*view.DerivedContributionConnection, error) {
	return derive(ctx, r, axis, args, a, relay.Partners,
		func(n *network.Network, axis *ent.Axis, sel network.Selection) []network.Cell {
			return n.Contributors(axis.ID, sel)
		},
		func(d *view.DerivedContribution) int { return d.PartnerID },
		func(p *ent.Partner) []byte { return place(p.SortKey, p.ID) })
}

// contributionsToAxes are the cells of a partner, by contract and position of the axes.
func (r *Resolver) contributionsToAxes(ctx context.Context, partner *ent.Partner, args relay.Args, a asked) (*view.DerivedContributionConnection, error) {
	return derive(ctx, r, partner, args, a, relay.Axes,
		func(n *network.Network, partner *ent.Partner, sel network.Selection) []network.Cell {
			return n.AxesOf(partner.ID, sel)
		},
		func(d *view.DerivedContribution) int { return d.AxisID },
		func(axis *ent.Axis) []byte { return place(nil, axis.ContractID, axis.Position, axis.ID) })
}

// derive pages through the cells of a record, for all its siblings at once:
// what is at their other ends is loaded with one statement, to order them.
func derive[P, E any, PR batch.Of[P], ER relay.Row[E]](ctx context.Context, r *Resolver, obj PR, args relay.Args, a asked, ends *relay.Table[E],
	cells func(*network.Network, *P, network.Selection) []network.Cell, endOf func(*view.DerivedContribution) int, placeOf func(*E) []byte,
) (*view.DerivedContributionConnection, error) {
	page, err := batch.Load(ctx, obj, relay.FieldKey(ctx), func(ctx context.Context, siblings []*P) (map[*P]*view.DerivedContributionConnection, error) {
		scope, err := r.contractIDs(ctx, "contracts", a.contracts)
		if err != nil {
			return nil, err
		}
		sel, err := r.selection(ctx, scope, scope, a)
		if err != nil {
			return nil, err
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
		_, day := r.when(a.asOf)
		views := view.NewContributions(all, day)
		places, err := placesOf[E, ER](ctx, r.Reader, ends, views, endOf, placeOf)
		if err != nil {
			return nil, err
		}
		pages := make(map[*P]*view.DerivedContributionConnection, len(siblings))
		for i, s := range siblings {
			mine := views[:counts[i]]
			views = views[counts[i]:]
			if pages[s], err = sliced(r.Reader, "derived "+ends.Name(), mine, args, func(d *view.DerivedContribution) string { return places[endOf(d)] }); err != nil {
				return nil, err
			}
		}
		view.Together(shown(pages))
		return pages, nil
	})
	return relay.Charged(ctx, page, err)
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

// placesOf are the places of records in an order, by their ids.
func placesOf[E any, ER relay.Row[E], V any](ctx context.Context, r *relay.Reader, t *relay.Table[E], views []*V, id func(*V) int, placeOf func(*E) []byte) (map[int]string, error) {
	wanted := make([]int, len(views))
	for i, v := range views {
		wanted[i] = id(v)
	}
	records, err := relay.ByID[E, ER](ctx, r, t, wanted)
	places := make(map[int]string, len(records))
	for id, record := range records {
		places[id] = string(placeOf(record))
	}
	return places, err
}

// sliced orders a list by its places and pages through it.
func sliced[T any](r *relay.Reader, list string, items []*T, args relay.Args, placeOf func(*T) string) (*relay.Connection[T], error) {
	items = slices.Clone(items)
	slices.SortFunc(items, func(a, b *T) int { return compare(placeOf(a), placeOf(b)) })
	return relay.Slice(r, list, items, args, placeOf)
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// place is a text that compares as a key and then numbers do.
func place(key []byte, numbers ...int) []byte {
	at := append(slices.Clone(key), 0)
	for _, n := range numbers {
		at = binary.BigEndian.AppendUint64(at, uint64(n)) //nolint:gosec // ids, positions and counts are not negative
	}
	return at
}

// partnersOf pages through the partners that a contract names.
func (r *Resolver) partnersOf(ctx context.Context, contract *ent.Contract, args relay.Args) (*relay.PartnerConnection, error) {
	page, err := batch.Load(ctx, contract, relay.FieldKey(ctx), func(ctx context.Context, siblings []*ent.Contract) (map[*ent.Contract]*relay.PartnerConnection, error) {
		n, err := r.Network.Current(ctx)
		if err != nil {
			return nil, err
		}
		var all []int
		for _, c := range siblings {
			all = append(all, n.PartnersOf(c.ID)...)
		}
		records, err := relay.ByID(ctx, r.Reader, relay.Partners, all)
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
			if pages[c], err = sliced(r.Reader, "partners of a contract", named, args, func(p *ent.Partner) string { return string(place(p.SortKey, p.ID)) }); err != nil {
				return nil, err
			}
		}
		batch.Together(slices.Compact(sortedByID(shown(pages))))
		return pages, nil
	})
	return relay.Charged(ctx, page, err)
}

// peers pages through the partners that share actions with one, those that
// share most first.
func (r *Resolver) peers(ctx context.Context, partner *ent.Partner, args relay.Args, asOf *lexicon.PartialDate) (*view.PeerConnection, error) {
	page, err := batch.Load(ctx, partner, relay.FieldKey(ctx), func(ctx context.Context, siblings []*ent.Partner) (map[*ent.Partner]*view.PeerConnection, error) {
		n, err := r.Network.Current(ctx)
		if err != nil {
			return nil, err
		}
		when, day := r.when(asOf)
		of := make([][]*view.Peer, len(siblings))
		var all []*view.Peer
		for i, s := range siblings {
			of[i] = view.NewPeers(n.Peers(s.ID, network.PeerOptions{When: when}), day)
			all = append(all, of[i]...)
		}
		names, err := placesOf(ctx, r.Reader, relay.Partners, all, func(p *view.Peer) int { return p.PartnerID }, func(p *ent.Partner) []byte { return place(p.SortKey, p.ID) })
		if err != nil {
			return nil, err
		}
		pages := make(map[*ent.Partner]*view.PeerConnection, len(siblings))
		for i, s := range siblings {
			pages[s], err = sliced(r.Reader, "peers", of[i], args, func(p *view.Peer) string {
				return string(place(nil, manyActions-p.Shared())) + names[p.PartnerID]
			})
			if err != nil {
				return nil, err
			}
		}
		batch.Together(shown(pages))
		return pages, nil
	})
	return relay.Charged(ctx, page, err)
}

// manyActions is more than any two partners share: taken from it, a larger
// number sorts first.
const manyActions = 1 << 40

func sortedByID(partners []*ent.Partner) []*ent.Partner {
	slices.SortFunc(partners, func(a, b *ent.Partner) int { return a.ID - b.ID })
	return partners
}
