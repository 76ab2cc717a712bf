// Package graph is the GraphQL API over the hub's records and what the network derives from them. Each aggregate has
// its schema beside its resolvers. Resolvers are thin: code that several of them need has its own file.
package graph

import (
	"time"

	"maillage/internal/contact"
	"maillage/internal/edit"
	"maillage/internal/identity"
	"maillage/internal/ledger"
	"maillage/internal/relay"
	"maillage/internal/snapshot"
	"maillage/internal/webhook"
)

// Resolver is the root of the resolvers: it resolves the fields that are more than a column.
type Resolver struct {
	Reader      *relay.Reader
	Network     *snapshot.Source
	Editor      *edit.Editor
	Ledger      *ledger.Ledger
	Contacts    *contact.Contacts
	Identity    *identity.Identity
	Webhooks    *webhook.Webhooks
	IsTransient func(error) bool // reports whether an error is transient
	Now         func() time.Time // the clock
	AsKnownAt   *time.Time       // the moment of @asKnownAt; nil for the present
}
