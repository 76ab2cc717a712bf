package record_test

import (
	"slices"
	"strings"
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/record"
)

func TestParse_AListHoldsAtMost200Texts(t *testing.T) {
	aliases := record.Of("partner").Field("aliases")
	if _, problem := aliases.Parse(slices.Repeat([]any{"a"}, 200)); problem != nil {
		t.Errorf("200 texts: %+v", problem)
	}
	for _, list := range []any{slices.Repeat([]any{"a"}, 201), slices.Repeat([]string{"a"}, 201)} {
		if _, problem := aliases.Parse(list); problem == nil || problem.Code != lexicon.UserTooLong ||
			!strings.Contains(problem.Error(), "200") {
			t.Errorf("201 texts: %+v", problem)
		}
	}
}
