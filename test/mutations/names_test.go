package mutations_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

// coded returns inputs of records with the same code, by type: in a contract, and in the directory for types that it
// has.
func coded(contract string) map[string]in {
	action := map[string]string{"north": "forum", "south": "autre"}[contract]
	if contract == "" {
		return map[string]in{
			"Theme":      {"name": "Santé"},
			"Membership": {"partner": "caf", "collective": "ccas", "basis": "DECLARED"},
			"Relation":   {"kind": "CONCERNS", "subject": "cpam", "object": "caf", "basis": "DECLARED"},
			"Citation":   {"record": "cpam", "source": "report", "locator": "p. 9"},
		}
	}
	axis, action := contract+"/axe-1", contract+"/"+action
	return map[string]in{
		"Plan":         {"name": "Plan", "contract": contract},
		"Theme":        {"name": "Santé", "contract": contract},
		"Axis":         {"name": "Axe", "contract": contract},
		"Action":       {"name": "Action", "contract": contract, "kind": "PROJECT"},
		"WorkingGroup": {"name": "Groupe", "contract": contract, "type": "THEMATIC"},
		"Contribution": {"partner": "cpam", "axis": axis, "role": "LEAD", "basis": "DECLARED"},
		"Alignment":    {"action": action, "axis": axis, "kind": "SERVES", "basis": "DECLARED"},
		"Membership":   {"partner": "cpam", "group": contract + "/copil", "basis": "DECLARED"},
		"Relation":     {"kind": "CONCERNS", "subject": action, "object": "caf", "basis": "DECLARED"},
		"Citation":     {"record": axis, "source": "report", "locator": "p. 9"},
	}
}

func TestCodes_AreUniqueWithinTheirContract(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		done(t, h, "createWorkingGroup", in{"code": "copil", "name": "COPIL", "type": "STEERING", "contract": "south"})
		ids := map[string]string{}
		for _, contract := range []string{"north", "south", ""} {
			for of, fields := range coded(contract) {
				fields = changed(fields, in{"code": "x-1"})
				ids[contract+" "+of] = done(t, h, "create"+of, fields).Record.ID
				rejected(t, h, "create"+of, fields, "TAKEN", "code")
			}
		}
		for of := range coded("north") {
			update := func(name string) in { return in{"id": name, "version": 1, "translations": []in{}} }
			for _, contract := range []string{"north", "south"} {
				if w := done(t, h, "update"+of, update(contract+"/x-1")); *w.RecordID != ids[contract+" "+of] {
					t.Errorf("%s of %s: %+v", of, contract, w)
				}
			}
			if id, isThere := ids[" "+of]; isThere {
				if w := done(t, h, "update"+of, update("x-1")); *w.RecordID != id {
					t.Errorf("%s of the directory: %+v", of, w)
				}
			} else {
				rejected(t, h, "update"+of, update("x-1"), "AMBIGUOUS", "id")
			}
		}
	})
}

// namesAll creates an axis, an action and a theme with one code in both contracts, a contribution with a code, and a
// theme in the directory.
func namesAll(t *testing.T, h *testhub.Hub) {
	t.Helper()
	var changes []in
	for _, contract := range []string{"north", "south"} {
		axis, action := contract+"/axe-1", contract+"/x-act"
		changes = append(changes,
			in{"createTheme": in{"code": "x-theme", "name": "Thème", "contract": contract}},
			in{"createTheme": in{"code": "x-both", "name": "Thème", "contract": contract}},
			in{"createAction": in{"code": "x-act", "name": "Action", "contract": contract, "kind": "PROJECT"}},
			in{
				"createContribution": in{"code": "x-claim", "partner": "cpam", "axis": axis, "role": "LEAD", "basis": "DECLARED"},
			},
			in{"createAlignment": in{"action": action, "axis": axis, "kind": "SERVES", "basis": "DECLARED"}},
			in{
				"linkRecords": in{"kind": "CONCERNS", "subject": axis, "object": contract +
					"/x-theme", "basis": "DECLARED"},
			})
	}
	changes = append(changes, in{"createTheme": in{"code": "x-both", "name": "Référence"}})
	done(t, h, "applyChanges", in{"changes": changes})
}

