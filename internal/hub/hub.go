// Package hub joins the parts into one server: the database, the network, the
// API and the few addresses around it.
package hub

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"entgo.io/ent/dialect"

	"maillage/graph"
	"maillage/graph/admission"
	"maillage/internal/access"
	"maillage/internal/contact"
	"maillage/internal/document"
	"maillage/internal/edit"
	"maillage/internal/identity"
	"maillage/internal/ledger"
	"maillage/internal/relay"
	"maillage/internal/snapshot"
	"maillage/internal/store"
	"maillage/internal/web"
)

// Config says what a hub serves and how much it takes.
type Config struct {
	Store    *store.Store
	Ledger   *ledger.Ledger     // of the store
	Identity *identity.Identity // who asks
	Log      *slog.Logger
	Limits   graph.Limits  // zero values are the defaults
	Deadline time.Duration // for one request; 0 is 10 s
	// Admission is what clients may use. Zero values are the defaults.
	Admission admission.Config
	Kept      int64 // bytes of answers kept in memory; 0 is 64 MiB, less is none
	// Body and WriterBody are how many bytes of a request are read, by anybody and by whoever may write; 0 is the default.
	Body, WriterBody int64
	// Origins are those whose pages may ask the hub from browsers, or « * » for
	// all; see CheckOrigins.
	Origins []string
	// FrameAncestors are the sites that may show the matrix in a frame, apart by spaces; empty is none.
	FrameAncestors string
	Zone           *time.Location   // in which today is read; nil is UTC
	Now            func() time.Time // of which today is the day; nil is time.Now
	Loaded         func()           // is called when all records have been read; nil is nothing
}

// DefaultKept is how many bytes of answers are kept in memory.
const DefaultKept = 64 << 20

// Hub is a server without its socket.
type Hub struct {
	Network  *snapshot.Source
	ledger   *ledger.Ledger
	contacts *contact.Contacts
	identity *identity.Identity
	log      *slog.Logger
	store    *store.Store
	api      *graph.Handler
	mux      http.Handler
	leaving  atomic.Bool

	readiness readiness
}

// worthTelling delays the first log line about the progress of reading the records.
const worthTelling = 5 * time.Second

// New joins the parts. The network is read when it is first asked for.
func New(ctx context.Context, c Config) (*Hub, error) {
	if c.Limits == (graph.Limits{}) {
		c.Limits = graph.DefaultLimits()
	}
	c.Limits.Body, c.Limits.WriterBody = cmp.Or(c.Body, c.Limits.Body), cmp.Or(c.WriterBody, c.Limits.WriterBody)
	if c.Deadline == 0 {
		c.Deadline = 10 * time.Second
	}
	if c.Kept == 0 {
		c.Kept = DefaultKept
	}
	if err := CheckOrigins(c.Origins); err != nil {
		return nil, err
	}
	secret, err := c.Store.Secret(ctx, "cursors")
	if err != nil {
		return nil, fmt.Errorf("read the secret of cursors: %w", err)
	}
	sealer, err := relay.NewSealer(secret)
	if err != nil {
		return nil, err
	}
	records := snapshot.New(c.Store.Client, c.Ledger)
	records.Zone = c.Zone
	records.Told = func(percent int, took time.Duration) {
		if percent == 100 && c.Loaded != nil {
			c.Loaded()
		}
		if percent%10 == 0 && took > worthTelling {
			c.Log.Info("reading the records", "percent", percent, "seconds", int(took.Seconds()))
		}
	}
	h := &Hub{identity: c.Identity, Network: records, ledger: c.Ledger,
		contacts: contact.New(c.Store.Client, time.Now), log: c.Log, store: c.Store}
	api := graph.New(graph.Config{
		Reader: &relay.Reader{Client: c.Store.Client, Records: records, Sealer: sealer},
		Editor: &edit.Editor{
			Client: c.Store.Client, Ledger: c.Ledger, Postgres: c.Store.Dialect() == dialect.Postgres,
		},
		Ledger:   c.Ledger,
		Contacts: h.contacts, Identity: c.Identity,
		Admission: c.Admission, Documents: document.New(c.Store.Client, c.Store),
		Viewers: &viewers{identity: c.Identity, ledger: c.Ledger},
		Network: h.Network, Log: c.Log, Passes: store.Passes, StorageFault: store.StorageFault,
		Limits: c.Limits, Deadline: c.Deadline, Kept: c.Kept, Now: c.Now,
		MayConnect: func(r *http.Request) bool { return trusts(c.Origins, r) },
	})
	h.api = api
	pages, err := web.New(web.Config{
		API: api, Log: c.Log, SignIn: c.Identity.HasProvider(), ForgetSession: c.Identity.ForgetSession, Zone: c.Zone,
		FrameAncestors: c.FrameAncestors,
	})
	if err != nil {
		return nil, err
	}
	h.mux, err = compressed(h.routes(api, pages, c))
	return h, err
}

