package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"maillage/internal/store"
	"maillage/internal/testhub/cluster"
	"maillage/internal/testhub/testdb"
)

// ownPostgres returns a migrated store on a server that the test may freeze.
func ownPostgres(t *testing.T, settings ...string) (*cluster.Cluster, *store.Store) {
	t.Helper()
	bin, err := cluster.Find()
	if err != nil {
		t.Fatal(err)
	}
	server, err := cluster.Start(bin, settings...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Errorf("removing a cluster: %v", err)
		}
	})
	if err := server.WaitUntilReady(nil); err != nil {
		t.Fatal(err)
	}
	s := testdb.Open(t, server.URL())
	if _, err := s.Migrate(testdb.Context(t)); err != nil {
		t.Fatal(err)
	}
	return server, s
}

// deadline is how long each call below may take, and slack how much longer.
const deadline, slack = time.Second, 500 * time.Millisecond

// A frozen server keeps its connections and answers nothing.
func TestFrozenPostgres_EveryCallEndsWithItsContext(t *testing.T) {
	t.Parallel()
	server, s := ownPostgres(t)
	ctx := testdb.Context(t)
	begun, err := s.Client.Tx(ctx)
	if err != nil {
		t.Fatal(err)
	}
	partner(t, begun.Client(), "begun")
	calls := map[string]func(ctx context.Context) error{
		"ping":  s.Ping,
		"query": func(ctx context.Context) error { return second(s.Client.Partner.Query().Count(ctx)) },
		"write": func(ctx context.Context) error {
			return s.Client.Partner.Create().SetCode("a").SetName("A").Exec(ctx)
		},
		"begin":        func(ctx context.Context) error { return second(s.Client.Tx(ctx)) },
		"new listener": func(ctx context.Context) error { s.Listen(ctx, func(string) {}); return ctx.Err() },
		"in a transaction": func(ctx context.Context) error {
			defer func() { _ = begun.Rollback() }() // must end as well
			return begun.Partner.Create().SetCode("b").SetName("B").Exec(ctx)
		},
	}
	commits, err := s.Client.BeginTx(bounded(t, deadline+slack), nil)
	if err != nil {
		t.Fatal(err)
	}
	partner(t, commits.Client(), "commits")
	if err := server.Freeze(); err != nil {
		t.Fatal(err)
	}
	calls["commit"] = func(context.Context) error { return commits.Commit() }
	type outcome struct {
		call string
		err  error
		took time.Duration
	}
	outcomes := make(chan outcome, len(calls))
	for name, call := range calls {
		go func() {
			since := time.Now()
			err := call(bounded(t, deadline))
			outcomes <- outcome{name, err, time.Since(since)}
		}()
	}
	thaw := time.AfterFunc(10*deadline, func() { _ = server.Thaw() }) // else a call that hangs hangs the test
	for range calls {
		if o := <-outcomes; !errors.Is(o.err, context.DeadlineExceeded) || o.took > deadline+2*slack {
			t.Errorf("%s: %v after %s; want the deadline's error after %s", o.call, o.err, o.took, deadline)
		}
	}
	if thaw.Stop() {
		if err := server.Thaw(); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := s.Client.Partner.Query().Count(bounded(t, 10*deadline)); err != nil {
		t.Errorf("after it goes on: %d, %v", n, err)
	}
}

// A healthy server is asked to cancel a statement, and does so at once.
func TestPostgres_CancelledStatementEndsOnTheServer(t *testing.T) {
	t.Parallel()
	s := testdb.Postgres(t)
	_, err := s.Query(bounded(t, deadline), "SELECT pg_sleep(60)")
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v; want the deadline's error", err)
	}
	if n := sleeping(t, s); n != 0 {
		t.Errorf("%d statements sleep on, want none", n)
	}
}

func sleeping(t *testing.T, s *store.Store) (n int) {
	t.Helper()
	found, err := s.Query(testdb.Context(t), `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
		AND state = 'active' AND query = 'SELECT pg_sleep(60)'`)
	if err != nil {
		t.Fatal(err)
	}
	found.Next()
	if err := errors.Join(found.Scan(&n), found.Close()); err != nil {
		t.Fatal(err)
	}
	return n
}

// bounded returns a context that ends at a deadline, or with the test.
func bounded(t *testing.T, within time.Duration) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(testdb.Context(t), within)
	t.Cleanup(cancel)
	return ctx
}

func second[T any](_ T, err error) error { return err }
