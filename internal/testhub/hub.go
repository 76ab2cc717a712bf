// Package testhub supports tests of whole hubs. The packages of which a hub consists use only [testdb]
// in their tests.
package testhub

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"maillage/internal/access"
	"maillage/internal/identity"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/server"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

// Hub is a whole hub without a socket.
type Hub struct {
	*server.Server
	Store    *store.Store
	Ledger   *ledger.Ledger
	Identity *identity.Identity
	token    string
	cookie   *http.Cookie // of a person who has logged in
	reads    string       // languages, as in Accept-Language
}

// Answer is an answer of the API.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
	Data   json.RawMessage `json:"data"`
	Errors []Error         `json:"errors"`
}

// Error is an error of an answer.
type Error struct {
	Message    string `json:"message"`
	Path       []any  `json:"path"`
	Locations  []struct{ Line, Column int }
	Extensions struct {
		Code      string `json:"code"`
		Argument  []any  `json:"argument"`
		Variable  []any  `json:"variable"`
		RequestID string `json:"requestId"`
	} `json:"extensions"`
}

// EachDemo runs the test on a hub with the demo data, once for each kind of database.
func EachDemo(t *testing.T, test func(t *testing.T, h *Hub), options ...Option) {
	t.Helper()
	for _, kind := range Kinds {
		t.Run(kind.Name, func(t *testing.T) {
			s := kind.Demo(t, options...)
			test(t, New(t, s, server.Config{Ledger: Ledger(t, s)}))
		})
	}
}

// New returns a hub on a database; every log line is an error of the test. It has no response cache
// unless the config sets one, because many tests write without the ledger.
func New(t testing.TB, s *store.Store, c server.Config) *Hub {
	t.Helper()
	c.Store = s
	if c.CacheBytes == 0 {
		c.CacheBytes = -1
	}
	c.Admission.Pause = cmp.Or(c.Admission.Pause, -1) // no test waits for refusals
	if c.Ledger == nil {
		c.Ledger = Ledger(t, s)
	}
	if c.Identity == nil {
		var err error
		if c.Identity, err = identity.New(t.Context(), identity.Config{Client: s.Client, Store: s}); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(c.Identity.Close)
	}
	if c.Log == nil {
		c.Log = slog.New(slog.NewTextHandler(failing{t}, nil))
	}
	h, err := server.New(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		// The test's context has ended.
		if err := h.EndStreams(context.Background()); err != nil {
			t.Errorf("ending what the hub keeps open: %v", err)
		}
	})
	return &Hub{Server: h, Store: s, Ledger: c.Ledger, Identity: c.Identity}
}

// failing fails the test for every line that is logged. A test that expects server errors sets its own
// log.
type failing struct{ t testing.TB }

func (f failing) Write(line []byte) (int, error) {
	f.t.Helper()
	f.t.Errorf("the hub logged: %s", line)
	return len(line), nil
}

// Ask sends a query to the API; the answer may have errors.
func (h *Hub) Ask(t testing.TB, query string, variables map[string]any) Answer {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	h.Authorize(r)
	return h.Send(t, r)
}

// Authorize adds the caller's token or session, and their languages, to a request.
func (h *Hub) Authorize(r *http.Request) {
	if h.reads != "" {
		r.Header.Set("Accept-Language", h.reads)
	}
	if h.token != "" {
		r.Header.Set("Authorization", "Bearer "+h.token)
	}
	if h.cookie != nil {
		r.AddCookie(h.cookie)
	}
}

// Send sends a request to the hub. An answer that is not JSON has only a body.
func (h *Hub) Send(t testing.TB, r *http.Request) Answer {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	answer := Answer{Status: w.Code, Header: w.Header(), Body: w.Body.Bytes()}
	_ = json.Unmarshal(answer.Body, &answer)
	return answer
}

// Get sends a query to the API and decodes the data of an answer, which must have no errors.
func (h *Hub) Get(t testing.TB, into any, query string, variables map[string]any) {
	t.Helper()
	answer := h.Ask(t, query, variables)
	if answer.Errors != nil || answer.Status != http.StatusOK {
		t.Fatalf("%s\nanswered %d %s", query, answer.Status, answer.Body)
	}
	if err := json.Unmarshal(answer.Data, into); err != nil {
		t.Fatalf("%s\nanswered %s: %v", query, answer.Data, err)
	}
}

// Who is the account from which a test's requests come.
type Who struct {
	Role      lexicon.AccountRole
	Partner   string
	Contracts []string
	Scopes    []lexicon.TokenScope // nil means all
}

// Token returns a token for an account, for the header Authorization.
func (h *Hub) Token(t testing.TB, w Who) string {
	t.Helper()
	if w.Scopes == nil {
		w.Scopes = []lexicon.TokenScope{lexicon.ScopeRead, lexicon.ScopeFeed, lexicon.ScopeWrite, lexicon.ScopeContacts}
	}
	secret, _, err := h.Identity.CreateToken(access.WithViewer(t.Context(), access.Named("test")), identity.NewToken{
		For:   identity.NewAccount{Name: string(w.Role), Role: w.Role, Partner: w.Partner, Contracts: w.Contracts},
		Label: "test", Scopes: w.Scopes,
	})
	if err != nil {
		t.Fatal(err)
	}
	return secret
}

// Settle waits until the feed has every line.
func (h *Hub) Settle(t testing.TB) {
	t.Helper()
	testdb.Settle(t, h.Ledger)
}

// Bearer returns the token of the hub's requests; empty for the public.
func (h *Hub) Bearer() string { return h.token }

// In returns the hub for a reader of these languages.
func (h *Hub) In(accepted string) *Hub {
	in := *h
	in.reads = accepted
	return &in
}

// As returns the hub for the holder of a token.
func (h *Hub) As(token string) *Hub {
	as := *h
	as.token, as.cookie = token, nil
	return &as
}
