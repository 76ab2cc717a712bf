package webhook

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/webhook"
	"maillage/internal/lexicon"
)

// pingLimit is how long a receiver may take to answer a ping. The caller waits for it.
const pingLimit = 5 * time.Second

// Answer is what came back from a receiver.
type Answer struct {
	Status  *int                    // nil without an answer
	Problem *lexicon.WebhookProblem // nil if the receiver accepted the message
	Text    *string                 // the beginning of the answer; only administrators get it
	Took    time.Duration
}

// Test sends a signed ping to the receiver of a webhook, whatever its state, and returns what came back.
func (w *Webhooks) Test(ctx context.Context, uid string) (Answer, error) {
	v := access.From(ctx)
	ctx, which, err := allow(ctx)
	if err != nil {
		return Answer{}, err
	}
	row, err := w.client.Webhook.Query().Where(which, webhook.UID(uid)).Only(ctx)
	if ent.IsNotFound(err) {
		return Answer{}, notFound(uid)
	}
	if err != nil {
		return Answer{}, err
	}
	body, err := json.Marshal(map[string]string{"ping": row.UID})
	if err != nil {
		return Answer{}, err
	}
	begun := time.Now()
	r := w.sender.post(ctx, outgoing{
		url: row.URL, id: lexicon.NewUID("ping"), at: w.now(), body: body,
		secrets: [][]byte{row.Secret, row.RetiredSecret},
	}, pingLimit)
	if errors.Is(ctx.Err(), context.Canceled) {
		return Answer{}, ctx.Err()
	}
	return r.shownTo(v, time.Since(begun)), nil
}

// shownTo returns what a viewer is shown of a result.
func (r result) shownTo(v *access.Viewer, took time.Duration) Answer {
	a := Answer{Took: took}
	if r.status != 0 {
		a.Status = &r.status
	}
	if r.problem != "" {
		a.Problem = &r.problem
	}
	if manages(v) && r.status != 0 {
		a.Text = &r.answer
	}
	return a
}
