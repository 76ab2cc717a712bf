package webhook

import (
	"context"
	"errors"
	"time"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/webhook"
	"maillage/internal/identity"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
)

const (
	// pollInterval is how often Run looks for what is due.
	pollInterval = time.Second
	// linesAtOnce is the number of lines that a turn reads and sends before it makes place for another.
	linesAtOnce = 50
	// fastTurns and slowTurns are the numbers of receivers that are served at once: those that answer quickly, and
	// those that took long or failed. So slow receivers hold up only each other.
	fastTurns, slowTurns = 24, 8
	// slowAfter is how long a quick receiver takes at most.
	slowAfter = 3 * time.Second
	// skipEvery is how often the position of a webhook is stored while no line is for it.
	skipEvery = time.Minute
)

// seen is the position up to which no line is for a webhook.
type seen struct {
	stored   string // the position in the database at the time
	revision int    // of the webhook at the time
	upTo     ledger.Position
	since    time.Time
}

// Run delivers until the context ends.
func (w *Webhooks) Run(ctx context.Context) {
	defer w.turns.Wait()
	ctx = access.AsSystem(ctx)
	tick := time.NewTicker(pollInterval)
	defer tick.Stop()
	for {
		moved := w.config.Ledger.Changed()
		if err := w.round(ctx); err != nil && ctx.Err() == nil {
			w.config.Log.WarnContext(ctx, "webhooks could not be read; the next second tries again", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-moved:
		case <-w.poke:
		case <-tick.C:
		}
	}
}

// round begins a turn of each webhook for which something is due.
func (w *Webhooks) round(ctx context.Context) error {
	head, err := w.config.Ledger.End(ctx)
	if err != nil {
		return err
	}
	now := w.now()
	rows, err := w.client.Webhook.Query().Where(
		webhook.StateEQ(lexicon.WebhookActive), webhook.Or(webhook.DueAtLTE(now), webhook.AgainAtLTE(now)),
	).WithAccount().WithToken().Order(webhook.ByID()).All(ctx)
	if err != nil {
		return err
	}
	w.forget(rows)
	var wrong []error
	for _, row := range rows {
		if !w.begin(row.ID) {
			continue
		}
		t, err := w.peek(ctx, row, *head)
		if t == nil {
			w.end(row.ID)
			wrong = append(wrong, err)
			continue
		}
		w.turns.Go(func() {
			defer w.end(row.ID)
			t.run(ctx)
		})
	}
	return errors.Join(wrong...)
}

// begin reports whether a webhook had no turn in this process. It has one then, until end.
func (w *Webhooks) begin(id int) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.running[id] {
		return false
	}
	w.running[id] = true
	return true
}

func (w *Webhooks) end(id int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.running, id)
}

// forget forgets what was seen of webhooks that are no longer active.
func (w *Webhooks) forget(rows []*ent.Webhook) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.seen)+len(w.isSlow) <= 2*len(rows) {
		return
	}
	active := make(map[int]bool, len(rows))
	for _, row := range rows {
		active[row.ID] = true
	}
	for id := range w.seen {
		if !active[id] {
			delete(w.seen, id)
		}
	}
	for id := range w.isSlow {
		if !active[id] {
			delete(w.isSlow, id)
		}
	}
}

// peek returns a turn of a webhook if something is to be sent; nil otherwise.
func (w *Webhooks) peek(ctx context.Context, row *ent.Webhook, head ledger.Position) (*turn, error) {
	at, err := ledger.ParsePosition(row.Position)
	if err != nil {
		return nil, err
	}
	w.mu.Lock()
	past := w.seen[row.ID]
	w.mu.Unlock()
	if past != nil && past.stored == row.Position && past.revision == row.Revision {
		at = past.upTo
	}
	now := w.now()
	waits, again := row.DueAt.After(now), row.AgainAt != nil && !row.AgainAt.After(now)
	if !again && (waits || at.Compare(head) >= 0) {
		return nil, nil
	}
	owner, err := w.owner(ctx, row)
	if errors.As(err, new(*identity.UnauthenticatedError)) {
		return nil, w.fail(ctx, row, lexicon.FailureOwner)
	}
	if err != nil {
		return nil, err
	}
	t := &turn{Webhooks: w, row: row, owner: owner, at: at}
	if !waits {
		t.lines, err = w.read(ctx, owner, row, at)
		if errors.Is(err, ledger.ErrRestored) {
			return nil, w.fail(ctx, row, lexicon.FailureRestored)
		}
		if err != nil {
			return nil, err
		}
	}
	if len(t.lines) == 0 && !again {
		return nil, w.skip(ctx, row, head)
	}
	return t, nil
}

// owner returns the present rights of a webhook's owner. It returns an *identity.UnauthenticatedError when they do not
// include webhooks.
func (w *Webhooks) owner(ctx context.Context, row *ent.Webhook) (*access.Viewer, error) {
	by := ""
	if row.Edges.Token != nil {
		by = row.Edges.Token.UID
	}
	v, err := w.config.Owner(ctx, row.Edges.Account.UID, by)
	if err == nil && !v.OwnsWebhooks() {
		err = &identity.UnauthenticatedError{}
	}
	return v, err
}

// read returns the next lines for a webhook, as its owner sees them.
func (w *Webhooks) read(
	ctx context.Context, owner *access.Viewer, row *ent.Webhook, after ledger.Position,
) ([]*ent.Change, error) {
	q := ledger.Query{After: &after, Limit: linesAtOnce, Types: row.Types, Operations: row.Operations}
	if row.Contract != nil {
		q.Contract = *row.Contract
	}
	return w.config.Ledger.Read(access.WithViewer(ctx, owner), q)
}

// skip notes that no line up to a position is for a webhook. It stores that seldom, because most lines are for few.
func (w *Webhooks) skip(ctx context.Context, row *ent.Webhook, head ledger.Position) error {
	w.mu.Lock()
	past, now := w.seen[row.ID], time.Now()
	fresh := &seen{stored: row.Position, revision: row.Revision, upTo: head, since: now}
	if past != nil && past.stored == row.Position && past.revision == row.Revision {
		fresh.since = past.since
	}
	w.seen[row.ID] = fresh
	w.mu.Unlock()
	if now.Sub(fresh.since) < skipEvery {
		return nil
	}
	return w.storeSkipped(ctx, row, head)
}

// fail stops a webhook.
func (w *Webhooks) fail(ctx context.Context, row *ent.Webhook, why lexicon.WebhookFailure) error {
	n, err := w.client.Webhook.Update().Where(webhook.ID(row.ID), webhook.StateEQ(lexicon.WebhookActive)).
		SetState(lexicon.WebhookFailed).SetFailure(why).Save(ctx)
	if err == nil && n > 0 {
		w.config.Log.InfoContext(ctx, "webhook stopped", "webhook", row.UID, "failure", why)
	}
	return err
}
