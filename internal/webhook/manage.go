package webhook

import (
	"context"
	"fmt"
	"time"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/account"
	"maillage/internal/gen/ent/contract"
	"maillage/internal/gen/ent/predicate"
	"maillage/internal/gen/ent/token"
	"maillage/internal/gen/ent/webhook"
	"maillage/internal/gen/ent/webhookdelivery"
	"maillage/internal/identity"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/message"
)

const (
	maxURL = 2000
	// maxPerAccount is the number of webhooks of one account.
	maxPerAccount = 20
)

// Webhook is a webhook without its secrets.
type Webhook struct {
	ID         string // its public identifier
	Account    string // the owner's public identifier
	Token      string // the public identifier of the token that limits it; empty for none
	URL        string
	Contract   string                    // the public identifier of its only contract; empty for all
	Types      []string                  // the prefixes of its only types; nil for all
	Operations []lexicon.ChangeOperation // its only operations; nil for all
	State      lexicon.WebhookState
	Failure    *lexicon.WebhookFailure
	Rotating   bool            // it has two secrets
	Position   ledger.Position // of the last line that was dealt with
	NextTry    *time.Time      // nil if no line waits for another try
	Created    time.Time
}

// NewWebhook holds the values of a webhook to create.
type NewWebhook struct {
	// Account names the owner, by public identifier or email. Only administrators name others; empty is the viewer.
	Account    string
	URL        string
	Contract   string // by code or public identifier; empty for all
	Types      []string
	Operations []lexicon.ChangeOperation
}

// Change holds the changes to a webhook. Nil keeps a value, and an empty value clears it.
type Change struct {
	URL        *string
	Contract   *string // by code or public identifier
	Types      *[]string
	Operations *[]lexicon.ChangeOperation
	Paused     *bool // false also resumes a failed webhook
}

// manages reports whether a viewer manages the webhooks of others: an administrator who has logged in does.
func manages(v *access.Viewer) bool {
	return v.IsSystem() || v.Role == lexicon.Administrator && v.Scopes == nil
}

// allow returns a context with the rights of the hub itself, and the condition of the webhooks that the viewer manages.
// A token manages those that it created.
func allow(ctx context.Context) (context.Context, predicate.Webhook, error) {
	v := access.From(ctx)
	switch {
	case v == nil || !v.IsSystem() && !v.OwnsWebhooks():
		return nil, nil, &ForbiddenError{}
	case manages(v):
		return access.AsSystem(ctx), webhook.IDGT(0), nil
	case v.Scopes != nil:
		return access.AsSystem(ctx), webhook.HasTokenWith(token.UID(identity.TokenOf(v))), nil
	}
	return access.AsSystem(ctx), webhook.HasAccountWith(account.UID(v.Account)), nil
}

// Create creates a webhook that sends the changes from now on. The secret cannot be read again.
func (w *Webhooks) Create(ctx context.Context, n NewWebhook) (secret string, made Webhook, err error) {
	v := access.From(ctx)
	if ctx, _, err = allow(ctx); err != nil {
		return "", Webhook{}, err
	}
	if n.Account == "" {
		n.Account = v.Account
	}
	if err := w.sender.checkURL(n.URL); err != nil {
		return "", Webhook{}, err
	}
	if n.Account != v.Account && !manages(v) {
		return "", Webhook{}, &ForbiddenError{}
	}
	at, err := w.config.Ledger.End(ctx)
	if err != nil {
		return "", Webhook{}, err
	}
	fresh := newSecret()
	err = w.write(ctx, func(tx *ent.Tx) error {
		owner, err := w.owns(ctx, tx, n.Account)
		if err != nil {
			return err
		}
		create := tx.Webhook.Create().SetURL(n.URL).SetSecret(fresh).SetPosition(at.String()).SetAccountID(owner.ID).
			SetCreatedAt(w.now()).SetDueAt(w.now())
		if n.Contract != "" {
			uid, err := contractOf(ctx, tx, v, n.Contract)
			if err != nil {
				return err
			}
			create.SetContract(uid)
		}
		if n.Types != nil {
			create.SetTypes(n.Types)
		}
		if n.Operations != nil {
			create.SetOperations(n.Operations)
		}
		if by := identity.TokenOf(v); by != "" {
			id, err := tx.Token.Query().Where(token.UID(by)).OnlyID(ctx)
			if err != nil {
				return err
			}
			create.SetTokenID(id)
		}
		row, err := create.Save(ctx)
		if err == nil {
			made, err = load(ctx, tx, row.ID)
		}
		return err
	})
	if err != nil {
		return "", Webhook{}, err
	}
	return encodeSecret(fresh), made, nil
}

