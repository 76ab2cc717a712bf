package edit

import (
	"context"
	"errors"

	entgo "entgo.io/ent"

	"maillage/internal/ledger"
)

// New records of some types (Bulk) are inserted many at once in a large write. No step between them
// reads what is held back: a step of another type, and a question about values that may be taken, insert them first.

// maxHeld is the number of records that are inserted together.
const maxHeld = 100

// heldRecord is a new record that was checked and is not inserted yet.
type heldRecord struct {
	*pending
	uid     string
	version int
}

// mayHold reports whether a new record can be inserted later, together with others.
func (w *work) mayHold(n *pending) bool {
	if !n.of.Bulk || w.prefetched.free == nil || n.step.exact || n.step.Verb != Create || n.step.Set["id"] != nil {
		return false
	}
	return n.step.New == "" || w.isUnused(n.step.New)
}

// hold holds a record back.
func (w *work) hold(ctx context.Context, h heldRecord) error {
	delete(w.prefetched.unused, h.uid)
	w.held = append(w.held, h)
	if len(w.held) == maxHeld {
		return w.release(ctx)
	}
	return nil
}

// release inserts the records that are held back, and then their parts, which are held back too.
func (w *work) release(ctx context.Context) error {
	for len(w.held) > 0 {
		held := w.held
		w.held = nil
		if len(w.problems) > 0 { // nothing of a write with problems is kept
			return nil
		}
		if err := w.insert(ctx, held); err != nil {
			return err
		}
	}
	return nil
}

// insert inserts records of one type, and then writes their parts.
func (w *work) insert(ctx context.Context, held []heldRecord) error {
	rows, err := w.tx.NewCreateMany(ctx, held[0].of.Prefix, len(held), func(i int, m entgo.Mutation) error {
		h := &held[i]
		return errors.Join(m.SetField("uid", h.uid), m.SetField("version", h.version), w.fill(ctx, h.pending, m))
	})
	if err != nil {
		return w.writeError(held[0].pending, err)
	}
	for i, made := range rows {
		row := newRow(held[i].of, made)
		ledger.Known(ctx, row.of.Prefix, row.id, row.uid)
		w.noteCreated(held[i].pending, row)
		if err := w.writeParts(ctx, held[i].step, row, true); err != nil {
			return err
		}
	}
	return nil
}