func TestNames_ACodeAloneInAFilterOrAnArgument(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		namesAll(t, h)
		for _, c := range []struct {
			query, argument string // the argument that is refused; empty for an answer
			count           int
		}{
			{`axes(filter: {ids: ["axe-2", "axe-1"]})`, `["filter","ids",1]`, 0},
			{`axes(filter: {ids: ["axe-2"]})`, ``, 1},
			{`axes(filter: {ids: ["north/axe-1"]})`, ``, 1},
			{`axes(filter: {contract: "south", ids: ["axe-1"]})`, ``, 1},
			{`axes(filter: {contract: "south", ids: ["axe-2"]})`, ``, 0},
			{`axes(filter: {contract: "nowhere", ids: ["axe-1"]})`, ``, 0},
			{`axes(filter: {contract: "south", or: [{ids: ["axe-1"]}, {ids: ["axe-2"]}]})`, ``, 1},
			{`contributions(filter: {ids: ["x-claim"]})`, `["filter","ids",0]`, 0},
			{`contributions(filter: {ids: ["south/x-claim"]})`, ``, 1},
			{`contributions(filter: {axis: "axe-1"})`, `["filter","axis"]`, 0},
			{`contributions(filter: {axis: "axe-2"})`, ``, 0},
			{`contributions(filter: {contract: "north", axis: "axe-1"})`, ``, 1},
			{`contributions(filter: {contract: "north", axisWith: {alignments: {action: "x-act"}}})`, ``, 1},
			{`partners(filter: {contributions: {axis: "axe-1"}})`, `["filter","contributions","axis"]`, 0},
			{`partners(filter: {contributions: {contract: "south", axis: "axe-1"}})`, ``, 1},
			{`contributions(filter: {contract: "north", partnerWith: {contributions: {axis: "axe-1"}}})`, `["filter","partnerWith","contributions","axis"]`, 0},
			{`themes(filter: {ids: ["x-both"]})`, ``, 1}, // the directory's
			{`themes(filter: {contract: "north", ids: ["x-both"]})`, ``, 1},
			{`themes(filter: {under: ["x-theme"]})`, `["filter","under",0]`, 0},
			{`themes(filter: {contract: "north", under: ["x-theme"]})`, ``, 1},
			{`partners(filter: {contributesTo: {themes: ["x-theme"]}})`, `["filter","contributesTo","themes",0]`, 0},
			{`partners(filter: {contributesTo: {themes: ["north/x-theme"]}})`, ``, 1},
			{`partners(filter: {contributesTo: {contracts: ["north"], themes: ["x-theme"]}})`, ``, 1},
			{`partners(filter: {contributesTo: {contracts: ["north", "south"], themes: ["x-theme"]}})`, ``, 1},
		} {
			answer := h.Ask(t, `{ l: `+c.query+` { totalCount } other: contracts { totalCount } }`, nil)
			if c.argument != "" {
				want := `{"l":null,"other":{"totalCount":2}}`
				if len(answer.Errors) != 1 || answer.Errors[0].Extensions.Code != "BAD_USER_INPUT" || text(
					answer.Errors[0].Extensions.Argument,
				) != c.argument ||
					!strings.Contains(answer.Errors[0].Message, "/code") || string(answer.Data) != want {
					t.Errorf("%s: %s, want an error about %s", c.query, answer.Body, c.argument)
				}
				continue
			}
			if want := fmt.Sprintf(
				`{"l":{"totalCount":%d},"other":{"totalCount":2}}`, c.count,
			); string(answer.Data) != want {
				t.Errorf("%s: %s, want %d", c.query, answer.Body, c.count)
			}
		}
	})
}

