package store_test

import (
	"testing"

	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

func TestPending_MigratedDatabaseHasNone(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		pending, err := s.Pending(testdb.Context(t))
		if err != nil || len(pending) != 0 {
			t.Errorf("pending %v, %v; want none", pending, err)
		}
		if n := s.Client.Partner.Query().CountX(testdb.Context(t)); n != 0 {
			t.Errorf("%d partners in a fresh database", n)
		}
	})
}
