package chaos

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"maillage/internal/testhub"
)

// event is a subscription's event about a change.
type event struct {
	cursor string
	line
}

// subscribe follows a ledger without lines by a stream of events, until the test ends. The stream runs
// when it returns.
func (c *client) subscribe(t *testing.T) <-chan event {
	t.Helper()
	furnish(t, c)
	var ledger struct {
		Changes struct {
			Edges []struct {
				Cursor string
				Node   line
			}
		}
	}
	// On a shared server, transactions of others delay the feed.
	for deadline := time.Now().Add(patience); len(ledger.Changes.Edges) < 2; time.Sleep(20 * time.Millisecond) {
		if err := c.ask(
			t.Context(), &ledger, `{ changes(first: 2) { edges { cursor node { recordId } } } }`, nil,
		); err != nil {
			t.Fatal(err)
		}
		if time.Now().After(deadline) {
			t.Fatal("the feed has no two lines")
		}
	}
	events := c.listen(t, ledger.Changes.Edges[0].Cursor)
	hear(t, events, []string{ledger.Changes.Edges[1].Node.RecordID}, patience)
	return events
}

// listen follows the ledger after a cursor.
func (c *client) listen(t *testing.T, after string) <-chan event {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	body, err := json.Marshal(map[string]any{
		"query":     `subscription ($after: Cursor) { changed(after: $after) { cursor node { id recordId version writeId } } }`,
		"variables": map[string]any{"after": after},
	})
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, *c.at.Load()+"/graphql", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	r.Header.Set("Authorization", "Bearer "+c.token)
	response, err := http.DefaultClient.Do(r) //nolint:bodyclose // closed where it is read
	if err != nil {
		t.Fatal(err)
	}
	if response.StatusCode != http.StatusOK {
		t.Fatalf("a subscription is answered %s", response.Status)
	}
	events, ended := make(chan event, 100), make(chan struct{})
	go func() {
		defer close(ended)
		defer close(events)
		for lines := bufio.NewScanner(response.Body); lines.Scan(); {
			data, is := strings.CutPrefix(lines.Text(), "data: ")
			var got struct {
				Data struct {
					Changed struct {
						Cursor string
						Node   line
					}
				}
			}
			if is && json.Unmarshal([]byte(data), &got) == nil && got.Data.Changed.Cursor != "" {
				events <- event{got.Data.Changed.Cursor, got.Data.Changed.Node}
			}
		}
	}()
	t.Cleanup(func() {
		cancel()
		_ = response.Body.Close() // it is cut off
		<-ended
	})
	return events
}

// hear waits for the events of a write's records.
func hear(t *testing.T, events <-chan event, records []string, within time.Duration) {
	t.Helper()
	late := time.After(within)
	for _, want := range records {
		select {
		case got, open := <-events:
			if !open || got.RecordID != want {
				t.Fatalf("the subscription says %+v (open: %v), want a line of %s", got, open, want)
			}
		case <-late:
			t.Fatalf("the subscription says nothing of %s within %s", want, within)
		}
	}
}

// contributing returns the changes that create a contract, an axis and a partner who contributes to
// it.
func contributing(name string) []change {
	return []change{
		{"createContract": {"code": name, "name": "Contract " + name}},
		{"createAxis": {"contract": name, "code": "axis-" + name, "name": "Axis"}},
		{"createPartner": {"code": "partner-" + name, "name": "Partner"}},
		{"createContribution": {
			"partner": "partner-" + name, "axis": "axis-" + name, "role": "LEAD", "basis": "DECLARED",
			"status": "ACTIVE",
		}},
	}
}

// cells returns the number of cells that an instance has in the matrix of a contract; none while it
// does not know the contract.
func (c *client) cells(t *testing.T, contract string) int {
	t.Helper()
	var answer struct {
		Contract struct {
			Matrix struct{ Cells []struct{ Confirmed bool } }
		}
	}
	err := c.ask(
		t.Context(), &answer,
		`query ($code: String!) { contract(by: {code: $code}) { matrix { cells { confirmed } } } }`,
		map[string]any{"code": contract},
	)
	var answered *answerError
	if errors.As(err, &answered) && answered.Code == "NOT_FOUND" {
		return 0
	}
	if err != nil {
		t.Fatal(err)
	}
	return len(answer.Contract.Matrix.Cells)
}

