package graph

import (
	"context"

	"maillage/graph/model"
)

func (r *mutationResolver) CreateContact(ctx context.Context, input model.Input) (*model.ContactPayload, error) {
	return r.createContact(ctx, input)
}

func (r *mutationResolver) UpdateContact(ctx context.Context, input model.Input) (*model.ContactPayload, error) {
	return r.updateContact(ctx, input)
}

func (r *mutationResolver) EraseContact(ctx context.Context, input model.Input) (*model.EraseContactPayload, error) {
	return r.eraseContact(ctx, input)
}

func (r *mutationResolver) ExportContact(ctx context.Context, input model.Input) (*model.ExportContactPayload, error) {
	return r.exportContact(ctx, input)
}

func (r *mutationResolver) GrantContacts(ctx context.Context, input model.Input) (*model.ContactGrantPayload, error) {
	return r.grantContacts(ctx, input)
}

func (r *mutationResolver) RevokeContactGrant(
	ctx context.Context, input model.Input,
) (*model.ContactGrantPayload, error) {
	return r.revokeContactGrant(ctx, input)
}

func (r *queryResolver) Contacts(ctx context.Context, partner string, purpose string) ([]*model.Contact, error) {
	return r.contactsOf(ctx, partner, purpose)
}

func (r *queryResolver) ContactAccesses(ctx context.Context, contact string) ([]*model.ContactAccess, error) {
	return r.accessesOf(ctx, contact)
}

func (r *queryResolver) ContactGrants(ctx context.Context) ([]*model.ContactGrant, error) {
	return r.contactGrants(ctx)
}
