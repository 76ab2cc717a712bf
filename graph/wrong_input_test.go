package graph_test

import (
	"encoding/json"
	"strings"
	"testing"

	"maillage/internal/testhub"
)

func TestWrongInput_IsATypedErrorThatNamesTheArgument(t *testing.T) {
	cases := []struct{ query, variables, code, argument, path string }{
		{`{ contract { name } }`, ``, "GRAPHQL_VALIDATION_FAILED", ``, ``},
		{`{ contract(by: {code: "valenciennes", id: "x"}) { name } }`, ``, "GRAPHQL_VALIDATION_FAILED", ``, ``},
		{`{ partners(first: 1000000) { totalCount } }`, ``, "BAD_USER_INPUT", `["first"]`, `["partners"]`},
		{`{ partners(first: 0) { totalCount } }`, ``, "BAD_USER_INPUT", `["first"]`, `["partners"]`},
		{`{ partners(last: -1) { totalCount } }`, ``, "BAD_USER_INPUT", `["last"]`, `["partners"]`},
		{`{ partners(first: 1, last: 1) { totalCount } }`, ``, "BAD_USER_INPUT", `["last"]`, `["partners"]`},
		{`{ partners(after: "rubbish") { totalCount } }`, ``, "BAD_USER_INPUT", `["after"]`, `["partners"]`},
		{`{ partners(before: "") { totalCount } }`, ``, "BAD_USER_INPUT", `["before"]`, `["partners"]`},
		{`{ contract(by: {code: "valenciennes"}) { axes(first: 2, after: "AAAA") { totalCount } } }`, ``, "BAD_USER_INPUT", `["after"]`, `["contract","axes"]`},
		{`{ contract(by: {code: "valenciennes"}) { matrix(asOf: "2016-13") { asOf } } }`, ``, "BAD_USER_INPUT", `["asOf"]`, `["contract","matrix"]`},
		{`query ($d: PartialDate) { contract(by: {code: "valenciennes"}) { matrix(asOf: $d) { asOf } } }`, `{"d": "2016-13"}`, "BAD_USER_INPUT", `["asOf"]`, `["contract","matrix"]`},
		{`query ($d: PartialDate) { contract(by: {code: "valenciennes"}) { matrix(asOf: $d) { asOf } } }`, `{"d": 2016}`, "BAD_USER_INPUT", `["asOf"]`, `["contract","matrix"]`},
		{`{ contract(by: {code: "valenciennes"}) { matrix(filter: {themes: ["logement", "astrologie"]}) { asOf } } }`, ``, "NOT_FOUND", `["filter","themes",1]`, `["contract","matrix"]`},
		{`{ contract(by: {code: "valenciennes"}) { matrix(filter: {themes: []}) { asOf } } }`, ``, "BAD_USER_INPUT", `["filter","themes"]`, `["contract","matrix"]`},
		{`{ contract(by: {code: "valenciennes"}) { matrix(filter: {partners: ["nobody"]}) { asOf } } }`, ``, "NOT_FOUND", `["filter","partners",0]`, `["contract","matrix"]`},
		{`{ matrix(filter: {contracts: ["nowhere"]}) { asOf } }`, ``, "NOT_FOUND", `["filter","contracts",0]`, `["matrix"]`},
		{`{ contributions(filter: {asOf: "soon"}) { totalCount } }`, ``, "BAD_USER_INPUT", `["filter","asOf"]`, `["contributions"]`},
		{`{ path(from: {id: "x"}, to: {id: "y"}) { length } }`, ``, "NOT_FOUND", `["from","id"]`, `["path"]`},
		{`{ path(from: {partner: "cpam-hainaut"}, to: {axis: "nowhere/x"}) { length } }`, ``, "NOT_FOUND", `["to","axis"]`, `["path"]`},
		{`{ path(from: {}, to: {id: "y"}) { length } }`, ``, "GRAPHQL_VALIDATION_FAILED", `["from"]`, ``},
		{`{ partner(by: {code: null}) { name } }`, ``, "GRAPHQL_VALIDATION_FAILED", `["by"]`, ``},
		{`query ($c: String) { partner(by: {code: $c}) { name } }`, `{"c": "x"}`, "GRAPHQL_VALIDATION_FAILED", `["by"]`, ``},
		{`{ citations(filter: {recordWith: {}}) { totalCount } }`, ``, "GRAPHQL_VALIDATION_FAILED", `["filter","recordWith"]`, ``},
		{`{ contract(by: {code: "valenciennes"}) { matrix(asOf: 2016) { asOf } } }`, ``, "BAD_USER_INPUT", `["asOf"]`, `["contract","matrix"]`},
		{`query @asKnownAt(at: "2099-01-01T00:00:00Z") { partners { totalCount } }`, ``, "BAD_USER_INPUT", `["at"]`, ``},
		{`{ contract(by: {code: "valenciennes"}) { matrixChanges(from: {asOf: "2016-02", knownAt: "2016-01-31T12:00:00Z"}) { fromAsOf } } }`, ``, "BAD_USER_INPUT", `["from","asOf"]`, `["contract","matrixChanges"]`},
		{`{ contract(by: {code: "valenciennes"}) { gaps(staleAfterMonths: -1) { code } } }`, ``, "BAD_USER_INPUT", `["staleAfterMonths"]`, `["contract","gaps"]`},
		{`query ($c: [String!]) { contracts(filter: {codes: $c}) { totalCount } }`, `{"c": [` + strings.TrimSuffix(strings.Repeat(`"",`, 101), ",") + `]}`, "BAD_USER_INPUT", `["filter","codes"]`, `["contracts"]`},
		{`{ contract(by: {code: "valenciennes"}) { bridges { partners(first: 0) { articulation } } } }`, ``, "BAD_USER_INPUT", `["first"]`, `["contract","bridges","partners"]`},
		{
			`{ contract(by: {code: "valenciennes"}) { bridges(withoutPartners: ["cpam-hainaut", "nobody"]) { cutOffCount } } }`, ``,
			"NOT_FOUND", `["withoutPartners",1]`, `["contract","bridges"]`,
		},
		{
			`{ contract(by: {code: "valenciennes"}) { bridges(withoutPartners: []) { cutOffCount } } }`, ``,
			"BAD_USER_INPUT", `["withoutPartners"]`, `["contract","bridges"]`,
		},
		{
			`{ contract(by: {code: "valenciennes"}) { bridges { cutOffParts(first: 101) { size } } } }`, ``,
			"BAD_USER_INPUT", `["first"]`, `["contract","bridges","cutOffParts"]`,
		},
		{`{ contract(by: {code: "valenciennes"}) { matrix(filter: {statuses: [SURE]}) { asOf } } }`, ``, "GRAPHQL_VALIDATION_FAILED", ``, ``},
		{`query ($s: [Status!]) { contract(by: {code: "valenciennes"}) { matrix(filter: {statuses: $s}) { asOf } } }`, `{"s": ["SURE"]}`, "GRAPHQL_VALIDATION_FAILED", ``, ``},
		{`query ($n: Int) { partners(first: $n) { totalCount } }`, `{"n": "many"}`, "GRAPHQL_VALIDATION_FAILED", ``, ``},
		{`query ($n: Int!) { partners(first: $n) { totalCount } }`, ``, "GRAPHQL_VALIDATION_FAILED", ``, ``},
		{`{ nothing }`, ``, "GRAPHQL_VALIDATION_FAILED", ``, ``},
		{`{ partners { `, ``, "GRAPHQL_PARSE_FAILED", ``, ``},
	}
	eachReadOnly(t, func(t *testing.T, h *testhub.Hub) {
		for _, c := range cases {
			var variables map[string]any
			if c.variables != "" {
				if err := json.Unmarshal([]byte(c.variables), &variables); err != nil {
					t.Fatal(err)
				}
			}
			answer := h.Ask(t, c.query, variables)
			if len(answer.Errors) == 0 {
				t.Errorf("%s %s: no error: %s", c.query, c.variables, answer.Body)
				continue
			}
			e := answer.Errors[0]
			if e.Extensions.Code != c.code || e.Message == "" || e.Extensions.RequestID == "" ||
				c.argument != "" && text(e.Extensions.Argument) != c.argument || c.path != "" &&
				text(e.Path) != c.path {
				t.Errorf(
					"%s %s: %s\nwant %s about %s at %s", c.query, c.variables, answer.Body, c.code, c.argument, c.path,
				)
			}
		}
	})
}

