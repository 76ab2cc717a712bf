package graph

import (
	"context"
	"errors"
	"strconv"

	"maillage/graph/model"
	"maillage/internal/access"
	"maillage/internal/batch"
	"maillage/internal/edit"
	"maillage/internal/feed"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/people"
	"maillage/internal/record"
	"maillage/internal/relay"
	"maillage/internal/webhook"
	"maillage/internal/write"
)

// IsWebhookMutation reports whether a field of Mutation manages webhooks, for which a token needs the scope FEED.
func IsWebhookMutation(field string) bool {
	switch field {
	case "createWebhook", "updateWebhook", "rotateWebhookSecret", "endWebhookSecret", "deleteWebhook", "sendWebhookAgain",
		"testWebhook":
		return true
	}
	return false
}

// webhooks lists the webhooks that the viewer manages.
func (r *Resolver) webhooks(ctx context.Context) ([]*model.Webhook, error) {
	all, err := r.Webhooks.All(ctx)
	if err != nil {
		return nil, webhookQueryError(ctx, err)
	}
	return r.webhookViews(all), relay.Charge(ctx, len(all))
}

// webhook returns a webhook that the viewer manages; nil when there is none.
func (r *Resolver) webhook(ctx context.Context, id string) (*model.Webhook, error) {
	one, err := r.Webhooks.One(ctx, id)
	if webhookProblem("id")(err) != nil && !errors.As(err, new(*webhook.ForbiddenError)) {
		return nil, nil
	}
	if err != nil {
		return nil, webhookQueryError(ctx, err)
	}
	return r.webhookViews([]webhook.Webhook{one})[0], nil
}

// webhookQueryError turns the error of a query of webhooks into one that tells the viewer what they lack.
func webhookQueryError(ctx context.Context, err error) error {
	var forbidden *webhook.ForbiddenError
	switch {
	case !errors.As(err, &forbidden):
		return err
	case !access.SignedIn(ctx):
		return &model.Error{Code: model.Unauthenticated, Sentence: message.WebhooksNeedAccount}
	}
	return &model.Error{Code: model.Forbidden, Sentence: message.WebhooksForbidden}
}

// webhookProblem returns a function that finds the problem of an error with a webhook. The argument is the field of the
// input that names it.
func webhookProblem(named string) func(error) *edit.Problem {
	return func(err error) *edit.Problem {
		if errors.As(err, new(*webhook.ForbiddenError)) {
			return &edit.Problem{Code: lexicon.UserForbidden, Sentence: message.WebhooksForbidden}
		}
		return people.ProblemOn(named, err)
	}
}

// webhookViews returns webhooks as the API shows them.
func (r *Resolver) webhookViews(all []webhook.Webhook) []*model.Webhook {
	list := make([]*model.Webhook, len(all))
	for i, h := range all {
		list[i] = &model.Webhook{
			ID: h.ID, URL: h.URL, AccountID: h.Account, Operations: h.Operations, State: h.State, Failure: h.Failure,
			IsRotating: h.Rotating, NextTryAt: h.NextTry, CreatedAt: h.Created,
		}
		for _, prefix := range h.Types {
			list[i].Types = append(list[i].Types, record.Of(prefix).Word())
		}
		if h.Token != "" {
			list[i].TokenID = &h.Token
		}
		if h.Contract != "" {
			list[i].ContractID = &h.Contract
		}
		if h.Position.UID != "" {
			list[i].Position = new(r.cursorAt(h.Position))
		}
	}
	return batch.Group[model.Webhook](list)
}

// cursorAt returns the cursor of a position of the ledger.
func (r *Resolver) cursorAt(p ledger.Position) string {
	return r.Reader.Sealer.Seal(feed.ChangesList, p.String())
}

// deliveriesList is the list that cursors of deliveries are sealed for.
const deliveriesList = "webhookDeliveries"

