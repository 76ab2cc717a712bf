package main

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"maillage/internal/testhub/cluster"
)

// settings are the settings of a durable PostgreSQL cluster.
var settings = []string{
	"fsync=on", "synchronous_commit=on", "full_page_writes=on", "shared_buffers=1GB", "max_wal_size=4GB", "jit=off",
}

// indexes are the indexes that the statements need in addition to the hub's. The hub's writes maintain
// those of its own tables too.
const indexes = `
CREATE SCHEMA IF NOT EXISTS bench;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX IF NOT EXISTS bench_contribution_page ON contributions (partner_id, created_at, id);
CREATE INDEX IF NOT EXISTS bench_contribution_action ON contributions (action_id) INCLUDE (partner_id, status);
CREATE INDEX IF NOT EXISTS bench_contribution_axis ON contributions (partner_id, axis_id) WHERE axis_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS bench_partner_name ON partners USING gin (lower(name) gin_trgm_ops);
CREATE INDEX IF NOT EXISTS bench_partner_page ON partners (sort_key, id);
`

// copies are the tables to which the statement of Q6 writes.
const copies = `
CREATE TABLE bench.contributions (LIKE public.contributions INCLUDING ALL,
  FOREIGN KEY (partner_id) REFERENCES public.partners, FOREIGN KEY (action_id) REFERENCES public.actions,
  FOREIGN KEY (axis_id) REFERENCES public.axes, FOREIGN KEY (scope_id) REFERENCES public.contracts);
CREATE TABLE bench.changes (LIKE public.changes INCLUDING ALL);
`

// readTables are the tables that the statements read.
const readTables = "partners, contributions, actions, axes, alignments, relations, memberships, themes, contracts"

// prepare builds the hub and creates a database for it, or prepares the given one. [bench.close] stops
// what it started.
func (b *bench) prepare(ctx context.Context) (err error) {
	if b.directory, err = os.MkdirTemp("", "maillage-bench-"); err != nil {
		return err
	}
	if err := b.build(ctx); err != nil {
		return err
	}
	if b.database == "" {
		if err := b.startCluster(); err != nil {
			return err
		}
	}
	if b.db, err = sql.Open("postgres", b.database); err != nil {
		return err
	}
	if _, err := runTool(ctx, b.binary, "migrate", "--database", b.database); err != nil {
		return err
	}
	if err := b.fill(ctx); err != nil {
		return err
	}
	if err := b.index(ctx); err != nil {
		return err
	}
	if b.postmaster, err = postmasterOf(ctx, b.db); err != nil {
		return err
	}
	return b.makeToken(ctx)
}

// build builds the hub of this module, unless one is given.
func (b *bench) build(ctx context.Context) error {
	if b.binary != "" {
		return nil
	}
	b.say("building the hub")
	b.binary = filepath.Join(b.directory, "maillage")
	if output, err := exec.CommandContext(ctx, "go", "build", "-o", b.binary, "maillage").CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, output)
	}
	return nil
}

func (b *bench) startCluster() error {
	bin, err := cluster.Find()
	if err != nil {
		return err
	}
	b.say("starting a PostgreSQL")
	if b.cluster, err = cluster.Start(bin, settings...); err != nil {
		return err
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(signals)
	b.database = b.cluster.URL()
	return b.cluster.WaitUntilReady(signals)
}

// fill generates a country, unless the database has one.
func (b *bench) fill(ctx context.Context) error {
	var contracts int
	err := b.db.QueryRowContext(ctx, "SELECT count(*) FROM contracts").Scan(&contracts)
	if err != nil || contracts > 0 {
		return err
	}
	b.say("generating " + b.size)
	_, err = runTool(ctx, b.binary, "generate", "--size", b.size, "--seed", "1", "--database", b.database)
	return err
}

// index creates the indexes and the statistics of tables, once for a database. It creates the copies
// anew for every run.
func (b *bench) index(ctx context.Context) error {
	var isReady bool
	find := b.db.QueryRowContext(ctx, "SELECT to_regclass('public.bench_contribution_axis') IS NOT NULL")
	if err := find.Scan(&isReady); err != nil {
		return err
	}
	steps := []string{"DROP TABLE IF EXISTS bench.contributions, bench.changes", copies}
	if !isReady {
		b.say("making indexes")
		steps = append([]string{indexes, "VACUUM (ANALYZE) " + readTables}, steps...)
	}
	for _, step := range steps {
		if _, err := b.db.ExecContext(ctx, step); err != nil {
			return fmt.Errorf("%.40s: %w", step, err)
		}
	}
	return nil
}

// postmasterOf returns the first process of a PostgreSQL on this machine, which is the parent of the
// one that serves the connection.
func postmasterOf(ctx context.Context, db *sql.DB) (int, error) {
	var pid int
	if err := db.QueryRowContext(ctx, "SELECT pg_backend_pid()").Scan(&pid); err != nil {
		return 0, err
	}
	of, err := timesOf(pid)
	name, _ := os.ReadFile(fmt.Sprintf("/proc/%d/comm", pid)) // empty when the file does not exist
	if err != nil || !strings.HasPrefix(string(name), "postgres") {
		return 0, fmt.Errorf("process %d is no PostgreSQL: the database must run on this machine, beside /proc", pid)
	}
	return of.parent, nil
}

// makeToken creates an account for the run, which [bench.close] disables.
func (b *bench) makeToken(ctx context.Context) (err error) {
	b.account, err = runTool(ctx, b.binary, "account", "create", "--name", "bench", "--role", "administrator",
		"--database", b.database)
	if err != nil {
		return err
	}
	b.token, err = runTool(ctx, b.binary, "token", "create", "--account", b.account, "--label", "bench",
		"--expires", "12h", "--scope", "read,write", "--database", b.database)
	return err
}

// tuned returns the URL of the database with settings that suit the statements.
func tuned(database string) (string, error) {
	u, err := url.Parse(database)
	if err != nil {
		return "", err
	}
	query := u.Query()
	query.Set("jit", "off")
	query.Set("work_mem", "64MB")
	query.Set("random_page_cost", "1.1")
	u.RawQuery = query.Encode()
	return u.String(), nil
}

// close stops and removes everything that the run made, except in a database that was given.
func (b *bench) close() {
	for _, s := range b.servers {
		s.stop()
	}
	if b.account != "" && b.cluster == nil {
		_, err := runTool(context.Background(), b.binary, "account", "disable", b.account, "--database", b.database)
		if err != nil {
			b.say(err.Error())
		}
	}
	if b.db != nil {
		_ = b.db.Close()
	}
	if b.cluster != nil {
		if err := b.cluster.Stop(); err != nil {
			b.say(err.Error())
		}
	}
	_ = os.RemoveAll(b.directory)
}
