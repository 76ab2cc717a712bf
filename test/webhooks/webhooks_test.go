package webhooks

import (
	"bufio"
	"bytes"
	"context"
	"crypto/x509"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"maillage/internal/gqlserver"
	"maillage/internal/lexicon"
	"maillage/internal/server"
	"maillage/internal/store"
	"maillage/internal/testhub"
	"maillage/internal/webhook"
)

// inbox is a receiver of webhooks.
type inbox struct {
	*httptest.Server
	status int
	mu     sync.Mutex
	bodies [][]byte
	heads  []http.Header
}

func newInbox(t *testing.T) *inbox {
	t.Helper()
	in := &inbox{status: 200}
	in.Server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		in.mu.Lock()
		defer in.mu.Unlock()
		in.bodies, in.heads = append(in.bodies, body), append(in.heads, r.Header)
		w.WriteHeader(in.status)
		_, _ = io.WriteString(w, "what the receiver says")
	}))
	t.Cleanup(in.Close)
	return in
}

func (in *inbox) answer(status int) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.status = status
}

// await waits for messages, and returns them.
func (in *inbox) await(t *testing.T, n int) ([][]byte, []http.Header) {
	t.Helper()
	for late := time.Now().Add(30 * time.Second); time.Now().Before(late); time.Sleep(5 * time.Millisecond) {
		in.mu.Lock()
		bodies, heads := in.bodies, in.heads
		in.mu.Unlock()
		if len(bodies) >= n {
			return bodies, heads
		}
	}
	t.Fatalf("fewer than %d messages arrived", n)
	return nil, nil
}

// withInbox runs a test on a running hub with the demo data, and a receiver.
func withInbox(t *testing.T, test func(t *testing.T, h *testhub.Hub, in *inbox)) {
	t.Helper()
	testhub.EachDemoDatabase(t, func(t *testing.T, s *store.Store) {
		in := newInbox(t)
		roots := x509.NewCertPool()
		roots.AddCert(in.Certificate())
		c := server.Config{Ledger: testhub.Ledger(t, s), Log: slog.New(slog.DiscardHandler), Receivers: webhook.Network{
			Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, RootCAs: roots,
		}}
		h := testhub.WithLogins(t, s, c)
		ctx, stop := context.WithCancel(t.Context())
		var work sync.WaitGroup
		work.Go(func() { h.Run(ctx) })
		defer work.Wait()
		defer stop()
		test(t, h, in)
	})
}

// hooked is the answer of a mutation of a webhook.
type hooked struct {
	Webhook *struct {
		ID, URL, State    string
		Failure, Position *string
		IsRotating        bool
		AccountID         string
		TokenID           *string
		ContractID        *string
		Types, Operations []string
		Deliveries        *struct{ Nodes []sentDelivery }
	}
	Secret     *string
	WebhookID  *string
	Count      *int
	Replayed   bool
	Accepted   *bool
	Status     *int
	Problem    *string
	Answer     *string
	UserErrors []struct {
		Field   []string
		Code    string
		Message string
	}
}

type sentDelivery struct {
	ID, ChangeID, MessageID, State string
	Tries                          int
	Status                         *int
	Answer                         *string
}

const hookFields = `webhook { id url state failure position isRotating accountId tokenId contractId types operations } `

// hook runs a mutation of webhooks.
func hook(t *testing.T, h *testhub.Hub, verb, selection string, input map[string]any) hooked {
	t.Helper()
	var got map[string]hooked
	kind := strings.ToUpper(verb[:1]) + verb[1:] + "Input!"
	h.Get(t, &got, `mutation ($input: `+kind+`) { `+verb+`(input: $input) { `+selection+
		` userErrors { field code message } } }`, map[string]any{"input": input})
	return got[verb]
}

// firstEvent subscribes as a caller, and returns the data of the first event once do was called.
func firstEvent(t *testing.T, h *testhub.Hub, document string, do func()) json.RawMessage {
	t.Helper()
	front := httptest.NewServer(h)
	defer front.Close()
	body, err := json.Marshal(map[string]string{"query": document})
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, front.URL+"/graphql", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	h.Authorize(r)
	answer, err := front.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	do()
	lines := bufio.NewScanner(answer.Body)
	for lines.Scan() {
		if data, is := strings.CutPrefix(lines.Text(), "data: "); is && data != "" {
			var event struct {
				Data struct{ Changed json.RawMessage }
			}
			if err := json.Unmarshal([]byte(data), &event); err != nil {
				t.Fatal(err)
			}
			return event.Data.Changed
		}
	}
	t.Fatalf("no event: %v", lines.Err())
	return nil
}

const renamePartner = `mutation ($input: UpsertPartnerInput!) { upsertPartner(input: $input) { userErrors { message } } }`

