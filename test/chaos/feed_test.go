package chaos

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"maillage/internal/testhub"
)

// line is a line of the ledger, as a reader receives it.
type line struct {
	ID       string
	RecordID string
	Version  int
	Write    string
}

// follower pages through the ledger by the API, of one instance after another.
type follower struct {
	clients []*client
	cursor  *string
	lines   []line
	cut     int // how often it was cut off
}

const page = `query ($after: Cursor) { changes(first: 100, after: $after) {
  edges { cursor node { id recordId version writeId } } pageInfo { endCursor } } }`

// next reads a page after the last cursor, and reports whether there was anything. One time in four it
// is cut off while it waits.
func (f *follower) next(ctx context.Context) (more bool, err error) {
	if rand.IntN(4) == 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, time.Duration(rand.IntN(20_000))*time.Microsecond)
		defer cancel()
	}
	var answer struct {
		Changes struct {
			Edges []struct {
				Cursor string
				Node   line
			}
		}
	}
	err = f.clients[rand.IntN(len(f.clients))].ask(ctx, &answer, page, map[string]any{"after": f.cursor})
	switch {
	case err != nil && isTransient(err):
		f.cut++
		return true, nil
	case err != nil:
		return false, err
	}
	for _, e := range answer.Changes.Edges {
		f.lines = append(f.lines, e.Node)
		f.cursor = &e.Cursor
	}
	return len(answer.Changes.Edges) > 0, nil
}

// follow reads until it is told to stop and has all lines. On a shared server, transactions of others
// delay the last ones.
func (f *follower) follow(ctx context.Context, stop <-chan struct{}, there func() (int, error)) error {
	var late time.Time
	for {
		var last bool
		select {
		case <-stop:
			last = true
		default:
		}
		more, err := f.next(ctx)
		if err != nil {
			return err
		}
		if !more {
			if last && late.IsZero() {
				late = time.Now().Add(30 * time.Second)
			}
			if n, err := there(); last && (err != nil || len(f.lines) >= n || time.Now().After(late)) {
				return err
			}
			time.Sleep(5 * time.Millisecond)
		}
	}
}

// faults are the differences between the lines received and those in the database.
type faults struct{ missed, twice, strange, backward, interrupted int }

func compareLines(got []line, there map[string]bool) (f faults) {
	seen, versions, done := map[string]bool{}, map[string]int{}, map[string]bool{}
	for i, l := range got {
		if seen[l.ID] {
			f.twice++
		}
		seen[l.ID] = true
		if !there[l.ID] {
			f.strange++
		}
		if l.Version <= versions[l.RecordID] {
			f.backward++
		}
		versions[l.RecordID] = l.Version
		if i > 0 && got[i-1].Write != l.Write {
			done[got[i-1].Write] = true
		}
		if done[l.Write] {
			f.interrupted++
		}
	}
	for id := range there {
		if !seen[id] {
			f.missed++
		}
	}
	return f
}

// commitLate writes lines in pairs, of which the one with the lower number is committed last. A reader
// that goes by numbers has passed it by then. A connection that is cut loses its line.
func commitLate(ctx context.Context, db *sql.DB) {
	const insert = `INSERT INTO changes (uid, epoch, xid, write, at, actor, record_type, record_uid, record_row, record_version, operation, after)
		VALUES ($1, (SELECT convert_from(value, 'UTF8')::bigint FROM settings WHERE key = 'ledger.epoch'), pg_current_xact_id()::text::bigint,
			$1, now(), 'late', 'concept', $1, 1, 1, 'CREATE', '{}')`
	for n := 0; ctx.Err() == nil; n++ {
		first, err := db.BeginTx(ctx, nil)
		if err != nil {
			continue
		}
		_, errFirst := first.ExecContext(ctx, insert, fmt.Sprintf("change_late_%d", 2*n))
		_, errSecond := db.ExecContext(ctx, insert, fmt.Sprintf("change_late_%d", 2*n+1))
		time.Sleep(20 * time.Millisecond) // for the reader that goes by numbers to see the second
		if errFirst != nil || errSecond != nil {
			_ = first.Rollback() // it was cut off, which is what this test is about
			continue
		}
		_ = first.Commit()
	}
}

// naive reads lines by their numbers alone, and returns those that it saw.
func naive(ctx context.Context, db *sql.DB, stop <-chan struct{}) (seen map[string]bool, err error) {
	seen = map[string]bool{}
	for last := 0; ; time.Sleep(2 * time.Millisecond) {
		var ended bool
		select {
		case <-stop:
			ended = true
		default:
		}
		found, err := db.QueryContext(ctx, "SELECT id, uid FROM changes WHERE id > $1 ORDER BY id LIMIT 500", last)
		if err != nil {
			return nil, err
		}
		n := 0
		for ; found.Next(); n++ {
			var uid string
			if err := found.Scan(&last, &uid); err != nil {
				return nil, err
			}
			seen[uid] = true
		}
		if err := errors.Join(found.Err(), found.Close()); err != nil {
			return nil, err
		}
		if ended && n == 0 {
			return seen, nil
		}
	}
}

