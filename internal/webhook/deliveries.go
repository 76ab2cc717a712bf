package webhook

import (
	"context"
	"time"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/webhook"
	"maillage/internal/gen/ent/webhookdelivery"
	"maillage/internal/identity"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/message"
)

const (
	// keptDeliveries is the number of delivered lines of a webhook that are kept.
	keptDeliveries = 100
	// deadLetterLife is how long a dead letter is kept.
	deadLetterLife = 30 * 24 * time.Hour
)

// Delivery is one line of the ledger for one webhook.
type Delivery struct {
	ID        string // its public identifier
	ChangeID  string // the line's public identifier
	MessageID string // the header webhook-id
	State     lexicon.WebhookDeliveryState
	Tries     int
	TriedAt   *time.Time
	NextTryAt *time.Time
	Status    *int
	Problem   *lexicon.WebhookProblem
	Answer    *string // only administrators get it

	Row int // the order of the list
}

// Page selects deliveries of each of some webhooks, the latest first.
type Page struct {
	State         *lexicon.WebhookDeliveryState // nil means all
	After, Before int                           // rows, exclusive; 0 is none
	Limit         int                           // of each webhook
	Backward      bool                          // from the end of the list
}

// condition returns the condition of the list without its page.
func (p Page) condition(s *sql.Selector, webhooks []string) {
	w := sql.Table(webhook.Table)
	s.Where(sql.In(
		s.C(webhookdelivery.FieldWebhookID),
		sql.Dialect(s.Dialect()).Select(w.C(webhook.FieldID)).From(w).
			Where(sql.In(w.C(webhook.FieldUID), texts(webhooks)...)),
	))
	if p.State != nil {
		s.Where(sql.EQ(s.C(webhookdelivery.FieldState), string(*p.State)))
	}
}

// texts converts texts for a condition.
func texts(list []string) []any {
	values := make([]any, len(list))
	for i, text := range list {
		values[i] = text
	}
	return values
}

