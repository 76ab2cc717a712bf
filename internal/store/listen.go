package store

import (
	"context"
	"net/url"
	"time"

	"github.com/lib/pq"
)

// channel is the channel on which the processes of one PostgreSQL database notify each other of
// writes. A notification holds only the name of the process that wrote.
const channel = "maillage"

// Notify tells all processes on the database that the named process wrote something.
func (s *Store) Notify(ctx context.Context, from string) error {
	_, err := s.driver.writes.ExecContext(ctx, "SELECT pg_notify($1, $2)", channel, from)
	return err
}

// Peers reports whether other processes may work on the database at the same time and can be listened
// to.
func (s *Store) Peers() bool { return !s.isSQLite() }

// How long a listening connection may be silent before it is tested, and how long the server may take
// to answer that test.
const (
	pingAfter   = 15 * time.Second
	pingTimeout = 5 * time.Second
)

// Listen calls back with the name of each process that notifies, this one included, until the context
// ends. It replaces a lost connection and then calls back with an empty name. The caller has to poll
// for what it missed meanwhile.
func (s *Store) Listen(ctx context.Context, heard func(from string)) {
	for ctx.Err() == nil {
		s.listen(ctx, heard)
		select { // abandon a frozen connection, and open another one
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
}

// listen listens on one connection until it no longer answers.
func (s *Store) listen(ctx context.Context, heard func(from string)) {
	l := pq.NewListener(s.address, time.Second, time.Minute, nil)
	defer func() { go func() { _ = l.Close() }() }() // waits for a frozen server
	listening := make(chan error, 1)
	go func() { listening <- l.Listen(channel) }() // waits for a server that is away
	select {
	case <-ctx.Done():
		return
	case err := <-listening:
		if err != nil {
			return
		}
	}
	for {
		select {
		case <-ctx.Done():
			return
		case n := <-l.NotificationChannel():
			from := "" // after a reconnection
			if n != nil {
				from = n.Extra
			}
			heard(from)
		case <-time.After(pingAfter):
			if !answers(ctx, l) {
				return
			}
		}
	}
}

// answers reports whether the server answers. It has its own timeout, because Ping waits for ever on a
// frozen connection.
func answers(ctx context.Context, l *pq.Listener) bool {
	answered := make(chan error, 1)
	go func() { answered <- l.Ping() }()
	select {
	case <-ctx.Done():
		return false
	case err := <-answered:
		return err == nil
	case <-time.After(pingTimeout):
		return false
	}
}

// withSSLMode sets the sslmode of an address that has none.
func withSSLMode(address string, mode pq.SSLMode) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	q := u.Query()
	if q.Get("sslmode") == "" {
		q.Set("sslmode", string(mode))
	}
	u.RawQuery = q.Encode()
	return u.String()
}
