package web

import (
	"strings"
	"testing"

	"maillage/internal/lexicon"
	recordtype "maillage/internal/record"
)

// A field without a label is shown by the name that programs use.
func TestFields_EachHasALabel(t *testing.T) {
	unlabelled := map[string]bool{}
	for _, of := range recordtype.Types {
		for _, f := range of.Fields {
			for _, l := range lexicon.Language("").Values() {
				if label := fieldName(lexicon.Language(l), f.Name); label == strings.ToUpper(f.Name) || label == "" {
					unlabelled[f.Name] = true
				}
			}
		}
	}
	for name := range unlabelled {
		t.Errorf("the field %s has no label: give it one in internal/web/words", name)
	}
}
