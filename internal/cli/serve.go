package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"sync/atomic"
	"time"

	"maillage/internal/identity"
	"maillage/internal/ledger"
	"maillage/internal/server"
	"maillage/internal/store"
)

// listen opens the listener, before anything else is opened or written.
func listen(ctx context.Context, addr string) (net.Listener, error) {
	config := net.ListenConfig{}
	config.SetMultipathTCP(false) // its backlog cannot be emptied
	listener, err := config.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, &listenError{addr, err}
	}
	return listener, nil
}

// closeListener closes a listener that the server may have closed already.
func closeListener(listener net.Listener) error { return ignoreClosed(listener.Close()) }

// ignoreClosed returns nil for the error of a listener that was closed already, and any other error
// unchanged. Both leave and the server close the listener, in either order.
func ignoreClosed(err error) error {
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// gcPercent is the value of GOGC, in percent. The records consist of few objects without pointers.
// Collecting twice as often therefore costs little, and the hub takes a quarter less memory. With many
// records, over manyBytes, the value is half as large. A matrix of the country then costs some 4 %
// more.
const gcPercent, gcPercentOfMany, manyBytes = 50, 25, 512 << 20

// setGCPercent sets the garbage collector's percentage, unless GOGC does. The returned function sets
// it again when the records have been read.
func setGCPercent() (loaded func()) {
	if os.Getenv("GOGC") != "" {
		return nil
	}
	debug.SetGCPercent(gcPercent)
	return func() {
		heap := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		if metrics.Read(heap); heap[0].Value.Uint64() > manyBytes {
			debug.SetGCPercent(gcPercentOfMany)
		}
	}
}

// serve answers requests until it is told to stop, and then finishes those that have begun.
func serve(
	e *environment, s *store.Store, listener net.Listener, how serveFlags, who identity.Config, c server.Config,
	demoAccounts []demoAccount,
) error {
	c.Loaded = setGCPercent()
	ctx, log := e.ctx, e.log
	i, err := identify(e, s, who)
	if err != nil {
		return err
	}
	defer i.Close()
	l, err := openLedger(ctx, s)
	if err != nil {
		return err
	}
	c.Store, c.Ledger, c.Log, c.Identity = s, l, log, i
	how.apply(&c)
	h, err := server.New(ctx, c)
	if err != nil {
		return err
	}
	server, open := newServer(h, log)
	announce(e.out, listener.Addr(), demoAccounts)
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	var work sync.WaitGroup
	working, rest := context.WithCancel(context.WithoutCancel(ctx))
	defer work.Wait()
	defer rest()
	work.Go(func() { h.Run(working) })
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	log.Info("stopping", "pause", how.Pause.String(), "drain", drain.String())
	h.Leave()
	time.Sleep(how.Pause) // so that clients notice that the hub is not ready
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
	defer cancel()
	if err := leave(ctx, h, server, listener, open); err != nil {
		return fmt.Errorf("requests under way were cut off: %w", err)
	}
	log.Info("stopped")
	return nil
}

// leave accepts no more connections, and answers requests on the open ones. It closes last what
// requests need.
func leave(ctx context.Context, h *server.Server, server *http.Server, listener net.Listener, open *connections) error {
	emptyBacklog(listener)
	errs := []error{closeListener(listener)}
	streams := make(chan error, 1)
	go func() { streams <- h.EndStreams(ctx) }()
	open.wait(linger)
	errs = append(errs, ignoreClosed(server.Shutdown(ctx)), <-streams, h.EndStreams(ctx))
	return errors.Join(errs...)
}

// connections counts the open connections of clients.
type connections struct{ count atomic.Int64 }

func (c *connections) track(_ net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		c.count.Add(1)
	case http.StateClosed, http.StateHijacked:
		c.count.Add(-1)
	}
}

// wait waits until no connection is open, for as long as a client may take to send another request. A
// connection that is closed while a request arrives would fail that request.
func (c *connections) wait(within time.Duration) {
	for late := time.Now().Add(within); c.count.Load() > 0 && time.Now().Before(late); {
		time.Sleep(10 * time.Millisecond)
	}
}

// openLedger opens the ledger of a database.
func openLedger(ctx context.Context, s *store.Store) (*ledger.Ledger, error) {
	c := ledger.Config{Client: s.Client, Dialect: s.Dialect()}
	if s.Peers() {
		c.Notify, c.Listen = s.Notify, s.Listen
	}
	return ledger.Open(ctx, c)
}

// drain is how long requests may take to finish after the hub was told to stop.
const drain = 20 * time.Second

// linger is how long connections without a request may then stay open. Each of their requests is
// answered with `Connection: close`.
const linger = time.Second

// newServer returns a server that limits the resources of a slow or hostile client.
func newServer(h http.Handler, log *slog.Logger) (*http.Server, *connections) {
	open := &connections{}
	return &http.Server{
		Handler:           h,
		ConnState:         open.track,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       60 * time.Second,
		MaxHeaderBytes:    16 << 10,
	}, open
}

// localAddress returns the address at which a browser on this machine reaches a listener. For one that
// listens on all addresses, it is loopback.
func localAddress(addr net.Addr) string {
	host, port, err := net.SplitHostPort(addr.String())
	if err != nil {
		return addr.String()
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return net.JoinHostPort(host, port)
}

// announce prints the addresses of the hub, and the links and tokens of the demo accounts.
func announce(out io.Writer, addr net.Addr, demoAccounts []demoAccount) {
	_, _ = fmt.Fprintf(out, "Maillage is served at http://%s\n"+
		"  /                the pages\n  /graphiql        explore the API\n"+
		"  /graphql         the API\n  /schema.graphql  its schema\n", addr)
	if len(demoAccounts) == 0 {
		return
	}
	_, _ = fmt.Fprintln(out, "Open a link to sign in with one click; each works once, within a day")
	for _, g := range demoAccounts {
		_, _ = fmt.Fprintf(out, "  sign in as %s: %s\n", g.who, g.link)
	}
	_, _ = fmt.Fprintln(out, "Programs send the header `Authorization: Bearer TOKEN`; the tokens are good for a day")
	for _, g := range demoAccounts {
		_, _ = fmt.Fprintf(out, "  token of %s: %s\n", g.who, g.token)
	}
}
