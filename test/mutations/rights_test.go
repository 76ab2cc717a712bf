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

// These tests check rights to write through the API. The whole table is tested beside access.Viewer.MayWrite.

func TestRights_WhoMayWriteThroughTheAPI(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		north := []string{"north"}
		who := map[string]*testhub.Hub{
			"administrator": h,
			"coordinator":   as(t, h, testhub.Who{Role: lexicon.Coordinator, Contracts: north}),
			"integrator":    as(t, h, testhub.Who{Role: lexicon.Integrator, Contracts: north}),
			"liaison":       as(t, h, testhub.Who{Role: lexicon.Liaison, Partner: "cpam", Contracts: north}),
		}
		inDiscussion := in{"status": "IN_DISCUSSION"}
		for i, c := range []struct {
			mutation string
			input    in
			may      string // of administrator, coordinator, integrator, liaison: y or n
			field    string // that is not theirs to give; the whole when empty
		}{
			{"createContract", in{"code": "%s", "name": "C"}, "ynnn", ""},
			{"upsertContract", in{"code": "north", "description": "%s"}, "yyyn", ""},
			{"upsertContract", in{"code": "north", "public": true}, "ynnn", "public"},
			{"createTheme", in{"code": "%s", "name": "T"}, "ynnn", ""},
			{"createTheme", in{"code": "%s", "name": "T", "contract": "north"}, "yyyn", ""},
			{"createAction", in{"code": "%s", "name": "A", "kind": "ACTION", "contract": "north"}, "yyyn", ""},
			{"createPartner", in{"code": "%s", "name": "P"}, "yyyn", ""},
			{"createSource", in{"code": "%s", "name": "S"}, "yyyy", ""},
			{"upsertSource", in{"code": "report", "name": "%s"}, "yyyn", ""},
			{"upsertPartner", in{"code": "cpam", "acronym": "%s"}, "yyyy", ""},
			{"upsertPartner", in{"code": "cpam", "name": "%s"}, "yyyy", ""}, // which makes it an alias
			{"upsertPartner", in{"code": "caf", "acronym": "%s"}, "yyyn", ""},
			{"createContribution", changed(declared("cpam", "forum"), inDiscussion), "yyyy", ""},
			{"createContribution", declared("cpam", "forum"), "yyyy", ""},
			{"createContribution", changed(declared("cpam", "forum"), in{"status": "ACTIVE"}), "yyyn", "status"},
			{"createContribution", changed(declared("caf", "forum"), inDiscussion), "yyyn", "partner"},
			{"createContribution", in{
				"partner": "cpam", "action": "forum", "role": "LEAD", "status": "MENTIONED", "citations": cited(),
			}, "yyyn", "basis"},
			{"createMembership", in{
				"partner": "cpam", "group": "copil", "basis": "DECLARED", "status": "MENTIONED", "citations": cited(),
			}, "yyyy", ""},
			{"createAlignment", in{
				"action": "forum", "axis": "axe-2", "kind": "SERVES", "basis": "DECLARED",
			}, "yyyn", ""},
			{"linkRecords", in{
				"kind": "CONCERNS", "subject": "forum", "literal": "%s", "basis": "DECLARED",
			}, "yyyn", ""},
			{"createIdentifier", in{"partner": "cpam", "scheme": "OTHER", "value": "%s"}, "yyyy", ""},
			{"createIdentifier", in{"partner": "caf", "scheme": "OTHER", "value": "%s"}, "yyyn", ""},
			{"createCitation", in{"record": "forum", "source": "report", "locator": "%s"}, "yyyn", ""},
		} {
			for at, name := range slices.Backward([]string{"administrator", "coordinator", "integrator", "liaison"}) {
				input := maps.Clone(c.input)
				for field, value := range input {
					if value == "%s" {
						input[field] = fmt.Sprintf("%s-%d", name, i)
					}
				}
				if c.may[at] == 'y' {
					done(t, who[name], c.mutation, input)
					continue
				}
				before := rows(t, h)
				var field []string
				if c.field != "" && (c.field != "public" || name != "liaison") { // who changes nothing of a contract
					field = []string{c.field}
				}
				rejected(t, who[name], c.mutation, input, "FORBIDDEN", field...)
				if after := rows(t, h); !maps.Equal(before, after) {
					t.Errorf("%s %s left %v, after %v", name, c.mutation, after, before)
				}
			}
		}
		rejected(t, who["liaison"], "deletePartner", in{"id": "caf", "version": 5}, "CONFLICT", "version")
		rejected(
			t, who["coordinator"], "createContribution", declared("cpam", "south/autre"), "UNKNOWN_RECORD", "action",
		)
	})
}

