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

// Create stores a new contact.
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
		row, err := tx.Contact.Create().SetPartnerID(of.ID).SetName(e.Name).SetNillableFunction(orNil(e.Function)).
			SetNillableEmail(orNil(e.Email)).SetNillablePhone(orNil(e.Phone)).
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

// Created returns the contact that an earlier Create stored, for a caller who repeats it, as after an
// answer that was lost. It counts as a read and is logged. It returns false, and no contact, when the
// entry differs from the stored one. A contact that has been changed since cannot be compared, and is
// returned.
func (c *Contacts) Created(ctx context.Context, uid string, e Entry) (Contact, bool, error) {
	of, _, err := c.partner(access.AsSystem(ctx), access.From(ctx), e.Partner)
	if err != nil {
		return Contact{}, false, err
	}
	e.Partner = of.UID
	return c.repeated(ctx, uid, 1, func(Contact) Entry { return e })
}

// Updated returns the contact that an earlier Update changed, for a caller who repeats it, as Created
// does.
func (c *Contacts) Updated(ctx context.Context, uid string, seen int, change Change) (Contact, bool, error) {
	return c.repeated(ctx, uid, seen+1, change.over)
}

// repeated returns a contact, unless it still has the version that a write left and differs from what the
// write asks for.
func (c *Contacts) repeated(
	ctx context.Context, uid string, version int, wanted func(Contact) Entry,
) (Contact, bool, error) {
	v := access.From(ctx)
	ctx = access.AsSystem(ctx)
	row, by, err := c.find(ctx, v, uid)
	if err != nil {
		return Contact{}, false, err
	}
	k := toContact(row)
	e, err := wanted(k).checked(c.now())
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

// Update changes a contact. If it has changed since the version that the writer saw, Update returns a
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
		n, err := e.setAll(tx.Contact.Update().Where(contact.ID(row.ID), contact.Revision(seen))).Save(ctx)
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

// setAll sets all fields of the entry in an update.
func (e Entry) setAll(update *ent.ContactUpdate) *ent.ContactUpdate {
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

// Erase deletes a contact. Its row is gone at once; its access log stays.
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

// erase deletes a row that still fulfils the conditions. It returns false when there is none, because
// somebody else may just have deleted it.
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

// batchSize is the number of contacts, or of claims, that one query reads.
const batchSize = 200

// Expire deletes the contacts whose retention period is over, and returns their number. Only the hub
// itself and administrators may call it.
func (c *Contacts) Expire(ctx context.Context, now time.Time) (erased int, err error) {
	v := access.From(ctx)
	if v == nil || !v.IsSystem() && (v.Role != lexicon.Administrator || !v.HasScope(lexicon.ScopeContacts)) {
		return 0, &NotFoundError{}
	}
	ctx = access.AsSystem(ctx)
	over := contact.RetainUntilLTE(now)
	for after := 0; ; {
		rows, err := c.client.Contact.Query().Where(over, contact.IDGT(after)).
			Order(contact.ByID()).Limit(batchSize).All(ctx)
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
