package graph

import (
	"context"

	"maillage/graph/model"
)

func (r *mutationResolver) CreateAccount(ctx context.Context, input model.Input) (*model.AccountPayload, error) {
	return r.people().CreateAccount(ctx, input)
}

func (r *mutationResolver) UpdateAccount(ctx context.Context, input model.Input) (*model.AccountPayload, error) {
	return r.people().UpdateAccount(ctx, input)
}

func (r *mutationResolver) DisableAccount(ctx context.Context, input model.Input) (*model.AccountPayload, error) {
	return r.people().DisableAccount(ctx, input)
}

func (r *mutationResolver) EnableAccount(ctx context.Context, input model.Input) (*model.AccountPayload, error) {
	return r.people().EnableAccount(ctx, input)
}

func (r *mutationResolver) CreateToken(ctx context.Context, input model.Input) (*model.CreateTokenPayload, error) {
	return r.people().CreateToken(ctx, input)
}

func (r *mutationResolver) RevokeToken(ctx context.Context, input model.Input) (*model.TokenPayload, error) {
	return r.people().RevokeToken(ctx, input)
}

func (r *mutationResolver) CreateSignInLink(
	ctx context.Context, input model.Input,
) (*model.CreateSignInLinkPayload, error) {
	return r.people().CreateSignInLink(ctx, input)
}

func (r *mutationResolver) CreateInvitation(
	ctx context.Context, input model.Input,
) (*model.CreateInvitationPayload, error) {
	return r.people().CreateInvitation(ctx, input)
}

func (r *mutationResolver) RevokeInvitation(ctx context.Context, input model.Input) (*model.InvitationPayload, error) {
	return r.people().RevokeInvitation(ctx, input)
}

func (r *queryResolver) Invitations(ctx context.Context) ([]*model.Invitation, error) {
	return r.people().Invitations(ctx)
}

func (r *mutationResolver) OpenDirectory(ctx context.Context, input model.Input) (*model.OpenDirectoryPayload, error) {
	return r.people().OpenDirectory(ctx, input)
}

func (r *queryResolver) Viewer(ctx context.Context) (*model.Viewer, error) {
	return r.people().Viewer(ctx)
}

func (r *queryResolver) Accounts(ctx context.Context) ([]*model.Account, error) {
	return r.people().Accounts(ctx)
}

func (r *queryResolver) Tokens(ctx context.Context) ([]*model.Token, error) {
	return r.people().Tokens(ctx)
}
