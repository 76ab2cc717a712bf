// Package search finds records by the words of their texts, in French, in memory.
//
// Texts are split into words without case, accents and elisions. Words are reduced to stems, and names to initials.
// An index maps each of these to the records of a snapshot: see the decision on search in memory.
package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/french"
)

// maxWordLetters is the number of letters of a word that are compared.
const maxWordLetters = 60

// word is a word of a text.
type word struct {
	folded     string // the form that is compared
	start, end int    // byte offsets in the text
}

// wordsOf returns the words of a text, in order. Words are runs of letters and digits, without elided articles; a
// dotted acronym is one word.
func wordsOf(text string) []word {
	var words []word
	var folded strings.Builder
	start := -1
	flush := func(end int) {
		if start >= 0 && folded.Len() > 0 {
			words = append(words, word{normalized(folded.String()), start, end})
		}
		start = -1
		folded.Reset()
	}
	for at, r := range text {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if start < 0 {
				start = at
			}
			folded.WriteString(fold(r))
		case unicode.Is(unicode.Mn, r) && start >= 0: // a combining accent
		case isApostrophe(r) && folded.String() == "aujourd":
		case isApostrophe(r) && elided[folded.String()]:
			start = -1
			folded.Reset()
		default:
			flush(at)
		}
	}
	flush(len(text))
	return joinDotted(text, words)
}

// fold returns a letter without case and accents, and expands ligatures.
func fold(r rune) string {
	switch r = unicode.ToLower(r); {
	case r < 128:
		return string(r)
	case r == 'œ':
		return "oe"
	case r == 'æ':
		return "ae"
	}
	var plain strings.Builder
	for _, part := range norm.NFKD.String(string(r)) {
		if unicode.IsLetter(part) || unicode.IsDigit(part) {
			plain.WriteRune(unicode.ToLower(part))
		}
	}
	return plain.String()
}

// normalized expands the abbreviations in names of places, and cuts words that are too long.
func normalized(folded string) string {
	switch folded {
	case "st":
		return "saint"
	case "ste":
		return "sainte"
	}
	if letters := []rune(folded); len(letters) > maxWordLetters {
		return string(letters[:maxWordLetters])
	}
	return folded
}

// isApostrophe reports whether a character is used as an apostrophe.
func isApostrophe(r rune) bool { return r == '\'' || r == '’' || r == 'ʼ' || r == '‘' || r == '`' }

// elided are the words that lose their vowel before another.
var elided = set("l d j m t s n c qu jusqu lorsqu puisqu quoiqu presqu")

// joinDotted joins letters with dots between them: C.P.A.M. is one word.
func joinDotted(text string, words []word) []word {
	var joined []word
	for i := 0; i < len(words); i++ {
		w := words[i]
		for j := i + 1; j < len(words) && isLetter(words[j].folded) && len(w.folded) == j-i &&
			isLetter(words[i].folded) && text[w.end:words[j].start] == "."; j++ {
			w = word{w.folded + words[j].folded, w.start, words[j].end}
		}
		i += len(w.folded) - len(words[i].folded)
		joined = append(joined, w)
	}
	return joined
}

// isLetter reports whether a folded word is a single letter.
func isLetter(folded string) bool { return len(folded) == 1 && folded[0] >= 'a' }

// stopWords are the French words that are not indexed, as they do not tell what a text is about.
var stopWords = set(`a afin ainsi alors au aucun aussi autre autres aux avec car
 ce ceci cela celle celles celui ces cet cette ceux
 chez comme d dans de depuis des dont du
 elle elles en entre et etre eux il ils je l la le les leur leurs lui ma mais me mes
 mon ne nos notre nous on ont ou par pas pour qu que quel quelle quels qui s sa sans se ses si
 son sont sous sur ta te tes ton tu un une vers vos votre vous y`)

// significant returns the words without stop words.
func significant(words []word) []word {
	return slices.DeleteFunc(slices.Clone(words), func(w word) bool { return stopWords[w.folded] })
}

// stem returns the common form of the inflections of a word, such as plural and feminine.
func stem(folded string) string {
	if len(folded) < 4 || hasDigit(folded) {
		return folded
	}
	singular := folded // the stemmer does not remove the s of « emplois »
	if strings.HasSuffix(folded, "s") && !strings.HasSuffix(folded, "ss") {
		singular = folded[:len(folded)-1]
	}
	env := snowballstem.NewEnv(singular)
	french.Stem(env)
	return env.Current()
}

// hasDigit reports whether a word contains a digit.
func hasDigit(s string) bool { return strings.IndexFunc(s, unicode.IsDigit) >= 0 }

// singularAndPlural returns a word with its possible singular and plural forms.
func singularAndPlural(folded string) []string {
	forms := []string{folded}
	if len(folded) < 3 || hasDigit(folded) {
		return forms
	}
	stemless := func(ending string) string { return strings.TrimSuffix(folded, ending) }
	if one := strings.TrimRight(folded, "sx"); len(folded) > 3 && len(one) == len(folded)-1 {
		forms = append(forms, one)
	} else if one == folded {
		forms = append(forms, folded+"s")
	}
	switch {
	case strings.HasSuffix(folded, "aux"):
		forms = append(forms, stemless("ux")+"l", stemless("ux")+"il")
	case strings.HasSuffix(folded, "al"), strings.HasSuffix(folded, "ail"):
		forms = append(forms, strings.TrimSuffix(stemless("l"), "i")+"ux")
	case strings.HasSuffix(folded, "au"), strings.HasSuffix(folded, "eu"), strings.HasSuffix(folded, "ou"):
		forms = append(forms, folded+"x")
	}
	return forms
}

// initialsOf returns the first letters of words, up to the first number. It is empty if there are too few for an
// acronym.
func initialsOf(words []string) string {
	const most = 10
	var short strings.Builder
	for _, w := range words[:min(len(words), most)] {
		first, rest := utf8.DecodeRuneInString(w)
		if unicode.IsDigit(first) && isNumber(w[rest:]) {
			break
		}
		short.WriteRune(first)
	}
	if utf8.RuneCountInString(short.String()) < minInitials {
		return ""
	}
	return short.String()
}

// isNumber reports whether a word consists of digits.
func isNumber(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !unicode.IsDigit(r) }) < 0
}

// minInitials is the minimum number of letters of an acronym.
const minInitials = 3

// heads returns the initials of the beginnings of a name that come before a place or a person. « Caisse
// d’allocations familiales du Pays d’Orme » is a CAF. A beginning ends before a stop word or a capital.
func heads(text string, terms []word) []string {
	var short []string
	for n := minInitials; n < len(terms); n++ {
		gap, next := text[terms[n-1].end:terms[n].start], text[terms[n].start:]
		capital, _ := utf8.DecodeRuneInString(next)
		if gap == "-" || gap == " " && !unicode.IsUpper(capital) {
			continue
		}
		if head := initialsOf(mapSlice(terms[:n], folded)); utf8.RuneCountInString(head) == n {
			short = append(short, head)
		}
	}
	return short
}

// folded returns the form of a word that is compared.
func folded(w word) string { return w.folded }

// concatenated returns all words as one. Names are compared by it, and numbers that are written in groups.
func concatenated(words []word) string {
	var all strings.Builder
	for _, w := range words {
		all.WriteString(w.folded)
	}
	return all.String()
}

// set returns the set of words in a text.
func set(words string) map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields(words) {
		all[w] = true
	}
	return all
}