func TestNames_EachContractOfAListIsAtHand(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		namesAll(t, h)
		var answer struct {
			Contracts struct {
				Nodes []struct {
					Code string
					Axes struct {
						Nodes []struct{ Contract struct{ Code string } }
					}
					Matrix struct {
						Columns []struct{ Axis struct{ Code string } }
					}
				}
			}
			Both, One struct {
				Columns []struct{ Axis struct{ Code string } }
			}
		}
		h.Get(t, &answer, `{ contracts { nodes { code axes(filter: {ids: ["axe-1"], alignments: {action: "x-act"}}) { nodes { contract { code } } }
				matrix(filter: {themes: ["x-theme"]}) { columns { axis { code } } } } }
			both: matrix(filter: {contracts: ["north", "south"], themes: ["x-theme"]}) { columns { axis { code } } }
			one: matrix(filter: {contracts: ["north"], themes: ["x-theme"]}) { columns { axis { code } } } }`, nil)
		for _, contract := range answer.Contracts.Nodes {
			if len(contract.Axes.Nodes) != 1 || contract.Axes.Nodes[0].Contract.Code != contract.Code ||
				len(contract.Matrix.Columns) != 1 {
				t.Errorf("%+v", contract)
			}
		}
		if len(answer.Contracts.Nodes) != 2 || len(answer.Both.Columns) != 2 || len(answer.One.Columns) != 1 {
			t.Errorf("%+v", answer)
		}
		refused := h.Ask(t, `{ matrix(filter: {themes: ["x-both", "x-theme"]}) { asOf } }`, nil)
		if len(refused.Errors) != 1 || refused.Errors[0].Extensions.Code != "BAD_USER_INPUT" || text(
			refused.Errors[0].Extensions.Argument,
		) != `["filter","themes",1]` {
			t.Errorf("without a contract: %s", refused.Body)
		}
	})
}

// Each contract in a list resolves a bare code for itself: one has it, another uses the directory's.
func TestNames_EachContractOfAListReadsACodeForItself(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		namesAll(t, h)
		link := func(axis, theme string) in {
			return in{"linkRecords": in{"kind": "CONCERNS", "subject": axis, "object": theme, "basis": "DECLARED"}}
		}
		made := done(t, h, "applyChanges", in{"changes": []in{
			{"createTheme": in{"code": "mixed", "name": "Mixte", "contract": "north"}},
			{"createTheme": in{"code": "mixed", "name": "Référence"}},
			link("north/axe-1", "north/mixed"),
			{"createContribution": in{"partner": "caf", "axis": "south/axe-1", "role": "LEAD", "basis": "DECLARED"}},
		}})
		done(t, h, "applyChanges", in{"changes": []in{link("south/axe-1", *made.RecordIDs[1])}})
		const fields = `{ matrix(filter: {themes: ["mixed"]}) { columns { axis { code contract { code } } } }
			axes { nodes { code contributors(filter: {themes: ["mixed"]}) { totalCount } } } }`
		var answer struct {
			Contracts struct {
				Nodes []struct {
					Code   string
					Matrix struct {
						Columns []struct {
							Axis struct{ Contract struct{ Code string } }
						}
					}
					Axes struct {
						Nodes []struct {
							Code         string
							Contributors struct{ TotalCount int }
						}
					}
				}
			}
		}
		h.Get(t, &answer, `{ contracts { nodes { code ... on Contract `+fields+` } } }`, nil)
		want := map[string]int{"north": 1, "south": 2}
		for _, c := range answer.Contracts.Nodes {
			if len(c.Matrix.Columns) != 1 || c.Matrix.Columns[0].Axis.Contract.Code != c.Code {
				t.Errorf("%s: its matrix has %+v", c.Code, c.Matrix.Columns)
			}
			for _, axis := range c.Axes.Nodes {
				if n := axis.Contributors.TotalCount; axis.Code == "axe-1" && n != want[c.Code] ||
					axis.Code != "axe-1" && n != 0 {
					t.Errorf("%s/%s has %d contributors", c.Code, axis.Code, n)
				}
			}
		}
		refused := h.Ask(
			t, `{ contract(by: {code: "south"}) { matrix(filter: {themes: ["north/mixed"]}) { asOf } } }`, nil,
		)
		if len(refused.Errors) != 1 || refused.Errors[0].Extensions.Code != "NOT_FOUND" {
			t.Errorf("a theme of another contract: %s", refused.Body)
		}
	})
}

