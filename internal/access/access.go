// Package access decides what a viewer can read and write.
package access

import (
	"context"
	"slices"

	"maillage/internal/lexicon"
)

// Viewer is the caller of a request. The zero Viewer is the public, which sees nothing until an
// administrator publishes something.
type Viewer struct {
	Account string              // the account's public identifier; empty for the public
	Role    lexicon.AccountRole // empty for the public
	// Scopes limit what a token can be used for. Nil, as for a person who has logged in, sets no limit.
	Scopes      []lexicon.TokenScope
	PartnerID   int   // the viewer's own organisation, by database id; 0 means none
	ContractIDs []int // the contracts that they serve or coordinate, by database id
	Visibility  Visibility
	Key         string // the key under which the viewer's usage is counted; see package identity

	system bool
}

// ReadOnly returns a viewer who sees what another sees and can write nothing, as at an earlier moment.
func ReadOnly(v *Viewer) *Viewer {
	reader := *v
	reader.PartnerID, reader.ContractIDs = 0, nil
	return &reader
}

// Visibility is what a viewer can see: the records of some contracts or of all, and the directory. The
// directory is what no contract owns: partners, sources, territories.
// Without the directory, a viewer sees only those of its records that their visible contracts refer
// to.
type Visibility struct {
	All       bool
	Directory bool
	Contracts []int // by database id, sorted
}

// CanSee reports whether the viewer can see the contract.
func (s Visibility) CanSee(contract int) bool {
	_, found := slices.BinarySearch(s.Contracts, contract)
	return s.All || found
}

// DirectorySetting is the setting that makes the directory public when its value is "true".
const DirectorySetting = "public.directory"

// Everything is the visibility of viewers who see all records.
var Everything = Visibility{All: true, Directory: true}

// System returns the viewer that stands for the hub itself. It reads for the hub's own purposes, never
// on behalf of a client.
func System() *Viewer { return &Viewer{Account: "system", Visibility: Everything, system: true} }

// Named returns the viewer for a program of the administrator's, such as a command that loads data. It
// has an administrator's rights, under the program's own name.
func Named(program string) *Viewer {
	return &Viewer{Account: program, Role: lexicon.Administrator, Visibility: Everything, Key: program}
}

type viewerKey struct{}

// WithViewer returns a context that carries the viewer.
func WithViewer(ctx context.Context, v *Viewer) context.Context {
	return context.WithValue(ctx, viewerKey{}, v)
}

// AsSystem returns a context whose viewer is the hub itself.
func AsSystem(ctx context.Context) context.Context { return WithViewer(ctx, System()) }

// From returns the context's viewer, or nil when it has none. Without a viewer nothing can be read.
func From(ctx context.Context) *Viewer {
	v, _ := ctx.Value(viewerKey{}).(*Viewer)
	return v
}

// SignedIn reports whether the viewer of a context has an account.
func SignedIn(ctx context.Context) bool {
	v := From(ctx)
	return v != nil && !v.IsPublic()
}

// IsSystem reports whether the viewer is the hub itself.
func (v *Viewer) IsSystem() bool { return v.system }

// IsPublic reports whether the viewer has no account.
func (v *Viewer) IsPublic() bool { return v.Role == "" && !v.system }

// HasScope reports whether the viewer's token has the scope. A viewer without a token has every scope.
func (v *Viewer) HasScope(scope lexicon.TokenScope) bool {
	return v.system || v.Scopes == nil || slices.Contains(v.Scopes, scope)
}

// Coordinates reports whether the viewer coordinates a contract. The contract's coordinators do, as do the
// programs that write for it, and administrators.
func (v *Viewer) Coordinates(contract int) bool {
	switch v.Role {
	case lexicon.Administrator:
		return true
	case lexicon.Coordinator, lexicon.Integrator:
		return slices.Contains(v.ContractIDs, contract)
	}
	return v.system
}

// OwnsWebhooks reports whether the viewer may own webhooks: coordinators and administrators do, and whoever acts by a
// token that may follow the ledger.
func (v *Viewer) OwnsWebhooks() bool {
	if v.Scopes != nil {
		return v.Role != "" && v.HasScope(lexicon.ScopeFeed)
	}
	return v.Role == lexicon.Administrator || v.Role == lexicon.Coordinator
}

type recorderKey struct{}

// WithRecorder marks a context whose writes the ledger records. Writes without this mark are refused.
func WithRecorder(ctx context.Context) context.Context {
	return context.WithValue(ctx, recorderKey{}, true)
}

// HasRecorder reports whether the context's writes are recorded.
func HasRecorder(ctx context.Context) bool { return ctx.Value(recorderKey{}) != nil }
