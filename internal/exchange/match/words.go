package match

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"maillage/internal/lexicon"
)

// emptyWords tell nothing about which organisation is meant: articles, prepositions and legal forms, folded.
var emptyWords = map[string]bool{
	"a": true, "au": true, "aux": true, "d": true, "de": true, "des": true, "du": true, "en": true, "et": true,
	"l": true, "la": true, "le": true, "les": true, "pour": true, "sur": true, "sous": true,
	"asso": true, "assoc": true, "association": true, "ass": true, "ste": true, "societe": true, "sa": true,
	"sarl": true, "sas": true, "sasu": true, "scic": true, "scop": true, "sci": true, "eurl": true, "gie": true,
	"epic": true, "loi1901": true,
}

// genericWords tell what kind of organisation is meant, which many have in common, but not which one; folded.
var genericWords = map[string]bool{
	"agence": true, "agglomeration": true, "amicale": true, "centre": true, "club": true, "college": true,
	"comite": true, "communal": true, "communale": true, "communaute": true, "commune": true, "communes": true,
	"conseil": true, "culturel": true, "culturelle": true, "departement": true, "departemental": true,
	"departementale": true, "ecole": true, "etablissement": true, "federation": true, "fondation": true, "foyer": true,
	"groupe": true, "intercommunal": true, "intercommunale": true, "ligue": true, "local": true, "locale": true,
	"lycee": true, "mairie": true, "maison": true, "metropole": true, "mission": true, "office": true, "public": true,
	"publique": true, "regional": true, "regionale": true, "region": true, "reseau": true, "social": true,
	"sociale": true, "sportif": true, "sportive": true, "syndicat": true, "union": true, "urbaine": true, "ville": true,
}

// specific returns the words that are not generic.
func specific(words []string) []string {
	return slices.DeleteFunc(slices.Clone(words), func(word string) bool { return genericWords[word] })
}

// wordsOf returns the folded words of a name, in order, without the empty ones unless all are empty.
func wordsOf(name string) []string {
	var all, telling []string
	isGap := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	for _, part := range strings.FieldsFunc(name, isGap) {
		word := lexicon.FoldWord(part)
		if word == "" {
			continue
		}
		all = append(all, word)
		if !emptyWords[word] {
			telling = append(telling, word)
		}
	}
	if len(telling) == 0 {
		return all
	}
	return telling
}

// stemLength is the number of letters by which words are looked up, so that endings do not matter.
const stemLength = 5

func stem(word string) string {
	at := 0
	for range stemLength {
		_, size := utf8.DecodeRuneInString(word[at:])
		at += size
	}
	return word[:at]
}
