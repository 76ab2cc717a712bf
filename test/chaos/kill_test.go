package chaos

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync/atomic"
	"testing"
	"time"
)

// siege kills an instance repeatedly while writers write to it, through a proxy or, when that is nil,
// directly.
type siege struct {
	rounds  int
	writers int
	before  func(*atomic.Pointer[string]) http.Handler
}

// outcome is the result of a siege.
type outcome struct {
	acknowledged, repeated, replayed int
	after                            []verdict // each kill
	end                              verdict
	took                             time.Duration
}

func (s siege) lay(t *testing.T, b *base) (o outcome) {
	t.Helper()
	var instanceAt atomic.Pointer[string]
	i := b.serve(t)
	c := b.client(i.url)
	furnish(t, c)
	c.move("")
	entrance := func(url string) string { return url }
	if s.before != nil {
		front := httptest.NewServer(s.before(&instanceAt))
		t.Cleanup(front.Close)
		entrance = func(string) string { return front.URL }
	}
	d, began := newDiary(), time.Now()
	stop, end := context.WithCancel(t.Context())
	join := d.write(stop, t, c, s.writers, true)
	for n := range s.rounds {
		instanceAt.Store(&i.url)
		before := len(d.soFar())
		c.move(entrance(i.url))
		if n%2 == 0 { // else it may be killed before it has done anything
			eventually(t, patience, func() error { return d.grown(before) })
		}
		time.Sleep(time.Duration(30+rand.IntN(220)) * time.Millisecond)
		i.kill()
		c.move("")
		acknowledged := d.soFar()
		i = b.serve(t)
		o.after = append(o.after, b.judge(t, acknowledged))
	}
	instanceAt.Store(&i.url)
	c.move(entrance(i.url))
	end()
	join()
	if d.failed != nil {
		t.Error(d.failed)
	}
	o.acknowledged, o.repeated, o.replayed = len(d.acknowledged), d.repeated, d.replayed
	o.end, o.took = b.judge(t, d.soFar()), time.Since(began)
	return o
}

// wrong returns the numbers of lost and torn writes of all kills.
func (o outcome) wrong() (lost, torn int) {
	for _, v := range o.after {
		lost, torn = lost+len(v.lost), torn+len(v.torn)
	}
	return lost, torn
}

func TestKill_LosesNoAcknowledgedWriteAndTearsNone(t *testing.T) {
	eachBase(t, func(t *testing.T, b *base) {
		rounds := size(4, 200)
		o := siege{rounds: rounds, writers: 4}.lay(t, b)
		for n, v := range o.after {
			if v.bad() {
				t.Errorf("after kill %d: %s", n+1, v)
			}
		}
		if o.end.bad() || o.end.there != o.acknowledged {
			t.Errorf("in the end, %d writes of %d: %s", o.end.there, o.acknowledged, o.end)
		}
		if o.acknowledged < rounds/2 || o.repeated == 0 {
			t.Errorf("%d writes acknowledged, %d repeated: the kills hit nothing", o.acknowledged, o.repeated)
		}
		lost, torn := o.wrong()
		t.Logf("%d kills in %s: %d writes acknowledged, %d lost, %d torn; %d repeated, of which %d had been done",
			rounds, o.took.Round(time.Second), o.acknowledged, lost, torn, o.repeated, o.replayed)
	})
}

func TestKill_ControlThatAcknowledgesEarlyLosesWrites(t *testing.T) {
	eachBase(t, func(t *testing.T, b *base) {
		rounds := size(3, 20)
		o := siege{rounds: rounds, writers: 4, before: early}.lay(t, b)
		lost, _ := o.wrong()
		if lost == 0 {
			t.Errorf("after %d kills, none of %d writes is seen to be lost", rounds, o.acknowledged)
		}
		t.Logf("control, acknowledged before the commit: %d kills, %d of %d acknowledged writes lost", rounds,
			len(o.end.lost), o.acknowledged)
	})
}

func TestKill_ControlWithTwoTransactionsTearsWrites(t *testing.T) {
	eachBase(t, func(t *testing.T, b *base) {
		rounds := size(3, 20)
		o := siege{rounds: rounds, writers: 4, before: twice}.lay(t, b)
		_, torn := o.wrong()
		if torn == 0 {
			t.Errorf("after %d kills, none of %d writes is seen to be torn", rounds, o.acknowledged)
		}
		t.Logf("control, two transactions: %d kills, %d writes of %d found half done", rounds, torn, o.acknowledged)
	})
}

// early acknowledges a request before it forwards it.
func early(to *atomic.Pointer[string]) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body) // the client is the test's own
		const answer = `{"data":{"applyChanges":{}}}`
		w.Header().Set("Content-Length", strconv.Itoa(len(answer)))
		_, _ = io.WriteString(w, answer)
		_ = http.NewResponseController(w).Flush()
		_, _ = forward(context.WithoutCancel(r.Context()), *to.Load(), r.Header, body) // nobody needs the result
	})
}

// twice forwards a write as two: the first of its changes, then the others.
func twice(to *atomic.Pointer[string]) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var asked struct {
			Query     string `json:"query"`
			Variables struct {
				Input struct {
					Changes []any  `json:"changes"`
					Key     string `json:"idempotencyKey"`
				} `json:"input"`
			} `json:"variables"`
		}
		if json.NewDecoder(r.Body).Decode(&asked) != nil {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		input, whole := &asked.Variables.Input, asked.Variables.Input
		var answer []byte
		for part, changes := range [][]any{whole.Changes[:1], whole.Changes[1:]} {
			input.Changes, input.Key = changes, whole.Key+string(rune('a'+part))
			body, err := json.Marshal(asked)
			if err == nil {
				answer, err = forward(r.Context(), *to.Load(), r.Header, body)
			}
			if err != nil {
				w.WriteHeader(http.StatusBadGateway)
				return
			}
		}
		_, _ = w.Write(answer) // the client is the test's own
	})
}

// forward sends a request on and returns its answer.
func forward(ctx context.Context, at string, header http.Header, body []byte) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, at+"/graphql", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	for _, name := range []string{"Content-Type", "Authorization"} {
		r.Header.Set(name, header.Get(name))
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }() // it is read to its end
	return io.ReadAll(response.Body)
}
