// Package sheet writes a table of texts as CSV and as a workbook.
package sheet

import (
	"bytes"
	"encoding/csv"
	"fmt"

	"github.com/xuri/excelize/v2"

	"maillage/internal/exchange/guard"
)

// Sheet is a matrix as a table of texts: a header row, then one row for each partner.
type Sheet struct {
	Heads []string
	Lines [][]string
}

// CSV returns the sheet as CSV by RFC 4180, with a byte order mark, by which spreadsheets detect UTF-8.
func (s Sheet) CSV() ([]byte, error) {
	var out bytes.Buffer
	out.WriteString("\ufeff")
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	for _, line := range append([][]string{s.Heads}, s.Lines...) {
		guarded := make([]string, len(line))
		for i, text := range line {
			guarded[i] = guard.Add(text)
		}
		if err := w.Write(guarded); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

// Widths of the columns of a workbook, in characters.
const (
	sectorWidth  = 22
	partnerWidth = 44
	cellWidth    = 20
)

// XLSX returns the sheet as a workbook. Its headers are frozen, and every cell is text.
func (s Sheet) XLSX(name string) (content []byte, err error) {
	f := excelize.NewFile()
	defer func() {
		if closed := f.Close(); err == nil {
			err = closed
		}
	}()
	if err := f.SetSheetName(f.GetSheetName(0), name); err != nil {
		return nil, err
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true},
		Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return nil, err
	}
	w, err := f.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	if err := s.stream(w, bold); err != nil {
		return nil, fmt.Errorf("write a workbook: %w", err)
	}
	var out bytes.Buffer
	err = f.Write(&out)
	return out.Bytes(), err
}

// stream writes the rows of a workbook.
func (s Sheet) stream(w *excelize.StreamWriter, bold int) error {
	for _, column := range []struct {
		from, to int
		width    float64
	}{{1, 1, sectorWidth}, {2, 2, partnerWidth}, {3, max(3, len(s.Heads)), cellWidth}} {
		if err := w.SetColWidth(column.from, column.to, column.width); err != nil {
			return err
		}
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, XSplit: 2, YSplit: 1, TopLeftCell: "C2",
		ActivePane: "bottomRight"}); err != nil {
		return err
	}
	for i, line := range append([][]string{s.Heads}, s.Lines...) {
		cells := make([]any, len(line))
		for k, text := range line {
			switch {
			case i == 0:
				cells[k] = excelize.Cell{StyleID: bold, Value: text}
			case text != "":
				cells[k] = text
			}
		}
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return err
		}
		if err := w.SetRow(at, cells); err != nil {
			return err
		}
	}
	return w.Flush()
}
