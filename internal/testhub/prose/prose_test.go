package prose_test

import (
	"slices"
	"strings"
	"testing"

	"maillage/internal/testhub/prose"
)

func TestLongSentences_CountWords(t *testing.T) {
	twenty := strings.TrimSpace(strings.Repeat("word ", prose.Longest))
	for text, want := range map[string][]string{
		"": nil, twenty + ".": nil, twenty + " : " + twenty + " ; " + twenty: nil, "« " + twenty + " »": nil,
		"Short. " + twenty + " more! " + "Short.": {twenty + " more"},
	} {
		if got := prose.LongSentences(text); !slices.Equal(got, want) {
			t.Errorf("%q has the long sentences %q", text, got)
		}
	}
}
