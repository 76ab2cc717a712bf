package graph

import (
	"context"

	"maillage/graph/model"
)

func (r *mutationResolver) CreateAccount(ctx context.Context, input model.Input) (*model.AccountPayload, error) {
	return r.createAccount(ctx, input)
}

func (r *mutationResolver) UpdateAccount(ctx context.Context, input model.Input) (*model.AccountPayload, error) {
	return r.updateAccount(ctx, input)
}

func (r *mutationResolver) DisableAccount(ctx context.Context, input model.Input) (*model.AccountPayload, error) {
	return r.disableAccount(ctx, input)
}

func (r *mutationResolver) EnableAccount(ctx context.Context, input model.Input) (*model.AccountPayload, error) {
	return r.enableAccount(ctx, input)
}

func (r *mutationResolver) CreateToken(ctx context.Context, input model.Input) (*model.CreateTokenPayload, error) {
	return r.createToken(ctx, input)
}

func (r *mutationResolver) RevokeToken(ctx context.Context, input model.Input) (*model.TokenPayload, error) {
	return r.revokeToken(ctx, input)
}

func (r *mutationResolver) CreateSignInLink(
	ctx context.Context, input model.Input,
) (*model.CreateSignInLinkPayload, error) {
	return r.createSignInLink(ctx, input)
}

func (r *mutationResolver) CreateInvitation(
	ctx context.Context, input model.Input,
) (*model.CreateInvitationPayload, error) {
	return r.createInvitation(ctx, input)
}

func (r *mutationResolver) RevokeInvitation(ctx context.Context, input model.Input) (*model.InvitationPayload, error) {
	return r.revokeInvitation(ctx, input)
}

func (r *queryResolver) Invitations(ctx context.Context) ([]*model.Invitation, error) {
	return r.invitations(ctx)
}

func (r *mutationResolver) OpenDirectory(ctx context.Context, input model.Input) (*model.OpenDirectoryPayload, error) {
	return r.openDirectory(ctx, input)
}

func (r *queryResolver) Viewer(ctx context.Context) (*model.Viewer, error) {
	return r.viewer(ctx)
}

func (r *queryResolver) Accounts(ctx context.Context) ([]*model.Account, error) {
	return r.accounts(ctx)
}

func (r *queryResolver) Tokens(ctx context.Context) ([]*model.Token, error) {
	return r.tokens(ctx)
}
