package webhook

import (
	"context"
	"errors"
	"reflect"
	"time"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/webhook"
	"maillage/internal/gen/ent/webhookdelivery"
	"maillage/internal/identity"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
)

const (
	// storeEvery is how long deliveries may go unstored. A process that is killed sends them again.
	storeEvery = time.Second
	// storeLimit is how long storing may take once the hub is stopping.
	storeLimit = 5 * time.Second
	// deadLettersInARow is the number of dead letters after which a webhook is stopped.
	deadLettersInARow = 3
	// turnLife is how long a turn goes on before it makes place for another.
	turnLife = 15 * time.Second
	// statusGone is the answer of a receiver that wants no more messages.
	statusGone = 410
)

// errTurnOver ends a turn: the webhook was changed, or nothing more can be sent for now.
var errTurnOver = errors.New("the turn is over")

// turn sends some lines of one webhook, one after another. Its row has the progress.
type turn struct {
	*Webhooks
	row     *ent.Webhook
	owner   *access.Viewer
	at      ledger.Position // after which lines are read
	lines   []*ent.Change   // that were read
	failed  *ent.WebhookDelivery
	failure lexicon.WebhookFailure // for which the webhook is stopped; empty for none

	done    []*ent.WebhookDelivery // what has to be stored
	gone    []int                  // rows of deliveries that have to be deleted
	again   bool                   // dead letters were sent again
	delayed bool                   // the time of the next try has to be stored
	stored  time.Time              // when the lease was last stored

	holdAgain *time.Time // until which dead letters wait, after one failed again
	isSlowNow bool       // the last try took long
}

// run waits for a place, leases the webhook, and sends what is due.
func (t *turn) run(ctx context.Context) {
	places := t.fast
	t.mu.Lock()
	if t.row.Tries > 0 || t.isSlow[t.row.ID] {
		places = t.slow
	}
	t.mu.Unlock()
	select {
	case places <- struct{}{}:
		defer func() { <-places }()
	case <-ctx.Done():
		return
	}
	err := t.work(ctx)
	if err != nil && ctx.Err() == nil && !errors.Is(err, errTurnOver) && !errors.Is(err, errLeaseLost) {
		t.config.Log.WarnContext(ctx, "a webhook could not go on; it tries again", "webhook", t.row.UID, "error", err)
	}
}

// work leases the webhook, sends what is due, and stores what was done, also when it is stopped.
func (t *turn) work(ctx context.Context) error {
	t.stored = time.Now()
	claimed, err := t.claim(ctx, t.row.ID)
	if err != nil || !claimed {
		return err
	}
	err = t.refresh(ctx)
	if err == nil {
		err = t.send(ctx)
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), storeLimit)
	defer cancel()
	if errors.Is(err, errLeaseLost) {
		return err
	}
	if len(t.done)+len(t.gone) == 0 && t.failure == "" && !t.again && !t.delayed {
		return errors.Join(err, t.release(last, t.row.ID))
	}
	return errors.Join(err, t.store(last, true))
}

// refresh reads the webhook again after it was leased, since another process may have moved it.
func (t *turn) refresh(ctx context.Context) error {
	row, err := t.client.Webhook.Query().Where(webhook.ID(t.row.ID)).WithAccount().WithToken().Only(ctx)
	if ent.IsNotFound(err) {
		return errLeaseLost
	}
	if err != nil {
		return err
	}
	if row.Position != t.row.Position || row.Revision != t.row.Revision || row.Tries != t.row.Tries {
		t.lines = nil
		if t.at, err = ledger.ParsePosition(row.Position); err != nil {
			return err
		}
	}
	t.row = row
	if row.Tries > 0 {
		t.failed, err = t.client.WebhookDelivery.Query().Where(
			webhookdelivery.WebhookID(row.ID), webhookdelivery.StateEQ(lexicon.DeliveryPending),
			webhookdelivery.Again(false),
		).Order(webhookdelivery.ByID()).First(ctx)
		if ent.IsNotFound(err) {
			err = nil
		}
	}
	return err
}

// send sends dead letters that are sent again, and then the next lines.
func (t *turn) send(ctx context.Context) error {
	now := t.now()
	if t.row.AgainAt != nil && !t.row.AgainAt.After(now) {
		if err := t.sendAgain(ctx, now); err != nil {
			return err
		}
	}
	if t.row.DueAt.After(now) {
		return nil
	}
	begun := time.Now()
	for n := 0; n < linesAtOnce && !t.isSlowNow && time.Since(begun) < turnLife; n++ {
		line, err := t.next(ctx)
		if err != nil || line == nil {
			return err
		}
		if err := t.sendLine(ctx, line); err != nil {
			return err
		}
	}
	t.wake()
	return nil
}

