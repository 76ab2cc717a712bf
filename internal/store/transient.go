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

// transientStates are PostgreSQL's codes (SQLSTATE) of transient errors: collisions with other transactions, a
// server that stops, starts or is full, and a lock that was not available.
var transientStates = []string{"40001", "40P01", "57P01", "57P02", "57P03", "53300", "55P03", "25P03"}

// IsTransient reports whether an error is transient, so that a retry may succeed. Such errors are a
// database that does not answer, cut the connection, or aborted a transaction because of others. A
// fault of the storage is one too, for somebody repairs it without restarting the hub. The failed work
// was not done, except for a commit whose answer was lost. Only an idempotency key can tell whether
// that commit happened.
func IsTransient(err error) bool {
	var state interface{ SQLState() string }
	if errors.As(err, &state) && !isStorageFault(err) {
		return strings.HasPrefix(state.SQLState(), "08") || slices.Contains(transientStates, state.SQLState())
	}
	var unreachable *UnreachableError
	var network net.Error
	return isStorageFault(err) || errors.As(err, &unreachable) || errors.As(err, &network) || isBusy(err) ||
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}