// owns returns the account of a new webhook, if it may have another one.
func (w *Webhooks) owns(ctx context.Context, tx *ent.Tx, ref string) (*ent.Account, error) {
	owner, err := tx.Account.Query().Where(account.Or(account.UID(ref), account.Email(ref))).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, &identity.NotFoundError{Kind: "account", Ref: ref}
	}
	if err != nil {
		return nil, err
	}
	if owner.DisabledAt != nil {
		return nil, &identity.FieldError{
			Field: "account", Code: lexicon.UserInvalid, What: message.IsDisabled,
		}
	}
	n, err := tx.Webhook.Query().Where(webhook.AccountID(owner.ID)).Count(ctx)
	if err == nil && n >= maxPerAccount {
		return nil, wrongURL(lexicon.UserInvalid, message.IsOverLimit(maxPerAccount))
	}
	return owner, err
}

// contractOf returns the public identifier of a contract that a viewer sees.
func contractOf(ctx context.Context, tx *ent.Tx, v *access.Viewer, ref string) (string, error) {
	row, err := tx.Contract.Query().Where(contract.Or(contract.UID(ref), contract.Code(ref))).Only(ctx)
	if ent.IsNotFound(err) || err == nil && !v.Visibility.CanSee(row.ID) {
		return "", &identity.FieldError{
			Field: "contract", Code: lexicon.UserUnknown, What: message.NamesNothing,
		}
	}
	if err != nil {
		return "", err
	}
	return row.UID, nil
}

