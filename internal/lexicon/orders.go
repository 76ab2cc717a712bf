package lexicon

// orders are the words of the API's lists, which no record keeps.
var orders = []Vocabulary{
	{"OrderDirection", "Which way a list is ordered.", []Term{
		{"ASC", "ascending", "croissant", "Smallest, first in the alphabet, or oldest first."},
		{"DESC", "descending", "décroissant", "Largest, last in the alphabet, or newest first."},
	}},
	{"RecordOrderField", "What records can be ordered by.", []Term{
		{"CREATED_AT", "date of creation", "date de création", "When the record was made."},
		{"UPDATED_AT", "date of change", "date de modification", "When the record was last changed."},
	}},
	{"ThingOrderField", "What named records can be ordered by.", []Term{
		{"NAME", "name", "nom", "The name, without regard to case and accents."},
		{"CREATED_AT", "date of creation", "date de création", "When the record was made."},
		{"UPDATED_AT", "date of change", "date de modification", "When the record was last changed."},
	}},
	{"PositionOrderField", "What records with a place can be ordered by.", []Term{
		{"POSITION", "position", "rang", "The place given in the contract."},
		{"NAME", "name", "nom", "The name, without regard to case and accents."},
		{"CREATED_AT", "date of creation", "date de création", "When the record was made."},
		{"UPDATED_AT", "date of change", "date de modification", "When the record was last changed."},
	}},
}
