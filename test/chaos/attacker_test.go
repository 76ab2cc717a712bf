package chaos

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// attackVariable is the environment variable with the target of an attack, for the process that makes
// it.
const attackVariable = "MAILLAGE_ATTACK"

// target is the target and the kind of an attack.
type target struct {
	URL   string
	Name  string    // of the attack
	Scale int       // the divisor of the attack's size
	From  time.Time // between From and To, every moment has lines of its own
	To    time.Time
}

// startAttack attacks from a separate process of low priority, because real attackers have machines of
// their own. The returned function ends the attack, and returns the answers by status.
func startAttack(t *testing.T, at target) (end func() map[int]int) {
	t.Helper()
	asked, err := json.Marshal(at)
	if err != nil {
		t.Fatal(err)
	}
	process := exec.CommandContext(t.Context(), "nice", "-n", "19", os.Args[0])
	process.Env = append(os.Environ(), attackVariable+"="+string(asked))
	process.Stderr = os.Stderr
	var said bytes.Buffer
	process.Stdout = &said
	stop, err := process.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	return func() (answers map[int]int) {
		_ = stop.Close() // the process ends either way
		if err := process.Wait(); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(said.Bytes(), &answers); err != nil {
			t.Fatal(err)
		}
		return answers
	}
}

// attackUntilEOF attacks until its input ends, and prints the answers by status.
func attackUntilEOF(asked string) error {
	a := &attacker{client: from("127.0.0.1"), answers: map[int]int{}}
	if err := json.Unmarshal([]byte(asked), &a.target); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(context.Background())
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin) // it ends when the test does
		stop()
	}()
	for _, attack := range attacks(a.Scale) {
		if attack.name == a.Name {
			attack.run(ctx, a)
		}
	}
	return json.NewEncoder(os.Stdout).Encode(a.answers)
}

// attack is something that one address does to a hub, in many connections.
type attack struct {
	name string
	run  func(ctx context.Context, a *attacker)
}

// attacker is the attacking address. It repeats its action immediately, whatever the answer.
type attacker struct {
	target
	client  *http.Client
	mu      sync.Mutex
	answers map[int]int // by status; 0 means no answer
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
		at := a.From.Add(time.Duration(rand.Int64N(int64(a.To.Sub(a.From)))))
		a.ask(
			ctx,
			fmt.Sprintf(`query @asKnownAt(at: %q) { contracts { nodes { name } } }`, at.UTC().Format(time.RFC3339Nano)),
		)
	})
	mistyped := each(4, func(ctx context.Context, a *attacker, _ int) {
		const words = "acompagnemment partenariatt discriminasions professionels valencienes instituttion"
		a.ask(ctx, fmt.Sprintf(`{ search(query: "%s x%d", first: 100) { totalCount } }`, words, rand.Int()))
	})
	operations := each(max(1, 20/scale), func(ctx context.Context, a *attacker, _ int) { a.socket(ctx, 5) })
	silent := each(2000/scale, func(ctx context.Context, a *attacker, _ int) { a.silence(ctx) })
	kept := each(200/scale, func(ctx context.Context, a *attacker, _ int) {
		a.ask(ctx, "{ contracts { nodes { name } } }")
	})
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

// ask sends a query and ignores the answer.
func (a *attacker) ask(ctx context.Context, query string) {
	body, err := json.Marshal(map[string]any{"query": query})
	if err != nil {
		panic(err) // a text can be written
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, a.URL+"/graphql", bytes.NewReader(body))
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
	c, answer, err := websocket.Dial(ctx, a.URL+"/graphql", &websocket.DialOptions{
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

// silence opens a socket that never authenticates.
func (a *attacker) silence(ctx context.Context) {
	if c := a.dial(ctx); c != nil {
		_, _, _ = c.Read(ctx) // until it is closed
		_ = c.CloseNow()
	}
}

// socket runs operations over one socket, with a given number at a time.
func (a *attacker) socket(ctx context.Context, operations int) {
	c := a.dial(ctx)
	if c == nil {
		return
	}
	defer func() { _ = c.CloseNow() }()
	say := func(text string) bool { return c.Write(ctx, websocket.MessageText, []byte(text)) == nil }
	subscribe := func() bool {
		const operation = `{"type":"subscribe","id":"%d","payload":{"query":"{ contracts { nodes { gaps { message } } } } #%d"}}`
		return say(fmt.Sprintf(operation, rand.Int(), rand.Int()))
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
