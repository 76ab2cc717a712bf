package chaos

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// How long a request and a check of /readyz may take, whatever the database does. The hub is not
// responsible for delays that a busy machine adds to its timers.
const (
	requestWithin = 10*time.Second + machine
	readyWithin   = 2 * time.Second
	machine       = time.Second
)

// asking is the result of a request.
type asking struct {
	what string
	err  error
	took time.Duration
}

// A database that does not answer blocks nobody, and the hub recovers by itself when it answers again.
func TestFrozenDatabase_RequestsEndTypedAndTheHubRecovers(t *testing.T) {
	server := ownCluster(t)
	b := newBase(t, "postgres", server.URL())
	at := b.serve(t).url
	c := b.client(at)
	furnish(t, c)
	eventually(t, patience, func() error { return ready(t.Context(), at) })
	if err := server.Freeze(); err != nil {
		t.Fatal(err)
	}
	outcomes, readiness := askWhileFrozen(t.Context(), c, at, size(requestWithin, 40*time.Second))
	if err := server.Thaw(); err != nil {
		t.Fatal(err)
	}
	since := time.Now()
	var worst time.Duration
	for _, o := range outcomes {
		var failed *answerError
		worst = max(worst, o.took)
		if o.took > requestWithin || !errors.As(o.err, &failed) ||
			failed.Code != "TIMEOUT" && failed.Code != "UNAVAILABLE" {
			t.Errorf("%s: %v after %s; want TIMEOUT or UNAVAILABLE within %s", o.what, o.err, o.took, requestWithin)
		}
		// A request that never ran only reports that its time was up.
		waited := strings.Contains(fmt.Sprint(o.err), "trop longtemps")
		if strings.HasPrefix(o.what, "write") && !waited && !strings.Contains(fmt.Sprint(o.err), "idempot") {
			t.Errorf("%s: %v; want to hear that it may have been done", o.what, o.err)
		}
	}
	for _, o := range readiness {
		if o.took > readyWithin {
			t.Errorf("/readyz: %v after %s, want within %s", o.err, o.took, readyWithin)
		}
	}
	if last := readiness[len(readiness)-1]; last.err == nil {
		t.Error("/readyz says that the hub is ready although its database is frozen")
	}
	eventually(t, patience, func() error { return ready(t.Context(), at) })
	eventually(t, patience, func() error { _, err := c.apply(t.Context(), "", citing("after")...); return err })
	t.Logf("frozen: %d requests, the last answered after %s; %d looks at /readyz; writing again %s after it went on",
		len(outcomes), worst.Round(time.Millisecond), len(readiness), time.Since(since).Round(time.Millisecond))
}

// askWhileFrozen sends all kinds of requests for a while, and checks /readyz.
func askWhileFrozen(ctx context.Context, c *client, at string, long time.Duration) (asked, looked []asking) {
	var mu sync.Mutex
	var work sync.WaitGroup
	note := func(to *[]asking, what string, ask func() error) {
		since := time.Now()
		o := asking{what, ask(), time.Since(since)}
		mu.Lock()
		defer mu.Unlock()
		*to = append(*to, o)
	}
	over := time.Now().Add(long)
	for n := range 24 {
		work.Go(func() {
			for time.Now().Before(over) {
				note(&asked, "query", func() error {
					return c.ask(ctx, new(any), `{ partners { nodes { code name } } }`, nil)
				})
				note(&asked, fmt.Sprint("write ", n), func() error {
					_, err := c.apply(ctx, fmt.Sprintf("frozen-%d-%d", n, time.Now().UnixNano()), citing("frozen")...)
					return err
				})
			}
		})
	}
	work.Go(func() {
		for ; time.Now().Before(over); time.Sleep(200 * time.Millisecond) {
			note(&looked, "/readyz", func() error { return ready(ctx, at) })
		}
	})
	work.Wait()
	return asked, looked
}

// ready returns nil if an instance reports that it is ready.
func ready(ctx context.Context, at string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, at+"/readyz", nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }() // it is read to its end
	says, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%d %s", response.StatusCode, says)
	}
	return err
}
