package mutations_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

// replay writes twice with one key, and checks that the second answer equals the first and changes nothing.
func replay(t *testing.T, h *testhub.Hub, mutation string, input in) written {
	t.Helper()
	input = changed(input, in{"idempotencyKey": mutation + " " + fmt.Sprint(input)})
	first := done(t, h, mutation, input)
	before := rows(t, h)
	second := done(t, h, mutation, input)
	if first.Replayed || !second.Replayed {
		t.Errorf("%s: replayed: %v, then %v", mutation, first.Replayed, second.Replayed)
	}
	if after := rows(t, h); !reflect.DeepEqual(before, after) {
		t.Errorf("%s: the second time left %v, after %v", mutation, after, before)
	}
	second.Replayed = false
	if !reflect.DeepEqual(first, second) {
		t.Errorf("%s answered %+v\nand then %+v", mutation, first, second)
	}
	return first
}

func TestIdempotency_AWriteIsDoneOnceUnderAKey(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		made := replay(t, h, "createPartner", in{"code": "new", "name": "New"})
		replay(t, h, "updatePartner", in{"id": "new", "version": 1, "name": "Newer", "clientMutationId": "7"})
		replay(t, h, "upsertPartner", in{"code": "new", "name": "Newest"})
		link := in{"kind": "PART_OF", "subject": "forum", "object": "atelier"}
		replay(t, h, "linkRecords", changed(link, in{"basis": "DECLARED"}))
		replay(t, h, "unlinkRecords", link)
		replay(t, h, "unlinkRecords", changed(link, in{"reason": "again"})) // there is none
		replay(
			t, h, "applyChanges",
			in{
				"changes": []in{{
					"createSource": in{"code": "s", "name": "S"},
				}, {"updatePartner": in{"id": "new", "version": 3, "acronym": "N"}}},
			},
		)
		gone := replay(t, h, "deletePartner", in{"id": "new", "version": 4})
		replay(t, h, "revertChange", in{"change": gone.Changes[0].ID})

		draft := replay(t, h, "beginDraft", in{"contract": "north", "title": "Demain"}).Draft.ID
		replay(
			t, h, "createAction",
			in{"draft": draft, "code": "waits", "name": "W", "kind": "ACTION", "contract": "north"},
		)
		replay(
			t, h, "upsertAction",
			in{"draft": draft, "code": "waits-too", "name": "W", "kind": "ACTION", "contract": "north"},
		)
		replay(
			t, h, "applyChanges",
			in{
				"draft": draft,
				"changes": []in{{
					"upsertPartner": in{"code": "later", "name": "L"},
				}, {"deleteRecord": in{"id": made.Record.ID, "version": 6}}},
			},
		)
		replay(t, h, "publishDraft", in{"draft": draft, "reason": "vote"})
		other := replay(t, h, "beginDraft", in{"contract": "north", "title": "Jamais"}).Draft.ID
		replay(t, h, "discardDraft", in{"draft": other})
	})
}

func TestIdempotency_AKeyIsForOneRequestOfOneAccount(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		done(t, h, "createPartner", in{"code": "new", "name": "New", "idempotencyKey": "k"})
		before := rows(t, h)
		for mutation, input := range map[string]in{
			"createPartner": {"code": "new", "name": "Newer"},
			"upsertPartner": {"code": "new", "name": "New"},
			"createSource":  {"code": "new", "name": "New"},
			"deletePartner": {"id": "new", "version": 1},
			"linkRecords":   {"kind": "PART_OF", "subject": "forum", "object": "atelier", "basis": "DECLARED"},
			"applyChanges": {"changes": []in{
				{"createPartner": in{"code": "new", "name": "New"}}, {"createSource": in{"code": "new", "name": "New"}},
			}},
			"revertChange": {"change": "change_00000000000000000000000000"},
			"beginDraft":   {"contract": "north", "title": "T"},
			"publishDraft": {"draft": "draft_00000000000000000000000000"},
			"discardDraft": {"draft": "draft_00000000000000000000000000"},
		} {
			rejected(
				t, h, mutation, changed(input, in{"idempotencyKey": "k"}), "IDEMPOTENCY_MISMATCH", "idempotencyKey",
			)
		}
		draft := done(t, h, "beginDraft", in{"contract": "north", "title": "T"}).Draft.ID
		before["drafts"]++
		rejected(
			t, h, "createPartner", in{"code": "new", "name": "New", "idempotencyKey": "k", "draft": draft},
			"IDEMPOTENCY_MISMATCH", "idempotencyKey",
		)
		if after := rows(t, h); !reflect.DeepEqual(before, after) {
			t.Errorf("the refusals left %v, after %v", after, before)
		}
		other := as(t, h, testhub.Who{Role: lexicon.Administrator})
		w := done(t, other, "createPartner", in{"code": "newer", "name": "New", "idempotencyKey": "k"})
		if w.Replayed {
			t.Error("another account was answered what the first was")
		}
		rejected(t, h, "createPartner", in{"code": "bad code", "name": "New", "idempotencyKey": "l"}, "INVALID", "code")
		done(t, h, "createPartner", in{"code": "good", "name": "New", "idempotencyKey": "l"}) // what was refused used no key up
	})
}

