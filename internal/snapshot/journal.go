package snapshot

import (
	"cmp"
	"context"
	"slices"
	"sort"
	"time"

	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/persistent"
	"maillage/internal/rows"
)

// journal holds the before-images of the records that the last lines of the ledger changed. Copies of it may be
// read at any time: its steps never change.
type journal struct {
	from  ledger.Position // position after which the steps begin; zero is the beginning of the ledger
	at    time.Time       // latest time of the lines up to from
	steps []step          // in the order of their lines
	lines int             // number in all steps

	checkpoints []checkpoint // oldest first
	since       int          // lines after the last checkpoint, or in all steps

	isKnown bool // false until a first line was followed
}

// checkpoint holds a snapshot after a step, so that a past snapshot need not undo all later steps.
type checkpoint struct {
	after    ledger.Position // the last line of the step, or the position at which the journal begins
	snapshot *Snapshot
}

// checkpointLines is the number of lines between two checkpoints: to undo them takes some 200 ms at the size of a
// country.
const checkpointLines = 15_000

// step holds before-images for consecutive lines, between which no other line can be added any more.
type step struct {
	first, last ledger.Position
	lines       int
	isOnce      bool          // all lines have the same time by their clocks
	at          time.Time     // the latest time of these lines and all before them
	before      []beforeImage // of each record that the lines changed
	values      *rows.Values
}

// beforeImage is a record before a step, as a row in the values of the step.
type beforeImage struct {
	key recordKey
	row any // as its store has it; nil if there was no record
}

// recordKey encodes the index of a type in record.Types and an id, in this order.
type recordKey uint32

const idBits = 27

// keyFor encodes an index in record.Types and an id.
func keyFor(index, id int) recordKey { return recordKey(index<<idBits | id) } //nolint:gosec // ids have 27 bits

// split decodes the key.
func (k recordKey) split() (index, id int) { return int(k >> idBits), int(k & (1<<idBits - 1)) }

// end returns the last line of the journal, or the position at which it begins.
func (j *journal) end() ledger.Position {
	if n := len(j.steps); n > 0 {
		return j.steps[n-1].last
	}
	return j.from
}

// latest returns the latest time of all lines up to the end.
func (j *journal) latest() time.Time {
	if n := len(j.steps); n > 0 {
		return j.steps[n-1].at
	}
	return j.at
}

// with returns the journal with another step. It drops the first steps as long as enough lines remain.
func (j journal) with(s step, most int) journal {
	if latest := j.latest(); s.at.Before(latest) {
		s.at = latest
	}
	j.steps, j.lines, j.since = append(j.steps, s), j.lines+s.lines, j.since+s.lines
	return j.trimmed(most)
}

// withEarlier returns the journal with the steps of an earlier one, which ends where it begins.
func (j journal) withEarlier(earlier journal, most int) journal {
	j.from, j.at, j.lines = earlier.from, earlier.at, earlier.lines+j.lines
	j.steps, j.checkpoints = slices.Concat(earlier.steps, j.steps), slices.Concat(earlier.checkpoints, j.checkpoints)
	return j.trimmed(most)
}

// trimmed returns the journal without its first steps, as long as enough lines remain.
func (j journal) trimmed(most int) journal {
	for len(j.steps) > 0 && j.lines-j.steps[0].lines >= most {
		j.from, j.at, j.lines = j.steps[0].last, j.steps[0].at, j.lines-j.steps[0].lines
		j.steps = j.steps[1:]
	}
	for len(j.checkpoints) > 0 && j.checkpoints[0].after.Compare(j.from) < 0 {
		j.checkpoints = slices.Clone(j.checkpoints[1:]) // so that the snapshot can be freed
	}
	return j
}

// addCheckpoint adds a checkpoint at the end of the journal if it has none, or the last one is so many lines ago. The
// snapshot is that after the last step.
func (j *journal) addCheckpoint(s *Snapshot, lines int) {
	if j.since >= lines || len(j.checkpoints) == 0 {
		copied := &Snapshot{tables: s.tables, values: s.values, network: s.network, words: s.words, at: s.at}
		j.checkpoints, j.since = append(j.checkpoints, checkpoint{j.end(), copied}), 0
	}
}

// nearest returns the first checkpoint whose following step has the index from or a later one. It returns that
// index and the snapshot, or nil if there is none.
func (j *journal) nearest(from int) (to int, s *Snapshot) {
	for _, w := range j.checkpoints {
		to := sort.Search(len(j.steps), func(i int) bool { return j.steps[i].last.Compare(w.after) > 0 })
		if to >= from {
			return to, w.snapshot
		}
	}
	return 0, nil
}

// find returns the index of the step that contains a line.
func (j *journal) find(line ledger.Position) (at int, is bool) {
	if !j.isKnown || line.Compare(j.from) <= 0 || line.Compare(j.end()) > 0 {
		return 0, false
	}
	return sort.Search(len(j.steps), func(i int) bool { return j.steps[i].last.Compare(line) >= 0 }), true
}

// beginning returns the index of the step that begins with a line.
func (j *journal) beginning(line ledger.Position) (at int, is bool) {
	at, is = j.find(line)
	return at, is && j.steps[at].first == line
}

