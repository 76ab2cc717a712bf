package server_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"maillage/internal/gqlserver/admission"
	"maillage/internal/lexicon"
	"maillage/internal/server"
	"maillage/internal/testhub"
)

// fetched is an export as a client has it, with what came after its bytes.
type fetched struct {
	*http.Response
	body []byte
}

// fetch requests an export over a real connection.
func fetch(t *testing.T, hub *testhub.Hub, at, method, path string, header map[string]string) (fetched, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, at+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	hub.Authorize(r)
	for name, value := range header {
		r.Header.Set(name, value)
	}
	transport := &http.Transport{DisableCompression: true}
	defer transport.CloseIdleConnections()
	w, err := transport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = w.Body.Close() }()
	body, err := io.ReadAll(w.Body)
	return fetched{w, body}, err
}

// listening serves a hub until the test ends.
func listening(t *testing.T, h http.Handler) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

func TestExport_SendsAWholeFileWithItsDigest(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		at := listening(t, h)
		for path, media := range map[string]string{
			"all.ndjson": "application/x-ndjson", "val-d-orme.gexf?at=2026-11-30": "application/gexf+xml",
			"val-d-orme.csv?profile=partners": "text/csv; charset=utf-8", "all.zip": "application/zip",
			"val-d-orme.csv?profile=hxl&filter=status:ACTIVE": "text/csv; charset=utf-8",
		} {
			for _, coding := range []string{"", "gzip"} {
				w, err := fetch(t, h, at, "GET", "/export/"+path, map[string]string{"Accept-Encoding": coding})
				if err != nil || w.StatusCode != http.StatusOK || w.Header.Get("Content-Type") != media {
					t.Fatalf("%s: %d %s %v %s", path, w.StatusCode, w.Header.Get("Content-Type"), err, w.body)
				}
				sum := sha256.Sum256(w.body)
				want := "sha-256=:" + base64.StdEncoding.EncodeToString(sum[:]) + ":"
				if w.Trailer.Get("Content-Digest") != want || w.Trailer.Get("Maillage-Rows") == "" {
					t.Errorf("%s in %q: the trailers are %v", path, coding, w.Trailer)
				}
				isPacked := strings.Contains(path, ".zip")
				if (w.Header.Get("Content-Encoding") == "gzip") != (coding == "gzip" && !isPacked) {
					t.Errorf("%s in %q is coded %q", path, coding, w.Header.Get("Content-Encoding"))
				}
				if w.Header.Get("Content-Encoding") == "gzip" {
					unpacked, err := gzip.NewReader(bytes.NewReader(w.body))
					if err != nil {
						t.Fatal(err)
					}
					if w.body, err = io.ReadAll(unpacked); err != nil {
						t.Fatal(err)
					}
				}
				lines, rows := fmt.Sprint(bytes.Count(w.body, []byte("\n"))), w.Trailer.Get("Maillage-Rows")
				if strings.HasSuffix(path, "ndjson") && lines != rows {
					t.Errorf("%s lines for %s rows", lines, rows)
				}
			}
		}
		w, _ := fetch(t, h, at, "GET", "/export/val-d-orme.xlsx?profile=kumu", nil)
		if got := w.Header.Get("Content-Disposition"); got != `attachment; filename="val-d-orme-kumu.xlsx"` ||
			w.Header.Get("Maillage-Position") == "" || w.Header.Get("Maillage-Viewer") != "PUBLIC" {
			t.Errorf("the headers are %v", w.Header)
		}
	})
}

