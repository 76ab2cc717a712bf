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
	enter, err := c.Prepare(ctx, e)
	if err != nil {
		return Contact{}, err
	}
	err = c.write(ctx, func(tx *ent.Tx) error {
		made, err = enter(ctx, tx)
		return err
	})
	if err != nil {
		return Contact{}, err
	}
	return made, nil
}

// Prepare makes sure that a contact may be entered, and returns what enters it
// in a transaction: of the caller's, who may have something to keep with it.
func (c *Contacts) Prepare(ctx context.Context, e Entry) (func(context.Context, *ent.Tx) (Contact, error), error) {
	v := access.From(ctx)
	of, err := c.partner(access.AsSystem(ctx), v, e.Partner)
	if err != nil {
		return nil, err
	}
	if e, err = e.checked(c.now()); err != nil {
		return nil, err
	}
	return func(ctx context.Context, tx *ent.Tx) (Contact, error) {
		ctx = access.AsSystem(ctx)
		row, err := tx.Contact.Create().SetPartnerID(of.ID).SetName(e.Name).SetNillableFunction(unlessEmpty(e.Function)).
			SetNillableEmail(unlessEmpty(e.Email)).SetNillablePhone(unlessEmpty(e.Phone)).
			SetPurpose(e.Purpose).SetRetainUntil(e.RetainUntil).SetCreatedBy(v.Account).Save(ctx)
		if err != nil {
			return Contact{}, err
		}
		row.Edges.Partner = of
		return toContact(row), c.log(ctx, tx, v, lexicon.ContactCreate, "", row.UID)
	}, nil
}

// Again shows a contact to whoever enters it a second time, as after an answer
// that never came; it is a look, and logged. It returns false, and shows
// nothing, when what they enter is not what was entered. One that has been
// changed since cannot be compared, and is shown.
func (c *Contacts) Again(ctx context.Context, uid string, e Entry) (Contact, bool, error) {
	v := access.From(ctx)
	ctx = access.AsSystem(ctx)
	row, err := c.find(ctx, v, uid)
	if err != nil {
		return Contact{}, false, err
	}
	of, err := c.partner(ctx, v, e.Partner)
	if err != nil {
		return Contact{}, false, err
	}
	if e, err = e.checked(c.now()); err != nil {
		return Contact{}, false, err
	}
	k := toContact(row)
	same := e.RetainUntil.Equal(k.RetainUntil)
	e.Partner, e.RetainUntil = of.UID, k.RetainUntil
	if k.Revision == 1 && (!same || e != (Change{}).over(k)) {
		return Contact{}, false, nil
	}
	err = c.write(ctx, func(tx *ent.Tx) error { return c.log(ctx, tx, v, lexicon.ContactRead, k.Purpose, uid) })
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
	row, err := c.find(ctx, v, uid)
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
		return c.log(ctx, tx, v, lexicon.ContactUpdate, "", uid)
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
	row, err := c.find(ctx, v, uid)
	if err != nil {
		return err
	}
	gone, err := c.erase(ctx, v, row, lexicon.ContactErase)
	if err == nil && !gone {
		return &NotFoundError{}
	}
	return err
}

// erase erases a row that still fulfils the conditions, and says so; somebody
// else may just have done it.
func (c *Contacts) erase(ctx context.Context, v *access.Viewer, row *ent.Contact, how lexicon.ContactAction, when ...predicate.Contact) (gone bool, err error) {
	err = c.write(ctx, func(tx *ent.Tx) error {
		n, err := tx.Contact.Delete().Where(contact.ID(row.ID)).Where(when...).Exec(ctx)
		if err != nil || n == 0 {
			return err
		}
		gone = true
		return c.log(ctx, tx, v, how, "", row.UID)
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
			gone, err := c.erase(ctx, v, row, lexicon.ContactExpire, over)
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
