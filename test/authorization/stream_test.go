package authorization_test

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// following reads the changes that a viewer is sent after a cursor, until one holds a word. It returns what came.
func (w *world) following(server *httptest.Server, token, after, until string, meanwhile func()) string {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), 20*time.Second)
	defer cancel()
	body := `{"query": "subscription { changed(after: \"` + after + `\") { cursor node { ` + w.selection(
		w.schema.Types["Change"], 1, "first: 1",
	) + ` } } }"}`
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL+"/graphql", strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := server.Client().Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	meanwhile()
	done := make(chan struct{})
	defer func() { cancel(); <-done }()
	go func() { defer close(done); w.nudge(ctx) }()
	var came strings.Builder
	lines := bufio.NewScanner(answer.Body)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		came.WriteString(lines.Text() + "\n")
		if strings.Contains(lines.Text(), until) {
			return came.String()
		}
	}
	w.t.Errorf("%q never came: %v, %.500s", until, lines.Err(), came.String())
	return came.String()
}

// nudge writes something every second. A ledger line may wait for an older transaction of another test, and the next
// write makes the server look for it.
func (w *world) nudge(ctx context.Context) {
	for n := 0; ; n++ {
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Second):
			w.rename("open group 2", &canary{text: fmt.Sprint("nudge ", n)})
		}
	}
}

// A subscription sends only what the viewer sees, of what was written before and while it is open.
func TestAuthorization_SubscriptionsSendNothingHidden(t *testing.T) {
	d := readDecisions(t)
	eachWorld(t, func(t *testing.T, w *world) {
		server := httptest.NewServer(w.hub)
		t.Cleanup(server.Close)
		var first struct {
			Changes struct{ Edges []struct{ Cursor string } }
		}
		w.admin.Get(t, &first, `{ changes(first: 1) { edges { cursor } } }`, nil)
		m := &matrix{w, d, t, map[string]bool{}}
		for _, s := range []situation{
			{"nobody", true, false}, {"nobody", true, true}, {"coordinator of open", false, false},
			{"liaison of closed", true, false}, {"administrator", false, false},
		} {
			w.open(s.contract, s.directory)
			hidden, last := w.newCanary(inClosed, "FieldChange", "after"), w.newCanary(inOpen, "FieldChange", "after")
			came := w.following(server, w.who[s.who].Bearer(), first.Changes.Edges[0].Cursor, last.text, func() {
				w.rename("closed group", hidden)
				w.rename("open group", last)
			})
			seen, uids := w.seen("", []byte(came))
			for _, k := range seen {
				home := k.home
				if k.gone {
					home = lineHome(home)
				}
				if !m.may(t, s, home, m.classOf(t, k)) {
					t.Errorf("%s is sent %s.%s of %s", s, k.kind, k.field, k.home)
				}
			}
			for _, uid := range uids {
				if !m.mayMeet(s, w.uids[uid]) {
					t.Errorf("%s is sent %s of %s", s, uid, w.uids[uid])
				}
			}
			if len(seen) < 10 {
				t.Errorf("%s is sent %d canaries only", s, len(seen))
			}
		}
	})
}

// rename gives a group of a contract a new name.
func (w *world) rename(name string, k *canary) {
	w.t.Helper()
	s := w.named[name]
	apply(
		w.t, w.admin, "x",
		map[string]any{"updateWorkingGroup": map[string]any{"id": s.uid, "version": s.version, "name": k.text}},
	)
	s.version++
}
