package webhook_test

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"sync"
	"testing"
	"time"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/identity"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
	"maillage/internal/webhook"
)

// clock is a clock that tests move.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(by)
}

// request is a message that a receiver got.
type request struct {
	id, line string
	header   http.Header
	body     []byte
}

// receiver is an address that gets messages. Its answer is set by tests; without one it accepts all.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	got    []request
	answer func(w http.ResponseWriter, r *http.Request, m request)
}

func newReceiver(t testing.TB) *receiver {
	t.Helper()
	r := &receiver{}
	r.Server = httptest.NewUnstartedServer(r)
	r.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	r.StartTLS()
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body, _ := io.ReadAll(req.Body)
	m := request{id: req.Header.Get("webhook-id"), header: req.Header, body: body}
	var line struct{ ID string }
	_ = json.Unmarshal(body, &line)
	m.line = line.ID
	r.mu.Lock()
	r.got = append(r.got, m)
	answer := r.answer
	r.mu.Unlock()
	if answer != nil {
		answer(w, req, m)
	}
}

func (r *receiver) answers(with func(w http.ResponseWriter, r *http.Request, m request)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answer = with
}

// status makes the receiver answer with a status.
func (r *receiver) status(code int) {
	r.answers(func(w http.ResponseWriter, _ *http.Request, _ request) { w.WriteHeader(code) })
}

// lines returns the identifiers of the lines that arrived, and forgets them.
func (r *receiver) lines() (ids []string) {
	for _, m := range r.take() {
		ids = append(ids, m.line)
	}
	return ids
}

func (r *receiver) take() []request {
	r.mu.Lock()
	defer r.mu.Unlock()
	got := r.got
	r.got = nil
	return got
}

// network reaches local receivers.
func (r *receiver) network() webhook.Network {
	roots := x509.NewCertPool()
	roots.AddCert(r.Certificate())
	return webhook.Network{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, RootCAs: roots}
}

// world is a database with accounts and webhooks.
type world struct {
	*webhook.Webhooks
	store    *store.Store
	ledger   *ledger.Ledger
	identity *identity.Identity
	clock    *clock
	config   webhook.Config
	receiver *receiver
	written  int
}

// lineBody is the body of tests: the line's identifier, and what it is about.
func lineBody(_ context.Context, line *ent.Change) ([]byte, error) {
	return json.Marshal(map[string]any{"id": line.UID, "record": line.RecordUID})
}

func newWorld(t testing.TB, s *store.Store) *world {
	t.Helper()
	w := &world{
		store: s, ledger: testdb.Ledger(t, s), receiver: newReceiver(t),
		clock: &clock{now: time.Now().UTC().Truncate(time.Second)},
	}
	var err error
	w.identity, err = identity.New(t.Context(), identity.Config{Client: s.Client, Store: s, Now: w.clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.identity.Close)
	w.config = webhook.Config{
		Client: s.Client, Dialect: s.Dialect(), Ledger: w.ledger, Body: lineBody, Now: w.clock.Now,
		Owner: func(ctx context.Context, account, token string) (*access.Viewer, error) {
			w.identity.Refresh()
			return w.identity.OwnerViewer(ctx, account, token)
		},
		Cursor:  func(p ledger.Position) string { return fmt.Sprintf("c-%d-%d-%d", p.Epoch, p.XID, p.ID) },
		Network: w.receiver.network(), Random: func() float64 { return 0.5 },
	}
	w.Webhooks = webhook.New(w.config)
	return w
}

// each runs a test in a world on each database.
func each(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		t.Parallel() // most of them wait
		test(t, newWorld(t, s))
	})
}

// onSQLite runs a test of what is sent and received, in which the database plays no role.
func onSQLite(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel() // most of them wait
	test(t, newWorld(t, testdb.SQLite(t)))
}

// admin returns a context of an administrator who manages accounts.
func admin(t testing.TB) context.Context { return access.WithViewer(t.Context(), access.Named("test")) }

