package ledger

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	gen "maillage/internal/gen/ent"
)

// A broadcast reads the ledger once for all who follow it. It runs as long as
// somebody does, and keeps the batches that it read last. Who has fallen behind
// them reads the ledger alone, until they are at the head again.
type broadcast struct {
	ledger    *Ledger
	stop      context.CancelFunc
	followers int // guarded by the ledger's mu

	mu     sync.Mutex
	head   Position // up to which all was read
	first  uint64   // the number of recent[0]
	recent []*batch
	grown  chan struct{} // closed when there is another batch
}

// batch are lines that were read at once, or why they could not be.
type batch struct {
	lines     []*gen.Change
	contracts map[string]int // the database ids of the lines' contracts that exist, by public identifier
	err       error
}

const (
	// batchLines is how many lines are read at a time.
	batchLines = 50
	// batchesKept is how many batches a follower may lag behind the broadcast.
	batchesKept = 32
)

// Compare orders places as their lines were committed.
func (p Position) Compare(q Position) int {
	return cmp.Or(cmp.Compare(p.Epoch, q.Epoch), cmp.Compare(p.XID, q.XID), cmp.Compare(p.ID, q.ID))
}

// enter adds a follower to the broadcast, which begins at end when nobody else
// follows.
func (l *Ledger) enter(end Position) *broadcast {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.shared == nil {
		ctx, stop := context.WithCancel(access.AsSystem(context.Background()))
		l.shared = &broadcast{ledger: l, stop: stop, head: end, grown: make(chan struct{})}
		go l.shared.run(ctx)
	}
	l.shared.followers++
	return l.shared
}

// leave removes a follower. The last one stops the broadcast.
func (b *broadcast) leave() {
	l := b.ledger
	l.mu.Lock()
	defer l.mu.Unlock()
	if b.followers--; b.followers == 0 {
		b.stop()
		l.shared = nil
	}
}

// run reads what comes until the broadcast is stopped.
func (b *broadcast) run(ctx context.Context) {
	for {
		moved := b.ledger.Moved()
		after := b.end()
		next, err := b.read(ctx, after)
		if ctx.Err() != nil {
			return
		}
		switch {
		case errors.Is(err, ErrRestored):
			if end, err := b.ledger.End(ctx); err == nil { // else the next reading finds it again
				after = *end
			}
			b.publish(&batch{err: ErrRestored}, after)
		case err != nil:
			b.publish(&batch{err: err}, after)
		case len(next.lines) > 0:
			b.publish(next, PositionOf(next.lines[len(next.lines)-1]))
		}
		if err == nil && len(next.lines) == batchLines {
			continue
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return
		}
	}
}

func (b *broadcast) end() Position {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.head
}

// read reads the lines after a place, and which of their contracts exist: by them
// it is told who sees a line.
func (b *broadcast) read(ctx context.Context, after Position) (*batch, error) {
	lines, err := b.ledger.Read(ctx, Query{After: &after, Limit: batchLines})
	if err != nil {
		return nil, err
	}
	next := &batch{lines: lines, contracts: map[string]int{}}
	var uids []any
	for _, line := range lines {
		if line.ContractUID != nil && !slices.Contains(uids, any(*line.ContractUID)) {
			uids = append(uids, *line.ContractUID)
		}
	}
	if len(uids) == 0 {
		return next, nil
	}
	contracts, err := b.ledger.client.Contract.Query().Where(func(s *sql.Selector) {
		s.Where(sql.In(s.C("uid"), uids...))
	}).All(ctx)
	for _, c := range contracts {
		next.contracts[c.UID] = c.ID
	}
	return next, err
}

// publish hands a batch, after which the broadcast is at head, to all followers.
func (b *broadcast) publish(next *batch, head Position) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.head = head
	b.recent = append(b.recent, next)
	if len(b.recent) > batchesKept {
		b.recent = slices.Delete(b.recent, 0, 1)
		b.first++
	}
	close(b.grown)
	b.grown = make(chan struct{})
}

// place is where the broadcast is, and the number of its next batch.
func (b *broadcast) place() (head Position, next uint64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.head, b.first + uint64(len(b.recent))
}

// await waits for a batch by its number; nil is one that is not kept any more.
func (b *broadcast) await(ctx context.Context, number uint64) (*batch, error) {
	for {
		b.mu.Lock()
		grown := b.grown
		if number < b.first {
			b.mu.Unlock()
			return nil, nil
		}
		if n := number - b.first; n < uint64(len(b.recent)) {
			found := b.recent[n]
			b.mu.Unlock()
			return found, nil
		}
		b.mu.Unlock()
		select {
		case <-grown:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// visible are the lines of a batch after a place that a query asks for and that
// somebody of a sight sees: those that the query would find in the ledger.
func (b *batch) visible(q Query, sight access.Sight) []*gen.Change {
	lines := b.lines
	for len(lines) > 0 && PositionOf(lines[0]).Compare(*q.After) <= 0 {
		lines = lines[1:]
	}
	if sight.All && q.Types == nil && q.Records == nil && q.Contract == "" {
		return lines
	}
	var found []*gen.Change
	for _, line := range lines {
		if q.asks(line) && b.seen(line, sight) {
			found = append(found, line)
		}
	}
	return found
}

// asks tells whether a query of types, records and a contract asks for a line.
func (q Query) asks(line *gen.Change) bool {
	return (q.Types == nil || slices.Contains(q.Types, line.RecordType)) &&
		(q.Records == nil || slices.Contains(q.Records, line.RecordUID)) &&
		(q.Contract == "" || line.ContractUID != nil && *line.ContractUID == q.Contract)
}

// seen tells whether somebody of a sight sees a line, as the condition of the
// same name does in the database.
func (b *batch) seen(line *gen.Change, sight access.Sight) bool {
	switch {
	case sight.All:
		return true
	case line.ContractUID == nil:
		return sight.Directory
	}
	id, exists := b.contracts[*line.ContractUID]
	return exists && sight.Sees(id)
}
