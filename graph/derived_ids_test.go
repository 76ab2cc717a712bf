package graph_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"

	"maillage/internal/server"
	"maillage/internal/store"
	"maillage/internal/testhub"
)

// derivedFields are all fields of a contribution and of a peer.
const derivedFields = `
	fragment D on DerivedContribution { id asOf standing status basis confirmed axisRoles actionRoles leadsAxis
		partner { code } axis { id code } counts { confirmed prospective abandoned unknown }
		chains { rule status basis axisRole actionRole holds links { id } } }
	fragment P on Peer { id asOf actionCount partner { code } sharedActions { code } }`

// eachWide runs a test on the demo of each database, without limits on queries.
func eachWide(t *testing.T, test func(t *testing.T, h *testhub.Hub)) {
	t.Helper()
	testhub.EachDemoDatabase(t, func(t *testing.T, s *store.Store) {
		test(t, testhub.New(t, s, server.Config{Ledger: testhub.Ledger(t, s), Limits: wide}))
	})
}

// derivedOf returns the contributions and the peers of an answer, by identifier.
func derivedOf(t *testing.T, value any, all map[string]string) map[string]string {
	t.Helper()
	switch value := value.(type) {
	case map[string]any:
		if id, is := value["id"].(string); is && (strings.HasPrefix(id, "derived.") || strings.HasPrefix(id, "peer.")) {
			text, err := json.Marshal(value)
			if err != nil {
				t.Fatal(err)
			}
			if other, known := all[id]; known && other != string(text) {
				t.Errorf("one id names two things:\n%s\n%s", other, text)
			}
			all[id] = string(text)
		}
		for _, inner := range value {
			derivedOf(t, inner, all)
		}
	case []any:
		for _, inner := range value {
			derivedOf(t, inner, all)
		}
	}
	return all
}

func askedFor(t *testing.T, h *testhub.Hub, query string, variables map[string]any) map[string]string {
	t.Helper()
	fields := derivedFields
	if !strings.Contains(query, "...P") {
		fields, _, _ = strings.Cut(fields, "fragment P")
	}
	var answer any
	h.Get(t, &answer, query+fields, variables)
	return derivedOf(t, answer, map[string]string{})
}

// refetched requests identifiers again, a page at a time, and leaves out null.
func refetched(t *testing.T, h *testhub.Hub, ids map[string]string) map[string]string {
	t.Helper()
	all := map[string]string{}
	var page []string
	ask := func() {
		for id, text := range askedFor(
			t, h, `query ($ids: [ID!]!) { nodes(ids: $ids) { ...D ...P } }`, map[string]any{"ids": page},
		) {
			all[id] = text
		}
		page = nil
	}
	for id := range ids {
		if page = append(page, id); len(page) == 100 {
			ask()
		}
	}
	ask()
	return all
}

const wholeContract = `query ($f: DerivedContributionFilter, $asOf: PartialDate) {
	contract(by: {code: "val-d-orme"}) { matrix(filter: $f, asOf: $asOf) { cells { ...D } }
		axes(first: 100) { nodes { contributors(first: 100, filter: $f, asOf: $asOf) { nodes { ...D } } } }
		partners(first: 100) { nodes {
			contributionsToAxes(first: 100, filter: $f, asOf: $asOf) { nodes { ...D } }
			peers(first: 100, asOf: $asOf) { nodes { ...P } } } } } }`

func TestDerivedIDs_NodesAreWhatTheListsTold(t *testing.T) {
	h := testhub.ReadOnlySQLite(t, wide)
	seen := map[string]string{}
	for _, asked := range []in{
		{}, {"asOf": ".."}, {"asOf": "2022"}, {"asOf": "2022-06-15"}, {"f": in{
			"bases": []string{"STATED", "DECLARED"},
		}},
		{"f": in{
			"axisRoles": []string{"LEAD"}, "actionRoles": []string{"LEAD", "FUNDER"},
			"statuses": []string{"ACTIVE", "COMMITTED"},
		}, "asOf": "2021/2023"},
		{"f": in{"statuses": []string{}}},
	} {
		told := askedFor(t, h, wholeContract, asked)
		if len(told) == 0 && asked["f"] == nil {
			t.Fatalf("%v: nothing is told", asked)
		}
		again := refetched(t, h, told)
		for id, text := range told {
			if again[id] != text {
				t.Errorf("%v: told\n%s\nand fetched\n%s", asked, text, again[id])
			}
			if other, known := seen[id]; known && other != text {
				t.Errorf("%v: one id for\n%s\n%s", asked, text, other)
			}
			seen[id] = text
		}
	}
}

