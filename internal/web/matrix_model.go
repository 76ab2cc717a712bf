package web

import (
	"strings"

	"maillage/internal/lexicon"
)

// matrixData is the result of the operation MatrixPage.
type matrixData struct {
	Contract *struct {
		contract
		Since, Until *string
		Territory    *struct{ Name string }
		OwnThemes    struct{ Nodes []theme }
		Matrix       *matrixAnswer
		Gaps         []gap
	}
	ContributionStats *struct{ Rows []sectorStats }
}

type theme struct {
	thing
	Parent *thing
}

type matrixAnswer struct {
	AsOf    string
	Totals  struct{ Partners, Axes tally }
	Rows    []matrixRow
	Columns []matrixColumn
	Groups  []struct {
		Theme           *theme
		ColumnPositions []int
	}
	Cells []derived
}

// ungroup puts all columns into one group of no theme, in their order.
func (a *matrixAnswer) ungroup() {
	if len(a.Groups) == 0 {
		return
	}
	all := &a.Groups[0]
	all.Theme, all.ColumnPositions = nil, nil
	for position := range a.Columns {
		all.ColumnPositions = append(all.ColumnPositions, position)
	}
	a.Groups = a.Groups[:1]
}

type matrixRow struct {
	Partner thing
	Totals  struct{ Axes tally }
}

type matrixColumn struct {
	Position int
	Axis     struct {
		thing
		Priority   bool
		AxisStatus string
	}
	Totals struct{ Partners tally }
}

type sectorStats struct {
	PartnerSector string
	Axis          *struct{ ID string }
	Counts        struct{ Partners tally }
}

// matrixPage is the data of the matrix template.
type matrixPage struct {
	Contract  contract
	AsOf      string
	Known     string // time of the asKnownAt directive; empty for now
	Partners  tally
	Axes      int // that have a confirmed partner
	AllAxes   int
	Chips     []chip
	Groups    []headGroup
	Columns   []column
	Sectors   []sector
	RowCount  int
	BySector  bool
	Mode      string // URL of the other mode
	Filters   []choice
	At        string
	KnownAs   string // as it was typed
	Filtered  bool
	Clear     string
	Why       *whyPart
	Downloads []download
	Print     string // URL of the printed page
	Back      string // URL back from the printed page
	Framed    bool   // whether another site embeds it
}

// maxWideColumns is the maximum number of columns with room for longer names.
const maxWideColumns = 6

// Few reports whether the columns have room for longer names.
func (m *matrixPage) Few() bool { return len(m.Columns) <= maxWideColumns }

type chip struct {
	Code, Severity, Address string
	Count                   int
}

type headGroup struct {
	Name, Address string
	Span          int
}

type column struct {
	matrixColumn
	Address string
	Also    []string // the other themes of the axis
	Gap     *columnGap
	Hatch   string // CSS class of its empty cells
}

type columnGap struct{ Code, Severity, Address string }

type sector struct {
	Sector  string
	Open    bool
	Address string // URL that opens or closes it
	Size    int
	Counts  []sectorCount
	Rows    []row
}

type sectorCount struct {
	tally
	Shade int // 0 to 4
}

type row struct {
	matrixRow
	Cells []cell
}

// cell is one cell of the table. Its standing is empty where there is no contribution.
type cell struct {
	Standing string // copied from the contribution: templates find a field of the struct itself faster
	derived
	Hatch, Address, ID string
	Declare            string // URL to declare a contribution in an empty cell; empty without the right
	Chosen             bool
}

// Reasons returns how many chains give the standing of the cell.
func (c cell) Reasons() int {
	if c.Standing == string(lexicon.StandingConfirmed) {
		return c.Counts.Confirmed
	}
	return c.Counts.Prospective
}

// Beside returns the number of prospective reasons next to confirmed ones.
func (c cell) Beside() int {
	if c.Standing == string(lexicon.StandingConfirmed) {
		return c.Counts.Prospective
	}
	return 0
}

// Mark returns the name of the cell's symbol.
func (c cell) Mark() string {
	switch lexicon.Standing(c.Standing) {
	case lexicon.StandingUnknown:
		return "unknown"
	case lexicon.StandingAbandoned:
		return "abandoned"
	}
	return strings.ToLower(c.Status)
}

// choice is a list of the filter form.
type choice struct {
	Name    string
	Label   string // message key
	Options []option
}

type option struct {
	Value, Label string
	Chosen       bool
}

type download struct{ Format, Address string }

// matrixFilter reads the filters of the URL that the API applies.
func (q *request) matrixFilter() map[string]any {
	filter := map[string]any{}
	for parameter, f := range map[string]struct{ field, vocabulary string }{
		"status": {"statuses", "Status"}, "basis": {"bases", "Basis"}, "role": {"axisRoles", "Role"},
		"actionRole": {"actionRoles", "Role"},
	} {
		if value := q.wordOf(parameter, f.vocabulary); value != "" {
			filter[f.field] = []string{value}
		}
	}
	if code := q.query.Get("theme"); code != "" {
		filter["themes"] = []string{code}
	}
	return filter
}
