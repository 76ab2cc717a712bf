package graph

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/identity"
	"maillage/internal/relay"
)

// contactGrants lists all grants of access to contacts.
func (r *Resolver) contactGrants(ctx context.Context) ([]*model.ContactGrant, error) {
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

func (r *mutationResolver) grantContacts(ctx context.Context, input model.Input) (*model.ContactGrantPayload, error) {
	e, fields := parseInput(ctx, input, "account")
	ends, wrong := instantOf(fields, "endsAt")
	n := identity.NewGrant{
		Account: textOf(fields, "accountId"), Partner: textOf(fields, "partner"), Purpose: textOf(fields, "purpose"), Ends: ends,
	}
	p := &model.ContactGrantPayload{}
	done, err := attempt(e, wrong, accountProblem("accountId"), func() (again bool, err error) {
		grant := func(ctx context.Context) (identity.Grant, error) { return r.Identity.GrantContacts(ctx, n) }
		p.Grant, again, err = r.contactGrant(ctx, e, []any{"grantContacts", n}, grant)
		return again, err
	})
	p.Done = done
	return p, err
}

func (r *mutationResolver) revokeContactGrant(
	ctx context.Context, input model.Input,
) (*model.ContactGrantPayload, error) {
	e, fields := parseInput(ctx, input, "grant")
	uid := textOf(fields, "id")
	p := &model.ContactGrantPayload{}
	done, err := attempt(e, nil, accountProblem("id"), func() (again bool, err error) {
		revoke := func(ctx context.Context) (identity.Grant, error) { return r.Identity.RevokeGrant(ctx, uid) }
		p.Grant, again, err = r.contactGrant(ctx, e, []any{"revokeContactGrant", uid}, revoke)
		return again, err
	})
	p.Done = done
	return p, err
}

// contactGrant runs a mutation of a grant, once for an idempotency key. A repeated key returns the grant as it is
// now.
func (r *mutationResolver) contactGrant(
	ctx context.Context, e envelope, args []any, do func(context.Context) (identity.Grant, error),
) (_ *model.ContactGrant, again bool, err error) {
	var after identity.Grant
	uid, again, err := r.idempotent(ctx, e.key, args, func(ctx context.Context) (_ string, err error) {
		after, err = do(ctx)
		return after.ID, err
	})
	if again && err == nil {
		after, err = r.Identity.Grant(ctx, uid)
	}
	if err != nil {
		return nil, false, err
	}
	list, err := r.grantViews(ctx, []identity.Grant{after})
	if err != nil {
		return nil, false, err
	}
	return list[0], again, nil
}

// grantViews returns grants with their partners and accounts, each loaded for all grants at once.
func (r *Resolver) grantViews(ctx context.Context, all []identity.Grant) ([]*model.ContactGrant, error) {
	var partners, accounts []string
	for _, g := range all {
		partners, accounts = append(partners, g.Partner), append(accounts, g.Account, g.GrantedBy)
	}
	at, err := recordsByName(ctx, r.Reader, relay.Partners, partners)
	if err != nil {
		return nil, err
	}
	by, err := r.actors(ctx, accounts)
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