func TestDerivedIDs_TheSameThingHasTheSameID(t *testing.T) {
	h := testhub.ReadOnlySQLite(t, wide)
	whole := askedFor(t, h, wholeContract, nil)
	var today struct{ Matrix struct{ AsOf string } }
	h.Get(t, &today, `{ matrix { asOf } }`, nil)
	for name, asked := range map[string]in{
		"one partner":   {"f": in{"partners": []string{"cpam-hainaut"}}},
		"one contract":  {"f": in{"contracts": []string{"val-d-orme"}}},
		"a day that is": {"asOf": today.Matrix.AsOf},
	} {
		for id, text := range askedFor(t, h, wholeContract, asked) {
			if whole[id] == "" {
				t.Errorf("%s: another id for %s", name, text)
			}
		}
	}
	one := askedFor(t, h, wholeContract, in{"f": in{"bases": []string{"STATED", "INFERRED"}}})
	two := askedFor(t, h, wholeContract, in{"f": in{"bases": []string{"INFERRED", "STATED", "STATED"}}})
	if fmt.Sprint(one) != fmt.Sprint(two) || len(one) == 0 {
		t.Error("the same condition in another order has another id")
	}
	for id := range one {
		if whole[id] != "" && strings.HasPrefix(id, "derived.") {
			t.Errorf("another question has the same id %s", id)
		}
	}
}

// A record named by its code and by its id in a condition gives the same identifier.
func TestDerivedIDs_ACodeAndAnIDGiveOneID(t *testing.T) {
	h := testhub.ReadOnlySQLite(t, wide)
	var ids struct{ Territory, Audience, Theme struct{ ID string } }
	h.Get(t, &ids, `{ territory(by: {code: "orme-glacis"}) { id } audience(by: {code: "orme-jeunes"}) { id }
		theme(by: {code: "reference.sante"}) { id } }`, nil)
	for _, c := range []struct {
		field, code, id string
	}{
		{"territories", "orme-glacis", ids.Territory.ID},
		{"audiences", "orme-jeunes", ids.Audience.ID},
		{"actionThemes", "reference.sante", ids.Theme.ID},
	} {
		byCode := askedFor(t, h, wholeContract, in{"f": in{c.field: []string{c.code}}})
		byID := askedFor(t, h, wholeContract, in{"f": in{c.field: []string{c.id, c.code}}})
		if len(derivedAlone(byCode)) == 0 {
			t.Errorf("%s: %q keeps nothing", c.field, c.code)
		}
		if fmt.Sprint(derivedAlone(byCode)) != fmt.Sprint(derivedAlone(byID)) {
			t.Errorf("%s: %q and %q give different ids", c.field, c.code, c.id)
		}
		if again := refetched(t, h, byCode); fmt.Sprint(again) != fmt.Sprint(byCode) {
			t.Errorf("%s: %q is fetched as\n%v\nnot as\n%v", c.field, c.code, again, byCode)
		}
	}
	alone := askedFor(t, h, wholeContract, nil)
	if around := askedFor(t, h, wholeContract, in{"f": in{"around": true}}); fmt.Sprint(
		around,
	) != fmt.Sprint(
		alone,
	) {
		t.Error("`around` without territories gives other ids")
	}
	within := askedFor(t, h, wholeContract, in{"f": in{"territories": []string{"orme-glacis"}}})
	around := askedFor(t, h, wholeContract, in{"f": in{"territories": []string{"orme-glacis"}, "around": true}})
	for id := range derivedAlone(around) {
		if within[id] != "" {
			t.Errorf("with and without `around` it has the id %s", id)
		}
	}
	if again := refetched(t, h, around); fmt.Sprint(again) != fmt.Sprint(around) ||
		len(derivedAlone(around)) <= len(derivedAlone(within)) {
		t.Errorf("around: %d of %d are fetched again, %d are within", len(again), len(around), len(within))
	}
}

