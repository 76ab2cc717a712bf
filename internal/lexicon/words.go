// Package lexicon defines the words of the domain: the closed vocabularies with their labels in
// English and French, public identifiers, partial dates and the registers' identifiers with their
// checks.
//
// English names are the identifiers of the code and of the API. French terms are the ones that a
// contrat de ville uses, and appear only as labels.
package lexicon

import (
	"fmt"
	"io"
	"strconv"
)

// Language is a language in which labels and sentences are available.
type Language string

// The languages of the hub.
const (
	French  Language = "FR"
	English Language = "EN"
)

// Term is one word of a vocabulary with its label in each language and its meaning, from which the
// glossary is generated.
type Term struct {
	Word    string
	English string
	French  string
	Meaning Text
}

// Label returns the term in a language.
func (t Term) Label(l Language) string {
	if l == English {
		return t.English
	}
	return t.French
}

// Vocabulary is a named closed list of words, in their natural order.
type Vocabulary struct {
	Name    string
	Meaning Text
	Terms   []Term
}

// Words returns the words in order.
func (v Vocabulary) Words() []string {
	words := make([]string, len(v.Terms))
	for i, t := range v.Terms {
		words[i] = t.Word
	}
	return words
}

// Index returns the position of a word, or -1 when the vocabulary lacks it.
func (v Vocabulary) Index(word string) int {
	for i, t := range v.Terms {
		if t.Word == word {
			return i
		}
	}
	return -1
}

// Label returns a word in a language. It returns a word that the vocabulary lacks unchanged, so that a
// page shows something true.
func (v Vocabulary) Label(word string, l Language) string {
	if i := v.Index(word); i >= 0 {
		return v.Terms[i].Label(l)
	}
	return word
}

// Vocabularies returns every closed vocabulary, in the order of the glossary.
func Vocabularies() []Vocabulary {
	return append([]Vocabulary{
		statuses, standings, bases, roles, alignmentKinds, rules, truths, stances, gapCodes, severities,
		candidateReasons, mergeReasons, movements,
		axisStatuses, actionKinds, partnerKinds, sectors, groupTypes, relationKinds, conceptKinds,
		grantNatures, grantDimensions, fundingKinds, fundingDimensions, indicatorDirections, observationStatuses,
		audienceKinds, territoryKinds, matches, schemes, verifications, languages, textFields,
		accountRoles, tokenScopes, changeOperations, draftStates, recordTypeWords, userErrorCodes, contactActions,
		importStates, importOutcomes, importMatches, importFormats, importCharsets, importDateOrders, importSeverities,
		importChoices, importReasons, noteCodes,
		webhookStates, webhookFailures, webhookDeliveryStates, webhookProblems, closenesses,
	}, orders...)
}

// marshal writes a word as a GraphQL enum value.
func marshal[W ~string](w io.Writer, word W) {
	_, _ = io.WriteString(w, strconv.Quote(string(word))) // the response buffer cannot fail
}

// unmarshal reads a GraphQL enum value and refuses words outside v.
func unmarshal[W ~string](into *W, value any, v Vocabulary) error {
	word, ok := value.(string)
	if !ok || v.Index(word) < 0 {
		return fmt.Errorf("%v is not a value of %s", value, v.Name)
	}
	*into = W(word)
	return nil
}
