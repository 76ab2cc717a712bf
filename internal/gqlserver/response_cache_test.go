package gqlserver_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"maillage/internal/gen/exec"
	"maillage/internal/gqlserver"
	"maillage/internal/lexicon"
	"maillage/internal/server"
	"maillage/internal/store"
	"maillage/internal/testhub"
)

// requestIDs matches the identifiers of requests in answers.
var requestIDs = regexp.MustCompile(`"requestId":"[^"]*"`)

// asked sends a GET request as a browser does, with headers in pairs.
func asked(t *testing.T, h *testhub.Hub, query string, headers ...string) testhub.Answer {
	t.Helper()
	r := testhub.Request(t, http.MethodGet, "/graphql?"+url.Values{"query": {query}}.Encode(), "", "", "")
	if h.Bearer() != "" {
		r.Header.Set("Authorization", "Bearer "+h.Bearer())
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	return h.Send(t, r)
}

// tagOf returns the entity tag of an answer, once the server has one: a write reaches the network a moment later.
func tagOf(t *testing.T, h *testhub.Hub, query string) string {
	t.Helper()
	if err := h.Network.Refresh(testhub.Context(t)); err != nil {
		t.Fatal(err)
	}
	for late := time.Now().Add(10 * time.Second); ; {
		a := asked(t, h, query)
		if tag := a.Header.Get("ETag"); tag != "" {
			return tag
		} else if time.Now().After(late) {
			t.Fatalf("%s has no tag: %d %.300s", query, a.Status, a.Body)
		}
		if err := h.Network.Refresh(testhub.Context(t)); err != nil {
			t.Fatal(err)
		}
	}
}

const listed = `{ partners(first: 100) { nodes { name code } } contract(by: {code: "valenciennes"}) { axes { nodes { contributors { totalCount } } } } }`

func TestResponseCache_AHitIsNotExecuted(t *testing.T) {
	var executed atomic.Int64
	observe := testhub.Observe(func(_ context.Context, query string) {
		if strings.Contains(query, "partners") && !strings.Contains(query, "tokens") {
			executed.Add(1)
		}
	})
	testhub.EachDemoDatabase(t, func(t *testing.T, s *store.Store) {
		h := testhub.New(t, s, server.Config{Ledger: testhub.Ledger(t, s), CacheBytes: server.DefaultCacheBytes})
		tag := tagOf(t, h, listed)
		first := asked(t, h, listed)
		executed.Store(0)
		for name, a := range map[string]testhub.Answer{
			"again": asked(t, h, listed), "by POST": h.In("en").Ask(t, listed, nil),
		} {
			if a.Status != 200 || (name == "again") != (a.Header.Get("ETag") == tag) {
				t.Errorf("%s: %d, %v", name, a.Status, a.Header)
			}
			if string(a.Body) != string(first.Body) {
				t.Errorf("%s: another answer: %.200s", name, a.Body)
			}
		}
		for _, condition := range []string{
			tag, "W/" + tag, `"x", ` + tag, strings.TrimSuffix(tag, `"`) + `-gzip"`, "*",
		} {
			a := asked(t, h, listed, "If-None-Match", condition)
			if a.Status != http.StatusNotModified || len(a.Body) > 0 || a.Header.Get("ETag") != tag ||
				a.Header.Get("Cache-Control") != "public, max-age=0, must-revalidate" || a.Header.Get("Vary") == "" {
				t.Errorf("with %s: %d %v %.100s", condition, a.Status, a.Header, a.Body)
			}
		}
		if n := executed.Load(); n != 0 {
			t.Errorf("%d statements were executed", n)
		}
		if a := asked(t, h, listed, "If-None-Match", `"other"`); a.Status != 200 ||
			string(a.Body) != string(first.Body) {
			t.Errorf("with another tag: %d", a.Status)
		}
		if a := asked(
			t, h, `{ matrix(filter: {contracts: ["nobody-there"]}) { asOf } }`, "If-None-Match", "*",
		); a.Status != 200 {
			t.Errorf("what there is none of: %d %s", a.Status, a.Body)
		}
	}, observe)
}

func TestResponseCache_AWriteInvalidatesIt(t *testing.T) {
	testhub.EachDemoDatabase(t, func(t *testing.T, s *store.Store) {
		h := testhub.New(t, s, server.Config{Ledger: testhub.Ledger(t, s), CacheBytes: server.DefaultCacheBytes})
		admin := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
		seen := map[string]bool{tagOf(t, admin, listed): true}
		version := 0
		for step, mutation := range []string{
			`mutation { createPartner(input: { code: "newest", name: "One" }) { partner { version } userErrors { message } } }`,
			`mutation { updatePartner(input: { id: "newest", version: 1, name: "Two" }) { partner { version } userErrors { message } } }`,
			`mutation { deletePartner(input: { id: "newest", version: 2 }) { userErrors { message } } }`,
		} {
			var data any
			admin.Get(t, &data, mutation, nil)
			a := asked(t, admin, `{ partner(by: {code: "newest"}) { name version } }`)
			want := []string{`{"name":"One","version":1}`, `{"name":"Two","version":2}`, `null`}[step]
			if !strings.Contains(string(a.Body), want) {
				t.Errorf("after step %d: %s", step, a.Body)
			}
			if tag := tagOf(t, admin, listed); seen[tag] {
				t.Errorf("after step %d the tag is one of before", step)
			} else {
				seen[tag] = true
			}
			version++
		}
		if version != 3 {
			t.Error("not all was written")
		}
	})
}

func TestResponseCache_AWriteOfAnotherProcessInvalidatesIt(t *testing.T) {
	t.Parallel()
	for name, empty := range map[string]func(testing.TB) string{
		"sqlite": testhub.EmptySQLite, "postgres": testhub.EmptyPostgres,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at := empty(t)
			s, other := testhub.Open(t, at), testhub.Open(t, at)
			if _, err := s.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			h := testhub.New(t, s, server.Config{Ledger: testhub.Demo(t, s), CacheBytes: server.DefaultCacheBytes})
			admin := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
			writer := testhub.New(t, other, server.Config{}).As(admin.Bearer())
			tag := tagOf(t, admin, listed)
			var data any
			writer.Get(
				t, &data,
				`mutation { createPartner(input: { code: "aaa-first", name: "Written elsewhere" }) { userErrors { message } } }`,
				nil,
			)
			for late := time.Now().Add(10 * time.Second); ; time.Sleep(20 * time.Millisecond) {
				a := asked(t, admin, listed, "If-None-Match", tag)
				if a.Status == 200 && strings.Contains(string(a.Body), "Written elsewhere") {
					break
				} else if time.Now().After(late) {
					t.Fatalf("still %d %.200s", a.Status, a.Body)
				}
			}
		})
	}
}

