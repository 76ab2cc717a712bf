package imports

import (
	"context"
	"maps"
	"slices"
	"strings"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/exchange/shape"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/importline"
	"maillage/internal/lexicon"
)

// A line whose values differ from those of a record of the hub changes them, unless people changed them in the hub too.
// What people changed is not overwritten without a decision.

// compareWith tells what a line changes of a record of the hub, and what of it a person has to decide on.
func (p *planner) compareWith(
	ctx context.Context, tx *ent.Client, l *ent.ImportLine, f *shape.Fact, row ent.Row,
) error {
	changed, asked, err := p.differences(ctx, tx, l, f, row)
	if err != nil {
		return err
	}
	isFixed := func(name string) bool {
		field := f.Of().Field(name)
		return field.Fixed || field.ByHub && !p.seesAll()
	}
	note := func(code lexicon.NoteCode, severity lexicon.NoteSeverity, value string) {
		l.Notes = append(l.Notes, lexicon.Note{Code: code, Severity: severity, Where: cellOf(l), Value: value})
	}
	for _, name := range changed {
		if isFixed(name) {
			note(lexicon.FieldFixed, lexicon.Flags, name)
		}
	}
	changed, asked = slices.DeleteFunc(changed, isFixed), slices.DeleteFunc(asked, isFixed)
	l.Compared = isSame
	if len(changed) > 0 {
		l.Compared = isChanged
		note(lexicon.ChangedSince, lexicon.Flags, strings.Join(changed, ", "))
	}
	if len(asked) > 0 {
		note(lexicon.ChangedInHub, lexicon.Waits, strings.Join(asked, ", "))
	}
	return nil
}

// seesAll reports whether the viewer may set what else only the hub sets.
func (p *planner) seesAll() bool { return p.viewer != nil && p.viewer.Visibility.All }

// differences returns the fields in which a line differs from a record of the hub, and those of them that a person has
// to decide on. In a file of others, a value that an earlier import wrote says nothing new: what people made of it
// since stays. Our own tables state what their owner wants, and the version tells whether the owner knew the record.
func (p *planner) differences(
	ctx context.Context, tx *ent.Client, l *ent.ImportLine, f *shape.Fact, row ent.Row,
) (changed, asked []string, err error) {
	version, _ := row.Column("version").(int)
	changed = p.changedFields(f, row)
	if len(changed) == 0 || f.Version == version {
		return changed, nil, nil
	}
	isOld := f.Version > 0 && f.Version < version
	before, err := tx.ImportLine.Query().Where(importline.Record(l.Record), importline.Done(true)).
		Order(ent.Desc("id")).First(ctx)
	switch {
	case ent.IsNotFound(err) && isOld:
		return changed, slices.Clone(changed), nil
	case ent.IsNotFound(err):
		return changed, nil, nil
	case err != nil:
		return nil, nil, err
	}
	was, err := factOf(before)
	if err != nil {
		return nil, nil, err
	}
	said, isEdited := saidBefore(changed, was, f), version != versionAfter(before)
	switch {
	case f.Exact && isEdited && isOld:
		return changed, slices.Clone(changed), nil
	case f.Exact && isEdited:
		return changed, said, nil
	}
	return slices.DeleteFunc(changed, func(name string) bool { return slices.Contains(said, name) }), nil, nil
}

// versionAfter returns the version of a record after a line of an earlier import was written.
func versionAfter(l *ent.ImportLine) int {
	if l.Version == nil {
		return 1
	}
	return *l.Version + 1
}

// saidBefore returns those of some fields in which a file says what it said before.
func saidBefore(changed []string, before, now *shape.Fact) (said []string) {
	if before.Type != now.Type {
		return nil
	}
	for _, name := range changed {
		field := now.Of().Field(name)
		old, was := stated(before, field)
		fresh, is := stated(now, field)
		if was && is && isEqual(now, old, fresh) {
			said = append(said, name)
		}
	}
	return said
}

// comparisons are the codes of the notes that comparing a line with a record adds.
var comparisons = []lexicon.NoteCode{lexicon.FieldFixed, lexicon.ChangedSince, lexicon.ChangedInHub}

// compareParty compares a line about a partner that it only names with the partner that a person chose, if any. The
// name found the partner, and does not rename it; an empty cell empties nothing.
func (p *planner) compareParty(ctx context.Context, tx *ent.Client, l *ent.ImportLine, chosen string) error {
	f, err := factOf(l)
	if err != nil || !isParty(f) {
		return err
	}
	l.Notes = slices.DeleteFunc(l.Notes, func(n lexicon.Note) bool { return slices.Contains(comparisons, n.Code) })
	l.Compared, l.Version = "", nil
	rows, err := tx.Rows(ctx, "partner", func(s *sql.Selector) { s.Where(sql.EQ(s.C("uid"), chosen)) })
	if err != nil || len(rows) == 0 {
		return err // of a new partner
	}
	maps.DeleteFunc(f.Values, func(name string, value any) bool { return value == nil || name == "name" })
	l.Record = chosen
	version, _ := rows[0].Column("version").(int)
	l.Version = &version
	return p.compareWith(ctx, tx, l, f, rows[0])
}
