// Package server assembles the server: the database, the network, the API, the pages and the other endpoints.
package server

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

	"maillage/internal/access"
	"maillage/internal/contact"
	"maillage/internal/edit"
	"maillage/internal/exchange/exports"
	"maillage/internal/exchange/imports"
	"maillage/internal/feed"
	"maillage/internal/gqlserver"
	"maillage/internal/gqlserver/admission"
	"maillage/internal/identity"
	"maillage/internal/ledger"
	"maillage/internal/persisted"
	"maillage/internal/relay"
	"maillage/internal/snapshot"
	"maillage/internal/store"
	"maillage/internal/web"
	"maillage/internal/webhook"
)

// Config holds the parts and limits of a hub.
type Config struct {
	Store    *store.Store
	Ledger   *ledger.Ledger     // of the store
	Identity *identity.Identity // authenticates requests
	Log      *slog.Logger
	Limits   gqlserver.Limits // zero values are the defaults
	Deadline time.Duration    // for one request; 0 is 10 s
	// Admission limits what clients may use. Zero values are the defaults.
	Admission  admission.Config
	CacheBytes int64 // size of the response cache, in bytes; 0 is 64 MiB, a negative value disables it
	// Body and WriterBody are the maximum sizes of a request body, in bytes, for everybody and for clients that may
	// write; 0 is the default.
	Body, WriterBody int64
	// Origins are the origins whose pages may call the hub from browsers, or « * » for all; see CheckOrigins.
	Origins []string
	// FrameAncestors are the sites that may embed the matrix in a frame, separated by spaces; empty means none.
	FrameAncestors string
	// Receivers is how the receivers of webhooks are reached.
	Receivers webhook.Network
	Zone      *time.Location   // time zone of today's date; nil is UTC
	Now       func() time.Time // determines today's date; nil is time.Now
	Version   string           // of the program, for the heads of exports; empty is that of the build
	Loaded    func()           // called when all records have been read; may be nil
}

// DefaultCacheBytes is the default size of the response cache, in bytes.
const DefaultCacheBytes = 64 << 20

// Server is the server without its listener.
type Server struct {
	Network  *snapshot.Source
	ledger   *ledger.Ledger
	contacts *contact.Contacts
	identity *identity.Identity
	webhooks *webhook.Webhooks
	imports  *imports.Imports
	log      *slog.Logger
	store    *store.Store
	api      *gqlserver.Handler
	mux      http.Handler
	stopping atomic.Bool

	readiness readiness
}

// progressLogDelay delays the first log line about the progress of reading the records.
const progressLogDelay = 5 * time.Second

// withDefaults replaces zero values.
func (c Config) withDefaults() Config {
	if c.Limits == (gqlserver.Limits{}) {
		c.Limits = gqlserver.DefaultLimits()
	}
	c.Limits.Body, c.Limits.WriterBody = cmp.Or(c.Body, c.Limits.Body), cmp.Or(c.WriterBody, c.Limits.WriterBody)
	c.Deadline = cmp.Or(c.Deadline, 10*time.Second)
	c.CacheBytes = cmp.Or(c.CacheBytes, DefaultCacheBytes)
	if c.Now == nil {
		c.Now = time.Now
	}
	return c
}

// records returns the source of snapshots. It reads the records at its first use, and logs how far it is.
func (c Config) records() *snapshot.Source {
	records := snapshot.New(c.Store.Client, c.Ledger)
	records.Zone = c.Zone
	records.Progress = func(percent int, took time.Duration) {
		if percent == 100 && c.Loaded != nil {
			c.Loaded()
		}
		if percent%10 == 0 && took > progressLogDelay {
			c.Log.Info("reading the records", "percent", percent, "seconds", int(took.Seconds()))
		}
	}
	return records
}

// New assembles a hub. The network is read at its first use.
func New(ctx context.Context, c Config) (*Server, error) {
	c = c.withDefaults()
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
	records := c.records()
	h := &Server{identity: c.Identity, Network: records, ledger: c.Ledger,
		contacts: contact.New(c.Store.Client, time.Now), log: c.Log, store: c.Store}
	authenticated := &viewers{identity: c.Identity, ledger: c.Ledger}
	h.imports = imports.New(imports.Config{
		Client: c.Store.Client, Dialect: c.Store.Dialect(), Ledger: c.Ledger, Records: records,
		Owner: authenticated.Owner, Log: c.Log,
	})
	h.webhooks = webhook.New(webhook.Config{
		Client: c.Store.Client, Dialect: c.Store.Dialect(), Ledger: c.Ledger, Owner: authenticated.Owner,
		Cursor:  func(p ledger.Position) string { return sealer.Seal(feed.ChangesList, p.String()) },
		Network: c.Receivers, Log: c.Log,
	})
	api := gqlserver.New(gqlserver.Config{
		Reader: &relay.Reader{Client: c.Store.Client, Records: records, Sealer: sealer},
		Editor: &edit.Editor{
			Client: c.Store.Client, Ledger: c.Ledger, Postgres: c.Store.Dialect() == dialect.Postgres,
		},
		Ledger:   c.Ledger,
		Contacts: h.contacts, Identity: c.Identity, Webhooks: h.webhooks, Imports: h.imports,
		Admission: c.Admission, Operations: persisted.New(c.Store.Client, c.Store),
		Viewers: authenticated,
		Network: h.Network, Log: c.Log, IsTransient: store.IsTransient, StorageFault: store.StorageFault,
		Limits: c.Limits, Deadline: c.Deadline, CacheBytes: c.CacheBytes, Now: c.Now,
		MayConnect: func(r *http.Request) bool { return isTrusted(c.Origins, r) },
	})
	h.api = api
	h.webhooks.SetBody(api.ChangeEdge)
	up := &uploads{api: api, imports: h.imports}
	pages, err := web.New(web.Config{
		API: api, Log: c.Log, SignIn: c.Identity.HasProvider(), ForgetSession: c.Identity.ForgetSession, Zone: c.Zone,
		FrameAncestors: c.FrameAncestors, Uploads: up.receiver(), MaxUpload: imports.DefaultMaxUpload,
	})
	if err != nil {
		return nil, err
	}
	files := &downloads{api: api, ledger: c.Ledger, service: &exports.Service{
		Records: records, Ledger: c.Ledger, Sealer: sealer, Generator: exports.Program(c.Version), Now: c.Now,
	}}
	h.mux, err = compressResponses(h.routes(api, pages, files, up, c))
	return h, err
}

