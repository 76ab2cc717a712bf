package identity

import (
	"context"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"maillage/internal/access"
)

// Viewer is who sends a request: whose token it bears, else whose session its
// cookie is, else the public. A proof that proves nothing is an
// *UnauthenticatedError.
func (i *Identity) Viewer(ctx context.Context, r *http.Request) (*access.Viewer, error) {
	if values := r.Header.Values("Authorization"); len(values) > 0 {
		scheme, token, found := strings.Cut(values[0], " ")
		if len(values) > 1 || !found || !strings.EqualFold(scheme, "Bearer") {
			return nil, errHeader
		}
		return i.FromToken(ctx, strings.TrimSpace(token))
	}
	if secret := i.cookie(r); secret != "" {
		return i.fromSession(ctx, secret)
	}
	sight, err := i.sight(ctx, "", nil)
	if err != nil {
		return nil, err
	}
	return &access.Viewer{Sight: sight, Key: "public " + i.Address(r)}, nil
}

// FromToken is whoever has the token.
func (i *Identity) FromToken(ctx context.Context, token string) (*access.Viewer, error) {
	if !wellFormed(token) {
		return nil, errMistyped
	}
	p, err := i.byToken(ctx, "hash", hashOf(token))
	if err != nil {
		return nil, err
	}
	if !p.proves(hashOf(token), i.now()) {
		return nil, errToken
	}
	i.noteToken(p)
	return i.viewer(ctx, p)
}

func (i *Identity) fromSession(ctx context.Context, secret string) (*access.Viewer, error) {
	p, err := i.bySession(ctx, "hash", hashOf(secret))
	if err != nil {
		return nil, err
	}
	if !p.proves(hashOf(secret), i.now()) {
		return nil, errSession
	}
	i.noteSession(p)
	return i.viewer(ctx, p)
}

// viewer is the viewer that a proof makes.
func (i *Identity) viewer(ctx context.Context, p *proof) (*access.Viewer, error) {
	sight, err := i.sight(ctx, p.role, p.serves)
	if err != nil {
		return nil, err
	}
	return &access.Viewer{
		Account: p.account, Role: p.role, Scopes: p.scopes,
		Partner: p.partner, Serves: p.serves, Sight: sight, Key: p.account + " " + p.name,
	}, nil
}

// Valid makes sure that a viewer who stays, on a long connection, may still
// what they might when they came: their token was not revoked, their session
// has not ended, their account is neither disabled nor another, and nothing
// that they see has been closed. Else it is an *UnauthenticatedError, and they
// have to come again.
func (i *Identity) Valid(ctx context.Context, v *access.Viewer) error {
	var now *access.Viewer
	switch kind, name := proofOf(v); {
	case v.IsSystem():
		return nil
	case v.IsPublic():
		sight, err := i.sight(ctx, "", nil)
		if err != nil {
			return err
		}
		now = &access.Viewer{Sight: sight}
	case kind == tokenProof || kind == sessionProof:
		by, column := i.byToken, "uid"
		if kind == sessionProof {
			by, column = i.bySession, "id"
		}
		p, err := by(ctx, column, name)
		if err != nil {
			return err
		}
		return i.holds(ctx, v, p)
	default: // a program of the administrator's
		return nil
	}
	if lost(v, now) {
		return errChanged
	}
	return nil
}

// holds makes sure that a proof still makes the viewer that came by it.
func (i *Identity) holds(ctx context.Context, v *access.Viewer, p *proof) error {
	if !p.good(i.now()) || p.account != v.Account {
		if kind, _ := proofOf(v); kind == sessionProof {
			return errSession
		}
		return errToken
	}
	sight, err := i.sight(ctx, p.role, p.serves)
	if err != nil {
		return err
	}
	if lost(v, &access.Viewer{Role: p.role, Scopes: p.scopes, Partner: p.partner, Serves: p.serves, Sight: sight}) {
		return errChanged
	}
	return nil
}

// lost tells whether a viewer is another now, or sees less. Whoever sees more
// may go on, and sees it when they come again.
func lost(then, now *access.Viewer) bool {
	if then.Role != now.Role || then.Partner != now.Partner ||
		!slices.Equal(then.Serves, now.Serves) || !slices.Equal(then.Scopes, now.Scopes) {
		return true
	}
	if then.Sight.Directory && !now.Sight.Directory {
		return true
	}
	return slices.ContainsFunc(then.Sight.Contracts, func(id int) bool { return !now.Sight.Sees(id) })
}

// Address returns where a request comes from, as the public is counted: the
// address, and of IPv6 the network of which anybody has 2⁶⁴ addresses. Others
// than trusted proxies can write into X-Forwarded-For what they like.
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
		network, _ := client.Prefix(64) // 64 is a length that it can have
		return network.String()
	}
	return client.String()
}

func (i *Identity) trusts(client netip.Addr) bool {
	return slices.ContainsFunc(i.proxies, func(p netip.Prefix) bool { return p.Contains(client) })
}