// The contract of an input takes precedence over the contract of the whole write.
func TestNames_TheContractOfAnInputComesBeforeThatOfTheWrite(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		namesAll(t, h)
		child := in{"createTheme": in{"code": "child", "name": "Enfant", "contract": "south", "parent": "x-theme"}}
		done(t, h, "applyChanges", in{"contract": "north", "changes": []in{child}})
		var answer struct {
			Theme struct {
				Parent struct{ Contract struct{ Code string } }
			}
		}
		h.Get(t, &answer, `{ theme(by: {code: "south/child"}) { parent { contract { code } } } }`, nil)
		if got := answer.Theme.Parent.Contract.Code; got != "south" {
			t.Errorf("its parent is of %s", got)
		}
	})
}

func TestNames_ACodeAloneInAMutation(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		namesAll(t, h)
		claim := func(fields in) in { return changed(in{"basis": "DECLARED"}, fields) }
		align := claim(in{"kind": "RESONATES_WITH"})
		rejected(
			t, h, "createContribution", claim(in{"partner": "caf", "axis": "axe-1", "role": "LEAD"}), "AMBIGUOUS",
			"axis",
		)
		done(t, h, "createContribution", claim(in{"partner": "caf", "axis": "axe-2", "role": "LEAD"}))
		// The contract of the record beside it, whichever comes first.
		done(t, h, "createAlignment", changed(align, in{"action": "south/x-act", "axis": "axe-1"}))
		done(t, h, "createAlignment", changed(align, in{"action": "x-act", "axis": "north/axe-1"}))
		done(t, h, "linkRecords", claim(in{"kind": "CONCERNS", "subject": "axe-1", "object": "south/x-theme"}))
		done(
			t, h, "linkRecords",
			claim(in{"kind": "CONCERNS", "subject": "axe-1", "object": "x-theme", "contract": "north"}),
		)
		rejected(
			t, h, "linkRecords", claim(in{"kind": "CONCERNS", "subject": "axe-1", "object": "x-both"}), "AMBIGUOUS",
			"subject",
		)
		// The contract of the record itself.
		made := done(
			t, h, "createTheme", in{"code": "child", "name": "Enfant", "contract": "south", "parent": "x-theme"},
		)
		done(t, h, "updateTheme", in{"id": made.Record.ID, "version": 1, "parent": "x-both"})
		var parent struct {
			Theme struct {
				Parent struct{ Contract struct{ Code string } }
			}
		}
		h.Get(t, &parent, `{ theme(by: {code: "south/child"}) { parent { contract { code } } } }`, nil)
		if parent.Theme.Parent.Contract.Code != "south" {
			t.Errorf("%+v", parent)
		}
		// The contract of the whole write, or of the draft.
		lead := in{"createContribution": claim(in{"partner": "caf", "axis": "axe-1", "role": "FUNDER"})}
		for i, contract := range []string{"north", "south"} {
			w := done(t, h, "applyChanges", in{"contract": contract, "changes": []in{lead}})
			if w.Changes[0].Contract.Code != contract {
				t.Errorf("%s: %+v", contract, w.Changes[0])
			}
			draft := done(t, h, "beginDraft", in{"contract": contract, "title": "Brouillon"}).Draft.ID
			prepared := in{"draft": draft, "partner": "ccas", "axis": "axe-1", "role": "LEAD", "basis": "DECLARED"}
			done(t, h, "createContribution", prepared)
			if w := done(t, h, "publishDraft", in{"draft": draft}); len(w.Changes) != 1 ||
				w.Changes[0].Contract.Code != contract {
				t.Errorf("a draft of %s: %+v", contract, w.Changes)
			}
			other := []string{"south", "north"}[i]
			draft = done(t, h, "beginDraft", in{"contract": contract, "title": "Autre"}).Draft.ID
			rejected(
				t, h, "applyChanges", in{"contract": other, "draft": draft, "changes": []in{lead}}, "OTHER_CONTRACT",
				"contract",
			)
		}
		rejected(t, h, "applyChanges", in{"contract": "nowhere", "changes": []in{lead}}, "UNKNOWN_RECORD", "contract")
	})
}

