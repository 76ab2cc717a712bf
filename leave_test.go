package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// Clients that keep their connections see nothing of a hub that stops, but that
// nobody listens any more.
func TestStopping_EveryRequestIsAnsweredOrRefused(t *testing.T) {
	for round := range 3 {
		ctx, stop := context.WithCancel(t.Context())
		url, ended := servedInProcess(t, ctx)
		load := loadUntilRefused(t.Context(), url, 24)
		time.Sleep(200 * time.Millisecond) // for every client to have its connection
		stop()
		answered, wrong := load()
		if code := <-ended; code != exitOK {
			t.Errorf("round %d: exit code %d", round, code)
		}
		if answered < 100 || len(wrong) > 0 {
			t.Errorf("round %d: %d answered, %d failed, such as %v", round, answered, len(wrong), wrong[:min(3, len(wrong))])
		}
	}
}

// servedInProcess serves an empty file until the context ends.
func servedInProcess(t *testing.T, ctx context.Context) (url string, ended <-chan int) {
	t.Helper()
	read, write := io.Pipe()
	code := make(chan int, 1)
	go func() {
		file := filepath.Join(t.TempDir(), "hub.db")
		code <- run(ctx, []string{"serve", "--database", file, "--addr", "127.0.0.1:0", "--rate-limit", "0"}, write, io.Discard)
		_ = write.Close() // never fails
	}()
	said := bufio.NewReader(read)
	line, err := said.ReadString('\n')
	found := announced.FindStringSubmatch(strings.TrimSpace(line))
	if found == nil {
		t.Fatalf("the hub announces no address: %q, %v", line, err)
	}
	go func() { _, _ = io.Copy(io.Discard, said) }() // what else it says
	return found[1], code
}

// loadUntilRefused makes clients ask until nobody listens. The function that it
// returns waits for them, and says how many were answered and what else failed.
func loadUntilRefused(ctx context.Context, url string, clients int) func() (answered int, wrong []error) {
	var work sync.WaitGroup
	var mu sync.Mutex
	var count int
	var failed []error
	transport := &http.Transport{MaxIdleConnsPerHost: clients}
	for range clients {
		work.Go(func() {
			for {
				err := askOnce(ctx, &http.Client{Transport: transport, Timeout: patience}, url)
				if errors.Is(err, syscall.ECONNREFUSED) {
					return
				}
				mu.Lock()
				if err == nil {
					count++
				} else {
					failed = append(failed, err)
				}
				mu.Unlock()
			}
		})
	}
	return func() (int, []error) { work.Wait(); transport.CloseIdleConnections(); return count, failed }
}

func askOnce(ctx context.Context, client *http.Client, url string) error {
	// A reader that cannot be read again: the client does not repeat the request.
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
