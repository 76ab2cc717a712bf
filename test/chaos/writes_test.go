package chaos

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
)

// records is the number of records of a write. They are citations, because no constraint prevents
// duplicates of them.
const records = 3

// citing returns the changes of a write; each record's locator gives the write's name.
func citing(name string) []change {
	var changes []change
	for i := range records {
		changes = append(changes, change{"createCitation": {"source": "report", "record": "town",
			"locator": fmt.Sprintf("%s %d", name, i+1)}})
	}
	return changes
}

// furnish creates the records that citing cites.
func furnish(t testing.TB, c *client) {
	t.Helper()
	_, err := c.apply(t.Context(), "", change{"createSource": {"code": "report", "name": "Report"}},
		change{"createPartner": {"code": "town", "name": "Town"}})
	if err != nil {
		t.Fatal(err)
	}
}

// diary records the results of writers.
type diary struct {
	mu           sync.Mutex
	acknowledged map[string]bool
	repeated     int // writes that were tried more than once
	replayed     int // those that had been done although there had been no answer
	failed       error
}

func newDiary() *diary { return &diary{acknowledged: map[string]bool{}} }

// note records that a write was acknowledged.
func (d *diary) note(name string, answer written, tries int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.acknowledged[name] = true
	if tries > 1 {
		d.repeated++
	}
	if answer.Replayed {
		d.replayed++
	}
}

// fail records an unexpected error.
func (d *diary) fail(err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.failed == nil {
		d.failed = err
	}
}

// soFar returns the names of the acknowledged writes.
func (d *diary) soFar() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	var names []string
	for name := range d.acknowledged {
		names = append(names, name)
	}
	return names
}

// grown returns nil if more was acknowledged than before, or if something failed.
func (d *diary) grown(before int) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.failed == nil && len(d.acknowledged) <= before {
		return errors.New("no write is acknowledged")
	}
	return nil
}

// write starts writers, which write until the context ends and then finish their last write. Without
// keys they also repeat writes that were not acknowledged.
func (d *diary) write(stop context.Context, t testing.TB, c *client, writers int, keys bool) (join func()) {
	var work sync.WaitGroup
	for w := range writers {
		work.Go(func() {
			for n := 0; stop.Err() == nil; n++ {
				name, key := fmt.Sprintf("%d-%d", w, n), ""
				if keys {
					key = name
				}
				answer, tries, err := c.insist(t.Context(), key, citing(name)...)
				if err != nil {
					d.fail(fmt.Errorf("write %s: %w", name, err))
					return
				}
				d.note(name, answer, tries)
			}
		})
	}
	return work.Wait
}

// verdict is the result of writes, by name.
type verdict struct {
	there               int // writes of which anything exists
	lost, torn, doubled []string
	split               []string // complete, but not written together
}

func (v verdict) String() string {
	var words []string
	for what, names := range map[string][]string{
		"lost": v.lost, "torn": v.torn, "doubled": v.doubled, "not written together": v.split,
	} {
		if len(names) > 0 {
			words = append(words, fmt.Sprintf("%d %s, such as %q", len(names), what, names[:min(5, len(names))]))
		}
	}
	return strings.Join(words, "; ")
}

// bad reports whether anything is wrong.
func (v verdict) bad() bool { return len(v.lost)+len(v.torn)+len(v.doubled)+len(v.split) > 0 }

// found is what exists of a write.
type found struct {
	records, lines int
	writes         map[string]bool // the writes of its lines
}

// judge compares the database with the acknowledged writes.
func (b *base) judge(t testing.TB, acknowledged []string) verdict {
	t.Helper()
	all, home := map[string]*found{}, map[string]*found{} // by name, and by record
	b.snapshot(t, func(tx *sql.Tx) error {
		err := rows(t.Context(), tx, "SELECT uid, locator FROM citations", func(c []string) {
			name, _, _ := strings.Cut(c[1], " ")
			if all[name] == nil {
				all[name] = &found{writes: map[string]bool{}}
			}
			home[c[0]] = all[name]
			all[name].records++
		})
		if err != nil {
			return err
		}
		return rows(t.Context(), tx, "SELECT record_uid, write FROM changes WHERE record_type = 'citation'",
			func(c []string) {
				of := home[c[0]]
				if of == nil { // a line of a record that does not exist
					of = &found{writes: map[string]bool{}}
					all["line of "+c[0]] = of
				}
				of.lines++
				of.writes[c[1]] = true
			})
	})
	v := verdict{there: len(all)}
	for _, name := range acknowledged {
		if all[name] == nil {
			v.lost = append(v.lost, name)
		}
	}
	for name, f := range all {
		switch {
		case f.records%records != 0 || f.lines != f.records:
			v.torn = append(v.torn, name)
		case f.records > records:
			v.doubled = append(v.doubled, name)
		case len(f.writes) != 1:
			v.split = append(v.split, name)
		}
	}
	return v
}
