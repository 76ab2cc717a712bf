package webhook

import (
	"context"
	"time"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/predicate"
	"maillage/internal/gen/ent/webhook"
	"maillage/internal/gen/ent/webhookdelivery"
	"maillage/internal/lexicon"
)

// store stores what a turn has done, in one transaction, and renews the lease or ends it. It returns errTurnOver if the
// webhook was changed meanwhile.
func (t *turn) store(ctx context.Context, release bool) error {
	begun := time.Now()
	var row *ent.Webhook
	err := t.transact(ctx, func(tx *ent.Tx) error {
		if err := t.storeProgress(ctx, tx, release); err != nil { // first, because it locks the webhook
			return err
		}
		if err := t.storeDeliveries(ctx, tx); err != nil {
			return err
		}
		if t.again {
			if err := t.storeAgain(ctx, tx); err != nil {
				return err
			}
		}
		var err error
		row, err = tx.Webhook.Get(ctx, t.row.ID)
		return err
	})
	if err != nil {
		return err
	}
	t.stored, t.done, t.gone, t.again, t.holdAgain, t.delayed = begun, nil, nil, false, nil, false
	if !release && (row.State != lexicon.WebhookActive || row.Revision != t.row.Revision) {
		return errTurnOver
	}
	return nil
}

// storeDeliveries stores the deliveries of a turn, and deletes old ones.
func (t *turn) storeDeliveries(ctx context.Context, tx *ent.Tx) error {
	if len(t.gone) > 0 {
		if _, err := tx.WebhookDelivery.Delete().Where(webhookdelivery.IDIn(t.gone...)).Exec(ctx); err != nil {
			return err
		}
	}
	if len(t.done) == 0 {
		return nil
	}
	insert := sql.Dialect(t.config.Dialect).Insert(webhookdelivery.Table).Columns(
		webhookdelivery.FieldUID, webhookdelivery.FieldCreatedAt, webhookdelivery.FieldUpdatedAt,
		webhookdelivery.FieldRevision, webhookdelivery.FieldWebhookID, webhookdelivery.FieldPosition,
		webhookdelivery.FieldChange, webhookdelivery.FieldState, webhookdelivery.FieldAgain, webhookdelivery.FieldTries,
		webhookdelivery.FieldTriedAt, webhookdelivery.FieldNextAt, webhookdelivery.FieldStatus,
		webhookdelivery.FieldProblem, webhookdelivery.FieldAnswer,
	)
	for _, d := range t.done {
		insert.Values( // of a line that has a row, only what changes
			d.UID, d.CreatedAt, *d.TriedAt, 1, d.WebhookID, d.Position, d.Change, string(d.State), d.Again, d.Tries,
			*d.TriedAt, d.NextAt, d.Status, word(d.Problem), d.Answer,
		)
	}
	insert.OnConflict(
		sql.ConflictColumns(webhookdelivery.FieldWebhookID, webhookdelivery.FieldChange),
		sql.ResolveWith(func(u *sql.UpdateSet) {
			for _, column := range []string{
				webhookdelivery.FieldUpdatedAt, webhookdelivery.FieldState, webhookdelivery.FieldAgain,
				webhookdelivery.FieldTries, webhookdelivery.FieldTriedAt, webhookdelivery.FieldNextAt,
				webhookdelivery.FieldStatus, webhookdelivery.FieldProblem, webhookdelivery.FieldAnswer,
			} {
				u.SetExcluded(column)
			}
		}),
	)
	query, args := insert.Query()
	if _, err := tx.ExecContext(ctx, query, args...); err != nil {
		return err
	}
	_, err := tx.WebhookDelivery.Delete().Where(webhookdelivery.WebhookID(t.row.ID),
		webhookdelivery.StateEQ(lexicon.DeliveryDelivered), t.isOld).Exec(ctx)
	return err
}

// word returns a problem as a column holds it.
func word(problem *lexicon.WebhookProblem) any {
	if problem == nil {
		return nil
	}
	return string(*problem)
}

