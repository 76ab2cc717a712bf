package lexicon

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// SortKey folds a name to the bytes by which lists are ordered: no accents, no case, no leading
// punctuation, ligatures opened. Both databases compare it as bytes, so that an order never depends on
// a server's collation.
func SortKey(name string) []byte {
	var key strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(name)) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == 'œ':
			key.WriteString("oe")
		case r == 'æ':
			key.WriteString("ae")
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			key.WriteRune(r)
		case key.Len() > 0:
			key.WriteByte(' ')
		}
	}
	return []byte(strings.TrimRight(key.String(), " "))
}

// LongestKey is the maximum length of a stored sort key, in bytes. Folding can make several letters of
// one, and names that differ only after so many bytes need no order.
const LongestKey = 1000

// ListKey returns the sort key of a name, as it is stored with it.
func ListKey(name string) []byte {
	key := SortKey(name)
	return key[:min(len(key), LongestKey)]
}

// Slug returns the words of a name, folded and joined by hyphens, as the beginning of a code.
func Slug(name string) string { return strings.Join(strings.Fields(string(SortKey(name))), "-") }
