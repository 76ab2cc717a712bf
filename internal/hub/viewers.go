package hub

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"

	"maillage/graph"
	"maillage/internal/access"
	"maillage/internal/identity"
	"maillage/internal/ledger"
)

// viewers tells the API who asks. What this process opened or closed holds for
// the next request.
type viewers struct {
	identity *identity.Identity
	ledger   *ledger.Ledger
	writes   atomic.Uint64 // when openings were last forgotten
}

func (v *viewers) Viewer(ctx context.Context, r *http.Request) (*access.Viewer, error) {
	v.forget()
	viewer, err := v.identity.Viewer(ctx, r)
	return viewer, asOurs(err)
}

func (v *viewers) FromToken(ctx context.Context, token string) (*access.Viewer, error) {
	v.forget()
	viewer, err := v.identity.FromToken(ctx, token)
	return viewer, asOurs(err)
}

func (v *viewers) Address(r *http.Request) string { return v.identity.Address(r) }

func (v *viewers) Valid(ctx context.Context, viewer *access.Viewer) error {
	v.forget()
	return asOurs(v.identity.ValidLately(ctx, viewer))
}

func (v *viewers) forget() {
	if writes := v.ledger.Writes(); v.writes.Swap(writes) != writes {
		v.identity.Refresh()
	}
}

func asOurs(err error) error {
	var unknown *identity.UnauthenticatedError
	if errors.As(err, &unknown) {
		return &graph.Error{Code: graph.Unauthenticated, Sentence: unknown.Error()}
	}
	return err
}
