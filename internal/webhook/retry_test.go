package webhook_test

import (
	"errors"
	"net/http"
	"slices"
	"testing"
	"time"

	"maillage/internal/identity"
	"maillage/internal/lexicon"
	"maillage/internal/webhook"
)

func TestDelay_TwelveTriesTakeADay(t *testing.T) {
	for _, random := range []float64{0, 0.5, 1} {
		var sum time.Duration
		for tries := 1; tries < webhook.MaxTries; tries++ {
			d := webhook.Delay(tries, random, 0)
			if d < webhook.Delay(max(1, tries-1), random, 0) {
				t.Errorf("the delay after try %d is shorter than the one before", tries)
			}
			sum += d
		}
		if sum < 22*time.Hour || sum > 28*time.Hour {
			t.Errorf("with %g: %s", random, sum)
		}
	}
	if d := webhook.Delay(1, 0.5, time.Hour); d != time.Hour {
		t.Errorf("a receiver asked for an hour, and got %s", d)
	}
	if d := webhook.Delay(1, 0.5, 1000*time.Hour); d != 24*time.Hour {
		t.Errorf("a receiver asked for six weeks, and got %s", d)
	}
}

func TestRetryAfter_IsSecondsOrADate(t *testing.T) {
	now := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	for header, want := range map[string]time.Duration{
		"": 0, "120": 2 * time.Minute, "-1": 0, "soon": 0, "Mon, 05 Jan 2026 09:00:30 GMT": 30 * time.Second,
		"Mon, 05 Jan 2026 08:00:00 GMT": 0, "99999999999999999999": 0,
	} {
		if got := webhook.RetryAfter(header, now); got != want {
			t.Errorf("%q is %s, not %s", header, got, want)
		}
	}
}

func TestRetry_ALineIsADeadLetterAfterTwelveTriesAndTheNextFollows(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, ctx := w.account(t, administrator)
		_, h := w.create(t, ctx, webhook.NewWebhook{})
		lines := w.partners(t, 3)
		bad := lines[0]
		w.receiver.answers(func(rw http.ResponseWriter, _ *http.Request, m request) {
			if m.line == bad {
				rw.WriteHeader(500)
				_, _ = rw.Write([]byte("out of order"))
			}
		})
		begun := w.clock.Now()
		for try := 1; try <= webhook.MaxTries; try++ {
			w.rounds(t)
			got := w.receiver.take()
			if try < webhook.MaxTries {
				d := w.deliveries(t, h)
				if len(got) != 1 || got[0].line != bad || len(d) != 1 || d[0].Tries != try ||
					d[0].State != lexicon.DeliveryPending || *d[0].Status != 500 ||
					*d[0].Problem != lexicon.ProblemStatus ||
					*d[0].Answer != "out of order" || !d[0].NextTryAt.After(w.clock.Now()) {
					t.Fatalf("try %d: %v; %+v", try, got, d[0])
				}
				w.clock.advance(d[0].NextTryAt.Sub(w.clock.Now()) - time.Millisecond)
				w.rounds(t)
				if early := w.receiver.take(); len(early) > 0 {
					t.Fatalf("try %d is early", try+1)
				}
				w.clock.advance(time.Millisecond)
				continue
			}
			var ids []string
			for _, m := range got {
				ids = append(ids, m.line)
			}
			if !slices.Equal(ids, lines) {
				t.Errorf("the last try sent %v, not %v", ids, lines)
			}
		}
		if took := w.clock.Now().Sub(begun); took < 23*time.Hour || took > 26*time.Hour {
			t.Errorf("twelve tries took %s", took)
		}
		d := w.deliveries(t, h)
		if len(d) != 3 || d[2].State != lexicon.DeliveryDeadLetter || d[2].Tries != webhook.MaxTries ||
			d[2].NextTryAt != nil ||
			d[1].State != lexicon.DeliveryDelivered || d[0].State != lexicon.DeliveryDelivered {
			t.Errorf("%+v", d)
		}
		if now := w.now(t, h); now.State != lexicon.WebhookActive || now.NextTry != nil {
			t.Errorf("%+v", now)
		}
	})
}

func TestRetry_EachTryHasTheSameID(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, ctx := w.account(t, administrator)
		w.create(t, ctx, webhook.NewWebhook{})
		w.receiver.status(503)
		w.partners(t, 1)
		w.rounds(t)
		w.clock.advance(time.Minute)
		w.rounds(t)
		got := w.receiver.take()
		if len(got) != 2 || got[0].id != got[1].id || got[0].id == "" ||
			got[0].header.Get("webhook-timestamp") == got[1].header.Get("webhook-timestamp") {
			t.Errorf("%+v", got)
		}
	})
}

func TestRetry_RespectsRetryAfter(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, ctx := w.account(t, administrator)
		_, h := w.create(t, ctx, webhook.NewWebhook{})
		w.receiver.answers(func(rw http.ResponseWriter, _ *http.Request, _ request) {
			rw.Header().Set("Retry-After", "3600")
			rw.WriteHeader(429)
		})
		w.partners(t, 1)
		w.rounds(t)
		if d := w.deliveries(t, h); len(d) != 1 || d[0].NextTryAt.Sub(w.clock.Now()) != time.Hour {
			t.Errorf("%+v", d)
		}
	})
}

