package snapshot

import (
	"context"

	"maillage/internal/history"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// undoneLines is the number of lines that are read and undone at once, so that memory does not grow with all lines.
const undoneLines = 2000

// undoLines undoes all lines from the first one on. It reads few at first, because there may be few.
func (u *rewinder) undoLines(ctx context.Context, first ledger.Position) error {
	count, until := 0, u.base.until
	for most := min(50, u.undoneLines); ; most = min(2*most, u.undoneLines) {
		lines, err := u.ledger.Between(ctx, u.tx, first, until, most)
		if err != nil {
			return err
		}
		if count += len(lines); count > u.maxLines { // possible after a clock went back
			return &TooLongError{}
		}
		if err := u.builder.undoLines(ctx, lines); err != nil {
			return err
		}
		if len(lines) < most {
			u.undone += count
			return nil
		}
		until = ledger.PositionOf(lines[most-1].Change)
	}
}

// undoLines undoes consecutive lines, the last of which is the first.
func (b *builder) undoLines(ctx context.Context, lines []ledger.Line) error {
	for _, line := range lines {
		if err := ctx.Err(); err != nil {
			return err
		}
		index := indexOf(line.RecordType)
		row, err := history.Undo(line.Change, b.record(index, line.RecordRow), b.idOf)
		if err != nil {
			return err
		}
		if row == nil {
			b.remove(index, line.RecordRow)
			continue
		}
		row.SetColumn("updated_at", line.UpdatedAt)
		if line.Operation == lexicon.OperationDelete {
			row.SetColumn("created_at", line.CreatedAt)
		}
		if err := b.put(index, row); err != nil {
			return err
		}
	}
	return nil
}

// idOf returns the database id of a record by its public identifier; 0 if there is none.
func (b *builder) idOf(uid string) int {
	prefix, _ := lexicon.UIDPrefix(uid)
	bits, ok := lexicon.UIDBits(uid)
	if !ok || record.Of(prefix) == nil {
		return 0
	}
	return int(b.tables[indexOf(prefix)].idOfUID(bits))
}
