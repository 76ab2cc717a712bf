package people

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/feed"
	"maillage/internal/identity"
	"maillage/internal/lookup"
	"maillage/internal/relay"
	"maillage/internal/write"
)

// ContactGrants lists all grants of access to contacts.
func (r People) ContactGrants(ctx context.Context) ([]*model.ContactGrant, error) {
	all, err := r.Identity.Grants(ctx)
	if err != nil {
		return nil, adminQueryError(ctx, err)
	}
	list, err := r.grantViews(ctx, all)
	if err != nil {
		return nil, err
	}
	return list, relay.Charge(ctx, len(list))
}

// GrantContacts grants an account access to the contacts of a partner.
func (r People) GrantContacts(ctx context.Context, input model.Input) (*model.ContactGrantPayload, error) {
	e, fields := write.ParseInput(ctx, input, "account")
	ends, wrong := write.InstantOf(fields, "endsAt")
	n := identity.NewGrant{
		Account: write.TextOf(fields, "accountId"), Partner: write.TextOf(fields, "partner"),
		Purpose: write.TextOf(fields, "purpose"),
		Ends:    ends,
	}
	p := &model.ContactGrantPayload{}
	done, err := write.Attempt(e, wrong, accountProblem("accountId"), func() (replayed bool, err error) {
		grant := func(ctx context.Context) (identity.Grant, error) { return r.Identity.GrantContacts(ctx, n) }
		p.Grant, replayed, err = r.contactGrant(ctx, e, []any{"grantContacts", n}, grant)
		return replayed, err
	})
	p.Done = done
	return p, err
}

// RevokeContactGrant revokes a grant of access to contacts.
func (r People) RevokeContactGrant(
	ctx context.Context, input model.Input,
) (*model.ContactGrantPayload, error) {
	e, fields := write.ParseInput(ctx, input, "grant")
	uid := write.TextOf(fields, "id")
	p := &model.ContactGrantPayload{}
	done, err := write.Attempt(e, nil, accountProblem("id"), func() (replayed bool, err error) {
		revoke := func(ctx context.Context) (identity.Grant, error) { return r.Identity.RevokeGrant(ctx, uid) }
		p.Grant, replayed, err = r.contactGrant(ctx, e, []any{"revokeContactGrant", uid}, revoke)
		return replayed, err
	})
	p.Done = done
	return p, err
}

// contactGrant runs a mutation of a grant, once for an idempotency key. A repeated key returns the grant as it is
// now.
func (r People) contactGrant(
	ctx context.Context, e write.Envelope, args []any, do func(context.Context) (identity.Grant, error),
) (_ *model.ContactGrant, replayed bool, err error) {
	return write.Change[identity.Grant, *model.ContactGrant]{
		ID: func(g identity.Grant) string { return g.ID }, Do: do, Read: r.Identity.Grant, Show: r.grantViews,
	}.Run(ctx, r.Ledger, e.Key, args)
}

// grantViews returns grants with their partners and accounts, each loaded for all grants at once.
func (r People) grantViews(ctx context.Context, all []identity.Grant) ([]*model.ContactGrant, error) {
	var partners, accounts []string
	for _, g := range all {
		partners, accounts = append(partners, g.Partner), append(accounts, g.Account, g.GrantedBy)
	}
	at, err := lookup.RecordsByName(ctx, r.Reader, relay.Partners, partners)
	if err != nil {
		return nil, err
	}
	by, err := feed.Actors(ctx, r.Reader, accounts)
	if err != nil {
		return nil, err
	}
	list := make([]*model.ContactGrant, len(all))
	for i, g := range all {
		list[i] = &model.ContactGrant{
			ID: g.ID, GrantedTo: by[g.Account], Partner: at[g.Partner], Purpose: g.Purpose, GrantedBy: by[g.GrantedBy],
			CreatedAt: g.Created, EndsAt: g.Ends, RevokedAt: g.Revoked,
		}
	}
	return list, nil
}
