package mutations_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"maillage/internal/testhub"
)

func TestMalformedInput_IsNeverHalfWritten(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		draft := done(t, h, "beginDraft", in{"contract": "north", "title": "T"}).Draft.ID
		before := rows(t, h)
		nul := `"a\u0000b"` // an escape of the document, which is UTF-8 as it came
		for _, input := range []string{
			`createPartner(input: {code: "x", name: ` + nul + `})`, `createPartner(input: {code: ` + nul +
				`, name: "x"})`,
			`createPartner(input: {code: "x", name: "x", predecessors: ` + nul +
				`})`, `createPartner(input: {code: "x", name: "x", reason: ` + nul + `})`,
			`createPartner(input: {code: "x", name: "x", idempotencyKey: ` + nul +
				`})`, `createPartner(input: {code: "x", name: "x", draft: ` + nul + `})`,
			`createPartner(input: {code: "x", name: "x", id: ` + nul +
				`})`, `createPartner(input: {code: "x", name: "x", aliases: [` + nul + `]})`,
			`updatePartner(input: {id: ` + nul + `, version: 1, name: "x"})`, `deletePartner(input: {id: ` + nul +
				`, version: 1})`,
			`upsertPartner(input: {id: ` + nul + `, code: "x", name: "x"})`, `upsertPartner(input: {code: ` + nul +
				`, name: "x"})`,
			`upsertPartner(input: {identifier: {scheme: OTHER, value: ` + nul + `}, code: "x", name: "x"})`,
			`upsertIdentifier(input: {partner: ` + nul +
				`, scheme: OTHER, value: "x"})`, `upsertIdentifier(input: {partner: "cpam", scheme: OTHER, value: ` +
				nul + `})`,
			`upsertAction(input: {contract: ` + nul + `, code: "x", name: "x", kind: ACTION})`,
			`linkRecords(input: {kind: PART_OF, subject: ` + nul +
				`, object: "forum"})`, `unlinkRecords(input: {kind: PART_OF, subject: "forum", literal: ` + nul + `})`,
			`unlinkRecords(input: {kind: PART_OF, subject: "forum", object: ` + nul + `})`,
			`revertChange(input: {change: ` + nul + `})`, `beginDraft(input: {contract: ` + nul +
				`, title: "x"})`, `beginDraft(input: {contract: "north", title: ` + nul + `})`,
			`publishDraft(input: {draft: ` + nul + `})`, `publishDraft(input: {draft: "` + draft + `", reason: ` +
				nul + `})`, `discardDraft(input: {draft: ` + nul + `})`,
			`createSource(input: {code: "x", name: "x", url: "javascript:alert(1)"})`, `createSource(input: {code: "x", name: "x", date: "2016-13"})`,
			`createSource(input: {code: "X y", name: "x"})`, `createSource(input: {code: "x", name: "   "})`, `createCriterion(input: {code: "x", name: "x", rank: 0})`,
			`createCriterion(input: {code: "x", name: "x", rank: -1})`, `createContribution(input: {partner: "cpam", action: "forum", role: LEAD, basis: DECLARED, amount: -1})`,
			`createContribution(input: {partner: "cpam", role: LEAD, basis: DECLARED})`, `createContribution(input: {partner: "cpam", action: "forum", axis: "north/axe-1", role: LEAD, basis: DECLARED})`,
			`createIdentifier(input: {scheme: SIREN, value: "1"})`, `createIdentifier(input: {partner: "cpam", scheme: SIREN, value: "1", verification: VERIFIED})`,
			`applyChanges(input: {changes: [{deleteRecord: {id: ` + nul +
				`, version: 1}}]})`, `updatePartner(input: {id: "cpam", version: -1, name: "x"})`,
			`createCitation(input: {record: "cpam", source: "report", locator: "x", preferred: true})`, `createTheme(input: {code: "x", name: "x", match: EXACT})`,
		} {
			answer := h.Ask(t, `mutation { m: `+input+` { userErrors { field code message } } }`, nil)
			ok := strings.Contains(string(answer.Data), `"code":"`)
			for _, e := range answer.Errors {
				ok = e.Extensions.Code == "BAD_USER_INPUT" || e.Extensions.Code == "GRAPHQL_VALIDATION_FAILED"
			}
			if !ok {
				t.Errorf("%s: %d %s", input, answer.Status, answer.Body)
			}
		}
		huge := strings.Repeat("x", 90_000)
		for _, field := range []string{
			"code", "name", "acronym", "description", "predecessors", "id", "reason", "idempotencyKey", "draft",
		} {
			w := tried(t, h, "createPartner", changed(in{"code": "x", "name": "x"}, in{field: huge}))
			if len(w.UserErrors) == 0 || len(w.UserErrors[0].Message) > 1000 {
				t.Errorf("a huge %s: %.200s", field, fmt.Sprint(w.UserErrors))
			}
		}
		if after := rows(t, h); !maps.Equal(before, after) {
			t.Errorf("left %v, after %v", after, before)
		}
		for _, query := range []string{
			`{ draft(id: "a\u0000") { id } }`, `{ changes(filter: {recordId: "a\u0000"}) { nodes { id } } }`,
			`{ node(id: "a\u0000") { id } }`, `{ changes(filter: {contract: "a\u0000"}) { nodes { id } } }`,
		} {
			for _, e := range h.Ask(t, query, nil).Errors {
				if e.Extensions.Code == "INTERNAL" {
					t.Errorf("%s: %s", query, e.Message)
				}
			}
		}
	})
}

func TestMalformedInput_WrongVariablesWriteNothing(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		before := rows(t, h)
		for _, input := range []in{
			{"code": "x"}, {"code": nil, "name": "x"}, {"code": "x", "name": "x", "kind": "CLUB"}, {"code": "x", "name": "x", "colour": "red"},
			{"code": "x", "name": "x", "aliases": []any{nil}}, {"code": "x", "name": "x", "openList": "yes"}, {"code": "x", "name": "x", "citations": []in{{"source": "report"}}},
			{"code": "x", "name": []string{"x"}}, {"code": in{}, "name": "x"},
		} {
			answer := h.Ask(t, document("createPartner"), in{"input": input})
			mended := strings.Contains(string(answer.Data), `"code":"INVALID"`)
			if len(answer.Errors) == 0 && !mended ||
				len(answer.Errors) > 0 && answer.Errors[0].Extensions.Code == "INTERNAL" || answer.Status >= 500 {
				t.Errorf("%v: %d %s", input, answer.Status, answer.Body)
			}
		}
		for _, version := range []any{nil, "one", 1.5, true} {
			answer := h.Ask(t, document("deletePartner"), in{"input": in{"id": "caf", "version": version}})
			mended := strings.Contains(string(answer.Data), `"code":"INVALID"`)
			if len(answer.Errors) == 0 && !mended ||
				len(answer.Errors) > 0 && answer.Errors[0].Extensions.Code == "INTERNAL" {
				t.Errorf("version %v: %s", version, answer.Body)
			}
		}
		if after := rows(t, h); !maps.Equal(before, after) {
			t.Errorf("left %v, after %v", after, before)
		}
	})
}
