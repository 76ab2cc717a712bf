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

// NewLine returns the line of a record. The fields are plain values without the empty ones.
func NewLine(t *Type, uid string, version int, created, updated time.Time, fields map[string]any) Line {
	return Line{t.Name, uid, version, created.UTC().Format(time.RFC3339Nano), updated.UTC().Format(time.RFC3339Nano),
		fields}
}
