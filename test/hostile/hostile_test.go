package hostile

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"maillage/internal/lexicon"
	"maillage/internal/server"
	"maillage/internal/store"
	"maillage/internal/testhub"
)

// Variable is the environment variable that, when set, makes the test as large as in `make hostile`. A
// number is also used as the seed.
const Variable = "MAILLAGE_HOSTILE"

// The number of requests sent to each database, and the number sent concurrently.
const (
	few, many = 750, 10_000
	attackers = 4
)

// seen is the answer to one request.
type seen struct {
	what   string
	sent   string
	took   time.Duration
	status int
	codes  []string
}

// A hub answers whatever it is sent. No request causes a server error, every error has a documented
// code and an identifier, and nothing is left running.
func TestHostile_RequestsDoNoHarm(t *testing.T) {
	known := documentedCodes(t)
	testhub.EachDemoDatabase(t, func(t *testing.T, s *store.Store) {
		log := &lines{}
		h := testhub.New(t, s, server.Config{Ledger: testhub.Ledger(t, s),
			Log: slog.New(slog.NewTextHandler(log, nil))})
		token := h.Token(t, testhub.Who{Role: lexicon.Administrator})
		sdl := h.Send(t, httptest.NewRequestWithContext(t.Context(), "GET", "/schema.graphql", nil))
		h.Get(t, new(any), "{ __typename }", nil)
		before := len(running())
		run, stop := context.WithCancel(t.Context())
		var runs sync.WaitGroup
		runs.Go(func() { h.Run(run) })
		server := httptest.NewServer(h)
		server.Config.ErrorLog = slog.NewLogLogger(slog.NewTextHandler(log, nil), slog.LevelError)
		all := storm(t, server.URL+"/graphql", string(sdl.Body), token, known)
		server.Close()
		stop()
		runs.Wait()
		for _, line := range log.bad() {
			t.Errorf("the hub logged: %.2000s", line)
		}
		if err := h.EndStreams(t.Context()); err != nil {
			t.Error(err)
		}
		settled(t, before)
		report(t, all)
	})
}

