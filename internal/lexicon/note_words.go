package lexicon

import "strings"

var noteCodes = Vocabulary{"NoteCode", Text{
	"What a note on an imported file says. `…` stands for its values.",
	"Ce que dit une note sur un fichier importé. « … » tient lieu de ses valeurs.",
}, noteTerms()}

// noteTerms returns the codes with their sentences, in alphabetical order.
func noteTerms() []Term {
	var terms []Term
	gap := strings.NewReplacer("{value}", "…", "{took}", "…", "{where}", "…", "{reason}", "…")
	for _, code := range NoteCodes() {
		of := noteSentences[code]
		english, french := gap.Replace(of.English), gap.Replace(of.French)
		terms = append(terms, Term{string(code), english, french, Text{english, french}})
	}
	return terms
}
