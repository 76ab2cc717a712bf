package lexicon_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"maillage/internal/lexicon"
)

func TestWritten_RepeatsAtMost200Bytes(t *testing.T) {
	whole := strings.Repeat("x", 200)
	if got := lexicon.Written(whole); got != whole {
		t.Errorf("200 bytes are written as %q", got)
	}
	if got := lexicon.Written(whole + "x"); got != whole+"…" {
		t.Errorf("201 bytes are written as %q", got)
	}
	// A letter that the limit would cut in two is left out.
	if got := lexicon.Written(strings.Repeat("x", 199) + "éé"); got != strings.Repeat("x", 199)+"…" ||
		!utf8.ValidString(got) {
		t.Errorf("a cut letter is written as %q", got)
	}
	list := lexicon.Written([]string{whole})
	if want := `["` + whole[:198] + "…"; list != want {
		t.Errorf("a list is written as %q", list)
	}
}