func TestRights_ThePublicChangesNothing(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		public, reader := h.As(""), as(
			t, h, testhub.Who{Role: lexicon.Administrator, Scopes: []lexicon.TokenScope{lexicon.ScopeRead}},
		)
		before := rows(t, h)
		for mutation, input := range map[string]in{
			"createPartner": {"code": "x", "name": "X"}, "applyChanges": {"changes": []in{}}, "deletePartner": {"id": "caf", "version": 1},
			"linkRecords": {"kind": "PART_OF", "subject": "forum", "object": "atelier"}, "beginDraft": {"contract": "north", "title": "T"},
			"revertChange": {"change": "x"}, "publishDraft": {"draft": "x"},
		} {
			for who, code := range map[*testhub.Hub]string{public: "UNAUTHENTICATED", reader: "FORBIDDEN"} {
				answer := who.Ask(t, document(mutation), in{"input": input})
				if len(answer.Errors) != 1 || answer.Errors[0].Extensions.Code != code {
					t.Errorf("%s: %s, not %s", mutation, answer.Body, code)
				}
			}
		}
		if after := rows(t, h); !maps.Equal(before, after) {
			t.Errorf("left %v, after %v", after, before)
		}
	})
}

func TestRights_ADecidedEngagementIsNotExchangedForAnother(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		liaison := as(t, h, testhub.Who{Role: lexicon.Liaison, Partner: "cpam", Contracts: []string{"north"}})
		made := done(
			t, liaison, "createContribution", changed(declared("cpam", "forum"), in{"status": "IN_DISCUSSION"}),
		)
		id := made.Record.ID
		rejected(
			t, liaison, "updateContribution", in{"id": id, "version": 1, "status": "ACTIVE"}, "FORBIDDEN", "status",
		)
		done(t, h, "updateContribution", in{"id": id, "version": 1, "status": "VALIDATED"})
		rejected(t, liaison, "updateContribution", in{"id": id, "version": 2, "role": "LEAD"}, "FORBIDDEN", "role")
		rejected(t, liaison, "updateContribution", in{"id": id, "version": 2, "partner": "caf"}, "FORBIDDEN", "partner")
		done(t, liaison, "updateContribution", in{"id": id, "version": 2, "status": "ACTIVE", "note": "parti"})
		done(t, liaison, "updateContribution", in{"id": id, "version": 3, "status": "IN_DISCUSSION", "role": "LEAD"})
	})
}

func TestRights_ARefusedFieldSaysWhatMayBeGiven(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		liaison := as(t, h, testhub.Who{Role: lexicon.Liaison, Partner: "cpam", Contracts: []string{"north"}})
		active := changed(declared("cpam", "forum"), in{"status": "ACTIVE"})
		for reads, want := range map[string]string{
			"fr": "Vous pouvez mettre `status` à MENTIONED, IN_DISCUSSION ou ABANDONED.",
			"en": "You may set `status` to MENTIONED, IN_DISCUSSION or ABANDONED.",
		} {
			w := rejected(t, liaison.In(reads), "createContribution", active, "FORBIDDEN", "status")
			if len(w.UserErrors) != 1 || !strings.HasPrefix(w.UserErrors[0].Message, want) {
				t.Errorf("%s: %+v", reads, w.UserErrors)
			}
		}
		// Without a basis the claim would be stated. The expected error is not its missing source.
		w := rejected(
			t, liaison, "createContribution", in{"partner": "cpam", "action": "forum", "role": "LEAD"}, "FORBIDDEN",
			"basis",
		)
		if len(w.UserErrors) != 1 {
			t.Errorf("%+v", w.UserErrors)
		}
		w = rejected(
			t, liaison, "updatePartner",
			in{"id": "cpam", "version": 1, "name": "X", "kind": "COLLECTIVE", "acronym": "Y"}, "FORBIDDEN", "name",
		)
		if len(w.UserErrors) != 2 || !slices.Equal(w.UserErrors[1].Field, []string{"kind"}) {
			t.Errorf("%+v", w.UserErrors)
		}
		// A viewer who may not write learns nothing of other problems.
		w = rejected(
			t, liaison, "createAction", in{"code": "forum", "name": "F", "kind": "ACTION", "contract": "north"},
			"FORBIDDEN",
		)
		if len(w.UserErrors) != 1 {
			t.Errorf("%+v", w.UserErrors)
		}
	})
}
