package edit

import (
	"context"
	"slices"
	"time"

	"maillage/internal/access"
	"maillage/internal/contact"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/account"
	contactrow "maillage/internal/gen/ent/contact"
	"maillage/internal/gen/ent/contactgrant"
	"maillage/internal/gen/ent/mergemove"
	"maillage/internal/gen/ent/partner"
	"maillage/internal/lexicon"
	"maillage/internal/message"
)

// A merge also moves what a partner has outside the graph: accounts, contacts, and grants to contacts. The ledger does
// not record these, so that a row of MergeMove records each.

// movesPerStatement bounds the parameters of a statement. Databases take some ten thousand.
const movesPerStatement = 500

// moveBeside moves the partner's contacts, accounts and grants. The grants end: access to the contacts of the merged
// partner does not extend to those of the kept one.
func (w *work) moveBeside(ctx context.Context, gone, keep *row) error {
	ctx = access.AsSystem(ctx)
	contacts, err := contact.Move(ctx, w.tx, gone.id, keep.id, w.viewer.Account)
	if err != nil {
		return err
	}
	accounts, err := w.tx.Account.Query().Where(account.PartnerID(gone.id)).Select(account.FieldUID).Strings(ctx)
	if err != nil {
		return err
	}
	if err := w.tx.Account.Update().Where(account.PartnerID(gone.id)).SetPartnerID(keep.id).Exec(ctx); err != nil {
		return err
	}
	grants, err := w.tx.ContactGrant.Query().Where(contactgrant.PartnerID(gone.id)).All(ctx)
	if err != nil {
		return err
	}
	now := time.Now().UTC().Truncate(time.Microsecond) // the precision of PostgreSQL
	moves := make([]*ent.MergeMoveCreate, 0, len(contacts)+len(accounts)+len(grants))
	moved := func(uid string, ended bool) {
		moves = append(moves, w.tx.MergeMove.Create().SetMerged(gone.uid).SetKept(keep.uid).SetMoved(uid).
			SetActor(w.viewer.Account).SetEnded(ended))
	}
	for _, uid := range append(contacts, accounts...) {
		moved(uid, false)
	}
	for _, g := range grants {
		update := w.tx.ContactGrant.UpdateOneID(g.ID).SetPartnerID(keep.id)
		if g.RevokedAt == nil {
			update.SetRevokedAt(now)
		}
		if err := update.Exec(ctx); err != nil {
			return err
		}
		moved(g.UID, g.RevokedAt == nil)
	}
	for some := range slices.Chunk(moves, movesPerStatement) {
		if err := w.tx.MergeMove.CreateBulk(some...).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// moveBack returns to restored partners what merges moved away from them outside the graph, as long as the kept partner
// still has it.
func (w *work) moveBack(ctx context.Context, lines []*ent.Change) error {
	ctx = access.AsSystem(ctx)
	for _, line := range lines {
		if line.RecordType != "partner" || line.Operation != lexicon.OperationDelete {
			continue
		}
		moves, err := w.tx.MergeMove.Query().Where(mergemove.Merged(line.RecordUID)).All(ctx)
		if err != nil {
			return err
		}
		if len(moves) == 0 {
			continue // not a merge, or nothing was moved
		}
		back, err := w.tx.Partner.Query().Where(partner.UID(line.RecordUID)).OnlyID(ctx)
		if err != nil {
			return err
		}
		for _, m := range moves {
			if err := w.moveOneBack(ctx, m, back); err != nil {
				return err
			}
		}
	}
	return nil
}

// moveOneBack does so for one contact, account or grant.
func (w *work) moveOneBack(ctx context.Context, m *ent.MergeMove, back int) error {
	kept, err := w.tx.Partner.Query().Where(partner.UID(m.Kept)).OnlyID(ctx)
	if ent.IsNotFound(err) {
		return nil // the kept partner was merged later, and its successor keeps what moved along
	}
	if err != nil {
		return err
	}
	isBack := 0
	switch prefix, _ := lexicon.UIDPrefix(m.Moved); prefix {
	case "contact":
		isBack, err = contact.MoveBack(ctx, w.tx, m.Moved, kept, back, w.viewer.Account)
	case "account":
		isBack, err = w.tx.Account.Update().Where(
			account.UID(m.Moved), account.PartnerID(kept),
		).SetPartnerID(back).Save(ctx)
	default:
		grant := w.tx.ContactGrant.Update().Where(
			contactgrant.UID(m.Moved), contactgrant.PartnerID(kept),
		).SetPartnerID(back)
		if m.Ended {
			grant.ClearRevokedAt()
		}
		isBack, err = grant.Save(ctx)
	}
	if err != nil || isBack == 0 {
		return err // it moved on to another partner: the row of this merge stays
	}
	return w.tx.MergeMove.DeleteOne(m).Exec(ctx)
}

// checkNothingBeside checks that a partner, which came back by a revert, has nothing outside the graph when that revert
// is reverted. Deleting the partner would erase contacts and grants, which a merge moves.
func (w *work) checkNothingBeside(ctx context.Context, line *ent.Change, of *row) error {
	ctx = access.AsSystem(ctx)
	contacts, err := w.tx.Contact.Query().Where(contactrow.PartnerID(of.id)).Exist(ctx)
	if err != nil {
		return err
	}
	accounts, err := w.tx.Account.Query().Where(account.PartnerID(of.id)).Exist(ctx)
	if err != nil {
		return err
	}
	grants, err := w.tx.ContactGrant.Query().Where(contactgrant.PartnerID(of.id)).Exist(ctx)
	if err == nil && (contacts || accounts || grants) {
		w.report(Step{}, "change", lexicon.UserCannotRevert, message.MergeMovedParts(line.RecordUID))
	}
	return err
}
