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

// broadcast reads the ledger once for all followers. It runs as long as there are followers, and keeps the latest
// batches. A follower that falls behind these reads alone, until it has caught up.
type broadcast struct {
	ledger    *Ledger
	stop      context.CancelFunc
	followers int // guarded by the ledger's mu

	mu        sync.Mutex
	head      Position // position up to which all lines were read
	first     uint64   // number of recent[0]
	recent    []*batch
	published chan struct{} // closed when there is another batch
}

// batch holds lines that were read at once, or the error of reading them.
type batch struct {
	lines     []*gen.Change
	contracts map[string]int // database ids of the existing contracts of the lines, by public identifier
	err       error
}

const (
	// batchLines is the number of lines that are read at a time.
	batchLines = 50
	// maxBatches is the number of batches by which a follower may lag behind the broadcast.
	maxBatches = 32
)

// Compare orders positions by the commit order of their lines.
func (p Position) Compare(q Position) int {
	return cmp.Or(cmp.Compare(p.Epoch, q.Epoch), cmp.Compare(p.XID, q.XID), cmp.Compare(p.ID, q.ID))
}

// join adds a follower to the broadcast. Without other followers it starts one at end.
func (l *Ledger) join(end Position) *broadcast {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.shared == nil {
		ctx, stop := context.WithCancel(access.AsSystem(context.Background()))
		l.shared = &broadcast{ledger: l, stop: stop, head: end, published: make(chan struct{})}
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

// run reads new lines until the broadcast is stopped.
func (b *broadcast) run(ctx context.Context) {
	for {
		moved := b.ledger.Changed()
		after := b.end()
		next, err := b.read(ctx, after)
		if ctx.Err() != nil {
			return
		}
		switch {
		case errors.Is(err, ErrRestored):
			if end, err := b.ledger.End(ctx); err == nil { // otherwise the next read detects it again
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

// end returns the position up to which all lines were read.
func (b *broadcast) end() Position {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.head
}

// read reads the lines after a position, and which of their contracts exist, by which the visibility of a line is
// decided.
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

// publish passes a batch to all followers; head is the position after it.
func (b *broadcast) publish(next *batch, head Position) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.head = head
	b.recent = append(b.recent, next)
	if len(b.recent) > maxBatches {
		b.recent = slices.Delete(b.recent, 0, 1)
		b.first++
	}
	close(b.published)
	b.published = make(chan struct{})
}

// position returns the head of the broadcast, and the number of its next batch.
func (b *broadcast) position() (head Position, next uint64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.head, b.first + uint64(len(b.recent))
}

// await waits for a batch by its number; it returns nil for a batch that was dropped.
func (b *broadcast) await(ctx context.Context, number uint64) (*batch, error) {
	for {
		b.mu.Lock()
		grown := b.published
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

// visible returns the lines of a batch after a position that match a query and are visible: those that Read would
// return.
func (b *batch) visible(q Query, visibility access.Visibility) []*gen.Change {
	lines := b.lines
	for len(lines) > 0 && PositionOf(lines[0]).Compare(*q.After) <= 0 {
		lines = lines[1:]
	}
	if visibility.All && q.Types == nil && q.Operations == nil && q.Records == nil && q.Contract == "" {
		return lines
	}
	var found []*gen.Change
	for _, line := range lines {
		if q.matches(line) && b.isVisible(line, visibility) {
			found = append(found, line)
		}
	}
	return found
}

// matches reports whether a line passes the filters by types, operations, records and a contract.
func (q Query) matches(line *gen.Change) bool {
	return (q.Types == nil || slices.Contains(q.Types, line.RecordType)) &&
		(q.Operations == nil || slices.Contains(q.Operations, line.Operation)) &&
		(q.Records == nil || slices.Contains(q.Records, line.RecordUID)) &&
		(q.Contract == "" || line.ContractUID != nil && *line.ContractUID == q.Contract)
}

// isVisible reports whether a line is visible, as visibleCondition does in the database.
func (b *batch) isVisible(line *gen.Change, visibility access.Visibility) bool {
	switch {
	case visibility.All:
		return true
	case line.ContractUID == nil:
		return visibility.Directory
	}
	id, exists := b.contracts[*line.ContractUID]
	return exists && visibility.CanSee(id)
}
