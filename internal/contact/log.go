package contact

import (
	"context"
	"encoding/json"
	"time"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/contactaccess"
	"maillage/internal/lexicon"
)

// Access is one read or change of a contact.
type Access struct {
	Actor   string                `json:"actor"` // an account's public identifier, or a program
	Action  lexicon.ContactAction `json:"action"`
	Purpose string                `json:"purpose,omitempty"` // the purpose of a read
	Claim   string                `json:"claim,omitempty"`   // the claim that gave the right
	Grant   string                `json:"grant,omitempty"`   // the grant that gave the right
	At      time.Time             `json:"at"`
}

// Export holds all data about a person, as they may request it.
type Export struct {
	Contact  Contact  `json:"contact"`
	Accesses []Access `json:"accesses"` // the export itself is the last
}

// Export returns all data about the person, as JSON.
func (c *Contacts) Export(ctx context.Context, uid string) ([]byte, error) {
	v := access.From(ctx)
	ctx = access.AsSystem(ctx)
	row, by, err := c.find(ctx, v, uid)
	if err != nil {
		return nil, err
	}
	all := Export{Contact: toContact(row)}
	err = c.write(ctx, func(tx *ent.Tx) error {
		if err := c.log(ctx, tx, v, by, lexicon.ContactExport, "", uid); err != nil {
			return err
		}
		all.Accesses, err = accesses(ctx, tx.Client(), uid)
		return err
	})
	if err != nil {
		return nil, err
	}
	return json.MarshalIndent(all, "", "  ")
}

// Log returns the reads and changes of a contact, in order, even after it was erased. Only the hub
// itself and administrators may call it.
func (c *Contacts) Log(ctx context.Context, uid string) ([]Access, error) {
	v := access.From(ctx)
	if v == nil || !v.IsSystem() && (v.Role != lexicon.Administrator || !v.HasScope(lexicon.ScopeContacts)) {
		return nil, &NotFoundError{}
	}
	lines, err := accesses(access.AsSystem(ctx), c.client, uid)
	if err == nil && len(lines) == 0 {
		return nil, &NotFoundError{}
	}
	return lines, err
}

func accesses(ctx context.Context, client *ent.Client, uid string) ([]Access, error) {
	rows, err := client.ContactAccess.Query().Where(contactaccess.ContactUID(uid)).Order(contactaccess.ByID()).All(ctx)
	if err != nil {
		return nil, err
	}
	lines := make([]Access, len(rows))
	for n, row := range rows {
		lines[n] = Access{Actor: row.Actor, Action: row.Action, At: row.At}
		for to, from := range map[*string]*string{
			&lines[n].Purpose: row.Purpose, &lines[n].Claim: row.ClaimUID, &lines[n].Grant: row.GrantUID,
		} {
			if from != nil {
				*to = *from
			}
		}
	}
	return lines, nil
}

// log records what a viewer does with contacts and by which right, before it is done.
func (c *Contacts) log(
	ctx context.Context, tx *ent.Tx, v *access.Viewer, by right, action lexicon.ContactAction, purpose string,
	uids ...string,
) error {
	lines := make([]*ent.ContactAccessCreate, len(uids))
	for n, uid := range uids {
		lines[n] = tx.ContactAccess.Create().SetContactUID(uid).SetActor(v.Account).SetAction(action).
			SetNillablePurpose(orNil(purpose)).SetNillableClaimUID(orNil(by.claim)).
			SetNillableGrantUID(orNil(by.grant())).SetAt(c.now())
	}
	return tx.ContactAccess.CreateBulk(lines...).Exec(ctx)
}
