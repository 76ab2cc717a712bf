package model

import (
	"time"

	"maillage/internal/batch"
	"maillage/internal/lexicon"
	"maillage/internal/network"
)

// MatrixChanges are the differences of a contract between two moments.
type MatrixChanges struct {
	FromAsOf, ToAsOf       lexicon.PartialDate
	FromKnownAt, ToKnownAt *time.Time // nil for what is known now
	Cells                  []*CellChange
	Gaps                   []*GapChange
}

// CellChange is a cell of the matrix that differs between two moments.
type CellChange struct {
	batch.Member[CellChange]
	Movement              lexicon.Movement
	PartnerID, AxisID     string
	PartnerName, AxisName string
	Before, After         *CellState
	ReadingIDs            []string
	RecordIDs             []string  // the records that caused the change
	LedgerIDs             []string  // these, their citations and sources, sorted
	Since, Through        time.Time // the ledger period that explains it; zero if both moments know the same
}

// CellState is the state of a cell at a moment.
type CellState struct {
	Standing  lexicon.Standing
	Status    lexicon.Status
	LeadsAxis bool
}

// GapChange is a gap that opened or closed between two moments.
type GapChange struct {
	batch.Member[GapChange]
	Opened    bool
	Code      lexicon.GapCode
	Severity  lexicon.Severity
	SubjectID string
	Field     *string
	Key       string // identifies it among the gaps of its contract
	Count     int
	AtLeast   bool
	Say       func(lexicon.Language) string // the gap in a sentence, with the names as of its moment

	Found network.Gap // as it was found at its moment
}

// NewMatrixChanges converts the differences of a contract.
func NewMatrixChanges(d network.Difference) *MatrixChanges {
	v := &MatrixChanges{Cells: []*CellChange{}, Gaps: []*GapChange{}}
	for _, c := range d.Cells {
		v.Cells = append(v.Cells, &CellChange{
			Movement: c.Movement, PartnerID: c.Partner, AxisID: c.Axis,
			Before: stateOf(c.Before), After: stateOf(c.After), ReadingIDs: c.Readings, RecordIDs: c.Records,
		})
	}
	for _, g := range d.Gaps {
		v.Gaps = append(v.Gaps, &GapChange{
			Opened: g.Opened, Code: g.Code, Severity: g.Severity, SubjectID: g.Name,
			Field: pointerTo(g.Field), Key: GapKey(g.Code, g.Field, append([]string{g.Name}, g.Apart...)...),
			Count: g.Count, AtLeast: g.AtLeast, Found: g.Gap,
		})
	}
	batch.Group(v.Cells)
	batch.Group(v.Gaps)
	return v
}

func stateOf(c *network.Cell) *CellState {
	if c == nil {
		return nil
	}
	return &CellState{Standing: c.Standing, Status: c.Status(), LeadsAxis: c.LeadsAxis}
}
