// Package search finds records by the words of their texts, in French, in memory.
//
// Texts become words without case, accents and elisions, words become stems, names become initials. An index tells
// which record of a snapshot has which of these: see the decision on search in memory.
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

// longestWord is how many letters of a word are compared.
const longestWord = 60

// word is a word of a text.
type word struct {
	folded     string // as it is compared
	start, end int    // where it is written, in bytes
}

// wordsOf are the words of a text, in order: runs of letters and digits,
// without elided articles, and dotted acronyms as one word.
func wordsOf(text string) []word {
	var words []word
	var folded strings.Builder
	start := -1
	flush := func(end int) {
		if start >= 0 && folded.Len() > 0 {
			words = append(words, word{whole(folded.String()), start, end})
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
		case unicode.Is(unicode.Mn, r) && start >= 0: // an accent that is written by itself
		case isApostrophe(r) && folded.String() == "aujourd":
		case isApostrophe(r) && elided[folded.String()]:
			start = -1
			folded.Reset()
		default:
			flush(at)
		}
	}
	flush(len(text))
	return undotted(text, words)
}

// fold is a letter without case and accents, ligatures opened.
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

// whole is a word with what is abbreviated in the names of places written out,
// and cut where it is longer than any.
func whole(folded string) string {
	switch folded {
	case "st":
		return "saint"
	case "ste":
		return "sainte"
	}
	if letters := []rune(folded); len(letters) > longestWord {
		return string(letters[:longestWord])
	}
	return folded
}

func isApostrophe(r rune) bool { return r == '\'' || r == '’' || r == 'ʼ' || r == '‘' || r == '`' }

// elided are the words that lose their vowel before another.
var elided = set("l d j m t s n c qu jusqu lorsqu puisqu quoiqu presqu")

// undotted joins letters with dots between them: C.P.A.M. is one word.
func undotted(text string, words []word) []word {
	var joined []word
	for i := 0; i < len(words); i++ {
		w := words[i]
		for j := i + 1; j < len(words) && isLetter(words[j].folded) && len(w.folded) == j-i && isLetter(words[i].folded) && text[w.end:words[j].start] == "."; j++ {
			w = word{w.folded + words[j].folded, w.start, words[j].end}
		}
		i += len(w.folded) - len(words[i].folded)
		joined = append(joined, w)
	}
	return joined
}

func isLetter(folded string) bool { return len(folded) == 1 && folded[0] >= 'a' }

// empty are words of French that say nothing of what a text is about.
var empty = set(`a afin ainsi alors au aucun aussi autre autres aux avec car ce ceci cela celle celles celui ces cet cette ceux chez comme d dans de depuis des dont du
 elle elles en entre et etre eux il ils je l la le les leur leurs lui ma mais me mes mon ne nos notre nous on ont ou par pas pour qu que quel quelle quels qui s sa sans se ses si
 son sont sous sur ta te tes ton tu un une vers vos votre vous y`)

// significant are the words that say something.
func significant(words []word) []word {
	return slices.DeleteFunc(slices.Clone(words), func(w word) bool { return empty[w.folded] })
}

// stem is what a word shares with its other forms: their plural, their
// feminine.
func stem(folded string) string {
	if len(folded) < 4 || hasDigit(folded) {
		return folded
	}
	singular := folded // the stemmer keeps the s of « emplois »
	if strings.HasSuffix(folded, "s") && !strings.HasSuffix(folded, "ss") {
		singular = folded[:len(folded)-1]
	}
	env := snowballstem.NewEnv(singular)
	french.Stem(env)
	return env.Current()
}

func hasDigit(s string) bool { return strings.IndexFunc(s, unicode.IsDigit) >= 0 }

// numbers are a word as one and as many of it are written.
func numbers(folded string) []string {
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

// initialsOf are the first letters of words that say something, as far as a
// number; empty when there are too few of them for an acronym.
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
	if utf8.RuneCountInString(short.String()) < shortestInitials {
		return ""
	}
	return short.String()
}

func isNumber(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !unicode.IsDigit(r) }) < 0
}

// shortestInitials is how many letters are an acronym.
const shortestInitials = 3

// heads are the initials of what a name begins with, before it says where, or
// of whom: « Caisse d’allocations familiales du Pays d’Orme » is a CAF. It ends
// where a word is left out, or before a capital.
func heads(text string, said []word) []string {
	var short []string
	for n := shortestInitials; n < len(said); n++ {
		gap, next := text[said[n-1].end:said[n].start], text[said[n].start:]
		capital, _ := utf8.DecodeRuneInString(next)
		if gap == "-" || gap == " " && !unicode.IsUpper(capital) {
			continue
		}
		if head := initialsOf(each(said[:n], folded)); utf8.RuneCountInString(head) == n {
			short = append(short, head)
		}
	}
	return short
}

func folded(w word) string { return w.folded }

// squeezed is a text as one word: by it names are equal, and numbers that are
// written in groups.
func squeezed(words []word) string {
	var all strings.Builder
	for _, w := range words {
		all.WriteString(w.folded)
	}
	return all.String()
}

func set(words string) map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields(words) {
		all[w] = true
	}
	return all
}