// undoSteps undoes consecutive steps.
func (b *builder) undoSteps(ctx context.Context, steps []step) error {
	count := 0
	for i := range steps {
		count += len(steps[i].before)
	}
	type earlier struct {
		*beforeImage
		values *rows.Values
	}
	all, order := make([]earlier, 0, count), make([]uint64, 0, count)
	for i := range steps {
		for n := range steps[i].before {
			v := &steps[i].before[n]
			order = append(order, uint64(v.key)<<32|uint64(len(all)))
			all = append(all, earlier{v, steps[i].values})
		}
	}
	persistent.SortUint64(order, make([]uint64, len(order))) // so that records next to each other are changed together
	order = slices.CompactFunc(order, func(a, b uint64) bool { return a>>32 == b>>32 })
	for n, o := range order {
		if n%contextInterval == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		v := all[uint32(o)] //nolint:gosec // the lower half
		index, id := v.key.split()
		if v.row == nil {
			b.remove(index, id)
			continue
		}
		row := b.tables[index].rows.Unpack(int32(id), v.row, v.values) //nolint:gosec // ids have 27 bits
		if err := b.put(index, row); err != nil {
			return err
		}
	}
	return nil
}

// contextInterval is the number of records between two checks of the context.
const contextInterval = 256

// undoBuffer collects before-images until no other line can be added between their lines.
type undoBuffer struct {
	before    map[recordKey]any
	first     ledger.Position
	lines     int
	at        ledger.Span
	isInvalid bool // the before-images of some records are unknown
}

// maxBuffered bounds the number of records with lines that are not settled.
const maxBuffered = 10_000

// newUndoBuffer returns an empty buffer.
func newUndoBuffer() *undoBuffer { return &undoBuffer{before: map[recordKey]any{}} }

// invalidate drops the before-images.
func (r *undoBuffer) invalidate() { *r = undoBuffer{isInvalid: true} }

// recordBefore records the before-image of a record that is about to change.
func (b *builder) recordBefore(index, id int) {
	r := b.undo
	if r == nil || r.isInvalid || id <= 0 || id > persistent.MostID {
		return
	}
	if _, is := r.before[keyFor(index, id)]; !is {
		image := b.image(index, id)
		r.before[image.key] = image.row
	}
}

// image returns a record as the builder has it.
func (b *builder) image(index, id int) beforeImage {
	image := beforeImage{key: keyFor(index, id)}
	if id := int32(id); b.tables[index].rows.Known(id) { //nolint:gosec // ids have 27 bits
		image.row = b.tables[index].rows.Row(id)
	}
	return image
}

// step returns the buffer as a step that ends with a line.
func (r *undoBuffer) step(last ledger.Position, values rows.Values) step {
	s := step{first: r.first, last: last, lines: r.lines, at: r.at.Latest, values: &values}
	s.isOnce = r.at.Earliest.Equal(r.at.Latest)
	for key, row := range r.before {
		s.before = append(s.before, beforeImage{key, row})
	}
	slices.SortFunc(s.before, func(a, b beforeImage) int { return cmp.Compare(a.key, b.key) })
	return s
}

// appendToJournal adds the followed lines to the journal, once no other line can be added between them.
func (l *Source) appendToJournal(ctx context.Context, tx *ent.Client, news *ledger.News) (err error) {
	r := l.build.undo
	if r.lines += news.Lines; r.first == (ledger.Position{}) {
		r.first = news.First
	}
	r.at.Add(news.At)
	switch {
	case !news.IsWhole:
		if news.IsPreparing || len(r.before) > maxBuffered {
			r.invalidate()
		}
		return nil
	case r.isInvalid, r.lines == 0 && len(r.before) > 0: // lines that were not settled have disappeared
		l.journal = journal{from: l.at, isKnown: true}
		l.journal.at, err = l.ledger.Latest(ctx, tx, l.at)
	case r.lines > 0:
		l.journal = l.journal.with(r.step(l.at, l.build.w.Values), l.maxLines)
	}
	l.build.undo = newUndoBuffer()
	return err
}

// firstAfter returns the position of the first line written after a time, as [ledger.Ledger.FirstAfter] does. It
// uses the journal where it can.
func (l *Source) firstAfter(
	ctx context.Context, tx *ent.Client, j *journal, at time.Time,
) (first ledger.Position, isFinal bool, err error) {
	if !j.isKnown || at.Before(j.at) {
		first, isFinal, isLong, err := l.ledger.FirstAfter(ctx, tx, at, l.maxLines)
		if err == nil && isLong {
			err = &TooLongError{}
		}
		return first, isFinal, err
	}
	i := sort.Search(len(j.steps), func(i int) bool { return j.steps[i].at.After(at) })
	if i == len(j.steps) {
		return l.ledger.FirstAmong(ctx, tx, at, j.end(), l.maxLines)
	}
	s := &j.steps[i]
	switch {
	case i == 0 && j.lines > l.maxLines:
		return first, false, &TooLongError{}
	case s.isOnce:
		return s.first, true, nil
	case i > 0:
		return l.ledger.FirstAmong(ctx, tx, at, j.steps[i-1].last, s.lines)
	}
	return l.ledger.FirstAmong(ctx, tx, at, j.from, s.lines)
}
