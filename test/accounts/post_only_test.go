package accounts_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"maillage/internal/lexicon"
	"maillage/internal/server"
	"maillage/internal/store"
	"maillage/internal/testhub"
)

// looks returns the number of lines in the access log of contacts.
func looks(t *testing.T, h *testhub.Hub) int {
	t.Helper()
	return h.Store.Client.ContactAccess.Query().CountX(testhub.Context(t))
}

// byGet sends a GET request with credentials, as a link on another site does.
func byGet(t *testing.T, h *testhub.Hub, accept string, parts url.Values) testhub.Answer {
	t.Helper()
	r := testhub.Request(t, http.MethodGet, "/graphql?"+parts.Encode(), accept, "", "")
	if accept != "text/event-stream" { // which no page of another site may ask for at all
		r.Header.Set("Sec-Fetch-Site", "cross-site")
	}
	h.Authorize(r)
	return h.Send(t, r)
}

func TestContacts_AreNeverAskedByGet(t *testing.T) {
	testhub.EachDemoDatabase(t, func(t *testing.T, s *store.Store) {
		h := testhub.WithLogins(t, s, server.Config{Ledger: testhub.Ledger(t, s)})
		person := h.LoggedIn(t, testhub.Who{Role: lexicon.Administrator})
		made := createContact(t, person, zoe())
		before := looks(t, h)
		const field = `contacts(partner: "cpam-hainaut", purpose: "x") { name }`
		queries := map[string]string{
			"plain":          `{ ` + field + ` }`,
			"an alias":       `{ partners: ` + field + ` }`,
			"beside another": `{ viewer { accountId } ` + field + ` }`,
			"an inline one":  `{ ... { ... on Query { ` + field + ` } } }`,
			"a fragment":     `{ ...A } fragment A on Query { ...B } fragment B on Query { ` + field + ` }`,
			"at a moment": `query @asKnownAt(at: "` + time.Now().UTC().Format(time.RFC3339) + `") { ` + field +
				` }`,
			"skipped":           `{ ` + strings.Replace(field, " {", ` @skip(if: true) {`, 1) + ` }`,
			"the log of looks":  `{ contactAccesses(contactId: "` + made.Contact.ID + `") { action } }`,
			"a named operation": `query Other { viewer { accountId } } query Asked { ` + field + ` }`,
		}
		for name, query := range queries {
			asked := url.Values{"query": {query}}
			if name == "a named operation" {
				asked.Set("operationName", "Asked")
			}
			for _, accept := range []string{"", testhub.MediaResponse} {
				refusedByGet(t, name, byGet(t, person, accept, asked))
			}
			events := byGet(t, person, "text/event-stream", asked)
			if body := string(events.Body); !strings.Contains(body, "POST") || strings.Contains(body, "Canari") ||
				strings.Contains(body, "CREATE") {
				t.Errorf("%s, as events: %d %s", name, events.Status, body)
			}
		}
		kept := queries["plain"]
		hash := sha256.Sum256([]byte(kept))
		version := `{"persistedQuery":{"version":1,"sha256Hash":"` + hex.EncodeToString(hash[:]) + `"}}`
		person.Send(t, post(t, person, fmt.Sprintf(`{"query":%q,"extensions":%s}`, kept, version)))
		if looks(t, h) != before+1 {
			t.Errorf("by POST: %d lines more", looks(t, h)-before)
		}
		refusedByGet(t, "by its hash", byGet(t, person, "", url.Values{"extensions": {version}}))
		testhub.Persist(t, s, kept)
		refusedByGet(
			t, "by its documentId",
			byGet(t, person, "", url.Values{"documentId": {"sha256:" + hex.EncodeToString(hash[:])}}),
		)
		if looks(t, h) != before+1 {
			t.Errorf("by GET: %d lines more", looks(t, h)-before-1)
		}
		if answer := byGet(
			t, person, "",
			url.Values{"query": {`query A { viewer { accountId } } query B { ` + field + ` }`}, "operationName": {"A"}},
		); answer.Errors != nil {
			t.Errorf("another operation of the document: %s", answer.Body)
		}
	})
}

// refusedByGet expects the error of a field for POST alone.
func refusedByGet(t *testing.T, what string, a testhub.Answer) {
	t.Helper()
	if a.Status != http.StatusMethodNotAllowed || a.Header.Get("Allow") != "POST" || len(a.Errors) != 1 ||
		a.Errors[0].Extensions.Code != "BAD_USER_INPUT" || !strings.Contains(
		a.Errors[0].Message, "contact",
	) || strings.Contains(string(a.Body), "Canari") {
		t.Errorf("%s: %d %v %s", what, a.Status, a.Header, a.Body)
	}
}

// post returns a POST request with credentials.
func post(t *testing.T, h *testhub.Hub, body string) *http.Request {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	h.Authorize(r)
	return r
}
