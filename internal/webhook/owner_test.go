package webhook_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/partner"
	"maillage/internal/identity"
	"maillage/internal/lexicon"
	"maillage/internal/webhook"
)

// axis writes an axis of a contract, and returns its line.
func (w *world) axis(t *testing.T, contract int) string {
	t.Helper()
	w.written++
	code := fmt.Sprintf("axis-%d", w.written)
	return w.write(t, func(ctx context.Context, tx *ent.Tx) error {
		return tx.Axis.Create().SetCode(code).SetName(code).SetContractID(contract).Exec(ctx)
	})[0]
}

func TestOwner_GetsOnlyTheLinesThatTheySee(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		one, _ := w.contract(t, "one", false)
		two, _ := w.contract(t, "two", false)
		_, ctx := w.account(t, identity.NewAccount{Role: lexicon.Coordinator, Contracts: []string{"one"}})
		w.create(t, ctx, webhook.NewWebhook{})
		seen := []string{w.axis(t, one)}
		w.axis(t, two)
		seen = append(seen, w.partners(t, 1)...)
		w.axis(t, two)
		seen = append(seen, w.axis(t, one))
		w.rounds(t)
		if got := w.receiver.lines(); !slices.Equal(got, seen) {
			t.Errorf("sent %v, not %v", got, seen)
		}
	})
}

func TestOwner_WhoLosesAContractGetsNoMoreOfItNotEvenWhatWaits(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		one, _ := w.contract(t, "one", false)
		two, _ := w.contract(t, "two", false)
		id, ctx := w.account(t, identity.NewAccount{Role: lexicon.Coordinator, Contracts: []string{"one", "two"}})
		_, h := w.create(t, ctx, webhook.NewWebhook{})
		w.receiver.status(500)
		w.axis(t, two)
		w.axis(t, two)
		later := w.axis(t, one)
		w.rounds(t)
		if got := w.receiver.lines(); len(got) != 1 {
			t.Fatalf("tried %v", got)
		}
		change := identity.AccountChange{Contracts: &[]string{"one"}}
		if _, err := w.identity.UpdateAccount(admin(t), id, change); err != nil {
			t.Fatal(err)
		}
		w.receiver.status(200)
		w.clock.advance(time.Hour)
		w.rounds(t)
		if got := w.receiver.lines(); !slices.Equal(got, []string{later}) {
			t.Errorf("sent %v, not %s", got, later)
		}
		if d := w.deliveries(t, h); len(d) != 1 || d[0].ChangeID != later || d[0].Tries != 1 {
			t.Errorf("%+v", d)
		}
	})
}

// lost are the ways to lose the right to follow changes.
var lost = map[string]func(t *testing.T, w *world, account, token string){
	"the account is disabled": func(t *testing.T, w *world, account, _ string) {
		if _, err := w.identity.DisableAccount(admin(t), account); err != nil {
			t.Fatal(err)
		}
	},
	"the token is revoked": func(t *testing.T, w *world, _, token string) {
		if _, err := w.identity.RevokeToken(admin(t), token); err != nil {
			t.Fatal(err)
		}
	},
	"the token expires": func(_ *testing.T, w *world, _, _ string) { w.clock.advance(identity.TokenLife + time.Hour) },
}

func TestOwner_WhoLosesTheRightGetsNothing(t *testing.T) {
	for how, lose := range lost {
		t.Run(how, func(t *testing.T) {
			each(t, func(t *testing.T, w *world) {
				account, _ := w.account(t, administrator)
				token, ctx := w.token(t, account, lexicon.ScopeFeed)
				_, h := w.create(t, ctx, webhook.NewWebhook{})
				first := w.partners(t, 1)
				w.rounds(t)
				if got := w.receiver.lines(); !slices.Equal(got, first) {
					t.Fatalf("sent %v, not %v", got, first)
				}
				lose(t, w, account, token)
				w.partners(t, 2)
				w.rounds(t)
				now := w.now(t, h)
				if got := w.receiver.lines(); len(got) > 0 || now.State != lexicon.WebhookFailed ||
					*now.Failure != lexicon.FailureOwner {
					t.Errorf("sent %v; %+v", got, now)
				}
			})
		})
	}
}

// A right that is lost while lines are sent holds back those that follow.
func TestOwner_IsCheckedBeforeEachLine(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		account, ctx := w.account(t, administrator)
		w.create(t, ctx, webhook.NewWebhook{})
		w.receiver.answers(func(rw http.ResponseWriter, _ *http.Request, _ request) {
			if _, err := w.identity.DisableAccount(admin(t), account); err != nil {
				t.Error(err)
			}
		})
		lines := w.partners(t, 3)
		w.rounds(t)
		if got := w.receiver.lines(); !slices.Equal(got, lines[:1]) {
			t.Errorf("sent %v, not only %s", got, lines[0])
		}
	})
}

