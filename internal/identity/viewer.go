package identity

import (
	"context"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/account"
)

// Viewer authenticates a request: by its token, else by its session cookie, else as the public. An invalid credential
// is an *UnauthenticatedError.
func (i *Identity) Viewer(ctx context.Context, r *http.Request) (*access.Viewer, error) {
	if values := r.Header.Values("Authorization"); len(values) > 0 {
		scheme, token, found := strings.Cut(values[0], " ")
		if len(values) > 1 || !found || !strings.EqualFold(scheme, "Bearer") {
			return nil, errHeader
		}
		return i.FromToken(ctx, strings.TrimSpace(token))
	}
	if secret := i.sessionSecret(r); secret != "" {
		return i.fromSession(ctx, secret)
	}
	visibility, err := i.visibility(ctx, "", nil)
	if err != nil {
		return nil, err
	}
	return &access.Viewer{Visibility: visibility, Key: "public " + i.Address(r)}, nil
}

// FromToken returns the viewer of a token.
func (i *Identity) FromToken(ctx context.Context, token string) (*access.Viewer, error) {
	if !wellFormed(token) {
		return nil, errMistyped
	}
	p, err := i.findToken(ctx, "hash", hashOf(token))
	if err != nil {
		return nil, err
	}
	if !p.matches(hashOf(token), i.now()) {
		return nil, errToken
	}
	i.noteToken(p)
	return i.viewerOf(ctx, p)
}

func (i *Identity) fromSession(ctx context.Context, secret string) (*access.Viewer, error) {
	p, err := i.findSession(ctx, "hash", hashOf(secret))
	if err != nil {
		return nil, err
	}
	if !p.matches(hashOf(secret), i.now()) {
		return nil, errSession
	}
	i.noteSession(p)
	return i.viewerOf(ctx, p)
}

// viewerOf returns the viewer of a credential.
func (i *Identity) viewerOf(ctx context.Context, p *credential) (*access.Viewer, error) {
	visibility, err := i.visibility(ctx, p.role, p.serves)
	if err != nil {
		return nil, err
	}
	return &access.Viewer{
		Account: p.account, Role: p.role, Scopes: p.scopes,
		PartnerID: p.partner, ContractIDs: p.serves, Visibility: visibility, Key: p.account + " " + p.name,
	}, nil
}

// OwnerViewer returns the viewer of an account without a request, as work in the background needs it. It has the
// present rights of the account, limited to those of a token if one is given; both are public identifiers. It returns
// an *UnauthenticatedError for a disabled account, and for a token that is no longer valid.
func (i *Identity) OwnerViewer(ctx context.Context, of, token string) (*access.Viewer, error) {
	ctx = access.AsSystem(ctx)
	if token != "" {
		p, err := i.findToken(ctx, "uid", token)
		if err != nil {
			return nil, err
		}
		if !p.valid(i.now()) || p.account != of {
			return nil, errToken
		}
		return i.viewerOf(ctx, p)
	}
	row, err := i.client.Account.Query().Where(account.UID(of), account.DisabledAtIsNil()).WithContracts().Only(ctx)
	if ent.IsNotFound(err) {
		return nil, errChanged
	}
	if err != nil {
		return nil, err
	}
	p := &credential{name: row.UID, account: row.UID, role: row.Role}
	if row.PartnerID != nil {
		p.partner = *row.PartnerID
	}
	for _, c := range row.Edges.Contracts {
		p.serves = append(p.serves, c.ID)
	}
	slices.Sort(p.serves)
	return i.viewerOf(ctx, p)
}

// TokenOf returns the public identifier of the viewer's token; empty for a viewer without one.
func TokenOf(v *access.Viewer) string {
	if kind, name := credentialOf(v); kind == tokenCredential {
		return name
	}
	return ""
}

// Valid checks that the viewer of an open connection still has their rights. The token must not be revoked, nor the
// session ended. The account must be enabled and unchanged, and nothing that the viewer sees unpublished. Otherwise it
// returns an *UnauthenticatedError, and the client has to reconnect.
func (i *Identity) Valid(ctx context.Context, v *access.Viewer) error {
	var now *access.Viewer
	switch kind, name := credentialOf(v); {
	case v.IsSystem():
		return nil
	case v.IsPublic():
		visibility, err := i.visibility(ctx, "", nil)
		if err != nil {
			return err
		}
		now = &access.Viewer{Visibility: visibility}
	case kind == tokenCredential || kind == sessionCredential:
		by, column := i.findToken, "uid"
		if kind == sessionCredential {
			by, column = i.findSession, "id"
		}
		p, err := by(ctx, column, name)
		if err != nil {
			return err
		}
		return i.checkCredential(ctx, v, p)
	default: // a program that an administrator runs
		return nil
	}
	if downgraded(v, now) {
		return errChanged
	}
	return nil
}

// checkCredential checks that a credential still gives the rights of its viewer.
func (i *Identity) checkCredential(ctx context.Context, v *access.Viewer, p *credential) error {
	if !p.valid(i.now()) || p.account != v.Account {
		if kind, _ := credentialOf(v); kind == sessionCredential {
			return errSession
		}
		return errToken
	}
	visibility, err := i.visibility(ctx, p.role, p.serves)
	if err != nil {
		return err
	}
	now := &access.Viewer{
		Role: p.role, Scopes: p.scopes, PartnerID: p.partner, ContractIDs: p.serves, Visibility: visibility,
	}
	if downgraded(v, now) {
		return errChanged
	}
	return nil
}

// downgraded reports whether a viewer has other rights now, or sees less. A viewer who sees more may continue, and sees
// it after reconnecting.
func downgraded(then, now *access.Viewer) bool {
	if then.Role != now.Role || then.PartnerID != now.PartnerID ||
		!slices.Equal(then.ContractIDs, now.ContractIDs) || !slices.Equal(then.Scopes, now.Scopes) {
		return true
	}
	if then.Visibility.Directory && !now.Visibility.Directory {
		return true
	}
	return slices.ContainsFunc(then.Visibility.Contracts, func(id int) bool { return !now.Visibility.CanSee(id) })
}

// Address returns the client address by which the public is counted. It is the IPv4 address, or the /64 network of an
// IPv6 address, since one client can have 2⁶⁴ addresses. Only trusted proxies are believed about X-Forwarded-For: any
// other client can write what it likes.
func (i *Identity) Address(r *http.Request) string {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	client := from.Addr().Unmap().WithZone("")
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for n := len(hops) - 1; n >= 0 && i.trusts(client); n-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[n]))
		if err != nil {
			break
		}
		client = hop.Unmap().WithZone("")
	}
	if client.Is6() {
		network, _ := client.Prefix(64) // never fails for IPv6
		return network.String()
	}
	return client.String()
}

func (i *Identity) trusts(client netip.Addr) bool {
	return slices.ContainsFunc(i.proxies, func(p netip.Prefix) bool { return p.Contains(client) })
}