// deliveries returns a page of the deliveries of a webhook. It reads them for all webhooks of the answer at once.
func (r *Resolver) deliveries(
	ctx context.Context, of *model.Webhook, args relay.Args, state *lexicon.WebhookDeliveryState,
) (*relay.Connection[webhook.Delivery], error) {
	size, backward, err := args.Size()
	if err != nil {
		return nil, err
	}
	p := webhook.Page{State: state, Limit: size + 1, Backward: backward}
	if p.After, err = r.deliveryAt("after", args.After); err != nil {
		return nil, err
	}
	if p.Before, err = r.deliveryAt("before", args.Before); err != nil {
		return nil, err
	}
	key := relay.FieldKey(ctx)
	found, err := batch.Load(ctx, of, key, func(
		ctx context.Context, siblings []*model.Webhook,
	) (map[*model.Webhook][]*webhook.Delivery, error) {
		rows, err := r.Webhooks.Deliveries(ctx, idsOfWebhooks(siblings), p)
		pages := make(map[*model.Webhook][]*webhook.Delivery, len(siblings))
		for _, s := range siblings {
			pages[s] = rows[s.ID]
		}
		return pages, err
	})
	if err != nil {
		return nil, err
	}
	page, err := relay.Page(found, args, func(d *webhook.Delivery) string {
		return r.Reader.Sealer.Seal(deliveriesList, strconv.Itoa(d.Row))
	}, func(ctx context.Context) (int, error) {
		return batch.Load(ctx, of, [2]any{key, "count"}, func(
			ctx context.Context, siblings []*model.Webhook,
		) (map[*model.Webhook]int, error) {
			counts, err := r.Webhooks.CountDeliveries(ctx, idsOfWebhooks(siblings), p)
			of := make(map[*model.Webhook]int, len(siblings))
			for _, s := range siblings {
				of[s] = counts[s.ID]
			}
			return of, err
		})
	})
	return relay.Charged(ctx, page, err)
}

func idsOfWebhooks(of []*model.Webhook) []string {
	ids := make([]string, len(of))
	for i, h := range of {
		ids[i] = h.ID
	}
	return ids
}

// deliveryAt reads a cursor of a list of deliveries; 0 without one.
func (r *Resolver) deliveryAt(argument string, cursor *string) (int, error) {
	if cursor == nil {
		return 0, nil
	}
	text, ok := r.Reader.Sealer.Open(deliveriesList, *cursor)
	row, err := strconv.Atoi(text)
	if !ok || err != nil {
		return 0, &model.Error{
			Code: model.BadUserInput, Argument: []any{argument}, Sentence: message.WrongCursor(argument),
		}
	}
	return row, nil
}

// webhookFilter reads the types and operations by which a webhook selects changes; nil where the input names none.
func webhookFilter(fields map[string]any) (types *[]string, operations *[]lexicon.ChangeOperation) {
	if words := write.TextsOf(fields, "types"); words != nil {
		types = &[]string{}
		for _, word := range *words {
			*types = append(*types, record.OfWord(lexicon.RecordType(word)).Prefix)
		}
	}
	if words := write.TextsOf(fields, "operations"); words != nil {
		operations = &[]lexicon.ChangeOperation{}
		for _, word := range *words {
			*operations = append(*operations, lexicon.ChangeOperation(word))
		}
	}
	return types, operations
}

func (r *mutationResolver) createWebhook(ctx context.Context, input model.Input) (*model.CreateWebhookPayload, error) {
	e, fields := write.ParseInput(ctx, input, "webhook")
	n := webhook.NewWebhook{URL: write.TextOf(fields, "url"), Contract: write.TextOf(fields, "contract")}
	types, operations := webhookFilter(fields)
	if types != nil && len(*types) > 0 {
		n.Types = *types
	}
	if operations != nil && len(*operations) > 0 {
		n.Operations = *operations
	}
	p := &model.CreateWebhookPayload{}
	var secret string
	var err error
	p.WebhookPayload, err = r.changeWebhook(ctx, e, nil, []any{"createWebhook", n},
		func(ctx context.Context) (after webhook.Webhook, err error) {
			secret, after, err = r.Webhooks.Create(ctx, n)
			return after, err
		})
	if p.Webhook != nil && !p.Replayed {
		p.Secret = &secret
	}
	return p, err
}

func (r *mutationResolver) updateWebhook(ctx context.Context, input model.Input) (*model.WebhookPayload, error) {
	e, fields := write.ParseInput(ctx, input, "webhook")
	uid := write.TextOf(fields, "id")
	c := webhook.Change{
		URL: write.Changed[string](fields, "url"), Contract: write.Changed[string](fields, "contract"),
		Paused: write.Changed[bool](fields, "paused"),
	}
	c.Types, c.Operations = webhookFilter(fields)
	p, err := r.changeWebhook(ctx, e, nil, []any{"updateWebhook", uid, c},
		func(ctx context.Context) (webhook.Webhook, error) { return r.Webhooks.Update(ctx, uid, c) })
	return &p, err
}

