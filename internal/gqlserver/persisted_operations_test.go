package gqlserver_test

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"maillage/internal/gqlserver"
	"maillage/internal/lexicon"
	kept "maillage/internal/persisted"
	"maillage/internal/server"
	"maillage/internal/store"
	"maillage/internal/testhub"
)

// persist registers operations in the database, as another process does, without the hub that serves.

func idOf(text string) string { return kept.Prefix + kept.HashOf(text) }

func TestPersistedOperations_AreAskedByTheirHash(t *testing.T) {
	const query = "query ($n: Int) { contracts(first: $n) { nodes { code } } }"
	testhub.EachDemoDatabase(t, func(t *testing.T, s *store.Store) {
		h := testhub.New(t, s, server.Config{Ledger: testhub.Ledger(t, s)})
		members := map[string]any{"documentId": idOf(query), "variables": map[string]any{"n": 1}}
		if a := askBill(t, h, here, members); len(a.Errors) != 1 ||
			a.Errors[0].Extensions.Code != "PERSISTED_QUERY_NOT_FOUND" || a.Errors[0].Extensions.RequestID == "" {
			t.Errorf("before it was let in: %s", a.Body)
		}
		d := testhub.Persist(t, s, query, "mutation { x: __typename }")
		const want = `{"data":{"contracts":{"nodes":[{"code":"valenciennes"}]}}}`
		if a := askBill(t, h, here, members); strings.TrimSpace(string(a.Body)) != want {
			t.Errorf("by POST: %s", a.Body)
		}
		get := func(text, accept string) *http.Request {
			return testhub.Request(
				t, "GET", "/graphql?documentId="+idOf(text)+"&variables="+url.QueryEscape(`{"n":1}`), accept, "", "",
			)
		}
		if a := h.Send(t, get(query, "")); strings.TrimSpace(string(a.Body)) != want {
			t.Errorf("by GET: %s", a.Body)
		}
		if a := h.Send(t, get("mutation { x: __typename }", "")); a.Status != 405 || a.Header.Get("Allow") != "POST" {
			t.Errorf("a mutation by GET: %d %s", a.Status, a.Body)
		}
		admin := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
		r := get("mutation { x: __typename }", "text/event-stream")
		r.Header.Set("Authorization", "Bearer "+admin.Bearer())
		if a := h.Send(t, r); !strings.Contains(string(a.Body), "BAD_USER_INPUT") {
			t.Errorf("a mutation as a stream by GET: %d %s", a.Status, a.Body)
		}
		if a := h.Send(t, get(query, "text/event-stream")); !strings.Contains(
			string(a.Body), strings.TrimSuffix(want, "}"),
		) {
			t.Errorf("as a stream: %s", a.Body)
		}
		if n, err := d.Remove(t.Context(), idOf(query)); n != 1 || err != nil {
			t.Fatal(n, err)
		}
		if a := askBill(t, h, here, members); len(a.Errors) != 1 ||
			a.Errors[0].Extensions.Code != "PERSISTED_QUERY_NOT_FOUND" {
			t.Errorf("after it was shut out: %s", a.Body)
		}
	})
}

