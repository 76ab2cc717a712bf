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

	"maillage/internal/demo"
	"maillage/internal/store"
	"maillage/internal/testhub"
)

// from returns a client whose connections come from an address of this machine.
func from(address string) *http.Client {
	dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(address)}, Timeout: 5 * time.Second}
	return &http.Client{Transport: &http.Transport{DialContext: dialer.DialContext, MaxIdleConnsPerHost: 4_000},
		Timeout: 20 * time.Second}
}

// answered is the result of a client's requests.
type answered struct {
	p99         time.Duration
	failed, all int
}

// honest sends the requests that pages send, one after another, for a while.
func honest(ctx context.Context, client *http.Client, url, token string, while time.Duration) (m answered) {
	var took []time.Duration
	queries := []string{
		`{ contract(by: {code: "valenciennes"}) { name axes { nodes { name contributors { nodes { partner { name } status } } } } } }`,
		`{ contract(by: {code: "valenciennes"}) { gaps { message } } }`,
		`{ partners(first: 20) { nodes { name contributions(first: 5) { nodes { status action { name } } } } } }`,
		`{ contract(by: {code: "valenciennes"}) { matrix { totals { partners { confirmed } } cells { partner { id } axis { id } status } } } }`,
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
			m.failed++
		}
		time.Sleep(75 * time.Millisecond) // within the budget of one client
	}
	slices.Sort(took)
	m.p99, m.all = took[(len(took)-1)*99/100], len(took)
	return m
}

// While one address attacks, others are served: another address without an account, and somebody with
// an account at the address of the attack. In full, 99 of 100 of their requests take no more than
// three times as long as without an attack.
func TestAttacks_OfOneAddressStarveNobodyElse(t *testing.T) {
	scale, while := 10, 1500*time.Millisecond
	if full() {
		scale, while = 1, 20*time.Second
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
		measure := func() (all []answered) {
			all = make([]answered, len(others))
			var asking sync.WaitGroup
			for k, o := range others {
				asking.Go(func() { all[k] = honest(t.Context(), o.client, i.url, o.token, while) })
			}
			asking.Wait()
			return all
		}
		measure() // warms the hub up
		quiet := measure()
		for k, o := range others {
			t.Logf("without an attack, %s: p99 %s", o.name, quiet[k].p99)
		}
		for _, attack := range attacks(scale) {
			t.Run(attack.name, func(t *testing.T) {
				stop := startAttack(t, target{URL: i.url, Name: attack.name, Scale: scale, From: begin, To: end})
				for k, m := range measure() {
					times := float64(m.p99) / float64(quiet[k].p99)
					t.Logf("%s: p99 %s (%.1f times), %d of %d failed", others[k].name, m.p99, times, m.failed, m.all)
					if m.failed*100 > m.all {
						t.Errorf("%s: %d of %d requests failed", others[k].name, m.failed, m.all)
					}
					if full() && times > 3 {
						t.Errorf("%s: p99 %s, and %s without the attack", others[k].name, m.p99, quiet[k].p99)
					}
				}
				t.Logf("the attacker was answered, by status: %v", stop())
			})
		}
	})
}

// differing writes some lines one after another, and returns when it began and ended.
func differing(t *testing.T, url, token string) (begin, end time.Time) {
	t.Helper()
	begin = time.Now()
	for n := range 60 {
		body := fmt.Sprintf(
			`{"query":"mutation { createSource(input: {code: \"attack-%d\", name: \"Attack\"}) { source { id } userErrors { message } } }"}`,
			n,
		)
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

// load fills a base with the demo data, and makes it public.
func load(t *testing.T, b *base) {
	t.Helper()
	s, err := store.Open(t.Context(), store.Config{URL: b.url})
	if err != nil {
		t.Fatal(err)
	}
	err = demo.Load(t.Context(), testhub.Ledger(t, s))
	if closed := s.Close(); err == nil {
		err = closed
	}
	if err != nil {
		t.Fatal(err)
	}
}
