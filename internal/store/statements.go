package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"strings"

	"maillage/internal/lru"
)

// Bounds of the statements that a connection keeps prepared. Those of SQLite are in the hub's memory, up to 40 KB each.
const (
	postgresStatements = 256
	sqliteStatements   = 128
	longestPrepared    = 4 << 10 // bytes of text
)

// statements holds the prepared statements of one connection. A text is prepared when it
// comes for the second time. Most texts that come once, such as those with a list of ids, never come
// again.
type statements struct {
	prepared *lru.Cache[string, prepared]
	seenOnce *lru.Cache[string, struct{}] // texts that came once
}

// prepared is a statement that the database has parsed.
type prepared interface {
	driver.Stmt
	driver.StmtQueryContext
	driver.StmtExecContext
}

// newStatements makes room for at most that many statements.
func newStatements(most int64) *statements {
	return &statements{
		prepared: lru.NewWithDrop[string](most, func(p prepared) { _ = p.Close() }),
		seenOnce: lru.New[string, struct{}](most),
	}
}

// get returns the prepared statement of a text, or nil for one that should not be prepared. A
// connection to PostgreSQL must have no open rows.
func (s *statements) get(
	ctx context.Context, conn driver.ConnPrepareContext, query string, args int,
) (prepared, error) {
	if found, is := s.prepared.Get(query); is {
		return found, nil
	}
	if !isPreparable(query, args) {
		return nil, nil
	}
	if !s.seenOnce.Remove(query) {
		s.seenOnce.Add(query, struct{}{})
		return nil, nil
	}
	made, err := conn.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	s.prepared.Add(query, made.(prepared))
	return made.(prepared), nil
}

// isPreparable reports whether a text may be prepared. Without parameters it may consist of several
// statements, or control the connection.
func isPreparable(query string, args int) bool {
	if len(query) > longestPrepared {
		return false
	}
	return args > 0 || strings.HasPrefix(query, "SELECT ") && !strings.Contains(query, ";")
}

// isStale reports whether the server refused a prepared statement because the schema has changed
// since, or because it does not know it. The statement then had no effect.
func isStale(err error) bool {
	var state interface{ SQLState() string }
	if !errors.As(err, &state) {
		return false
	}
	return state.SQLState() == "26000" ||
		state.SQLState() == "0A000" && strings.Contains(err.Error(), "cached plan")
}

// forget drops all statements. After one of them was stale, the others are too.
func (s *statements) forget() { s.prepared.Clear() }
