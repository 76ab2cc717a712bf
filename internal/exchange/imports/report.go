package imports

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"

	"maillage/internal/exchange/guard"
	"maillage/internal/lexicon"
)

// reportColumns are the columns of a report before those of the file.
var reportColumns = []string{"line", "outcome", "written", "codes", "sentence", "where", "value", "took", "id"}

// Report writes what became of each record, in the order of the file, as CSV: with the notes and the original cells.
// Cells that a spreadsheet would compute are guarded.
func (m *Imports) Report(ctx context.Context, id string, l lexicon.Language, out io.Writer) error {
	i, err := m.One(ctx, id)
	if err != nil {
		return err
	}
	w := csv.NewWriter(out)
	head, comma := reportColumns, ';'
	if i.Guess != nil {
		for _, c := range i.Guess.Columns {
			head = append(head[:len(head):len(head)], guard.Add(c.Header))
		}
		if i.Guess.Separator != "" {
			comma = rune(i.Guess.Separator[0])
		}
	}
	if err := w.Write(head); err != nil {
		return err
	}
	err = m.eachLine(ctx, id, func(line *Line) error {
		row := append([]string{strconv.Itoa(line.Number), string(line.Outcome), strconv.FormatBool(line.Done)},
			noteCells(line.Notes, l)...)
		row = append(row, line.Record)
		for _, cell := range cellsOf(line.Raw, comma) {
			row = append(row, guard.Add(cell))
		}
		return w.Write(row)
	})
	w.Flush()
	return errors.Join(err, w.Error())
}

// noteCells returns the notes of a line as cells: codes, sentences, places, values and what was understood.
func noteCells(notes []lexicon.Note, l lexicon.Language) []string {
	var cells [5][]string
	for _, n := range notes {
		for i, text := range []string{string(n.Code), n.Sentence(l), n.Where, n.Value, n.Took} {
			cells[i] = append(cells[i], text)
		}
	}
	row := make([]string, len(cells))
	for i, texts := range cells {
		row[i] = guard.Add(strings.Join(texts, " | "))
	}
	return row
}

// cellsOf splits a record into its cells; a record that is no CSV is one cell.
func cellsOf(raw string, comma rune) []string {
	r := csv.NewReader(strings.NewReader(raw))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = comma, true, -1
	cells, err := r.Read()
	if err != nil {
		return []string{raw}
	}
	return cells
}

// reportLine is a line of a report as JSON.
type reportLine struct {
	Line    int                   `json:"line"`
	Outcome lexicon.ImportOutcome `json:"outcome"`
	Written bool                  `json:"written"`
	Notes   []reportNote          `json:"notes"`
	ID      string                `json:"id,omitempty"`
	Raw     string                `json:"raw"`
}

type reportNote struct {
	Code     lexicon.NoteCode `json:"code"`
	Severity string           `json:"severity"`
	Where    string           `json:"where,omitempty"`
	Value    string           `json:"value,omitempty"`
	Took     string           `json:"took,omitempty"`
	Sentence string           `json:"sentence"`
}

// ReportLines writes what [Imports.Report] writes as one JSON object a line.
func (m *Imports) ReportLines(ctx context.Context, id string, l lexicon.Language, out io.Writer) error {
	encoder := json.NewEncoder(out)
	return m.eachLine(ctx, id, func(line *Line) error {
		told := reportLine{Line: line.Number, Outcome: line.Outcome, Written: line.Done, Notes: []reportNote{},
			ID: line.Record, Raw: line.Raw}
		for _, n := range line.Notes {
			told.Notes = append(told.Notes, reportNote{
				n.Code, n.Severity.String(), n.Where, n.Value, n.Took, n.Sentence(l),
			})
		}
		return encoder.Encode(told)
	})
}

// eachLine calls do with each line of an import, in the order of the file.
func (m *Imports) eachLine(ctx context.Context, id string, do func(*Line) error) error {
	for after := 0; ; {
		lines, err := m.Lines(ctx, id, LineFilter{}, after, batchSize)
		if err != nil || len(lines) == 0 {
			return err
		}
		for i := range lines {
			if err := do(&lines[i]); err != nil {
				return err
			}
		}
		after = lines[len(lines)-1].Number
	}
}
