package write

import (
	"strings"
	"unicode/utf8"
)

// formulaSigns begin a formula in a spreadsheet, also in their full-width forms.
const formulaSigns = "=+-@\t\r\n＝＋－＠"

// GuardText puts an apostrophe before a text that a spreadsheet would compute, or that begins with such a guard.
func GuardText(text string) string {
	if needsGuard(text) {
		return "'" + text
	}
	return text
}

// UnguardText takes away the one apostrophe that [GuardText] put before a text.
func UnguardText(text string) string {
	if rest, is := strings.CutPrefix(text, "'"); is && needsGuard(rest) {
		return rest
	}
	return text
}

// needsGuard reports whether a text begins with a sign of formulas, after any apostrophes.
func needsGuard(text string) bool {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(text, "'"))
	return first != utf8.RuneError && strings.ContainsRune(formulaSigns, first)
}