func (h *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if h.stopping.Load() && r.ProtoMajor == 1 {
		w.Header().Set("Connection", "close") // the client opens another one, to another instance
	}
	h.mux.ServeHTTP(w, r)
}

// Leave makes /readyz report that the hub is stopping, so that load balancers stop sending requests before it stops.
// From then on each HTTP/1 response closes its connection.
func (h *Server) Leave() { h.stopping.Store(true) }

// Run keeps the hub up to date with its database, and runs the background jobs, until the context ends.
func (h *Server) Run(ctx context.Context) {
	var work sync.WaitGroup
	work.Go(func() { h.ledger.Run(ctx) })
	work.Go(func() { h.watchDatabase(ctx) })
	work.Go(func() {
		h.Network.Follow(ctx, func(err error) {
			h.log.ErrorContext(ctx, "the network could not be read; the next request tries again", "error", err)
		})
	})
	work.Go(func() {
		h.Network.Backfill(ctx, func(err error) {
			h.log.ErrorContext(ctx, "earlier lines could not be undone; earlier moments read them", "error", err)
		})
	})
	work.Go(func() { h.runCleanup(ctx) })
	work.Go(func() { h.webhooks.Run(ctx) })
	work.Go(func() { h.imports.Run(ctx) })
	work.Go(func() {
		_ = h.ledger.Prepare(ctx, h.log) // fails only when the context has ended
	})
	work.Wait()
}

// EndStreams ends the streaming connections. Other requests continue.
func (h *Server) EndStreams(ctx context.Context) error { return h.api.Shutdown(ctx) }

// How long the receipts of idempotency keys are kept, and the interval of the cleanup.
const (
	receiptRetention = 7 * 24 * time.Hour
	cleanupInterval  = time.Hour
)

// runCleanup deletes expired receipts, invitations, contacts and deliveries of webhooks every hour.
func (h *Server) runCleanup(ctx context.Context) {
	tick := time.NewTicker(cleanupInterval)
	defer tick.Stop()
	ctx = access.AsSystem(ctx)
	for {
		now := time.Now()
		if err := h.ledger.DeleteReceiptsBefore(ctx, now.Add(-receiptRetention)); err != nil && ctx.Err() == nil {
			h.log.ErrorContext(ctx, "receipts of idempotency keys could not be forgotten", "error", err)
		}
		if err := h.identity.ForgetInvitations(ctx, now.Add(-receiptRetention)); err != nil && ctx.Err() == nil {
			h.log.ErrorContext(ctx, "invitations could not be forgotten", "error", err)
		}
		if _, err := h.contacts.Expire(ctx, now); err != nil && ctx.Err() == nil {
			h.log.ErrorContext(ctx, "contacts whose time is over could not be erased", "error", err)
		}
		if err := h.webhooks.Expire(ctx); err != nil && ctx.Err() == nil {
			h.log.ErrorContext(ctx, "old deliveries of webhooks could not be deleted", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// routes returns the handler of all endpoints.
func (h *Server) routes(api *gqlserver.Handler, pages, files http.Handler, up *uploads, c Config) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/graphql", crossOrigin(c.Origins, http.HandlerFunc(api.RefuseCrossSite), api))
	mux.Handle("GET /export/{file}", crossOrigin(c.Origins, http.HandlerFunc(api.RefuseCrossSite), files))
	for pattern, handler := range up.routes() {
		mux.Handle(pattern, crossOrigin(c.Origins, http.HandlerFunc(api.RefuseCrossSite), handler))
	}
	explorer := graphiql()
	mux.Handle("GET /graphiql", explorer)
	mux.Handle("GET /graphiql/", explorer)
	auth := withTimeout(c.Deadline, gqlserver.StaysOpen, c.Identity.Handler())
	mux.Handle("/auth/", auth)
	for _, links := range []string{"/auth/invitation/", "/auth/link/"} {
		mux.HandleFunc(links, func(w http.ResponseWriter, r *http.Request) {
			if api.Admit(w, r, gqlserver.Credentials) { // limits the links that an address can try
				auth.ServeHTTP(w, r)
			}
		})
	}
	mux.Handle("GET /schema.graphql", newSchemaFile(api))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { text(w, http.StatusOK, "alive\n") })
	mux.HandleFunc("GET /readyz", h.ready)
	pages = http.NewCrossOriginProtection().Handler(pages)
	mux.Handle(web.UploadPattern, pages) // it has deadlines of its own
	mux.Handle("/", withTimeout(c.Deadline, gqlserver.StaysOpen, pages))
	return mux
}

// preparation returns the progress of the jobs of the first start, for /readyz. The hub is ready and serves reads
// meanwhile.
func (h *Server) preparation() (lines string) {
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
	_, _ = io.WriteString(w, body) // the client may be gone; nothing can be reported to it
}
