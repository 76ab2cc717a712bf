package snapshot

import (
	"strings"
	"testing"
	"time"

	"maillage/internal/gen/ent"
	"maillage/internal/persistent"
)

func TestBuilder_RefusesIDsOutOfRange(t *testing.T) {
	b := newBuilder(time.UTC)
	const uid = "idn_00000000000000000000000000"
	for _, id := range []int{-1, 0, persistent.MostID + 1} {
		err := b.put(indexOf("identifier"), &ent.Identifier{ID: id, UID: uid})
		if err == nil || !strings.Contains(err.Error(), "ids from 1 to 134217727 are kept") {
			t.Errorf("%d: %v", id, err)
		}
	}
	s, err := b.snapshot()
	if err != nil {
		t.Fatal(err)
	}
	if n := s.tables[indexOf("identifier")].count; n != 0 {
		t.Errorf("%d records are kept", n)
	}
}