func TestRetry_GoneStopsTheWebhookAndLosesNothing(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, ctx := w.account(t, administrator)
		_, h := w.create(t, ctx, webhook.NewWebhook{})
		w.receiver.status(410)
		lines := w.partners(t, 2)
		w.rounds(t)
		now := w.now(t, h)
		if got := w.receiver.lines(); len(got) != 1 || now.State != lexicon.WebhookFailed ||
			*now.Failure != lexicon.FailureGone {
			t.Fatalf("%v %+v", got, now)
		}
		w.clock.advance(time.Hour)
		w.rounds(t)
		if got := w.receiver.lines(); len(got) > 0 {
			t.Errorf("sent %v", got)
		}
		w.receiver.status(204)
		if _, err := w.Update(ctx, h.ID, webhook.Change{Paused: new(false)}); err != nil {
			t.Fatal(err)
		}
		w.rounds(t)
		if got := w.receiver.lines(); !slices.Equal(got, lines) {
			t.Errorf("sent %v, not %v", got, lines)
		}
		for _, d := range w.deliveries(t, h) {
			if d.State != lexicon.DeliveryDelivered {
				t.Errorf("%+v", d)
			}
		}
	})
}

func TestRetry_ThreeDeadLettersInARowStopTheWebhook(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, ctx := w.account(t, administrator)
		_, h := w.create(t, ctx, webhook.NewWebhook{})
		w.receiver.status(500)
		w.partners(t, 4)
		for range 3 * webhook.MaxTries {
			w.rounds(t)
			w.clock.advance(24 * time.Hour)
		}
		now := w.now(t, h)
		if n := len(w.receiver.take()); n != 3*webhook.MaxTries || now.State != lexicon.WebhookFailed ||
			*now.Failure != lexicon.FailureUnreachable {
			t.Errorf("%d tries, %+v", n, now)
		}
	})
}

func (w *world) dead(t *testing.T, n int) []string {
	t.Helper()
	w.receiver.status(500)
	lines := w.partners(t, n)
	for range n * webhook.MaxTries {
		w.rounds(t)
		w.clock.advance(24 * time.Hour)
	}
	w.receiver.take()
	return lines
}

func TestSendAgain_SendsOneOrAllDeadLettersBesideNewerLines(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, ctx := w.account(t, administrator)
		_, h := w.create(t, ctx, webhook.NewWebhook{})
		lines := w.dead(t, 2)
		letters := w.deliveries(t, h)
		if len(letters) != 2 || letters[0].State != lexicon.DeliveryDeadLetter {
			t.Fatalf("%+v", letters)
		}
		w.receiver.status(200)
		if _, n, err := w.SendAgain(ctx, h.ID, []string{letters[0].ID}); err != nil || n != 1 {
			t.Fatal(n, err)
		}
		w.rounds(t)
		if got := w.receiver.lines(); !slices.Equal(got, lines[1:]) {
			t.Errorf("one again: %v, not %v", got, lines[1:])
		}
		if _, _, err := w.SendAgain(ctx, h.ID, []string{letters[0].ID}); !errors.As(err, new(*identity.FieldError)) {
			t.Errorf("a delivered one again: %v", err)
		}
		w.receiver.answers(func(rw http.ResponseWriter, _ *http.Request, m request) {
			if m.line == lines[0] {
				rw.WriteHeader(500)
			}
		})
		if _, n, err := w.SendAgain(ctx, h.ID, nil); err != nil || n != 1 {
			t.Fatal(n, err)
		}
		fresh := w.partners(t, 1)
		w.rounds(t)
		if got := w.receiver.lines(); !slices.Equal(got, []string{lines[0], fresh[0]}) {
			t.Errorf("all again, and a newer line: %v", got)
		}
		w.receiver.status(200)
		w.clock.advance(time.Hour)
		w.rounds(t)
		if got := w.receiver.lines(); !slices.Equal(got, lines[:1]) {
			t.Errorf("tried later: %v", got)
		}
		for _, d := range w.deliveries(t, h) {
			if d.State != lexicon.DeliveryDelivered {
				t.Errorf("%+v", d)
			}
		}
	})
}

func TestSendAgain_OneFailureDelaysTheOthers(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, ctx := w.account(t, administrator)
		_, h := w.create(t, ctx, webhook.NewWebhook{})
		lines := w.dead(t, 2)
		if _, n, err := w.SendAgain(ctx, h.ID, nil); err != nil || n != 2 {
			t.Fatal(n, err)
		}
		w.rounds(t)
		if got := w.receiver.lines(); !slices.Equal(got, lines[:1]) {
			t.Errorf("sent %v", got)
		}
		w.receiver.status(200)
		w.clock.advance(time.Minute)
		w.rounds(t)
		if got := w.receiver.lines(); !slices.Equal(got, lines) {
			t.Errorf("sent %v", got)
		}
	})
}

func TestRetention_KeepsTheLastDeliveriesAndDeadLettersForThirtyDays(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, ctx := w.account(t, administrator)
		_, h := w.create(t, ctx, webhook.NewWebhook{})
		w.dead(t, 1)
		w.receiver.status(200)
		lines := w.partners(t, webhook.KeptDeliveries+30)
		w.rounds(t)
		d := w.deliveries(t, h)
		if len(d) != webhook.KeptDeliveries+1 || d[0].ChangeID != lines[len(lines)-1] ||
			d[len(d)-1].State != lexicon.DeliveryDeadLetter {
			t.Fatalf("%d deliveries are kept", len(d))
		}
		for _, c := range []struct{ days, want int }{{29, 1}, {31, 0}} {
			w.clock.advance(time.Duration(c.days)*24*time.Hour - w.clock.Now().Sub(*d[len(d)-1].TriedAt))
			if err := w.Expire(t.Context()); err != nil {
				t.Fatal(err)
			}
			state := lexicon.DeliveryDeadLetter
			n, err := w.CountDeliveries(admin(t), []string{h.ID}, webhook.Page{State: &state})
			if err != nil || n[h.ID] != c.want {
				t.Errorf("after %d days: %d dead letters, %v", c.days, n[h.ID], err)
			}
		}
	})
}
