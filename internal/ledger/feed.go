package ledger

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"entgo.io/ent/dialect/sql"

	"maillage/ent/schema"
	"maillage/internal/access"
	gen "maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// Position is the position of a line in the ledger. The zero Position is the start.
type Position struct {
	Epoch int
	XID   int64
	ID    int
	UID   string // of the line, by which a restored ledger is detected
}

// PositionOf returns the position of a line.
func PositionOf(c *gen.Change) Position { return Position{c.Epoch, c.Xid, c.ID, c.UID} }

// After returns a position between this line and the next one.
func (p Position) After() Position { return Position{Epoch: p.Epoch, XID: p.XID, ID: p.ID + 1} }

// String encodes the position, for a cursor.
func (p Position) String() string { return fmt.Sprintf("%d %d %d %s", p.Epoch, p.XID, p.ID, p.UID) }

// ParsePosition decodes what String returned.
func ParsePosition(text string) (Position, error) {
	parts := strings.Split(text, " ")
	if len(parts) != 4 {
		return Position{}, errors.New("malformed ledger position")
	}
	var p Position
	var errs [3]error
	p.Epoch, errs[0] = strconv.Atoi(parts[0])
	p.XID, errs[1] = strconv.ParseInt(parts[1], 10, 64)
	p.ID, errs[2] = strconv.Atoi(parts[2])
	p.UID = parts[3]
	return p, errors.Join(errs[:]...)
}

// ErrRestored reports that the line of a position has disappeared: the database was restored to an earlier state.
var ErrRestored = errors.New("the ledger was restored to a moment before this position")

// Query selects lines of the ledger.
type Query struct {
	After, Before *Position
	Through       *Position // up to this line
	Limit         int
	Backward      bool // the last lines instead of the first

	Types      []string // prefixes; nil means all
	Operations []lexicon.ChangeOperation
	Contract   string   // public identifier of a contract, or empty
	Records    []string // public identifiers; nil means all
	Write      string
	// Until limits the lines to those up to a time; it is a time.Time, or nil. The effective time of a line is the
	// latest time of it and all lines before it. Otherwise, if a clock went back, later lines would be older than
	// what they change.
	Until any
	// Young includes lines that are not settled. It is for callers that do not continue from the last line.
	Young bool
}

// Read returns the lines that are visible to the viewer, in commit order. On PostgreSQL it ends before the lines of
// the oldest running transaction, whose lines come before those of later ones.
func (l *Ledger) Read(ctx context.Context, q Query) ([]*gen.Change, error) {
	where, err := l.where(ctx, q)
	if err != nil {
		return nil, err
	}
	find := l.client.Change.Query().Where(where, func(s *sql.Selector) {
		if !q.Young {
			l.settledOnly(s)
		}
		order := sql.Asc
		if q.Backward {
			order = sql.Desc
		}
		s.OrderBy(order(s.C("epoch")), order(s.C("xid")), order(s.C("id")))
	})
	if q.Limit > 0 {
		find.Limit(q.Limit)
	}
	lines, err := find.All(access.AsSystem(ctx))
	if err != nil {
		return nil, err
	}
	for _, p := range []*Position{q.After, q.Before} { // after reading: a lost line never comes back
		if err := check(access.AsSystem(ctx), l.client, p); err != nil {
			return nil, err
		}
	}
	return lines, nil
}

// Lines returns the visible lines of one write, settled or not.
func (l *Ledger) Lines(ctx context.Context, write string) ([]*gen.Change, error) {
	return l.Find(ctx, func(s *sql.Selector) { s.Where(sql.EQ(s.C("write"), write)) })
}

// Find returns the visible lines that match a condition.
func (l *Ledger) Find(ctx context.Context, condition func(*sql.Selector)) ([]*gen.Change, error) {
	return l.FindIn(ctx, l.client, condition)
}

