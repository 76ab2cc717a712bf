package mutations_test

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

func TestApplyChanges_ABadChangeLeavesNothingOfTheOthers(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		before := rows(t, h)
		good := []in{
			{"createPartner": in{"code": "new", "name": "New", "citations": cited()}},
			{"updateAxis": in{"id": "north/axe-1", "version": 1, "name": "Autre"}},
			{"linkRecords": in{"kind": "PART_OF", "subject": "forum", "object": "atelier", "basis": "DECLARED"}},
		}
		for _, c := range []struct {
			bad   in
			code  string
			field []string
		}{
			{in{"createPartner": in{"code": "cpam", "name": "X"}}, "TAKEN", []string{
				"changes", "3", "createPartner", "code",
			}},
			{in{"createPartner": in{"code": "new", "name": "X"}}, "TAKEN", []string{
				"changes", "3", "createPartner", "code",
			}},
			{in{
				"createContribution": in{"partner": "new", "action": "forum", "role": "LEAD"},
			}, "NEEDS_SOURCE", []string{"changes", "3", "createContribution", "citations"}},
			{in{
				"updateAxis": in{"id": "north/axe-1", "version": 1, "name": "X"},
			}, "CONFLICT", []string{"changes", "3", "updateAxis", "version"}},
			{in{
				"linkRecords": in{"kind": "PART_OF", "subject": "atelier", "object": "forum", "basis": "DECLARED"},
			}, "CYCLE", []string{"changes", "3", "linkRecords", "object"}},
			{in{"deleteRecord": in{"id": "nobody", "version": 1}}, "UNKNOWN_RECORD", []string{
				"changes", "3", "deleteRecord", "id",
			}},
			{in{"deleteRecord": in{"id": "axe-1", "version": 1}}, "AMBIGUOUS", []string{
				"changes", "3", "deleteRecord", "id",
			}},
			{in{
				"createSource": in{"code": "s", "name": "S", "citations": []in{{"source": "nothing", "locator": "x"}}},
			}, "UNKNOWN_RECORD", []string{"changes", "3", "createSource", "citations", "0", "source"}},
			{in{
				"createSource": in{"code": "s", "name": "S", "reason": "why"},
			}, "INVALID", []string{"changes", "3", "createSource"}},
			{in{
				"createSource": in{"code": "s", "name": "S", "clientMutationId": "1"},
			}, "INVALID", []string{"changes", "3", "createSource"}},
			{in{
				"createSource": in{"code": "s", "name": "S", "draft": "d"},
			}, "INVALID", []string{"changes", "3", "createSource"}},
			{in{
				"deleteRecord": in{"id": "x", "version": 1, "idempotencyKey": "k"},
			}, "INVALID", []string{"changes", "3", "deleteRecord"}},
		} {
			rejected(
				t, h, "applyChanges", in{"changes": append(slices.Clone(good), c.bad), "idempotencyKey": "k"}, c.code,
				c.field...,
			)
			if after := rows(t, h); !maps.Equal(before, after) {
				t.Errorf("%v left %v, after %v", c.bad, after, before)
			}
		}
		w := done(t, h, "applyChanges", in{"changes": good, "idempotencyKey": "k", "reason": "ensemble"})
		if len(w.Changes) != 4 || len(w.Records) != 3 || w.Records[0].ID != *w.RecordIDs[0] ||
			w.Changes[0].WriteID != w.Changes[3].WriteID {
			t.Errorf("%+v", w)
		}
	})
}

