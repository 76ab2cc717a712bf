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

// builder makes snapshots and applies changes of the database record by record. It is not safe for concurrent use.
type builder struct {
	zone   *time.Location // time zone for the days of records
	w      *rows.Writer
	tables []*tableWriter // by index in record.Types
	facts  *network.Facts
	built  bool // a first snapshot was built
	words  search.Writer

	undo *undoBuffer // nil if no past snapshots are needed

	slack    int64 // bytes by which texts may exceed twice their size before they are rewritten
	maxTexts int64 // bytes of texts from which they are rewritten
}

// textSlack is the slack for a database that is served.
const textSlack = 64 << 20

// newBuilder returns a builder without records.
func newBuilder(zone *time.Location) *builder {
	b := &builder{zone: zone, slack: textSlack, w: rows.NewWriter(), facts: network.NewFacts()}
	for index, store := range stores.New() {
		b.tables = append(b.tables, newTableWriter(index, store, b.w))
	}
	b.begin()
	return b
}

// fork returns a builder that starts from a snapshot, independent of the builder that made it.
func (s *Snapshot) fork(zone *time.Location) *builder {
	b := &builder{
		zone: zone, w: s.values.Fork(), facts: s.network.Fork(), built: true, words: search.NewFork(s.words),
		maxTexts: math.MaxInt64,
	}
	for index := range s.tables {
		b.tables = append(b.tables, s.tables[index].fork(index, b.w))
	}
	b.begin()
	return b
}

// begin starts a new epoch for the builder, so that it does not change what readers share.
func (b *builder) begin() {
	epoch := persistent.NextEpoch()
	for _, t := range b.tables {
		t.epoch = epoch
	}
}

// put stores a record, or replaces the one with its id.
func (b *builder) put(index int, row ent.Row) error {
	if id := row.RowID(); id <= 0 || id > persistent.MostID {
		return fmt.Errorf("a record of the type %s has the id %d: ids from 1 to %d are kept",
			record.Types[index].Name, id, persistent.MostID)
	}
	b.recordBefore(index, row.RowID())
	b.touch(index, row.RowID())
	putFact(b.facts, row, b.zone)
	b.tables[index].put(row)
	b.touch(index, row.RowID())
	return nil
}

// remove deletes a record.
func (b *builder) remove(index, id int) {
	b.recordBefore(index, id)
	if k, known := kinds[record.Types[index].Prefix]; known {
		b.facts.Remove(network.Ref{Kind: k, ID: id})
	}
	if id > 0 && id <= persistent.MostID {
		b.touch(index, id)
		b.tables[index].remove(int32(id))
	}
}

// record returns a copy of a record, or nil if there is none.
func (b *builder) record(index, id int) ent.Row {
	if key := int32(id); id > 0 && id <= persistent.MostID && b.tables[index].rows.Known(key) {
		return b.tables[index].rows.Record(key, &b.w.Values)
	}
	return nil
}

// touch marks a record as changed for the search index. For an identifier it also marks its holder.
func (b *builder) touch(index, id int) {
	if !b.built {
		return
	}
	t, key := b.tables[index], int32(id) //nolint:gosec // put and remove have refused greater ones
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

// snapshot returns a snapshot of the current records.
func (b *builder) snapshot() (*Snapshot, error) {
	n, err := b.finish()
	if err != nil {
		return nil, fmt.Errorf("build the network: %w", err)
	}
	b.rewriteTexts()
	s := &Snapshot{network: n, tables: make([]table, len(b.tables))}
	for index, t := range b.tables {
		s.tables[index] = t.share()
	}
	b.built = true
	s.values = b.w.Values
	s.words = b.words.Index(s.view(access.Everything))
	b.begin()
	return s, nil
}

// finish builds the network. For the first snapshot it also builds the indexes, in parallel.
func (b *builder) finish() (*network.Network, error) {
	if b.built {
		return b.facts.Build(nil)
	}
	tables := make(chan error, 1)
	go func() {
		tables <- recovering(func() error {
			for _, t := range b.tables {
				t.build()
			}
			return nil
		})
	}()
	n, err := b.facts.Build(nil)
	return n, errors.Join(err, <-tables)
}

// recovering calls a function and returns its panic as an error. A panic in a goroutine would end the process.
func recovering(do func() error) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic: %v", cause)
		}
	}()
	return do()
}

