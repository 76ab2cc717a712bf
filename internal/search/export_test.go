package search

import "maillage/internal/record"

// Kinds are the types in the index.
var Kinds = kinds

// IsSearched tells whether a field has words to be found by.
func IsSearched(t *record.Type, f *record.Field) bool { return isName(t, f) || isText(t, f) }

// Numbers are a word as one and as many.
var Numbers = numbers

// Heads are the initials of what begins a name.
func Heads(name string) []string { return heads(name, significant(wordsOf(name))) }
