package server

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"

	"maillage/graph/model"
	"maillage/internal/access"
	"maillage/internal/identity"
	"maillage/internal/ledger"
)

// viewers authenticates requests of the API. A change of public access by this process takes effect at the next
// request.
type viewers struct {
	identity *identity.Identity
	ledger   *ledger.Ledger
	writes   atomic.Uint64 // number of writes at the last refresh
}

func (v *viewers) Viewer(ctx context.Context, r *http.Request) (*access.Viewer, error) {
	v.refresh()
	viewer, err := v.identity.Viewer(ctx, r)
	return viewer, toAPIError(err)
}

func (v *viewers) FromToken(ctx context.Context, token string) (*access.Viewer, error) {
	v.refresh()
	viewer, err := v.identity.FromToken(ctx, token)
	return viewer, toAPIError(err)
}

// Owner returns the present rights of the owner of a webhook or an import.
func (v *viewers) Owner(ctx context.Context, account, token string) (*access.Viewer, error) {
	v.refresh()
	return v.identity.OwnerViewer(ctx, account, token)
}

func (v *viewers) Address(r *http.Request) string { return v.identity.Address(r) }

func (v *viewers) Valid(ctx context.Context, viewer *access.Viewer) error {
	v.refresh()
	return toAPIError(v.identity.ValidLately(ctx, viewer))
}

// refresh invalidates cached public access after a write.
func (v *viewers) refresh() {
	if writes := v.ledger.Writes(); v.writes.Swap(writes) != writes {
		v.identity.Refresh()
	}
}

// toAPIError converts authentication errors into errors of the API.
func toAPIError(err error) error {
	if err == nil {
		return nil // without the allocation below, for a viewer is checked at each delivery
	}
	var unknown *identity.UnauthenticatedError
	if errors.As(err, &unknown) {
		return &model.Error{Code: model.Unauthenticated, Sentence: unknown.Reason}
	}
	return err
}
