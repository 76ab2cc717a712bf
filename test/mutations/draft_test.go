package mutations_test

import (
	"maps"
	"strings"
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

func TestDrafts_AreUnseenUntilPublished(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		author := as(t, h, testhub.Who{Role: lexicon.Coordinator, Contracts: []string{"north"}})
		draft := done(t, author, "beginDraft", in{"contract": "north", "title": " Demain "}).Draft.ID
		before := rows(t, h)
		waits := done(
			t, author, "createAction",
			in{"draft": draft, "code": "canari", "name": "Canari", "kind": "ACTION", "contract": "north"},
		)
		done(t, author, "createContribution", changed(declared("cpam", "north/canari"), in{"draft": draft}))
		up := done(t, author, "upsertPartner", in{"draft": draft, "code": "canari-p", "name": "Canari P"})
		done(t, author, "updateAxis", in{"draft": draft, "id": "axe-1", "version": 1, "name": "Axe canari"})
		done(
			t, author, "linkRecords",
			in{"draft": draft, "kind": "PART_OF", "subject": "canari", "object": "forum", "basis": "DECLARED"},
		)
		done(t, author, "deletePartner", in{"draft": draft, "id": "caf", "version": 1})
		if waits.Record != nil || waits.RecordID == nil || len(waits.Changes) != 0 || waits.Draft.State != "OPEN" {
			t.Errorf("%+v", waits)
		}
		if after := rows(t, h); !maps.Equal(before, after) {
			t.Errorf("the draft left %v, after %v", after, before)
		}
		everywhere := `query ($id: ID!, $draft: ID!) { node(id: $id) { id } draft(id: $draft) { id } contract(by: {code: "north"}) { drafts { id title } actions { nodes { code } } axes { nodes { name } } }
			partners { nodes { code } } changes(first: 100) { nodes { recordId fields { after { text recordId } } } } }`
		liaison := as(t, h, testhub.Who{Role: lexicon.Liaison, Partner: "cpam", Contracts: []string{"north"}})
		answer := liaison.Ask(t, everywhere, in{"id": *waits.RecordID, "draft": draft})
		if text := strings.ReplaceAll(string(answer.Body), " ", ""); strings.Contains(text, "anari") ||
			strings.Contains(text, draft) || strings.Contains(text, *waits.RecordID) || answer.Errors != nil {
			t.Errorf("a liaison sees of the draft: %s", answer.Body)
		}
		for mutation, input := range map[string]in{
			"publishDraft": {"draft": draft}, "discardDraft": {"draft": draft},
			"createPartner": {"draft": draft, "code": "p", "name": "P"},
		} {
			rejected(t, liaison, mutation, input, "UNKNOWN_RECORD", "draft")
		}
		var seen struct {
			Draft struct {
				Title string
				Steps []struct {
					Verb, RecordType string
					RecordID         *string
				}
			}
			Contract struct{ Drafts []struct{ ID string } }
		}
		h.Get(
			t, &seen,
			`query ($id: ID!) { draft(id: $id) { title steps { verb recordType recordId } } contract(by: {code: "north"}) { drafts { id } } }`,
			in{"id": draft},
		)
		steps := seen.Draft.Steps
		if len(steps) != 6 || seen.Draft.Title != "Demain" || steps[0].RecordID == nil ||
			*steps[0].RecordID != *waits.RecordID || !strings.HasPrefix(
			*steps[5].RecordID, "partner_",
		) || len(seen.Contract.Drafts) != 1 {
			t.Errorf("%+v", seen)
		}
		published := done(t, author, "publishDraft", in{"draft": draft, "reason": "vote"})
		if len(published.Changes) != 6 || published.Draft.State != "PUBLISHED" ||
			published.Changes[0].RecordID != *waits.RecordID || published.Changes[2].RecordID != *up.RecordID {
			t.Errorf("%s", linesSaid(published.Changes))
		}
		rejected(t, author, "publishDraft", in{"draft": draft}, "NOT_OPEN", "draft")
		rejected(t, author, "discardDraft", in{"draft": draft}, "NOT_OPEN", "draft")
		rejected(t, author, "createPartner", in{"draft": draft, "code": "p", "name": "P"}, "NOT_OPEN", "draft")
	})
}

