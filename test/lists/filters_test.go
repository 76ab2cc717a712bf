package lists_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"maillage/internal/testhub"
)

func is(path string, values ...string) func(record) bool {
	return func(r record) bool { return slices.Contains(values, r.At(path)) }
}

func both(a, b func(record) bool) func(record) bool {
	return func(r record) bool { return a(r) && b(r) }
}

// filters are filters with their condition, stated a second time over the fields of the API. Each filter must return
// exactly the matching records of the whole list.
var filters = []struct {
	list, filter, fields string
	keeps                func(record) bool
}{
	{"contracts", `{codes: ["val-d-orme", "nowhere"]}`, `code`, is("code", "val-d-orme")},
	{"contracts", `{nameContains: "VALENCIENNES métropole"}`, `code`, is("code", "valenciennes")},
	{"plans", `{contract: "valenciennes"}`, `contract { code }`, is("contract.code", "valenciennes")},
	{"themes", `{contract: "val-d-orme"}`, `contract { code }`, is("contract.code", "val-d-orme")},
	{"themes", `{isReference: true}`, `contract { code }`, is("contract", "")},
	{"themes", `{isReference: false, nameContains: "sante"}`, `contract { code } name`, func(r record) bool {
		return r.At("contract") != "" && strings.Contains(strings.ToLower(r.At("name")), "santé")
	}},
	{"axes", `{contract: "valenciennes", priority: true}`, `contract { code } priority`, both(
		is("contract.code", "valenciennes"), is("priority", "true"),
	)},
	{"axes", `{ids: ["valenciennes/axe-1", "val-d-orme/axe-1", "axe-2", "nowhere/axe-3", "valenciennes/axe-1/x"]}`, `contract { code } code`, func(r record) bool {
		return r.At("code") == "axe-2" || r.At("code") == "axe-1" && slices.Contains(
			[]string{"valenciennes", "val-d-orme"}, r.At("contract.code"),
		)
	}},
	{"contributions", `{axis: "valenciennes/axe-1"}`, `axis { contract { code } code }`, both(
		is("axis.code", "axe-1"), is("axis.contract.code", "valenciennes"),
	)},
	{"partners", `{ids: ["valenciennes/cpam-hainaut", "drjscs"]}`, `code`, is("code", "drjscs")},
	{"axes", `{statuses: [VALIDATED]}`, `status: axisStatus`, is("status", "VALIDATED")},
	{"actions", `{kinds: [PROJECT, MEANS]}`, `kind: actionKind`, is("kind", "PROJECT", "MEANS")},
	{"actions", `{kinds: []}`, `kind: actionKind`, func(record) bool { return false }},
	{"actions", `{statuses: [IN_DISCUSSION]}`, `status: actionStatus`, is("status", "IN_DISCUSSION")},
	{"actions", `{contract: "valenciennes", nameContains: "ACCES"}`, `contract { code } name`, both(
		is("contract.code", "valenciennes"),
		func(r record) bool { return strings.Contains(strings.ToLower(r.At("name")), "accès") },
	)},
	{"actions", `{asOf: "2022-06"}`, `since until`, mayHoldIn("2022-06")},
	{"identifiers", `{asOf: "1990"}`, `since until`, mayHoldIn("1990")},
	{"partners", `{kinds: [COLLECTIVE]}`, `kind: partnerKind`, is("kind", "COLLECTIVE")},
	{"partners", `{sectors: [STATE, SOCIAL_SECURITY]}`, `sector`, is("sector", "STATE", "SOCIAL_SECURITY")},
	{"partners", `{nameContains: "drjscs"}`, `code`, is("code", "drjscs")},
	{"partners", `{nameContains: "100%_"}`, `code`, func(record) bool { return false }},
	{"partners", `{nameContains: "!!!"}`, `code`, func(record) bool { return false }},
	{"actions", `{nameContains: "…"}`, `code`, func(record) bool { return false }},
	{"workingGroups", `{types: [STEERING]}`, `type`, is("type", "STEERING")},
	{"audiences", `{kinds: [INTERMEDIARY]}`, `kind: audienceKind`, is("kind", "INTERMEDIARY")},
	{"territories", `{kinds: [CATEGORY]}`, `kind: territoryKind`, is("kind", "CATEGORY")},
	{"concepts", `{kinds: [POLICY]}`, `kind: conceptKind`, is("kind", "POLICY")},
	{"programmes", `{nameContains: "plan d’accompagnement"}`, `name`, func(r record) bool { return strings.Contains(r.At("name"), "Plan d’accompagnement") }},
	{"identifiers", `{schemes: [SIREN]}`, `scheme`, is("scheme", "SIREN")},
	{"identifiers", `{value: "245901160"}`, `value`, is("value", "245901160")},
	{"identifiers", `{verifications: [UNVERIFIED]}`, `verification`, is("verification", "UNVERIFIED")},
	{"contributions", `{contract: "valenciennes"}`, `action { contract { code } } axis { contract { code } }`, func(r record) bool { return r.At("action.contract.code")+r.At("axis.contract.code") == "valenciennes" }},
	{"contributions", `{partner: "cpam-hainaut", roles: [DRIVER]}`, `partner { code } role`, both(
		is("partner.code", "cpam-hainaut"), is("role", "DRIVER"),
	)},
	{"contributions", `{statuses: [ABANDONED, COMPLETED], bases: [STATED]}`, `status basis`, both(
		is("status", "ABANDONED", "COMPLETED"), is("basis", "STATED"),
	)},
	{"contributions", `{asOf: "2022"}`, `since until`, mayHoldIn("2022")},
	{"contributions", `{asOf: "2024-02-29"}`, `since until`, mayHoldIn("2024-02-29")},
	{"contributions", `{asOf: "../2021"}`, `since until`, mayHoldIn("../2021")},
	{"contributions", `{asOf: "2025/.."}`, `since until`, mayHoldIn("2025/..")},
	{"contributions", `{asOf: "XXXX"}`, `since until`, mayHoldIn("XXXX")},
	{"alignments", `{contract: "valenciennes", kinds: [RESEMBLES]}`, `axis { contract { code } } kind: alignmentKind`, both(is("axis.contract.code", "valenciennes"), is("kind", "RESEMBLES"))},
	{"memberships", `{partner: "drjscs"}`, `partner { code }`, is("partner.code", "drjscs")},
	{"memberships", `{roles: [LEAD], statuses: [ACTIVE]}`, `role status`, both(
		is("role", "LEAD"), is("status", "ACTIVE"),
	)},
	{"relations", `{kinds: [TARGETS], bases: [INFERRED]}`, `kind: relationKind basis`, both(
		is("kind", "TARGETS"), is("basis", "INFERRED"),
	)},
	{"relations", `{contract: "valenciennes", asOf: "2010"}`, `contract { code } since until`, both(
		is("contract.code", "valenciennes"), mayHoldIn("2010"),
	)},
	{"citations", `{source: "plan-territorial", bases: [INFERRED]}`, `source { code } basis`, both(
		is("source.code", "plan-territorial"), is("basis", "INFERRED"),
	)},
	{"citations", `{stance: CONTRADICTS}`, `stance`, is("stance", "CONTRADICTS")},
	{"citations", `{about: "annexed"}`, `about`, is("about", "annexed")},
	{"citations", `{about: ""}`, `about`, is("about", "")},
	{"partners", `{createdAt: {from: "0001-01-01T00:00:00Z", before: "9999-12-31T23:59:59Z"}}`, `code`,
		func(record) bool { return true }},
	{"partners", `{createdAt: {from: "9999-12-31T00:00:00Z"}}`, `code`, func(record) bool { return false }},
	{"partners", `{createdAt: {before: "0001-01-02T00:00:00Z"}}`, `code`, func(record) bool { return false }},
}

