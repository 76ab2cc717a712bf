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

// pen writes the lines of one transaction. They are kept until the transaction
// ends, and written last.
type pen struct {
	ledger *Ledger
	tx     *gen.Tx
	entry  Entry
	lines  []line
	uids   map[at]string // of records that lines refer to
	skips  bool          // leaves out versions that have a line
}

func newPen(l *Ledger, tx *gen.Tx, e Entry) *pen {
	return &pen{ledger: l, tx: tx, entry: e, uids: map[at]string{}}
}

// at is a record, by type and database id.
type at struct {
	prefix string
	id     int
}

// line is a change before it is written.
type line struct {
	of        *record.Type
	uid       string
	row       int
	version   int
	operation lexicon.ChangeOperation
	contract  *string
	scope     int    // the contract's database id, when only that is known
	reverts   string // the change that it undoes
	before    map[string]any
	after     map[string]any
}

type penKey struct{}

// Known tells the write of a context the public identifier of a record that it
// has read: the lines that name the record need not look it up.
func Known(ctx context.Context, prefix string, id int, uid string) {
	if p := penOf(ctx); p != nil {
		p.uids[at{prefix, id}] = uid
	}
}

func penOf(ctx context.Context) *pen {
	p, _ := ctx.Value(penKey{}).(*pen)
	return p
}

func withPen(ctx context.Context, p *pen) context.Context {
	return access.WithPen(context.WithValue(ctx, penKey{}, p))
}

// typeOf is the type of record that a mutation writes, or nil.
func typeOf(m ent.Mutation) *record.Type {
	for _, t := range record.Types {
		if t.Name == m.Type() {
			return t
		}
	}
	return nil
}

func (p *pen) create(ctx context.Context, t *record.Type, m ent.Mutation, next ent.Mutator) (ent.Value, error) {
	made, err := p.madeAt(ctx, m)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(stamp(m, made, "created_at"), stamp(m, p.entry.At, "updated_at")); err != nil {
		return nil, err
	}
	value, err := next.Mutate(ctx, m)
	if err != nil {
		return nil, err
	}
	return value, p.created(ctx, t, value.(gen.Row))
}

// madeAt is when a record is made: now, or for one that comes back when it was first made. Claims without a date hold
// from that day.
func (p *pen) madeAt(ctx context.Context, m ent.Mutation) (time.Time, error) {
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

// created adds the line of a record that is new.
func (p *pen) created(ctx context.Context, t *record.Type, row gen.Row) error {
	uid := row.Column("uid").(string)
	p.uids[at{t.Prefix, row.RowID()}] = uid
	after, err := p.values(ctx, t, row)
	if err != nil {
		return err
	}
	return p.add(ctx, row, line{of: t, uid: uid, version: row.Column("version").(int), operation: lexicon.OperationCreate, after: after})
}

func (p *pen) update(ctx context.Context, t *record.Type, m ent.Mutation, next ent.Mutator) (ent.Value, error) {
	id, _ := m.(interface{ ID() (int, bool) }).ID()
	old, err := p.row(ctx, t, id)
	if err != nil {
		return nil, err
	}
	if err := stamp(m, p.entry.At, "updated_at"); err != nil {
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
	before, after := differences(t, was, is)
	return value, p.add(ctx, row, line{of: t, uid: row.Column("uid").(string), version: row.Column("version").(int),
		operation: lexicon.OperationUpdate, before: before, after: after})
}

// differences are the fields that are not what they were.
func differences(t *record.Type, was, is map[string]any) (before, after map[string]any) {
	before, after = map[string]any{}, map[string]any{}
	for _, f := range t.Fields {
		if !reflect.DeepEqual(was[f.Name], is[f.Name]) {
			before[f.Name], after[f.Name] = was[f.Name], is[f.Name]
		}
	}
	return before, after
}

func (p *pen) remove(ctx context.Context, t *record.Type, m ent.Mutation, next ent.Mutator) (ent.Value, error) {
	id, _ := m.(interface{ ID() (int, bool) }).ID()
	row, err := p.row(ctx, t, id)
	if err != nil {
		return nil, err
	}
	before, err := p.values(ctx, t, row)
	if err != nil {
		return nil, err
	}
	p.uids[at{t.Prefix, id}] = row.Column("uid").(string) // for lines that name it
	gone := line{of: t, row: id, uid: row.Column("uid").(string), version: row.Column("version").(int) + 1, operation: lexicon.OperationDelete, before: before}
	if gone.contract, err = p.contractOf(ctx, t, row); err != nil {
		return nil, err
	}
	value, err := next.Mutate(ctx, m)
	if err != nil {
		return nil, err
	}
	if n, ok := value.(int); ok && n == 0 { // another version than the one seen
		return value, nil
	}
	gone.reverts = p.entry.Reverts[gone.uid]
	p.lines = append(p.lines, gone)
	return value, nil
}

// stamp sets moments to that of the transaction, so that the ledger and the
// record say the same.
func stamp(m ent.Mutation, at time.Time, fields ...string) error {
	for _, f := range fields {
		if err := m.SetField(f, at); err != nil {
			return err
		}
	}
	return nil
}

func (p *pen) add(ctx context.Context, row gen.Row, l line) (err error) {
	l.row, l.reverts = row.RowID(), p.entry.Reverts[l.uid]
	if l.of.Scope != "" && l.of.Scope != "id" {
		l.scope, _ = row.Column(l.of.Scope).(int) // flush writes its public identifier
	} else if l.contract, err = p.contractOf(ctx, l.of, row); err != nil {
		return err
	}
	p.lines = append(p.lines, l)
	return nil
}

// row is a record as the transaction sees it.
func (p *pen) row(ctx context.Context, t *record.Type, id int) (gen.Row, error) {
	rows, err := p.tx.Client().Rows(access.AsSystem(ctx), t.Prefix, func(s *sql.Selector) { s.Where(sql.EQ(s.C("id"), id)) })
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, &gen.NotFoundError{}
	}
	return rows[0], nil
}

// values are a record's fields, those that are empty left out.
func (p *pen) values(ctx context.Context, t *record.Type, row gen.Row) (map[string]any, error) {
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

func (p *pen) value(ctx context.Context, f *record.Field, row gen.Row) (any, error) {
	if !f.IsReference() {
		return f.Plain(row.Column(f.Columns()[0])), nil
	}
	for _, end := range f.Ends() {
		if id, ok := row.Column(end.Column).(int); ok {
			return p.uidOf(ctx, at{end.Prefix, id})
		}
	}
	return nil, nil
}

// contractOf is the contract that a record belongs to, by its public
// identifier; nil for one of the directory.
func (p *pen) contractOf(ctx context.Context, t *record.Type, row gen.Row) (*string, error) {
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
	uid, err := p.uidOf(ctx, at{"contract", id})
	return &uid, err
}

// uidOf is the public identifier of a record that is there.
func (p *pen) uidOf(ctx context.Context, where at) (string, error) {
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
