package exports

import (
	"bufio"
	"encoding/json"
	"io"
	"time"

	"maillage/internal/record"
)

// ndjson writes a line of JSON for each record or change.
type ndjson struct {
	out     *bufio.Writer
	encoder *json.Encoder
}

func newNDJSON(w io.Writer) Writer {
	out := bufio.NewWriter(w)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	return &ndjson{out, encoder}
}

// changedLine is the line of a changed record, and goneLine that of one that is gone.
type (
	changedLine struct {
		record.Line
		Position string `json:"position"`
	}
	goneLine struct {
		Type     string `json:"type"`
		ID       string `json:"id"`
		Position string `json:"position"`
		Deleted  bool   `json:"deleted"`
	}
)

func (w *ndjson) Begin(*Head) error { return nil }

func (w *ndjson) Write(row Row) error {
	switch row := row.(type) {
	case *Record:
		return w.encoder.Encode(lineOf(row))
	case *Change:
		if row.Record == nil {
			return w.encoder.Encode(goneLine{row.GoneType, row.GoneID, row.Position, true})
		}
		return w.encoder.Encode(changedLine{lineOf(row.Record), row.Position})
	}
	return errRow(row)
}

func (w *ndjson) End(*Tally) error { return w.out.Flush() }

// lineOf converts a record to its line, with references as identifiers.
func lineOf(r *Record) record.Line {
	line := record.NewLine(r.Type, r.ID, r.Version, time.Time{}, time.Time{}, map[string]any{})
	line.CreatedAt, line.UpdatedAt = r.Created, r.Updated
	for i, f := range r.Type.Fields {
		switch v := r.Values[i].(type) {
		case nil:
		case *Reference:
			line.Fields[f.Name] = v.ID
		default:
			line.Fields[f.Name] = v
		}
	}
	return line
}
