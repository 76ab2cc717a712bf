package lists_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"maillage/internal/gqlserver"
	"maillage/internal/testhub"
)

func TestFilters_ThatAskTooMuchAreRefusedWithTheirPlace(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		many := strings.Repeat(`{priority: true}, `, 51)
		long := `"` + strings.Repeat(`x", "`, 100) + `x"`
		for _, c := range []struct{ list, filter, code, argument string }{
			{"partners", `{contributions: {actionWith: {alignments: {axisWith: {themes: {axes: {}}}}}}}`, "LIMIT_EXCEEDED", "[filter contributions actionWith alignments axisWith themes axes]"},
			{"contributions", `{actionWith: {partOf: {partOf: {partOf: {}}}}}`, "LIMIT_EXCEEDED", "[filter actionWith partOf partOf partOf]"},
			{"axes", `{or: [` + many + `]}`, "LIMIT_EXCEEDED", "[filter or 49]"},
			{"axes", `{or: [{name: {contains: "` + strings.Repeat("x", 1_001) + `"}}]}`, "LIMIT_EXCEEDED", "[filter or 0 name]"},
			{"axes", `{ids: [` + long + `]}`, "BAD_USER_INPUT", "[filter ids]"},
			{"relations", `{subject: "cpam-hainaut"}`, "NOT_FOUND", "[filter subject]"},
			{"themes", `{under: []}`, "BAD_USER_INPUT", "[filter under]"},
		} {
			answer := h.Ask(t, fmt.Sprintf(`{ l: %s(filter: %s) { totalCount } }`, c.list, c.filter), nil)
			if len(answer.Errors) != 1 || answer.Errors[0].Extensions.Code != c.code || !strings.Contains(
				string(answer.Body), argumentJSON(c.argument),
			) {
				t.Errorf("%s(filter: %.80s): %s", c.list, c.filter, answer.Body)
			}
		}
		nul := h.Ask(
			t,
			`{ partners(filter: {or: [{acronym: {contains: "a\u0000"}}, {name: {eq: "a\u0000"}}, {ids: ["a\u0000"]}, {aliases: ["a\u0000"]}, {nameContains: "\u0000"}]}) { totalCount } }`,
			nil,
		)
		if nul.Status >= 500 || strings.Contains(string(nul.Body), "INTERNAL") {
			t.Errorf("a text that no database holds: %s", nul.Body)
		}
	})
}

func TestFilters_ALinkCosts(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		f := in{"contributions": in{"actionWith": in{}}, "memberships": in{"groupWith": in{}}}
		ask := func(roots int) testhub.Answer {
			document := "query ($f: PartnerFilter!) {"
			for i := range roots {
				document += fmt.Sprintf(" l%d: partners(filter: {and: [$f, $f, $f, $f, $f, $f]}) { totalCount }", i)
			}
			return h.Ask(t, document+" }", in{"f": f})
		}
		if answer := ask(2); len(answer.Errors) > 0 {
			t.Errorf("what costs a little: %s", answer.Body)
		}
		answer := ask(18)
		if len(answer.Errors) != 1 || answer.Errors[0].Extensions.Code != "COST_EXCEEDED" {
			t.Errorf("%.300s", answer.Body)
		}
	})
}

func TestOneOf_InputsTakeExactlyOneField(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		for _, c := range []struct {
			given any
			ok    bool
		}{
			{in{"partner": in{}}, true}, {in{}, false}, {in{"partner": nil}, false}, {in{
				"partner": in{}, "axis": in{},
			}, false}, {in{"partner": in{}, "axis": nil}, false},
		} {
			answer := h.Ask(
				t, `query ($f: RelationFilter) { relations(filter: $f) { totalCount } }`,
				in{"f": in{"or": []any{in{}, in{"subjectWith": c.given}}}},
			)
			if ok := len(answer.Errors) == 0; ok != c.ok {
				t.Errorf("%v: %s", c.given, answer.Body)
			} else if !ok && (answer.Errors[0].Extensions.Code != "GRAPHQL_VALIDATION_FAILED" ||
				!strings.Contains(string(answer.Body), `"variable":["f","or",1,"subjectWith"]`)) {
				t.Errorf("%v: %s", c.given, answer.Body)
			}
		}
		for literal, ok := range map[string]bool{
			`{partner: {}}`: true, `{}`: false, `{partner: null}`: false, `{partner: {}, axis: {}}`: false,
		} {
			answer := h.Ask(t, `{ relations(filter: {subjectWith: `+literal+`}) { totalCount } }`, nil)
			if (len(answer.Errors) == 0) != ok {
				t.Errorf("%s: %s", literal, answer.Body)
			}
		}
		answer := h.Ask(
			t, `query ($p: PartnerFilter) { relations(filter: {subjectWith: {partner: $p}}) { totalCount } }`,
			in{"p": nil},
		)
		if len(answer.Errors) == 0 {
			t.Errorf("a variable that may be null: %s", answer.Body)
		}
		var told struct {
			Type struct{ IsOneOf bool }
			Not  struct{ IsOneOf bool }
		}
		h.Get(
			t, &told,
			`{ type: __type(name: "RelationSubjectFilter") { isOneOf } not: __type(name: "RelationFilter") { isOneOf } }`,
			nil,
		)
		if !told.Type.IsOneOf || told.Not.IsOneOf || !strings.Contains(
			gqlserver.SDL(), "input RelationSubjectFilter @oneOf {",
		) {
			t.Errorf("clients are not told: %+v", told)
		}
	})
}

func TestOneOf_InputsRequireNoField(t *testing.T) {
	seen := 0
	for _, d := range ours(readSchema(t), ast.InputObject) {
		if d.Directives.ForName("oneOf") == nil {
			continue
		}
		seen++
		for _, f := range d.Fields {
			if f.Type.NonNull || f.DefaultValue != nil {
				t.Errorf("%s.%s is required or has a default", d.Name, f.Name)
			}
		}
	}
	if seen < 4 {
		t.Errorf("only %d inputs take exactly one field", seen)
	}
}
