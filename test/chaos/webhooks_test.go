package chaos

import (
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"
)

// arrivals are the messages that a receiver of webhooks got.
type arrivals struct {
	mu   sync.Mutex
	ids  []string // in the order of their first arrival
	seen map[string]string
}

// messages returns how many different messages have arrived.
func (a *arrivals) messages() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.ids)
}

// receive starts a receiver that takes a moment for each message. Instances of this process accept its certificate.
func receive(t *testing.T) (*arrivals, string) {
	t.Helper()
	a := &arrivals{seen: map[string]string{}}
	receiver := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return // its sender was killed
		}
		time.Sleep(20 * time.Millisecond)
		var edge struct{ Node struct{ ID string } }
		if err := json.Unmarshal(body, &edge); err != nil || edge.Node.ID == "" {
			t.Errorf("%s: %v", body, err)
		}
		a.mu.Lock()
		defer a.mu.Unlock()
		id := r.Header.Get("webhook-id")
		if line, again := a.seen[id]; !again {
			a.ids = append(a.ids, edge.Node.ID)
		} else if line != edge.Node.ID {
			t.Errorf("%s came with %s and %s", id, line, edge.Node.ID)
		}
		a.seen[id] = edge.Node.ID
	}))
	t.Cleanup(receiver.Close)
	path := filepath.Join(t.TempDir(), "receiver.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: receiver.Certificate().Raw})
	if err := os.WriteFile(path, block, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("SSL_CERT_FILE", path)
	t.Setenv("MAILLAGE_WEBHOOK_ALLOW", "127.0.0.0/8")
	return a, receiver.URL
}

// The hub is killed while messages are under way. Each line arrives, in order, and each time with the same id.
func TestWebhooks_KilledInMidDeliveryLoseNothing(t *testing.T) {
	const rounds, writes = 3, 12
	eachBase(t, func(t *testing.T, b *base) {
		got, address := receive(t)
		i := b.serve(t)
		c := b.client(i.url)
		err := c.ask(t.Context(), new(any), `mutation ($url: String!) { createWebhook(input: {url: $url}) { webhook { id } } }`,
			map[string]any{"url": address})
		if err != nil {
			t.Fatal(err)
		}
		for round := range rounds {
			for n := range writes {
				code := fmt.Sprintf("partner-%d-%d", round, n)
				err := c.ask(t.Context(), new(any), `mutation ($code: String!) {
					createPartner(input: {code: $code, name: $code}) { recordId } }`, map[string]any{"code": code})
				if err != nil {
					t.Fatal(err)
				}
			}
			before := round * writes
			eventually(t, patience, func() error {
				if n := got.messages(); n <= before {
					return fmt.Errorf("%d messages", n)
				}
				return nil
			})
			i.kill()
			i = b.serve(t)
			c.move(i.url)
		}
		eventually(t, patience, func() error {
			if n := got.messages(); n < rounds*writes {
				return fmt.Errorf("%d of %d messages", n, rounds*writes)
			}
			return nil
		})
		var lines struct {
			Changes struct{ Nodes []struct{ ID string } }
		}
		if err := c.ask(t.Context(), &lines, `{ changes(first: 100) { nodes { id } } }`, nil); err != nil {
			t.Fatal(err)
		}
		var want []string
		for _, line := range lines.Changes.Nodes {
			want = append(want, line.ID)
		}
		got.mu.Lock()
		defer got.mu.Unlock()
		if !slices.Equal(got.ids, want) {
			t.Errorf("first arrivals are\n%v\nand the ledger has\n%v", got.ids, want)
		}
	})
}
