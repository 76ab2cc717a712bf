// Bench measures the hub over HTTP, on records of `maillage generate`. It compares seven shapes of
// questions with a hand-written statement over the same tables and with fixed bytes.
//
//	go run ./tools/bench --size M
//
// It compares the answers first and exits with 1 when one differs. Then it measures the targets in
// turn. It runs on Linux alone, because it reads processor times of other processes from /proc.
package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"maillage/internal/testhub/cluster"
)

// options are the flags of the command line.
type options struct {
	size, database, shapes, json, binary string
	rounds                               int
	duration                             time.Duration
	markdown                             bool
}

// bench is a run.
type bench struct {
	results
	size, database, binary, directory, account, token string

	rounds   int
	duration time.Duration
	progress io.Writer

	cluster     *cluster.Cluster // nil when a database was given
	db          *sql.DB
	postmaster  int
	servers     []*server
	records     *records
	shapes      []*measured
	sql, static *target
	falsify     func(shape string, answer []byte) []byte // for tests: changes the answer of the statement
}

func main() {
	if database := os.Getenv(yardstickVariable); database != "" {
		if err := serveYardstick(database); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	var o options
	var seconds float64
	flag.StringVar(&o.size, "size", "S", "how much to generate: S is a contract, M a region, L all of France")
	flag.StringVar(&o.database, "database", "", "URL of a PostgreSQL database on this machine: filled when it is "+
		"empty, else measured as it is. Contributions are written to it. A throw-away one when empty")
	flag.StringVar(&o.shapes, "shapes", "", "the shapes to measure, such as Q1,Q3; all when empty")
	flag.IntVar(&o.rounds, "rounds", 2, "how often each target has its turn")
	flag.Float64Var(&seconds, "seconds", 3, "how long each turn takes")
	flag.StringVar(&o.json, "json", "", "a file for the results")
	flag.StringVar(&o.binary, "binary", "", "the hub, where it is built already")
	flag.BoolVar(&o.markdown, "markdown", false, "write the tables alone, and no progress")
	flag.Parse()
	o.duration = time.Duration(seconds * float64(time.Second))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	if _, err := measureAll(ctx, o, os.Stdout, os.Stderr, nil); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1) //nolint:gocritic // everything was stopped by measureAll
	}
}

// measureAll runs the benchmark, writes its tables, and stops what it started.
func measureAll(
	ctx context.Context, o options, out, progress io.Writer, falsify func(string, []byte) []byte,
) (*results, error) {
	b := &bench{
		size: o.size, database: o.database, binary: o.binary, rounds: max(1, o.rounds),
		duration: o.duration, progress: progress,
		falsify: falsify, results: results{Size: o.size, Compared: map[string]int{}, Bytes: map[string]int{}},
	}
	if o.markdown {
		b.progress = io.Discard
	}
	for _, s := range shapes {
		if o.shapes == "" || slices.Contains(strings.Split(o.shapes, ","), s.name) {
			b.shapes = append(b.shapes, &measured{shape: s})
		}
	}
	if len(b.shapes) == 0 {
		return nil, fmt.Errorf("--shapes %s: no such shape; they are Q1 to Q7", o.shapes)
	}
	defer b.close()
	if err := b.prepare(ctx); err != nil {
		return nil, err
	}
	if err := b.startTargets(ctx); err != nil {
		return nil, err
	}
	failed := b.measure(ctx)
	if failed == nil || len(b.Cells) > 0 {
		b.report(out) // also of a run that was interrupted
	}
	if failed != nil || o.json == "" {
		return &b.results, failed
	}
	text, err := json.MarshalIndent(&b.results, "", "  ")
	if err != nil {
		return nil, err
	}
	return &b.results, os.WriteFile(o.json, append(text, '\n'), 0o600)
}

// startTargets starts the statements and the fixed bytes, and reads the records that can be drawn.
func (b *bench) startTargets(ctx context.Context) (err error) {
	if b.records, err = readRecords(ctx, b.db); err != nil {
		return err
	}
	database, err := tuned(b.database)
	if err != nil {
		return err
	}
	yardstick, url, err := startYardstick(database)
	if err != nil {
		return err
	}
	b.servers = append(b.servers, yardstick)
	b.sql, b.static = newTarget("sql", url, yardstick.pid()), newTarget("static", url, yardstick.pid())
	b.sql.path, b.static.path = "/sql/", "/static/"
	return nil
}

func (b *bench) isAsked(name string) bool {
	return slices.ContainsFunc(b.shapes, func(m *measured) bool { return m.name == name })
}

// say writes a line about the progress of the run.
func (b *bench) say(what string, more ...string) {
	_, _ = fmt.Fprintf(b.progress, "%s %s\n", time.Now().Format(time.TimeOnly), // progress may be lost
		strings.TrimSpace(what+" "+strings.Join(more, " ")))
}
