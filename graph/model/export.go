package model

import "maillage/internal/lexicon"

// Export is a file with which the hub's data can be taken away.
type Export struct {
	Format     string              // its name, for the command
	RecordType *lexicon.RecordType // for the table of one type
	Titles     lexicon.Text
	MediaType  string
	Address    string // from the root of the hub
}
