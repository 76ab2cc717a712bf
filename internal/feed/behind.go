package feed

import (
	"context"
	"slices"
	"strings"
	"time"

	"maillage/graph/model"
	"maillage/internal/batch"
	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/message"
	"maillage/internal/relay"
)

// mostLines bounds the lines of the ledger that are read to explain a difference.
const mostLines = 2_000

// ChangesBehind returns the lines of the ledger that explain the change of a cell. It reads them for all cells of the
// response at once.
func (r Feed) ChangesBehind(ctx context.Context, cell *model.CellChange) ([]*ent.Change, error) {
	if cell.Since.IsZero() {
		return nil, nil
	}
	if _, err := r.query(ctx, nil); err != nil {
		return nil, err
	}
	lines, err := batch.Load(ctx, cell, relay.FieldKey(ctx), func(
		ctx context.Context, cells []*model.CellChange,
	) (map[*model.CellChange][]*ent.Change, error) {
		var uids []string
		for _, c := range cells {
			uids = append(uids, c.LedgerIDs...)
		}
		slices.Sort(uids)
		all, err := r.linesBetween(ctx, cell.Since, cell.Through, slices.Compact(uids))
		if err != nil {
			return nil, err
		}
		batch.Group[ent.Change](all)
		of := make(map[*model.CellChange][]*ent.Change, len(cells))
		for _, c := range cells {
			for _, line := range all {
				if _, is := slices.BinarySearch(c.LedgerIDs, line.RecordUID); is {
					of[c] = append(of[c], line)
				}
			}
		}
		return of, nil
	})
	if err != nil {
		return nil, err
	}
	return lines, relay.Charge(ctx, len(lines))
}

// linesBetween returns the lines of some records that were written after since, up to and including through.
func (r Feed) linesBetween(ctx context.Context, since, through time.Time, uids []string) ([]*ent.Change, error) {
	var lines []*ent.Change
	for some := range slices.Chunk(uids, relay.MaxPage) {
		read, err := r.Ledger.Read(
			ctx, ledger.Query{Records: some, Until: through.UTC(), Young: true, Limit: mostLines + 1},
		)
		if err != nil {
			return nil, err
		}
		lines = append(lines, slices.DeleteFunc(read, func(c *ent.Change) bool { return !c.At.After(since) })...)
		if len(lines) > mostLines || len(read) > mostLines {
			return nil, &model.Error{Code: model.LimitExceeded, Sentence: message.DifferenceTooLong(mostLines)}
		}
	}
	slices.SortFunc(lines, func(a, b *ent.Change) int {
		if before := a.At.Compare(b.At); before != 0 {
			return before
		}
		return strings.Compare(a.UID, b.UID)
	})
	return lines, nil
}
