package snapshot

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/stores"
	"maillage/internal/ledger"
	"maillage/internal/network"
	"maillage/internal/persistent"
	"maillage/internal/record"
	"maillage/internal/rows"
	"maillage/internal/search"
)

// builder makes snapshots: it follows a database record by record. It is not safe for concurrent use.
type builder struct {
	zone   *time.Location // in which the days of records are read
	w      *rows.Writer
	tables []*writing // by place in record.Types
	facts  *network.Facts
	built  bool // once
	words  search.Writer

	recorder *recorder // nil where nobody asks what records were before

	slack     int64 // bytes by which texts may grow beyond twice their size before they are kept anew
	mostTexts int64 // bytes of texts
}

// textSlack is the slack of a database that is served.
const textSlack = 64 << 20

func newBuilder(zone *time.Location) *builder {
	b := &builder{zone: zone, slack: textSlack, w: rows.NewWriter(), facts: network.NewFacts()}
	for place, store := range stores.New() {
		b.tables = append(b.tables, newWriting(place, store, b.w))
	}
	b.begin()
	return b
}

// fork returns a builder that goes on from a snapshot, apart from the one that made it.
func (s *Snapshot) fork(zone *time.Location) *builder {
	b := &builder{
		zone: zone, w: s.values.Fork(), facts: s.network.Fork(), built: true, words: search.NewFork(s.words),
		mostTexts: math.MaxInt64,
	}
	for place := range s.tables {
		b.tables = append(b.tables, s.tables[place].fork(place, b.w))
	}
	b.begin()
	return b
}

// begin gives the builder an epoch of its own: what readers have does not change any more.
func (b *builder) begin() {
	epoch := persistent.NextEpoch()
	for _, t := range b.tables {
		t.epoch = epoch
	}
}

// put keeps a record, or replaces the one of its id.
func (b *builder) put(place int, row ent.Row) error {
	if id := row.RowID(); id <= 0 || id > persistent.MostID {
		return fmt.Errorf("a record of the type %s has the id %d: ids from 1 to %d are kept",
			record.Types[place].Name, id, persistent.MostID)
	}
	b.note(place, row.RowID())
	b.touch(place, row.RowID())
	putFact(b.facts, row, b.zone)
	b.tables[place].put(row)
	b.touch(place, row.RowID())
	return nil
}

// remove takes a record away.
func (b *builder) remove(place, id int) {
	b.note(place, id)
	if k, known := kinds[record.Types[place].Prefix]; known {
		b.facts.Remove(network.Ref{Kind: k, ID: id})
	}
	if id > 0 && id <= persistent.MostID {
		b.touch(place, id)
		b.tables[place].remove(int32(id))
	}
}

// record returns a record in memory of its own; nil for one that is not there.
func (b *builder) record(place, id int) ent.Row {
	if key := int32(id); id > 0 && id <= persistent.MostID && b.tables[place].rows.Known(key) {
		return b.tables[place].rows.Record(key, &b.w.Values)
	}
	return nil
}

// touch tells the index of words that a record changes, and with an identifier whose it is.
func (b *builder) touch(place, id int) {
	if !b.built {
		return
	}
	t, key := b.tables[place], int32(id) //nolint:gosec // put and remove have refused greater ones
	b.words.Touch(t.of.Prefix, key)
	if t.of.Prefix != "identifier" || !t.rows.Known(key) {
		return
	}
	for i, l := range t.links {
		if holder := t.parents[i](key); holder != 0 {
			b.words.Touch(record.Types[l.to-1].Prefix, holder)
		}
	}
}

// snapshot returns the records as they are by now.
func (b *builder) snapshot() (*Snapshot, error) {
	n, err := b.finish()
	if err != nil {
		return nil, fmt.Errorf("build the network: %w", err)
	}
	b.rewriteTexts()
	s := &Snapshot{network: n, tables: make([]table, len(b.tables))}
	for place, t := range b.tables {
		s.tables[place] = t.copied()
	}
	b.built = true
	s.values = b.w.Values
	s.words = b.words.Index(s.view(access.Everything))
	b.begin()
	return s, nil
}

// finish builds the network, and beside it, the first time, the ways to find records.
func (b *builder) finish() (*network.Network, error) {
	if b.built {
		return b.facts.Build(nil)
	}
	tables := make(chan error, 1)
	go func() {
		tables <- guarded(func() error {
			for _, t := range b.tables {
				t.build()
			}
			return nil
		})
	}()
	n, err := b.facts.Build(nil)
	return n, errors.Join(err, <-tables)
}

