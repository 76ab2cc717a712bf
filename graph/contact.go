package graph

import (
	"context"

	"maillage/graph/model"
)

func (r *mutationResolver) CreateContact(ctx context.Context, input model.Input) (*model.ContactPayload, error) {
	return r.people().CreateContact(ctx, input)
}

func (r *mutationResolver) UpdateContact(ctx context.Context, input model.Input) (*model.ContactPayload, error) {
	return r.people().UpdateContact(ctx, input)
}

func (r *mutationResolver) EraseContact(ctx context.Context, input model.Input) (*model.EraseContactPayload, error) {
	return r.people().EraseContact(ctx, input)
}

func (r *mutationResolver) ExportContact(ctx context.Context, input model.Input) (*model.ExportContactPayload, error) {
	return r.people().ExportContact(ctx, input)
}

func (r *mutationResolver) GrantContacts(ctx context.Context, input model.Input) (*model.ContactGrantPayload, error) {
	return r.people().GrantContacts(ctx, input)
}

func (r *mutationResolver) RevokeContactGrant(
	ctx context.Context, input model.Input,
) (*model.ContactGrantPayload, error) {
	return r.people().RevokeContactGrant(ctx, input)
}

func (r *queryResolver) Contacts(ctx context.Context, partner string, purpose string) ([]*model.Contact, error) {
	return r.people().ContactsOf(ctx, partner, purpose)
}

func (r *queryResolver) ContactAccesses(ctx context.Context, contact string) ([]*model.ContactAccess, error) {
	return r.people().AccessesOf(ctx, contact)
}

func (r *queryResolver) ContactGrants(ctx context.Context) ([]*model.ContactGrant, error) {
	return r.people().ContactGrants(ctx)
}
