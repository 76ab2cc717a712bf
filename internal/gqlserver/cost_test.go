package gqlserver_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"maillage/internal/access"
	"maillage/internal/gqlserver/admission"
	"maillage/internal/identity"
	"maillage/internal/lexicon"
	"maillage/internal/server"
	"maillage/internal/testhub"
)

// billed is an answer with its cost.
type billed struct {
	testhub.Answer
	Extensions struct{ Cost *cost }
}

type cost struct {
	Requested int
	Actual    *int
	Limit     int
	Budget    *struct{ Limit, Remaining, Reset int }
}

// askBill sends a request with members besides the query, from an address.
func askBill(t *testing.T, h *testhub.Hub, from string, members map[string]any) billed {
	t.Helper()
	body, err := json.Marshal(members)
	if err != nil {
		t.Fatal(err)
	}
	r := testhub.Request(t, "POST", "/graphql", "", mediaJSON, string(body))
	r.RemoteAddr = from + ":1234"
	if h.Bearer() != "" {
		r.Header.Set("Authorization", "Bearer "+h.Bearer())
	}
	return readBill(t, h.Send(t, r))
}

func readBill(t *testing.T, a testhub.Answer) billed {
	t.Helper()
	b := billed{Answer: a}
	if err := json.Unmarshal(a.Body, &b); err != nil {
		t.Fatalf("%s: %v", a.Body, err)
	}
	return b
}

var toldCost = map[string]any{"cost": true}

const here = "192.0.2.1"

// still is a clock that stands still, so that no budget refills.
func still() time.Time { return time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC) }

func TestCost_IsReturnedOnRequest(t *testing.T) {
	h := shared(t)
	const query = "query ($n: Int) { contracts(first: $n) { nodes { code axes(first: 3) { nodes { code } } } } }"
	silent := askBill(t, h, here, map[string]any{"query": query})
	if silent.Extensions.Cost != nil || strings.Contains(string(silent.Body), "extensions") {
		t.Errorf("told nobody who asked: %s", silent.Body)
	}
	a := askBill(
		t, h, here, map[string]any{"query": query, "variables": map[string]any{"n": 2}, "extensions": toldCost},
	)
	c := a.Extensions.Cost
	// Each record of a page counts 2, so each of the two contracts costs 2 + 3 × 2.
	if c == nil || c.Requested != 16 || c.Limit != 20_000 || c.Budget != nil {
		t.Fatalf("told %s", a.Body)
	}
	var held struct {
		Contracts struct {
			Nodes []struct{ Axes struct{ Nodes []any } }
		}
	}
	if err := json.Unmarshal(a.Data, &held); err != nil {
		t.Fatal(err)
	}
	records := len(held.Contracts.Nodes)
	for _, n := range held.Contracts.Nodes {
		records += len(n.Axes.Nodes)
	}
	if records < 4 || c.Actual == nil || *c.Actual != records {
		t.Errorf("%d records, told %s", records, a.Body)
	}
	r := testhub.Request(
		t, "GET",
		"/graphql?query="+url.QueryEscape("{ __typename }")+"&extensions="+url.QueryEscape(`{"cost":true}`), "", "",
		"",
	)
	if b := readBill(t, h.Send(t, r)); b.Extensions.Cost == nil || b.Extensions.Cost.Requested != 1 ||
		*b.Extensions.Cost.Actual != 0 {
		t.Errorf("by GET told %s", b.Body)
	}
}

