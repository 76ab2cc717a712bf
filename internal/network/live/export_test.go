package live

import (
	"context"
	"maps"
	"slices"
	"time"

	"maillage/internal/gen/ent"
	"maillage/internal/network"
)

// Reload reloads a table, for tests.
func Reload(ctx context.Context, tx *ent.Client, facts *network.Facts, kind network.Kind, ids []int) error {
	return reading{tx, time.UTC, facts}.reload(ctx, kind, ids)
}

// Kinds are the kinds of all tables.
var Kinds = slices.Sorted(maps.Keys(tables))
