package history

import (
	"fmt"

	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// Undo reverts the change of a record by a line of the ledger, except the times of the record.
//
// row is the record after the change, nil if the line deleted it. Undo modifies row and returns the record before
// the change, nil if the line created it. idOf returns the database id of a record that a field referred to, 0 if
// it does not exist.
func Undo(line *ent.Change, row ent.Row, idOf func(uid string) int) (ent.Row, error) {
	t := record.Of(line.RecordType)
	if t == nil {
		return nil, fmt.Errorf("the ledger has a line about a %q, which is no type of record", line.RecordType)
	}
	if line.Operation == lexicon.OperationCreate {
		return nil, nil
	}
	before, err := ledger.Values(t, line.Before)
	if err != nil {
		return nil, err
	}
	switch {
	case line.Operation == lexicon.OperationDelete:
		row = ent.NewRow(t.Prefix, line.RecordRow)
		row.SetColumn("uid", line.RecordUID)
	case row == nil:
		return nil, fmt.Errorf("the ledger changes %s, which is not there", line.RecordUID)
	}
	for _, f := range t.Fields {
		value, said := before[f.Name]
		_, changed := line.After[f.Name]
		if !said && !changed && line.Operation != lexicon.OperationDelete {
			continue
		}
		if err := set(row, f, value, idOf); err != nil {
			return nil, err
		}
	}
	if home := line.ContractUID; line.Operation == lexicon.OperationDelete && t.Scope == "scope_id" && home != nil {
		row.SetColumn(t.Scope, idOf(*home))
	}
	row.SetColumn("version", line.RecordVersion-1)
	return row, nil
}

// set sets a field of a record to a plain value, and the columns that depend on it.
func set(row ent.Row, f *record.Field, value any, idOf func(uid string) int) error {
	if !f.IsReference() {
		row.SetColumn(f.Columns()[0], f.Column(value))
		if name, is := value.(string); is && f.Name == "name" {
			row.SetColumn("sort_key", lexicon.ListKey(name))
		}
		return nil
	}
	for _, column := range f.Columns() {
		row.SetColumn(column, nil)
	}
	uid, is := value.(string)
	if !is {
		return nil
	}
	id := idOf(uid)
	if id == 0 {
		return fmt.Errorf("the ledger names %s, which is not there", uid)
	}
	column, _ := f.ColumnFor(record.OfUID(uid).Prefix)
	row.SetColumn(column, id)
	return nil
}
