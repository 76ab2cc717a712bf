package store

import (
	"context"
	"net/url"
	"time"

	"github.com/lib/pq"
)

// Channel on which processes of one PostgreSQL database tell each other that
// something was written. A notification names who wrote, and nothing more.
const channel = "maillage"

// Notify tells all processes on the database that the one of a name wrote something.
func (s *Store) Notify(ctx context.Context, from string) error {
	_, err := s.driver.writes.ExecContext(ctx, "SELECT pg_notify($1, $2)", channel, from)
	return err
}

// Peers tells whether other processes may work on the database at the same time
// and can be heard.
func (s *Store) Peers() bool { return !s.isSQLite() }

// How long a connection that listens may be silent before it is tried, and how
// long it may take to answer.
const (
	silence = 15 * time.Second
	answer  = 5 * time.Second
)

// Listen calls back with the name of whoever notifies, this process included,
// until the context ends. A connection that is lost is made anew, and the name is
// then empty; what was missed meanwhile is for the caller, who polls, to find.
func (s *Store) Listen(ctx context.Context, heard func(from string)) {
	for ctx.Err() == nil {
		s.listen(ctx, heard)
		select { // a connection that froze is left behind, and another made
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
}

// listen listens on one connection, until it no longer answers.
func (s *Store) listen(ctx context.Context, heard func(from string)) {
	l := pq.NewListener(s.address, time.Second, time.Minute, nil)
	defer func() { go func() { _ = l.Close() }() }() // which waits for a frozen server
	listening := make(chan error, 1)
	go func() { listening <- l.Listen(channel) }() // which waits for a server that is away
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
		case <-time.After(silence):
			if !alive(ctx, l) {
				return
			}
		}
	}
}

// alive tells whether the server answers; Ping itself waits for ever on a
// connection that is frozen.
func alive(ctx context.Context, l *pq.Listener) bool {
	answered := make(chan error, 1)
	go func() { answered <- l.Ping() }()
	select {
	case <-ctx.Done():
		return false
	case err := <-answered:
		return err == nil
	case <-time.After(answer):
		return false
	}
}

// withSSLMode says in an address what was decided about encryption.
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
