package snapshot_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"sync/atomic"
	"testing"

	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/network"
	"maillage/internal/snapshot"
	"maillage/internal/store"
	"maillage/internal/testhub/cluster"
	"maillage/internal/testhub/testdb"
)

// cutter cuts all connections to a database of PostgreSQL before one of the next statements.
type cutter struct {
	admin *sql.DB
	name  string       // the database's
	left  atomic.Int32 // statements until the cut; none is cut once it is not positive
}

func (c *cutter) observe(ctx context.Context, _ string) {
	if c.left.Add(-1) != 0 {
		return
	}
	const terminate = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = $1"
	for n := 1; n > 0; { // until all have ended
		if err := c.admin.QueryRowContext(ctx, terminate, c.name).Scan(&n); err != nil {
			panic(err)
		}
	}
}

// insist reads the network until it is read. Each failure has to be one that passes.
func insist(t *testing.T, l *snapshot.Source) *network.Network {
	t.Helper()
	for range 20 {
		n, err := l.Current(testdb.Context(t))
		if err == nil {
			return n
		}
		if !store.IsTransient(err) {
			t.Fatal(err)
		}
	}
	t.Fatal("the network cannot be read any more")
	return nil
}

func TestSource_IsReadAgainWhicheverStatementWasCut(t *testing.T) {
	var c cutter
	s := testdb.Postgres(t, testdb.Observe(func(ctx context.Context, query string) { c.observe(ctx, query) }))
	admin, err := sql.Open("postgres", os.Getenv(cluster.URLVariable))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = admin.Close() })
	c.admin = admin
	book := testdb.Ledger(t, s)
	h := testdb.NewHistory(t, s, book, 3)
	h.Step()
	contracts := s.Client.Contract.Query().IDsX(testdb.Context(t))
	rows, err := s.Client.QueryContext(testdb.Context(t), "SELECT current_database()")
	if err != nil {
		t.Fatal(err)
	}
	if rows.Next(); rows.Scan(&c.name) != nil || rows.Close() != nil {
		t.Fatal("the database has no name")
	}
	should := derivedFrom(t, insist(t, snapshot.NewStatic(s.Client)), contracts)
	for cutAt := int32(1); ; cutAt++ {
		l := snapshot.New(s.Client, book)
		c.left.Store(cutAt)
		is := insist(t, l)
		if left := c.left.Swap(0); left > 0 {
			if cutAt < 20 {
				t.Errorf("the network was read by %d statements", cutAt-1)
			}
			return
		}
		if diff := difference(should, derivedFrom(t, is, contracts)); diff != "" {
			t.Fatalf("cut before statement %d (-read whole +read again):\n%s", cutAt, diff)
		}
		if cutAt < 15 { // a write is followed by fewer statements
			should = follow(t, &c, l, book, s, cutAt, contracts)
		}
	}
}

// follow writes, and cuts the reading that follows the write. It returns what the network then says.
func follow(
	t *testing.T, c *cutter, l *snapshot.Source, book *ledger.Ledger, s *store.Store, cutAt int32, contracts []int,
) []any {
	t.Helper()
	_, err := book.Write(testdb.Context(t), ledger.Entry{Actor: "test"},
		func(ctx context.Context, tx *ent.Tx) ([]string, error) {
			return nil, tx.Partner.Create().SetName("Another").SetCode(fmt.Sprint("another-", cutAt)).Exec(ctx)
		})
	if err != nil {
		t.Fatal(err)
	}
	c.left.Store(cutAt)
	is := insist(t, l)
	c.left.Store(0)
	should := derivedFrom(t, insist(t, snapshot.NewStatic(s.Client)), contracts)
	if diff := difference(should, derivedFrom(t, is, contracts)); diff != "" {
		t.Fatalf("followed, cut before statement %d (-read anew +read again):\n%s", cutAt, diff)
	}
	return should
}
