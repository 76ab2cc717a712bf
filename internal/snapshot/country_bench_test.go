package snapshot_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"runtime/metrics"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"maillage/internal/access"
	"maillage/internal/lexicon"
	"maillage/internal/snapshot"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

// country is a PostgreSQL database with a generated country. The benchmarks write to it without the ledger's
// checks.
type country struct {
	store  *store.Store
	source *snapshot.Source
	ctx    context.Context
	draw   *rand.Rand
	ids    int // number of contributions
}

// openCountry opens the database that MAILLAGE_BENCH_DATABASE names. Use a copy, for it is written to.
func openCountry(b *testing.B) *country {
	b.Helper()
	url := os.Getenv("MAILLAGE_BENCH_DATABASE")
	if url == "" {
		b.Skip("MAILLAGE_BENCH_DATABASE names no database")
	}
	s, err := store.Open(b.Context(), store.Config{URL: url})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	c := &country{store: s, source: snapshot.New(s.Client, testdb.Ledger(b, s)), ctx: testdb.Context(b)}
	c.draw = rand.New(rand.NewPCG(1, 2)) //nolint:gosec // not a secret
	c.follow(b)
	c.ids = c.number(b, "SELECT max(id) FROM contributions")
	return c
}

func (c *country) number(b *testing.B, query string) (n int) {
	b.Helper()
	rows, err := c.store.Client.QueryContext(c.ctx, query)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := rows.Scan(&n); err != nil {
			b.Fatal(err)
		}
	}
	return n
}

// lineOf inserts the lines of the records of "u", whose earlier status is "was".
const lineOf = `INSERT INTO changes (uid, epoch, xid, write, at, actor, record_type, record_uid, record_row,
		record_version, operation, contract_uid, before, after)
	SELECT 'change_' || md5(random()::text || u.id),
		(SELECT convert_from(value, 'UTF8')::bigint FROM settings WHERE key = 'ledger.epoch'),
		pg_current_xact_id()::text::bigint, $1, clock_timestamp(), 'bench', 'contribution', u.uid, u.id, u.version, `

// change changes the status of contributions, which are random or consecutive.
func (c *country) change(b *testing.B, lines int, scattered bool) {
	b.Helper()
	drawn, from := make([]string, 0, lines), c.draw.IntN(max(c.ids-lines, 1))
	for i := range lines {
		id := from + i + 1
		if scattered {
			id = 1 + c.draw.IntN(c.ids)
		}
		drawn = append(drawn, strconv.Itoa(id))
	}
	_, err := c.store.Client.ExecContext(c.ctx, `WITH u AS (UPDATE contributions c
		SET version = c.version + 1, updated_at = now(),
		status = CASE WHEN o.status = 'ACTIVE' THEN 'MENTIONED' ELSE 'ACTIVE' END
		FROM (SELECT id, status FROM contributions WHERE id IN (`+strings.Join(drawn, ",")+`)) o WHERE c.id = o.id
		RETURNING c.id, c.uid, c.version, c.scope_id, o.status AS was, c.status AS is) `+lineOf+`'UPDATE',
		(SELECT uid FROM contracts WHERE id = u.scope_id), jsonb_build_object('status', was),
		jsonb_build_object('status', "is") FROM u`, lexicon.NewUID("write"))
	if err != nil {
		b.Fatal(err)
	}
}

func (c *country) follow(b *testing.B) {
	b.Helper()
	if err := c.source.Refresh(c.ctx); err != nil {
		b.Fatal(err)
	}
}

// cpu returns the processor time of this process, and of the database's backends.
func (c *country) cpu(b *testing.B) (hub, database time.Duration) {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	hub = time.Duration(used.Utime.Nano() + used.Stime.Nano())
	rows, err := c.store.Client.QueryContext(c.ctx, `SELECT pid FROM pg_stat_activity
		WHERE datname = current_database()`)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var pid int
		if err := rows.Scan(&pid); err != nil {
			b.Fatal(err)
		}
		line, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid)) // on another machine: 0
		if fields := strings.Fields(string(line)); len(fields) > 15 {
			for _, field := range fields[13:15] {
				ticks, _ := strconv.Atoi(field)
				database += time.Duration(ticks) * 10 * time.Millisecond
			}
		}
	}
	return hub, database
}

// BenchmarkFollowing measures the cost of a line from another process, alone and in a burst.
func BenchmarkFollowing(b *testing.B) {
	c := openCountry(b)
	for _, lines := range []int{1, 1000} {
		for _, scattered := range []bool{true, false} {
			name := map[bool]string{true: "scattered", false: "together"}[scattered]
			b.Run(fmt.Sprint(lines, name), func(b *testing.B) {
				var hub, database, longest time.Duration
				for b.Loop() {
					c.change(b, lines, scattered)
					hub0, database0 := c.cpu(b)
					began := time.Now()
					c.follow(b)
					longest = max(longest, time.Since(began))
					hub1, database1 := c.cpu(b)
					hub, database = hub+hub1-hub0, database+database1-database0
				}
				each := float64(b.N * lines)
				b.ReportMetric(float64(hub.Microseconds())/each, "hub-µs/line")
				b.ReportMetric(float64(database.Microseconds())/each, "database-µs/line")
				b.ReportMetric(float64(longest.Microseconds())/1000, "longest-ms")
			})
		}
	}
}

