package store_test

import (
	"testing"

	"maillage/internal/store"
	"maillage/internal/testhub"
)

func TestPending_MigratedDatabaseHasNone(t *testing.T) {
	testhub.EachDatabase(t, func(t *testing.T, s *store.Store) {
		pending, err := s.Pending(testhub.Context(t))
		if err != nil || len(pending) != 0 {
			t.Errorf("pending %v, %v; want none", pending, err)
		}
		if n := s.Client.Partner.Query().CountX(testhub.Context(t)); n != 0 {
			t.Errorf("%d partners in a fresh database", n)
		}
	})
}
