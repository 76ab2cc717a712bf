// Package guard keeps spreadsheets from computing texts that look like formulas.
package guard

import (
	"strings"
	"unicode/utf8"
)

// formulaSigns begin a formula in a spreadsheet, also in their full-width forms.
const formulaSigns = "=+-@\t\r\n＝＋－＠"

// Add puts an apostrophe before a text that a spreadsheet would compute, or that begins with such a guard.
func Add(text string) string {
	if needsGuard(text) {
		return "'" + text
	}
	return text
}

// Remove takes away the one apostrophe that [Add] put before a text.
func Remove(text string) string {
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