func TestFilters_KeepWhatTheySay(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		for _, f := range filters {
			var want []string
			for _, r := range everything(t, h, f.list, "{}", f.fields) {
				if f.keeps(r) {
					want = append(want, r.At("id"))
				}
			}
			var got []string
			for _, r := range everything(t, h, f.list, f.filter, f.fields) {
				got = append(got, r.At("id"))
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s(filter: %s) keeps %d records, want %d", f.list, f.filter, len(got), len(want))
			}
		}
	})
}

// A record of a contract can be named `contract/code` everywhere.
func TestFilters_ThemesOfAContractAreNamedWithIt(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		var got map[string]struct {
			Totals struct{ Axes struct{ All int } }
		}
		h.Get(t, &got, `query ($id: ID!) { code: matrix(filter: {themes: ["valenciennes/sante"]}) { ...T } id: matrix(filter: {themes: [$id]}) { ...T } all: matrix { ...T } }
			fragment T on Matrix { totals { axes { all: confirmed } } }`, map[string]any{
			"id": themeOf(t, h, "valenciennes", "sante"),
		})
		if got["code"] != got["id"] || got["code"] == got["all"] {
			t.Errorf("%+v", got)
		}
		answer := h.Ask(
			t,
			`{ matrix(filter: {themes: ["valenciennes/sante", "val-d-orme/nothing"]}) { totals { axes { confirmed } } } }`,
			nil,
		)
		if len(answer.Errors) != 1 || answer.Errors[0].Extensions.Code != "NOT_FOUND" || text(
			answer.Errors[0].Extensions.Argument,
		) != `["filter","themes",1]` {
			t.Errorf("%s", answer.Body)
		}
	})
}