// BenchmarkHistory measures the first query at an earlier time, by the number of lines since.
func BenchmarkHistory(b *testing.B) {
	c := openCountry(b)
	for _, scattered := range []bool{true, false} {
		b.Run(map[bool]string{true: "scattered", false: "together"}[scattered], func(b *testing.B) {
			lines, last := 0, time.Now()
			for _, upTo := range []int{1000, 5000, 10_000, 20_000, 50_000, 90_000} {
				for ; lines < upTo; lines += 1000 {
					c.change(b, 1000, scattered)
					c.follow(b)
				}
				b.Run(strconv.Itoa(upTo), func(b *testing.B) {
					for b.Loop() {
						c.ask(b, last)
					}
				})
			}
		})
	}
}

// BenchmarkHistoryBeforeStart measures the first query at an earlier time, by the number of lines since, for a source
// that was made after all of them. First it measures how the journal gets these lines.
func BenchmarkHistoryBeforeStart(b *testing.B) {
	c := openCountry(b)
	for _, scattered := range []bool{true, false} {
		b.Run(map[bool]string{true: "scattered", false: "together"}[scattered], func(b *testing.B) {
			moments := map[int]time.Time{}
			for lines := 90_000; lines > 0; lines -= 1000 {
				moments[lines] = time.Now()
				c.change(b, 1000, scattered)
			}
			c.source = snapshot.New(c.store.Client, testdb.Ledger(b, c.store))
			c.follow(b)
			b.Run("1000 unfilled", func(b *testing.B) { c.ask(b, moments[1000]) })
			b.Run("90000 unfilled", func(b *testing.B) { c.ask(b, moments[90_000]) })
			took := c.fill(b)
			b.Run("fill", func(b *testing.B) {
				for unit, n := range took {
					b.ReportMetric(n, unit)
				}
			})
			for _, lines := range []int{1000, 5000, 10_000, 20_000, 50_000, 75_000, 90_000} {
				b.Run(strconv.Itoa(lines), func(b *testing.B) {
					for b.Loop() {
						c.ask(b, moments[lines])
					}
				})
			}
		})
	}
}

// fill gives the journal the lines before the start, once the search index is ready. It returns what that took.
func (c *country) fill(b *testing.B) map[string]float64 {
	b.Helper()
	v, err := c.source.View(c.ctx)
	if err != nil {
		b.Fatal(err)
	}
	for v.Words().Start(); v.Words().Check() != nil; {
		time.Sleep(time.Second)
	}
	took := map[string]float64{"heap-before-MiB": heap()}
	hub, database := c.cpu(b)
	began, before := time.Now(), pauses()
	if err := c.source.FillJournal(b.Context()); err != nil {
		b.Fatal(err)
	}
	took["s"], took["longest-pause-ms"] = time.Since(began).Seconds(), longestSince(before)*1000
	hubNow, databaseNow := c.cpu(b)
	took["hub-ms"] = float64((hubNow - hub).Microseconds()) / 1000
	took["database-ms"] = float64((databaseNow - database).Microseconds()) / 1000
	took["heap-MiB"] = heap()
	return took
}

// pauses returns the pauses of the program so far, for the garbage collector and others.
func pauses() []metrics.Sample {
	all := []metrics.Sample{{Name: "/sched/pauses/total/gc:seconds"}, {Name: "/sched/pauses/total/other:seconds"}}
	metrics.Read(all)
	return all
}

// longestSince returns the upper bound in seconds of the longest pause since others were read.
func longestSince(before []metrics.Sample) (longest float64) {
	for i, now := range pauses() {
		is, was := now.Value.Float64Histogram(), before[i].Value.Float64Histogram()
		for bucket, count := range is.Counts {
			if count > was.Counts[bucket] {
				longest = max(longest, is.Buckets[bucket+1])
			}
		}
	}
	return longest
}

// ask queries an earlier time.
func (c *country) ask(b *testing.B, at time.Time) {
	b.Helper()
	c.source.ForgetHistory()
	runtime.GC()
	hub, database := c.cpu(b)
	then, err := c.source.At(access.AsSystem(b.Context()), at)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := then.View(c.ctx); err != nil {
		b.Fatal(err)
	}
	hubNow, databaseNow := c.cpu(b)
	b.ReportMetric(float64((hubNow-hub).Microseconds())/1000, "hub-ms")
	b.ReportMetric(float64((databaseNow-database).Microseconds())/1000, "database-ms")
	b.ReportMetric(heap(), "heap-MiB")
}

// heap returns the live heap in MiB.
func heap() float64 {
	runtime.GC()
	var used runtime.MemStats
	runtime.ReadMemStats(&used)
	return float64(used.HeapAlloc >> 20)
}