func TestCost_CountsTheValuesOfFilters(t *testing.T) {
	h := shared(t)
	requested := func(query string, variables map[string]any) int {
		t.Helper()
		a := askBill(
			t, h, here,
			map[string]any{
				"query": query, "variables": variables,
				"extensions": map[string]any{"cost": map[string]any{"dryRun": true}},
			},
		)
		if a.Errors != nil || a.Extensions.Cost == nil {
			t.Fatalf("%s: %s", query, a.Body)
		}
		return a.Extensions.Cost.Requested
	}
	plain := requested("{ partners(first: 10) { nodes { code } } }", nil)
	literal := requested(
		`{ partners(first: 10, filter: {contract: "valenciennes", kinds: [ORGANISATION, COLLECTIVE]}) { nodes { code } } }`,
		nil,
	)
	variable := requested("query ($f: PartnerFilter) { partners(first: 10, filter: $f) { nodes { code } } }",
		map[string]any{"f": map[string]any{"contract": "valenciennes", "kinds": []any{"ORGANISATION", "COLLECTIVE"}}})
	within := requested(
		"query ($c: ID) { partners(first: 10, filter: {contract: $c}) { nodes { code } } }",
		map[string]any{"c": "valenciennes"},
	)
	if plain != 20 || literal != 23 || variable != 23 || within != 21 {
		t.Errorf("without %d, literally %d, by a variable %d, by one within %d", plain, literal, variable, within)
	}
	if then := requested(
		`query @asKnownAt(at: "2026-01-05T09:00:00Z") { partners(first: 10) { nodes { code } } }`, nil,
	); then != 1_020 {
		t.Errorf("of the past %d", then)
	}
}

func TestCost_ADryRunDoesNothing(t *testing.T) {
	h := testhub.SQLiteDemo(t, server.Config{Admission: admission.Config{Rate: 1_000, Now: still}})
	admin := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
	dry := map[string]any{"cost": map[string]any{"dryRun": true}}
	a := askBill(t, admin, here, map[string]any{
		"query": `mutation { createSource(input: {code: "dry", name: "Dry"}) { source { name } } }`, "extensions": dry,
	})
	if a.Errors != nil || string(a.Data) != "null" || a.Extensions.Cost == nil ||
		a.Extensions.Cost.Actual != nil || a.Extensions.Cost.Budget.Remaining != 999 {
		t.Errorf("answered %s", a.Body)
	}
	if found := admin.Ask(
		t, `{ sources(first: 100) { nodes { name } } }`, nil,
	); strings.Contains(string(found.Body), "Dry") || found.Errors != nil {
		t.Errorf("it was done: %s", found.Body)
	}
	dear := "{ partners(first: 100) { nodes { contributions(first: 100) { nodes { action {" +
		" contributions(first: 100) { totalCount } } } } } } }"
	a = askBill(t, admin, here, map[string]any{"query": dear, "extensions": dry})
	if len(a.Errors) != 1 || a.Errors[0].Extensions.Code != "COST_EXCEEDED" || a.Extensions.Cost == nil ||
		a.Extensions.Cost.Requested != 1_030_200 {
		t.Errorf("of what is too dear: %s", a.Body)
	}
}

func TestCost_OtherValuesOfTheExtensionAreRefused(t *testing.T) {
	h := shared(t)
	for _, wrong := range []any{1, "true", []any{}, map[string]any{"dryRun": "yes"}, map[string]any{"dry": true}} {
		a := askBill(t, h, here, map[string]any{"query": "{ __typename }", "extensions": map[string]any{"cost": wrong}})
		if len(a.Errors) != 1 || a.Errors[0].Extensions.Code != "BAD_USER_INPUT" ||
			a.Errors[0].Extensions.RequestID == "" {
			t.Errorf("%v: %s", wrong, a.Body)
		}
	}
	for _, no := range []any{nil, false, map[string]any{"dryRun": false}} {
		a := askBill(t, h, here, map[string]any{"query": "{ __typename }", "extensions": map[string]any{"cost": no}})
		if a.Errors != nil || !strings.Contains(string(a.Data), "Query") {
			t.Errorf("%v: %s", no, a.Body)
		}
	}
}

// headers reads the RateLimit headers of an answer.
func headers(t *testing.T, h http.Header) (limit, remaining, reset int) {
	t.Helper()
	for name, into := range map[string]*int{
		"RateLimit-Limit": &limit, "RateLimit-Remaining": &remaining, "RateLimit-Reset": &reset,
	} {
		n, err := strconv.Atoi(h.Get(name))
		if err != nil {
			t.Fatalf("%s is %q", name, h.Get(name))
		}
		*into = n
	}
	return limit, remaining, reset
}

