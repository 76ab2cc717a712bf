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
	"maillage/internal/record"
)

// Position is a place in the ledger: that of one of its lines. The zero
// Position is the start.
type Position struct {
	Epoch int
	XID   int64
	ID    int
	UID   string // the line's, by which one of a ledger that was restored is told
}

// PositionOf is the place of a line.
func PositionOf(c *gen.Change) Position { return Position{c.Epoch, c.Xid, c.ID, c.UID} }

// String writes the place, for a cursor to seal.
func (p Position) String() string { return fmt.Sprintf("%d %d %d %s", p.Epoch, p.XID, p.ID, p.UID) }

// ParsePosition reads what String wrote.
func ParsePosition(text string) (Position, error) {
	parts := strings.Split(text, " ")
	if len(parts) != 4 {
		return Position{}, errors.New("no place in a ledger")
	}
	var p Position
	var errs [3]error
	p.Epoch, errs[0] = strconv.Atoi(parts[0])
	p.XID, errs[1] = strconv.ParseInt(parts[1], 10, 64)
	p.ID, errs[2] = strconv.Atoi(parts[2])
	p.UID = parts[3]
	return p, errors.Join(errs[:]...)
}

// ErrRestored says that the line of a position is not in the ledger any more:
// the database was restored to a moment before it.
var ErrRestored = errors.New("the ledger was restored to a moment before this place")

// Query says which lines to read.
type Query struct {
	After, Before *Position
	Through       *Position // no further than this line
	Limit         int
	Backward      bool // the last ones rather than the first

	Types    []string // prefixes; nil is all
	Contract string   // a contract's public identifier, or empty
	Records  []string // public identifiers; nil is all
	Write    string
	// Until limits the lines to those up to a moment; it is a time.Time, or nil. A
	// line counts as written at the latest moment of it and of all before it:
	// where a clock went back, what follows would be older than what it changes.
	Until any
	// Young includes lines before which others can still appear: for whoever
	// wants what is known rather than to go on from there.
	Young bool
}

// Read reads lines that the viewer may see, in the order in which they were
// committed. On PostgreSQL it goes no further than the oldest transaction that
// still runs, for that one's lines come before those of later ones.
func (l *Ledger) Read(ctx context.Context, q Query) ([]*gen.Change, error) {
	for _, p := range []*Position{q.After, q.Before} {
		if err := check(access.AsSystem(ctx), l.client, p); err != nil {
			return nil, err
		}
	}
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
	return find.All(access.AsSystem(ctx))
}

// Lines are those of one write, as far as the viewer sees them: also of one that
// is so young that older ones may still come.
func (l *Ledger) Lines(ctx context.Context, write string) ([]*gen.Change, error) {
	return l.Find(ctx, func(s *sql.Selector) { s.Where(sql.EQ(s.C("write"), write)) })
}

// Find are the lines that match a condition, as far as the viewer sees them.
func (l *Ledger) Find(ctx context.Context, condition func(*sql.Selector)) ([]*gen.Change, error) {
	return l.FindIn(ctx, l.client, condition)
}

// FindIn finds lines as a transaction sees them.
func (l *Ledger) FindIn(ctx context.Context, tx *gen.Client, condition func(*sql.Selector)) ([]*gen.Change, error) {
	where, err := l.where(ctx, Query{})
	if err != nil {
		return nil, err
	}
	return tx.Change.Query().Where(where, condition, func(s *sql.Selector) { s.OrderBy(s.C("id")) }).All(access.AsSystem(ctx))
}

// End is the place of the last line that is settled; the start when there is
// none.
func (l *Ledger) End(ctx context.Context) (*Position, error) { return l.EndIn(ctx, l.client) }

// EndIn is the end as a transaction sees it.
func (l *Ledger) EndIn(ctx context.Context, tx *gen.Client) (*Position, error) {
	last, err := l.lastSettled(ctx, tx, Position{})
	if err != nil || last == nil {
		return &Position{}, err
	}
	p := PositionOf(last)
	return &p, nil
}

// lastSettled is the last line that is settled after a place, or nil.
func (l *Ledger) lastSettled(ctx context.Context, tx *gen.Client, after Position) (*gen.Change, error) {
	last, err := tx.Change.Query().Where(l.settledOnly, func(s *sql.Selector) {
		s.Where(compare(s, ">", after)).OrderBy(sql.Desc(s.C("epoch")), sql.Desc(s.C("xid")), sql.Desc(s.C("id"))).Limit(1)
	}).All(access.AsSystem(ctx))
	if err != nil || len(last) == 0 {
		return nil, err
	}
	return last[0], nil
}

