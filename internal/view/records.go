package view

import "maillage/internal/lexicon"

// Node is a record with a public identifier.
type Node interface{ IsNode() }

// Record is something that the hub keeps.
type Record interface {
	Node
	IsRecord()
}

// Thing is a record with a name, which relations can link.
type Thing interface {
	Record
	IsThing()
}

// Claim is a link that somebody asserts.
type Claim interface {
	Record
	IsClaim()
}

// Text is what people wrote in a field of a record, or a translation of it.
type Text struct {
	Field    lexicon.TextField
	Value    string
	Language lexicon.LanguageTag
	Original bool
}
