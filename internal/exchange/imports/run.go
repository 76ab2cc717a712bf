package imports

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/fileimport"
	"maillage/internal/identity"
	"maillage/internal/lexicon"
	"maillage/internal/message"
)

const (
	pollInterval = time.Second
	// maxRunning is the number of imports that a process works on at once.
	maxRunning = 2
	// sweepInterval is how often old plans are deleted.
	sweepInterval = time.Hour
)

// working are the states in which there is something to do.
var working = []lexicon.ImportState{lexicon.ImportPlanning, lexicon.ImportApplying, lexicon.ImportReverting}

// Run plans, applies and reverts until the context ends. What another process or an earlier start left unfinished goes
// on.
func (m *Imports) Run(ctx context.Context) {
	ctx = access.AsSystem(ctx)
	places := make(chan struct{}, maxRunning)
	tick := time.NewTicker(pollInterval)
	defer tick.Stop()
	var swept time.Time
	for {
		if m.now().Sub(swept) > sweepInterval {
			swept = m.now()
			if err := m.sweep(ctx); err != nil && ctx.Err() == nil {
				m.config.Log.WarnContext(ctx, "old imports could not be deleted", "error", err)
			}
		}
		if err := m.round(ctx, places); err != nil && ctx.Err() == nil {
			m.config.Log.WarnContext(ctx, "imports could not be read; the next second tries again", "error", err)
		}
		select {
		case <-ctx.Done():
			for range maxRunning { // wait until none runs
				places <- struct{}{}
			}
			return
		case <-m.poke:
		case <-tick.C:
		}
	}
}

// round begins the work on each import for which there is a place.
func (m *Imports) round(ctx context.Context, places chan struct{}) error {
	rows, err := m.client.FileImport.Query().Where(sql.FieldIn("state", working...)).
		Order(ent.Asc(fileimport.FieldID)).All(ctx)
	if err != nil {
		return err
	}
	for _, row := range rows {
		select {
		case places <- struct{}{}:
		default:
			return nil
		}
		mine, err := m.lease(ctx, row)
		if err != nil || !mine {
			<-places
			if err != nil {
				return err
			}
			continue
		}
		go func() {
			defer func() { <-places; m.wake() }()
			m.work(ctx, row.ID, nil)
		}()
	}
	return nil
}

// work does what the state of a leased import asks for, and stores why it could not.
func (m *Imports) work(ctx context.Context, id int, progress Progress) {
	defer m.release(ctx, id)
	defer m.keepLease(ctx, id)()
	row, err := m.reread(ctx, id)
	if err == nil {
		err = m.step(ctx, row, progress)
	}
	if err == nil || ctx.Err() != nil {
		return // what is unfinished goes on at the next start
	}
	m.config.Log.WarnContext(ctx, "an import stopped", "import", row.UID, "error", err)
	if errors.Is(err, errLeaseLost) {
		return
	}
	if err := m.stop(ctx, row, err); err != nil {
		m.config.Log.WarnContext(ctx, "the state of an import could not be stored", "import", row.UID, "error", err)
	}
}

func (m *Imports) step(ctx context.Context, row *ent.FileImport, progress Progress) error {
	switch row.State {
	case lexicon.ImportPlanning:
		return m.planUpload(ctx, row, progress)
	case lexicon.ImportApplying:
		return m.apply(ctx, row, progress)
	case lexicon.ImportReverting:
		return m.revert(ctx, row, progress)
	}
	return nil
}

// stop stores why an import stopped, unless another process has taken it. What was written stays, and can be reverted
// or applied again.
func (m *Imports) stop(ctx context.Context, row *ent.FileImport, cause error) error {
	defer m.notifyWaiters(row.ID)
	problem := message.ImportFailed
	var (
		blocked   *BlockedError
		source    *SourceError
		forbidden *ForbiddenError
		rights    *identity.UnauthenticatedError
	)
	switch {
	case errors.As(cause, &blocked):
		problem = message.Translated(blocked)
	case errors.As(cause, &source):
		problem = message.SourceOfImport(source.Sentence)
	case errors.As(cause, &forbidden), errors.As(cause, &rights):
		problem = message.ImportForbidden
	}
	state := map[lexicon.ImportState]lexicon.ImportState{
		lexicon.ImportPlanning: lexicon.ImportFailed, lexicon.ImportApplying: lexicon.ImportCancelled,
		lexicon.ImportReverting: lexicon.ImportCancelled,
	}[row.State]
	return m.client.FileImport.Update().Where(fileimport.ID(row.ID), fileimport.LeasedBy(m.name)).SetState(state).
		SetProblem(inBoth(problem)).ClearLeasedBy().ClearLeasedUntil().Exec(ctx)
}

// inBoth returns a sentence in both languages, as it is stored.
func inBoth(s message.Sentence) string {
	text, err := json.Marshal(lexicon.Text{English: s.In(lexicon.English), French: s.In(lexicon.French)})
	if err != nil {
		panic("imports: two texts cannot be written: " + err.Error())
	}
	return string(text)
}

// sweep deletes imports that nobody applied in time.
func (m *Imports) sweep(ctx context.Context) error {
	_, err := m.client.FileImport.Delete().Where(sql.FieldLT("expires_at", m.now()), fileimport.Batches(0),
		sql.FieldNotIn("state", working...)).Exec(ctx)
	return err
}

// wake makes Run look for something to do.
func (m *Imports) wake() {
	select {
	case m.poke <- struct{}{}:
	default:
	}
}

// notifyWaiters wakes the callers that wait for a change of an import.
func (m *Imports) notifyWaiters(id int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if c := m.changed[id]; c != nil {
		close(c)
		delete(m.changed, id)
	}
}

// Changed returns a channel that is closed when this process changes an import. Changes of other processes are seen by
// reading again after a while.
func (m *Imports) Changed(i Import) <-chan struct{} {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.changed[i.row] == nil {
		m.changed[i.row] = make(chan struct{})
	}
	return m.changed[i.row]
}
