package read

import (
	"regexp"
	"strings"
)

// personalColumns are the columns about persons. Their values leave the reader nowhere.
type personalColumns struct {
	any         bool
	at          []bool
	first, last int
}

func personalOf(columns []Column) personalColumns {
	p := personalColumns{at: make([]bool, len(columns)), first: -1}
	for i, c := range columns {
		if c.Personal {
			p.any, p.at[i], p.last = true, true, i
			if p.first < 0 {
				p.first = i
			}
		}
	}
	return p
}

// mayBe reports whether a cell of a line of some width may belong to a personal column: where cells are too many or
// too few, each may be some columns off.
func (p personalColumns) mayBe(at, cells, columns int) bool {
	from, to := at-max(0, cells-columns), at+max(0, columns-cells)
	for c := max(0, from); c <= min(to, columns-1); c++ {
		if p.at[c] {
			return true
		}
	}
	return from >= columns
}

// blank returns the raw record without the cells that may be about persons.
func (p personalColumns) blank(found row, columns int) string {
	if found.broken || found.separator == 0 {
		return ""
	}
	var out strings.Builder
	for i, c := range found.cells {
		if i > 0 {
			out.WriteByte(found.separator)
		}
		switch {
		case p.mayBe(i, len(found.cells), columns):
		case strings.ContainsAny(c.Text, "\"\r\n") || strings.IndexByte(c.Text, found.separator) >= 0:
			out.WriteString(`"` + strings.ReplaceAll(c.Text, `"`, `""`) + `"`)
		default:
			out.WriteString(c.Text)
		}
	}
	return out.String()
}

// withoutPersonal empties the cells of personal columns.
func (r *Reader) withoutPersonal(cells []Cell) []Cell {
	if !r.personal.any {
		return cells
	}
	r.cells = append(r.cells[:0], cells...)
	for i, personal := range r.personal.at {
		if personal {
			r.cells[i] = Cell{}
		}
	}
	return r.cells
}

// Forms of values that are about persons, wherever they stand.
var (
	emailForm = regexp.MustCompile(`[\pL\pN._%+-]+@[\pL\pN-]+(\.[\pL\pN-]+)+`)
	phoneForm = regexp.MustCompile(`(\+33[\s.-]?(\(0\))?|\b0)[1-9]([\s.-]?\d{2}){4}\b`)
)

// looksPersonal reports whether a value is an e-mail address or a telephone number, and nothing else.
func looksPersonal(text string) bool {
	if len(text) < 6 || len(text) > 100 {
		return false
	}
	if strings.IndexByte(text, '@') > 0 {
		return emailForm.FindString(text) == text
	}
	return (text[0] == '0' || text[0] == '+') && len(text) <= 24 && phoneForm.FindString(text) == text
}

// redact takes e-mail addresses and telephone numbers out of a text.
func redact(text string) string {
	return phoneForm.ReplaceAllString(emailForm.ReplaceAllString(text, "…"), "…")
}
