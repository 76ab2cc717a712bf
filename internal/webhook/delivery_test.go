package webhook_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"maillage/internal/identity"
	"maillage/internal/lexicon"
	"maillage/internal/testhub/thorough"
	"maillage/internal/webhook"
)

var administrator = identity.NewAccount{Role: lexicon.Administrator}

// verifies reports whether the reference library accepts a message.
func verifies(t *testing.T, secret string, m request) bool {
	t.Helper()
	library, err := standardwebhooks.NewWebhook(secret)
	if err != nil {
		t.Fatal(err)
	}
	return library.Verify(m.body, m.header) == nil
}

func TestSignature_TheReferenceLibraryAcceptsBothSecretsWhileRotating(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, ctx := w.account(t, administrator)
		first, h := w.create(t, ctx, webhook.NewWebhook{})
		message := func() request {
			t.Helper()
			w.partners(t, 1)
			w.rounds(t)
			got := w.receiver.take()
			if len(got) != 1 {
				t.Fatalf("%d messages", len(got))
			}
			return got[0]
		}
		m := message()
		if !strings.HasPrefix(first, "whsec_") || !verifies(t, first, m) {
			t.Errorf("%s does not verify %v", first, m.header)
		}
		forged := m
		forged.body = append(slices.Clone(m.body), ' ')
		if verifies(t, first, forged) {
			t.Error("another body verifies")
		}
		second, after, err := w.RotateSecret(ctx, h.ID)
		if err != nil || second == first || !after.Rotating {
			t.Fatalf("%v %+v", err, after)
		}
		if m := message(); !verifies(t, first, m) || !verifies(t, second, m) {
			t.Errorf("while rotating: %v", m.header)
		}
		if _, _, err := w.RotateSecret(ctx, h.ID); !errors.As(err, new(*identity.FieldError)) {
			t.Errorf("a third secret: %v", err)
		}
		if after, err := w.EndSecret(ctx, h.ID); err != nil || after.Rotating {
			t.Errorf("%v %+v", err, after)
		}
		if m := message(); verifies(t, first, m) || !verifies(t, second, m) {
			t.Errorf("after the rotation: %v", m.header)
		}
	})
}

func TestDelivery_SendsWhatItsFiltersSelectFromNowOn(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, ctx := w.account(t, administrator)
		w.partners(t, 2)
		_, h := w.create(t, ctx, webhook.NewWebhook{
			Types: []string{"contract"}, Operations: []lexicon.ChangeOperation{lexicon.OperationCreate},
		})
		w.partners(t, 2)
		_, line := w.contract(t, "one", false)
		w.partners(t, 1)
		w.rounds(t)
		if got := w.receiver.lines(); !slices.Equal(got, []string{line}) {
			t.Errorf("sent %v, not %s", got, line)
		}
		if _, err := w.Update(ctx, h.ID, webhook.Change{Types: &[]string{}}); err != nil {
			t.Fatal(err)
		}
		w.rounds(t)
		w.receiver.take()
		more := w.partners(t, 2)
		w.rounds(t)
		if got := w.receiver.lines(); !slices.Equal(got, more) {
			t.Errorf("sent %v, not %v", got, more)
		}
	})
}

// dead makes dead letters of some lines, and returns them.
func TestPause_SendsNothingAndContinuesWhereItStopped(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, ctx := w.account(t, administrator)
		_, h := w.create(t, ctx, webhook.NewWebhook{})
		if after, err := w.Update(ctx, h.ID, webhook.Change{Paused: new(true)}); err != nil ||
			after.State != lexicon.WebhookPaused {
			t.Fatal(after, err)
		}
		lines := w.partners(t, 3)
		w.rounds(t)
		if got := w.receiver.lines(); len(got) > 0 {
			t.Errorf("sent %v", got)
		}
		if _, err := w.Update(ctx, h.ID, webhook.Change{Paused: new(false)}); err != nil {
			t.Fatal(err)
		}
		w.rounds(t)
		if got := w.receiver.lines(); !slices.Equal(got, lines) {
			t.Errorf("sent %v, not %v", got, lines)
		}
	})
}

// The lines that a receiver accepts are those of the ledger in their order, without dead letters, whatever it answers.
// A line that it accepted is never sent again, and no line is left out.
func TestOrder_IsThatOfTheLedgerUnderRandomFailures(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for seed := range uint64(thorough.Count(2, 6)) {
			t.Run(fmt.Sprint(seed), func(t *testing.T) {
				random := rand.New(rand.NewPCG(seed, 7))
				_, ctx := w.account(t, administrator)
				_, h := w.create(t, ctx, webhook.NewWebhook{})
				var accepted, written []string
				failing := map[string]bool{}
				statuses := []int{200, 204, 301, 400, 404, 429, 500, 503}
				w.receiver.answers(func(rw http.ResponseWriter, _ *http.Request, m request) {
					status := statuses[random.IntN(len(statuses))]
					if failing[m.line] || random.IntN(20) == 0 {
						failing[m.line], status = true, 500
					}
					if random.IntN(8) == 0 {
						panic(http.ErrAbortHandler)
					}
					if status < 300 {
						accepted = append(accepted, m.line)
					}
					rw.WriteHeader(status)
				})
				for range 40 {
					if random.IntN(3) == 0 {
						written = append(written, w.partners(t, 1+random.IntN(3))...)
					}
					w.rounds(t)
					w.clock.advance(time.Duration(random.Int64N(int64(20 * time.Hour))))
				}
				w.receiver.status(200)
				for range 3 {
					if _, err := w.Update(ctx, h.ID, webhook.Change{Paused: new(false)}); err != nil {
						t.Fatal(err)
					}
					w.receiver.answers(func(_ http.ResponseWriter, _ *http.Request, m request) {
						accepted = append(accepted, m.line)
					})
					w.rounds(t)
				}
				letters := map[string]bool{}
				for _, d := range w.deliveries(t, h) {
					letters[d.ChangeID] = d.State == lexicon.DeliveryDeadLetter
				}
				want := slices.DeleteFunc(written, func(line string) bool { return letters[line] })
				if !slices.Equal(accepted, want) {
					t.Errorf("accepted %d lines: %v\nnot %d: %v", len(accepted), accepted, len(want), want)
				}
				if err := w.Delete(ctx, h.ID); err != nil {
					t.Fatal(err)
				}
			})
		}
	})
}

