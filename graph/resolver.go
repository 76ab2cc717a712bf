// Package graph is the API: one GraphQL graph over what the hub keeps and what
// its network derives. Each aggregate's schema stands beside its resolvers;
// resolvers are doors, and what several of them need has a file of its own.
package graph

import (
	"time"

	"maillage/internal/contact"
	"maillage/internal/edit"
	"maillage/internal/identity"
	"maillage/internal/ledger"
	"maillage/internal/relay"
	"maillage/internal/snapshot"
)

// Resolver answers the fields that are more than a column.
type Resolver struct {
	Reader   *relay.Reader
	Network  *snapshot.Source
	Editor   *edit.Editor
	Ledger   *ledger.Ledger
	Contacts *contact.Contacts
	Identity *identity.Identity
	Passes   func(error) bool // tells a fault of the moment
	Now      func() time.Time // of which today is the day
	Then     *time.Time       // the moment that is asked about; nil for the present
}