// themeOf returns the identifier of a theme of a contract.
func themeOf(t *testing.T, h *testhub.Hub, contract, code string) string {
	t.Helper()
	var got struct{ Theme struct{ ID string } }
	h.Get(
		t, &got, `query ($code: String!) { theme(by: {code: $code}) { id } }`,
		map[string]any{"code": contract + "/" + code},
	)
	return got.Theme.ID
}

func TestFilters_PartnersOfAContractAreThoseThatItNames(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		filtered := everything(t, h, "partners", `{contract: "valenciennes"}`, "code")
		var answer struct {
			Contract struct {
				Partners struct {
					TotalCount int
					Nodes      []record
				}
			}
		}
		h.Get(
			t, &answer,
			`{ contract(by: {code: "valenciennes"}) { partners(first: 100) { totalCount nodes { id code } } } }`, nil,
		)
		if len(filtered) != 11 || answer.Contract.Partners.TotalCount != 11 ||
			fmt.Sprint(filtered) != fmt.Sprint(answer.Contract.Partners.Nodes) {
			t.Errorf("%v\n%v", filtered, answer.Contract.Partners)
		}
	})
}

func TestFilters_AnEmptyListMatchesNothing(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		for _, argument := range []string{"statuses", "bases", "axisRoles", "actionRoles"} {
			var answer struct {
				Contract struct {
					Matrix struct {
						Columns, Cells []struct{ Typename string }
					}
				}
			}
			h.Get(
				t, &answer,
				fmt.Sprintf(
					`{ contract(by: {code: "valenciennes"}) { matrix(filter: {%s: []}) { columns { __typename } cells { __typename } } } }`,
					argument,
				),
				nil,
			)
			if m := answer.Contract.Matrix; len(m.Columns) != 3 || len(m.Cells) != 0 {
				t.Errorf("%s: []: %d columns, %d cells", argument, len(m.Columns), len(m.Cells))
			}
		}
	})
}

func TestInForce_AContractWithoutAStartBeginsWithItsPlan(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		var answer struct {
			Undated, Dated struct{ Before, Within, After string }
		}
		h.Get(t, &answer, `{
			undated: contract(by: {code: "valenciennes"}) { before: holds(asOf: "1900"), within: holds(asOf: "2016"), after: holds(asOf: "2018") }
			dated: contract(by: {code: "val-d-orme"}) { before: holds(asOf: "1900"), within: holds(asOf: "2022") } }`, nil)
		if answer.Undated.Before != "NO" || answer.Undated.Within != "UNKNOWN" || answer.Undated.After != "YES" ||
			answer.Dated.Before != "NO" || answer.Dated.Within != "YES" {
			t.Errorf("%+v", answer)
		}
	})
}