func TestPersistedOperations_MayBeRequiredOfThePublic(t *testing.T) {
	t.Parallel()
	const known = "{ contracts { nodes { code } } }"
	testhub.EachDemoDatabase(t, func(t *testing.T, s *store.Store) {
		t.Parallel()
		l := testhub.Ledger(t, s)
		d := testhub.Persist(t, s, known, "subscription { changed { cursor } }")
		if err := d.Require(t.Context(), true); err != nil {
			t.Fatal(err)
		}
		h := testhub.New(t, s, server.Config{Ledger: l})
		for _, free := range []string{"{ __typename }", "{ __schema { types { name } } }", known + " ", "{", ""} {
			members := map[string]any{"query": free}
			if a := askBill(t, h, here, members); len(a.Errors) != 1 ||
				a.Errors[0].Extensions.Code != "PERSISTED_QUERY_REQUIRED" || len(a.Data) > 0 {
				t.Errorf("%q: %s", free, a.Body)
			}
		}
		for _, members := range []map[string]any{{"documentId": idOf(known)}, {"query": known}} {
			if a := askBill(t, h, here, members); a.Errors != nil {
				t.Errorf("%v: %s", members, a.Body)
			}
		}
		r := testhub.Request(
			t, "POST", "/graphql", "text/event-stream", mediaJSON,
			`{"query":"subscription { changed { node { recordId } } }"}`,
		)
		if a := h.Send(t, r); !strings.Contains(string(a.Body), "PERSISTED_QUERY_REQUIRED") {
			t.Errorf("a subscription: %s", a.Body)
		}
		admin := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
		if a := admin.Ask(t, "{ __typename }", nil); a.Errors != nil {
			t.Errorf("somebody with an account: %s", a.Body)
		}
		if err := d.Require(t.Context(), false); err != nil {
			t.Fatal(err)
		}
		for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
			if askBill(t, h, here, map[string]any{"query": "{ __typename }"}).Errors == nil {
				break
			} else if time.Now().After(deadline) {
				t.Fatal("it is still required")
			}
		}
	})
}

func TestPersistedOperations_ASubscriptionIsAskedByItsHash(t *testing.T) {
	const follow = "subscription { changed { cursor } }"
	s := testhub.SQLite(t)
	testhub.Persist(t, s, follow)
	h := testhub.New(t, s, server.Config{})
	token := h.Token(t, testhub.Who{Role: lexicon.Administrator})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	server := httptest.NewServer(h)
	defer server.Close()
	r, err := http.NewRequestWithContext(ctx, "GET", server.URL+"/graphql?documentId="+idOf(follow), nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "text/event-stream")
	r.Header.Set("Authorization", "Bearer "+token)
	answer, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	lines := bufio.NewScanner(answer.Body)
	for n := 0; ; n++ { // the subscription begins with what comes next, which one write may be too early for
		if writer := h.As(token).Ask(
			t, fmt.Sprintf(`mutation { upsertSource(input: {code: "s", name: "Name %d"}) { source { name } } }`, n),
			nil,
		); writer.Errors != nil {
			t.Fatalf("%s", writer.Body)
		}
		if !lines.Scan() {
			t.Fatal(lines.Err())
		}
		if strings.HasPrefix(lines.Text(), "event: next") {
			return
		}
	}
}

func TestPersistedOperations_CheckNamesTheWrongLine(t *testing.T) {
	limits := gqlserver.DefaultLimits()
	for text, want := range map[string]gqlserver.Problem{
		"{\n  contracts {":                           {Line: 2, Sentence: "Expected Name"},
		"{\n  contracts { nodes { code } }\n  no\n}": {Line: 3, Sentence: `Cannot query field "no"`},
		"fragment F on Query { __typename }":         {Line: 1, Sentence: "no operation"},
		"":                                           {Line: 1, Sentence: "no operation"},
		"{ a }\x00":                                  {Line: 1, Sentence: "NUL"},
		"query A { __typename }\nquery B { partners(first: 100) { nodes { contributions(first: 100) { nodes { partner { contributions(first: 100) { totalCount } } } } } } }": {Line: 2, Sentence: "costs up to"},
		"{" + strings.Repeat(" __typename", 2_000) + "}":        {Line: 1, Sentence: "token"},
		"{ __typename } #" + strings.Repeat("x", 100<<10):       {Line: 1, Sentence: "bytes"},
		"{ ...A } fragment A on Query { ...A }":                 {Line: 1, Sentence: "Cannot spread fragment"},
		"query A { __typename }\n\nquery A { x: __typename }\n": {Line: 3, Sentence: "only one operation named"},
	} {
		_, problems := gqlserver.Check(text, limits)
		if len(problems) == 0 || problems[0].Line != want.Line || !strings.Contains(
			problems[0].Sentence, want.Sentence,
		) {
			t.Errorf("%.60q: %+v instead of %+v", text, problems, want)
		}
	}
	known, problems := gqlserver.Check("query Named($n: Int = 7) { contracts(first: $n) { nodes { code } } }", limits)
	if problems != nil || known.Name != "Named" || known.Cost != 14 {
		t.Errorf("%+v, %+v", known, problems)
	}
}