// FindIn is [Ledger.Find] in a transaction.
func (l *Ledger) FindIn(ctx context.Context, tx *gen.Client, condition func(*sql.Selector)) ([]*gen.Change, error) {
	where, err := l.where(ctx, Query{})
	if err != nil {
		return nil, err
	}
	byID := func(s *sql.Selector) { s.OrderBy(s.C("id")) }
	return tx.Change.Query().Where(where, condition, byID).All(access.AsSystem(ctx))
}

// End returns the position of the last settled line, or the start.
func (l *Ledger) End(ctx context.Context) (*Position, error) { return l.EndIn(ctx, l.client) }

// EndIn is [Ledger.End] in a transaction.
func (l *Ledger) EndIn(ctx context.Context, tx *gen.Client) (*Position, error) {
	last, err := l.lastSettled(ctx, tx, Position{})
	if err != nil || last == nil {
		return &Position{}, err
	}
	p := PositionOf(last)
	return &p, nil
}

// lastSettled returns the last settled line after a position, or nil.
func (l *Ledger) lastSettled(ctx context.Context, tx *gen.Client, after Position) (*gen.Change, error) {
	last, err := tx.Change.Query().Where(l.settledOnly, func(s *sql.Selector) {
		s.Where(compare(s, ">", after)).
			OrderBy(sql.Desc(s.C("epoch")), sql.Desc(s.C("xid")), sql.Desc(s.C("id"))).Limit(1)
	}).All(access.AsSystem(ctx))
	if err != nil || len(last) == 0 {
		return nil, err
	}
	return last[0], nil
}

// Count counts the visible lines of a query, without regard to its After and Before.
func (l *Ledger) Count(ctx context.Context, q Query) (int, error) {
	q.After, q.Before = nil, nil
	where, err := l.where(ctx, q)
	if err != nil {
		return 0, err
	}
	return l.client.Change.Query().Where(where, func(s *sql.Selector) {
		if !q.Young {
			l.settledOnly(s)
		}
	}).Count(access.AsSystem(ctx))
}

// CheckLine returns ErrRestored if a transaction does not see the line of a position.
func (l *Ledger) CheckLine(ctx context.Context, tx *gen.Client, line Position) error {
	return check(access.AsSystem(ctx), tx, &line)
}

// check returns ErrRestored if the line of a position has disappeared.
func check(ctx context.Context, c *gen.Client, p *Position) error {
	if p == nil || p.ID == 0 {
		return nil
	}
	n, err := c.Change.Query().Where(func(s *sql.Selector) {
		s.Where(sql.And(sql.EQ(s.C("id"), p.ID), sql.EQ(s.C("uid"), p.UID)))
	}).Count(ctx)
	if err == nil && n == 0 {
		return ErrRestored
	}
	return err
}

// where returns the condition of a query, limited to what the viewer can see.
func (l *Ledger) where(ctx context.Context, q Query) (func(*sql.Selector), error) {
	if err := l.baseline.Check(); err != nil {
		return nil, err
	}
	viewer := access.From(ctx)
	if viewer == nil {
		return nil, schema.ErrNoViewer
	}
	return func(s *sql.Selector) {
		if !viewer.Visibility.All {
			s.Where(visibleCondition(s, viewer.Visibility))
		}
		if q.Types != nil {
			s.Where(sql.In(s.C("record_type"), anyOf(q.Types)...))
		}
		if q.Operations != nil {
			s.Where(sql.In(s.C("operation"), anyOf(q.Operations)...))
		}
		if q.Records != nil {
			s.Where(sql.In(s.C("record_uid"), anyOf(q.Records)...))
		}
		if q.Contract != "" {
			s.Where(sql.EQ(s.C("contract_uid"), q.Contract))
		}
		if q.Write != "" {
			s.Where(sql.EQ(s.C("write"), q.Write))
		}
		if q.Until != nil {
			s.Where(sql.LTE(s.C("at"), q.Until))
			s.Where(beforeAllAfter(s, q.Until))
		}
		if q.After != nil {
			s.Where(compare(s, ">", *q.After))
		}
		if q.Before != nil {
			s.Where(compare(s, "<", *q.Before))
		}
		if q.Through != nil {
			s.Where(compare(s, "<=", *q.Through))
		}
	}, nil
}

