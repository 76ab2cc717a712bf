package derived

import (
	"context"
	"errors"
	"slices"

	"maillage/graph/model"
	"maillage/internal/batch"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/input"
	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/network"
	"maillage/internal/relay"
)

// maxCells bounds a matrix. No page shows more, and the response would have many megabytes.
const maxCells = 10_000

// Matrix derives one matrix of several contracts, or of all without a filter.
func (r Answers) Matrix(ctx context.Context, a ContributionArgs) (*model.Matrix, error) {
	sel, err := r.selection(ctx, a)
	if err != nil {
		return nil, inFilter(err)
	}
	n, err := r.Network.Current(ctx)
	if err != nil {
		return nil, err
	}
	sel.ByReference = len(sel.Contracts) != 1 // several contracts meet in the reference themes
	m, err := bounded(ctx, n, sel.Selection)
	if err != nil {
		return nil, err
	}
	v := model.NewMatrix(m, sel.question, sel.Selection)
	return v, relay.Charge(ctx, v.Records())
}

// Uncovered counts the cells that the territories of a matrix leave out.
func (r Answers) Uncovered(ctx context.Context, m *model.Matrix) (network.Uncovered, error) {
	return m.Uncovered(func() (network.Uncovered, error) {
		n, err := r.Network.Current(ctx)
		if err != nil {
			return network.Uncovered{}, err
		}
		u, err := n.Uncovered(ctx, m.Asked, maxCells)
		return u, tooManyCells(err)
	})
}

// MatrixOf derives the matrix of a contract. Whatever contracts the filter names, it has only the axes of this one.
func (r Answers) MatrixOf(ctx context.Context, contract *ent.Contract, a ContributionArgs) (*model.Matrix, error) {
	selections, err := r.selections(ctx, a, []int{contract.ID})
	if err != nil {
		return nil, inFilter(err)
	}
	n, err := r.Network.Current(ctx)
	if err != nil {
		return nil, err
	}
	sel := &selections[0]
	if requested := sel.Contracts; len(requested) > 0 && !slices.Contains(requested, contract.ID) {
		sel.Contracts = []int{noRecord}
	} else {
		sel.Contracts = []int{contract.ID}
	}
	m, err := bounded(ctx, n, sel.Selection)
	if err != nil {
		return nil, err
	}
	v := model.NewMatrix(m, sel.question, sel.Selection)
	return v, relay.Charge(ctx, v.Records())
}

// bounded derives a matrix of at most maxCells cells.
func bounded(ctx context.Context, n *network.Network, sel network.Selection) (network.Matrix, error) {
	m, err := n.MatrixWithin(ctx, sel, maxCells)
	return m, tooManyCells(err)
}

// tooManyCells reports a matrix that is too large to the client.
func tooManyCells(err error) error {
	if tooMany := (*network.TooManyError)(nil); errors.As(err, &tooMany) {
		return &model.Error{Code: model.LimitExceeded, Sentence: message.MatrixTooLarge(tooMany.Most)}
	}
	return err
}

// Contributors returns a page of the cells of an axis.
func (r Answers) Contributors(
	ctx context.Context, axis *ent.Axis, args relay.Args, a ContributionArgs, order []*input.ContributorOrder,
) (*DerivedContributionConnection, error) {
	by := relay.OrderFrom(order, byName, func(o *input.ContributorOrder) relay.Term {
		return relay.Term{By: string(o.Field), Direction: o.Direction}
	})
	return derive(ctx, r, axis, args, a, by, relay.Partners,
		func(axis *ent.Axis) []int { return []int{axis.ContractID} },
		func(n *network.Network, axis *ent.Axis, sel network.Selection) []network.Cell {
			return n.Contributors(axis.ID, sel)
		},
		func(d *model.DerivedContribution) int { return d.Cell.Partner },
		func(p *ent.Partner) end { return end{name: p.SortKey, id: p.ID} })
}

// ContributionsToAxes returns a page of the cells of a partner.
func (r Answers) ContributionsToAxes(
	ctx context.Context, partner *ent.Partner, args relay.Args, a ContributionArgs, order []*input.ContributesToOrder,
) (*DerivedContributionConnection, error) {
	by := relay.OrderFrom(order, byPosition, func(o *input.ContributesToOrder) relay.Term {
		return relay.Term{By: string(o.Field), Direction: o.Direction}
	})
	return derive(ctx, r, partner, args, a, by, relay.Axes,
		func(*ent.Partner) []int { return nil },
		func(n *network.Network, partner *ent.Partner, sel network.Selection) []network.Cell {
			return n.AxesOf(partner.ID, sel)
		},
		func(d *model.DerivedContribution) int { return d.Cell.Axis },
		func(axis *ent.Axis) end {
			return end{name: axis.SortKey, contract: axis.ContractID, position: axis.Position, id: axis.ID}
		})
}

