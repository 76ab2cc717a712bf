package derived

import (
	"strings"
	"testing"
)

func TestDerivedIDs_AreBounded(t *testing.T) {
	longest := contributionIDs + strings.Repeat("A", longestDerivedID-len(contributionIDs))
	if !IsDerivedID(longest) || IsDerivedID(longest+"A") {
		t.Errorf("an id of %d bytes may be opened, and one more may not", longestDerivedID)
	}
	if longestDerivedID > 50_000 {
		t.Errorf("up to %d bytes are opened", longestDerivedID)
	}
}
