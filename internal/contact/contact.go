// Package contact keeps persons to reach, apart from the graph: whoever looks
// says why, and that they looked is written down before anything is shown.
//
// A contact belongs to a partner, is kept for a purpose and until a day, and
// is shown to nobody after it. No record leads to it, and the ledger does not
// know it; what its own log says outlives it and says nothing about the
// person. Who may not see a contact is told what one is told who asks for one
// that is not there.
package contact

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/contact"
	"maillage/internal/gen/ent/partner"
	"maillage/internal/lexicon"
)

// Contact is a person to reach at a partner. It prints as its identifier
// alone, so that no log or message holds a person by mistake.
type Contact struct {
	ID          string    `json:"id"`      // its public identifier
	Partner     string    `json:"partner"` // the partner's public identifier
	Name        string    `json:"name"`
	Function    string    `json:"function,omitempty"`
	Email       string    `json:"email,omitempty"`
	Phone       string    `json:"phone,omitempty"`
	Purpose     string    `json:"purpose"`     // what it is kept for
	RetainUntil time.Time `json:"retainUntil"` // after which it is erased
	Version     int       `json:"version"`     // grows with every change; a writer names the one they saw
	CreatedBy   string    `json:"createdBy"`   // the account that entered it
	CreatedAt   time.Time `json:"createdAt"`
	UpdatedAt   time.Time `json:"updatedAt"`
}

// Format prints the identifier, whatever the verb.
func (c Contact) Format(s fmt.State, _ rune) { _, _ = fmt.Fprint(s, c.ID) }

// LogValue logs the identifier.
func (c Contact) LogValue() slog.Value { return slog.StringValue(c.ID) }

// Contacts keeps the contacts of a database.
type Contacts struct {
	client *ent.Client
	clock  func() time.Time
}

// New keeps the contacts of a database; a nil clock is time.Now.
func New(client *ent.Client, clock func() time.Time) *Contacts {
	if clock == nil {
		clock = time.Now
	}
	return &Contacts{client, clock}
}

func (c *Contacts) now() time.Time { return c.clock().UTC().Truncate(time.Microsecond) }

// OfPartner shows the contacts of a partner, named by code or public
// identifier, in the order in which they were entered, to whoever says what
// they need them for.
func (c *Contacts) OfPartner(ctx context.Context, ref, purpose string) ([]Contact, error) {
	v := access.From(ctx)
	ctx = access.AsSystem(ctx)
	of, by, err := c.partner(ctx, v, ref)
	if err != nil {
		return nil, err
	}
	purpose, err = text("purpose", purpose, 300, true)
	if err != nil {
		return nil, err
	}
	by, err = by.lookFor(purpose)
	if err != nil {
		return nil, err
	}
	reached, err := c.reach(ctx, by, v.Account)
	if err != nil {
		return nil, err
	}
	var shown []Contact
	err = c.write(ctx, func(tx *ent.Tx) error {
		rows, err := tx.Contact.Query().Where(contact.PartnerID(of.ID), contact.RetainUntilGT(c.now()), reached).
			WithPartner().Order(contact.ByID()).All(ctx)
		if err != nil {
			return err
		}
		shown = make([]Contact, len(rows))
		uids := make([]string, len(rows))
		for n, row := range rows {
			shown[n], uids[n] = toContact(row), row.UID
		}
		return c.log(ctx, tx, v, by, lexicon.ContactRead, purpose, uids...)
	})
	if err != nil {
		return nil, err
	}
	return shown, nil
}

// partner is the partner, if the viewer may see its contacts, and their right.
func (c *Contacts) partner(ctx context.Context, v *access.Viewer, ref string) (*ent.Partner, right, error) {
	if !name(ref) {
		return nil, right{}, &NotFoundError{}
	}
	of, err := c.client.Partner.Query().Where(partner.Or(partner.UID(ref), partner.Code(ref))).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, right{}, &NotFoundError{}
	}
	if err != nil {
		return nil, right{}, err
	}
	by, err := c.allow(ctx, v, of)
	return of, by, err
}

// find is a contact that the viewer may see, and whose time is not over, and
// their right.
func (c *Contacts) find(ctx context.Context, v *access.Viewer, uid string) (*ent.Contact, right, error) {
	if !name(uid) {
		return nil, right{}, &NotFoundError{}
	}
	row, err := c.client.Contact.Query().Where(contact.UID(uid), contact.RetainUntilGT(c.now())).WithPartner().Only(ctx)
	if ent.IsNotFound(err) {
		return nil, right{}, &NotFoundError{}
	}
	if err != nil {
		return nil, right{}, err
	}
	by, err := c.allow(ctx, v, row.Edges.Partner)
	if err != nil {
		return nil, right{}, err
	}
	reached, err := c.reach(ctx, by, v.Account)
	if err != nil {
		return nil, right{}, err
	}
	is, err := c.client.Contact.Query().Where(contact.ID(row.ID), reached).Exist(ctx)
	if err == nil && !is {
		err = &NotFoundError{}
	}
	return row, by, err
}

// write does something, with the line that says so, or neither: in the caller's
// transaction where the context has one, who may have something to keep with it.
func (c *Contacts) write(ctx context.Context, do func(tx *ent.Tx) error) error {
	if tx := ent.TxFromContext(ctx); tx != nil {
		return do(tx)
	}
	tx, err := c.client.Tx(ctx)
	if err != nil {
		return err
	}
	if err := do(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

func toContact(row *ent.Contact) Contact {
	k := Contact{
		ID: row.UID, Partner: row.Edges.Partner.UID, Name: row.Name, Purpose: row.Purpose, RetainUntil: row.RetainUntil,
		Version: row.Revision, CreatedBy: row.CreatedBy, CreatedAt: row.CreatedAt, UpdatedAt: row.UpdatedAt,
	}
	for to, from := range map[*string]*string{&k.Function: row.Function, &k.Email: row.Email, &k.Phone: row.Phone} {
		if from != nil {
			*to = *from
		}
	}
	return k
}
