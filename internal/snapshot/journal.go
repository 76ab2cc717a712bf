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

// journal holds what records were before the last lines of the ledger. Whoever has a copy of it may read it: its steps
// never change.
type journal struct {
	from  ledger.Position // the steps are of the lines after it
	at    time.Time       // the latest moment of the lines up to it
	steps []step          // the first lines come first
	lines int             // of all steps

	waypoints []waypoint // the first come first
	since     int        // lines after the last of them, or of all steps

	isKnown bool // false where nothing was followed yet
}

// waypoint is all records after a step, so that not all steps after an earlier moment are taken back.
type waypoint struct {
	after    ledger.Position // the last line of the step
	snapshot *Snapshot
}

// waypointLines is how many lines lie between two waypoints: to take them back takes some 200 ms at the size of a country.
const waypointLines = 15_000

// step holds what records were before some lines that follow each other, among which no other line can come.
type step struct {
	first, last ledger.Position
	lines       int
	isOnce      bool      // all lines are of one moment
	at          time.Time // the latest moment of the lines and all before them
	before      []version // of each record that the lines are about
	values      rows.Values
}

// version is a record as it was, in the values of its step.
type version struct {
	key recordKey
	row any // as its store keeps it; nil when there was no record
}

// recordKey is the place of a type in record.Types and an id, in this order.
type recordKey uint32

const idBits = 27

func keyFor(place, id int) recordKey { return recordKey(place<<idBits | id) } //nolint:gosec // ids have 27 bits

func (k recordKey) split() (place, id int) { return int(k >> idBits), int(k & (1<<idBits - 1)) }

// end returns the last line of the journal, or where it begins.
func (j *journal) end() ledger.Position {
	if n := len(j.steps); n > 0 {
		return j.steps[n-1].last
	}
	return j.from
}

// latest returns the latest moment of all lines up to the end.
func (j *journal) latest() time.Time {
	if n := len(j.steps); n > 0 {
		return j.steps[n-1].at
	}
	return j.at
}

// with returns the journal with another step, and without the first ones that are of more than some lines ago.
func (j journal) with(s step, most int) journal {
	if latest := j.latest(); s.at.Before(latest) {
		s.at = latest
	}
	j.steps, j.lines, j.since = append(j.steps, s), j.lines+s.lines, j.since+s.lines
	for len(j.steps) > 0 && j.lines-j.steps[0].lines >= most {
		j.from, j.at, j.lines = j.steps[0].last, j.steps[0].at, j.lines-j.steps[0].lines
		j.steps = j.steps[1:]
	}
	for len(j.waypoints) > 0 && j.waypoints[0].after.Compare(j.from) <= 0 {
		j.waypoints = slices.Clone(j.waypoints[1:]) // the snapshot can go
	}
	return j
}

// mark adds a waypoint at the end of the journal, when the last one is some lines ago. The snapshot is that after the
// last step.
func (j *journal) mark(s *Snapshot, lines int) {
	if j.since >= lines {
		still := &Snapshot{tables: s.tables, values: s.values, network: s.network, words: s.words, at: s.at}
		j.waypoints, j.since = append(j.waypoints, waypoint{j.end(), still}), 0
	}
}

// nearest returns the place after the first steps from a place on that end with a waypoint, and its snapshot; nil when
// there is none.
func (j *journal) nearest(from int) (to int, s *Snapshot) {
	for _, w := range j.waypoints {
		if at, is := j.find(w.after); is && at+1 >= from {
			return at + 1, w.snapshot
		}
	}
	return 0, nil
}

// find returns the step that a line is of.
func (j *journal) find(line ledger.Position) (at int, is bool) {
	if !j.isKnown || line.Compare(j.from) <= 0 || line.Compare(j.end()) > 0 {
		return 0, false
	}
	return sort.Search(len(j.steps), func(i int) bool { return j.steps[i].last.Compare(line) >= 0 }), true
}

// beginning returns the step whose first line is a line.
func (j *journal) beginning(line ledger.Position) (at int, is bool) {
	at, is = j.find(line)
	return at, is && j.steps[at].first == line
}

