package mutations_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"maillage/internal/server"
	"maillage/internal/testhub"
)

// An operation that the libraries wrongly accept or fail on is refused before anything is executed.
func TestValidation_RefusesWhatTheSpecificationForbids(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		for _, c := range []struct {
			document  string
			variables map[string]any
		}{
			{`query ($b: Boolean = true) { __typename @include(if: $b) }`, in{"b": nil}},
			{`query ($b: Boolean = true) { ...F } fragment F on Query { partners { nodes { name @skip(if: $b) } } }`, in{"b": nil}},
			{`query ($b: Boolean = null) { __typename @include(if: $b) }`, nil},
			{`query ($c: String = "x") { __type(name: $c) { name } }`, in{"c": nil}},
			{`query ($i: ID = "x") { nodes(ids: [$i]) { id } }`, in{"i": nil}},
			{`query ($i: ID) { nodes(ids: [$i]) { id } }`, nil},
			{`query ($k: PartnerKind = ORGANISATION) { partners(filter: {kinds: [$k]}) { totalCount } }`, in{"k": nil}},
			{`mutation ($p: CreatePartnerInput = {code: "x", name: "x"}) { createPartner(input: $p) { replayed } }`, in{"p": nil}},
			{`{ __typename @include(if: {}) }`, nil},
			{`{ ... @skip(if: {}) { __typename } }`, nil},
			{`{ node(id: {}) { id } }`, nil},
			{`{ partners(first: {}) { totalCount } }`, nil},
			{`{ partners(filter: {kinds: [{}]}) { totalCount } }`, nil},
			{`mutation { createPartner(input: {code: "x", name: "x", clientMutationId: {}}) { replayed } }`, nil},
			{`{ partners(first: 3000000000) { totalCount } }`, nil},
			{`mutation { updatePartner(input: {id: "x", version: 3000000000, name: "x"}) { replayed } }`, nil},
			{`{ ... @defer { __typename } }`, nil},
			{`{ ...F } fragment F($a: Int) on Query { __typename }`, nil},
			{`subscription { changed { cursor } a: changed { cursor } }`, nil},
			{`subscription { ...F ...G } fragment F on Subscription { changed { cursor } } fragment G on Subscription { a: changed { cursor } }`, nil},
			{`subscription { changed @skip(if: true) { cursor } }`, nil},
			{`subscription { ... @include(if: true) { changed { cursor } } }`, nil},
			{`subscription { ...F @skip(if: false) } fragment F on Subscription { changed { cursor } }`, nil},
		} {
			if strings.HasPrefix(c.document, "subscription") {
				body, _ := json.Marshal(map[string]any{"query": c.document}) // a text is always JSON
				told := string(
					h.Send(
						t,
						testhub.Request(t, http.MethodPost, "/graphql", "text/event-stream", "application/json", string(body)),
					).Body,
				)
				if !strings.Contains(told, "GRAPHQL_VALIDATION_FAILED") || strings.Contains(told, `"data"`) {
					t.Errorf("%s: %s", c.document, told)
				}
				continue
			}
			answer := h.Ask(t, c.document, c.variables)
			if len(answer.Errors) == 0 || answer.Errors[0].Extensions.Code != "GRAPHQL_VALIDATION_FAILED" ||
				answer.Data != nil || strings.Contains(string(answer.Body), "map[") {
				t.Errorf("%s %v: %d %s", c.document, c.variables, answer.Status, answer.Body)
			}
		}
		for _, c := range []struct {
			document  string
			variables map[string]any
		}{ // these are allowed
			{`query ($b: Boolean = true) { __typename @include(if: $b) }`, nil},
			{`query ($b: Boolean!) { __typename @include(if: $b) }`, in{"b": true}},
			{`query ($n: Int, $a: Cursor) { partners(first: $n, after: $a) { totalCount } }`, in{"n": nil}},
			{`{ contributions(filter: {amount: {gte: 3000000000}}) { totalCount } }`, nil},
			{`{ partners(filter: {}) { totalCount } }`, nil},
			{`query ($l: Language) { vocabularies { words { label(language: $l) } } }`, nil},
		} {
			if answer := h.Ask(t, c.document, c.variables); answer.Status != 200 || len(answer.Errors) > 0 {
				t.Errorf("%s %v: %d %.300s", c.document, c.variables, answer.Status, answer.Body)
			}
		}
	})
}

