package web_test

import (
	"os"
	"testing"

	"maillage/internal/gqlserver"
	"maillage/internal/testhub"
)

func TestMain(m *testing.M) { os.Exit(testhub.Main(m)) }

// visitors returns a hub with the demo data, as the public sees it, for a test that writes nothing.
func visitors(t *testing.T) *testhub.Hub {
	t.Helper()
	return testhub.ReadOnlySQLite(t, gqlserver.Limits{})
}

// readers returns a hub with the demo data at which persons can log in, for a test that writes nothing.
func readers(t *testing.T) *testhub.Hub {
	t.Helper()
	return testhub.ReadOnlyWithLogins(t)
}