// anyOf converts values for a condition.
func anyOf[T any](values []T) []any {
	list := make([]any, len(values))
	for i, t := range values {
		list[i] = t
	}
	return list
}

// visibleCondition returns the condition of lines that are visible with limited rights: those of contracts, and
// with the directory those of no contract.
func visibleCondition(s *sql.Selector, visibility access.Visibility) *sql.Predicate {
	t := sql.Table("contracts")
	of := sql.Dialect(s.Dialect()).Select(t.C("uid")).From(t)
	of.Where(schema.Visible(of, "contract", visibility))
	own := sql.In(s.C("contract_uid"), of)
	if visibility.Directory {
		return sql.Or(sql.IsNull(s.C("contract_uid")), own)
	}
	return own
}

// compare returns a condition that compares the position of a line with another.
func compare(s *sql.Selector, with string, p Position) *sql.Predicate {
	return sql.P(func(b *sql.Builder) {
		b.WriteString("(").Ident(s.C("epoch")).Comma().Ident(s.C("xid")).Comma().Ident(s.C("id"))
		b.WriteString(") " + with + " (")
		b.Arg(p.Epoch).Comma().Arg(p.XID).Comma().Arg(p.ID).WriteString(")")
	})
}

// beforeAllAfter returns the condition of lines that come before all lines written after a time.
func beforeAllAfter(s *sql.Selector, moment any) *sql.Predicate {
	return sql.P(func(b *sql.Builder) {
		b.WriteString("COALESCE((").Ident(s.C("epoch")).Comma().Ident(s.C("xid")).Comma().Ident(s.C("id"))
		b.WriteString(") < (SELECT f.epoch, f.xid, f.id FROM changes f WHERE f.at > ").Arg(moment)
		b.WriteString(" ORDER BY f.epoch, f.xid, f.id LIMIT 1), TRUE)") // there may be none
	})
}

// settledOnly limits a query to settled lines.
func (l *Ledger) settledOnly(s *sql.Selector) {
	if !l.postgres {
		return // SQLite has one writer: every line is settled
	}
	s.Where(sql.P(func(b *sql.Builder) {
		b.WriteString("(").Ident(s.C("xid")).WriteString(" < " + oldestRunning + " OR ")
		b.Ident(s.C("epoch")).WriteString(" < (SELECT convert_from(value, 'UTF8')::bigint FROM settings WHERE key = '" +
			epochKey + "'))")
	}))
}

// oldestRunning is the id of the oldest running transaction.
const oldestRunning = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint"

// isSettled is the condition of settledOnly for hand-written statements.
const isSettled = "(xid < " + oldestRunning +
	" OR epoch < (SELECT convert_from(value, 'UTF8')::bigint FROM settings WHERE key = '" + epochKey + "'))"

// Values parses the values of one side of a line.
func Values(of *record.Type, side map[string]json.RawMessage) (map[string]any, error) {
	values := map[string]any{}
	for name, raw := range side {
		f := of.Field(name)
		if f == nil {
			return nil, fmt.Errorf("a line of the ledger has the field %s, which %s lacks", name, of.Name)
		}
		value, err := valueOf(raw)
		if err != nil {
			return nil, err
		}
		parsed, problem := f.Parse(value)
		if problem != nil {
			return nil, fmt.Errorf("a line of the ledger has the %s %s: %w", name, raw, problem)
		}
		values[name] = parsed
	}
	return values, nil
}

// valueOf decodes a value. Most are texts without escapes, which it reads itself: a decoder would take longer than
// all other work on them.
func valueOf(raw json.RawMessage) (value any, err error) {
	if n := len(raw); n >= 2 && raw[0] == '"' && raw[n-1] == '"' && !bytes.ContainsAny(raw[1:n-1], "\\\"") {
		return string(raw[1 : n-1]), nil
	}
	err = json.Unmarshal(raw, &value)
	return value, err
}
