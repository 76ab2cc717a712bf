package cli

import (
	"context"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"maillage/internal/access"
	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/record"
	"maillage/internal/store"
	"maillage/internal/webhook"
)

type webhookCommand struct {
	Create webhookCreate `cmd:"" help:"${webhook_create}"`
	List   webhookList   `cmd:"" help:"List all webhooks, without their secrets."`
	Pause  webhookPause  `cmd:"" help:"Pause a webhook."`
	Resume webhookResume `cmd:"" help:"Resume a webhook that is paused or has failed, where it stopped."`
	Again  webhookAgain  `cmd:"" help:"Send all dead letters of a webhook again."`
	Delete webhookDelete `cmd:"" help:"Delete a webhook."`
}

// receiverFlags is the flag for how receivers of webhooks are reached.
type receiverFlags struct {
	WebhookAllow []string `help:"${webhook_allow}" env:"MAILLAGE_WEBHOOK_ALLOW" placeholder:"CIDR"`
}

// network checks the flag and returns how receivers are reached.
func (f receiverFlags) network() (n webhook.Network, err error) {
	for _, text := range f.WebhookAllow {
		network, err := netip.ParsePrefix(text)
		if err != nil {
			return n, misused(message.IsNoNetwork(text))
		}
		n.Allow = append(n.Allow, network.Masked())
	}
	return n, nil
}

// withWebhooks runs do with the webhooks, as an administrator. The hub that serves the database delivers.
func (d database) withWebhooks(
	e *environment, program string, n webhook.Network, do func(context.Context, *webhook.Webhooks) error,
) error {
	return d.withStore(e, func(s *store.Store) error {
		l, err := openLedger(e.ctx, s)
		if err != nil {
			return err
		}
		w := webhook.New(webhook.Config{Client: s.Client, Dialect: s.Dialect(), Ledger: l, Network: n, Log: e.log})
		return do(access.WithViewer(e.ctx, access.Named("maillage webhook "+program)), w)
	})
}

type webhookCreate struct {
	database
	receiverFlags
	URL       string   `arg:"" help:"The address that gets the changes, https://…" placeholder:"URL"`
	Account   string   `help:"${webhook_create_account}" required:"" placeholder:"EMAIL|ID"`
	Contract  string   `help:"Send only changes of this contract, by code or id." placeholder:"CODE"`
	Type      []string `help:"${webhook_create_type}" placeholder:"TYPE"`
	Operation []string `help:"${webhook_create_operation}" enum:"create,update,delete" placeholder:"OPERATION"`
}

// Run creates a webhook.
func (c *webhookCreate) Run(e *environment) error {
	network, err := c.network()
	if err != nil {
		return err
	}
	n := webhook.NewWebhook{Account: c.Account, URL: c.URL, Contract: c.Contract}
	for _, word := range c.Type {
		t := record.OfWord(lexicon.RecordType(strings.ToUpper(word)))
		if t == nil {
			words := strings.Join(lexicon.RecordType("").Values(), ", ")
			return misused(message.IsNoRecordType(word, words))
		}
		n.Types = append(n.Types, t.Prefix)
	}
	for _, word := range c.Operation {
		n.Operations = append(n.Operations, lexicon.ChangeOperation(strings.ToUpper(word)))
	}
	return c.withWebhooks(e, "create", network, func(ctx context.Context, w *webhook.Webhooks) error {
		secret, made, err := w.Create(ctx, n)
		if err != nil {
			return err
		}
		e.log.Info("webhook made, and its secret shown this once", "id", made.ID, "account", made.Account)
		_, err = fmt.Fprintln(e.out, secret)
		return err
	})
}

type webhookList struct{ database }

// Run lists webhooks.
func (c *webhookList) Run(e *environment) error {
	return c.withWebhooks(e, "list", webhook.Network{}, func(ctx context.Context, w *webhook.Webhooks) error {
		all, err := w.All(ctx)
		if err != nil {
			return err
		}
		ids := make([]string, len(all))
		for i, h := range all {
			ids[i] = h.ID
		}
		dead := lexicon.DeliveryDeadLetter
		letters, err := w.CountDeliveries(ctx, ids, webhook.Page{State: &dead})
		if err != nil {
			return err
		}
		rows := [][]string{{"ID", "URL", "ACCOUNT", "TOKEN", "STATE", "NEXT TRY", "DEAD LETTERS"}}
		for _, h := range all {
			state := strings.ToLower(string(h.State))
			if h.Failure != nil {
				state += ": " + strings.ToLower(string(*h.Failure))
			}
			rows = append(rows, []string{
				h.ID, h.URL, h.Account, h.Token, state, moment(h.NextTry), fmt.Sprint(letters[h.ID]),
			})
		}
		return table(e.out, rows)
	})
}

// moment returns a time to the second.
func moment(at *time.Time) string {
	if at == nil {
		return ""
	}
	return at.UTC().Format(time.RFC3339)
}

type webhookNamed struct {
	database
	Webhook string `arg:"" help:"The webhook's id: webhook_…" placeholder:"ID"`
}

// change changes the webhook.
func (c *webhookNamed) change(e *environment, program string, to webhook.Change) error {
	return c.withWebhooks(e, program, webhook.Network{}, func(ctx context.Context, w *webhook.Webhooks) error {
		_, err := w.Update(ctx, c.Webhook, to)
		return err
	})
}

type webhookPause struct{ webhookNamed }

// Run pauses a webhook.
func (c *webhookPause) Run(e *environment) error {
	return c.change(e, "pause", webhook.Change{Paused: new(true)})
}

type webhookResume struct{ webhookNamed }

// Run resumes a webhook.
func (c *webhookResume) Run(e *environment) error {
	return c.change(e, "resume", webhook.Change{Paused: new(false)})
}

type webhookAgain struct{ webhookNamed }

// Run sends dead letters again, and prints their number.
func (c *webhookAgain) Run(e *environment) error {
	return c.withWebhooks(e, "again", webhook.Network{}, func(ctx context.Context, w *webhook.Webhooks) error {
		_, n, err := w.SendAgain(ctx, c.Webhook, nil)
		if err == nil {
			_, err = fmt.Fprintln(e.out, n)
		}
		return err
	})
}

type webhookDelete struct{ webhookNamed }

// Run deletes a webhook.
func (c *webhookDelete) Run(e *environment) error {
	return c.withWebhooks(e, "delete", webhook.Network{}, func(ctx context.Context, w *webhook.Webhooks) error {
		return w.Delete(ctx, c.Webhook)
	})
}
