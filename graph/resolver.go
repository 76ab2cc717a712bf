// Package graph is the GraphQL API over the hub's records and what the network derives from them. Each aggregate has
// its schema beside its resolvers. Resolvers are thin: code that several of them need has its own file.
package graph

import (
	"time"

	"maillage/internal/contact"
	"maillage/internal/derived"
	"maillage/internal/edit"
	"maillage/internal/exchange/imports"
	"maillage/internal/feed"
	"maillage/internal/identity"
	"maillage/internal/ledger"
	"maillage/internal/people"
	"maillage/internal/relay"
	"maillage/internal/snapshot"
	"maillage/internal/webhook"
	"maillage/internal/write"
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
	Imports     *imports.Imports
	IsTransient func(error) bool // reports whether an error is transient
	Now         func() time.Time // the clock
	AsKnownAt   *time.Time       // the moment of @asKnownAt; nil for the present
}

// derived answers what the network derives.
func (r *Resolver) derived() derived.Answers {
	return derived.Answers{Reader: r.Reader, Network: r.Network, Now: r.Now, AsKnownAt: r.AsKnownAt}
}

// feed shows lines of the ledger.
func (r *Resolver) feed() feed.Feed {
	return feed.Feed{Reader: r.Reader, Network: r.Network, Ledger: r.Ledger}
}

// write runs mutations of records.
func (r *Resolver) write() write.Writer {
	return write.Writer{Reader: r.Reader, Editor: r.Editor, Ledger: r.Ledger}
}

// people reads and changes accounts, tokens, invitations and contacts.
func (r *Resolver) people() people.People {
	return people.People{Reader: r.Reader, Ledger: r.Ledger, Identity: r.Identity, Contacts: r.Contacts}
}

// where makes the condition of a filter on records of a type, which prefix names.
func (r *Resolver) where(prefix string, conditions map[string]any) relay.Holding {
	return r.derived().Where(prefix, conditions)
}