// storm sends the requests, and checks the answers.
func storm(t *testing.T, address, sdl, token string, known map[string]bool) []seen {
	t.Helper()
	count, seed := few, uint64(1)
	if value := os.Getenv(Variable); value != "" {
		count = many
		if n, err := strconv.ParseUint(value, 10, 64); err == nil {
			seed = n
		}
	}
	client := &http.Client{Transport: &http.Transport{},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	defer client.CloseIdleConnections()
	results := make([][]seen, attackers)
	var work sync.WaitGroup
	for a := range attackers {
		g, err := newGenerator(sdl, seed*attackers+uint64(a))
		if err != nil {
			t.Fatal(err)
		}
		work.Go(func() {
			for range count / attackers {
				next, err := g.next(address)
				if err != nil {
					continue // no client could send it
				}
				if a%2 == 0 && next.what != "a token" {
					next.request.Header.Set("Authorization", "Bearer "+token)
				}
				results[a] = append(results[a], send(t, client, next, known))
			}
		})
	}
	work.Wait()
	return slices.Concat(results...)
}

// patience is how long the test listens to a subscription.
const patience = 150 * time.Millisecond

// send sends one request and checks its answer.
func send(t *testing.T, client *http.Client, next attack, known map[string]bool) seen {
	t.Helper()
	body := ""
	if next.request.GetBody != nil {
		if b, err := next.request.GetBody(); err == nil {
			raw, _ := io.ReadAll(b) // it is in memory
			body = string(raw)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	begun := time.Now()
	answer, err := client.Do(next.request.WithContext(ctx))
	s := seen{what: next.what, sent: cmp.Or(body, next.request.URL.String())}
	if err != nil {
		if !strings.Contains(err.Error(), "invalid header") {
			t.Errorf("%s: %v\n%s %.3000s", next.what, err, next.request.URL, body)
		}
		return s
	}
	defer func() { _ = answer.Body.Close() }() // it was read to its end
	s.status = answer.StatusCode
	stream := strings.HasPrefix(answer.Header.Get("Content-Type"), "text/event-stream")
	if stream {
		time.AfterFunc(patience, cancel)
	}
	raw, err := io.ReadAll(answer.Body)
	s.took = time.Since(begun)
	if err != nil && !stream {
		t.Errorf("%s: the answer breaks off: %v\n%.3000s", next.what, err, body)
	}
	wrong := ""
	if s.status >= 500 {
		wrong = "a fault of the server"
	}
	for _, text := range parts(stream, raw) {
		codes, problem := judge(text, known)
		s.codes = append(s.codes, codes...)
		if problem != "" && next.request.Method != http.MethodHead && s.status != http.StatusForbidden {
			wrong = problem
		}
	}
	if wrong != "" {
		t.Errorf("%s: %s: %d %.2000s\nto %s %s %.4000s", next.what, wrong, s.status, raw, next.request.Method,
			next.request.URL, body)
	}
	return s
}

// parts returns the results of an answer.
func parts(stream bool, raw []byte) (all [][]byte) {
	if !stream {
		return [][]byte{raw}
	}
	for line := range bytes.Lines(raw) {
		if data, is := bytes.CutPrefix(line, []byte("data: {")); is && bytes.HasSuffix(line, []byte("\n")) {
			all = append(all, append([]byte("{"), data...))
		}
	}
	return all
}

// judge checks an answer. It must be JSON, and each error must have an identifier and a documented
// code that blames the client.
func judge(text []byte, known map[string]bool) (codes []string, problem string) {
	var a struct {
		Data   json.RawMessage
		Errors []testhub.Error
	}
	if err := json.Unmarshal(text, &a); err != nil {
		return nil, "it is no JSON"
	}
	if a.Data == nil && len(a.Errors) == 0 {
		return nil, "it is no answer"
	}
	for _, e := range a.Errors {
		code := e.Extensions.Code
		codes = append(codes, code)
		switch {
		case !known[code]:
			problem = fmt.Sprintf("the code %q is not documented", code)
		case code == "INTERNAL", code == "UNAVAILABLE", code == "TIMEOUT":
			problem = "a fault of the server"
		case e.Extensions.RequestID == "":
			problem = "no requestId"
		}
	}
	return codes, problem
}

func documentedCodes(t *testing.T) map[string]bool {
	t.Helper()
	page, err := os.ReadFile("../../docs/errors.md")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, match := range regexp.MustCompile(`(?m)^## ([A-Z_]+)$`).FindAllStringSubmatch(string(page), -1) {
		known[match[1]] = true
	}
	if len(known) < 10 {
		t.Fatalf("docs/errors.md documents only %d codes", len(known))
	}
	return known
}

// running returns the goroutines, except those by which a pool of connections maintains itself, since
// it grows with use.
func running() (stacks []string) {
	text := make([]byte, 4<<20)
	for stack := range strings.SplitSeq(string(text[:runtime.Stack(text, true)]), "\n\n") {
		if !strings.Contains(stack, "database/sql.(*DB).connection") {
			stacks = append(stacks, stack)
		}
	}
	return stacks
}

// settled waits until no more goroutines run than before.
func settled(t *testing.T, before int) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); len(running()) > before; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Errorf("%d goroutines, and %d before:\n%s", len(running()), before, strings.Join(running(), "\n\n"))
			return
		}
	}
}

// report prints how long answers took, and checks that not all requests were refused at once.
func report(t *testing.T, all []seen) {
	t.Helper()
	slices.SortFunc(all, func(a, b seen) int { return int(a.took - b.took) })
	at := func(share float64) time.Duration {
		return all[int(share*float64(len(all)-1))].took.Round(100 * time.Microsecond)
	}
	codes, ran := map[string]int{}, 0
	for _, s := range all {
		if s.status == http.StatusOK && len(s.codes) == 0 {
			ran++
		}
		for _, code := range slices.Compact(slices.Sorted(slices.Values(s.codes))) {
			codes[code]++
		}
	}
	t.Logf("%d requests, %d of them answered without an error; p50 %s, p99 %s, the longest %s", len(all), ran, at(0.5),
		at(0.99), at(1))
	t.Logf("refused or answered in part: %v", codes)
	if os.Getenv(Variable) != "" {
		for _, s := range all[max(0, len(all)-8):] {
			t.Logf("slow: %s, %s, %d %v: %.300s", s.took.Round(time.Millisecond), s.what, s.status,
				slices.Compact(s.codes), s.sent)
		}
	}
	if ran < len(all)/20 || len(codes) < 5 {
		t.Errorf("of %d requests only %d ran, with %d codes: they try nothing", len(all), ran, len(codes))
	}
}

// lines collects what the hub logs.
type lines struct {
	mu  sync.Mutex
	all []string
}

func (l *lines) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, string(line))
	return len(line), nil
}

// bad returns the lines. Each is a fault, because mistakes of clients are not logged.
func (l *lines) bad() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all
}
