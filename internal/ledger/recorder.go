package ledger

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"time"

	"entgo.io/ent"
	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	gen "maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// recorder collects the lines of one transaction, which are written at its end.
type recorder struct {
	ledger       *Ledger
	tx           *gen.Tx
	entry        Entry
	lines        []line
	uids         map[recordRef]string // public identifiers of records that lines refer to
	skipExisting bool                 // omits versions that have a line
}

// newRecorder returns a recorder without lines.
func newRecorder(l *Ledger, tx *gen.Tx, e Entry) *recorder {
	return &recorder{ledger: l, tx: tx, entry: e, uids: map[recordRef]string{}}
}

// recordRef identifies a record by type and database id.
type recordRef struct {
	prefix string
	id     int
}

// line is a line of the ledger before it is written.
type line struct {
	of        *record.Type
	uid       string
	row       int
	version   int
	operation lexicon.ChangeOperation
	contract  *string
	scope     int    // the contract's database id, if only that is known
	reverts   string // the change that it reverts
	merged    string // the partner whose merge wrote it
	before    map[string]any
	after     map[string]any
}

// recorderKey is the key of the recorder in contexts.
type recorderKey struct{}

// Known passes the public identifier of a record to the write of a context. Lines that refer to the record then
// need not query it.
func Known(ctx context.Context, prefix string, id int, uid string) {
	if p := recorderOf(ctx); p != nil {
		p.uids[recordRef{prefix, id}] = uid
	}
}

// mergedKey is the key of the merged partner in contexts.
type mergedKey struct{}

// WithMerge returns a context whose lines name the partner that a merge deletes, so that the merge can be undone alone.
func WithMerge(ctx context.Context, partner string) context.Context {
	return context.WithValue(ctx, mergedKey{}, partner)
}

// mergedOf returns the partner whose merge a context belongs to; empty for none.
func mergedOf(ctx context.Context) string {
	partner, _ := ctx.Value(mergedKey{}).(string)
	return partner
}

// recorderOf returns the recorder of a context, or nil.
func recorderOf(ctx context.Context) *recorder {
	p, _ := ctx.Value(recorderKey{}).(*recorder)
	return p
}

// withRecorder returns a context with a recorder.
func withRecorder(ctx context.Context, p *recorder) context.Context {
	return access.WithRecorder(context.WithValue(ctx, recorderKey{}, p))
}

// typeOf returns the type of record that a mutation writes, or nil.
func typeOf(m ent.Mutation) *record.Type {
	for _, t := range record.Types {
		if t.Name == m.Type() {
			return t
		}
	}
	return nil
}

// create runs a mutation that creates a record, and adds its line.
func (p *recorder) create(ctx context.Context, t *record.Type, m ent.Mutation, next ent.Mutator) (ent.Value, error) {
	made, err := p.madeAt(ctx, m)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(setTimes(m, made, "created_at"), setTimes(m, p.entry.At, "updated_at")); err != nil {
		return nil, err
	}
	value, err := next.Mutate(ctx, m)
	if err != nil {
		return nil, err
	}
	return value, p.created(ctx, t, value.(gen.Row))
}

// madeAt returns when a record is made: now, or for one that comes back when it was first made. Claims without a date
// hold from that day.
func (p *recorder) madeAt(ctx context.Context, m ent.Mutation) (time.Time, error) {
	value, _ := m.Field("uid")
	uid, _ := value.(string)
	if p.entry.Reverts[uid] == "" {
		return p.entry.At, nil
	}
	first, err := p.tx.Client().Change.Query().Where(func(s *sql.Selector) {
		s.Where(sql.And(sql.EQ(s.C("record_uid"), uid), sql.EQ(s.C("operation"), string(lexicon.OperationCreate)))).
			OrderBy(s.C("record_version")).Limit(1)
	}).All(access.AsSystem(ctx))
	if err != nil || len(first) == 0 {
		return p.entry.At, err
	}
	return first[0].At, nil
}

// created adds the line of a new record.
func (p *recorder) created(ctx context.Context, t *record.Type, row gen.Row) error {
	uid := row.Column("uid").(string)
	p.uids[recordRef{t.Prefix, row.RowID()}] = uid
	after, err := p.values(ctx, t, row)
	if err != nil {
		return err
	}
	return p.add(ctx, row, line{
		of: t, uid: uid, version: row.Column("version").(int), operation: lexicon.OperationCreate, after: after,
	})
}

// update runs a mutation that updates a record, and adds its line.
func (p *recorder) update(ctx context.Context, t *record.Type, m ent.Mutation, next ent.Mutator) (ent.Value, error) {
	id, _ := m.(interface{ ID() (int, bool) }).ID()
	old, err := p.row(ctx, t, id)
	if err != nil {
		return nil, err
	}
	if err := setTimes(m, p.entry.At, "updated_at"); err != nil {
		return nil, err
	}
	value, err := next.Mutate(ctx, m)
	if err != nil {
		return nil, err
	}
	row := value.(gen.Row)
	was, err := p.values(ctx, t, old)
	if err != nil {
		return nil, err
	}
	is, err := p.values(ctx, t, row)
	if err != nil {
		return nil, err
	}
	before, after := changedFields(t, was, is)
	return value, p.add(ctx, row, line{of: t, uid: row.Column("uid").(string), version: row.Column("version").(int),
		operation: lexicon.OperationUpdate, before: before, after: after})
}

