package derived

import (
	"context"
	"errors"
	"slices"
	"time"

	"maillage/graph/model"
	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/input"
	"maillage/internal/lexicon"
	"maillage/internal/lookup"
	"maillage/internal/message"
	"maillage/internal/network"
	"maillage/internal/record"
	"maillage/internal/relay"
	"maillage/internal/snapshot"
)

// comparisonSide is one of the two moments of a comparison.
type comparisonSide struct {
	network.Side
	ctx     context.Context // with the viewer's rights at that moment
	reader  *relay.Reader
	asOf    lexicon.PartialDate
	days    days // that sentences are about
	knownAt time.Time
	nodes   map[string]model.Node
}

// MatrixChanges compares a contract at two moments.
func (r Answers) MatrixChanges(
	ctx context.Context, contract *ent.Contract, from input.MomentInput, to *input.MomentInput, staleAfterMonths int,
) (*model.MatrixChanges, error) {
	if staleAfterMonths < 0 {
		return nil, &model.Error{
			Code: model.BadUserInput, Argument: []any{"staleAfterMonths"},
			Sentence: message.NegativeMonths(staleAfterMonths),
		}
	}
	if from.AsOf == nil && from.KnownAt == nil {
		return nil, &model.Error{
			Code: model.BadUserInput, Argument: []any{"from"}, Sentence: message.FromNeedsMoment,
		}
	}
	if to == nil {
		to = &input.MomentInput{}
	}
	now := r.present()
	for argument, moment := range map[string]*input.MomentInput{"from": &from, "to": to} {
		if err := r.mayCompare(argument, moment, now); err != nil {
			return nil, err
		}
	}
	before, err := r.side(ctx, contract, from, now)
	if err != nil {
		return nil, err
	}
	after, err := r.side(ctx, contract, *to, now)
	if err != nil {
		return nil, err
	}
	difference, err := network.Compare(ctx, before.Side, after.Side, staleAfterMonths, maxCells)
	if err != nil {
		return nil, tooManyCells(err)
	}
	v := model.NewMatrixChanges(difference)
	v.FromAsOf, v.FromKnownAt, v.ToAsOf, v.ToKnownAt = before.asOf, from.KnownAt, after.asOf, to.KnownAt
	if err := fillNames(v, before, after); err != nil {
		return nil, err
	}
	if !before.knownAt.Equal(after.knownAt) {
		for _, c := range v.Cells {
			c.Since, c.Through = before.knownAt, after.knownAt
			if c.Through.Before(c.Since) {
				c.Since, c.Through = c.Through, c.Since
			}
		}
		for _, side := range []*comparisonSide{before, after} {
			if err := side.cite(v.Cells); err != nil {
				return nil, err
			}
		}
	}
	return v, relay.Charge(ctx, len(v.Cells)+len(v.Gaps))
}

// side prepares one side of a comparison. A moment before now is read from the history.
func (r Answers) side(
	ctx context.Context, contract *ent.Contract, m input.MomentInput, now time.Time,
) (*comparisonSide, error) {
	c := &comparisonSide{ctx: ctx, reader: r.Reader, knownAt: now, nodes: map[string]model.Node{}}
	c.Names, c.Contract = c.uidsOf, contract.ID
	known, at := now, r.Network
	if m.KnownAt != nil && m.KnownAt.Before(now) {
		known = *m.KnownAt
		var err error
		if at, err = r.Network.At(ctx, known); err != nil {
			return nil, historyTooLong(err)
		}
		c.knownAt, c.ctx = known, access.WithViewer(ctx, access.ReadOnly(access.From(ctx)))
		c.reader = &relay.Reader{Client: r.Reader.Client, Records: at, Sealer: r.Reader.Sealer}
		if err := c.find(contract.UID); err != nil {
			return nil, err
		}
	}
	today := lexicon.DayIn(known, r.Network.Location())
	c.asOf, c.When = today.Date(), network.Today(today)
	if m.AsOf != nil {
		c.asOf, c.When = *m.AsOf, network.At(*m.AsOf, today)
	}
	c.days = daysOf(c.asOf, today)
	var err error
	c.Network, err = at.Current(c.ctx)
	return c, err
}

// find looks up the contract, which may not exist yet at that moment.
func (c *comparisonSide) find(uid string) error {
	found, err := relay.ByUID(c.ctx, c.reader, relay.Contracts, uid)
	c.Contract = 0
	if found != nil {
		c.Contract = found.ID
	}
	return err
}

// cite adds to changed cells the citations, and their sources, of the claims that they rest on.
func (c *comparisonSide) cite(cells []*model.CellChange) error {
	v, err := c.reader.Records.View(c.ctx)
	if err != nil {
		return err
	}
	witnesses := make(map[string][]string) // claim → citations and sources
	for _, cell := range cells {
		for _, uid := range cell.RecordIDs {
			row, is := c.nodes[uid].(ent.Row)
			t := record.OfUID(uid)
			if !is || t == nil || !t.Claim || witnesses[uid] != nil {
				continue
			}
			for _, id := range v.Children("citation", t.Prefix+"_id", int32(row.RowID())) { //nolint:gosec // an id
				citation, is := v.Record("citation", int(id)).(*ent.Citation)
				if !is {
					continue
				}
				witnesses[uid] = append(witnesses[uid], citation.UID)
				if source, is := v.Record("source", citation.SourceID).(*ent.Source); is {
					witnesses[uid] = append(witnesses[uid], source.UID)
				}
			}
		}
	}
	for _, cell := range cells {
		for _, uid := range slices.Clone(cell.RecordIDs) {
			cell.LedgerIDs = append(cell.LedgerIDs, append(witnesses[uid], uid)...)
		}
		slices.Sort(cell.LedgerIDs)
		cell.LedgerIDs = slices.Compact(cell.LedgerIDs)
	}
	return nil
}

// NowOf returns a record in its present state, by its public identifier.
func NowOf[V model.Node, P any](ctx context.Context, r *relay.Reader, obj *P, of func(*P) string) (V, error) {
	list, err := AllNow[V](ctx, r, obj, func(p *P) []string { return []string{of(p)} })
	var none V
	if err != nil || len(list) == 0 {
		return none, err
	}
	return list[0], nil
}

// AllNow returns records in their present state, by their public identifiers. It leaves out deleted ones.
func AllNow[V model.Node, P any](ctx context.Context, r *relay.Reader, obj *P, of func(*P) []string) ([]V, error) {
	uids := of(obj)
	found, err := lookup.Locate(ctx, r, uids)
	var records []V
	for _, uid := range uids {
		if record, is := found[uid].Node.(V); is {
			records = append(records, record)
		}
	}
	return records, err
}

// historyTooLong reports to the client that the history back to a moment is too long to be read.
func historyTooLong(err error) error {
	var long *snapshot.TooLongError
	if errors.As(err, &long) {
		return &model.Error{Code: model.LimitExceeded, Sentence: message.HistoryTooLong(snapshot.MaxLines)}
	}
	return err
}
