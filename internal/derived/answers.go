// Package derived answers what the network derives, in the shapes of the API: pages, identifiers and sentences.
package derived

import (
	"time"

	"maillage/internal/relay"
	"maillage/internal/snapshot"
)

// Answers derives the answers of one request.
type Answers struct {
	Reader    *relay.Reader
	Network   *snapshot.Source
	Now       func() time.Time // the clock
	AsKnownAt *time.Time       // the moment of @asKnownAt; nil for the present
}