// The default orders of contributors and of contributions.
var (
	byName     = relay.Order{{By: string(input.ContributorOrderFieldName), Direction: relay.Ascending}}
	byPosition = relay.Order{{By: string(input.ContributesToOrderFieldPosition), Direction: relay.Ascending}}
)

// end holds the sort values of the record at the other end of a contribution.
type end struct {
	name                   []byte
	contract, position, id int
}

// derive returns a page of the cells of a record, and computes it for all siblings at once. It loads the records at
// the other ends together, to sort by them.
func derive[P, E any, PR batch.Of[P]](ctx context.Context, r Answers, obj PR, args relay.Args, a ContributionArgs,
	order relay.Order, ends *relay.Table[E],
	atHand func(*P) []int, cells func(
		*network.Network, *P, network.Selection,
	) []network.Cell, idOf func(*model.DerivedContribution) int, endOf func(*E) end,
) (*DerivedContributionConnection, error) {
	page, err := batch.Load(ctx, obj, relay.FieldKey(ctx), func(
		ctx context.Context, siblings []*P,
	) (map[*P]*DerivedContributionConnection, error) {
		homes := make([][]int, len(siblings))
		for i, s := range siblings {
			homes[i] = atHand(s)
		}
		selections, err := r.selections(ctx, a, homes...)
		if err != nil {
			return nil, inFilter(err)
		}
		n, err := r.Network.Current(ctx)
		if err != nil {
			return nil, err
		}
		var views []*model.DerivedContribution
		counts := make([]int, len(siblings))
		for i, s := range siblings {
			of := model.NewContributions(cells(n, s, selections[i].Selection), selections[i].question)
			views, counts[i] = append(views, of...), len(of)
		}
		others, err := endsOf(ctx, r.Reader, ends, views, idOf)
		if err != nil {
			return nil, err
		}
		keyOf := func(d *model.DerivedContribution) sortKey {
			return contributionSortKey(order, d, endOf(others[idOf(d)]))
		}
		pages := make(map[*P]*DerivedContributionConnection, len(siblings))
		for i, s := range siblings {
			mine := views[:counts[i]]
			views = views[counts[i]:]
			if pages[s], err = sortedPage(r.Reader, "derived "+ends.Name(), mine, args, order, keyOf); err != nil {
				return nil, err
			}
		}
		return pages, nil
	})
	return relay.Charged(ctx, page, err)
}

// contributionSortKey returns the sort key of a contribution, from its own values and those of the record at its
// other end.
func contributionSortKey(order relay.Order, d *model.DerivedContribution, other end) sortKey {
	var p sortKey
	for _, term := range order {
		switch term.By {
		case string(input.ContributesToOrderFieldName):
			p = p.text(other.name, term.Direction)
		case string(input.ContributesToOrderFieldPosition):
			p = p.number(other.contract, term.Direction).number(other.position, term.Direction)
		case string(input.ContributesToOrderFieldStanding):
			p = p.number(slices.Index(d.Standing().Values(), string(d.Standing())), term.Direction)
		case string(input.ContributesToOrderFieldStatus):
			p = p.number(slices.Index(d.Status().Values(), string(d.Status())), term.Direction)
		}
	}
	return p.number(other.id, order.Last())
}

// endsOf returns the records that views refer to, by id.
func endsOf[E, V any](ctx context.Context, r *relay.Reader, t *relay.Table[E], views []*V,
	id func(*V) int) (map[int]*E, error) {
	wanted := make([]int, len(views))
	for i, v := range views {
		wanted[i] = id(v)
	}
	return relay.ByID(ctx, r, t, wanted)
}

// InferredThemes returns the themes of an axis through the actions that serve it.
func (r Answers) InferredThemes(
	ctx context.Context, axis *ent.Axis, asOf *lexicon.PartialDate,
) ([]*ent.Theme, error) {
	n, err := r.Network.Current(ctx)
	if err != nil {
		return nil, err
	}
	when, _ := r.When(asOf)
	themes := func(a *ent.Axis) []int { return n.InferredThemes(a.ID, when) }
	return relay.Many(ctx, r.Reader, axis, relay.Themes, themes)
}