func TestNames_ARecordThatIsHiddenMakesNoCodeAmbiguous(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		namesAll(t, h)
		north := as(t, h, testhub.Who{Role: lexicon.Coordinator, Contracts: []string{"north"}})
		var answer struct {
			Axes struct{ TotalCount int }
			Axis *struct{ ID string }
		}
		north.Get(t, &answer, `{ axes(filter: {ids: ["axe-1"]}) { totalCount } axis(by: {code: "axe-1"}) { id } }`, nil)
		if answer.Axes.TotalCount != 1 || answer.Axis == nil {
			t.Errorf("%+v", answer)
		}
		w := done(
			t, north, "createContribution", in{"partner": "caf", "axis": "axe-1", "role": "LEAD", "basis": "DECLARED"},
		)
		if w.Changes[0].Contract.Code != "north" {
			t.Errorf("%+v", w.Changes)
		}
	})
}

func TestLookups_ByIDAndByCode(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		done(t, h, "createWorkingGroup", in{"code": "copil", "name": "COPIL", "type": "STEERING", "contract": "south"})
		codes := map[string]string{} // id → code, as it is known from anywhere
		kinds := map[string]string{}
		for _, contract := range []string{"north", "south", ""} {
			for of, fields := range coded(contract) {
				id := done(t, h, "create"+of, changed(fields, in{"code": "x-1"})).Record.ID
				codes[id], kinds[id] = strings.TrimPrefix(contract+"/x-1", "/"), of
			}
		}
		for of, fields := range map[string]in{
			"Partner": {}, "Contract": {}, "Programme": {}, "Criterion": {}, "Source": {}, "Audience": {"kind": "FINAL_BENEFICIARY"},
			"Territory": {"kind": "AREA"}, "Concept": {"kind": "POLICY"},
		} {
			id := done(t, h, "create"+of, changed(fields, in{"code": "x-1", "name": "X"})).Record.ID
			codes[id], kinds[id] = "x-1", of
		}
		for id, code := range codes {
			field := strings.ToLower(kinds[id][:1]) + kinds[id][1:]
			var answer struct{ ByID, ByCode, Wrong *struct{ ID string } }
			h.Get(t, &answer, `query ($id: ID!, $code: String!, $wrong: RecordBy!) {
				byID: `+field+`(by: {id: $id}) { id } byCode: `+field+`(by: {code: $code}) { id } wrong: `+field+`(by: $wrong) { id } }`,
				in{"id": id, "code": code, "wrong": in{"code": id}})
			if answer.ByID == nil || answer.ByCode == nil || answer.ByID.ID != id || answer.ByCode.ID != id ||
				answer.Wrong != nil {
				t.Errorf("%s %s: %+v", field, code, answer)
			}
		}
		if kinds := slices.Compact(slices.Sorted(maps.Values(kinds))); len(kinds) != 18 {
			t.Errorf("%d types: %v", len(kinds), kinds)
		}
		for _, c := range []struct {
			query, code, argument string
			by                    in
		}{
			{`query ($by: RecordBy!) { axis(by: $by) { id } }`, "BAD_USER_INPUT", `["by","code"]`, in{"code": "axe-1"}},
			{`query ($by: RecordBy!) { axis(by: $by) { id } }`, "GRAPHQL_VALIDATION_FAILED", ``, in{"code": "axe-1", "id": "x"}},
			{`query ($by: RecordBy!) { axis(by: $by) { id } }`, "GRAPHQL_VALIDATION_FAILED", ``, in{}},
			{`query ($by: RecordBy!) { axis(by: $by) { id } }`, "GRAPHQL_VALIDATION_FAILED", ``, in{"code": nil}},
		} {
			answer := h.Ask(t, c.query, in{"by": c.by})
			if len(answer.Errors) != 1 || answer.Errors[0].Extensions.Code != c.code ||
				c.argument != "" && text(answer.Errors[0].Extensions.Argument) != c.argument {
				t.Errorf("%v: %s", c.by, answer.Body)
			}
		}
	})
}
