package webhook_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"maillage/internal/testhub/testdb"
	"maillage/internal/webhook"
)

func receive(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	key, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(os.Getenv("WEBHOOK_SECRET"), "whsec_"))
	id, timestamp := r.Header.Get("webhook-id"), r.Header.Get("webhook-timestamp")
	mac := hmac.New(sha256.New, key)
	_, _ = fmt.Fprintf(mac, "%s.%s.%s", id, timestamp, body)
	want := []byte("v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	at, _ := strconv.ParseInt(timestamp, 10, 64)
	isOurs := func(signature string) bool { return hmac.Equal([]byte(signature), want) }
	if !slices.ContainsFunc(strings.Fields(r.Header.Get("webhook-signature")), isOurs) ||
		time.Since(time.Unix(at, 0)).Abs() > 5*time.Minute {
		w.WriteHeader(http.StatusUnauthorized)
	} // else use the body, unless you have had a message with this id
}

// The documented receiver is the function above. It accepts messages, and refuses forged and old ones.
func TestDocumentedReceiver_AcceptsWhatTheHubSends(t *testing.T) {
	page, err := os.ReadFile("../../docs/webhooks.md")
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile("example_test.go")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(page), "```go\n")
	shown, _, _ := strings.Cut(rest, "```")
	if shown == "" || !strings.Contains(string(source), "\n"+shown) || strings.Count(shown, "\n") > 15 {
		t.Fatalf("docs/webhooks.md shows another receiver:\n%s", shown)
	}
	w := newWorld(t, testdb.SQLite(t))
	_, ctx := w.account(t, administrator)
	secret, h := w.create(t, ctx, webhook.NewWebhook{})
	t.Setenv("WEBHOOK_SECRET", secret)
	w.partners(t, 1)
	w.rounds(t)
	got := w.receiver.take()
	if len(got) != 1 {
		t.Fatalf("%d messages", len(got))
	}
	status := func(m request, body string) int {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader(body))
		r.Header = m.header
		answer := httptest.NewRecorder()
		receive(answer, r)
		return answer.Code
	}
	if code := status(got[0], string(got[0].body)); code != 200 {
		t.Errorf("a message is answered %d", code)
	}
	if code := status(got[0], string(got[0].body)+" "); code != 401 {
		t.Errorf("a forged message is answered %d", code)
	}
	w.receiver.take()
	w.clock.advance(-time.Hour)
	if _, err := w.Test(ctx, h.ID); err != nil {
		t.Fatal(err)
	}
	got = w.receiver.take()
	if code := status(got[0], string(got[0].body)); code != 401 {
		t.Errorf("an old message is answered %d", code)
	}
}