// changedFields returns the values of the fields that differ.
func changedFields(t *record.Type, was, is map[string]any) (before, after map[string]any) {
	before, after = map[string]any{}, map[string]any{}
	for _, f := range t.Fields {
		if !reflect.DeepEqual(was[f.Name], is[f.Name]) {
			before[f.Name], after[f.Name] = was[f.Name], is[f.Name]
		}
	}
	return before, after
}

// remove runs a mutation that deletes a record, and adds its line.
func (p *recorder) remove(ctx context.Context, t *record.Type, m ent.Mutation, next ent.Mutator) (ent.Value, error) {
	id, _ := m.(interface{ ID() (int, bool) }).ID()
	row, err := p.row(ctx, t, id)
	if err != nil {
		return nil, err
	}
	before, err := p.values(ctx, t, row)
	if err != nil {
		return nil, err
	}
	p.uids[recordRef{t.Prefix, id}] = row.Column("uid").(string) // for lines that refer to it
	gone := line{
		of: t, row: id, uid: row.Column("uid").(string), version: row.Column("version").(int) + 1,
		operation: lexicon.OperationDelete, before: before,
	}
	if gone.contract, err = p.contractOf(ctx, t, row); err != nil {
		return nil, err
	}
	value, err := next.Mutate(ctx, m)
	if err != nil {
		return nil, err
	}
	if n, ok := value.(int); ok && n == 0 { // the record has changed since the version that was expected
		return value, nil
	}
	gone.reverts, gone.merged = p.entry.Reverts[gone.uid], mergedOf(ctx)
	p.lines = append(p.lines, gone)
	return value, nil
}

// setTimes sets times to that of the transaction, so that the record agrees with the ledger.
func setTimes(m ent.Mutation, at time.Time, fields ...string) error {
	for _, f := range fields {
		if err := m.SetField(f, at); err != nil {
			return err
		}
	}
	return nil
}

// add adds the line of an existing record.
func (p *recorder) add(ctx context.Context, row gen.Row, l line) (err error) {
	l.row, l.reverts, l.merged = row.RowID(), p.entry.Reverts[l.uid], mergedOf(ctx)
	if l.of.Scope != "" && l.of.Scope != "id" {
		l.scope, _ = row.Column(l.of.Scope).(int) // flush looks up the public identifier
	} else if l.contract, err = p.contractOf(ctx, l.of, row); err != nil {
		return err
	}
	p.lines = append(p.lines, l)
	return nil
}

// row returns a record as the transaction sees it.
func (p *recorder) row(ctx context.Context, t *record.Type, id int) (gen.Row, error) {
	rows, err := p.tx.Client().Rows(access.AsSystem(ctx), t.Prefix, func(s *sql.Selector) {
		s.Where(sql.EQ(s.C("id"), id))
	})
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, &gen.NotFoundError{}
	}
	return rows[0], nil
}

// values returns the values of a record's fields, without empty ones.
func (p *recorder) values(ctx context.Context, t *record.Type, row gen.Row) (map[string]any, error) {
	values := map[string]any{}
	for _, f := range t.Fields {
		value, err := p.value(ctx, f, row)
		if err != nil {
			return nil, err
		}
		if value != nil {
			values[f.Name] = value
		}
	}
	return values, nil
}

// value returns the plain value of a field.
func (p *recorder) value(ctx context.Context, f *record.Field, row gen.Row) (any, error) {
	if !f.IsReference() {
		return f.Plain(row.Column(f.Columns()[0])), nil
	}
	for _, end := range f.Ends() {
		if id, ok := row.Column(end.Column).(int); ok {
			return p.uidOf(ctx, recordRef{end.Prefix, id})
		}
	}
	return nil, nil
}

// contractOf returns the public identifier of the contract that a record belongs to; nil for a record of the
// directory.
func (p *recorder) contractOf(ctx context.Context, t *record.Type, row gen.Row) (*string, error) {
	if t.Scope == "" {
		return nil, nil
	}
	if t.Scope == "id" {
		uid := row.Column("uid").(string)
		return &uid, nil
	}
	id, ok := row.Column(t.Scope).(int)
	if !ok {
		return nil, nil
	}
	uid, err := p.uidOf(ctx, recordRef{"contract", id})
	return &uid, err
}

// uidOf returns the public identifier of an existing record.
func (p *recorder) uidOf(ctx context.Context, where recordRef) (string, error) {
	if uid, known := p.uids[where]; known {
		return uid, nil
	}
	row, err := p.row(ctx, record.Of(where.prefix), where.id)
	if err != nil {
		return "", fmt.Errorf("%s %d, which a record names: %w", where.prefix, where.id, err)
	}
	uid := row.Column("uid").(string)
	p.uids[where] = uid
	return uid, nil
}
