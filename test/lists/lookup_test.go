package lists_test

import (
	"testing"

	"maillage/internal/testhub"
)

func TestLookups_WhatMissesIsNull(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		for _, lookup := range []string{
			`partner(by: {code: "nobody"})`, `contract(by: {code: "nowhere"})`, `contract(by: {id: "contract_00000000000000000000000000"})`,
			`axis(by: {code: "nowhere/axe-1"})`, `axis(by: {code: "valenciennes/axe-9"})`, `source(by: {code: "nothing"})`,
		} {
			answer := h.Ask(t, `{ missing: `+lookup+` { id } contract(by: {code: "valenciennes"}) { code } }`, nil)
			if len(answer.Errors) > 0 || string(answer.Data) != `{"missing":null,"contract":{"code":"valenciennes"}}` {
				t.Errorf("%s: %s", lookup, answer.Body)
			}
		}
		if answer := h.Ask(
			t, `{ vocabulary(name: "Nothing") { name } }`, nil,
		); string(answer.Data) != `{"vocabulary":null}` {
			t.Errorf("a vocabulary: %s", answer.Body)
		}
	})
}

func TestFilters_WhatNamesNothingMatchesNothing(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		const all, none = true, false
		for _, c := range []struct {
			list string
			all  bool // else none
		}{
			{`contributions(filter: {contract: "nowhere"})`, none},
			{`contributions(filter: {partner: "nobody"})`, none},
			{`citations(filter: {source: "nothing"})`, none},
			{`partners(filter: {contributions: {action: "nowhere"}})`, none},
			{`partners(filter: {contract: "nowhere"})`, none},
			{`relations(filter: {subject: "partner_00000000000000000000000000"})`, none},
			{`partners(filter: {contributesTo: {themes: ["nowhere"]}})`, none},
			{`partners(filter: {contributesTo: {contracts: ["nowhere"]}})`, none},
			{`partners(filter: {contributesTo: {contracts: ["valenciennes", "nowhere"]}})`, all},
			{`themes(filter: {under: ["nowhere"]})`, none},
			{`partners(filter: {not: {contributions: {action: "nowhere"}}})`, all},
		} {
			var answer struct{ L struct{ TotalCount int } }
			h.Get(t, &answer, `{ l: `+c.list+` { totalCount } }`, nil)
			if (answer.L.TotalCount > 0) != c.all {
				t.Errorf("%s has %d", c.list, answer.L.TotalCount)
			}
		}
	})
}