// A message is what the subscription sends to its owner, is signed, and names the position.
func TestWebhook_SendsWhatTheSubscriptionSends(t *testing.T) {
	withInbox(t, func(t *testing.T, h *testhub.Hub, in *inbox) {
		admin := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
		for name, owner := range map[string]*testhub.Hub{
			"a coordinator": h.LoggedIn(t, testhub.Who{Role: lexicon.Coordinator, Contracts: []string{"valenciennes"}}),
			"a program": h.As(h.Token(t, testhub.Who{
				Role: lexicon.Integrator, Contracts: []string{"valenciennes"}, Scopes: []lexicon.TokenScope{lexicon.ScopeFeed},
			})),
		} {
			before, _ := in.await(t, 0)
			made := hook(t, owner, "createWebhook", hookFields+"secret", map[string]any{"url": in.URL})
			if made.Webhook == nil || made.Secret == nil {
				t.Fatalf("%s: %+v", name, made)
			}
			event := firstEvent(t, owner, gqlserver.ChangeEdgeDocument, func() {
				admin.Get(t, new(any), renamePartner, map[string]any{"input": map[string]any{
					"code": "cpam-hainaut", "acronym": "CPAM " + name, "reason": "pour voir",
				}})
			})
			bodies, heads := in.await(t, len(before)+1)
			body, head := bodies[len(before)], heads[len(before)]
			if !bytes.Equal(body, event) {
				t.Errorf("%s gets\n%s\nand by the subscription\n%s", name, body, event)
			}
			var edge struct{ Cursor string }
			if err := json.Unmarshal(body, &edge); err != nil || head.Get("webhook-id") != edge.Cursor ||
				!strings.Contains(string(body), "CPAM "+name) || !strings.Contains(string(body), "pour voir") {
				t.Errorf("%s: %v %s", name, head, body)
			}
			library, err := standardwebhooks.NewWebhook(*made.Secret)
			if err != nil {
				t.Fatal(err)
			}
			if err := library.Verify(body, head); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if gone := hook(t, owner, "deleteWebhook", "webhookId", map[string]any{"id": made.Webhook.ID}); gone.WebhookID == nil {
				t.Errorf("%s: %+v", name, gone)
			}
		}
	})
}

func TestWebhook_IsManagedThroughTheAPI(t *testing.T) {
	withInbox(t, func(t *testing.T, h *testhub.Hub, in *inbox) {
		owner := h.LoggedIn(t, testhub.Who{Role: lexicon.Coordinator, Contracts: []string{"valenciennes"}}).In("en")
		admin := h.LoggedIn(t, testhub.Who{Role: lexicon.Administrator})
		input := map[string]any{
			"url": in.URL, "contract": "valenciennes", "types": []string{"AXIS", "ACTION"}, "operations": []string{"UPDATE"},
			"idempotencyKey": "k",
		}
		made := hook(t, owner, "createWebhook", hookFields+"secret replayed", input)
		w := made.Webhook
		if w == nil || made.Secret == nil || w.State != "ACTIVE" || w.URL != in.URL || w.ContractID == nil ||
			!slices.Equal(w.Types, []string{"AXIS", "ACTION"}) || !slices.Equal(w.Operations, []string{"UPDATE"}) ||
			w.TokenID != nil || w.Position == nil {
			t.Fatalf("%+v", made)
		}
		again := hook(t, owner, "createWebhook", hookFields+"secret replayed", input)
		if !again.Replayed || again.Secret != nil || again.Webhook.ID != w.ID {
			t.Errorf("%+v", again)
		}
		for field, value := range map[string]any{"url": "http://example.org", "contract": "orme-x"} {
			wrong := hook(t, owner, "updateWebhook", hookFields, map[string]any{"id": w.ID, field: value})
			if len(wrong.UserErrors) != 1 || wrong.UserErrors[0].Field[0] != field || wrong.Webhook != nil {
				t.Errorf("%s: %+v", field, wrong)
			}
		}
		changed := hook(t, owner, "updateWebhook", hookFields, map[string]any{
			"id": w.ID, "contract": nil, "types": nil, "operations": []string{}, "paused": true,
		}).Webhook
		if changed == nil || changed.State != "PAUSED" || changed.ContractID != nil || len(changed.Types) > 0 ||
			len(changed.Operations) > 0 {
			t.Errorf("%+v", changed)
		}
		rotated := hook(t, owner, "rotateWebhookSecret", hookFields+"secret", map[string]any{"id": w.ID})
		if rotated.Secret == nil || *rotated.Secret == *made.Secret || !rotated.Webhook.IsRotating {
			t.Errorf("%+v", rotated)
		}
		ended := hook(t, owner, "endWebhookSecret", hookFields, map[string]any{"id": w.ID})
		if ended.Webhook == nil || ended.Webhook.IsRotating {
			t.Errorf("%+v", ended)
		}
		in.answer(418)
		const back = "accepted status problem answer milliseconds"
		tested := hook(t, owner, "testWebhook", back, map[string]any{"id": w.ID})
		if tested.Accepted == nil || *tested.Accepted || *tested.Status != 418 || *tested.Problem != "STATUS" ||
			tested.Answer != nil {
			t.Errorf("%+v", tested)
		}
		tested = hook(t, admin, "testWebhook", back, map[string]any{"id": w.ID})
		if tested.Answer == nil || *tested.Answer != "what the receiver says" {
			t.Errorf("%+v", tested)
		}
		var listed struct{ Webhooks []struct{ ID string } }
		admin.Get(t, &listed, `{ webhooks { id } }`, nil)
		if len(listed.Webhooks) != 1 {
			t.Errorf("%+v", listed)
		}
		gone := hook(t, owner, "deleteWebhook", "webhookId", map[string]any{"id": w.ID})
		if gone.WebhookID == nil || len(hook(t, owner, "deleteWebhook", "webhookId", map[string]any{"id": w.ID}).UserErrors) != 1 {
			t.Errorf("%+v", gone)
		}
	})
}

// A hidden record leaves by no webhook, nor a secret by any answer.