func (r *mutationResolver) rotateWebhookSecret(
	ctx context.Context, input model.Input,
) (*model.RotateWebhookSecretPayload, error) {
	e, fields := write.ParseInput(ctx, input, "webhook")
	uid := write.TextOf(fields, "id")
	p := &model.RotateWebhookSecretPayload{}
	var secret string
	var err error
	p.WebhookPayload, err = r.changeWebhook(ctx, e, nil, []any{"rotateWebhookSecret", uid},
		func(ctx context.Context) (after webhook.Webhook, err error) {
			secret, after, err = r.Webhooks.RotateSecret(ctx, uid)
			return after, err
		})
	if p.Webhook != nil && !p.Replayed {
		p.Secret = &secret
	}
	return p, err
}

func (r *mutationResolver) endWebhookSecret(ctx context.Context, input model.Input) (*model.WebhookPayload, error) {
	e, fields := write.ParseInput(ctx, input, "webhook")
	uid := write.TextOf(fields, "id")
	p, err := r.changeWebhook(ctx, e, nil, []any{"endWebhookSecret", uid},
		func(ctx context.Context) (webhook.Webhook, error) { return r.Webhooks.EndSecret(ctx, uid) })
	return &p, err
}

func (r *mutationResolver) deleteWebhook(ctx context.Context, input model.Input) (*model.DeleteWebhookPayload, error) {
	e, fields := write.ParseInput(ctx, input, "webhook")
	uid := write.TextOf(fields, "id")
	p := &model.DeleteWebhookPayload{}
	done, err := write.Attempt(e, nil, webhookProblem("id"), func() (bool, error) {
		args := []any{"deleteWebhook", uid}
		_, replayed, err := write.Idempotent(ctx, r.Ledger, e.Key, args, func(ctx context.Context) (string, error) {
			return uid, r.Webhooks.Delete(ctx, uid)
		})
		return replayed, err
	})
	if p.Done = done; err == nil && len(done.UserErrors) == 0 {
		p.WebhookID = &uid
	}
	return p, err
}

// maxAgain is the number of deliveries that one mutation can name.
const maxAgain = 100

func (r *mutationResolver) sendWebhookAgain(
	ctx context.Context, input model.Input,
) (*model.SendWebhookAgainPayload, error) {
	e, fields := write.ParseInput(ctx, input, "webhook")
	uid := write.TextOf(fields, "id")
	var which []string
	var wrong *edit.Problem
	if named := write.TextsOf(fields, "deliveries"); named != nil && fields["deliveries"] != nil {
		if which = *named; len(which) == 0 || len(which) > maxAgain {
			wrong = write.OnField("deliveries", lexicon.UserInvalid, message.TakesIDs(maxAgain))
		}
	}
	p := &model.SendWebhookAgainPayload{}
	var count int
	var err error
	p.WebhookPayload, err = r.changeWebhook(ctx, e, wrong, []any{"sendWebhookAgain", uid, which},
		func(ctx context.Context) (after webhook.Webhook, err error) {
			after, count, err = r.Webhooks.SendAgain(ctx, uid, which)
			return after, err
		})
	if p.Webhook != nil && !p.Replayed {
		p.Count = &count
	}
	return p, err
}

func (r *mutationResolver) testWebhook(ctx context.Context, input model.Input) (*model.TestWebhookPayload, error) {
	e, fields := write.ParseInput(ctx, input, "webhook")
	p := &model.TestWebhookPayload{}
	done, err := write.Attempt(e, nil, webhookProblem("id"), func() (bool, error) {
		a, err := r.Webhooks.Test(ctx, write.TextOf(fields, "id"))
		if err != nil {
			return false, err
		}
		p.Accepted, p.Milliseconds = new(a.Problem == nil), new(int(a.Took.Milliseconds()))
		p.Status, p.Problem, p.Answer = a.Status, a.Problem, a.Text
		return false, nil
	})
	p.Done = done
	return p, err
}

// changeWebhook runs a mutation of a webhook, once for an idempotency key. A repeated key returns the webhook as it is
// now.
func (r *mutationResolver) changeWebhook(
	ctx context.Context, e write.Envelope, wrong *edit.Problem, args []any,
	do func(context.Context) (webhook.Webhook, error),
) (model.WebhookPayload, error) {
	var p model.WebhookPayload
	var err error
	p.Done, err = write.Attempt(e, wrong, webhookProblem("id"), func() (replayed bool, err error) {
		p.Webhook, replayed, err = write.Change[webhook.Webhook, *model.Webhook]{
			ID: func(w webhook.Webhook) string { return w.ID }, Do: do, Read: r.Webhooks.One,
			Show: func(_ context.Context, all []webhook.Webhook) ([]*model.Webhook, error) {
				return r.webhookViews(all), nil
			},
		}.Run(ctx, r.Ledger, e.Key, args)
		return replayed, err
	})
	return p, err
}