// Count counts the lines that the viewer may see, wherever the query's places
// are.
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

// CheckLine returns ErrRestored when a transaction does not see the line of a place.
func (l *Ledger) CheckLine(ctx context.Context, tx *gen.Client, line Position) error {
	return check(access.AsSystem(ctx), tx, &line)
}

// check makes sure that the line of a position is still there.
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

func (l *Ledger) where(ctx context.Context, q Query) (func(*sql.Selector), error) {
	if err := l.baseline.Check(); err != nil {
		return nil, err
	}
	viewer := access.From(ctx)
	if viewer == nil {
		return nil, schema.ErrNoViewer
	}
	return func(s *sql.Selector) {
		if !viewer.Sight.All {
			s.Where(seen(s, viewer.Sight))
		}
		if q.Types != nil {
			s.Where(sql.In(s.C("record_type"), anyOf(q.Types)...))
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

func anyOf(texts []string) []any {
	list := make([]any, len(texts))
	for i, t := range texts {
		list[i] = t
	}
	return list
}

// seen is the condition of lines about what somebody of a limited sight sees:
// those of contracts, and with the directory those of no contract.
func seen(s *sql.Selector, sight access.Sight) *sql.Predicate {
	t := sql.Table("contracts")
	of := sql.Dialect(s.Dialect()).Select(t.C("uid")).From(t)
	of.Where(schema.Visible(of, "contract", sight))
	own := sql.In(s.C("contract_uid"), of)
	if sight.Directory {
		return sql.Or(sql.IsNull(s.C("contract_uid")), own)
	}
	return own
}

// compare compares the place of a line with another.
func compare(s *sql.Selector, with string, p Position) *sql.Predicate {
	return sql.P(func(b *sql.Builder) {
		b.WriteString("(").Ident(s.C("epoch")).Comma().Ident(s.C("xid")).Comma().Ident(s.C("id")).WriteString(") " + with + " (")
		b.Arg(p.Epoch).Comma().Arg(p.XID).Comma().Arg(p.ID).WriteString(")")
	})
}

// beforeAllAfter is the condition of lines that come before all lines that were
// written after a moment.
func beforeAllAfter(s *sql.Selector, moment any) *sql.Predicate {
	return sql.P(func(b *sql.Builder) {
		b.WriteString("COALESCE((").Ident(s.C("epoch")).Comma().Ident(s.C("xid")).Comma().Ident(s.C("id"))
		b.WriteString(") < (SELECT f.epoch, f.xid, f.id FROM changes f WHERE f.at > ").Arg(moment)
		b.WriteString(" ORDER BY f.epoch, f.xid, f.id LIMIT 1), TRUE)") // there may be none
	})
}

// settledOnly keeps the lines before which none can appear any more.
func (l *Ledger) settledOnly(s *sql.Selector) {
	if !l.postgres {
		return // one writer: a line that is there has none before it to come
	}
	s.Where(sql.P(func(b *sql.Builder) {
		b.WriteString("(").Ident(s.C("xid")).WriteString(" < " + oldestRunning + " OR ")
		b.Ident(s.C("epoch")).WriteString(" < (SELECT convert_from(value, 'UTF8')::bigint FROM settings WHERE key = '" + epochKey + "'))")
	}))
}

const oldestRunning = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint"

// isSettled is the condition of settledOnly for hand-written statements.
const isSettled = "(xid < " + oldestRunning +
	" OR epoch < (SELECT convert_from(value, 'UTF8')::bigint FROM settings WHERE key = '" + epochKey + "'))"

// Values reads the values of one side of a line, without those of fields that the type has no more.
func Values(of *record.Type, side map[string]json.RawMessage) (map[string]any, error) {
	values := map[string]any{}
	for name, raw := range side {
		f := of.Field(name)
		if f == nil && of.Had(name) {
			continue
		}
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

// valueOf reads a value. Most are texts without an escape, for which a decoder
// takes longer than all else that is done with them.
func valueOf(raw json.RawMessage) (value any, err error) {
	if n := len(raw); n >= 2 && raw[0] == '"' && raw[n-1] == '"' && !bytes.ContainsAny(raw[1:n-1], "\\\"") {
		return string(raw[1 : n-1]), nil
	}
	err = json.Unmarshal(raw, &value)
	return value, err
}
