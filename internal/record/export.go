package record

import (
	"time"
)

// Line is a record as an export writes it.
type Line struct {
	Type      string         `json:"type"`
	ID        string         `json:"id"`
	Version   int            `json:"version"`
	CreatedAt string         `json:"createdAt"`
	UpdatedAt string         `json:"updatedAt"`
	Fields    map[string]any `json:"fields"`
}

// NewLine is the line of a record; fields are plain values, those that are
// empty left out.
func NewLine(t *Type, uid string, version int, created, updated time.Time, fields map[string]any) Line {
	return Line{t.Name, uid, version, created.UTC().Format(time.RFC3339Nano), updated.UTC().Format(time.RFC3339Nano), fields}
}