// undo takes back steps that follow each other.
func (b *builder) undo(ctx context.Context, steps []step) error {
	count := 0
	for i := range steps {
		count += len(steps[i].before)
	}
	type earlier struct {
		*version
		values *rows.Values
	}
	all, order := make([]earlier, 0, count), make([]uint64, 0, count)
	for i := range steps {
		for n := range steps[i].before {
			v := &steps[i].before[n]
			order = append(order, uint64(v.key)<<32|uint64(len(all)))
			all = append(all, earlier{v, &steps[i].values})
		}
	}
	persistent.SortUint64(order, make([]uint64, len(order))) // so that neighbours are changed together
	order = slices.CompactFunc(order, func(a, b uint64) bool { return a>>32 == b>>32 })
	for n, o := range order {
		if n%ctxEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		v := all[uint32(o)] //nolint:gosec // the lower half
		place, id := v.key.split()
		if v.row == nil {
			b.remove(place, id)
			continue
		}
		row := b.tables[place].rows.Unpack(int32(id), v.row, v.values) //nolint:gosec // ids have 27 bits
		if err := b.put(place, row); err != nil {
			return err
		}
	}
	return nil
}

// ctxEvery is how many records are changed between two looks at the context.
const ctxEvery = 256

// recorder notes what records were before they are changed, until no other line can come among the lines.
type recorder struct {
	before map[recordKey]any
	first  ledger.Position
	lines  int
	at     ledger.Span
	isLost bool // for some records it is not known
}

// mostNoted bounds the records of lines that are not settled.
const mostNoted = 10_000

func newRecorder() *recorder { return &recorder{before: map[recordKey]any{}} }

// lose forgets what was noted.
func (r *recorder) lose() { *r = recorder{isLost: true} }

// note notes a record that is about to change.
func (b *builder) note(place, id int) {
	r := b.recorder
	if r == nil || r.isLost || id <= 0 || id > persistent.MostID {
		return
	}
	key := keyFor(place, id)
	if _, is := r.before[key]; is {
		return
	}
	var row any
	if id := int32(id); b.tables[place].rows.Known(id) {
		row = b.tables[place].rows.Row(id)
	}
	r.before[key] = row
}

// step returns what was noted as a step that ends with a line.
func (r *recorder) step(last ledger.Position, values rows.Values) step {
	s := step{first: r.first, last: last, lines: r.lines, at: r.at.Latest, values: values}
	s.isOnce = r.at.Earliest.Equal(r.at.Latest)
	for key, row := range r.before {
		s.before = append(s.before, version{key, row})
	}
	slices.SortFunc(s.before, func(a, b version) int { return cmp.Compare(a.key, b.key) })
	return s
}

// journalize adds what was followed to the journal, once no other line can come among the lines.
func (l *Source) journalize(ctx context.Context, tx *ent.Client, news *ledger.News) (err error) {
	r := l.build.recorder
	if r.lines += news.Lines; r.first == (ledger.Position{}) {
		r.first = news.First
	}
	r.at.Add(news.At)
	switch {
	case !news.IsWhole:
		if news.IsPreparing || len(r.before) > mostNoted {
			r.lose()
		}
		return nil
	case r.isLost, r.lines == 0 && len(r.before) > 0: // lines that were not settled have gone
		l.journal = journal{from: l.at, isKnown: true}
		l.journal.at, err = l.ledger.Latest(ctx, tx, l.at)
	case r.lines > 0:
		l.journal = l.journal.with(r.step(l.at, l.build.w.Values), l.mostLines)
	}
	l.build.recorder = newRecorder()
	return err
}

// firstAfter returns the place of the first line that was written after a moment, as [ledger.Ledger.FirstAfter] does.
func (l *Source) firstAfter(
	ctx context.Context, tx *ent.Client, j *journal, at time.Time,
) (first ledger.Position, isFinal bool, err error) {
	if !j.isKnown || at.Before(j.at) {
		first, isFinal, isLong, err := l.ledger.FirstAfter(ctx, tx, at, l.mostLines)
		if err == nil && isLong {
			err = &TooLongError{}
		}
		return first, isFinal, err
	}
	i := sort.Search(len(j.steps), func(i int) bool { return j.steps[i].at.After(at) })
	if i == len(j.steps) {
		return l.ledger.FirstAmong(ctx, tx, at, j.end(), l.mostLines)
	}
	since := 0
	for _, s := range j.steps[i:] {
		since += s.lines
	}
	s := &j.steps[i]
	switch {
	case since > l.mostLines:
		return first, false, &TooLongError{}
	case s.isOnce:
		return s.first, true, nil
	case i > 0:
		return l.ledger.FirstAmong(ctx, tx, at, j.steps[i-1].last, s.lines)
	}
	return l.ledger.FirstAmong(ctx, tx, at, j.from, s.lines)
}