func TestPing_IsSignedAndItsAnswerIsForAdministrators(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.contract(t, "one", false)
		_, ctx := w.account(t, administrator)
		_, other := w.account(t, identity.NewAccount{Role: lexicon.Coordinator, Contracts: []string{"one"}})
		secret, h := w.create(t, ctx, webhook.NewWebhook{})
		_, theirs := w.create(t, other, webhook.NewWebhook{})
		w.receiver.answers(func(rw http.ResponseWriter, _ *http.Request, _ request) {
			rw.WriteHeader(418)
			_, _ = rw.Write([]byte(strings.Repeat("é\x00", 5000)))
		})
		a, err := w.Test(ctx, h.ID)
		if err != nil || *a.Status != 418 || *a.Problem != lexicon.ProblemStatus || a.Text == nil ||
			len(*a.Text) > 1024 ||
			strings.Contains(*a.Text, "\x00") {
			t.Errorf("%v %+v", err, a)
		}
		if got := w.receiver.take(); len(got) != 1 || !verifies(t, secret, got[0]) {
			t.Errorf("%+v", got)
		}
		if a, err := w.Test(other, theirs.ID); err != nil || *a.Status != 418 || a.Text != nil {
			t.Errorf("%v %+v", err, a)
		}
		if _, err := w.Test(other, h.ID); !errors.As(err, new(*identity.NotFoundError)) {
			t.Errorf("another's webhook: %v", err)
		}
		w.partners(t, 1)
		w.rounds(t)
		found, err := w.Deliveries(other, []string{theirs.ID}, webhook.Page{Limit: 1})
		if err != nil || len(found[theirs.ID]) != 1 || found[theirs.ID][0].Answer != nil {
			t.Errorf("%v %+v", err, found)
		}
	})
}

func TestDeliveries_PageBothWaysForSeveralWebhooks(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, ctx := w.account(t, administrator)
		_, one := w.create(t, ctx, webhook.NewWebhook{})
		_, two := w.create(t, ctx, webhook.NewWebhook{})
		lines := w.partners(t, 5)
		w.rounds(t)
		both := []string{one.ID, two.ID}
		changes := func(p webhook.Page) (of [2][]string) {
			t.Helper()
			found, err := w.Deliveries(ctx, both, p)
			if err != nil {
				t.Fatal(err)
			}
			for i, id := range both {
				for _, d := range found[id] {
					of[i] = append(of[i], d.ChangeID)
				}
			}
			return of
		}
		newest := []string{lines[4], lines[3]}
		if got := changes(webhook.Page{Limit: 2}); !slices.Equal(got[0], newest) || !slices.Equal(got[1], newest) {
			t.Errorf("the first two: %v", got)
		}
		oldest := []string{lines[0], lines[1]}
		if got := changes(webhook.Page{Limit: 2, Backward: true}); !slices.Equal(got[0], oldest) ||
			!slices.Equal(got[1], oldest) {
			t.Errorf("the last two: %v", got)
		}
		all, err := w.Deliveries(ctx, both[:1], webhook.Page{Limit: 9})
		if err != nil || len(all[one.ID]) != 5 {
			t.Fatalf("%v %v", all, err)
		}
		row := all[one.ID][2].Row
		if got := changes(webhook.Page{Limit: 1, After: row}); !slices.Equal(got[0], []string{lines[1]}) {
			t.Errorf("after the third: %v", got)
		}
		got := changes(webhook.Page{Limit: 1, Before: row, Backward: true})
		if !slices.Equal(got[0], []string{lines[3]}) {
			t.Errorf("before the third: %v", got)
		}
		n, err := w.CountDeliveries(ctx, both, webhook.Page{})
		if err != nil || n[one.ID] != 5 || n[two.ID] != 5 {
			t.Errorf("%v %v", n, err)
		}
	})
}

func TestBody_IsJSON(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, ctx := w.account(t, administrator)
		w.create(t, ctx, webhook.NewWebhook{})
		w.partners(t, 1)
		w.rounds(t)
		got := w.receiver.take()
		if len(got) != 1 || got[0].header.Get("Content-Type") != "application/json" || !json.Valid(got[0].body) {
			t.Errorf("%+v", got)
		}
	})
}
