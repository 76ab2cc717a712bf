package lexicon

import "testing"

func TestVerb_HasAllForms(t *testing.T) {
	check := func(word string, v Verb) {
		for _, f := range []forms{v.french, v.english} {
			if f.is == "" || f.infinitive == "" || f.was == "" || f.may == "" {
				t.Errorf("%s lacks a form: %q", word, f)
			}
		}
	}
	for _, word := range Role("").Values() {
		check(word, Role(word).Verb())
		check(word, Role(word).MemberVerb())
	}
	for _, word := range AlignmentKind("").Values() {
		check(word, AlignmentKind(word).Verb())
	}
	for _, word := range RelationKind("").Values() {
		check(word, RelationKind(word).Verb())
	}
}