// An identifier whose arguments name a deleted record is null, and not an error.
func TestDerivedIDs_WhatWasAskedWithADeletedRecordIsNull(t *testing.T) {
	eachWide(t, func(t *testing.T, h *testhub.Hub) {
		admin := administrator(t, h)
		done(t, admin, "createTerritory", in{"code": "neuf", "name": "Neuf", "kind": "QPV"})
		query := `{ contract(by: {code: "val-d-orme"}) { matrix(filter: {territories: ["orme-glacis", "neuf"]}) { cells { ...D } } } }`
		told := askedFor(t, h, query, nil)
		if again := refetched(t, h, told); len(again) != len(told) || len(told) == 0 {
			t.Errorf("%d of %d are fetched again", len(again), len(told))
		}
		done(t, admin, "deleteTerritory", in{"id": "neuf", "version": 1})
		if again := refetched(t, h, told); len(again) != 0 {
			t.Errorf("there still are %v", again)
		}
	})
}

// derivedAlone leaves out peers, which have no filter.
func derivedAlone(all map[string]string) map[string]string {
	some := maps.Clone(all)
	maps.DeleteFunc(some, func(id, _ string) bool { return strings.HasPrefix(id, "peer.") })
	return some
}

// A code that two contracts have names the record of the contract in scope, on every path.
func TestDerivedIDs_ACodeOfSeveralContractsGivesOneID(t *testing.T) {
	eachWide(t, func(t *testing.T, h *testhub.Hub) {
		admin := administrator(t, h)
		var found struct {
			Contributions struct {
				Nodes []struct{ Action *struct{ ID string } }
			}
		}
		h.Get(
			t,
			&found,
			`{ contributions(first: 100, filter: {contract: "val-d-orme", statuses: [ACTIVE]}) { nodes { action { id } } } }`,
			nil,
		)
		done(t, admin, "createTheme", in{"contract": "valenciennes", "code": "double", "name": "Double"})
		theme := done(
			t,
			admin,
			"createTheme",
			in{"contract": "val-d-orme", "code": "double", "name": "Double"},
		).Record.ID
		linked := map[string]bool{}
		for _, c := range found.Contributions.Nodes {
			if c.Action == nil || linked[c.Action.ID] || len(linked) == 5 {
				continue
			}
			linked[c.Action.ID] = true
			done(
				t,
				admin,
				"linkRecords",
				in{"kind": "CONCERNS", "subject": c.Action.ID, "object": theme, "basis": "DECLARED"},
			)
		}
		want := askedFor(
			t,
			h,
			`query ($theme: ID!) { matrix(filter: {actionThemes: [$theme]}) { cells { ...D } } }`,
			in{"theme": theme},
		)
		if len(want) == 0 {
			t.Fatal("no cell is of the theme")
		}
		for _, query := range []string{
			`{ matrix(filter: {actionThemes: ["val-d-orme/double"]}) { cells { ...D } } }`,
			`{ matrix(filter: {contracts: ["val-d-orme", "valenciennes"], actionThemes: ["double"]}) { cells { ...D } } }`,
			`{ contract(by: {code: "val-d-orme"}) { matrix(filter: {actionThemes: ["double"]}) { cells { ...D } } } }`,
			`{ contracts { nodes { matrix(filter: {actionThemes: ["double"]}) { cells { ...D } } } } }`,
			`{ axes(first: 100) { nodes { contributors(first: 100, filter: {actionThemes: ["double"]}) { nodes { ...D } } } } }`,
		} {
			if got := askedFor(t, h, query, nil); fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("%s gives\n%v\nnot\n%v", query, got, want)
			}
		}
		if again := refetched(t, h, want); fmt.Sprint(again) != fmt.Sprint(want) {
			t.Errorf("fetched again they are\n%v", again)
		}
		done(t, admin, "deleteTheme", in{"id": "valenciennes/double", "version": 1})
		if again := refetched(t, h, want); fmt.Sprint(again) != fmt.Sprint(want) {
			t.Errorf("a theme of another contract is gone, and they are\n%v", again)
		}
	})
}