// next returns the next line for the webhook, as its owner sees it now; nil when there is none.
func (t *turn) next(ctx context.Context) (*ent.Change, error) {
	changed, err := t.recheck(ctx)
	if err != nil {
		return nil, err
	}
	if changed || len(t.lines) == 0 {
		if t.lines, err = t.read(ctx, t.owner, t.row, t.at); err != nil {
			return nil, err
		}
	}
	if len(t.lines) == 0 {
		return nil, nil
	}
	line := t.lines[0]
	if t.failed != nil && t.failed.Change != line.UID { // the owner no longer sees the line that waits
		t.gone = append(t.gone, t.failed.ID)
		t.failed, t.row.Tries = nil, 0
	}
	return line, nil
}

// recheck reads the rights of the owner again. It returns whether they have changed, and stops the webhook if they have
// ended.
func (t *turn) recheck(ctx context.Context) (changed bool, err error) {
	now, err := t.Webhooks.owner(ctx, t.row)
	if errors.As(err, new(*identity.UnauthenticatedError)) {
		t.failure = lexicon.FailureOwner
		return false, errTurnOver
	}
	if err != nil {
		return false, err
	}
	changed = !reflect.DeepEqual(now, t.owner)
	t.owner = now
	return changed, nil
}

// sendLine tries the next line once.
func (t *turn) sendLine(ctx context.Context, line *ent.Change) error {
	at := ledger.PositionOf(line)
	r, err := t.try(ctx, line)
	if err != nil {
		return err
	}
	now := t.now()
	d := t.delivery(line, t.row.Tries+1, now, r)
	t.done = append(t.done, d)
	switch {
	case r.problem == "":
		t.row.Failures = 0
		t.pass(at)
		return nil
	case r.status == statusGone:
		t.row.Tries, t.failure = t.row.Tries+1, lexicon.FailureGone
		d.State, d.NextAt = lexicon.DeliveryPending, &now
		return errTurnOver
	case t.row.Tries+1 < maxTries:
		t.row.Tries++
		t.row.DueAt, t.delayed = now.Add(delay(t.row.Tries, t.config.Random(), r.retryAfter)), true
		d.State, d.NextAt = lexicon.DeliveryPending, &t.row.DueAt
		return errTurnOver
	}
	d.State = lexicon.DeliveryDeadLetter
	t.row.Failures++
	t.pass(at)
	t.config.Log.InfoContext(ctx, "a change could not be delivered", "webhook", t.row.UID, "change", line.UID)
	if t.row.Failures >= deadLettersInARow {
		t.failure = lexicon.FailureUnreachable
		return errTurnOver
	}
	return t.store(ctx, false)
}

// pass moves the webhook past a line.
func (t *turn) pass(at ledger.Position) {
	t.at, t.row.Position, t.row.Tries, t.failed = at, at.String(), 0, nil
	t.lines = t.lines[1:]
}

// delivery returns the row of a line after a try, as if the receiver accepted it.
func (t *turn) delivery(line *ent.Change, tries int, at time.Time, r result) *ent.WebhookDelivery {
	d := &ent.WebhookDelivery{
		UID: lexicon.NewUID("delivery"), CreatedAt: at, Position: ledger.PositionOf(line).String(), Change: line.UID,
		State: lexicon.DeliveryDelivered, Tries: tries, TriedAt: &at, WebhookID: t.row.ID,
	}
	if r.status != 0 {
		d.Status, d.Answer = &r.status, &r.answer
	}
	if r.problem != "" {
		d.Problem = &r.problem
	}
	return d
}

// try sends a line once. Before, it stores what was done if that is due, so that the lease does not end meanwhile. It
// returns an error, and has no result, when the hub stops.
func (t *turn) try(ctx context.Context, line *ent.Change) (result, error) {
	if since := time.Since(t.stored); since > storeEvery && len(t.done) > 0 || since > leaseLife-leaseMargin {
		if err := t.store(ctx, false); err != nil {
			return result{}, err
		}
	}
	body, err := t.config.Body(access.WithViewer(ctx, t.owner), line)
	if err != nil {
		return result{}, err
	}
	begun := time.Now()
	r := t.sender.post(ctx, outgoing{
		url: t.row.URL, id: t.config.Cursor(ledger.PositionOf(line)), at: t.now(), body: body,
		secrets: [][]byte{t.row.Secret, t.row.RetiredSecret},
	}, t.tryLimit)
	if ctx.Err() != nil {
		return result{}, ctx.Err()
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.isSlowNow = time.Since(begun) > t.slowAfter; t.isSlowNow {
		t.isSlow[t.row.ID] = true
	} else {
		delete(t.isSlow, t.row.ID)
	}
	return r, nil
}