func TestDrafts_AreTriedWhenTheyGrowAndWhenPublished(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		draft := done(t, h, "beginDraft", in{"contract": "north", "title": "T"}).Draft.ID
		within := func(fields in) in { return changed(fields, in{"draft": draft}) }
		rejected(t, h, "createPartner", within(in{"code": "cpam", "name": "X"}), "TAKEN", "code")
		rejected(
			t, h, "createContribution", within(in{"partner": "cpam", "action": "forum", "role": "LEAD"}),
			"NEEDS_SOURCE", "citations",
		)
		rejected(t, h, "updateAxis", within(in{"id": "south/axe-1", "version": 1, "name": "X"}), "OTHER_CONTRACT")
		done(t, h, "updateAxis", within(in{"id": "north/axe-1", "version": 1, "name": "X"}))
		done(t, h, "createPartner", within(in{"code": "new", "name": "X"}))
		rejected(t, h, "createPartner", within(in{"code": "new", "name": "X"}), "TAKEN", "code")
		done(t, h, "updateAxis", in{"id": "north/axe-1", "version": 1, "name": "Y"})
		before := rows(t, h)
		w := rejected(
			t, h, "publishDraft", in{"draft": draft, "idempotencyKey": "k"}, "CONFLICT", "draft", "0", "version",
		)
		if w.Conflict == nil || w.Conflict.SeenVersion != 1 || w.Conflict.CurrentVersion != 2 {
			t.Errorf("%+v", w.Conflict)
		}
		if after := rows(t, h); !maps.Equal(before, after) {
			t.Errorf("it left %v, after %v", after, before)
		}
		done(t, h, "discardDraft", in{"draft": draft})
		rejected(t, h, "publishDraft", in{"draft": draft}, "NOT_OPEN", "draft")
	})
}

func TestDrafts_WhoMayDraft(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		liaison := as(t, h, testhub.Who{Role: lexicon.Liaison, Partner: "cpam", Contracts: []string{"north"}})
		coordinator := as(t, h, testhub.Who{Role: lexicon.Coordinator, Contracts: []string{"north"}})
		south := as(t, h, testhub.Who{Role: lexicon.Coordinator, Contracts: []string{"south"}})
		reader := as(
			t, h,
			testhub.Who{
				Role: lexicon.Coordinator, Contracts: []string{"north"},
				Scopes: []lexicon.TokenScope{lexicon.ScopeRead, lexicon.ScopeContacts},
			},
		)
		rejected(t, south, "beginDraft", in{"contract": "north", "title": "T"}, "UNKNOWN_RECORD", "contract")
		rejected(t, reader, "beginDraft", in{"contract": "north", "title": "T"}, "FORBIDDEN")
		for title, code := range map[string]string{" ": "REQUIRED", strings.Repeat("é", 301): "TOO_LONG"} {
			rejected(t, h, "beginDraft", in{"contract": "north", "title": title}, code, "title")
		}
		done(t, h, "beginDraft", in{"contract": "north", "title": strings.Repeat("é", 300)})
		draft := done(t, liaison, "beginDraft", in{"contract": "north", "title": "T"}).Draft.ID
		mine := changed(declared("cpam", "forum"), in{"draft": draft, "status": "IN_DISCUSSION"})
		done(t, liaison, "createContribution", mine)
		rejected(t, liaison, "createContribution", changed(mine, in{"partner": "caf"}), "FORBIDDEN", "partner")
		rejected(t, reader, "publishDraft", in{"draft": draft}, "UNKNOWN_RECORD", "draft")
		rejected(t, south, "publishDraft", in{"draft": draft}, "UNKNOWN_RECORD", "draft")
		done(t, coordinator, "updateAxis", in{"draft": draft, "id": "north/axe-1", "version": 1, "name": "X"})
		rejected(t, liaison, "publishDraft", in{"draft": draft}, "FORBIDDEN", "draft", "1")
		done(t, coordinator, "publishDraft", in{"draft": draft})
	})
}

func TestDrafts_TwoWritersLoseNothing(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		draft := done(t, h, "beginDraft", in{"contract": "north", "title": "T"}).Draft.ID
		won, refused := together(t, 8, func(i int) written {
			return tried(
				t, h, "createConcept",
				in{"draft": draft, "code": "c-" + string(rune('a'+i)), "name": "C", "kind": "POLICY"},
			)
		})
		if won == 0 || won+refused["CONFLICT"] != 8 {
			t.Errorf("%d won, %v", won, refused)
		}
		if w := done(t, h, "publishDraft", in{"draft": draft}); len(w.Changes) != won {
			t.Errorf("%d won, and %d were published", won, len(w.Changes))
		}
	})
}

func TestDrafts_AContractGoesWithEndedOnesAndNotWithOpenOnes(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		w := done(t, h, "createContract", in{"code": "east", "name": "Est"})
		draft := done(t, h, "beginDraft", in{"contract": "east", "title": "T"}).Draft.ID
		rejected(t, h, "deleteContract", in{"id": "east", "version": 1}, "IN_USE", "id")
		done(t, h, "discardDraft", in{"draft": draft})
		done(t, h, "deleteContract", in{"id": w.Record.ID, "version": 1})
	})
}