// rewriteTexts rewrites all texts once most of them may belong to records that have changed or are deleted.
func (b *builder) rewriteTexts() {
	if b.built && b.w.Texts.Size() > b.maxTexts {
		if b.undo != nil && len(b.undo.before) > 0 {
			b.undo.invalidate() // its rows refer to the texts that are dropped
		}
		earlier := b.w.TakeTexts()
		for _, t := range b.tables {
			t.rows.RewriteTexts(earlier, b.w, t.epoch)
		}
	} else if b.built {
		return
	}
	b.maxTexts = 2*b.w.Texts.Size() + b.slack
}

// page is the number of records that are read at a time. It is large enough to be fast, and small enough to bound
// memory and to list all ids in one statement.
const page = 10_000

// load reads all records of a database. It calls progress at each percent.
func (b *builder) load(ctx context.Context, tx *ent.Client, progress func(percent int)) error {
	last, all := make([]int, len(record.Types)), 0
	for index, t := range record.Types {
		rows, err := tx.Rows(ctx, t.Prefix, func(s *sql.Selector) { s.OrderBy(sql.Desc(s.C("id"))).Limit(1) })
		if err != nil {
			return fmt.Errorf("read the last record of the type %s: %w", t.Name, err)
		}
		if len(rows) > 0 {
			last[index] = rows[0].RowID()
			all += last[index]
		}
	}
	before, percent := 0, -1
	for index, t := range record.Types {
		err := b.loadType(ctx, tx, index, func(id int) {
			if now := 100 * (before + id) / all; now != percent {
				percent = now
				progress(percent)
			}
		})
		if err != nil {
			return fmt.Errorf("read the records of the type %s: %w", t.Name, err)
		}
		before += last[index]
	}
	return nil
}

// loadType reads all records of a type. It reads the next ones while it stores some.
func (b *builder) loadType(ctx context.Context, tx *ent.Client, index int, progress func(id int)) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	batches, failed := make(chan []ent.Row, 4), make(chan error, 1)
	go func() {
		defer close(batches)
		failed <- recovering(func() error { return stream(ctx, tx, record.Types[index].Prefix, batches) })
	}()
	for batch := range batches {
		for _, row := range batch {
			if err := b.put(index, row); err != nil {
				return err
			}
		}
		progress(batch[len(batch)-1].RowID())
	}
	return <-failed
}

// batch is the maximum number of records that are sent at once.
const batch = 1000

// stream sends all records of a type in batches.
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

// reloadAll reads changed records again and removes the deleted ones.
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

// reload reads the records of a type with some ids again and removes the deleted ones.
func (b *builder) reload(ctx context.Context, tx *ent.Client, prefix string, ids []int) error {
	index := indexOf(prefix)
	slices.Sort(ids)
	for some := range slices.Chunk(slices.Compact(ids), page) {
		of, gone := make([]any, len(some)), make(map[int]bool, len(some))
		for i, id := range some {
			of[i], gone[id] = id, true
		}
		read, err := tx.Rows(ctx, prefix, func(s *sql.Selector) { s.Where(sql.In(s.C("id"), of...)) })
		if err != nil {
			return fmt.Errorf("read records of the type %s again: %w", record.Types[index].Name, err)
		}
		for _, row := range read {
			delete(gone, row.RowID())
			if err := b.put(index, row); err != nil {
				return err
			}
		}
		for id := range gone {
			b.remove(index, id)
		}
	}
	return nil
}