func TestResponseCache_IsNeverSharedAcrossRights(t *testing.T) {
	questions := []string{
		listed, `{ contracts { totalCount nodes { code } } }`, `{ citations { totalCount } relations { totalCount } }`,
		`{ matrix { totals { partners { confirmed } } } }`, `{ partners { totalCount } }`, `{ __schema { types { name } } }`,
	}
	testhub.EachDemoDatabase(t, func(t *testing.T, s *store.Store) {
		book := testhub.Ledger(t, s)
		h, fresh := testhub.New(
			t, s, server.Config{Ledger: book, CacheBytes: server.DefaultCacheBytes},
		), testhub.New(t, s, server.Config{Ledger: book, CacheBytes: -1})
		admin := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
		tokens := []string{"",
			h.Token(
				t, testhub.Who{Role: lexicon.Liaison, Partner: "cpam-hainaut", Contracts: []string{"valenciennes"}},
			),
			h.Token(t, testhub.Who{Role: lexicon.Liaison, Partner: "cpam-hainaut"}),
			h.Token(t, testhub.Who{Role: lexicon.Coordinator, Contracts: []string{"valenciennes"}}),
			h.Token(
				t,
				testhub.Who{
					Role: lexicon.Coordinator, Contracts: []string{"valenciennes"},
					Scopes: []lexicon.TokenScope{lexicon.ScopeFeed},
				},
			),
			admin.Bearer(),
		}
		compare := func(when string) {
			t.Helper()
			for _, q := range questions {
				tags := map[string]int{} // of whom each is
				for range 2 {
					for i, token := range tokens {
						got, want := asked(t, h.As(token), q), asked(t, fresh.As(token), q)
						if withoutID(got.Body) != withoutID(want.Body) {
							t.Errorf("%s, viewer %d, %s: %.300s\nwant %.300s", when, i, q, got.Body, want.Body)
						}
						tag := got.Header.Get("ETag")
						if of, given := tags[tag]; tag != "" && given && of != i {
							t.Errorf("%s, %s: viewers %d and %d share a tag", when, q, of, i)
						}
						tags[tag] = i
						if private := got.Header.Get("Cache-Control"); got.Header.Get("ETag") != "" &&
							(token == "") != strings.HasPrefix(private, "public") {
							t.Errorf("viewer %d: %s", i, private)
						}
					}
				}
				if len(tags) < 3 { // those who may read nothing, or find an error, have none
					t.Errorf("%s: %s has only %d tags", when, q, len(tags))
				}
			}
		}
		refreshed := func() {
			if err := h.Network.Refresh(testhub.Context(t)); err != nil {
				t.Fatal(err)
			}
			tagOf(t, admin, listed)
		}
		refreshed()
		compare("at first")
		var data struct {
			Contract struct{ Version int }
		}
		admin.Get(t, &data, `{ contract(by: {code: "valenciennes"}) { version } }`, nil)
		var closed any
		admin.Get(
			t, &closed,
			`mutation ($v: Int!) { updateContract(input: { id: "valenciennes", version: $v, public: false }) { userErrors { message } } }`,
			map[string]any{"v": data.Contract.Version},
		)
		refreshed()
		compare("with a contract closed")
		tokens = tokens[:5] // only an account that has logged in publishes the directory
		if a := asked(
			t, h.As(""), `{ contract(by: {code: "valenciennes"}) { name } }`,
		); !strings.Contains(string(a.Body), "null") {
			t.Errorf("a closed contract: %s", a.Body)
		}
	})
}