// An error of an input tells a front-end developer how to fix it.
func TestWrongInput_SaysWhatToWrite(t *testing.T) {
	eachReadOnly(t, func(t *testing.T, h *testhub.Hub) {
		for _, c := range []struct{ query, english, french string }{
			{`{ matrix(asOf: 2025) { asOf } }`, `2025 is a number. Write the date in quotes: "2025".`, "entre guillemets"},
			{`{ partner(by: {code: null}) { name } }`, "`by` needs exactly one of `id`, `code`, and not null.", "demande exactement un champ parmi `id`, `code`"},
			{`{ partner(by: {}) { name } }`, "`by` needs exactly one of `id`, `code`, and not null.", "demande exactement un champ parmi"},
		} {
			for reader, want := range map[*testhub.Hub]string{h.In("en"): c.english, h.In("fr"): c.french} {
				answer := reader.Ask(t, c.query, nil)
				if len(answer.Errors) != 1 || !strings.Contains(answer.Errors[0].Message, want) {
					t.Errorf("%s: want %q\n%s", c.query, want, answer.Body)
				}
			}
		}
	})
}

func TestNodes_UnknownIDsAreNullAndInOrder(t *testing.T) {
	eachReadOnly(t, func(t *testing.T, h *testhub.Hub) {
		var known struct {
			Partner, Axis, Citation struct{ ID string }
			Citations               struct{ Nodes []struct{ ID string } }
		}
		h.Get(
			t, &known,
			`{ partner(by: {code: "drjscs"}) { id } axis(by: {code: "valenciennes/axe-2"}) { id } citations(first: 1) { nodes { id } } }`,
			nil,
		)
		ids := []string{
			known.Axis.ID, "partner_00000000000000000000000000", known.Partner.ID, "rubbish",
			known.Citations.Nodes[0].ID, known.Axis.ID,
		}
		var answer struct {
			Nodes []*struct {
				ID       string
				Typename string `json:"__typename"`
			}
			Node *struct{ ID string }
		}
		h.Get(
			t, &answer, `query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename } node(id: "rubbish") { id } }`,
			map[string]any{"ids": ids},
		)
		if answer.Node != nil || len(answer.Nodes) != len(ids) || answer.Nodes[1] != nil || answer.Nodes[3] != nil {
			t.Fatalf("%+v", answer)
		}
		for at, typename := range map[int]string{0: "Axis", 2: "Partner", 4: "Citation", 5: "Axis"} {
			if answer.Nodes[at] == nil || answer.Nodes[at].ID != ids[at] || answer.Nodes[at].Typename != typename {
				t.Errorf("place %d: %+v", at, answer.Nodes[at])
			}
		}
	})
}
