package testdb

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	_ "github.com/lib/pq" // the driver "postgres"

	"maillage/internal/store"
	"maillage/internal/testhub/cluster"
)

var errNoServer = errors.New(
	cluster.URLVariable + " is not set: run `make test`, which starts a PostgreSQL for the tests",
)

// template is a migrated database that tests copy. It stays on the server for later test processes.
const template = "maillage_template"

// templateLock is the advisory lock on the template, shared while it is copied and exclusive while it
// is created. It is held in the database "postgres".
const templateLock = 0x74656d706c617465

// admin returns a session on the server, one for each process.
var admin = sync.OnceValues(func() (*sql.DB, error) {
	server := os.Getenv(cluster.URLVariable)
	if server == "" {
		return nil, errNoServer
	}
	return sql.Open("postgres", server)
})

// Postgres opens a migrated PostgreSQL database for the test.
func Postgres(t testing.TB, options ...Option) *store.Store {
	t.Helper()
	if err := migratedPostgres(); err != nil {
		t.Fatal(err)
	}
	return Open(t, createPostgres(t, template), options...)
}

// EmptyPostgres returns the URL of a PostgreSQL database without a table.
func EmptyPostgres(t testing.TB) string {
	t.Helper()
	return createPostgres(t, "template0")
}

// createPostgres creates a database for the test as a copy of another one.
func createPostgres(t testing.TB, from string) string {
	t.Helper()
	db, err := admin()
	if err != nil {
		t.Fatal(err)
	}
	name := "maillage_test_" + strings.ToLower(rand.Text()[:16])
	err = withLock(t.Context(), db, "_shared", func(conn *sql.Conn) error {
		var strategy string
		if err := conn.QueryRowContext(t.Context(), copyStrategy).Scan(&strategy); err != nil {
			return err
		}
		_, err := conn.ExecContext(t.Context(), "CREATE DATABASE "+name+" TEMPLATE "+from+strategy)
		return err
	})
	if err != nil {
		t.Fatalf("making a database: %v", err)
	}
	t.Cleanup(func() {
		if err := dropPostgres(context.Background(), db, name); err != nil { // the test's context has ended
			t.Errorf("dropping the test's database: %v", err)
		}
	})
	return databaseURL(name)
}

// dropPostgres drops a database. A session that was just closed takes a moment to end, and PostgreSQL looks for it only
// ten times a second.
func dropPostgres(ctx context.Context, db *sql.DB, name string) error {
	for range 50 {
		var isUsed bool
		sessions := db.QueryRowContext(ctx, "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = $1)", name)
		if err := sessions.Scan(&isUsed); err != nil {
			return err
		}
		if !isUsed {
			break
		}
		time.Sleep(2 * time.Millisecond)
	}
	_, err := db.ExecContext(ctx, "DROP DATABASE "+name+" WITH (FORCE)")
	return err
}

// copyStrategy selects how to copy a database without WAL, which PostgreSQL 15 and later must be told.
const copyStrategy = `SELECT CASE WHEN current_setting('server_version_num')::int >= 150000
	THEN ' STRATEGY file_copy' ELSE '' END`

// migratedPostgres makes sure that the template exists and is up to date.
var migratedPostgres = sync.OnceValue(func() error {
	db, err := admin()
	if err != nil {
		return err
	}
	_, err = shared("postgres", func() ([]byte, error) { return nil, migratePostgres(db) })
	return err
})

// migratePostgres creates the template, unless it exists and is up to date.
func migratePostgres(db *sql.DB) error {
	ctx := context.Background()
	return withLock(ctx, db, "", func(conn *sql.Conn) error {
		if upToDate(ctx) {
			return nil
		}
		for _, statement := range []string{
			"DROP DATABASE IF EXISTS " + template, "CREATE DATABASE " + template + " TEMPLATE template0",
		} {
			if _, err := conn.ExecContext(ctx, statement); err != nil {
				return fmt.Errorf("making the template of test databases: %w", err)
			}
		}
		return migrate(ctx, databaseURL(template))
	})
}

// demoTemplate returns the name of a database with the demo data that tests copy. The name contains a
// hash of schema and data, so that another program makes another one.
var demoTemplate = sync.OnceValues(func() (string, error) {
	if err := migratedPostgres(); err != nil {
		return "", err
	}
	fingerprint, err := shared("fingerprint", demoFingerprint)
	if err != nil {
		return "", err
	}
	db, err := admin()
	if err != nil {
		return "", err
	}
	ctx, name := context.Background(), "maillage_demo_"+string(fingerprint)
	return name, withLock(ctx, db, "", func(conn *sql.Conn) error {
		var is bool
		err := conn.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)", name).Scan(&is)
		if err != nil || is {
			return err
		}
		for _, statement := range []string{
			"DROP DATABASE IF EXISTS maillage_demo", "CREATE DATABASE maillage_demo TEMPLATE " + template,
		} {
			if _, err := conn.ExecContext(ctx, statement); err != nil {
				return fmt.Errorf("making the template of demo databases: %w", err)
			}
		}
		if err := loadDemo(ctx, databaseURL("maillage_demo")); err != nil {
			return err
		}
		_, err = conn.ExecContext(ctx, "ALTER DATABASE maillage_demo RENAME TO "+name)
		return err
	})
})

func demoPostgres(t testing.TB, options ...Option) *store.Store {
	t.Helper()
	name, err := demoTemplate()
	if err != nil {
		t.Fatal(err)
	}
	return Open(t, createPostgres(t, name), options...)
}

// upToDate reports whether the template has exactly this program's migrations.
func upToDate(ctx context.Context) bool {
	s, err := store.Open(ctx, store.Config{URL: databaseURL(template)})
	if err != nil {
		return false
	}
	defer func() { _ = s.Close() }()
	pending, err := s.Pending(ctx)
	return err == nil && len(pending) == 0
}

// withLock runs a function under the template's lock, exclusive or "_shared".
func withLock(ctx context.Context, db *sql.DB, mode string, do func(*sql.Conn) error) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	if _, err := conn.ExecContext(ctx, fmt.Sprintf("SELECT pg_advisory_lock%s(%d)", mode, templateLock)); err != nil {
		return err
	}
	err = do(conn)
	_, unlock := conn.ExecContext(context.WithoutCancel(ctx),
		fmt.Sprintf("SELECT pg_advisory_unlock%s(%d)", mode, templateLock))
	return errors.Join(err, unlock)
}

func databaseURL(name string) string {
	u, err := url.Parse(os.Getenv(cluster.URLVariable))
	if err != nil {
		panic(err) // the server has answered under it
	}
	u.Path = "/" + name
	return u.String()
}
