package read

import (
	"slices"
	"strconv"
	"strings"

	"maillage/internal/lexicon"
)

// Bounds of the search for the one way in which cells were split.
const (
	maxExtra   = 64
	maxCells   = 512
	manyWays   = 2
	centDigits = 2
)

// align gives each column its cell. It never guesses: where cells are too many or too few, only a single way that
// satisfies every typed column is taken. The cells are valid until the next call.
func (r *Reader) align(found row) (cells []Cell, notes []lexicon.Note, aligned bool) {
	columns := r.Guess.Columns
	cells = found.cells
	for len(cells) > len(columns) && cells[len(cells)-1].Text == "" {
		cells = cells[:len(cells)-1]
	}
	if cells, notes, ok := r.repairShifted(found, cells); ok {
		return r.withoutPersonal(cells), notes, true
	}
	switch {
	case found.broken:
		return r.unaligned(found), nil, false
	case len(cells) == len(columns) && (found.separator == 0 || !r.looksShifted(cells, found.separator)):
	case found.separator == 0 && len(cells) < len(columns): // a sheet leaves empty cells at the end out
		r.cells = append(append(r.cells[:0], cells...), make([]Cell, len(columns)-len(cells))...)
		cells = r.cells
	case found.separator == 0 && len(cells) > len(columns):
		notes = append(notes, r.widthNote(found, len(cells), lexicon.Flags))
		cells = cells[:len(columns)]
	default:
		var ok bool
		if cells, notes, ok = r.repair(found, cells); !ok {
			return r.unaligned(found), []lexicon.Note{r.widthNote(found, len(found.cells), lexicon.Waits)}, false
		}
	}
	return r.withoutPersonal(cells), notes, true
}

// repairShifted repairs a line that is wider than the columns by empty cells alone. A number that its decimal comma
// split pushes the others to the right, where empty cells hide it.
func (r *Reader) repairShifted(found row, cells []Cell) ([]Cell, []lexicon.Note, bool) {
	columns := r.Guess.Columns
	if found.broken || found.separator == 0 || len(cells) > len(columns) || len(found.cells) <= len(columns) {
		return nil, nil, false
	}
	fits := true
	for i, c := range cells {
		fits = fits && columns[i].field.accepts(c.Text)
	}
	for width := len(columns) + 1; !fits && width <= len(found.cells); width++ {
		if cells, notes, ok := r.repair(found, found.cells[:width]); ok {
			return cells, notes, true
		}
	}
	return nil, nil, false
}

func (r *Reader) widthNote(found row, cells int, severity lexicon.NoteSeverity) lexicon.Note {
	return lexicon.Note{Code: lexicon.WidthWrong, Severity: severity, Where: CellName(0, found.number),
		Value: strconv.Itoa(cells), Took: strconv.Itoa(len(r.Guess.Columns))}
}

// looksShifted reports whether a line has the right number of cells by chance: most typed columns have another kind of
// value, or a whole number stands before what may be its cents.
func (r *Reader) looksShifted(cells []Cell, separator byte) bool {
	typed, wrong := 0, 0
	for i, c := range r.Guess.Columns {
		if cells[i].Text == "" || c.Kind == Text {
			continue
		}
		if c.Kind == Amount && separator == ',' && i > 0 && r.Guess.Columns[i-1].Kind == Text &&
			isCents(cells[i].Text) && isWhole(cells[i-1].Text) {
			return true
		}
		if typed++; typed > 64 {
			break
		}
		if !c.field.accepts(cells[i].Text) {
			wrong++
		}
	}
	return wrong >= 2 && 2*wrong >= typed
}

// repair finds the only way to make the cells fit the columns.
func (r *Reader) repair(found row, cells []Cell) ([]Cell, []lexicon.Note, bool) {
	extra := len(cells) - len(r.Guess.Columns)
	switch {
	case extra > maxExtra || extra < -maxExtra || len(cells) > maxCells || extra == 0:
		return nil, nil, false
	case extra < 0:
		return r.pad(cells)
	}
	pieces := splitWhole(found.inner(r.Guess.Wrapper), found.separator)
	for len(pieces) > len(cells) {
		pieces = pieces[:len(pieces)-1]
	}
	if len(pieces) != len(cells) {
		return nil, nil, false
	}
	j := joiner{columns: r.Guess.Columns, pieces: pieces, separator: string(found.separator), extra: extra}
	j.tried = make([]way, (extra+1)*len(j.columns))
	if j.from(0, 0).count != 1 {
		return nil, nil, false
	}
	return j.joined(found.number)
}

