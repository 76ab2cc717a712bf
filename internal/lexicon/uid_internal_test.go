package lexicon

import (
	"testing"

	"github.com/google/uuid"
)

func TestUID_FollowsTheTypeIDSpecification(t *testing.T) {
	for id, want := range map[string]string{ // the specification's own examples
		"00000000-0000-0000-0000-000000000000": "prefix_00000000000000000000000000",
		"00000000-0000-0000-0000-000000000001": "prefix_00000000000000000000000001",
		"00000000-0000-0000-0000-000000000020": "prefix_00000000000000000000000010",
		"ffffffff-ffff-ffff-ffff-ffffffffffff": "prefix_7zzzzzzzzzzzzzzzzzzzzzzzzz",
		"01890a5d-ac96-774b-bcce-b302099a8057": "prefix_01h455vb4pex5vsknk084sn02q",
	} {
		if got := encodeUID("prefix", uuid.MustParse(id)); got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
}
