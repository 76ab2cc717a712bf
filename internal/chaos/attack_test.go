package chaos

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"

	"maillage/internal/demo"
	"maillage/internal/hubtest"
	"maillage/internal/store"
)

// attack is something that one address does to a hub, in many connections.
type attack struct {
	name string
	run  func(ctx context.Context, a *attacker)
}

// attacker is the address, which repeats what it does at once, whatever it is
// answered.
type attacker struct {
	url     string
	from    time.Time // between from and to, every moment has lines of its own
	to      time.Time
	client  *http.Client
	mu      sync.Mutex
	answers map[int]int // by status; 0 is none
}

func attacks(scale int) []attack {
	each := func(n int, do func(ctx context.Context, a *attacker, i int)) func(context.Context, *attacker) {
		return func(ctx context.Context, a *attacker) {
			var all sync.WaitGroup
			for i := range n {
				all.Go(func() {
					for ctx.Err() == nil {
						do(ctx, a, i)
					}
				})
			}
			all.Wait()
		}
	}
	moments := each(70/scale, func(ctx context.Context, a *attacker, _ int) {
		at := a.from.Add(time.Duration(rand.Int64N(int64(a.to.Sub(a.from)))))
		a.ask(ctx, fmt.Sprintf(`query @asKnownAt(at: %q) { contracts { nodes { name } } }`, at.UTC().Format(time.RFC3339Nano)))
	})
	mistyped := each(4, func(ctx context.Context, a *attacker, _ int) {
		a.ask(ctx, fmt.Sprintf(`{ search(query: "acompagnemment partenariatt discriminasions professionels valencienes instituttion x%d", first: 100) { totalCount } }`, rand.Int()))
	})
	operations := each(max(1, 20/scale), func(ctx context.Context, a *attacker, _ int) { a.socket(ctx, 5) })
	silent := each(2000/scale, func(ctx context.Context, a *attacker, _ int) { a.silence(ctx) })
	kept := each(200/scale, func(ctx context.Context, a *attacker, _ int) { a.ask(ctx, "{ contracts { nodes { name } } }") })
	list := []attack{
		{"70 connections ask for different moments", moments},
		{"4 connections search for mistyped words", mistyped},
		{"20 sockets run 100 operations", operations},
		{"2,000 sockets say nothing", silent},
		{"200 connections repeat one question", kept},
	}
	return append(list, attack{"all at once", func(ctx context.Context, a *attacker) {
		var all sync.WaitGroup
		for _, one := range list {
			all.Go(func() { one.run(ctx, a) })
		}
		all.Wait()
	}})
}

func (a *attacker) count(status int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.answers[status]++
}

// ask sends a query and passes over what is answered.
func (a *attacker) ask(ctx context.Context, query string) {
	body, err := json.Marshal(map[string]any{"query": query})
	if err != nil {
		panic(err) // a text can be written
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, a.url+"/graphql", bytes.NewReader(body))
	if err != nil {
		panic(err) // the address was announced
	}
	r.Header.Set("Content-Type", "application/json")
	answer, err := a.client.Do(r)
	if err != nil {
		a.count(0)
		return
	}
	_, _ = io.Copy(io.Discard, answer.Body) // it is an attacker
	_ = answer.Body.Close()
	a.count(answer.StatusCode)
}

func (a *attacker) dial(ctx context.Context) *websocket.Conn {
	c, answer, err := websocket.Dial(ctx, a.url+"/graphql", &websocket.DialOptions{
		HTTPClient: a.client, Subprotocols: []string{"graphql-transport-ws"},
	})
	status := 0
	if answer != nil {
		status = answer.StatusCode
	}
	a.count(status)
	if err != nil {
		if answer != nil {
			_ = answer.Body.Close() // it is an attacker
		}
		return nil
	}
	return c
}

// silence holds a socket that never says who it is.
func (a *attacker) silence(ctx context.Context) {
	if c := a.dial(ctx); c != nil {
		_, _, _ = c.Read(ctx) // until it is closed
		_ = c.CloseNow()
	}
}

// socket runs operations over one socket, so many at a time.
func (a *attacker) socket(ctx context.Context, operations int) {
	c := a.dial(ctx)
	if c == nil {
		return
	}
	defer func() { _ = c.CloseNow() }()
	say := func(text string) bool { return c.Write(ctx, websocket.MessageText, []byte(text)) == nil }
	subscribe := func() bool {
		return say(fmt.Sprintf(`{"type":"subscribe","id":"%d","payload":{"query":"{ contracts { nodes { gaps { message } } } } #%d"}}`, rand.Int(), rand.Int()))
	}
	if !say(`{"type":"connection_init"}`) {
		return
	}
	for range operations {
		if !subscribe() {
			return
		}
	}
	for {
		_, raw, err := c.Read(ctx)
		if err != nil {
			return
		}
		if strings.Contains(string(raw), `"type":"complete"`) || strings.Contains(string(raw), `"type":"error"`) {
			if !subscribe() {
				return
			}
		}
	}
}

// from is a client whose connections come from an address of this machine.
func from(address string) *http.Client {
	dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(address)}, Timeout: 5 * time.Second}
	return &http.Client{Transport: &http.Transport{DialContext: dialer.DialContext, MaxIdleConnsPerHost: 4_000}, Timeout: 20 * time.Second}
}

