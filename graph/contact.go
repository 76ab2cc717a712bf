package graph

import (
	"context"

	"maillage/internal/view"
)

func (r *mutationResolver) CreateContact(ctx context.Context, input view.Input) (*view.ContactPayload, error) {
	return r.createContact(ctx, input)
}

func (r *mutationResolver) UpdateContact(ctx context.Context, input view.Input) (*view.ContactPayload, error) {
	return r.updateContact(ctx, input)
}

func (r *mutationResolver) EraseContact(ctx context.Context, input view.Input) (*view.EraseContactPayload, error) {
	return r.eraseContact(ctx, input)
}

func (r *mutationResolver) ExportContact(ctx context.Context, input view.Input) (*view.ExportContactPayload, error) {
	return r.exportContact(ctx, input)
}

func (r *mutationResolver) GrantContacts(ctx context.Context, input view.Input) (*view.ContactGrantPayload, error) {
	return r.grantContacts(ctx, input)
}

func (r *mutationResolver) RevokeContactGrant(
	ctx context.Context, input view.Input,
) (*view.ContactGrantPayload, error) {
	return r.revokeContactGrant(ctx, input)
}

func (r *queryResolver) Contacts(ctx context.Context, partner string, purpose string) ([]*view.Contact, error) {
	return r.contactsOf(ctx, partner, purpose)
}

func (r *queryResolver) ContactAccesses(ctx context.Context, contact string) ([]*view.ContactAccess, error) {
	return r.accessesOf(ctx, contact)
}

func (r *queryResolver) ContactGrants(ctx context.Context) ([]*view.ContactGrant, error) {
	return r.contactGrants(ctx)
}