// The error of a scalar is a sentence in the client's language, and never a Go error.
func TestScalars_SayWhatTheyWant(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		for _, c := range []struct {
			document string
			variable any
			english  string
			french   string
		}{
			{`query ($v: Cents) { contributions(filter: {amount: {gte: $v}}) { totalCount } }`, "12,5", `"12,5" is not an amount in whole euro cents`, "un montant en centimes"},
			{`query ($v: Cents) { contributions(filter: {amount: {gte: $v}}) { totalCount } }`, 12.5, `"12.5" is not an amount`, "un montant en centimes"},
			{`query ($v: Cents) { contributions(filter: {amount: {gte: $v}}) { totalCount } }`, 1e300, `is not an amount`, "un montant en centimes"},
			{`query ($v: Cents) { contributions(filter: {amount: {gte: $v}}) { totalCount } }`, true, `"true" is not an amount`, "un montant en centimes"},
			{`query ($v: DateTime) { partners(filter: {createdAt: {from: $v}}) { totalCount } }`, "2026-01-05", `"2026-01-05" is not a moment such as 2026-01-05T09:00:00Z`, "un moment comme"},
			{`query ($v: DateTime) { partners(filter: {createdAt: {from: $v}}) { totalCount } }`, "", `"" is not a moment`, "un moment comme"},
			{`query ($v: PartialDate) { matrix(asOf: $v) { totals { chains { confirmed } } } }`, in{}, `"{}" is not a partial date`, "une date partielle"},
			{`query ($v: Cursor) { partners(after: $v) { totalCount } }`, in{"a": 1}, `is not a cursor`, "un curseur"},
			{`query { partners(after: ["x"]) { totalCount } }`, nil, `"[\"x\"]" is not a cursor`, "un curseur"},
			{`query { contributions(filter: {amount: {gte: {}}}) { totalCount } }`, nil, `"{}" is not an amount`, "un montant"},
			{`query ($v: [PartnerKind!]) { partners(filter: {kinds: $v}) { totalCount } }`, []any{in{"a": 1}}, `{"a":1} is not a value of PartnerKind`, "n’est pas une valeur de PartnerKind"},
		} {
			for reader, want := range map[*testhub.Hub]string{h.In("en"): c.english, h.In("fr"): c.french} {
				answer := reader.Ask(t, c.document, in{"v": c.variable})
				if len(answer.Errors) != 1 || !strings.Contains(answer.Errors[0].Message, want) {
					t.Errorf("%s %v: want %q\n%s", c.document, c.variable, want, answer.Body)
				}
			}
		}
	})
}

// Introspection must show the schema that is served, as the edition of 2021 and `@oneOf` define it. Clients that
// build a schema from it refuse anything else.
func TestIntrospection_ShowsNothingBeyondTheSchema(t *testing.T) {
	h := testhub.New(t, testhub.SQLite(t), server.Config{})
	var told struct {
		Schema struct {
			Directives []struct {
				Name      string
				Locations []string
			}
			Types []struct {
				Name          string
				PossibleTypes []struct{ Name, Kind string }
			}
		} `json:"__schema"`
	}
	h.Get(t, &told, `{ __schema { directives { name locations } types { name possibleTypes { name kind } } } }`, nil)
	known := strings.Fields(
		"QUERY MUTATION SUBSCRIPTION FIELD FRAGMENT_DEFINITION FRAGMENT_SPREAD INLINE_FRAGMENT VARIABLE_DEFINITION SCHEMA SCALAR OBJECT FIELD_DEFINITION ARGUMENT_DEFINITION INTERFACE UNION ENUM ENUM_VALUE INPUT_OBJECT INPUT_FIELD_DEFINITION",
	)
	var names []string
	for _, d := range told.Schema.Directives {
		names = append(names, d.Name)
		for _, l := range d.Locations {
			if !slices.Contains(known, l) {
				t.Errorf("@%s stands on %s", d.Name, l)
			}
		}
	}
	slices.Sort(names)
	if want := []string{
		"asKnownAt", "cached", "cost", "costPer", "deprecated", "include", "introspectionCost", "listSize", "oneOf",
		"shared", "skip", "specifiedBy", "uncached",
	}; !slices.Equal(names, want) {
		t.Errorf("directives %v, want %v", names, want)
	}
	several := 0
	for _, d := range told.Schema.Types {
		for _, p := range d.PossibleTypes {
			several++
			if p.Kind != "OBJECT" {
				t.Errorf("%s may be %s, which is of kind %s", d.Name, p.Name, p.Kind)
			}
		}
	}
	if several < 40 {
		t.Errorf("%d possible types", several)
	}
}

// Whatever implements Node is found by its identifier by every viewer who may see it.
func TestNodes_LinesAndDraftsAreNodes(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		draft := done(t, h, "beginDraft", in{"contract": "north", "title": "T"}).Draft.ID
		h.Settle(t)
		var told struct {
			Changes struct{ Nodes []struct{ ID string } }
		}
		h.Get(t, &told, `{ changes(first: 2) { nodes { id } } }`, nil)
		ids := []any{told.Changes.Nodes[1].ID, draft, told.Changes.Nodes[0].ID, "draft_01h455vb4pex5vsknk084sn02q"}
		const query = `query ($ids: [ID!]!, $one: ID!) { nodes(ids: $ids) { id __typename ... on Draft { title } ... on Change { record { id } } } node(id: $one) { id } }`
		var got struct {
			Nodes []*struct {
				ID, Title string
				Type      string `json:"__typename"`
				Record    *struct{ ID string }
			}
			Node *struct{ ID string }
		}
		h.Get(t, &got, query, in{"ids": ids, "one": draft})
		n := got.Nodes
		if len(n) != 4 || n[0] == nil || n[0].ID != ids[0] || n[0].Record == nil || n[1] == nil ||
			n[1].Type != "Draft" || n[1].Title != "T" || n[2] == nil || n[2].ID != ids[2] || n[3] != nil || got.Node == nil {
			t.Errorf("%+v", got)
		}
		public := h.As("")
		got.Nodes, got.Node = nil, nil
		public.Get(t, &got, query, in{"ids": ids, "one": draft})
		if got.Nodes[1] != nil || got.Node != nil {
			t.Errorf("whoever has no account sees a draft: %+v", got)
		}
		single := h.Send(t, testhub.Request(
			t, http.MethodGet, "/graphql?"+url.Values{"query": {`{ nodes(ids: "` + draft + `") { id } }`}}.Encode(), "", "", "",
		))
		if single.Header.Get("ETag") != "" {
			t.Errorf("a draft is kept: %v", single.Header)
		}
	})
}
