package read

import (
	"strings"

	"maillage/internal/lexicon"
)

// splitCells cuts a record at its separator and appends the cells to those given. A cell that begins with a quote
// goes on to the quote that closes it; what follows up to the separator belongs to it too.
func splitCells(cells []Cell, text string, separator byte) []Cell {
	for {
		cell, rest, more := cutCell(text, separator)
		cells = append(cells, Cell{Text: lexicon.TrimSpaces(cell)})
		if !more {
			return cells
		}
		text = rest
	}
}

// cutCell returns the first cell of a record, and what follows its separator.
func cutCell(text string, separator byte) (cell, rest string, more bool) {
	if len(text) == 0 || text[0] != '"' {
		return strings.Cut(text, string(separator))
	}
	i := 1
	doubled := false
	for {
		j := strings.IndexByte(text[i:], '"')
		if j < 0 { // never closed
			return unquote(text[1:], doubled), "", false
		}
		if i += j + 1; i < len(text) && text[i] == '"' {
			doubled = true
			i++
			continue
		}
		break
	}
	cell = unquote(text[1:i-1], doubled)
	tail, rest, more := strings.Cut(text[i:], string(separator))
	return cell + tail, rest, more
}

func unquote(text string, doubled bool) string {
	if doubled {
		return strings.ReplaceAll(text, `""`, `"`)
	}
	return text
}

// unwrap returns the record that a line of an outer table holds: a table with one separator that was opened and
// saved with another.
func unwrap(text string, wrapper byte) string {
	outer := splitWhole(text, wrapper)
	return strings.TrimRight(strings.Join(outer, string(wrapper)), string(wrapper)+" ")
}

// splitWhole cuts a record at its separator and keeps the spaces of its cells.
func splitWhole(text string, separator byte) (cells []string) {
	for {
		cell, rest, more := cutCell(text, separator)
		cells = append(cells, cell)
		if !more {
			return cells
		}
		text = rest
	}
}