// Deliveries returns a page of the deliveries of each of some webhooks, which the viewer must have got from All or One.
// A page that is read backward begins with its last delivery. All webhooks are read with one statement.
func (w *Webhooks) Deliveries(ctx context.Context, webhooks []string, p Page) (map[string][]*Delivery, error) {
	v := access.From(ctx)
	ctx, _, err := allow(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := w.client.WebhookDelivery.Query().
		Where(func(s *sql.Selector) { p.rank(s, webhooks) }).WithWebhook().All(ctx)
	if err != nil {
		return nil, err
	}
	found := map[string][]*Delivery{}
	for _, row := range rows {
		d, err := w.toDelivery(row, v)
		if err != nil {
			return nil, err
		}
		of := row.Edges.Webhook.UID
		found[of] = append(found[of], d)
	}
	return found, nil
}

// rank limits a query to the rows that a page holds of each webhook.
func (p Page) rank(s *sql.Selector, webhooks []string) {
	order := sql.Desc
	if p.Backward {
		order = sql.Asc
	}
	t := sql.Table(webhookdelivery.Table)
	id := t.C(webhookdelivery.FieldID)
	number := sql.RowNumber().PartitionBy(t.C(webhookdelivery.FieldWebhookID)).OrderBy(order(id))
	ranked := sql.Dialect(s.Dialect()).Select(id).AppendSelectExprAs(number, "rank").From(t)
	p.condition(ranked, webhooks)
	if p.After > 0 {
		ranked.Where(sql.LT(id, p.After))
	}
	if p.Before > 0 {
		ranked.Where(sql.GT(id, p.Before))
	}
	first := sql.Dialect(s.Dialect()).Select(webhookdelivery.FieldID).From(ranked.As("ranked")).
		Where(sql.LTE("rank", p.Limit))
	s.Where(sql.In(s.C(webhookdelivery.FieldID), first)).OrderBy(order(s.C(webhookdelivery.FieldID)))
}

// CountDeliveries counts the deliveries of each of some webhooks, without regard to the page.
func (w *Webhooks) CountDeliveries(ctx context.Context, webhooks []string, p Page) (map[string]int, error) {
	ctx, _, err := allow(ctx)
	if err != nil {
		return nil, err
	}
	var counts []struct {
		WebhookID int `json:"webhook_id"`
		Count     int `json:"count"`
	}
	err = w.client.WebhookDelivery.Query().Where(func(s *sql.Selector) { p.condition(s, webhooks) }).
		GroupBy(webhookdelivery.FieldWebhookID).Aggregate(ent.Count()).Scan(ctx, &counts)
	if err != nil {
		return nil, err
	}
	rows, err := w.client.Webhook.Query().Where(webhook.UIDIn(webhooks...)).All(ctx)
	if err != nil {
		return nil, err
	}
	uids, found := map[int]string{}, map[string]int{}
	for _, row := range rows {
		uids[row.ID] = row.UID
	}
	for _, c := range counts {
		found[uids[c.WebhookID]] = c.Count
	}
	return found, nil
}

func (w *Webhooks) toDelivery(row *ent.WebhookDelivery, v *access.Viewer) (*Delivery, error) {
	at, err := ledger.ParsePosition(row.Position)
	if err != nil {
		return nil, err
	}
	d := &Delivery{
		ID: row.UID, ChangeID: row.Change, MessageID: w.config.Cursor(at), State: row.State, Tries: row.Tries,
		TriedAt: row.TriedAt, NextTryAt: row.NextAt, Status: row.Status, Problem: row.Problem, Row: row.ID,
	}
	if manages(v) {
		d.Answer = row.Answer
	}
	return d, nil
}

// SendAgain sends dead letters of a webhook again: those that are named, or all without a name. A delivery that waits
// for its next try is tried at once if it is named. It returns the number of deliveries. They are sent beside newer
// changes.
func (w *Webhooks) SendAgain(ctx context.Context, uid string, deliveries []string) (after Webhook, n int, err error) {
	after, err = w.changeOne(ctx, uid, func(ctx context.Context, tx *ent.Tx, row *ent.Webhook) error {
		now := w.now()
		update := tx.Webhook.UpdateOne(row).SetAgainAt(now) // first, because it locks the webhook
		if len(deliveries) > 0 {
			update.SetDueAt(now)
		}
		if err := update.Exec(ctx); err != nil {
			return err
		}
		dead := tx.WebhookDelivery.Update().
			Where(webhookdelivery.WebhookID(row.ID), webhookdelivery.StateEQ(lexicon.DeliveryDeadLetter)).
			SetState(lexicon.DeliveryPending).SetAgain(true).SetTries(0).SetNextAt(now)
		if len(deliveries) == 0 {
			n, err = dead.Save(ctx)
			return err
		}
		if n, err = dead.Where(webhookdelivery.UIDIn(deliveries...)).Save(ctx); err != nil {
			return err
		}
		found, err := tx.WebhookDelivery.Update().Where(
			webhookdelivery.WebhookID(row.ID), webhookdelivery.StateEQ(lexicon.DeliveryPending),
			webhookdelivery.UIDIn(deliveries...),
		).SetNextAt(now).Save(ctx)
		if n = found; err == nil && n < len(deliveries) {
			return &identity.FieldError{
				Field: "deliveries", Code: lexicon.UserUnknown, What: message.IsNoWaiting,
			}
		}
		return err
	})
	return after, n, err
}

// Expire deletes dead letters and delivered lines that are old.
func (w *Webhooks) Expire(ctx context.Context) error {
	_, err := w.client.WebhookDelivery.Delete().Where(
		webhookdelivery.Or(webhookdelivery.StateEQ(lexicon.DeliveryDeadLetter),
			webhookdelivery.StateEQ(lexicon.DeliveryDelivered)),
		webhookdelivery.TriedAtLT(w.now().Add(-deadLetterLife)),
	).Exec(access.AsSystem(ctx))
	return err
}
