// Package history reconstructs from the ledger what records were at an earlier time.
package history

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// Record is a record as reconstructed from the ledger.
type Record struct {
	Type      *record.Type
	UID       string
	Version   int
	CreatedAt time.Time
	UpdatedAt time.Time
	Gone      bool           // it was deleted; when it comes back, it is as old as it was
	Values    map[string]any // plain values by field, without empty ones
}

// State holds all records at one time, by their public identifiers, with those that were deleted.
type State map[string]*Record

// Replay applies a line of the ledger. Lines must come in the order of the ledger.
func (s State) Replay(line *ent.Change) error {
	t := record.Of(line.RecordType)
	if t == nil {
		return fmt.Errorf("the ledger has a line about a %q, which is no type of record", line.RecordType)
	}
	after, err := ledger.Values(t, line.After)
	if err != nil {
		return err
	}
	r := s[line.RecordUID]
	if line.Operation == lexicon.OperationDelete {
		if r != nil {
			r.Gone, r.Values = true, nil
		}
		return nil
	}
	switch {
	case line.Operation == lexicon.OperationCreate:
		made := line.At
		if r != nil && line.Reverts != nil {
			made = r.CreatedAt
		}
		r = &Record{Type: t, UID: line.RecordUID, CreatedAt: made, Values: map[string]any{}}
		s[line.RecordUID] = r
	case r == nil || r.Gone:
		return fmt.Errorf("the ledger changes %s, which it has not made", line.RecordUID)
	}
	r.Version, r.UpdatedAt = line.RecordVersion, line.At
	for name := range line.Before {
		delete(r.Values, name)
	}
	for name, value := range after {
		if value != nil {
			r.Values[name] = value
		}
	}
	return nil
}

// Export writes the records as JSON Lines, by type and identifier, as [record.Export] writes those of a database.
func (s State) Export(w io.Writer) error {
	all := make([]*Record, 0, len(s))
	for _, r := range s {
		if !r.Gone {
			all = append(all, r)
		}
	}
	slices.SortFunc(all, func(a, b *Record) int {
		if a.Type != b.Type {
			return slices.Index(record.Types, a.Type) - slices.Index(record.Types, b.Type)
		}
		return strings.Compare(a.UID, b.UID)
	})
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	for _, r := range all {
		if err := encoder.Encode(
			record.NewLine(r.Type, r.UID, r.Version, r.CreatedAt, r.UpdatedAt, r.Values),
		); err != nil {
			return err
		}
	}
	return nil
}
