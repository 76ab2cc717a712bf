package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"time"
)

// grace is how long PostgreSQL may take to cancel a statement, or to roll back, before its connection
// is cut.
const grace = 500 * time.Millisecond

// pqConn is a connection of lib/pq.
type pqConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.NamedValueChecker
	driver.Pinger
	driver.QueryerContext
	driver.SessionResetter
	driver.Validator
}

// session is a connection whose calls return when their contexts end, even when the server does not
// answer. lib/pq would ask the server to cancel, and wait.
type session struct {
	pqConn
	link       *link
	closed     func()
	statements *statements
	isReading  bool // rows are open
	inTx       bool
	isTainted  bool // a statement was cancelled: the cancellation may reach the next one
}

// watch is a call in progress: of a statement, its rows, or a transaction's end.
type watch struct {
	session  *session
	ctx      context.Context // the caller's
	early    context.Context // for the driver
	cancel   context.CancelFunc
	returned chan struct{}
	forget   func() bool // removes what waits for the end of the context, which may be that of the program
}

// watch starts to watch a call. Its early context ends a little before the caller's. The server is
// then asked to cancel, and has time to do so before the connection is cut.
func (s *session) watch(ctx context.Context) *watch {
	w := &watch{session: s, ctx: ctx, early: ctx, cancel: func() {}, returned: make(chan struct{})}
	wait := grace
	if deadline, has := ctx.Deadline(); has {
		wait = max(0, min(grace, time.Until(deadline)/4))
		w.early, w.cancel = context.WithDeadline(ctx, deadline.Add(-wait))
	}
	w.forget = context.AfterFunc(w.early, func() {
		select {
		case <-w.returned:
		case <-time.After(wait):
			s.link.cut()
		}
	})
	return w
}

// fault returns the context's error in place of that of a call which it ended.
func (w *watch) fault(err error) error {
	if err == nil || errors.Is(err, io.EOF) || w.early.Err() == nil {
		return err
	}
	<-w.ctx.Done()                                        // in a moment
	return fmt.Errorf("%w: %s", w.ctx.Err(), err.Error()) // a broken connection would make the caller try again
}

// end ends the watch of a call that has returned.
func (w *watch) end(err error) error {
	close(w.returned)
	w.forget()
	if w.early.Err() != nil {
		w.session.isTainted = true
	}
	err = w.fault(err)
	w.cancel()
	return err
}

// errRowsOpen refuses a statement while the rows of another are open.
var errRowsOpen = errors.New("another statement's rows are open on this connection: read or close them first")

// ExecContext runs a statement.
func (s *session) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	w := s.watch(ctx)
	result, err := run(s, w.early, query, args, s.pqConn.ExecContext,
		func(p prepared) (driver.Result, error) { return p.ExecContext(w.early, args) })
	return result, w.end(err)
}

// QueryContext runs a statement that returns rows, which are watched as well.
func (s *session) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	w := s.watch(ctx)
	found, err := run(s, w.early, query, args, s.pqConn.QueryContext,
		func(p prepared) (driver.Rows, error) { return p.QueryContext(w.early, args) })
	if err != nil {
		return nil, w.end(err)
	}
	s.isReading = true
	return &rows{pqRows: found.(pqRows), watch: w}, nil
}

// run runs a statement, and prepares one that repeats. It runs a stale prepared statement again as
// plain text, except within a transaction, which the error has aborted.
func run[T any](s *session, ctx context.Context, query string, args []driver.NamedValue,
	plainly func(context.Context, string, []driver.NamedValue) (T, error), again func(prepared) (T, error),
) (result T, err error) {
	if s.isReading {
		return result, errRowsOpen
	}
	p, err := s.statements.get(ctx, s.pqConn, query, len(args))
	if err != nil {
		return result, err
	}
	if p == nil {
		return plainly(ctx, query, args)
	}
	result, err = again(p)
	if isStale(err) {
		s.statements.forget()
		if !s.inTx {
			return plainly(ctx, query, args)
		}
	}
	return result, err
}

// Ping checks that the server answers.
func (s *session) Ping(ctx context.Context) error {
	w := s.watch(ctx)
	return w.end(s.pqConn.Ping(w.early))
}

// BeginTx begins a transaction. database/sql rolls it back when its context ends.
func (s *session) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	w := s.watch(ctx)
	tx, err := s.pqConn.BeginTx(context.WithoutCancel(ctx), opts)
	if err := w.end(err); err != nil {
		return nil, err
	}
	s.inTx = true
	return &transaction{tx, s, ctx}, nil
}

// IsValid reports whether the pool may keep the connection.
func (s *session) IsValid() bool { return !s.isTainted && !s.link.isCut() && s.pqConn.IsValid() }

// ResetSession refuses a connection that the pool may not keep.
func (s *session) ResetSession(ctx context.Context) error {
	if s.isTainted {
		return driver.ErrBadConn
	}
	return s.pqConn.ResetSession(ctx)
}

// Close closes the connection. It waits at most for grace.
func (s *session) Close() error {
	s.closed()
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	w := s.watch(ctx)
	return w.end(s.pqConn.Close())
}

// transaction is a transaction whose commit or rollback does not outlast its context.
type transaction struct {
	driver.Tx
	session *session
	ctx     context.Context
}

// Commit commits. After an error it is unknown whether the server did.
func (t *transaction) Commit() error {
	t.session.inTx = false
	w := t.session.watch(t.ctx)
	return w.end(t.Tx.Commit())
}

// Rollback rolls back. A connection that takes too long is cut, which rolls back too.
func (t *transaction) Rollback() error {
	t.session.inTx = false
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.ctx), grace)
	defer cancel()
	w := t.session.watch(ctx)
	return w.end(t.Tx.Rollback())
}

// pqRows are rows of lib/pq.
type pqRows interface {
	driver.Rows
	driver.RowsNextResultSet
	driver.RowsColumnTypeScanType
	driver.RowsColumnTypeDatabaseTypeName
	driver.RowsColumnTypeLength
	driver.RowsColumnTypePrecisionScale
}

// rows are rows that are watched until they are closed.
type rows struct {
	pqRows
	watch *watch
}

// Next reads the next row.
func (r *rows) Next(dest []driver.Value) error { return r.watch.fault(r.pqRows.Next(dest)) }

// Close closes the rows and ends the watch.
func (r *rows) Close() error {
	r.watch.session.isReading = false
	return r.watch.end(r.pqRows.Close())
}
