package graph

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"time"

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

// selection looks up what the arguments name; contracts is the scope in which
// themes are looked for, all when nil.
func (r *Resolver) selection(ctx context.Context, contracts []int, a asked) (network.Selection, error) {
	sel := network.Selection{Contracts: contracts, Roles: a.roles, Statuses: a.statuses, Bases: a.bases, AsOf: a.asOf}
	var err error
	if sel.Themes, err = r.themeIDs(ctx, a.themes, contracts); err != nil {
		return sel, err
	}
	sel.Partners, err = r.partnerIDs(ctx, a.partners)
	return sel, err
}

// matrix derives a matrix over contracts, or over all when there are none.
func (r *Resolver) matrix(ctx context.Context, contracts []int, a asked) (*view.Matrix, error) {
	sel, err := r.selection(ctx, contracts, a)
	if err != nil {
		return nil, err
	}
	n, err := r.Network.Current(ctx)
	if err != nil {
		return nil, err
	}
	sel.ByReference = len(contracts) != 1 // several contracts meet in the reference themes
	m := n.Matrix(sel)
	if len(m.Cells) > maxCells {
		return nil, &Error{Code: LimitExceeded, Sentence: fmt.Sprintf(
			"the matrix has %d cells, more than %d: name fewer contracts, themes or partners", len(m.Cells), maxCells)}
	}
	return view.NewMatrix(m, a.asOf), relay.Charge(ctx, len(m.Rows)+len(m.Columns)+len(m.Cells))
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

// axesOf are the cells of a partner, by contract and position of the axes.
func (r *Resolver) axesOf(ctx context.Context, partner *ent.Partner, args relay.Args, a asked) (*view.DerivedContributionConnection, error) {
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
		sel, err := r.selection(ctx, scope, a)
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
		views := view.NewContributions(all)
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
		return pages, nil
	})
	return relay.Charged(ctx, page, err)
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
		of := make([][]*view.Peer, len(siblings))
		var all []*view.Peer
		for i, s := range siblings {
			of[i] = view.NewPeers(n.Peers(s.ID, network.PeerOptions{AsOf: asOf}))
			all = append(all, of[i]...)
		}
		batch.Together(all)
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
		return pages, nil
	})
	return relay.Charged(ctx, page, err)
}

// manyActions is more than any two partners share: taken from it, a larger
// number sorts first.
const manyActions = 1 << 40

// gaps are what a contract lacks.
func (r *Resolver) gaps(ctx context.Context, contract *ent.Contract, codes []lexicon.GapCode, asOf *lexicon.PartialDate, staleAfterMonths int) ([]*view.Gap, error) {
	if staleAfterMonths < 0 {
		return nil, &Error{Code: BadUserInput, Argument: []any{"staleAfterMonths"}, Sentence: "`staleAfterMonths` is a number of months, 0 or more"}
	}
	n, err := r.Network.Current(ctx)
	if err != nil {
		return nil, err
	}
	gaps := n.Gaps(contract.ID, network.GapOptions{AsOf: asOf, Today: lexicon.DayOf(time.Now()), StaleAfterMonths: staleAfterMonths})
	if codes != nil {
		gaps = slices.DeleteFunc(gaps, func(g network.Gap) bool { return !slices.Contains(codes, g.Code) })
	}
	return view.NewGaps(gaps), nil
}

// path is the shortest path between two records.
func (r *Resolver) path(ctx context.Context, from, to string, asOf *lexicon.PartialDate) (*view.Path, error) {
	n, err := r.Network.Current(ctx)
	if err != nil {
		return nil, err
	}
	all, types, err := locate(ctx, r.Reader, []string{from, to})
	if err != nil {
		return nil, err
	}
	ends := map[string]network.Ref{"from": {}, "to": {}}
	for argument, uid := range map[string]string{"from": from, "to": to} {
		end, ok := all[uid]
		if !ok {
			return nil, &Error{Code: NotFound, Argument: []any{argument}, Sentence: fmt.Sprintf("no record has the id %q", uid)}
		}
		ends[argument] = network.Ref{Kind: types[uid].network, ID: end.id}
	}
	steps, linked := n.Path(ends["from"], ends["to"], asOf)
	if !linked {
		return nil, nil
	}
	return view.NewPath(steps), nil
}
