package view

import (
	"time"

	"maillage/internal/contact"
	"maillage/internal/gen/ent"
)

// Done is what every mutation outside the ledger answers: what is wrong, whether
// it had been done before, and what came with the input.
type Done struct {
	Replayed         bool
	UserErrors       []*UserError
	ClientMutationID *string
}

// Contact is a person to reach. Like the contact itself it prints as its
// identifier alone.
type Contact struct {
	contact.Contact
	At *ent.Partner // where the person is reached
	By *Actor       // who entered it
}

// Function is what the person does; nil when nobody said.
func (c *Contact) Function() *string { return unlessEmpty(c.Contact.Function) }

// Email is the person's; nil when nobody said.
func (c *Contact) Email() *string { return unlessEmpty(c.Contact.Email) }

// Phone is the person's; nil when nobody said.
func (c *Contact) Phone() *string { return unlessEmpty(c.Contact.Phone) }

// ContactAccess is one look at a contact, or one change of it.
type ContactAccess struct {
	contact.Access
	By *Actor
}

// Purpose is what a look was for; nil for anything else.
func (a *ContactAccess) Purpose() *string { return unlessEmpty(a.Access.Purpose) }

// ClaimID is the claim that gave the right; nil when none did.
func (a *ContactAccess) ClaimID() *string { return unlessEmpty(a.Access.Claim) }

// GrantID is the grant that gave the right; nil when none did.
func (a *ContactAccess) GrantID() *string { return unlessEmpty(a.Access.Grant) }

// ContactGrant is a right to the contacts of a partner.
type ContactGrant struct {
	ID        string
	GrantedTo *Actor
	Partner   *ent.Partner
	Purpose   string
	GrantedBy *Actor
	CreatedAt time.Time
	EndsAt    time.Time
	RevokedAt *time.Time
}

// ContactGrantPayload is what became of a grant.
type ContactGrantPayload struct {
	Done
	Grant *ContactGrant
}

// ContactPayload is what became of a contact that was entered or changed.
type ContactPayload struct {
	Done
	Contact *Contact
}

// EraseContactPayload is what became of a contact that was to be erased.
type EraseContactPayload struct {
	Done
	ContactID *string
}

// ExportContactPayload is everything that is kept about a person.
type ExportContactPayload struct {
	Done
	Export *Value
}

func unlessEmpty(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
