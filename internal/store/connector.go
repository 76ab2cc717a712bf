package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/lib/pq"
)

// Treatment of a PostgreSQL server that has no free connection: the pause before the next attempt, and
// how long the pool stays small before it may grow again.
const (
	retryPause = 50 * time.Millisecond
	shrunkFor  = 30 * time.Second
)

// connector opens connections to PostgreSQL whose calls end with their contexts. It shrinks its pool
// when the server has no free connection.
type connector struct {
	config   pq.Config
	maxConns int          // the maximum size of the pool
	open     atomic.Int64 // the current size of the pool
	pool     *sql.DB

	mu   sync.Mutex
	grow *time.Timer // restores the pool's maximum size; nil when it has it
}

// openPool returns a pool of at most that many connections.
func openPool(config pq.Config, maxConns int) *sql.DB {
	c := &connector{config: config, maxConns: maxConns}
	c.pool = sql.OpenDB(c)
	c.resize(maxConns)
	return c.pool
}

func (c *connector) resize(conns int) {
	c.pool.SetMaxOpenConns(conns)
	c.pool.SetMaxIdleConns(conns)
}

// Driver returns PostgreSQL's driver.
func (c *connector) Driver() driver.Driver { return &pq.Driver{} }

// Connect opens a connection. When the server has no free one, the pool makes do with those that it
// has. A pool that has none retries until connectTimeout has passed.
func (c *connector) Connect(ctx context.Context) (driver.Conn, error) {
	deadline := time.Now().Add(connectTimeout)
	for {
		conn, err := c.connect(ctx)
		if !isFull(err) || time.Now().After(deadline) {
			return conn, err
		}
		if open := c.open.Load(); open > 0 {
			c.shrink(int(open))
			return nil, driver.ErrBadConn // makes database/sql wait for another connection
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(retryPause):
		}
	}
}

// isFull reports whether a server refused a connection because it has no free one.
func isFull(err error) bool {
	var refused *pq.Error
	return errors.As(err, &refused) && refused.Code == "53300"
}

// shrink makes the pool smaller than its current size, so that another hub finds a connection. The
// pool grows again after shrunkFor.
func (c *connector) shrink(open int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.resize(max(1, open-1))
	if c.grow == nil {
		c.grow = time.AfterFunc(shrunkFor, c.restore)
	}
}

func (c *connector) restore() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.grow = nil
	c.resize(c.maxConns)
}

// connect opens one connection, and gives up when the context ends.
func (c *connector) connect(ctx context.Context) (driver.Conn, error) {
	l := &link{}
	dialled, err := pq.NewConnectorConfig(c.config)
	if err != nil {
		return nil, err
	}
	dialled.Dialer(l)
	stop := context.AfterFunc(ctx, l.cut)
	conn, err := dialled.Connect(ctx)
	if !stop() { // the link was cut
		if err == nil {
			_ = conn.Close()
		}
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	l.established()
	c.open.Add(1)
	return &session{
		pqConn: conn.(pqConn), link: l, closed: func() { c.open.Add(-1) },
		statements: newStatements(postgresStatements),
	}, nil
}

// link dials a connection's socket and can close it at any time. PostgreSQL's driver dials again to
// cancel a statement, but link does not own those sockets.
type link struct {
	mu   sync.Mutex
	conn net.Conn // the socket; nil before it is dialled
	up   bool     // the connection is established
	down bool     // the socket was closed
}

// DialContext dials. It remembers the socket as long as the connection is not yet established.
func (l *link) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := new(net.Dialer).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.up {
		l.conn = conn
	}
	return conn, nil
}

// Dial calls DialContext for callers without a context.
func (l *link) Dial(network, address string) (net.Conn, error) {
	return l.DialContext(context.Background(), network, address)
}

// DialTimeout calls DialContext for callers without a context.
func (l *link) DialTimeout(network, address string, timeout time.Duration) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	return l.DialContext(ctx, network, address)
}

func (l *link) established() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.up = true
}

// cut closes the socket, so that everything that waits for it returns, now and later.
func (l *link) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.down = true
	if l.conn != nil {
		_ = l.conn.Close() // the driver closes it again and gets an error
	}
}

func (l *link) isCut() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.down
}
