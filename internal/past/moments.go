package past

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/snapshot"
)

// MaxLines is how many lines of the ledger are replayed at most for a moment:
// more take longer than anybody waits for an answer.
const MaxLines = 100_000

// kept is how many moments stay at hand.
const kept = 4

// TooLongError says that a moment has too long a history to be rebuilt.
type TooLongError struct{ Lines int }

func (e *TooLongError) Error() string {
	return fmt.Sprintf(TooLong, e.Lines, MaxLines)
}

// TooLong is the sentence of a TooLongError: how many lines there are, and how
// many there may be.
const TooLong = "the ledger has %d lines up to then, and at most %d are replayed"

// Moments rebuilds moments of a database, each as a database of its own that
// nobody writes.
type Moments struct {
	Client *ent.Client
	Ledger *ledger.Ledger
	// Empty makes an empty SQLite database for a moment, and what ends it.
	Empty func(context.Context) (c *ent.Client, end func() error, err error)

	told *chapter // what was replayed last; of whoever has the turn
	mu   sync.Mutex
	turn chan struct{} // of one, who rebuilds
	kept []*Moment     // the one asked for last comes first
}

// Moment is what the hub believed at a moment.
type Moment struct {
	Client *ent.Client

	records *snapshot.Source // of it
	once    sync.Once

	key   string
	end   func() error
	users int
	gone  bool // from those kept; it ends with its last user
}

// Records are those of the moment, whose days a time zone reads.
func (m *Moment) Records(zone *time.Location) *snapshot.Source {
	m.once.Do(func() {
		m.records = snapshot.Still(m.Client)
		m.records.Zone = zone
	})
	return m.records
}

// At is what the hub believed at a moment, all that was written by then. Who is
// done with it releases it.
func (m *Moments) At(ctx context.Context, at time.Time) (*Moment, error) {
	ctx = access.AsSystem(ctx)
	count, err := m.Ledger.Count(ctx, upTo(at))
	if err != nil {
		return nil, err
	}
	if count > MaxLines {
		return nil, &TooLongError{count}
	}
	last, err := m.Ledger.Read(ctx, ledger.Query{Until: at.UTC(), Young: true, Backward: true, Limit: 1})
	if err != nil {
		return nil, err
	}
	uid := ""
	if len(last) > 0 {
		uid = last[0].UID
	}
	if found := m.find(keyOf(count, uid)); found != nil {
		return found, nil
	}
	done, err := m.takeTurn(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	state, key, err := m.replayed(ctx, at)
	if err != nil {
		return nil, err
	}
	if found := m.find(key); found != nil { // somebody else rebuilt it meanwhile
		return found, nil
	}
	moment, err := m.rebuilt(ctx, state, key)
	if err != nil {
		return nil, fmt.Errorf("rebuild a moment: %w", err)
	}
	m.keep(moment)
	return moment, nil
}

// takeTurn waits, as long as the context lasts, until nobody else rebuilds.
func (m *Moments) takeTurn(ctx context.Context) (done func(), err error) {
	m.mu.Lock()
	if m.turn == nil {
		m.turn = make(chan struct{}, 1)
	}
	turn := m.turn
	m.mu.Unlock()
	select {
	case turn <- struct{}{}:
		return func() { <-turn }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// upTo asks for the lines that make a moment.
func upTo(at time.Time) ledger.Query {
	return ledger.Query{Until: at.UTC(), Young: true, Limit: MaxLines + 1}
}

// keyOf names a moment by how many lines there are and the last of them: a line
// that is committed late changes how many there are.
func keyOf(count int, last string) string { return fmt.Sprint(count, last) }

// rebuilt is a state as a database, for its first user.
func (m *Moments) rebuilt(ctx context.Context, state State, key string) (*Moment, error) {
	client, end, err := m.Empty(ctx)
	if err != nil {
		return nil, err
	}
	if err := Rebuild(ctx, state, client); err != nil {
		return nil, errors.Join(err, end())
	}
	return &Moment{Client: client, key: key, end: end, users: 1}, nil
}

// find is a moment that is kept, for one more user.
func (m *Moments) find(key string) *Moment {
	m.mu.Lock()
	defer m.mu.Unlock()
	i := slices.IndexFunc(m.kept, func(k *Moment) bool { return k.key == key })
	if i < 0 {
		return nil
	}
	found := m.kept[i]
	found.users++
	m.kept = slices.Insert(slices.Delete(m.kept, i, i+1), 0, found)
	return found
}

func (m *Moments) keep(moment *Moment) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept = slices.Insert(m.kept, 0, moment)
	if len(m.kept) > kept {
		last := m.kept[kept]
		m.kept = m.kept[:kept]
		last.gone = true
		if last.users == 0 {
			_ = last.end() // a file that stays in the folder of temporary files is all that can be left
		}
	}
}

// Release says that somebody is done with a moment.
func (m *Moments) Release(moment *Moment) {
	m.mu.Lock()
	defer m.mu.Unlock()
	moment.users--
	if moment.gone && moment.users == 0 {
		_ = moment.end()
	}
}

// Close ends all moments.
func (m *Moments) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	var errs []error
	for _, moment := range m.kept {
		moment.gone = true
		if moment.users == 0 {
			errs = append(errs, moment.end())
		}
	}
	m.kept = nil
	return errors.Join(errs...)
}

// Reader is a viewer who only reads, as whoever asks of a moment does.
func Reader(v *access.Viewer) *access.Viewer {
	reader := *v
	reader.Partner, reader.Serves = 0, nil
	return &reader
}

// Viewer is a viewer of today as they look at a moment: what they may see is
// decided by what they may see today.
func (m *Moments) Viewer(ctx context.Context, moment *Moment, v *access.Viewer) (*access.Viewer, error) {
	then := Reader(v)
	if v.Sight.All {
		return then, nil
	}
	ids := make([]any, len(v.Sight.Contracts))
	for i, id := range v.Sight.Contracts {
		ids[i] = id
	}
	today, err := m.Client.Contract.Query().Where(func(s *sql.Selector) { s.Where(sql.In(s.C("id"), ids...)) }).All(access.AsSystem(ctx))
	if err != nil {
		return nil, err
	}
	uids := make([]any, len(today))
	for i, c := range today {
		uids[i] = c.UID
	}
	then.Sight.Contracts, err = moment.Client.Contract.Query().Where(func(s *sql.Selector) { s.Where(sql.In(s.C("uid"), uids...)) }).IDs(access.AsSystem(ctx))
	slices.Sort(then.Sight.Contracts)
	return then, err
}