// terminate cuts connections of the instances until the context ends.
func terminate(ctx context.Context, db *sql.DB) (cut int) {
	for {
		select {
		case <-ctx.Done():
			return cut
		case <-time.After(time.Duration(50+rand.IntN(200)) * time.Millisecond):
		}
		var n int
		// After an error, the next round tries again.
		_ = db.QueryRowContext(ctx, `SELECT count(pg_terminate_backend(pid)) FROM (SELECT pid FROM pg_stat_activity
			WHERE datname = current_database() AND application_name = 'maillage' ORDER BY random() LIMIT 3) victims`).Scan(&n)
		cut += n
	}
}

// shared is the number of records for which writers compete.
const shared = 40

// contend writes until the context ends: two records that others write too, in any order, and a new
// one.
func contend(stop context.Context, t testing.TB, d *diary, c *client, who string) {
	for n := 0; stop.Err() == nil; n++ {
		name := fmt.Sprintf("%s-%d", who, n)
		changes := []change{citing(name)[0]}
		for _, which := range rand.Perm(shared)[:2] {
			changes = append(changes, change{
				"upsertPartner": {"code": fmt.Sprintf("p%d", which), "name": "Partner " + name},
			})
		}
		answer, tries, err := c.insist(t.Context(), name, changes...)
		if err != nil {
			d.fail(fmt.Errorf("write %s: %w", name, err))
			return
		}
		d.note(name, answer, tries)
	}
}

func TestFeed_GivesEveryLineOnceInOrderWhereANaiveReaderLosesSome(t *testing.T) {
	b := newBase(t, "postgres", testhub.EmptyPostgres(t))
	instances, writers, during := 3, size(4, 16), size(3*time.Second, time.Minute)
	var clients []*client
	for range instances {
		clients = append(clients, b.client(b.serve(t).url))
	}
	furnish(t, clients[0])
	var partners []change
	for n := range shared {
		partners = append(partners, change{"createPartner": {"code": fmt.Sprintf("p%d", n), "name": "Partner"}})
	}
	if _, err := clients[0].apply(t.Context(), "", partners...); err != nil {
		t.Fatal(err)
	}
	slowCommits(t, b)
	d := newDiary()
	stop, end := context.WithTimeout(t.Context(), during)
	defer end()
	var work, reading sync.WaitGroup
	for i, c := range clients {
		for w := range writers {
			work.Go(func() { contend(stop, t, d, c, fmt.Sprintf("%d-%d", i, w)) })
		}
	}
	var cut int
	work.Go(func() { cut = terminate(stop, b.db) })
	work.Go(func() { commitLate(stop, b.db) })
	quiet := make(chan struct{})
	f := &follower{clients: slices.Clone(clients)}
	var counted map[string]bool
	var errs [2]error
	reading.Go(func() {
		errs[0] = f.follow(t.Context(), quiet, func() (n int, err error) {
			err = b.db.QueryRowContext(t.Context(), "SELECT count(*) FROM changes").Scan(&n)
			return n, err
		})
	})
	reading.Go(func() { counted, errs[1] = naive(t.Context(), b.db, quiet) })
	work.Wait()
	close(quiet)
	reading.Wait()
	if err := errors.Join(d.failed, errs[0], errs[1]); err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	b.snapshot(t, func(tx *sql.Tx) error {
		return rows(t.Context(), tx, "SELECT uid FROM changes", func(c []string) { there[c[0]] = true })
	})
	got := compareLines(f.lines, there)
	if got != (faults{}) {
		t.Errorf("of %d lines, read by the API: %+v", len(there), got)
	}
	missed := len(there) - len(counted)
	if 100*missed <= len(there) {
		t.Errorf("control: the reader that counts missed only %d of %d lines", missed, len(there))
	}
	if cut == 0 || d.repeated == 0 || full() && f.cut == 0 { // in a few seconds, chance may spare the reader
		t.Errorf("%d connections cut, the reader %d times, %d writes repeated: nothing was disturbed", cut, f.cut,
			d.repeated)
	}
	t.Logf("%d instances × %d writers, %s: %d writes acknowledged (%d repeated, of which %d had been done), %d connections cut, the reader cut off %d times: "+
		"%d lines, faults %+v; the control missed %d (%.1f %%)", instances, writers, during,
		len(d.acknowledged), d.repeated, d.replayed, cut, f.cut, len(there), got, missed,
		100*float64(missed)/float64(len(there)))
}

// slowCommits makes transactions hold their lines' numbers for some milliseconds before they commit.
func slowCommits(t testing.TB, b *base) {
	t.Helper()
	for _, statement := range []string{
		`CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(random() * 0.02); RETURN NULL; END'`,
		`CREATE TRIGGER linger AFTER INSERT ON changes FOR EACH STATEMENT EXECUTE FUNCTION linger()`,
	} {
		if _, err := b.db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
}