func TestExport_IsNotSentTwice(t *testing.T) {
	h := testhub.SQLiteDemo(t, server.Config{})
	admin := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
	at := listening(t, h)
	const path = "/export/valenciennes.graphml?at=2026-11-30"
	first, _ := fetch(t, h, at, "GET", path, nil)
	packed, _ := fetch(t, h, at, "GET", path, map[string]string{"Accept-Encoding": "gzip"})
	plain, gzipped := first.Header.Get("ETag"), packed.Header.Get("ETag")
	for _, tag := range []string{plain, gzipped, `"x", ` + plain, "*"} {
		for _, method := range []string{"GET", "HEAD"} {
			w, _ := fetch(t, h, at, method, path, map[string]string{"If-None-Match": tag})
			if w.StatusCode != http.StatusNotModified || len(w.body) > 0 {
				t.Errorf("%s with %s: %d", method, tag, w.StatusCode)
			}
		}
	}
	head, _ := fetch(t, h, at, "HEAD", path, nil)
	if head.StatusCode != http.StatusOK || head.Header.Get("ETag") != first.Header.Get("ETag") || len(head.body) > 0 ||
		head.Header.Get("Content-Type") != first.Header.Get("Content-Type") {
		t.Errorf("HEAD: %d %v", head.StatusCode, head.Header)
	}
	tag := map[string]string{"If-None-Match": first.Header.Get("ETag")}
	for what, got := range map[string]func() (fetched, error){
		"another viewer": func() (fetched, error) { return fetch(t, admin, at, "GET", path, tag) },
		"a filter": func() (fetched, error) {
			return fetch(t, h, at, "GET", path+"&filter=status:ACTIVE", tag)
		},
	} {
		if w, err := got(); err != nil || w.StatusCode != http.StatusOK {
			t.Errorf("%s gets %d: %v", what, w.StatusCode, err)
		}
	}
	other, _ := fetch(t, h, at, "GET", "/export/valenciennes.graphml?at=2020", tag)
	renameCPAM(t, admin)
	after, _ := fetch(t, h, at, "GET", path, tag)
	if other.StatusCode != http.StatusOK || after.StatusCode != http.StatusOK {
		t.Errorf("another day gets %d, and after a write %d", other.StatusCode, after.StatusCode)
	}
}

// renamePartner changes the name of a partner to CPAM.
func renameCPAM(t *testing.T, admin *testhub.Hub) {
	t.Helper()
	var done struct {
		UpdatePartner struct{ UserErrors []struct{ Message string } }
	}
	admin.Get(t, &done, `mutation {
		updatePartner(input: {id: "cpam-hainaut", version: 1, name: "CPAM", reason: "x"}) { userErrors { message } }
	}`, nil)
	if len(done.UpdatePartner.UserErrors) > 0 {
		t.Fatal(done.UpdatePartner.UserErrors)
	}
}

// What changed since an export follows from its position, for the same viewer alone.
func TestExport_ChangesFollowAPosition(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		admin := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
		at := listening(t, h)
		h.Settle(t)
		before, _ := fetch(t, h, at, "GET", "/export/all.ndjson", nil)
		since := "/export/all.ndjson?since=" + before.Header.Get("Maillage-Position")
		none, err := fetch(t, h, at, "GET", since, nil)
		if err != nil || len(none.body) > 0 || none.Trailer.Get("Maillage-Rows") != "0" {
			t.Errorf("nothing changed, and there is %s: %v", none.body, err)
		}
		renameCPAM(t, admin)
		h.Settle(t)
		if err := h.Network.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		var line struct {
			Type, ID, Position string
			Fields             struct{ Name string }
		}
		one, _ := fetch(t, h, at, "GET", since, nil)
		if err := json.Unmarshal(one.body, &line); err != nil || line.Fields.Name != "CPAM" || line.Position == "" {
			t.Errorf("one record changed, and there is %s: %v", one.body, err)
		}
		if none, _ := fetch(t, h, at, "GET", "/export/all.ndjson?since="+line.Position, nil); len(none.body) > 0 {
			t.Errorf("after the last line there is %s", none.body)
		}
		if gone, _ := fetch(t, admin, at, "GET", since, nil); gone.StatusCode != http.StatusGone {
			t.Errorf("another viewer gets %d", gone.StatusCode)
		}
	})
}

