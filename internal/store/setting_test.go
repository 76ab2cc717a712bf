package store_test

import (
	"testing"

	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

func TestSetting_IsTheLastOneSet(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		if value, err := s.Setting(t.Context(), "colour"); value != nil || err != nil {
			t.Errorf("a setting that nobody set is %q, %v", value, err)
		}
		for _, value := range []string{"red", "blue"} {
			if err := s.SetSetting(t.Context(), "colour", []byte(value)); err != nil {
				t.Fatal(err)
			}
		}
		if value, err := s.Setting(t.Context(), "colour"); string(value) != "blue" || err != nil {
			t.Errorf("the setting is %q, %v", value, err)
		}
		if value, err := s.Setting(t.Context(), "taste"); value != nil || err != nil {
			t.Errorf("another setting is %q, %v", value, err)
		}
	})
}