func TestApplyChanges_LaterOnesNameWhatEarlierOnesCreate(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		mine := lexicon.NewUID("action")
		w := done(t, h, "applyChanges", in{"changes": []in{
			{"createContract": in{"code": "east", "name": "Est"}},
			{"createAxis": in{"code": "axe-1", "name": "Axe", "contract": "east"}},
			{"createAction": in{"id": mine, "code": "fete", "name": "Fête", "kind": "ACTION", "contract": "east"}},
			{"upsertPartner": in{"code": "new", "name": "New"}},
			{"createContribution": in{"partner": "new", "action": mine, "role": "LEAD", "citations": cited()}},
			{"createAlignment": in{"action": "east/fete", "axis": "axe-1", "kind": "SERVES", "basis": "DECLARED"}},
			{"updateAction": in{"id": mine, "version": 1, "status": "ACTIVE"}},
			{"createConcept": in{
				"code": "gone", "name": "G", "kind": "POLICY", "id": "concept_00000000000000000000000001",
			}},
			{"deleteRecord": in{"id": "concept_00000000000000000000000001", "version": 1}},
			{"unlinkRecords": in{"kind": "PART_OF", "subject": "forum", "object": "atelier"}},
		}})
		if len(w.RecordIDs) != 10 || *w.RecordIDs[2] != mine || w.Records[2].Version != 2 || w.Records[8] != nil ||
			w.RecordIDs[8] == nil || w.RecordIDs[9] != nil {
			t.Errorf("%+v", w)
		}
		rejected(
			t, h, "createAction", in{"id": mine, "code": "x", "name": "X", "kind": "ACTION", "contract": "east"},
			"TAKEN", "id",
		)
		rejected(
			t, h, "createAction",
			in{
				"id": "partner_00000000000000000000000001", "code": "x", "name": "X", "kind": "ACTION",
				"contract": "east",
			},
			"INVALID", "id",
		)
		rejected(
			t, h, "createAction", in{"id": "mine", "code": "x", "name": "X", "kind": "ACTION", "contract": "east"},
			"INVALID", "id",
		)
		rejected(
			t, h, "upsertAction", in{"id": "mine", "code": "x", "name": "X", "kind": "ACTION", "contract": "east"},
			"INVALID", "id",
		)
	})
}

func TestApplyChanges_OneWriteTakes500Changes(t *testing.T) {
	eachEmpty(t, func(t *testing.T, h *testhub.Hub) {
		many := make([]in, 501)
		for i := range many {
			many[i] = in{"createConcept": in{"code": fmt.Sprint("c", i), "name": "C", "kind": "POLICY"}}
		}
		rejected(t, h, "applyChanges", in{"changes": many}, "TOO_MANY")
		w := done(t, h, "applyChanges", in{"changes": many[:500]})
		if len(w.Changes) != 500 || rows(t, h)["concepts"] != 500 {
			t.Errorf("500 changes left %d lines", len(w.Changes))
		}
		if none := done(t, h, "applyChanges", in{"changes": []in{}}); len(none.Changes)+len(none.Records) != 0 {
			t.Errorf("no change made %+v", none)
		}
		var counted struct{ Changes struct{ TotalCount int } }
		h.Settle(t)
		h.Get(t, &counted, `{ changes(filter: {types: [CONCEPT]}) { totalCount } }`, nil)
		if !reflect.DeepEqual(counted.Changes.TotalCount, 500) {
			t.Errorf("the ledger counts %d", counted.Changes.TotalCount)
		}
	})
}

func TestApplyChanges_AChangeGivesExactlyOneField(t *testing.T) {
	eachEmpty(t, func(t *testing.T, h *testhub.Hub) {
		for _, change := range []in{
			{}, {"createConcept": nil},
			{"createConcept": in{
				"code": "c", "name": "C", "kind": "POLICY",
			}, "deleteRecord": in{"id": "x", "version": 1}},
		} {
			answer := h.Ask(t, document("applyChanges"), in{"input": in{"changes": []in{change}}})
			if len(answer.Errors) == 0 || answer.Errors[0].Extensions.Code == "INTERNAL" {
				w := tried(t, h, "applyChanges", in{"changes": []in{change}})
				if len(w.UserErrors) != 1 || w.UserErrors[0].Code != "INVALID" {
					t.Errorf("%v: %s", change, answer.Body)
				}
			}
		}
	})
}
