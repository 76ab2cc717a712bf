package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"

	"modernc.org/sqlite"
)

// sqliteConn is a connection of SQLite's driver.
type sqliteConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.Pinger
	driver.QueryerContext
	driver.SessionResetter
	driver.Validator
}

// sqliteConnector opens connections to a SQLite file that keep prepared statements.
type sqliteConnector struct{ driver.Connector }

// openSQLitePool returns a pool of connections with the settings of a DSN.
func openSQLitePool(dsn string) (*sql.DB, error) {
	plain, err := sqlite.NewConnector(dsn)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(sqliteConnector{plain}), nil
}

// Connect opens a connection.
func (c sqliteConnector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &sqliteSession{sqliteConn: conn.(sqliteConn), statements: newStatements(sqliteStatements)}, nil
}

// sqliteSession is a connection to a SQLite file that keeps prepared statements. Unlike PostgreSQL, SQLite runs several
// statements on one connection at once, and prepares a stale one again by itself.
type sqliteSession struct {
	sqliteConn
	statements *statements
}

// ExecContext runs a statement.
func (s *sqliteSession) ExecContext(
	ctx context.Context, query string, args []driver.NamedValue,
) (driver.Result, error) {
	p, err := s.idle(ctx, query, len(args))
	switch {
	case err != nil:
		return nil, err
	case p == nil:
		return s.sqliteConn.ExecContext(ctx, query, args)
	}
	return p.ExecContext(ctx, args)
}

// QueryContext runs a statement that returns rows.
func (s *sqliteSession) QueryContext(
	ctx context.Context, query string, args []driver.NamedValue,
) (driver.Rows, error) {
	p, err := s.idle(ctx, query, len(args))
	switch {
	case err != nil:
		return nil, err
	case p == nil:
		return s.sqliteConn.QueryContext(ctx, query, args)
	}
	found, err := p.QueryContext(ctx, args)
	if err != nil {
		return nil, err
	}
	p.isReading = true
	return &sqliteRows{found.(sqliteDriverRows), p}, nil
}

// idle returns the prepared statement of a text, or nil for one that should not be prepared or whose rows are open.
func (s *sqliteSession) idle(ctx context.Context, query string, args int) (*sqliteStatement, error) {
	found, err := s.statements.get(ctx, sqlitePreparer{s.sqliteConn}, query, args)
	if found == nil || err != nil {
		return nil, err
	}
	if p := found.(*sqliteStatement); !p.isReading {
		return p, nil
	}
	return nil, nil
}

// Close closes the connection, after its statements.
func (s *sqliteSession) Close() error {
	s.statements.forget()
	return s.sqliteConn.Close()
}

// sqlitePreparer prepares statements that can be dropped while their rows are open.
type sqlitePreparer struct{ conn driver.ConnPrepareContext }

// PrepareContext prepares a statement.
func (p sqlitePreparer) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	made, err := p.conn.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	return &sqliteStatement{prepared: made.(prepared)}, nil
}

// sqliteStatement is a prepared statement. If it is closed while its rows are open, it ends with them.
type sqliteStatement struct {
	prepared
	isReading bool // rows are open
	isDropped bool // closed while its rows were open
}

// Close ends the statement, now or with its rows.
func (p *sqliteStatement) Close() error {
	if p.isReading {
		p.isDropped = true
		return nil
	}
	return p.prepared.Close()
}

// sqliteDriverRows are rows of SQLite's driver.
type sqliteDriverRows interface {
	driver.Rows
	driver.RowsColumnTypeDatabaseTypeName
	driver.RowsColumnTypeLength
	driver.RowsColumnTypeNullable
	driver.RowsColumnTypePrecisionScale
	driver.RowsColumnTypeScanType
}

// sqliteRows are the rows of a prepared statement.
type sqliteRows struct {
	sqliteDriverRows
	of *sqliteStatement
}

// Close closes the rows, after which the statement may run again.
func (r *sqliteRows) Close() error {
	err := r.sqliteDriverRows.Close()
	r.of.isReading = false
	if r.of.isDropped {
		err = errors.Join(err, r.of.Close())
	}
	return err
}
