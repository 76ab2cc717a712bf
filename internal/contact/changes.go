package contact

import (
	"context"
	"time"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/contact"
	"maillage/internal/gen/ent/predicate"
	"maillage/internal/lexicon"
)

// Create enters a contact.
func (c *Contacts) Create(ctx context.Context, e Entry) (made Contact, err error) {
	v := access.From(ctx)
	ctx = access.AsSystem(ctx)
	of, by, err := c.partner(ctx, v, e.Partner)
	if err != nil {
		return Contact{}, err
	}
	if e, err = e.checked(c.now()); err != nil {
		return Contact{}, err
	}
	err = c.write(ctx, func(tx *ent.Tx) error {
		row, err := tx.Contact.Create().SetPartnerID(of.ID).SetName(e.Name).SetNillableFunction(unlessEmpty(e.Function)).
			SetNillableEmail(unlessEmpty(e.Email)).SetNillablePhone(unlessEmpty(e.Phone)).
			SetPurpose(e.Purpose).SetRetainUntil(e.RetainUntil).SetCreatedBy(v.Account).Save(ctx)
		if err != nil {
			return err
		}
		row.Edges.Partner = of
		made = toContact(row)
		return c.log(ctx, tx, v, by, lexicon.ContactCreate, "", row.UID)
	})
	if err != nil {
		return Contact{}, err
	}
	return made, nil
}

// Created shows a contact to whoever enters it a second time, as after an answer
// that never came; it is a look, and logged. It returns false, and shows
// nothing, when what they enter is not what was entered. One that has been
// changed since cannot be compared, and is shown.
func (c *Contacts) Created(ctx context.Context, uid string, e Entry) (Contact, bool, error) {
	of, _, err := c.partner(access.AsSystem(ctx), access.From(ctx), e.Partner)
	if err != nil {
		return Contact{}, false, err
	}
	e.Partner = of.UID
	return c.again(ctx, uid, 1, func(Contact) Entry { return e })
}

// Updated shows a contact to whoever changes it a second time in the same way,
// as Created does.
func (c *Contacts) Updated(ctx context.Context, uid string, seen int, change Change) (Contact, bool, error) {
	return c.again(ctx, uid, seen+1, change.over)
}

// again shows a contact, unless it still has the version that a write left and
// is not what the write asks for.
func (c *Contacts) again(ctx context.Context, uid string, version int, asked func(Contact) Entry) (Contact, bool, error) {
	v := access.From(ctx)
	ctx = access.AsSystem(ctx)
	row, by, err := c.find(ctx, v, uid)
	if err != nil {
		return Contact{}, false, err
	}
	k := toContact(row)
	e, err := asked(k).checked(c.now())
	if err != nil {
		return Contact{}, false, err
	}
	same := e.RetainUntil.Equal(k.RetainUntil)
	e.RetainUntil = k.RetainUntil
	if k.Version == version && (!same || e != (Change{}).over(k)) {
		return Contact{}, false, nil
	}
	err = c.write(ctx, func(tx *ent.Tx) error { return c.log(ctx, tx, v, by, lexicon.ContactRead, k.Purpose, uid) })
	if err != nil {
		return Contact{}, false, err
	}
	return k, true, nil
}

// Update changes a contact, unless it has changed since the writer saw it: a
// *ConflictError.
func (c *Contacts) Update(ctx context.Context, uid string, seen int, change Change) (changed Contact, err error) {
	v := access.From(ctx)
	ctx = access.AsSystem(ctx)
	row, by, err := c.find(ctx, v, uid)
	if err != nil {
		return Contact{}, err
	}
	if row.Revision != seen {
		return Contact{}, &ConflictError{seen, row.Revision}
	}
	e, err := change.over(toContact(row)).checked(c.now())
	if err != nil {
		return Contact{}, err
	}
	err = c.write(ctx, func(tx *ent.Tx) error {
		n, err := e.into(tx.Contact.Update().Where(contact.ID(row.ID), contact.Revision(seen))).Save(ctx)
		if err != nil {
			return err
		}
		now, err := tx.Contact.Query().Where(contact.ID(row.ID)).WithPartner().Only(ctx)
		switch {
		case ent.IsNotFound(err):
			return &NotFoundError{}
		case err != nil:
			return err
		case n == 0:
			return &ConflictError{seen, now.Revision}
		}
		changed = toContact(now)
		return c.log(ctx, tx, v, by, lexicon.ContactUpdate, "", uid)
	})
	if err != nil {
		return Contact{}, err
	}
	return changed, nil
}

// into writes the entry over a contact.
func (e Entry) into(update *ent.ContactUpdate) *ent.ContactUpdate {
	update.SetName(e.Name).SetPurpose(e.Purpose).SetRetainUntil(e.RetainUntil)
	for _, f := range []struct {
		value string
		set   func(string) *ent.ContactUpdate
		clear func() *ent.ContactUpdate
	}{
		{e.Function, update.SetFunction, update.ClearFunction},
		{e.Email, update.SetEmail, update.ClearEmail},
		{e.Phone, update.SetPhone, update.ClearPhone},
	} {
		if f.value == "" {
			f.clear()
		} else {
			f.set(f.value)
		}
	}
	return update
}

// Erase erases a contact. Its row is gone at once; the log keeps that it was
// there.
func (c *Contacts) Erase(ctx context.Context, uid string) error {
	v := access.From(ctx)
	ctx = access.AsSystem(ctx)
	row, by, err := c.find(ctx, v, uid)
	if err != nil {
		return err
	}
	gone, err := c.erase(ctx, v, by, row, lexicon.ContactErase)
	if err == nil && !gone {
		return &NotFoundError{}
	}
	return err
}

// erase erases a row that still fulfils the conditions, and says so; somebody
// else may just have done it.
func (c *Contacts) erase(
	ctx context.Context, v *access.Viewer, by right, row *ent.Contact, how lexicon.ContactAction,
	when ...predicate.Contact,
) (gone bool, err error) {
	err = c.write(ctx, func(tx *ent.Tx) error {
		n, err := tx.Contact.Delete().Where(contact.ID(row.ID)).Where(when...).Exec(ctx)
		if err != nil || n == 0 {
			return err
		}
		gone = true
		return c.log(ctx, tx, v, by, how, "", row.UID)
	})
	return gone && err == nil, err
}

// atOnce is how many contacts are looked up to be erased.
const atOnce = 200

// Expire erases the contacts whose time is over, and says how many. It is for
// the hub itself and for administrators.
func (c *Contacts) Expire(ctx context.Context, now time.Time) (erased int, err error) {
	v := access.From(ctx)
	if v == nil || !v.IsSystem() && (v.Role != lexicon.Administrator || !v.May(lexicon.ScopeContacts)) {
		return 0, &NotFoundError{}
	}
	ctx = access.AsSystem(ctx)
	over := contact.RetainUntilLTE(now)
	for after := 0; ; {
		rows, err := c.client.Contact.Query().Where(over, contact.IDGT(after)).
			Order(contact.ByID()).Limit(atOnce).All(ctx)
		if err != nil || len(rows) == 0 {
			return erased, err
		}
		for _, row := range rows {
			gone, err := c.erase(ctx, v, right{}, row, lexicon.ContactExpire, over)
			if err != nil {
				return erased, err
			}
			if gone {
				erased++
			}
			after = row.ID
		}
	}
}
