package imports

import (
	"context"
	"fmt"
	"strconv"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/edit"
	"maillage/internal/exchange/shape"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/change"
	"maillage/internal/gen/ent/importline"
	"maillage/internal/gen/ent/importparty"
	"maillage/internal/gen/ent/partner"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
)

// revert undoes the batches of an import, the last one first. It stops at one that other records have come to rest on,
// with the reason; a second call goes on from there.
func (m *Imports) revert(ctx context.Context, row *ent.FileImport, progress Progress) error {
	system := access.AsSystem(ctx)
	viewer, err := m.viewer(system, row)
	if err != nil {
		return err
	}
	for last := row.Batches - 1; last >= 0; last-- {
		if err := m.revertBatch(access.WithViewer(ctx, viewer), row, last); err != nil {
			return err
		}
		m.notifyWaiters(row.ID)
		if progress != nil {
			now, err := m.reread(system, row.ID)
			if err != nil {
				return err
			}
			progress(int64(row.Settled-now.Settled), int64(row.Settled))
		}
	}
	return m.end(system, row, lexicon.ImportReverting, lexicon.ImportReverted)
}

// batchKey is the idempotency key of the write of a batch, and revertKey that of undoing it.
func batchKey(row *ent.FileImport, number int) string {
	return ledger.ImportKeys + row.UID + "/" + strconv.Itoa(number)
}

func revertKey(row *ent.FileImport, number int) string { return "revert/" + batchKey(row, number) }

// revertBatch undoes one batch and its progress in one transaction.
func (m *Imports) revertBatch(ctx context.Context, row *ent.FileImport, number int) error {
	system := access.AsSystem(ctx)
	actor, key := access.From(ctx).Account, batchKey(row, number)
	fingerprint, err := edit.Fingerprint(sentAs(row, number))
	if err != nil {
		return err
	}
	written, err := m.config.Ledger.Receipt(system, ledger.Entry{
		Actor: actor, Key: key, Fingerprint: fingerprint,
	})
	if err != nil {
		return err
	}
	if written == nil {
		return fmt.Errorf("the ledger does not know batch %d of the import", number)
	}
	line, err := m.client.Change.Query().Where(change.Write(written.Write)).
		Order(func(s *sql.Selector) { s.OrderBy(s.C("id")) }).First(system)
	if err != nil {
		return err
	}
	outcome, err := m.editor.Revert(ctx, line.UID, true, edit.Request{
		Reason: "Import " + shape.Clip(row.Name, 200), Key: revertKey(row, number),
		Sent: []any{"revert", key},
		Within: func(ctx context.Context, tx *ent.Client, _ []string) error {
			if err := m.config.Ledger.ForgetReceipt(ctx, tx, actor, key); err != nil { // it may be written again
				return err
			}
			return m.unsettle(ctx, tx, row, number)
		},
	})
	if err == nil && len(outcome.Problems) > 0 {
		err = &BlockedError{outcome.Problems[0]}
	}
	return err
}

// unsettle takes back the progress of a batch.
func (m *Imports) unsettle(ctx context.Context, tx *ent.Client, row *ent.FileImport, number int) error {
	ctx = access.AsSystem(ctx)
	of := []int{}
	err := tx.ImportLine.Query().Where(importline.ImportID(row.ID), importline.Batch(number)).Select("id").Scan(ctx, &of)
	if err != nil {
		return err
	}
	err = tx.ImportLine.Update().Where(importline.IDIn(of...)).SetDone(false).ClearBatch().Exec(ctx)
	if err != nil {
		return err
	}
	err = tx.ImportParty.Update().Where(importparty.ImportID(row.ID), importparty.Created(true), hasNoPartner).
		SetCreated(false).Exec(ctx)
	if err != nil {
		return err
	}
	err = tx.FileImport.UpdateOneID(row.ID).SetBatches(number).AddSettled(-len(of)).Exec(ctx)
	if err != nil {
		return err
	}
	return m.renewLease(ctx, tx, row)
}

// hasNoPartner selects the parties whose partner does not exist.
func hasNoPartner(s *sql.Selector) {
	t := sql.Table(partner.Table)
	s.Where(sql.NotExists(sql.Dialect(s.Dialect()).Select(t.C("id")).From(t).
		Where(sql.ColumnsEQ(t.C("uid"), s.C(importparty.FieldPartner)))))
}

// BlockedError reports that an import cannot be reverted because of what was written since.
type BlockedError struct{ *edit.Problem }

func (e *BlockedError) Error() string { return e.Message(lexicon.English) }

// In returns what blocks it, in a language.
func (e *BlockedError) In(l lexicon.Language) string { return e.Message(l) }
