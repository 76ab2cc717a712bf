package contact

import (
	"context"
	"slices"
	"time"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/contact"
	"maillage/internal/gen/ent/mergemove"
	"maillage/internal/gen/ent/predicate"
	"maillage/internal/lexicon"
)

// Move gives the contacts of a partner to another, into which it is merged, and says so in their log. It returns their
// public identifiers, and is for the hub itself: the context is the hub's own.
func Move(ctx context.Context, tx *ent.Client, from, to int, actor string) ([]string, error) {
	uids, err := tx.Contact.Query().Where(contact.PartnerID(from)).Order(contact.ByID()).
		Select(contact.FieldUID).Strings(ctx)
	if err != nil {
		return nil, err
	}
	return uids, move(ctx, tx, uids, from, to, actor)
}

// MoveBack gives a contact back to the partner that it was moved from, unless it is gone or somewhere else. It returns
// how many it moved.
func MoveBack(ctx context.Context, tx *ent.Client, uid string, from, to int, actor string) (int, error) {
	is, err := tx.Contact.Query().Where(contact.UID(uid), contact.PartnerID(from)).Exist(ctx)
	if err != nil || !is {
		return 0, err
	}
	return 1, move(ctx, tx, []string{uid}, from, to, actor)
}

func move(ctx context.Context, tx *ent.Client, uids []string, from, to int, actor string) error {
	for some := range slices.Chunk(uids, batchSize) {
		err := tx.Contact.Update().Where(contact.UIDIn(some...), contact.PartnerID(from)).SetPartnerID(to).Exec(ctx)
		if err != nil {
			return err
		}
		lines := make([]*ent.ContactAccessCreate, len(some))
		for i, uid := range some {
			lines[i] = tx.ContactAccess.Create().SetContactUID(uid).SetActor(actor).SetAction(lexicon.ContactUpdate).
				SetAt(time.Now().UTC().Truncate(time.Microsecond)) // what PostgreSQL keeps
		}
		if err := tx.ContactAccess.CreateBulk(lines...).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// reach is the condition of the contacts of a partner that a right reaches. A claim or a grant does not reach those
// that the viewer brought there by a merge: nobody gives themselves a right.
func reach(by right, account string) predicate.Contact {
	if by.claim == "" && len(by.grants) == 0 {
		return contact.IDGT(0)
	}
	return func(s *sql.Selector) {
		brought := sql.Table(mergemove.Table)
		moves := sql.Dialect(s.Dialect()).Select(brought.C(mergemove.FieldID)).From(brought).Where(sql.And(
			sql.ColumnsEQ(brought.C(mergemove.FieldMoved), s.C(contact.FieldUID)),
			sql.EQ(brought.C(mergemove.FieldActor), account),
		))
		s.Where(sql.Not(sql.Exists(moves)))
	}
}