// The limit of one second holds where others use neither the server nor the machine.
func TestPeers_TwoInstancesGiveTheSameAnswers(t *testing.T) {
	within := size(patience, time.Second)
	var latest time.Duration
	b := newBase(t, "postgres", testhub.EmptyPostgres(t))
	one, other := b.client(b.serve(t).url), b.client(b.serve(t).url)
	events := other.subscribe(t)
	other.cells(t, "none") // the network has been read
	for n := range size(3, 20) {
		name := fmt.Sprintf("c%d", n)
		answer, err := one.apply(t.Context(), "", contributing(name)...)
		if err != nil {
			t.Fatal(err)
		}
		since := time.Now()
		if got := one.cells(t, name); got != 1 {
			t.Fatalf("the instance that wrote knows %d cells of %s, at once", got, name)
		}
		eventually(t, within, func() error {
			if got := other.cells(t, name); got != 1 {
				return fmt.Errorf("the other instance knows %d cells of %s", got, name)
			}
			return nil
		})
		hear(t, events, answer.RecordIDs, within-time.Since(since))
		latest = max(latest, time.Since(since))
	}
	t.Logf("the other instance answered the same, and its subscription said so, after %s at most",
		latest.Round(time.Millisecond))
}

// A line waits for older transactions, of which one may write no line at all. A subscription receives
// the line when they have ended.
func TestPeers_SubscriptionReceivesALineThatWaitedForAnotherTransaction(t *testing.T) {
	b := newBase(t, "postgres", testhub.EmptyPostgres(t))
	c := b.client(b.serve(t).url)
	events := c.subscribe(t)
	tx, err := b.db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.ExecContext(t.Context(), "SELECT pg_current_xact_id()"); err != nil {
		t.Fatal(err)
	}
	answer, err := c.apply(t.Context(), "", change{"createPartner": {"code": "waiting", "name": "Waiting"}})
	if err != nil {
		t.Fatal(err)
	}
	select {
	case got := <-events:
		t.Fatalf("the subscription says %+v while an older transaction is under way", got)
	case <-time.After(1500 * time.Millisecond):
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	hear(t, events, answer.RecordIDs, patience)
}

// A stream outlives the restart of its database.
func TestPeers_NetworkAndFeedGoOnAfterARestartOfTheDatabase(t *testing.T) {
	server := ownCluster(t)
	b := newBase(t, "postgres", server.URL())
	both := []*instance{b.serve(t), b.serve(t)}
	one, other := b.client(both[0].url), b.client(both[1].url)
	one.cells(t, "none")
	other.cells(t, "none")
	events := other.subscribe(t)
	server.Halt()
	var failed *answerError
	if _, err := one.apply(t.Context(), "k", contributing("c")...); !isTransient(err) {
		t.Errorf("while the database is away, a write is answered %v", err)
	} else if errors.As(err, &failed) && (failed.Code != "UNAVAILABLE" ||
		failed.Status != http.StatusServiceUnavailable) {
		t.Errorf("while the database is away, a write is answered %v", err)
	}
	for _, i := range both { // until each has found the database away
		eventually(t, patience, func() error {
			if ready(t.Context(), i.url) == nil {
				return fmt.Errorf("%s is ready without a database", i.url)
			}
			return nil
		})
	}
	if err := server.Resume(); err != nil {
		t.Fatal(err)
	}
	if err := server.WaitUntilReady(nil); err != nil {
		t.Fatal(err)
	}
	answer, _, err := one.insist(t.Context(), "k", contributing("c")...)
	if err != nil {
		t.Fatal(err)
	}
	eventually(t, patience, func() error {
		if got := other.cells(t, "c"); got != 1 {
			return fmt.Errorf("the other instance knows %d cells", got)
		}
		return nil
	})
	hear(t, events, answer.RecordIDs, patience)
}
