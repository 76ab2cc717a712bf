package gqlserver_test

import (
	"os"
	"testing"

	"maillage/internal/gqlserver"
	"maillage/internal/testhub"
)

func TestMain(m *testing.M) { os.Exit(testhub.Main(m)) }

// shared returns a hub with the demo data, for a test that writes nothing and runs no SQL.
func shared(t *testing.T) *testhub.Hub {
	t.Helper()
	return testhub.ReadOnlySQLite(t, gqlserver.Limits{})
}
