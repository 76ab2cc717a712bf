package commands

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"maillage/internal/cli"
)

// Clients with open connections notice nothing when a hub stops, except that it then refuses
// connections.
func TestStopping_EveryRequestIsAnsweredOrRefused(t *testing.T) {
	const clients = 24
	for _, pause := range []string{"0s", "0s", "0s", "200ms"} {
		ctx, stop := context.WithCancel(t.Context())
		url, ended := servedInProcess(t, ctx, pause)
		l := loadUntilRefused(t.Context(), url, clients)
		if err := eventually(func() error { return l.answeredAtLeast(4 * clients) }); err != nil {
			t.Error(err)
		}
		stop()
		l.work.Wait()
		if code := <-ended; code != 0 {
			t.Errorf("pause %s: exit code %d", pause, code)
		}
		if len(l.failed) > 0 {
			t.Errorf("pause %s: %d answered, %d failed, such as %v", pause, l.answered, len(l.failed), l.failed[0])
		}
	}
}

// servedInProcess serves an empty file until the context ends.
func servedInProcess(t *testing.T, ctx context.Context, pause string) (url string, ended <-chan int) {
	t.Helper()
	var errOut strings.Builder
	read, write := io.Pipe()
	code := make(chan int, 1)
	go func() {
		file := filepath.Join(t.TempDir(), "hub.db")
		exit := cli.Run(ctx, []string{
			"serve", "--database", file, "--addr", "127.0.0.1:0", "--rate-limit", "0", "--pause", pause,
		}, write, &errOut)
		if exit != 0 {
			t.Error(errOut.String())
		}
		code <- exit
		_ = write.Close() // never fails
	}()
	said := bufio.NewReader(read)
	line, err := said.ReadString('\n')
	found := announced.FindStringSubmatch(strings.TrimSpace(line))
	if found == nil {
		t.Fatalf("the hub announces no address: %q, %v", line, err)
	}
	go func() { _, _ = io.Copy(io.Discard, said) }() // the rest of its output
	return found[1], code
}

// load is the result of the clients' requests.
type load struct {
	work     sync.WaitGroup // of the clients, until connections are refused
	mu       sync.Mutex
	answered int
	failed   []error // other than refused connections
}

// loadUntilRefused makes clients send requests, each over its own open connection.
func loadUntilRefused(ctx context.Context, url string, clients int) *load {
	l := &load{}
	for range clients {
		l.work.Go(func() {
			transport := &http.Transport{}
			defer transport.CloseIdleConnections()
			client := &http.Client{Transport: transport, Timeout: patience}
			for {
				err := askOnce(ctx, client, url)
				if errors.Is(err, syscall.ECONNREFUSED) {
					return
				}
				l.note(err)
			}
		})
	}
	return l
}

func (l *load) note(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err == nil {
		l.answered++
	} else {
		l.failed = append(l.failed, err)
	}
}

func (l *load) answeredAtLeast(count int) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.answered < count {
		return fmt.Errorf("only %d of %d requests are answered", l.answered, count)
	}
	return nil
}

func askOnce(ctx context.Context, client *http.Client, url string) error {
	// The client cannot repeat the request, because the body can be read only once.
	body := io.MultiReader(strings.NewReader(`{"query":"{ contracts { totalCount } }"}`))
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url+"/graphql", body)
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	response, err := client.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }() // it is read to its end
	text, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = errors.New(string(text))
	}
	return err
}
