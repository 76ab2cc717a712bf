package webhook_test

import (
	"context"
	"errors"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/identity"
	"maillage/internal/lexicon"
	"maillage/internal/webhook"
)

func TestDelay_VariesAtRandom(t *testing.T) {
	for random, seconds := range map[float64]time.Duration{0: 9, 0.5: 10, 1: 11} {
		if d := webhook.Delay(1, random, 0); d != seconds*time.Second {
			t.Errorf("with %g: %s, want %d seconds", random, d, seconds)
		}
	}
}

// A network that an administrator allows may be on a link.
func TestAddress_AnAllowedOneMayNameItsLink(t *testing.T) {
	n := webhook.Network{Allow: []netip.Prefix{netip.MustParsePrefix("fe80::/10")}}
	if err := webhook.CheckAddress(n, netip.MustParseAddrPort("[fe80::1%eth0]:8443")); err != nil {
		t.Error(err)
	}
}

// What is no answer to a message is a failure: a change of protocol, or a header without end.
func TestAnswer_OnlyOneOfHTTPCounts(t *testing.T) {
	onSQLite(t, func(t *testing.T, w *world) {
		_, ctx := w.account(t, administrator)
		_, h := w.create(t, ctx, webhook.NewWebhook{})
		for _, c := range []struct {
			answer  http.HandlerFunc
			problem lexicon.WebhookProblem
		}{
			{func(rw http.ResponseWriter, _ *http.Request) {
				connection, _, err := rw.(http.Hijacker).Hijack()
				if err != nil {
					t.Error(err)
					return
				}
				const switched = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n"
				if _, err := connection.Write([]byte(switched)); err != nil {
					t.Error(err)
				}
				_ = connection.Close() // the client may be gone
			}, lexicon.ProblemStatus},
			{func(rw http.ResponseWriter, _ *http.Request) {
				for _, name := range []string{"A", "B", "C", "D", "E"} {
					rw.Header().Set("X-"+name, strings.Repeat("x", 8<<10))
				}
			}, lexicon.ProblemConnection},
		} {
			w.receiver.answers(func(rw http.ResponseWriter, r *http.Request, _ request) { c.answer(rw, r) })
			w.partners(t, 1)
			w.rounds(t)
			d := w.deliveries(t, h)[0]
			if d.State != lexicon.DeliveryPending || d.Problem == nil || *d.Problem != c.problem {
				t.Errorf("want %s: %+v", c.problem, d)
			}
			w.receiver.status(200)
			w.clock.advance(time.Hour)
			w.rounds(t)
		}
	})
}

func TestRetry_AnAcceptedLineEndsARowOfDeadLetters(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, ctx := w.account(t, administrator)
		_, h := w.create(t, ctx, webhook.NewWebhook{})
		w.dead(t, 2)
		w.receiver.status(200)
		w.partners(t, 1)
		w.rounds(t)
		w.dead(t, 2)
		if now := w.now(t, h); now.State != lexicon.WebhookActive {
			t.Errorf("four dead letters, of which no three are in a row: %+v", now)
		}
		w.dead(t, 1)
		if now := w.now(t, h); now.State != lexicon.WebhookFailed {
			t.Errorf("three dead letters in a row: %+v", now)
		}
	})
}

// A right that is lost while dead letters are sent again holds back those that follow.
func TestOwner_IsCheckedBeforeEachDeadLetter(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		account, ctx := w.account(t, administrator)
		_, h := w.create(t, ctx, webhook.NewWebhook{})
		lines := w.dead(t, 2)
		if _, n, err := w.SendAgain(ctx, h.ID, nil); err != nil || n != 2 {
			t.Fatal(n, err)
		}
		w.receiver.answers(func(http.ResponseWriter, *http.Request, request) {
			if _, err := w.identity.DisableAccount(admin(t), account); err != nil {
				t.Error(err)
			}
		})
		w.rounds(t)
		if got := w.receiver.lines(); !slices.Equal(got, lines[:1]) {
			t.Errorf("sent %v, not only %s", got, lines[0])
		}
	})
}

// A dead letter of a contract that its owner no longer serves is not sent again, and waits no more.
func TestOwner_GetsNoDeadLetterOfALostContract(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.contract(t, "one", false)
		two, _ := w.contract(t, "two", false)
		id, ctx := w.account(t, identity.NewAccount{Role: lexicon.Coordinator, Contracts: []string{"one", "two"}})
		_, h := w.create(t, ctx, webhook.NewWebhook{})
		w.receiver.status(500)
		w.axis(t, two)
		for range webhook.MaxTries {
			w.rounds(t)
			w.clock.advance(24 * time.Hour)
		}
		if d := w.deliveries(t, h); len(d) != 1 || d[0].State != lexicon.DeliveryDeadLetter {
			t.Fatalf("%+v", d)
		}
		w.receiver.take()
		left := identity.AccountChange{Contracts: &[]string{"one"}}
		if _, err := w.identity.UpdateAccount(admin(t), id, left); err != nil {
			t.Fatal(err)
		}
		w.receiver.status(200)
		if _, n, err := w.SendAgain(ctx, h.ID, nil); err != nil || n != 1 {
			t.Fatal(n, err)
		}
		w.rounds(t)
		if got, waits := w.receiver.lines(), w.deliveries(t, h); len(got) > 0 || len(waits) > 0 {
			t.Errorf("sent %v; %+v", got, waits)
		}
	})
}