func TestCost_ASpentBudgetSaysWhenToRetry(t *testing.T) {
	h := testhub.SQLiteDemo(t, server.Config{Admission: admission.Config{Rate: 120, Now: still}})
	query := map[string]any{"query": "{ partners(first: 50) { nodes { code } } }", "extensions": toldCost}
	a := askBill(t, h, here, query)
	limit, remaining, reset := headers(t, a.Header)
	if a.Status != 200 || limit != 120 || remaining != 20 || reset != 50 {
		t.Errorf("%d: %d of %d, all in %d s", a.Status, remaining, limit, reset)
	}
	if b := a.Extensions.Cost.Budget; b == nil || b.Limit != 120 || b.Remaining != 20 || b.Reset != 50 {
		t.Errorf("told %s", a.Body)
	}
	a = askBill(t, h, here, query)
	wait, err := strconv.Atoi(a.Header.Get("Retry-After"))
	if a.Status != 429 || err != nil || wait != 40 || len(a.Errors) != 1 ||
		a.Errors[0].Extensions.Code != "RATE_LIMITED" {
		t.Errorf("%d, Retry-After %q: %s", a.Status, a.Header.Get("Retry-After"), a.Body)
	}
	if !strings.Contains(
		string(a.Body), fmt.Sprintf(`"retryAfter":%d`, wait),
	) || !strings.Contains(string(a.Body), "requestId") {
		t.Errorf("refused by %s", a.Body)
	}
	if _, remaining, _ := headers(t, a.Header); remaining != 20 {
		t.Errorf("a refusal took %d", 20-remaining)
	}
	if a := askBill(t, h, "198.51.100.7", query); a.Status != 200 {
		t.Errorf("another address: %d %s", a.Status, a.Body)
	}
	if a := askBill(t, h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator})), here, query); a.Status != 200 {
		t.Errorf("somebody with an account: %d %s", a.Status, a.Body)
	}
}

func TestCost_ARefusedOperationCostsSomething(t *testing.T) {
	h := testhub.New(t, testhub.SQLite(t), server.Config{Admission: admission.Config{Rate: 250, Now: still}})
	for n, query := range []string{"{", "{ nothing }"} {
		if _, remaining, _ := headers(
			t, askBill(t, h, here, map[string]any{"query": query}).Header,
		); remaining != 250-(n+1)*100 {
			t.Errorf("after %d refusals %d is left", n+1, remaining)
		}
	}
	askBill(t, h, here, map[string]any{"query": "{"})
	if a := askBill(
		t, h, here, map[string]any{"query": "{ __typename }"},
	); a.Status != 429 || a.Errors[0].Extensions.Code != "RATE_LIMITED" {
		t.Errorf("%d %s", a.Status, a.Body)
	}
}

func TestCost_AnAnswerLargerThanExpectedCostsMore(t *testing.T) {
	h := testhub.SQLiteDemo(t, server.Config{Admission: admission.Config{Rate: 1_000, Now: still}})
	a := askBill(
		t, h, here,
		map[string]any{
			"query":      "{ partners { nodes { contributions(first: 1) { nodes { action { contributions(first: 1) { totalCount } } } } } } }",
			"extensions": toldCost,
		},
	)
	c := a.Extensions.Cost
	if a.Errors != nil || *c.Actual <= c.Requested {
		t.Fatalf("a guess that the demo data proves wrong is needed: %s", a.Body)
	}
	if _, remaining, _ := headers(t, a.Header); remaining != 1_000-*c.Actual {
		t.Errorf("%d records, and %d is left of 1000", *c.Actual, remaining)
	}
}

