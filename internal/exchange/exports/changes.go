package exports

import (
	"encoding/json"
	"errors"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// linesAtOnce is how many lines of the ledger are read at once.
const linesAtOnce = 1000

// eachChange writes the present state of every record that changed after a position, in the order of the ledger.
//
// Each record comes once, at its last line. A record of the directory also comes with the claim that makes it visible.
func (r *reader) eachChange(_ *Format, s *sink) error {
	ctx, through := access.AsSystem(s.ctx), r.View.Position()
	after := r.Changes.After
	for {
		lines, err := r.Changes.Ledger.Read(ctx, ledger.Query{After: &after, Through: &through, Limit: linesAtOnce})
		switch {
		case errors.Is(err, ledger.ErrRestored):
			return errGone()
		case err != nil:
			return err
		}
		for _, line := range lines {
			if err := r.change(line, s); err != nil {
				return err
			}
			after = ledger.PositionOf(line)
		}
		if len(lines) < linesAtOnce {
			return nil
		}
	}
}

// change writes what a line of the ledger changed.
func (r *reader) change(line *ent.Change, s *sink) error {
	at := r.Changes.Name(ledger.PositionOf(line))
	prefix, id := r.part.ByUID(line.RecordUID)
	if id != 0 {
		t := record.Of(prefix)
		row := r.row(t, id)
		if row.Column("version").(int) != line.RecordVersion { // a later line has it
			return nil
		}
		if err := r.putChange(t, id, row, at, s); err != nil {
			return err
		}
		return r.named(line, at, s)
	}
	if prefix == "" || !r.concerns(line) {
		return nil
	}
	if t := record.Of(line.RecordType); r.isGone(line) && r.Filter.takesType(string(t.Word())) {
		if err := s.put(&Change{GoneType: t.Name, GoneID: line.RecordUID, Position: at}); err != nil {
			return err
		}
	}
	return r.named(line, at, s)
}

// putChange writes a record that has changed.
func (r *reader) putChange(t *record.Type, id int32, row ent.Row, at string, s *sink) error {
	if !r.Filter.takesType(string(t.Word())) || !r.Filter.takes(t, row.Column) {
		return nil
	}
	return s.put(&Change{Record: r.record(t, id, row), Position: at})
}

// concerns reports whether a line is about a record that the viewer can see, or could see before it.
func (r *reader) concerns(line *ent.Change) bool {
	if line.ContractUID == nil {
		return r.part.CanSeeDirectory() || line.RecordType == "theme"
	}
	if _, id := r.part.ByUID(*line.ContractUID); id != 0 || r.part.CanSeeAll() {
		return true
	}
	return r.hasLeft(line)
}

// isGone reports whether a line took its record away from the viewer, who cannot see it now.
func (r *reader) isGone(line *ent.Change) bool {
	return line.Operation == lexicon.OperationDelete || r.hasLeft(line)
}

// hasLeft reports whether a line moved its record out of what the viewer can see.
func (r *reader) hasLeft(line *ent.Change) bool {
	for _, name := range record.Of(line.RecordType).Owner {
		if uid, is := uidIn(line.Before[name]); is {
			if _, id := r.part.ByUID(uid); id != 0 {
				return true
			}
		}
	}
	return false
}

// uidIn returns the public identifier that a value of a line is.
func uidIn(raw json.RawMessage) (uid string, ok bool) {
	if json.Unmarshal(raw, &uid) != nil {
		return "", false
	}
	_, ok = lexicon.UIDPrefix(uid)
	return uid, ok
}

// named writes the records of the directory that a line made visible, or hid. A viewer of the whole directory gets them
// by their own lines.
func (r *reader) named(line *ent.Change, at string, s *sink) error {
	if r.part.CanSeeDirectory() {
		return nil
	}
	for _, f := range record.Of(line.RecordType).Fields {
		if !f.IsReference() {
			continue
		}
		for _, side := range []map[string]json.RawMessage{line.After, line.Before} {
			uid, is := uidIn(side[f.Name])
			if !is {
				continue
			}
			if err := r.directoryRecord(uid, at, s); err != nil {
				return err
			}
		}
	}
	return nil
}

// directoryRecord writes a record of the directory as the viewer sees it now, with its identifiers.
func (r *reader) directoryRecord(uid, at string, s *sink) error {
	prefix, id := r.part.ByUID(uid)
	t := record.Of(prefix)
	if t == nil || t.Scope != "" || t.Prefix == "theme" {
		return nil
	}
	if id == 0 {
		if !r.Filter.takesType(string(t.Word())) {
			return nil
		}
		return s.put(&Change{GoneType: t.Name, GoneID: uid, Position: at})
	}
	if err := r.putChange(t, id, r.row(t, id), at, s); err != nil {
		return err
	}
	if prefix != "partner" && prefix != "territory" {
		return nil
	}
	of := record.Of("identifier")
	for _, one := range r.View.Children("identifier", prefix+"_id", id) {
		if err := r.putChange(of, one, r.row(of, one), at, s); err != nil {
			return err
		}
	}
	return nil
}
