package graph_test

import (
	"slices"
	"strings"
	"testing"

	"maillage/internal/testhub"
)

// All errors of variables are reported at once, each with its code and its path in the variables.
func TestVariables_AllWrongOnesAreReportedAtOnce(t *testing.T) {
	eachReadOnly(t, func(t *testing.T, h *testhub.Hub) {
		for _, c := range []struct {
			document  string
			variables map[string]any
			want      []string
		}{
			{
				`query ($a: Int, $b: [Status!], $c: String!, $d: [ThingOrder!], $e: Boolean!) {
					partners(first: $a, orderBy: $d) { totalCount } contributions(filter: {statuses: $b}) { totalCount } partner(by: {code: $c}) { name @include(if: $e) } }`,
				map[string]any{"a": "many", "b": []any{"ACTIVE", "SURE", nil, 3}, "d": map[string]any{
					"direction": "UP", "by": "name", "field": "NAME",
				}, "e": "yes"},
				[]string{"a", "b 1", "b 2", "b 3", "c", "d by", "d direction", "e"},
			},
			{
				`mutation ($p: CreatePartnerInput!, $many: ApplyChangesInput!) { createPartner(input: $p) { replayed } applyChanges(input: $many) { replayed } }`,
				map[string]any{
					"p": map[string]any{"code": nil, "kind": "NOTHING", "aliases": []any{1, "x", true}, "nome": "x"},
					"many": map[string]any{"changes": []any{
						map[string]any{"createPartner": map[string]any{"code": "x"}}, "x",
					}},
				},
				[]string{"many changes 0 createPartner name", "many changes 1", "p aliases 0", "p aliases 2", "p code", "p kind", "p name", "p nome"},
			},
			{`query ($n: Int!) { partners(first: $n) { totalCount } }`, nil, []string{"n"}},
		} {
			answer := h.Ask(t, c.document, c.variables)
			var told []string
			for _, e := range answer.Errors {
				var place []string
				for _, step := range e.Extensions.Variable {
					place = append(place, text([]any{step}))
				}
				told = append(told, strings.NewReplacer("[", "", "]", "", `"`, "").Replace(strings.Join(place, " ")))
				if e.Extensions.Code != "GRAPHQL_VALIDATION_FAILED" && e.Extensions.Code != "BAD_USER_INPUT" ||
					e.Extensions.RequestID == "" || e.Message == "" {
					t.Errorf("%+v", e)
				}
			}
			if slices.Sort(told); !slices.Equal(told, c.want) {
				t.Errorf("told of %q\nwant    %q\n%s", told, c.want, answer.Body)
			}
		}
	})
}

func TestValidation_AllWrongFieldsAreReportedAtOnce(t *testing.T) {
	eachReadOnly(t, func(t *testing.T, h *testhub.Hub) {
		answer := h.Ask(
			t,
			"{ nothing\npartners(first: \"x\", second: 1) { nodes { nome\nname { x } } }\ncontract(by: {code: \"x\"}) { axes(filter: {nome: 1, themes: 3}) { nope } } }",
			nil,
		)
		lines := map[int]int{}
		for _, e := range answer.Errors {
			if e.Extensions.Code != "GRAPHQL_VALIDATION_FAILED" || e.Extensions.RequestID == "" ||
				len(e.Locations) == 0 {
				t.Errorf("%+v", e)
				continue
			}
			lines[e.Locations[0].Line]++
		}
		if lines[1] != 1 || lines[2] != 3 || lines[3] != 2 || lines[4] != 3 {
			t.Errorf("told of %v\n%s", lines, answer.Body)
		}
	})
}

// All errors in the arguments of a field are reported at once, each with its path, for literals and variables alike.
func TestArguments_AllWrongOnesAreReportedAtOnce(t *testing.T) {
	eachReadOnly(t, func(t *testing.T, h *testhub.Hub) {
		for _, c := range []struct {
			document string
			want     []string
		}{
			{`($n: Int, $c: Cursor) { partners(first: 0, last: $n, after: $c, before: "nothing") { totalCount } }`, []string{"first", "last", "after", "before"}},
			{`($c: Cursor) { partners(after: $c, before: "nothing") { totalCount } }`, []string{"after", "before"}},
			{`($c: Cursor) { search(query: "x", after: $c, before: "nothing") { totalCount } }`, []string{"after", "before"}},
			{`($d: PartialDate) { contributions(first: 500, filter: {asOf: $d, and: [{asOf: "2016-01"}, {asOf: "later"}]}) { totalCount } }`, []string{"filter asOf", "first", "filter and 1 asOf"}},
			{`($d: PartialDate) { matrix(asOf: $d) { asOf } one: contributions(filter: {asOf: "soon"}, last: 0) { totalCount } }`, []string{"asOf", "filter asOf", "last"}},
			{`($m: DateTime) { partners(filter: {updatedAt: {from: $m, before: "tomorrow"}}) { totalCount } }`, []string{"filter updatedAt from", "filter updatedAt before"}},
		} {
			answer := h.Ask(
				t, "query"+c.document, map[string]any{"n": -1, "c": "rubbish", "d": "2016-13", "m": "today"},
			)
			var told []string
			for _, e := range answer.Errors {
				told = append(
					told, strings.NewReplacer("[", "", "]", "", `"`, "", ",", " ").Replace(text(e.Extensions.Argument)),
				)
				if e.Extensions.Code != "BAD_USER_INPUT" || len(e.Path) != 1 || len(e.Locations) != 1 ||
					e.Extensions.RequestID == "" {
					t.Errorf("%+v", e)
				}
			}
			slices.Sort(told)
			if slices.Sort(c.want); !slices.Equal(told, c.want) {
				t.Errorf("%s\ntold of %q\nwant    %q\n%s", c.document, told, c.want, answer.Body)
			}
		}
	})
}
