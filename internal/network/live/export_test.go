package live

import (
	"maps"
	"slices"
)

// Reload is reload, for tests.
var Reload = reload

// Kinds are the kinds of all tables.
var Kinds = slices.Sorted(maps.Keys(tables))