func TestCreate_NamesNoContractThatIsHidden(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.contract(t, "one", false)
		w.contract(t, "two", false)
		_, ctx := w.account(t, identity.NewAccount{Role: lexicon.Coordinator, Contracts: []string{"one"}})
		_, h := w.create(t, ctx, webhook.NewWebhook{Contract: "one"})
		for _, name := range []string{"two", "none"} {
			_, _, created := w.Create(ctx, webhook.NewWebhook{URL: w.receiver.URL, Contract: name})
			_, updated := w.Update(ctx, h.ID, webhook.Change{Contract: &name})
			for _, err := range []error{created, updated} {
				var wrong *identity.FieldError
				if !errors.As(err, &wrong) || wrong.Field != "contract" || wrong.Code != lexicon.UserUnknown {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
	})
}

func TestSendAgain_EndsAfterTwelveTriesOrWhenTheReceiverIsGone(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, ctx := w.account(t, administrator)
		_, h := w.create(t, ctx, webhook.NewWebhook{})
		w.dead(t, 1)
		again := func() {
			if _, n, err := w.SendAgain(ctx, h.ID, nil); err != nil || n != 1 {
				t.Fatal(n, err)
			}
		}
		again()
		for range 2 * webhook.MaxTries {
			w.rounds(t)
			w.clock.advance(24 * time.Hour)
		}
		if d, n := w.deliveries(t, h), len(w.receiver.take()); n != webhook.MaxTries || len(d) != 1 ||
			d[0].State != lexicon.DeliveryDeadLetter || d[0].Tries != webhook.MaxTries {
			t.Errorf("after %d tries: %+v", n, d)
		}
		again()
		w.receiver.status(http.StatusGone)
		w.rounds(t)
		if now := w.now(t, h); now.State != lexicon.WebhookFailed || *now.Failure != lexicon.FailureGone {
			t.Errorf("the receiver is gone: %+v", now)
		}
	})
}

func TestSendAgain_LeavesTheLineThatWaitsToItsTime(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, ctx := w.account(t, administrator)
		_, h := w.create(t, ctx, webhook.NewWebhook{})
		letters := w.dead(t, 1)
		waits := w.partners(t, 1)
		w.rounds(t)
		if got := w.receiver.lines(); !slices.Equal(got, waits) {
			t.Fatalf("tried %v", got)
		}
		w.receiver.status(200)
		if _, n, err := w.SendAgain(ctx, h.ID, nil); err != nil || n != 1 {
			t.Fatal(n, err)
		}
		w.rounds(t)
		if got := w.receiver.lines(); !slices.Equal(got, letters) {
			t.Errorf("sent %v, not only %v", got, letters)
		}
		w.clock.advance(time.Hour)
		w.rounds(t)
		if got := w.receiver.lines(); !slices.Equal(got, waits) {
			t.Errorf("sent %v at its time, not %v", got, waits)
		}
	})
}

func TestBody_IsMadeWithTheRightsOfTheOwner(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.SetBody(func(ctx context.Context, line *ent.Change) ([]byte, error) {
			if v := access.From(ctx); v.IsSystem() || v.Role != lexicon.Coordinator {
				t.Errorf("a body is made for %+v", v)
			}
			return lineBody(ctx, line)
		})
		w.contract(t, "one", false)
		_, ctx := w.account(t, identity.NewAccount{Role: lexicon.Coordinator, Contracts: []string{"one"}})
		_, h := w.create(t, ctx, webhook.NewWebhook{})
		w.dead(t, 1)
		if _, _, err := w.SendAgain(ctx, h.ID, nil); err != nil {
			t.Fatal(err)
		}
		w.rounds(t)
		if w.receiver.count() == 0 {
			t.Error("nothing was sent")
		}
	})
}

// A process whose webhook another one has taken meanwhile stores nothing of its turn: the other one sends it again.
func TestLease_WhoLostItStoresNothing(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, ctx := w.account(t, administrator)
		_, h := w.create(t, ctx, webhook.NewWebhook{})
		w.receiver.answers(func(http.ResponseWriter, *http.Request, request) {
			const taken = "UPDATE webhooks SET leased_by = 'another'"
			if _, err := w.store.Client.ExecContext(access.AsSystem(t.Context()), taken); err != nil {
				t.Error(err)
			}
		})
		w.partners(t, 1)
		if err := w.Round(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := w.receiver.count(); got != 1 {
			t.Fatalf("%d messages were sent", got)
		}
		if d, now := w.deliveries(t, h), w.now(t, h); len(d) > 0 || now.Position != h.Position {
			t.Errorf("it stored %+v, and %+v", d, now)
		}
	})
}

// A contract that is lost while lines are sent holds back its lines that were read already.
func TestOwner_LosesAContractBetweenTwoLines(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		one, _ := w.contract(t, "one", false)
		two, _ := w.contract(t, "two", false)
		id, ctx := w.account(t, identity.NewAccount{Role: lexicon.Coordinator, Contracts: []string{"one", "two"}})
		w.create(t, ctx, webhook.NewWebhook{})
		w.receiver.answers(func(http.ResponseWriter, *http.Request, request) {
			left := identity.AccountChange{Contracts: &[]string{"one"}}
			if _, err := w.identity.UpdateAccount(admin(t), id, left); err != nil {
				t.Error(err)
			}
		})
		first := w.axis(t, two)
		w.axis(t, two)
		last := w.axis(t, one)
		w.rounds(t)
		if got := w.receiver.lines(); !slices.Equal(got, []string{first, last}) {
			t.Errorf("sent %v, not %v", got, []string{first, last})
		}
	})
}