// honest asks what pages ask, one question after another, for a while.
func honest(ctx context.Context, client *http.Client, url, token string, while time.Duration) (took []time.Duration, failed int) {
	queries := []string{
		`{ contract(code: "valenciennes") { name axes { nodes { name contributors { nodes { partner { name } status } } } } } }`,
		`{ contract(code: "valenciennes") { gaps { message } } }`,
		`{ partners(first: 20) { nodes { name contributions(first: 5) { nodes { status action { name } } } } } }`,
		`{ contract(code: "valenciennes") { matrix { totals { partners { confirmed } } cells { row column status } } } }`,
	}
	for n, end := 0, time.Now().Add(while); time.Now().Before(end) && ctx.Err() == nil; n++ {
		body, err := json.Marshal(map[string]any{"query": fmt.Sprintf("%s # %d", queries[n%len(queries)], rand.Int())})
		if err != nil {
			panic(err) // a text can be written
		}
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, url+"/graphql", bytes.NewReader(body))
		if err != nil {
			panic(err) // the address was announced
		}
		r.Header.Set("Content-Type", "application/json")
		if token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
		began := time.Now()
		answer, err := client.Do(r)
		if err == nil {
			var raw []byte
			raw, err = io.ReadAll(answer.Body)
			_ = answer.Body.Close()
			if err == nil && (answer.StatusCode != 200 || strings.Contains(string(raw), `"errors"`)) {
				err = fmt.Errorf("%d %.200s", answer.StatusCode, raw)
			}
		}
		took = append(took, time.Since(began))
		if err != nil {
			failed++
		}
		time.Sleep(75 * time.Millisecond) // within the budget of one client
	}
	return took, failed
}

func p99(took []time.Duration) time.Duration {
	slices.Sort(took)
	return took[(len(took)-1)*99/100]
}

// While one address attacks, others are answered: another address without an
// account, and somebody with one at the very address of the attack. In full,
// 99 of 100 of their requests take no more than three times as long as without.
func TestAttacks_OfOneAddressStarveNobodyElse(t *testing.T) {
	scale, while := 10, 1500*time.Millisecond
	if full() {
		scale, while = 1, 12*time.Second
	}
	eachBase(t, func(t *testing.T, b *base) {
		load(t, b)
		i := b.serve(t)
		begin, end := differing(t, i.url, b.token)
		others := []struct {
			name   string
			client *http.Client
			token  string
		}{{"another address", from("127.0.0.2"), ""}, {"an account at the same address", from("127.0.0.1"), b.token}}
		quiet := make([]time.Duration, len(others))
		measure := func(k int) (time.Duration, int, int) {
			took, failed := honest(t.Context(), others[k].client, i.url, others[k].token, while)
			return p99(took), failed, len(took)
		}
		for k := range others {
			measure(k) // warms it up
			quiet[k], _, _ = measure(k)
			t.Logf("without an attack, %s: p99 %s", others[k].name, quiet[k])
		}
		for _, attack := range attacks(scale) {
			t.Run(attack.name, func(t *testing.T) {
				ctx, stop := context.WithCancel(t.Context())
				a := &attacker{url: i.url, from: begin, to: end, client: from("127.0.0.1"), answers: map[int]int{}}
				var attacking sync.WaitGroup
				attacking.Go(func() { attack.run(ctx, a) })
				var asking sync.WaitGroup
				for k, o := range others {
					asking.Go(func() {
						p99, failed, all := measure(k)
						t.Logf("%s: p99 %s (%.1f times), %d of %d failed", o.name, p99, float64(p99)/float64(quiet[k]), failed, all)
						if failed*100 > all {
							t.Errorf("%s: %d of %d requests failed", o.name, failed, all)
						}
						if full() && p99 > 3*quiet[k] {
							t.Errorf("%s: p99 %s, and %s without the attack", o.name, p99, quiet[k])
						}
					})
				}
				asking.Wait()
				stop()
				attacking.Wait()
				a.client.CloseIdleConnections()
				t.Logf("the attacker was answered, by status: %v", a.answers)
			})
		}
	})
}

// differing writes some lines one after another, and returns when it began and
// ended.
func differing(t *testing.T, url, token string) (begin, end time.Time) {
	t.Helper()
	begin = time.Now()
	for n := range 60 {
		body := fmt.Sprintf(`{"query":"mutation { createSource(input: {code: \"attack-%d\", name: \"Attack\"}) { source { id } userErrors { message } } }"}`, n)
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+"/graphql", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer "+token)
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		if err != nil || !strings.Contains(string(raw), `"id"`) {
			t.Fatalf("a source was not made: %v %s", err, raw)
		}
	}
	return begin, time.Now()
}

// load fills a base with the demo data, and opens it to all.
func load(t *testing.T, b *base) {
	t.Helper()
	s, err := store.Open(t.Context(), store.Config{URL: b.url})
	if err != nil {
		t.Fatal(err)
	}
	err = demo.Load(t.Context(), hubtest.Ledger(t, s))
	if closed := s.Close(); err == nil {
		err = closed
	}
	if err != nil {
		t.Fatal(err)
	}
}
