package model

import "maillage/internal/lexicon"

// Node is a record with a public identifier.
type Node interface{ IsNode() }

// HubRecord is a record that the hub stores.
type HubRecord interface {
	Node
	IsHubRecord()
}

// Thing is a record with a name, which relations can link.
type Thing interface {
	HubRecord
	IsThing()
}

// Claim is a link that somebody asserts.
type Claim interface {
	HubRecord
	IsClaim()
}

// LocalizedText is a text of a record's field, or a translation of it.
type LocalizedText struct {
	Field    lexicon.TextField
	Value    string
	Language lexicon.LanguageTag
	Original bool
}
