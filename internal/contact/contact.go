// Package contact stores contacts, which are persons to reach, apart from the graph. Readers give a
// purpose, and their read is logged before anything is shown.
//
// A contact belongs to a partner, is kept for a purpose and until a day, and is shown to nobody after
// it. No record refers to it, and the ledger does not contain it. Its access log outlives it and says
// nothing about the person. A viewer who may not see a contact gets the same error as for one that
// does not exist.
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

// Contact is a person to reach at a partner. It prints as its identifier alone, so that no log or
// message contains a person by mistake.
type Contact struct {
	ID          string    `json:"id"`      // its public identifier
	Partner     string    `json:"partner"` // the partner's public identifier
	Name        string    `json:"name"`
	Function    string    `json:"function,omitempty"`
	Email       string    `json:"email,omitempty"`
	Phone       string    `json:"phone,omitempty"`
	Purpose     string    `json:"purpose"`     // why it is kept
	RetainUntil time.Time `json:"retainUntil"` // when it is deleted
	Version     int       `json:"version"`     // grows with every change; a writer gives the one that they saw
	CreatedBy   string    `json:"createdBy"`   // the account that entered it
	CreatedAt   time.Time `json:"createdAt"`
	UpdatedAt   time.Time `json:"updatedAt"`
}

// Format prints the identifier, whatever the verb.
func (c Contact) Format(s fmt.State, _ rune) { _, _ = fmt.Fprint(s, c.ID) }

// LogValue logs the identifier.
func (c Contact) LogValue() slog.Value { return slog.StringValue(c.ID) }

// Contacts reads and writes the contacts of a database.
type Contacts struct {
	client *ent.Client
	clock  func() time.Time
}

// New returns the Contacts of a database; a nil clock is time.Now.
func New(client *ent.Client, clock func() time.Time) *Contacts {
	if clock == nil {
		clock = time.Now
	}
	return &Contacts{client, clock}
}

func (c *Contacts) now() time.Time { return c.clock().UTC().Truncate(time.Microsecond) }

// OfPartner returns the contacts of a partner, named by code or public identifier, in the order in
// which they were entered. The caller gives the purpose of the read, which is logged.
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
	by, err = by.forPurpose(purpose)
	if err != nil {
		return nil, err
	}
	reached := reach(by, v.Account)
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

// partner returns the partner, if the viewer may see its contacts, and the viewer's right to them.
func (c *Contacts) partner(ctx context.Context, v *access.Viewer, ref string) (*ent.Partner, right, error) {
	if !isReference(ref) {
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

// find returns a contact that the viewer may see and whose retention period is not over, and the
// viewer's right to it.
func (c *Contacts) find(ctx context.Context, v *access.Viewer, uid string) (*ent.Contact, right, error) {
	if !isReference(uid) {
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
	is, err := c.client.Contact.Query().Where(contact.ID(row.ID), reach(by, v.Account)).Exist(ctx)
	if err == nil && !is {
		err = &NotFoundError{}
	}
	return row, by, err
}

// write runs do in a transaction, so that a change and its line in the access log are both written or
// neither. It uses the context's transaction if there is one, because its owner may have more to write
// with it.
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
