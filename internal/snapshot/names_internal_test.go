package snapshot

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"maillage/internal/gen/ent"
)

// A record has a bucket of the index once, also where several of its names share it: to take one name away leaves
// the others.
func TestNames_ThatShareABucketAreForgottenAlone(t *testing.T) {
	b := newBuilder(time.UTC)
	if _, err := b.snapshot(); err != nil {
		t.Fatal(err)
	}
	put := func(merged ...string) *Snapshot {
		t.Helper()
		row := &ent.Partner{
			ID: 1, UID: "partner_00000000000000000000000001", Code: "kept", Name: "Kept", MergedIds: merged,
		}
		if err := b.put(indexOf("partner"), row); err != nil {
			t.Fatal(err)
		}
		s, err := b.snapshot()
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	var many []string
	for i := range 100 { // there are 16 buckets
		many = append(many, fmt.Sprint("merged-", i))
	}
	put(many...)
	of := &put(many[:50]...).tables[indexOf("partner")]
	for _, name := range append([]string{"kept"}, many[:50]...) {
		if found := of.codes.Find(hashOf(name)); len(found) != 1 {
			t.Errorf("%s finds %v", name, found)
		}
	}
	if found := put().tables[indexOf("partner")].codes; strings.Count(
		fmt.Sprint(found.Find(hashOf("kept"))), "1",
	) != 1 {
		t.Error("the code does not find the record any more")
	}
}