func TestExport_ProblemsSayWhatThereIs(t *testing.T) {
	h := testhub.SQLiteDemo(t, server.Config{})
	at := listening(t, h)
	for path, want := range map[string]struct {
		status         int
		code, has, say string
	}{
		"nowhere.gexf":               {404, "NOT_FOUND", "val-d-orme", "« nowhere »"},
		"all.pdf":                    {404, "NOT_FOUND", "graphml", "pdf"},
		"gexf":                       {404, "NOT_FOUND", "", "all.ndjson"},
		"all.csv?profile=cats":       {400, "BAD_USER_INPUT", "partners", "cats"},
		"all.gexf?colour=red":        {400, "BAD_USER_INPUT", "filter", "colour"},
		"all.gexf?at=tomorrow":       {400, "BAD_USER_INPUT", "", "2026-11-30"},
		"all.gexf?filter=colour:red": {400, "BAD_USER_INPUT", "status", "colour"},
		"all.gexf?since=0":           {400, "BAD_USER_INPUT", "ndjson", "ndjson"},
		"all.ndjson?since=x":         {400, "BAD_USER_INPUT", "", "position"},
		"all.xlsx?filter=theme:x":    {400, "BAD_USER_INPUT", "", "theme"},
	} {
		w, _ := fetch(t, h.In("fr"), at, "GET", "/export/"+path, nil)
		var answer struct {
			Errors []struct {
				Message    string
				Extensions struct {
					Code      string
					Available []string
				}
			}
		}
		if err := json.Unmarshal(w.body, &answer); err != nil || len(answer.Errors) != 1 {
			t.Fatalf("%s: %d %s", path, w.StatusCode, w.body)
		}
		e := answer.Errors[0]
		isJSON := strings.HasPrefix(w.Header.Get("Content-Type"), "application/json")
		if w.StatusCode != want.status || e.Extensions.Code != want.code || w.Header.Get("Content-Language") != "fr" ||
			want.has != "" && !slices.Contains(e.Extensions.Available, want.has) ||
			!strings.Contains(e.Message, want.say) || w.Header.Get("Content-Disposition") != "" || !isJSON {
			t.Errorf("%s: %d %s", path, w.StatusCode, w.body)
		}
	}
}

func TestExport_NeedsTheScopeRead(t *testing.T) {
	h := testhub.SQLiteDemo(t, server.Config{})
	at := listening(t, h)
	scopes := []lexicon.TokenScope{lexicon.ScopeWrite}
	writer := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator, Scopes: scopes}))
	if w, _ := fetch(t, writer, at, "GET", "/export/all.ndjson", nil); w.StatusCode != http.StatusForbidden {
		t.Errorf("a token that may not read gets %d", w.StatusCode)
	}
	w, _ := fetch(t, h.As("mlg_wrong"), at, "GET", "/export/all.ndjson", nil)
	if w.StatusCode != http.StatusUnauthorized || w.Header.Get("WWW-Authenticate") == "" {
		t.Errorf("a wrong token gets %d %v", w.StatusCode, w.Header)
	}
}

// A client that spends its budget on exports waits like any other.
func TestExport_IsCharged(t *testing.T) {
	h := testhub.SQLiteDemo(t, server.Config{Admission: admission.Config{Rate: 1000, Pause: -1}})
	at := listening(t, h)
	for n := 1; ; n++ {
		w, _ := fetch(t, h, at, "GET", "/export/all.gexf", nil)
		if w.StatusCode == http.StatusTooManyRequests && w.Header.Get("Retry-After") != "" {
			break
		}
		if n > 20 {
			t.Fatalf("export %d gets %d", n, w.StatusCode)
		}
	}
}

// cutting is a response that fails after some bytes, as a broken disk under a temporary file does.
type cutting struct {
	http.ResponseWriter
	left   int
	panics bool
}