func withoutID(body []byte) string { return requestIDs.ReplaceAllString(string(body), "") }

func TestResponseCache_ARevokedTokenGetsNothing(t *testing.T) {
	h := testhub.SQLiteDemo(t, server.Config{CacheBytes: server.DefaultCacheBytes})
	admin := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
	tag := tagOf(t, admin, listed)
	h.Store.Client.Token.Update().SetRevokedAt(time.Now()).ExecX(testhub.Context(t))
	for _, a := range []testhub.Answer{asked(t, admin, listed), asked(t, admin, listed, "If-None-Match", tag)} {
		if a.Status != http.StatusUnauthorized || a.Header.Get("ETag") != "" ||
			a.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%d %v", a.Status, a.Header)
		}
	}
}

func TestResponseCache_HoldsNothingThatChangesWithoutALine(t *testing.T) {
	h := testhub.SQLiteDemo(t, server.Config{CacheBytes: server.DefaultCacheBytes})
	admin := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
	tagOf(t, admin, listed)
	for _, query := range []string{
		`{ viewer { role } }`, `{ partners { totalCount } viewer { role } }`, `{ changes(first: 1) { nodes { id } } }`,
		`{ contract(by: {code: "valenciennes"}) { drafts { id } } }`, `{ node(id: "draft_00000000000000000000000000") { id } }`,
		`{ nodes(ids: ["partner_00000000000000000000000000", "draft_00000000000000000000000000"]) { id } }`,
		`{ ...f } fragment f on Query { ... on Query { viewer { role } } }`, `{ matrix(filter: {contracts: ["nowhere"]}) { asOf } }`,
	} {
		for range 2 {
			a := asked(t, admin, query, "If-None-Match", "*")
			if a.Status != 200 || a.Header.Get("ETag") != "" || a.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s: %d %v %.200s", query, a.Status, a.Header, a.Body)
			}
		}
	}
	for _, query := range []string{
		`{ node(id: "partner_00000000000000000000000000") { id } }`, `{ __schema { queryType { name } } }`,
	} {
		tagOf(t, admin, query)
	}
}

func TestResponseCache_KeepsLanguagesAndMediaTypesApart(t *testing.T) {
	h := testhub.SQLiteDemo(t, server.Config{CacheBytes: server.DefaultCacheBytes})
	tag := tagOf(t, h, listed)
	for _, header := range [][]string{{"Accept-Language", "en"}, {"Accept", mediaResponse}} {
		a := asked(t, h, listed, append(header, "If-None-Match", tag)...)
		if other := a.Header.Get("ETag"); a.Status != 200 || other == tag || other == "" {
			t.Errorf("%v: %d, %s", header, a.Status, other)
		}
	}
}

// Whoever adds a type decides whether its objects change without a line of the ledger, here and in the schema.
func TestResponseCache_EveryTypeIsDecided(t *testing.T) {
	moves := []string{
		"Account", "Actor", "Change", "ChangeConnection", "ChangeEdge", "Conflict", "Contact", "ContactAccess",
		"ContactGrant", "Draft", "DraftStep", "FieldChange", "FieldValue", "Import", "ImportCandidate", "ImportCharsetCount",
		"ImportCodeCount", "ImportColumn", "ImportConnection", "ImportCounts", "ImportEdge", "ImportFinding", "ImportGuess",
		"ImportLine", "ImportLineConnection", "ImportLineEdge", "ImportNote", "ImportOutcomeCount", "ImportParty",
		"ImportPartyConnection", "ImportPartyEdge", "Invitation", "Token", "Viewer",
		"Webhook", "WebhookDelivery", "WebhookDeliveryConnection", "WebhookDeliveryEdge",
	}
	reachable := map[string]bool{}
	var reach func(string)
	reach = func(name string) {
		d := exec.Schema.Types[name]
		if reachable[name] || !d.IsCompositeType() || d.BuiltIn {
			return
		}
		reachable[name] = true
		for _, f := range d.Fields {
			reach(f.Type.Name())
		}
		for _, possible := range exec.Schema.GetPossibleTypes(d) {
			reach(possible.Name)
		}
	}
	reach("Query")
	for name := range reachable {
		is, isNot := exec.Schema.Types[name].Directives.ForName("cached"), exec.Schema.Types[name].Directives.ForName("uncached")
		if moving := slices.Contains(moves, name); (isNot != nil) != moving || (is != nil) == moving {
			t.Errorf("%s has to be @cached, or @uncached and listed here", name)
		}
		if gqlserver.IsCached(name) != (is != nil) {
			t.Errorf("%s is cached: %v", name, gqlserver.IsCached(name))
		}
	}
	if len(reachable) < 100 {
		t.Errorf("only %d types were reached", len(reachable))
	}
	for _, name := range []string{"Mutation", "Subscription", "PartnerPayload"} {
		if gqlserver.IsCached(name) {
			t.Errorf("%s is cached", name)
		}
	}
}
