package lexicon

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// FoldWord reduces a word to its letters and digits, without case and accents: idBénéficiaire, ID_BENEFICIAIRE
// and "Id bénéficiaire" become idbeneficiaire.
func FoldWord(text string) string {
	var out strings.Builder
	out.Grow(len(text))
	for i := range len(text) {
		b := text[i]
		switch {
		case b >= utf8.RuneSelf:
			return foldRunes(text)
		case 'A' <= b && b <= 'Z':
			out.WriteByte(b + 'a' - 'A')
		case 'a' <= b && b <= 'z' || '0' <= b && b <= '9':
			out.WriteByte(b)
		}
	}
	return out.String()
}

func foldRunes(text string) string {
	var out strings.Builder
	for _, r := range norm.NFKD.String(text) {
		switch r = unicode.ToLower(r); {
		case r == 'œ':
			out.WriteString("oe")
		case r == 'æ':
			out.WriteString("ae")
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			out.WriteRune(r)
		}
	}
	return out.String()
}

// IsSpace reports whether a character only sets others apart: spaces of every width, breaking or not.
func IsSpace(r rune) bool {
	return unicode.IsSpace(r) || r == '\u200b' || r == '\u2060' || r == '\ufeff'
}

// TrimSpaces cuts spaces of every kind from both ends of a text.
func TrimSpaces(text string) string {
	if text == "" || isPlain(text[0]) && isPlain(text[len(text)-1]) {
		return text
	}
	return strings.TrimFunc(text, IsSpace)
}

// isPlain reports whether a byte is a character that is no space.
func isPlain(b byte) bool { return b > ' ' && b < utf8.RuneSelf }