// All lists the webhooks that the viewer manages, in the order of their creation.
func (w *Webhooks) All(ctx context.Context) ([]Webhook, error) {
	ctx, which, err := allow(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := w.client.Webhook.Query().Where(which).WithAccount().WithToken().Order(webhook.ByID()).All(ctx)
	if err != nil {
		return nil, err
	}
	all := make([]Webhook, len(rows))
	for i, row := range rows {
		if all[i], err = toWebhook(row); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// One returns a webhook that the viewer manages.
func (w *Webhooks) One(ctx context.Context, uid string) (Webhook, error) {
	ctx, which, err := allow(ctx)
	if err != nil {
		return Webhook{}, err
	}
	row, err := w.client.Webhook.Query().Where(which, webhook.UID(uid)).WithAccount().WithToken().Only(ctx)
	if ent.IsNotFound(err) {
		return Webhook{}, notFound(uid)
	}
	if err != nil {
		return Webhook{}, err
	}
	return toWebhook(row)
}

// changeOne runs do on one webhook, and returns the webhook afterwards.
func (w *Webhooks) changeOne(
	ctx context.Context, uid string, do func(context.Context, *ent.Tx, *ent.Webhook) error,
) (after Webhook, err error) {
	ctx, which, err := allow(ctx)
	if err != nil {
		return Webhook{}, err
	}
	err = w.write(ctx, func(tx *ent.Tx) error {
		row, err := tx.Webhook.Query().Where(which, webhook.UID(uid)).Only(ctx)
		if ent.IsNotFound(err) {
			return notFound(uid)
		}
		if err != nil {
			return err
		}
		if err := do(ctx, tx, row); err != nil {
			return err
		}
		after, err = load(ctx, tx, row.ID)
		return err
	})
	return after, err
}

// Update changes a webhook. A line that waits for another try is tried at once.
func (w *Webhooks) Update(ctx context.Context, uid string, c Change) (Webhook, error) {
	v := access.From(ctx)
	if c.URL != nil {
		if err := w.sender.checkURL(*c.URL); err != nil {
			return Webhook{}, err
		}
	}
	return w.changeOne(ctx, uid, func(ctx context.Context, tx *ent.Tx, row *ent.Webhook) error {
		update := tx.Webhook.UpdateOne(row).SetDueAt(w.now())
		if c.URL != nil {
			update.SetURL(*c.URL)
		}
		if c.Contract != nil && *c.Contract != "" {
			of, err := contractOf(ctx, tx, v, *c.Contract)
			if err != nil {
				return err
			}
			update.SetContract(of)
		} else if c.Contract != nil {
			update.ClearContract()
		}
		if c.Types != nil && len(*c.Types) > 0 {
			update.SetTypes(*c.Types)
		} else if c.Types != nil {
			update.ClearTypes()
		}
		if c.Operations != nil && len(*c.Operations) > 0 {
			update.SetOperations(*c.Operations)
		} else if c.Operations != nil {
			update.ClearOperations()
		}
		if c.Paused != nil {
			if err := w.pause(ctx, row, update, *c.Paused); err != nil {
				return err
			}
		}
		if err := update.Exec(ctx); err != nil {
			return err
		}
		return tx.WebhookDelivery.Update().Where(
			webhookdelivery.WebhookID(row.ID), webhookdelivery.StateEQ(lexicon.DeliveryPending),
		).SetNextAt(w.now()).Exec(ctx)
	})
}

// pause pauses or resumes a webhook. After the database was restored it resumes at the end of the ledger.
func (w *Webhooks) pause(ctx context.Context, row *ent.Webhook, update *ent.WebhookUpdateOne, paused bool) error {
	if paused {
		if row.State == lexicon.WebhookActive {
			update.SetState(lexicon.WebhookPaused)
		}
		return nil
	}
	update.SetState(lexicon.WebhookActive).ClearFailure().SetFailures(0)
	if row.Failure == nil || *row.Failure != lexicon.FailureRestored {
		return nil
	}
	at, err := w.config.Ledger.End(ctx)
	if err == nil {
		update.SetPosition(at.String()).SetTries(0)
	}
	return err
}

// RotateSecret gives a webhook a new secret. Messages are signed with the old one as well until EndSecret.
func (w *Webhooks) RotateSecret(ctx context.Context, uid string) (secret string, after Webhook, err error) {
	fresh := newSecret()
	after, err = w.changeOne(ctx, uid, func(ctx context.Context, tx *ent.Tx, row *ent.Webhook) error {
		if row.RetiredSecret != nil {
			return &identity.FieldError{
				Field: "id", Code: lexicon.UserInvalid, What: message.HasOldSecret,
			}
		}
		return tx.Webhook.UpdateOne(row).SetRetiredSecret(row.Secret).SetSecret(fresh).Exec(ctx)
	})
	return encodeSecret(fresh), after, err
}

// EndSecret ends the old secret of a webhook.
func (w *Webhooks) EndSecret(ctx context.Context, uid string) (Webhook, error) {
	return w.changeOne(ctx, uid, func(ctx context.Context, tx *ent.Tx, row *ent.Webhook) error {
		return tx.Webhook.UpdateOne(row).ClearRetiredSecret().Exec(ctx)
	})
}

// Delete deletes a webhook with its deliveries.
func (w *Webhooks) Delete(ctx context.Context, uid string) error {
	ctx, which, err := allow(ctx)
	if err != nil {
		return err
	}
	return w.write(ctx, func(tx *ent.Tx) error {
		n, err := tx.Webhook.Delete().Where(which, webhook.UID(uid)).Exec(ctx)
		if err == nil && n == 0 {
			return notFound(uid)
		}
		return err
	})
}

// load returns a webhook in a transaction.
func load(ctx context.Context, tx *ent.Tx, id int) (Webhook, error) {
	row, err := tx.Webhook.Query().Where(webhook.ID(id)).WithAccount().WithToken().Only(ctx)
	if err != nil {
		return Webhook{}, err
	}
	return toWebhook(row)
}

func toWebhook(row *ent.Webhook) (Webhook, error) {
	at, err := ledger.ParsePosition(row.Position)
	if err != nil {
		return Webhook{}, fmt.Errorf("%s: %w", row.UID, err)
	}
	h := Webhook{
		ID: row.UID, Account: row.Edges.Account.UID, URL: row.URL, Types: row.Types, Operations: row.Operations,
		State: row.State, Failure: row.Failure, Rotating: row.RetiredSecret != nil, Position: at,
		Created: row.CreatedAt,
	}
	if row.Edges.Token != nil {
		h.Token = row.Edges.Token.UID
	}
	if row.Contract != nil {
		h.Contract = *row.Contract
	}
	if row.Tries > 0 {
		h.NextTry = &row.DueAt
	}
	return h, nil
}
