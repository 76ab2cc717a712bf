package model

import (
	"time"

	"maillage/internal/contact"
	"maillage/internal/gen/ent"
)

// Done holds the fields of every payload outside the ledger: the errors, whether the mutation is a
// replay, and the client's identifier.
type Done struct {
	Replayed         bool
	UserErrors       []*UserError
	ClientMutationID *string
}

// Contact is a person to reach. Like contact.Contact it prints as its identifier alone.
type Contact struct {
	contact.Contact
	At *ent.Partner // the partner at which the person is reached
	By *Actor       // who entered it
}

// Function returns what the person does; nil if unknown.
func (c *Contact) Function() *string { return orNil(c.Contact.Function) }

// Email returns the person's email address; nil if unknown.
func (c *Contact) Email() *string { return orNil(c.Contact.Email) }

// Phone returns the person's phone number; nil if unknown.
func (c *Contact) Phone() *string { return orNil(c.Contact.Phone) }

// ContactAccess is one read or change of a contact.
type ContactAccess struct {
	contact.Access
	By *Actor
}

// Purpose returns the purpose of a read; nil for anything else.
func (a *ContactAccess) Purpose() *string { return orNil(a.Access.Purpose) }

// ClaimID returns the claim that gave the right; nil when none did.
func (a *ContactAccess) ClaimID() *string { return orNil(a.Access.Claim) }

// GrantID returns the grant that gave the right; nil when none did.
func (a *ContactAccess) GrantID() *string { return orNil(a.Access.Grant) }

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

// ContactGrantPayload is the result of a mutation of a grant.
type ContactGrantPayload struct {
	Done
	Grant *ContactGrant
}

// ContactPayload is the result of creating or updating a contact.
type ContactPayload struct {
	Done
	Contact *Contact
}

// EraseContactPayload is the result of erasing a contact.
type EraseContactPayload struct {
	Done
	ContactID *string
}

// ExportContactPayload is all data that is stored about a person.
type ExportContactPayload struct {
	Done
	Export *Value
}

func orNil(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