func (h *Hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if h.leaving.Load() && r.ProtoMajor == 1 {
		w.Header().Set("Connection", "close") // the client opens another one, elsewhere
	}
	h.mux.ServeHTTP(w, r)
}

// Leave makes the hub say that it is not ready, so that whoever sends it
// requests stops before it stops. Each answer closes its connection from now on.
func (h *Hub) Leave() { h.leaving.Store(true) }

// Run keeps the hub as new as its database, and forgets what need not be kept,
// until the context ends.
func (h *Hub) Run(ctx context.Context) {
	var work sync.WaitGroup
	work.Go(func() { h.ledger.Run(ctx) })
	work.Go(func() { h.watch(ctx) })
	work.Go(func() {
		h.Network.Follow(ctx, func(err error) {
			h.log.ErrorContext(ctx, "the network could not be read; the next request tries again", "error", err)
		})
	})
	work.Go(func() { h.keepHouse(ctx) })
	work.Go(func() {
		_ = h.ledger.Prepare(ctx, h.log) // it fails when the context has ended
	})
	work.Wait()
}

// EndStreams ends the connections that stay open. Other requests go on.
func (h *Hub) EndStreams(ctx context.Context) error { return h.api.Shutdown(ctx) }

// How long the hub remembers what it answered under an idempotency key, and how
// often it looks for what need not be kept any more.
const (
	receiptsKept = 7 * 24 * time.Hour
	houseEvery   = time.Hour
)

// keepHouse forgets what has been kept long enough.
func (h *Hub) keepHouse(ctx context.Context) {
	tick := time.NewTicker(houseEvery)
	defer tick.Stop()
	ctx = access.AsSystem(ctx)
	for {
		now := time.Now()
		if err := h.ledger.Forget(ctx, now.Add(-receiptsKept)); err != nil && ctx.Err() == nil {
			h.log.ErrorContext(ctx, "receipts of idempotency keys could not be forgotten", "error", err)
		}
		if err := h.identity.ForgetInvitations(ctx, now.Add(-receiptsKept)); err != nil && ctx.Err() == nil {
			h.log.ErrorContext(ctx, "invitations could not be forgotten", "error", err)
		}
		if _, err := h.contacts.Expire(ctx, now); err != nil && ctx.Err() == nil {
			h.log.ErrorContext(ctx, "contacts whose time is over could not be erased", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (h *Hub) routes(api *graph.Handler, pages http.Handler, c Config) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/graphql", crossOrigin(c.Origins, http.HandlerFunc(api.RefuseCrossSite), api))
	explorer := graphiql()
	mux.Handle("GET /graphiql", explorer)
	mux.Handle("GET /graphiql/", explorer)
	auth := within(c.Deadline, graph.StaysOpen, c.Identity.Handler())
	mux.Handle("/auth/", auth)
	for _, links := range []string{"/auth/invitation/", "/auth/link/"} {
		mux.HandleFunc(links, func(w http.ResponseWriter, r *http.Request) {
			if api.Admit(w, r, graph.Credentials) { // an address tries only so many links
				auth.ServeHTTP(w, r)
			}
		})
	}
	mux.Handle("GET /schema.graphql", newSchemaFile(api))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { text(w, http.StatusOK, "alive\n") })
	mux.HandleFunc("GET /readyz", h.ready)
	mux.Handle("/", within(c.Deadline, graph.StaysOpen, http.NewCrossOriginProtection().Handler(pages)))
	return mux
}

// preparing tells an administrator which job of the first start goes on: the hub
// answers reads meanwhile, and is ready.
func (h *Hub) preparing() (lines string) {
	if percent, is := h.ledger.Unprepared(); is {
		lines += fmt.Sprintf("preparing: ledger %d %%\n", percent)
	}
	if percent, is := h.Network.Unindexed(); is {
		lines += fmt.Sprintf("preparing: search %d %%\n", percent)
	}
	return lines
}

func text(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body) // the client has gone; nobody is left to tell
}
