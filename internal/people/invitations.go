package people

import (
	"context"
	"errors"

	"maillage/graph/model"
	"maillage/internal/access"
	"maillage/internal/edit"
	"maillage/internal/identity"
	"maillage/internal/lexicon"
	"maillage/internal/lookup"
	"maillage/internal/message"
	"maillage/internal/relay"
	"maillage/internal/write"
)

// Invitations lists the open invitations that the viewer may see.
func (r People) Invitations(ctx context.Context) ([]*model.Invitation, error) {
	all, err := r.Identity.Invitations(ctx)
	var forbidden *identity.ForbiddenError
	switch {
	case errors.As(err, &forbidden) && !access.SignedIn(ctx):
		return nil, &model.Error{Code: model.Unauthenticated, Sentence: message.InvitationsNeedLogin}
	case errors.As(err, &forbidden):
		return nil, &model.Error{Code: model.Forbidden, Sentence: message.CoordinatorOnly}
	case err != nil:
		return nil, err
	}
	list, err := r.invitationViews(ctx, all)
	if err != nil {
		return nil, err
	}
	return list, relay.Charge(ctx, len(list))
}

// invitationViews returns invitations with the records that they name, as far as the viewer sees these.
func (r People) invitationViews(ctx context.Context, all []identity.Invitation) ([]*model.Invitation, error) {
	var partners, contracts []string
	for _, n := range all {
		if n.Partner != "" {
			partners = append(partners, n.Partner)
		}
		contracts = append(contracts, n.Contracts...)
	}
	speaks, err := lookup.RecordsByName(ctx, r.Reader, relay.Partners, partners)
	if err != nil {
		return nil, err
	}
	serves, err := lookup.RecordsByName(ctx, r.Reader, relay.Contracts, contracts)
	if err != nil {
		return nil, err
	}
	list := make([]*model.Invitation, len(all))
	for i, n := range all {
		list[i] = &model.Invitation{
			ID: n.ID, Name: n.Name, Role: n.Role, Partner: speaks[n.Partner], InvitedByID: n.InvitedBy,
			CreatedAt: n.Created, ExpiresAt: n.Expires, UsedAt: n.Used, RevokedAt: n.Revoked,
		}
		if n.Email != "" {
			list[i].Email = &n.Email
		}
		for _, uid := range n.Contracts {
			if c := serves[uid]; c != nil {
				list[i].Contracts = append(list[i].Contracts, c)
			}
		}
	}
	return list, nil
}

// invitationProblem returns the problem that a person can fix in an error of an invitation; nil for any other error.
func invitationProblem(err error) *edit.Problem {
	var forbidden *identity.ForbiddenError
	if errors.As(err, &forbidden) {
		return &edit.Problem{Code: lexicon.UserForbidden, Sentence: message.CoordinatorOnly}
	}
	return ProblemOn("id", err)
}

// CreateInvitation invites a person. A repeated key does not return the link again.
func (r People) CreateInvitation(
	ctx context.Context, input model.Input,
) (*model.CreateInvitationPayload, error) {
	e, fields := write.ParseInput(ctx, input, "invitation")
	n := identity.NewAccount{
		Name: write.TextOf(fields, "name"), Role: lexicon.AccountRole(write.TextOf(fields, "role")),
		Email: write.TextOf(fields, "email"), Partner: write.TextOf(fields, "partner"),
	}
	if contracts := write.TextsOf(fields, "contracts"); contracts != nil {
		n.Contracts = *contracts
	}
	p := &model.CreateInvitationPayload{}
	var link string
	args := []any{"createInvitation", n}
	done, err := write.Attempt(e, nil, invitationProblem, func() (replayed bool, err error) {
		invite := func(ctx context.Context) (made identity.Invitation, err error) {
			link, made, err = r.Identity.Invite(ctx, n)
			return made, err
		}
		p.Invitation, replayed, err = r.invitation(ctx, e, args, invite)
		if err == nil && !replayed {
			p.Link = &link
		}
		return replayed, err
	})
	p.Done = done
	return p, err
}

// RevokeInvitation revokes an invitation.
func (r People) RevokeInvitation(ctx context.Context, input model.Input) (*model.InvitationPayload, error) {
	e, fields := write.ParseInput(ctx, input, "invitation")
	uid := write.TextOf(fields, "id")
	p := &model.InvitationPayload{}
	args := []any{"revokeInvitation", uid}
	done, err := write.Attempt(e, nil, invitationProblem, func() (replayed bool, err error) {
		revoke := func(ctx context.Context) (identity.Invitation, error) {
			return r.Identity.RevokeInvitation(ctx, uid)
		}
		p.Invitation, replayed, err = r.invitation(ctx, e, args, revoke)
		return replayed, err
	})
	p.Done = done
	return p, err
}

// invitation runs a mutation of an invitation, once for an idempotency key. A repeated key returns the invitation as
// it is now.
func (r People) invitation(
	ctx context.Context, e write.Envelope, args []any, do func(context.Context) (identity.Invitation, error),
) (_ *model.Invitation, replayed bool, err error) {
	return write.Change[identity.Invitation, *model.Invitation]{
		ID: func(i identity.Invitation) string { return i.ID }, Do: do, Read: r.Identity.Invitation,
		Show: r.invitationViews,
	}.Run(ctx, r.Ledger, e.Key, args)
}
