package rows_test

import (
	"testing"

	"maillage/internal/gen/ent"
	"maillage/internal/gen/stores"
	"maillage/internal/lexicon"
	"maillage/internal/persistent"
	"maillage/internal/record"
	"maillage/internal/rows"
)

// The readers of all copies of a store share a cache, and each gets the record of its copy.
func TestShared_IsTheRecordOfItsCopy(t *testing.T) {
	at := 0
	for record.Types[at].Prefix != "partner" {
		at++
	}
	store, w := stores.New()[at], rows.NewWriter()
	put := func(id int, name string) {
		store.Put(&ent.Partner{ID: id, UID: lexicon.UIDFor("partner", name), Name: name}, w, persistent.NextEpoch())
	}
	const slots = 1 << 13 // a multiple of cacheSlots: ids that far apart share a slot
	put(1, "before")
	put(1+slots, "other")
	before := store.Copy()
	put(1, "after")
	after := store.Copy()
	name := func(s rows.Store, id int32) string { return s.Shared(id, &w.Values).(*ent.Partner).Name }
	for range 2 {
		for _, c := range []struct {
			of   rows.Store
			id   int32
			want string
		}{{before, 1, "before"}, {after, 1, "after"}, {after, 1 + slots, "other"}, {before, 1 + slots, "other"}} {
			if got := name(c.of, c.id); got != c.want {
				t.Errorf("%d is %q, want %q", c.id, got, c.want)
			}
		}
	}
	if after.Shared(1, &w.Values) != after.Shared(1, &w.Values) {
		t.Error("it is made twice for two readers")
	}
	if after.Shared(1, &w.Values) == after.Record(1, &w.Values) {
		t.Error("a record in memory of its own is shared")
	}
}
