package edit

import (
	"slices"
	"testing"

	"maillage/internal/lexicon"
)

func TestExcess_CountsStepsAndWhatTheyBring(t *testing.T) {
	bringing := func(citations, themes int) Step {
		return Step{Verb: Create, Type: "action", Set: map[string]any{
			"citations": slices.Repeat([]any{map[string]any{}}, citations), "themes": slices.Repeat([]any{"t"}, themes),
		}}
	}
	for name, steps := range map[string][]Step{
		"500 steps": slices.Repeat([]Step{{Type: "axis"}}, 500), "2,000 parts": {bringing(1_500, 100), bringing(400, 0)},
	} {
		if problems := excess(steps); problems != nil {
			t.Errorf("%s: %+v", name, problems)
		}
	}
	for name, steps := range map[string][]Step{
		"501 steps": slices.Repeat([]Step{{Type: "axis"}}, 501), "2,001 citations": {bringing(2_001, 0)}, "2,001 parts": {bringing(1_900, 100), bringing(0, 1)},
	} {
		if problems := excess(steps); len(problems) != 1 || problems[0].Code != lexicon.UserTooMany {
			t.Errorf("%s: %+v", name, problems)
		}
	}
}