// guarded returns a panic as an error: nobody else would recover it in a goroutine.
func guarded(do func() error) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic: %v", cause)
		}
	}()
	return do()
}

// rewriteTexts keeps all texts anew once most of them may be of records that have changed since or are gone.
func (b *builder) rewriteTexts() {
	if b.built && b.w.Texts.Size() > b.mostTexts {
		if b.recorder != nil && len(b.recorder.before) > 0 {
			b.recorder.lose() // what it noted is among the texts that go
		}
		earlier := b.w.Begin()
		for _, t := range b.tables {
			t.rows.RewriteTexts(earlier, b.w, t.epoch)
		}
	} else if b.built {
		return
	}
	b.mostTexts = 2*b.w.Texts.Size() + b.slack
}

// page is how many records are read at a time: enough to be fast, few enough that
// reading a large database takes little memory, and that a statement may name
// them all.
const page = 10_000

// load reads all records of a database, and tells how far it is whenever that is another percent.
func (b *builder) load(ctx context.Context, tx *ent.Client, told func(percent int)) error {
	last, all := make([]int, len(record.Types)), 0
	for place, t := range record.Types {
		rows, err := tx.Rows(ctx, t.Prefix, func(s *sql.Selector) { s.OrderBy(sql.Desc(s.C("id"))).Limit(1) })
		if err != nil {
			return fmt.Errorf("read the last record of the type %s: %w", t.Name, err)
		}
		if len(rows) > 0 {
			last[place] = rows[0].RowID()
			all += last[place]
		}
	}
	before, percent := 0, -1
	for place, t := range record.Types {
		err := b.loadType(ctx, tx, place, func(id int) {
			if now := 100 * (before + id) / all; now != percent {
				percent = now
				told(percent)
			}
		})
		if err != nil {
			return fmt.Errorf("read the records of the type %s: %w", t.Name, err)
		}
		before += last[place]
	}
	return nil
}

// loadType reads all records of a type. While it keeps some, the next are read.
func (b *builder) loadType(ctx context.Context, tx *ent.Client, place int, told func(id int)) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	batches, failed := make(chan []ent.Row, 4), make(chan error, 1)
	go func() {
		defer close(batches)
		failed <- guarded(func() error { return stream(ctx, tx, record.Types[place].Prefix, batches) })
	}()
	for batch := range batches {
		for _, row := range batch {
			if err := b.put(place, row); err != nil {
				return err
			}
		}
		told(batch[len(batch)-1].RowID())
	}
	return <-failed
}

// batch bounds the records that are handed on at once.
const batch = 1000

// stream sends all records of a type, some at a time.
func stream(ctx context.Context, tx *ent.Client, prefix string, batches chan<- []ent.Row) error {
	var some []ent.Row
	send := func() error {
		select {
		case batches <- some:
			some = nil
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	err := tx.Stream(ctx, prefix, func(row ent.Row) error {
		if some == nil {
			some = make([]ent.Row, 0, batch)
		}
		if some = append(some, row); len(some) < batch {
			return nil
		}
		return send()
	})
	if err != nil || len(some) == 0 {
		return err
	}
	return send()
}

// reloadAll reads records again, and takes away those that are gone.
func (b *builder) reloadAll(ctx context.Context, tx *ent.Client, touched []ledger.Touched) (some bool, err error) {
	ids := map[string][]int{}
	for _, t := range touched {
		if record.Of(t.Prefix) != nil {
			ids[t.Prefix] = append(ids[t.Prefix], t.ID)
		}
	}
	for prefix, some := range ids {
		if err := b.reload(ctx, tx, prefix, some); err != nil {
			return false, err
		}
	}
	return len(ids) > 0, nil
}

// reload reads the records of some ids of a type again, and takes away those that are gone.
func (b *builder) reload(ctx context.Context, tx *ent.Client, prefix string, ids []int) error {
	place := placeOf(prefix)
	slices.Sort(ids)
	for some := range slices.Chunk(slices.Compact(ids), page) {
		of, gone := make([]any, len(some)), make(map[int]bool, len(some))
		for i, id := range some {
			of[i], gone[id] = id, true
		}
		read, err := tx.Rows(ctx, prefix, func(s *sql.Selector) { s.Where(sql.In(s.C("id"), of...)) })
		if err != nil {
			return fmt.Errorf("read records of the type %s again: %w", record.Types[place].Name, err)
		}
		for _, row := range read {
			delete(gone, row.RowID())
			if err := b.put(place, row); err != nil {
				return err
			}
		}
		for id := range gone {
			b.remove(place, id)
		}
	}
	return nil
}