var errCut = errors.New("cut")

func (c *cutting) Write(p []byte) (int, error) {
	switch {
	case len(p) > c.left && c.panics:
		panic(errCut)
	case len(p) > c.left:
		return 0, errCut
	}
	c.left -= len(p)
	return c.ResponseWriter.Write(p)
}

func TestExport_HalfAFileNeverLooksWhole(t *testing.T) {
	var log bytes.Buffer
	h := testhub.SQLiteDemo(t, server.Config{Log: slog.New(slog.NewTextHandler(&log, nil))})
	for _, panics := range []bool{false, true} {
		for _, coding := range []string{"identity", "gzip"} {
			at := listening(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				h.ServeHTTP(&cutting{w, 30_000, panics}, r)
			}))
			w, err := fetch(t, h, at, "GET", "/export/all.gexf", map[string]string{"Accept-Encoding": coding})
			if err == nil || w.StatusCode != http.StatusOK || w.Trailer.Get("Content-Digest") != "" {
				t.Errorf("in %s: %d, %d bytes, %v, %v", coding, w.StatusCode, len(w.body), w.Trailer, err)
			}
		}
	}
	if got := strings.Count(log.String(), "a download was cut off"); got != 2 {
		t.Errorf("%d panics are logged of 2", got)
	}
}

// leaving is a response whose client goes away after the first piece.
type leaving struct {
	http.ResponseWriter
	leave context.CancelFunc
}

func (l *leaving) Write(piece []byte) (int, error) {
	defer l.leave()
	return l.ResponseWriter.Write(piece)
}

func TestExport_AClientThatLeavesIsNoErrorOfTheHub(t *testing.T) {
	var log bytes.Buffer
	h := testhub.SQLiteDemo(t, server.Config{Log: slog.New(slog.NewTextHandler(&log, nil))})
	at := listening(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, leave := context.WithCancel(r.Context())
		h.ServeHTTP(&leaving{w, leave}, r.WithContext(ctx))
	}))
	if w, err := fetch(t, h, at, "GET", "/export/all.ndjson", nil); err == nil {
		t.Errorf("the file is sent to its end: %d bytes", len(w.body))
	}
	if strings.Contains(log.String(), "level=ERROR") {
		t.Error(log.String())
	}
}

// One client has one export at a time, and another has its own.
func TestExport_TakesAPlaceUntilItIsSent(t *testing.T) {
	h := testhub.SQLiteDemo(t, server.Config{Deadline: 300 * time.Millisecond})
	held, release := make(chan struct{}), make(chan struct{})
	at := listening(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Slow") != "" {
			w = &slow{w, held, release}
		}
		h.ServeHTTP(w, r)
	}))
	done := make(chan error, 1)
	go func() {
		_, err := fetch(t, h, at, "GET", "/export/all.gexf", map[string]string{"X-Slow": "yes"})
		done <- err
	}()
	<-held
	if w, _ := fetch(t, h, at, "GET", "/export/all.gexf", nil); w.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("a second export at once gets %d", w.StatusCode)
	}
	admin := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
	if w, _ := fetch(t, admin, at, "GET", "/export/all.gexf", nil); w.StatusCode != http.StatusOK {
		t.Errorf("another client gets %d", w.StatusCode)
	}
	close(release)
	if err := <-done; err != nil {
		t.Error(err)
	}
	if w, _ := fetch(t, h, at, "GET", "/export/all.gexf", nil); w.StatusCode != http.StatusOK {
		t.Errorf("afterwards it gets %d", w.StatusCode)
	}
}

// slow is a client that reads nothing for a while.
type slow struct {
	http.ResponseWriter
	held, release chan struct{}
}

func (s *slow) Write(p []byte) (int, error) {
	if s.held != nil {
		close(s.held)
		<-s.release
		s.held = nil
	}
	return s.ResponseWriter.Write(p)
}