func TestCost_OfStreamsIsCounted(t *testing.T) {
	h := testhub.SQLiteDemo(t, server.Config{Admission: admission.Config{Rate: 120, Now: still}})
	server := httptest.NewServer(h)
	defer server.Close()
	stream := func(query string) (status int, header http.Header, said string) {
		t.Helper()
		body := `{"query":` + strconv.Quote(query) + `,"extensions":{"cost":true}}`
		r, err := http.NewRequestWithContext(t.Context(), "POST", server.URL+"/graphql", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept", "text/event-stream")
		r.Header.Set("Content-Type", mediaJSON)
		answer, err := server.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = answer.Body.Close() }()
		raw, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return answer.StatusCode, answer.Header, string(raw)
	}
	_, header, said := stream("{ partners(first: 50) { nodes { code } } }")
	if limit, remaining, _ := headers(t, header); limit != 120 || remaining != 120 ||
		!strings.Contains(said, `"requested":100`) {
		t.Errorf("%d of %d, %s", remaining, limit, said)
	}
	if _, _, said = stream(
		"{ partners(first: 50) { nodes { code } } }",
	); !strings.Contains(said, "RATE_LIMITED") || !strings.Contains(said, "retryAfter") {
		t.Errorf("a second: %s", said)
	}
	stream("{")
	status, header, said := stream("{ __typename }")
	if status != 429 || header.Get("Retry-After") == "" || !strings.Contains(said, "RATE_LIMITED") {
		t.Errorf("when nothing is left: %d %s", status, said)
	}
}

func TestCost_OfResultsOfASubscriptionIsCounted(t *testing.T) {
	h := testhub.New(t, testhub.SQLite(t), server.Config{Admission: admission.Config{Rate: 1_000, Now: still}})
	follower := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
	writer := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
	server := httptest.NewServer(h)
	defer server.Close()
	go h.Run(t.Context())
	events, cancel := subscribe(t, server, follower.Bearer(), "")
	defer cancel()
	follower.Ask(t, "{ __typename }", nil)
	for n := range 3 {
		if made := writer.Ask(
			t, fmt.Sprintf(`mutation { createSource(input: {code: "s-%d", name: "One"}) { source { name } } }`, n), nil,
		); made.Errors != nil {
			t.Fatalf("%s", made.Body)
		}
		next(t, events)
	}
	// what the subscription requested, 3 events and two questions
	if _, after, _ := headers(t, follower.Ask(t, "{ __typename }", nil).Header); after != 1_000-2-3-2 {
		t.Errorf("%d is left after three events", after)
	}
}

func TestCost_TokensOfAnAccountShareItsBudget(t *testing.T) {
	h := testhub.New(t, testhub.SQLite(t), server.Config{Admission: admission.Config{Rate: 120, Now: still}})
	var tokens []string
	ctx := access.WithViewer(t.Context(), access.Named("test"))
	account, err := h.Identity.CreateAccount(ctx, identity.NewAccount{Name: "Ada", Role: lexicon.Administrator})
	for range 2 {
		if err != nil {
			t.Fatal(err)
		}
		var secret string
		secret, _, err = h.Identity.CreateToken(
			ctx, identity.NewToken{Account: account.ID, Label: "test", Scopes: []lexicon.TokenScope{lexicon.ScopeRead}},
		)
		tokens = append(tokens, secret)
	}
	askBill(t, h.As(tokens[0]), here, map[string]any{"query": "{ partners(first: 50) { nodes { code } } }"})
	a := askBill(
		t, h.As(tokens[1]), "198.51.100.7", map[string]any{"query": "{ partners(first: 50) { nodes { code } } }"},
	)
	if a.Status != 429 {
		t.Errorf("%d %s", a.Status, a.Body)
	}
}

func TestValidation_ManyErrorsAreTruncated(t *testing.T) {
	h := shared(t)
	var query strings.Builder
	for n := range 100 {
		_, _ = fmt.Fprintf(&query, "x%d: contracts { totalCount } x%[1]d: partners { totalCount } ", n) // a Builder takes everything
	}
	a := h.Ask(t, "{ "+query.String()+"}", nil)
	if len(a.Errors) != 50 || a.Errors[0].Extensions.Code != "GRAPHQL_VALIDATION_FAILED" {
		t.Errorf("%d errors, %.300s", len(a.Errors), a.Body)
	}
}
