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

// How a full server is treated: how soon a connection is tried again, and how
// long the pool stays small before it may grow again.
const (
	fullPause = 50 * time.Millisecond
	smallFor  = 30 * time.Second
)

// connector opens connections to PostgreSQL that end with their contexts. It
// shrinks its pool when the server has no connection left for it.
type connector struct {
	config pq.Config
	most   int          // connections that the pool may have
	open   atomic.Int64 // connections that it has
	pool   *sql.DB

	mu   sync.Mutex
	grow *time.Timer // makes the pool as large as it may be; nil when it is
}

// openPool returns a pool of at most so many connections.
func openPool(config pq.Config, most int) *sql.DB {
	c := &connector{config: config, most: most}
	c.pool = sql.OpenDB(c)
	c.resize(most)
	return c.pool
}

func (c *connector) resize(conns int) {
	c.pool.SetMaxOpenConns(conns)
	c.pool.SetMaxIdleConns(conns)
}

// Driver is PostgreSQL's.
func (c *connector) Driver() driver.Driver { return &pq.Driver{} }

// Connect opens a connection. When the server takes no more, the pool makes do
// with those that it has; a pool without any waits, for as long as connecting
// may take.
func (c *connector) Connect(ctx context.Context) (driver.Conn, error) {
	late := time.Now().Add(connectTimeout)
	for {
		conn, err := c.connect(ctx)
		if !isFull(err) || time.Now().After(late) {
			return conn, err
		}
		if open := c.open.Load(); open > 0 {
			c.shrink(int(open))
			return nil, driver.ErrBadConn // database/sql waits for another one
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(fullPause):
		}
	}
}

// isFull tells whether a server refused a connection for want of a free one.
func isFull(err error) bool {
	var refused *pq.Error
	return errors.As(err, &refused) && refused.Code == "53300"
}

// shrink makes the pool smaller than it is, so that another hub finds a
// connection, and lets it grow again later.
func (c *connector) shrink(open int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.resize(max(1, open-1))
	if c.grow == nil {
		c.grow = time.AfterFunc(smallFor, c.restore)
	}
}

func (c *connector) restore() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.grow = nil
	c.resize(c.most)
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
		pqConn: conn.(pqConn), link: l, closed: func() { c.open.Add(-1) }, statements: newStatements(),
	}, nil
}

// link dials a connection's socket, and cuts it. PostgreSQL's driver dials again
// to cancel a statement; those sockets are not its own.
type link struct {
	mu   sync.Mutex
	conn net.Conn // the socket; nil before it is dialled
	up   bool     // the connection is established
	down bool     // it was cut
}

// DialContext dials, and remembers the socket until the connection is up.
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

// Dial is DialContext for callers without a context.
func (l *link) Dial(network, address string) (net.Conn, error) {
	return l.DialContext(context.Background(), network, address)
}

// DialTimeout is DialContext for callers without a context.
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

// cut makes everything that waits for the socket return, now and from now on.
func (l *link) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.down = true
	if l.conn != nil {
		_ = l.conn.Close() // the driver closes it again, and is told so
	}
}

func (l *link) isCut() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.down
}