func TestDerivedIDs_WhatIsNotThereIsNull(t *testing.T) {
	h := testhub.ReadOnlySQLite(t, wide)
	told := askedFor(t, h, wholeContract, in{"asOf": "2022"})
	for id := range told {
		forged := []byte(id)
		forged[len(forged)-1] ^= 1
		long := id + strings.Repeat("A", 2_000)
		swapped := strings.NewReplacer("derived.", "peer.", "peer.", "derived.").Replace(id)
		answer := h.Ask(
			t,
			`query ($ids: [ID!]!) { nodes(ids: $ids) { id } }`,
			map[string]any{"ids": []string{string(forged), long, swapped, "derived.", "peer.AAAA"}},
		)
		if want := `{"nodes":[null,null,null,null,null]}`; string(answer.Data) != want || answer.Errors != nil {
			t.Fatalf("forged ids: %s", answer.Body)
		}
		break
	}
}

func TestDerivedIDs_WhatRestsOnNothingAnyMoreIsNull(t *testing.T) {
	eachWide(t, func(t *testing.T, h *testhub.Hub) {
		admin := administrator(t, h)
		for id, text := range askedFor(t, h, wholeContract, in{"asOf": "2022"}) {
			var told struct {
				Chains []struct {
					Rule  string
					Links []struct{ ID string }
				}
			}
			if err := json.Unmarshal([]byte(text), &told); err != nil {
				t.Fatal(err)
			}
			if len(told.Chains) != 1 || told.Chains[0].Rule != "DIRECT" {
				continue
			}
			claim := told.Chains[0].Links[0].ID
			var is struct{ Node struct{ Version int } }
			h.Get(t, &is, `query ($id: ID!) { node(id: $id) { ... on HubRecord { version } } }`, in{"id": claim})
			done(t, admin, "deleteContribution", in{"id": claim, "version": is.Node.Version})
			if left := refetched(t, h, map[string]string{id: text}); len(left) > 0 {
				t.Errorf("after its claim was deleted there is %v", left)
			}
			return
		}
		t.Fatal("no contribution has one chain, which is direct")
	})
}

func TestDerivedIDs_WhatAViewerMayNotSeeIsNull(t *testing.T) {
	eachWide(t, func(t *testing.T, h *testhub.Hub) {
		told := askedFor(t, h, wholeContract, nil)
		admin := administrator(t, h)
		var is struct{ Contract struct{ Version int } }
		admin.Get(t, &is, `{ contract(by: {code: "val-d-orme"}) { version } }`, nil)
		done(t, admin, "updateContract", in{"id": "val-d-orme", "version": is.Contract.Version, "public": false})
		left := refetched(t, h, told)
		for id := range left {
			if strings.HasPrefix(id, "derived.") {
				t.Errorf("the public is shown %s", left[id])
			}
		}
		if again := refetched(t, admin, told); len(again) != len(told) || len(told) == 0 {
			t.Errorf("an administrator is shown %d of %d", len(again), len(told))
		}
	})
}

func TestDerivedIDs_CostWhatTheListsCost(t *testing.T) {
	h := testhub.ReadOnlySQLite(t, wide)
	for id := range askedFor(t, h, wholeContract, nil) {
		cost := func(of string) int {
			t.Helper()
			body, err := json.Marshal(
				map[string]any{
					"query":      "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }",
					"variables":  in{"ids": []string{of}},
					"extensions": in{"cost": in{"dryRun": true}},
				},
			)
			if err != nil {
				t.Fatal(err)
			}
			var answer struct {
				Extensions struct{ Cost struct{ Requested int } }
			}
			r := testhub.Request(t, http.MethodPost, "/graphql", "", testhub.MediaJSON, string(body))
			h.Authorize(r)
			told := h.Send(t, r)
			if err := json.Unmarshal(told.Body, &answer); err != nil {
				t.Fatalf("%s: %v", told.Body, err)
			}
			return answer.Extensions.Cost.Requested
		}
		if derived, record := cost(id), cost("partner_00000000000000000000000000"); derived != record+5 {
			t.Errorf("a derived node costs %d, a record %d", derived, record)
		}
		return
	}
}
