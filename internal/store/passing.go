package store

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"slices"
	"strings"
)

// passing are PostgreSQL's states of what another attempt may well succeed at:
// collisions with other transactions, a server that stops, starts or is full,
// and a lock that was not to be had.
var passing = []string{"40001", "40P01", "57P01", "57P02", "57P03", "53300", "55P03", "25P03"}

// Passes tells whether an error is one of the moment: the database does not
// answer, cut the connection, or gave a transaction up because of others; or its
// storage is at fault, which somebody mends without restarting us. Whoever
// asks again may be answered. What was under way was not done, but for a commit
// whose answer was lost: that only a key can tell.
func Passes(err error) bool {
	var state interface{ SQLState() string }
	if errors.As(err, &state) && StorageFault(err) == "" {
		return strings.HasPrefix(state.SQLState(), "08") || slices.Contains(passing, state.SQLState())
	}
	var unreachable *UnreachableError
	var network net.Error
	return StorageFault(err) != "" || errors.As(err, &unreachable) || errors.As(err, &network) || isBusy(err) ||
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}