// isOld is the condition of deliveries before the last keptDeliveries delivered ones of the webhook.
func (t *turn) isOld(s *sql.Selector) {
	d := sql.Table(webhookdelivery.Table).As("d")
	newest := sql.Dialect(s.Dialect()).Select(d.C(webhookdelivery.FieldID)).From(d).Where(
		sql.And(sql.EQ(d.C(webhookdelivery.FieldWebhookID), t.row.ID),
			sql.EQ(d.C(webhookdelivery.FieldState), string(lexicon.DeliveryDelivered))),
	).OrderBy(sql.Desc(d.C(webhookdelivery.FieldID))).Offset(keptDeliveries).Limit(1)
	s.Where(sql.LTE(s.C(webhookdelivery.FieldID), newest))
}

// storeAgain delays dead letters after one that failed, and stores when the first one is sent again. The webhook is
// locked, so that no dead letter is added meanwhile.
func (t *turn) storeAgain(ctx context.Context, tx *ent.Tx) error {
	waiting := []predicate.WebhookDelivery{
		webhookdelivery.WebhookID(t.row.ID), webhookdelivery.StateEQ(lexicon.DeliveryPending),
		webhookdelivery.Again(true),
	}
	if t.holdAgain != nil {
		err := tx.WebhookDelivery.Update().Where(append(waiting, webhookdelivery.NextAtLT(*t.holdAgain))...).
			SetNextAt(*t.holdAgain).Exec(ctx)
		if err != nil {
			return err
		}
	}
	first, err := tx.WebhookDelivery.Query().Where(waiting...).
		Order(webhookdelivery.ByNextAt(), webhookdelivery.ByID()).First(ctx)
	if err != nil && !ent.IsNotFound(err) {
		return err
	}
	var at any
	if first != nil {
		at = *first.NextAt
	}
	query, args := sql.Dialect(t.config.Dialect).Update(webhook.Table).Set(webhook.FieldAgainAt, at).
		Where(sql.EQ(webhook.FieldID, t.row.ID)).Query()
	_, err = tx.ExecContext(ctx, query, args...)
	return err
}

// sendAgain sends dead letters that are due, oldest first, until one fails. The others then wait as long as that one.
func (t *turn) sendAgain(ctx context.Context, now time.Time) error {
	rows, err := t.client.WebhookDelivery.Query().Where(
		webhookdelivery.WebhookID(t.row.ID), webhookdelivery.StateEQ(lexicon.DeliveryPending),
		webhookdelivery.Again(true), webhookdelivery.NextAtLTE(now),
	).Order(webhookdelivery.ByID()).Limit(linesAtOnce).All(ctx)
	if err != nil {
		return err
	}
	t.again = true
	for _, d := range rows {
		if _, err := t.recheck(ctx); err != nil {
			return err
		}
		lines, err := t.config.Ledger.Find(access.WithViewer(ctx, t.owner), func(s *sql.Selector) {
			s.Where(sql.EQ(s.C("uid"), d.Change))
		})
		if err != nil {
			return err
		}
		if len(lines) == 0 { // the owner no longer sees it
			t.gone = append(t.gone, d.ID)
			continue
		}
		r, err := t.try(ctx, lines[0])
		if err != nil {
			return err
		}
		t.resent(d, r)
		if t.failure != "" {
			return errTurnOver
		}
		if r.problem != "" {
			break
		}
	}
	return t.store(ctx, false)
}

// resent notes what came of a dead letter that was sent again.
func (t *turn) resent(d *ent.WebhookDelivery, r result) {
	now := t.now()
	t.again = true
	d.State, d.Again, d.Tries, d.TriedAt, d.NextAt = lexicon.DeliveryDelivered, false, d.Tries+1, &now, nil
	d.Status, d.Answer, d.Problem = nil, nil, nil
	if r.status != 0 {
		d.Status, d.Answer = &r.status, &r.answer
	}
	t.done = append(t.done, d)
	if r.problem == "" {
		return
	}
	d.Problem = &r.problem
	if r.status == statusGone {
		t.failure = lexicon.FailureGone
	}
	next := now.Add(delay(d.Tries, t.config.Random(), r.retryAfter))
	t.holdAgain = &next
	if d.State = lexicon.DeliveryDeadLetter; d.Tries < maxTries {
		d.State, d.Again, d.NextAt = lexicon.DeliveryPending, true, &next
	}
}