func TestIdempotency_ManyAtOnceUnderOneKeyDoItOnce(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		gone := done(t, h, "deletePartner", in{"id": "caf", "version": 1})
		draft := done(t, h, "beginDraft", in{"contract": "north", "title": "T"}).Draft.ID
		discarded := done(t, h, "beginDraft", in{"contract": "north", "title": "T"}).Draft.ID
		for _, c := range []struct {
			mutation string
			input    in
			lines    int
		}{
			{"createPartner", in{"code": "once", "name": "Once"}, 1},
			{"revertChange", in{"change": gone.Changes[0].ID}, 1},
			{"createAction", in{
				"draft": draft, "code": "waits", "name": "W", "kind": "ACTION", "contract": "north",
			}, 0},
			{"publishDraft", in{"draft": draft}, 1},
			{"discardDraft", in{"draft": discarded}, 0},
			{"beginDraft", in{"contract": "north", "title": "U"}, 0},
		} {
			before := rows(t, h)
			won, refused := together(t, 16, func(int) written {
				return tried(t, h, c.mutation, changed(c.input, in{"idempotencyKey": c.mutation}))
			})
			after := rows(t, h)
			if won != 16 || after["changes"] != before["changes"]+c.lines || after["receipts"] != before["receipts"]+1 {
				t.Errorf("%s: %d were answered, %v refused; %v, then %v", c.mutation, won, refused, before, after)
			}
		}
	})
}

// A retry returns the first answer, whatever changed the record since. A client that lost the answer must not take
// another's write for its own.
func TestIdempotency_ARetryGivesTheFirstAnswer(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		input := in{
			"partner": "cpam", "action": "forum", "role": "OPERATOR", "basis": "DECLARED", "since": "2016-06",
			"amount": 12, "idempotencyKey": "k",
		}
		const create = `mutation ($input: CreateContributionInput!) { createContribution(input: $input) { contribution {
			id version role since amount basis status partner { code } action { code } axis { code } createdAt updatedAt } userErrors { code } } }`
		const many = `mutation ($input: ApplyChangesInput!) { applyChanges(input: $input) { recordIds records { id ... on Partner { name version aliases } ... on Source { name version } } userErrors { code } } }`
		both := in{"idempotencyKey": "both", "changes": []in{
			{"updatePartner": in{
				"id": "caf", "version": 1, "aliases": []string{"CAF 59"},
			}}, {"createSource": in{"code": "note", "name": "Note"}}}}
		first, firstBoth := h.Ask(t, create, in{"input": input}), h.Ask(t, many, in{"input": both})
		var made struct {
			CreateContribution struct{ Contribution struct{ ID string } }
		}
		if err := json.Unmarshal(first.Data, &made); err != nil || made.CreateContribution.Contribution.ID == "" ||
			len(firstBoth.Errors) > 0 {
			t.Fatalf("%s %s", first.Body, firstBoth.Body)
		}
		uid := made.CreateContribution.Contribution.ID
		again := func(after string) {
			t.Helper()
			if second := h.Ask(t, create, in{"input": input}); string(second.Data) != string(first.Data) {
				t.Errorf("%s: answered\n%s\nand then\n%s", after, first.Body, second.Body)
			}
			if second := h.Ask(t, many, in{"input": both}); string(second.Data) != string(firstBoth.Data) {
				t.Errorf("%s: answered\n%s\nand then\n%s", after, firstBoth.Body, second.Body)
			}
		}
		again("at once")
		done(
			t, h, "updateContribution",
			in{
				"id": uid, "version": 1, "since": nil, "amount": 13, "action": nil, "axis": "north/axe-1",
				"role": "FUNDER",
			},
		)
		done(t, h, "updatePartner", in{"id": "caf", "version": 2, "aliases": []string{}, "name": "Another"})
		again("after changes")
		done(t, h, "deleteContribution", in{"id": uid, "version": 2})
		done(t, h, "deletePartner", in{"id": "caf", "version": 3})
		again("after deletions")
	})
}

func TestIdempotency_ARetryShowsNothingThatTheWriterMayNoLongerSee(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		coordinator := as(t, h, testhub.Who{Role: lexicon.Coordinator, Contracts: []string{"north"}})
		input := in{"code": "secret", "name": "Canari", "kind": "ACTION", "contract": "north", "idempotencyKey": "k"}
		made := done(t, coordinator, "createAction", input)
		done(t, h, "updateAction", in{"id": made.Record.ID, "version": 1, "name": "Canari serein"})
		h.Store.Client.Account.Update().ClearContracts().ExecX(testhub.Context(t))
		answer := coordinator.Ask(
			t,
			`mutation ($input: CreateActionInput!) { createAction(input: $input) { action { name } userErrors { code } } }`,
			in{"input": input},
		)
		if strings.Contains(string(answer.Body), "Canari") {
			t.Errorf("answered %s", answer.Body)
		}
	})
}