// pad appends empty cells to a line that lacks some at its end, if no other place for them satisfies the columns.
func (r *Reader) pad(cells []Cell) ([]Cell, []lexicon.Note, bool) {
	columns := r.Guess.Columns
	// ways[c] counts the ways to place the cells so far in the first c columns. Empty cells only keep their room.
	ways := make([]int, len(columns)+1)
	for c := range ways {
		ways[c] = 1
	}
	gap := 0
	for _, cell := range cells {
		if cell.Text == "" {
			gap++
			continue
		}
		next := make([]int, len(columns)+1)
		for c := range columns {
			next[c+1] = next[c]
			if c >= gap && columns[c].field.accepts(cell.Text) {
				next[c+1] = min(manyWays, next[c+1]+ways[c-gap])
			}
		}
		ways, gap = next, 0
	}
	atEnd := true
	for i, cell := range cells {
		atEnd = atEnd && columns[i].field.accepts(cell.Text)
	}
	if !atEnd || ways[len(columns)-gap] != 1 {
		return nil, nil, false
	}
	r.cells = append(append(r.cells[:0], cells...), make([]Cell, len(columns)-len(cells))...)
	return r.cells, nil, true
}

// joiner searches for the ways to join neighbouring pieces, so that each column gets one cell.
type joiner struct {
	columns   []Column
	pieces    []string
	separator string
	extra     int   // pieces beyond the columns
	tried     []way // by column, and by pieces beyond the columns before it
}

// way is how the pieces from one on fill the columns from one on: in how many ways, up to manyWays, and how many
// pieces the first column takes.
type way struct {
	count, take int
	known       bool
}

// at returns the way from a piece and a column on.
func (j *joiner) at(p, c int) *way { return &j.tried[c*(j.extra+1)+p-c] }

// text returns the joined text of some pieces.
func (j *joiner) text(p, take int) string {
	if take == 1 {
		return lexicon.TrimSpaces(j.pieces[p])
	}
	return lexicon.TrimSpaces(strings.Join(j.pieces[p:p+take], j.separator))
}

// from returns the ways to fill the columns from c with the pieces from p.
func (j *joiner) from(p, c int) way {
	if c == len(j.columns) {
		if p == len(j.pieces) {
			return way{count: 1}
		}
		return way{}
	}
	if known := j.at(p, c); known.known {
		return *known
	}
	best := way{known: true}
	spare := len(j.pieces) - p - (len(j.columns) - c)
	for take := 1; take <= spare+1 && best.count < manyWays; take++ {
		if take > 1 && !j.joins(p, take, j.columns[c].Kind) {
			break
		}
		if !j.columns[c].field.accepts(j.text(p, take)) {
			continue
		}
		if rest := j.from(p+take, c+1); rest.count > 0 {
			best.count, best.take = min(manyWays, best.count+rest.count), take
		}
	}
	*j.at(p, c) = best
	return best
}

// joins reports whether a column can have lost its unity at the last separator of the pieces: a decimal comma of a
// number, or the comma of a sentence, which a space follows.
func (j *joiner) joins(p, take int, kind Kind) bool {
	left, right := j.pieces[p+take-2], j.pieces[p+take-1]
	switch kind {
	case Amount, Part:
		decimals := right != "" && strings.Trim(right, "0123456789") == ""
		return j.separator == "," && take == 2 && decimals && (kind == Part || isCents(right)) && isWhole(left)
	case Text:
		return j.separator != "\t" && j.separator != "|" && strings.HasPrefix(right, " ")
	}
	return false
}

func isCents(text string) bool {
	return len(text) <= centDigits && strings.Trim(text, "0123456789") == ""
}

// isWhole reports whether a text is a whole number, perhaps in groups.
func isWhole(text string) bool {
	rest := strings.TrimFunc(text, func(r rune) bool { return lexicon.IsSpace(r) || r == '-' })
	return rest != "" && strings.IndexFunc(rest, func(r rune) bool {
		return !lexicon.IsSpace(r) && (r < '0' || r > '9')
	}) < 0
}

// joined returns the cells of the only way, and a note for each that was joined.
func (j *joiner) joined(number int) (cells []Cell, notes []lexicon.Note, ok bool) {
	p := 0
	for c := range j.columns {
		take := j.at(p, c).take
		text := j.text(p, take)
		if take > 1 {
			value := strings.Join(j.pieces[p:p+take], " ¦ ")
			if j.columns[c].Personal {
				value, text = "", ""
			}
			notes = append(notes, lexicon.Note{Code: lexicon.ShiftRepaired, Severity: lexicon.Flags,
				Where: CellName(c, number), Value: value, Took: text})
		}
		cells = append(cells, Cell{Text: text})
		p += take
	}
	return cells, notes, true
}

// unaligned returns the cells of a line whose columns are unknown, without those that may be about persons.
func (r *Reader) unaligned(found row) []Cell {
	if !r.personal.any {
		return found.cells
	}
	cells := slices.Clone(found.cells)
	for i := range cells {
		if found.broken || r.personal.mayBe(i, len(cells), len(r.Guess.Columns)) {
			cells[i] = Cell{}
		}
	}
	return cells
}
