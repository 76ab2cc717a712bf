// Package access says who may: the viewer of a request, what they see, and what
// they may write.
package access

import (
	"context"
	"slices"

	"maillage/internal/lexicon"
)

// Viewer is who asks. The zero Viewer is the public, which sees nothing until
// an administrator opens something.
type Viewer struct {
	Account string              // the account's public identifier; empty for the public
	Role    lexicon.AccountRole // empty for the public
	// Scopes bound what a token may be used for; nil, for a person who has
	// logged in, bounds nothing.
	Scopes  []lexicon.TokenScope
	Partner int   // the viewer's own organisation, by database id; 0 is none
	Serves  []int // the contracts that they serve or coordinate, by database id
	Sight   Sight
	Key     string // by which what the viewer uses is counted; see identity

	system bool
}

// Sight is what a viewer sees: records of some contracts, or of all, and the
// directory, which is what no contract owns: partners, sources, territories.
// Without the directory they see of it what the contracts they see name.
type Sight struct {
	All       bool
	Directory bool
	Contracts []int // by database id, sorted
}

// Sees tells whether the contract is among those seen.
func (s Sight) Sees(contract int) bool {
	_, found := slices.BinarySearch(s.Contracts, contract)
	return s.All || found
}

// DirectorySetting is the setting that opens the directory to the public, with
// the value "true".
const DirectorySetting = "public.directory"

// Everything is the sight of those who see all.
var Everything = Sight{All: true, Directory: true}

// System is the hub itself: it reads for itself, and never for a client.
func System() *Viewer { return &Viewer{Account: "system", Sight: Everything, system: true} }

// Named is a program of the administrator's, such as a command that loads data:
// it does what an administrator may, under a name of its own.
func Named(program string) *Viewer {
	return &Viewer{Account: program, Role: lexicon.Administrator, Sight: Everything, Key: program}
}

type viewerKey struct{}

// WithViewer says who asks.
func WithViewer(ctx context.Context, v *Viewer) context.Context {
	return context.WithValue(ctx, viewerKey{}, v)
}

// AsSystem makes the hub itself the viewer.
func AsSystem(ctx context.Context) context.Context { return WithViewer(ctx, System()) }

// From is who asks, or nil when nobody said: then nothing may be read.
func From(ctx context.Context) *Viewer {
	v, _ := ctx.Value(viewerKey{}).(*Viewer)
	return v
}

// IsSystem tells whether it is the hub itself that asks.
func (v *Viewer) IsSystem() bool { return v.system }

// IsPublic tells whether the viewer has no account.
func (v *Viewer) IsPublic() bool { return v.Role == "" && !v.system }

// May tells whether the viewer's token, if they came with one, may be used so.
func (v *Viewer) May(scope lexicon.TokenScope) bool {
	return v.system || v.Scopes == nil || slices.Contains(v.Scopes, scope)
}

// Leads tells whether the viewer decides for a contract: its coordinators do,
// programs that write for it, and administrators.
func (v *Viewer) Leads(contract int) bool {
	switch v.Role {
	case lexicon.Administrator:
		return true
	case lexicon.Coordinator, lexicon.Integrator:
		return slices.Contains(v.Serves, contract)
	}
	return v.system
}

type penKey struct{}

// WithPen marks a context whose writes are recorded: see the ledger. Whatever
// writes without one is refused.
func WithPen(ctx context.Context) context.Context { return context.WithValue(ctx, penKey{}, true) }

// HasPen tells whether writes of the context are recorded.
func HasPen(ctx context.Context) bool { return ctx.Value(penKey{}) != nil }
