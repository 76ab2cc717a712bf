package history_test

import (
	"reflect"
	"strings"
	"testing"

	"maillage/internal/gen/ent"
	"maillage/internal/history"
	"maillage/internal/lexicon"
)

// databaseIDs are those of the records that exist.
var databaseIDs = map[string]int{cpam: 11, lens: 12, health: 13, forum: 14}

func idOf(uid string) int { return databaseIDs[uid] }

// undone returns a row without a change.
func undone(t *testing.T, l *ent.Change, row ent.Row) ent.Row {
	t.Helper()
	before, err := history.Undo(l, row, idOf)
	if err != nil {
		t.Fatal(err)
	}
	return before
}

// has checks columns of a row. A nil column is empty.
func has(t *testing.T, row ent.Row, columns map[string]any) {
	t.Helper()
	for name, want := range columns {
		if got := row.Column(name); !reflect.DeepEqual(got, want) {
			t.Errorf("the column %s is %#v, want %#v", name, got, want)
		}
	}
}

func TestUndo_OfACreationLeavesNothing(t *testing.T) {
	row := undone(t, created(t, cpam, `{"code": "cpam", "name": "CPAM"}`), ent.NewRow("partner", 7))
	if row != nil {
		t.Errorf("%v is left", row)
	}
}

// A change is undone in the fields that either side has, and in no other.
func TestUndo_OfAnUpdateRestoresTheFieldsThatChanged(t *testing.T) {
	row := ent.NewRow("partner", 7)
	for name, value := range map[string]any{"uid": cpam, "version": 4, "code": "cpam", "name": "Écrit",
		"sort_key": lexicon.ListKey("Écrit"), "acronym": "added", "description": nil} {
		row.SetColumn(name, value)
	}
	before := undone(t, updated(t, cpam, 4, `{"name": "Avant", "description": "was"}`,
		`{"name": "Écrit", "acronym": "added"}`), row)
	has(t, before, map[string]any{"uid": cpam, "version": 3, "code": "cpam", "name": "Avant",
		"sort_key": lexicon.ListKey("Avant"), "acronym": nil, "description": "was"})
	if before.RowID() != 7 {
		t.Errorf("the row is %d", before.RowID())
	}
}

// A reference to a record of another type is in another column.
func TestUndo_OfAReferenceMovesItBackToItsColumn(t *testing.T) {
	row := ent.NewRow("contribution", 7)
	row.SetColumn("action_id", 14)
	row.SetColumn("partner_id", 11)
	moved := updated(t, leading, 2, `{"axis": "`+health+`"}`, `{"axis": null, "action": "`+forum+`"}`)
	has(t, undone(t, moved, row), map[string]any{"axis_id": 13, "action_id": nil, "partner_id": 11, "version": 1})
}

func TestUndo_OfADeletionBringsTheWholeRowBack(t *testing.T) {
	gone := deleted(t, leading, 3, `{"partner": "`+cpam+`", "axis": "`+health+`", "role": "LEAD", "note": "n"}`)
	contract := lens
	gone.ContractUID = &contract
	row := undone(t, gone, nil)
	has(t, row, map[string]any{"uid": leading, "version": 2, "partner_id": 11, "axis_id": 13, "action_id": nil,
		"scope_id": 12, "role": lexicon.RoleLead, "note": "n", "wording": nil})
	if row.RowID() != 7 {
		t.Errorf("the row is %d, as the line does not say", row.RowID())
	}
	gone.ContractUID = nil
	has(t, undone(t, gone, nil), map[string]any{"scope_id": nil})
}

func TestUndo_RefusesLinesThatCannotBe(t *testing.T) {
	row := func() ent.Row { return ent.NewRow("contribution", 7) }
	for want, c := range map[string]struct {
		line *ent.Change
		row  ent.Row
	}{
		`a "ghost", which is no type`: {updated(t, "ghost_1", 2, `{}`, `{}`), row()},
		"changes " + leading:          {updated(t, leading, 2, `{"note": "n"}`, `{"note": "m"}`), nil},
		"names " + caf:                {updated(t, leading, 2, `{"partner": "`+caf+`"}`, ``), row()},
		"has the field wings":         {updated(t, leading, 2, `{"wings": 2}`, ``), row()},
	} {
		if _, err := history.Undo(c.line, c.row, idOf); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}