func TestOwner_DemotedToLiaisonOwnsNoWebhooks(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.contract(t, "one", false)
		w.partners(t, 1)
		code := w.store.Client.Partner.Query().Select(partner.FieldCode).FirstX(access.AsSystem(t.Context())).Code
		id, ctx := w.account(t, identity.NewAccount{Role: lexicon.Coordinator, Contracts: []string{"one"}})
		_, h := w.create(t, ctx, webhook.NewWebhook{})
		role := lexicon.Liaison
		change := identity.AccountChange{Role: &role, Partner: &code}
		if _, err := w.identity.UpdateAccount(admin(t), id, change); err != nil {
			t.Fatal(err)
		}
		w.partners(t, 1)
		w.rounds(t)
		if got := w.receiver.lines(); len(got) > 0 || w.now(t, h).State != lexicon.WebhookFailed {
			t.Errorf("sent %v", got)
		}
	})
}

func TestRights_EachManagesTheirOwnAndAdministratorsAll(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.contract(t, "one", false)
		boss, admins := w.account(t, administrator)
		owner, coordinates := w.account(t, identity.NewAccount{Role: lexicon.Coordinator, Contracts: []string{"one"}})
		_, byToken := w.token(t, owner, lexicon.ScopeFeed)
		_, otherToken := w.token(t, owner, lexicon.ScopeFeed)
		_, adminToken := w.token(t, boss, lexicon.ScopeFeed, lexicon.ScopeWrite)
		_, reading := w.token(t, owner, lexicon.ScopeRead, lexicon.ScopeWrite)
		_, person := w.create(t, coordinates, webhook.NewWebhook{})
		_, program := w.create(t, byToken, webhook.NewWebhook{})
		for who, c := range map[string]struct {
			ctx  context.Context
			sees []string
		}{
			"administrator": {admins, []string{person.ID, program.ID}}, "owner": {coordinates, []string{person.ID, program.ID}},
			"token": {byToken, []string{program.ID}}, "another token": {otherToken, nil}, "admin's token": {adminToken, nil},
		} {
			all, err := w.All(c.ctx)
			var ids []string
			for _, h := range all {
				ids = append(ids, h.ID)
			}
			if err != nil || !slices.Equal(ids, c.sees) {
				t.Errorf("%s sees %v, not %v; %v", who, ids, c.sees, err)
			}
			may := slices.Contains(c.sees, person.ID)
			for what, do := range map[string]func() error{
				"pauses": func() error {
					_, err := w.Update(c.ctx, person.ID, webhook.Change{Paused: new(true)})
					return err
				},
				"sends again":   func() error { _, _, err := w.SendAgain(c.ctx, person.ID, nil); return err },
				"ends a secret": func() error { _, err := w.EndSecret(c.ctx, person.ID); return err },
				"tests":         func() error { _, err := w.Test(c.ctx, person.ID); return err },
			} {
				if err := do(); (err == nil) != may || !may && !errors.As(err, new(*identity.NotFoundError)) {
					t.Errorf("%s %s: %v", who, what, err)
				}
			}
			if !may {
				if err := w.Delete(c.ctx, person.ID); !errors.As(err, new(*identity.NotFoundError)) {
					t.Errorf("%s deletes: %v", who, err)
				}
			}
		}
		if err := w.Delete(admins, person.ID); err != nil {
			t.Error(err)
		}
		public := access.WithViewer(t.Context(), &access.Viewer{})
		for who, ctx := range map[string]context.Context{"public": public, "without FEED": reading} {
			if _, err := w.All(ctx); !errors.As(err, new(*webhook.ForbiddenError)) {
				t.Errorf("%s lists: %v", who, err)
			}
			_, _, err := w.Create(ctx, webhook.NewWebhook{URL: w.receiver.URL})
			if !errors.As(err, new(*webhook.ForbiddenError)) {
				t.Errorf("%s creates: %v", who, err)
			}
		}
		if _, _, err := w.Create(coordinates, webhook.NewWebhook{Account: boss, URL: w.receiver.URL}); !errors.As(
			err, new(*webhook.ForbiddenError),
		) {
			t.Errorf("a coordinator creates one of an administrator: %v", err)
		}
	})
}

func TestRights_AnAccountHasTwentyWebhooks(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, ctx := w.account(t, administrator)
		for range 20 {
			w.create(t, ctx, webhook.NewWebhook{})
		}
		_, _, err := w.Create(ctx, webhook.NewWebhook{URL: w.receiver.URL})
		if !errors.As(err, new(*identity.FieldError)) {
			t.Errorf("the 21st: %v", err)
		}
	})
}