// account makes an account, and returns a context in which its person acts.
func (w *world) account(t testing.TB, n identity.NewAccount) (string, context.Context) {
	t.Helper()
	n.Name = "Ada"
	made, err := w.identity.CreateAccount(admin(t), n)
	if err != nil {
		t.Fatal(err)
	}
	v, err := w.identity.OwnerViewer(t.Context(), made.ID, "")
	if err != nil {
		t.Fatal(err)
	}
	return made.ID, access.WithViewer(t.Context(), v)
}

// token makes a token of an account, and returns a context in which a program acts by it.
func (w *world) token(t testing.TB, of string, scopes ...lexicon.TokenScope) (string, context.Context) {
	t.Helper()
	secret, made, err := w.identity.CreateToken(admin(t), identity.NewToken{Account: of, Label: "test", Scopes: scopes})
	if err != nil {
		t.Fatal(err)
	}
	v, err := w.identity.FromToken(t.Context(), secret)
	if err != nil {
		t.Fatal(err)
	}
	return made.ID, access.WithViewer(t.Context(), v)
}

// create creates a webhook to the receiver.
func (w *world) create(t testing.TB, ctx context.Context, n webhook.NewWebhook) (secret string, h webhook.Webhook) {
	t.Helper()
	testdb.Settle(t, w.ledger)
	if n.URL == "" {
		n.URL = w.receiver.URL
	}
	secret, h, err := w.Create(ctx, n)
	if err != nil {
		t.Fatal(err)
	}
	return secret, h
}

// write changes records, and returns the lines of the write.
func (w *world) write(t testing.TB, do func(ctx context.Context, tx *ent.Tx) error) (lines []string) {
	t.Helper()
	written, err := w.ledger.Write(testdb.Context(t), ledger.Entry{Actor: "test"},
		func(ctx context.Context, tx *ent.Tx) ([]string, error) { return nil, do(ctx, tx) })
	if err != nil {
		t.Fatal(err)
	}
	found, err := w.ledger.Lines(access.AsSystem(t.Context()), written.Write)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range found {
		lines = append(lines, line.UID)
	}
	testdb.Settle(t, w.ledger)
	return lines
}

// partners writes some partners, one by one, and returns their lines.
func (w *world) partners(t testing.TB, n int) (lines []string) {
	t.Helper()
	for range n {
		w.written++
		code := fmt.Sprintf("partner-%d", w.written)
		lines = append(lines, w.write(t, func(ctx context.Context, tx *ent.Tx) error {
			return tx.Partner.Create().SetCode(code).SetName(code).Exec(ctx)
		})...)
	}
	return lines
}

// contract writes a contract, and returns its id and its line.
func (w *world) contract(t testing.TB, code string, public bool) (id int, line string) {
	t.Helper()
	lines := w.write(t, func(ctx context.Context, tx *ent.Tx) error {
		made, err := tx.Contract.Create().SetCode(code).SetName(code).SetPublic(public).Save(ctx)
		if err == nil {
			id = made.ID
		}
		return err
	})
	return id, lines[0]
}

// rounds runs rounds until nothing more arrives.
func (w *world) rounds(t testing.TB) {
	t.Helper()
	for range 20 {
		before := w.receiver.count()
		if err := w.Round(t.Context()); err != nil {
			t.Fatal(err)
		}
		if w.receiver.count() == before {
			return
		}
	}
}

func (r *receiver) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.got)
}

// deliveries returns the deliveries of a webhook, newest first.
func (w *world) deliveries(t testing.TB, h webhook.Webhook) []*webhook.Delivery {
	t.Helper()
	found, err := w.Deliveries(admin(t), []string{h.ID}, webhook.Page{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	return found[h.ID]
}

// now returns a webhook as it is now.
func (w *world) now(t testing.TB, h webhook.Webhook) webhook.Webhook {
	t.Helper()
	after, err := w.One(admin(t), h.ID)
	if err != nil {
		t.Fatal(err)
	}
	return after
}
