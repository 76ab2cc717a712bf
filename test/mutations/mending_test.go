package mutations_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

// User errors name the field that they are about, and all of them are reported at once.

func TestClaims_WithoutAStatusAreOnlyMentioned(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		for _, given := range []in{{}, {"status": nil, "basis": nil}} {
			claim := func(fields in) in { return changed(changed(fields, given), in{"citations": cited()}) }
			for mutation, input := range map[string]in{
				"createContribution": claim(in{"partner": "cpam", "axis": "north/axe-1", "role": "LEAD"}),
				"createAlignment":    claim(in{"action": "forum", "axis": "axe-1", "kind": "SERVES"}),
				"createMembership":   claim(in{"partner": "cpam", "group": "copil"}),
				"createRelation":     claim(in{"subject": "forum", "object": "atelier", "kind": "FOLLOWS_FROM"}),
				"linkRecords":        claim(in{"subject": "forum", "object": "atelier", "kind": "RESPONDS_TO"}),
			} {
				made := done(t, h, mutation, input)
				mentioned(t, h, mutation, made.Record.ID)
			}
		}
		made := done(t, h, "createContribution", changed(declared("cpam", "forum"), in{"status": "ACTIVE"}))
		done(t, h, "updateContribution", in{"id": made.Record.ID, "version": 1, "note": "x"})
		done(
			t, h, "updateContribution",
			in{"id": made.Record.ID, "version": 2, "status": nil, "basis": nil, "citations": cited()},
		)
		mentioned(t, h, "null", made.Record.ID)
		var matrix struct {
			Contract struct {
				Matrix struct {
					Totals struct {
						Partners struct{ Confirmed, Prospective int }
					}
				}
			}
		}
		h.Get(
			t, &matrix,
			`{ contract(by: {code: "north"}) { matrix { totals { partners { confirmed prospective } } } } }`, nil,
		)
		if counts := matrix.Contract.Matrix.Totals.Partners; counts.Confirmed != 0 || counts.Prospective != 1 {
			t.Errorf("partners: %+v", counts)
		}
	})
}

func mentioned(t *testing.T, h *testhub.Hub, what, id string) {
	t.Helper()
	var is struct {
		Node struct{ Status, Basis string }
	}
	h.Get(t, &is, `query ($id: ID!) { node(id: $id) { ... on Claim { status basis } } }`, in{"id": id})
	if is.Node.Status != "MENTIONED" || is.Node.Basis != "STATED" {
		t.Errorf("%s: %+v", what, is.Node)
	}
}

func TestPeriods_NothingEndsBeforeItBegins(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		claim := declared("cpam", "forum")
		for _, c := range []struct {
			since, until any
			never        bool
		}{
			{"2020-01-01", "2019-12-31", true}, {"2020", "2019", true}, {"2020-06", "2020-05", true}, {"2020-06", "2020-05-31", true}, {"2020/2021", "2019", true},
			{"2020", "../2019", true}, {"2020/..", "2019", true}, {"2020", "2018/2019", true},
			{"2020", "2020", false}, {"2020-06", "2020", false}, {"2020-12-31", "2020", false}, {"2020-06-14", "2020-06-14", false}, {"../2020", "2019", false},
			{"2020", "2019/..", false}, {"2020", "2019/2020", false}, {"XXXX", "2019", false}, {"2020", "XXXX", false}, {nil, "2019", false}, {"2020", nil, false},
		} {
			dates := in{"since": c.since, "until": c.until}
			if !c.never {
				done(t, h, "createContribution", changed(claim, dates))
				continue
			}
			before := rows(t, h)
			rejected(t, h, "createContribution", changed(claim, dates), "INVALID", "until")
			rejected(
				t, h, "createAction",
				changed(in{"code": "late", "name": "L", "kind": "ACTION", "contract": "north"}, dates), "INVALID",
				"until",
			)
			rejected(
				t, h, "createIdentifier", changed(in{"partner": "cpam", "scheme": "OTHER", "value": "1"}, dates),
				"INVALID", "until",
			)
			rejected(
				t, h, "createMembership", changed(in{"partner": "cpam", "group": "copil", "basis": "DECLARED"}, dates),
				"INVALID", "until",
			)
			rejected(
				t, h, "linkRecords",
				changed(in{"kind": "PART_OF", "subject": "forum", "object": "atelier", "basis": "DECLARED"}, dates),
				"INVALID", "until",
			)
			rejected(
				t, h, "createContract", in{"code": "late", "name": "L", "since": c.since, "until": c.until}, "INVALID",
				"until",
			)
			if after := rows(t, h); !maps.Equal(before, after) {
				t.Errorf("%v left %v, after %v", dates, after, before)
			}
		}
	})
}

func TestPeriods_NoWayLeadsToAnEndBeforeTheBeginning(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		id := done(t, h, "createContribution", changed(declared("cpam", "forum"), in{"since": "2020"})).Record.ID
		rejected(t, h, "updateContribution", in{"id": id, "version": 1, "until": "2019"}, "INVALID", "until")
		early := in{"updateContribution": in{"id": id, "version": 1, "until": "2019"}}
		rejected(
			t, h, "applyChanges", in{"changes": []in{early}}, "INVALID", "changes", "0", "updateContribution", "until",
		)
		draft := done(t, h, "beginDraft", in{"contract": "north", "title": "T"}).Draft.ID
		rejected(
			t, h, "updateContribution", in{"id": id, "version": 1, "until": "2019", "draft": draft}, "INVALID", "until",
		)
		w := tried(t, h, "updateContribution", in{"id": id, "version": 1, "until": "2019"})
		if want := "`until` (2019) est avant `since` (2020)."; len(w.UserErrors) != 1 ||
			w.UserErrors[0].Message != want {
			t.Errorf("%+v, want %s", w.UserErrors, want)
		}
		// One that was taken away comes back only where it fits.
		moved := done(t, h, "updateContribution", in{"id": id, "version": 1, "since": "2018", "until": "2019"})
		done(t, h, "updateContribution", in{"id": id, "version": 2, "since": "2019-06"})
		earlier := done(t, h, "updateContribution", in{"id": id, "version": 3, "since": "2017"})
		done(t, h, "updateContribution", in{"id": id, "version": 4, "until": "2018"})
		rejected(t, h, "revertChange", in{"change": earlier.Changes[0].ID}, "INVALID", "change")
		rejected(t, h, "revertChange", in{"change": moved.Changes[0].ID}, "CANNOT_REVERT", "change")
	})
}

// toMend returns the paths of user errors, each with its code.
func toMend(w written) []string {
	var all []string
	for _, e := range w.UserErrors {
		all = append(all, strings.Join(e.Field, ".")+" "+e.Code)
	}
	slices.Sort(all)
	return all
}

func TestUserErrors_AreReportedAllAtOnce(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		wrong := []in{
			{"source": "nothing", "locator": "x"}, {"source": "report", "locator": " "},
			{"source": "report", "locator": "x", "preferred": true, "about": "colour"},
		}
		mine := lexicon.NewUID("partner")
		for _, c := range []struct {
			mutation string
			input    in
			want     []string
		}{
			{"createContribution", in{
				"partner": "nobody", "action": "forum", "role": "LEAD", "amount": -5, "since": "2020", "until": "2019",
				"citations": wrong,
			}, []string{
				"amount INVALID", "citations.0.source UNKNOWN_RECORD", "citations.1.locator REQUIRED", "citations.2.about INVALID", "citations.2.reason NEEDS_REASON",
				"partner UNKNOWN_RECORD", "until INVALID"}},
			{"createContribution", in{
				"partner": "cpam", "action": "nothing", "axis": "axe-9", "role": "LEAD", "basis": "INFERRED",
			}, []string{
				"action INVALID", "action UNKNOWN_RECORD", "axis UNKNOWN_RECORD", "inference NEEDS_RULE"}},
			{"createContribution", in{
				"partner": "cpam", "action": "forum", "role": "LEAD", "amount": -5,
			}, []string{"amount INVALID", "citations NEEDS_SOURCE"}},
			{"createContribution", in{
				"partner": "cpam", "action": "forum", "role": "LEAD", "amount": -5,
				"citations": []in{{"source": "report", "locator": "x", "stance": "CONTRADICTS"}},
			}, []string{
				"amount INVALID", "citations NEEDS_SOURCE"}},
			{"createContribution", in{
				"partner": "cpam", "action": "forum", "role": "LEAD", "amount": -5, "citations": cited(),
			}, []string{"amount INVALID"}},
			{"createPartner", in{"id": "partner_x", "code": "cpam", "name": " ", "citations": wrong[:1]}, []string{
				"citations.0.source UNKNOWN_RECORD", "code TAKEN", "id INVALID", "name REQUIRED"}},
			{"createAxis", in{
				"code": "axe-1", "name": "A", "contract": "north", "plan": "nothing", "position": -1,
			}, []string{"plan UNKNOWN_RECORD", "position INVALID"}},
			{"updatePartner", in{
				"id": "cpam", "version": 1, "code": "caf", "name": strings.Repeat("x", 501), "citations": wrong[1:2],
			}, []string{
				"citations.0.locator REQUIRED", "code TAKEN", "name TOO_LONG"}},
			{"linkRecords", in{
				"kind": "PART_OF", "subject": "nothing", "object": "nowhere", "note": strings.Repeat("x", 1001),
				"citations": wrong[:1],
			}, []string{
				"citations.0.source UNKNOWN_RECORD", "note TOO_LONG", "object UNKNOWN_RECORD", "subject UNKNOWN_RECORD"}},
			{"createPartner", in{
				"code": "?", "name": "X", "reason": strings.Repeat("x", 501),
			}, []string{"code INVALID", "reason TOO_LONG"}},
			{"applyChanges", in{"changes": []in{
				{"createPartner": in{
					"id": mine, "code": "new", "name": "X",
				}}, {"updatePartner": in{"id": "cpam", "version": 1, "name": " "}},
				{"createContribution": in{
					"partner": mine, "action": "forum", "role": "LEAD",
				}}, {"deleteRecord": in{"id": "nothing", "version": 1}},
			}}, []string{"changes.1.updatePartner.name REQUIRED", "changes.3.deleteRecord.id UNKNOWN_RECORD"}},
			{"applyChanges", in{
				"changes": []in{{
					"updatePartner": in{"id": "cpam", "version": 1, "name": " "},
				}, {"createContribution": in{"partner": "cpam", "action": "forum", "role": "LEAD"}}},
			},
				[]string{"changes.0.updatePartner.name REQUIRED", "changes.1.createContribution.citations NEEDS_SOURCE"}},
		} {
			before := rows(t, h)
			if got := toMend(tried(t, h, c.mutation, c.input)); !slices.Equal(got, c.want) {
				t.Errorf("%s %v:\n%v, want\n%v", c.mutation, c.input, got, c.want)
			}
			if after := rows(t, h); !maps.Equal(before, after) {
				t.Errorf("%v left %v, after %v", c.input, after, before)
			}
		}
	})
}

func TestUserErrors_SayWhetherANumberIsTooLarge(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		for _, c := range []struct {
			amount  any
			message string
		}{
			{int64(1<<53 + 1), "`amount` takes a number of at most 9007199254740992."},
			{-1, "`amount` takes a number that is 0 or more."},
		} {
			w := rejected(
				t, h.In("en"), "createContribution", changed(declared("cpam", "forum"), in{"amount": c.amount}),
				"INVALID", "amount",
			)
			if w.UserErrors[0].Message != c.message {
				t.Errorf("%v: %s", c.amount, w.UserErrors[0].Message)
			}
		}
		done(t, h, "createContribution", changed(declared("cpam", "forum"), in{"amount": int64(1 << 53)}))
	})
}

func TestDelete_FindsARecordOfAnyTypeByItsCode(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		gone := func(name string) in { return in{"changes": []in{{"deleteRecord": in{"id": name, "version": 1}}}} }
		rejected(t, h, "applyChanges", gone("axe-1"), "AMBIGUOUS", "changes", "0", "deleteRecord", "id")
		done(t, h, "createPartner", in{"code": "forum", "name": "Forum"})
		rejected(t, h, "applyChanges", gone("forum"), "AMBIGUOUS", "changes", "0", "deleteRecord", "id")
		for _, name := range []string{"caf", "north/forum", "south/axe-1"} {
			w := done(t, h, "applyChanges", gone(name))
			if len(w.Changes) != 1 || w.Changes[0].Operation != "DELETE" {
				t.Errorf("%s: %+v", name, w.Changes)
			}
		}
		draft := done(t, h, "beginDraft", in{"contract": "north", "title": "T"}).Draft.ID
		done(t, h, "applyChanges", changed(gone("atelier"), in{"draft": draft}))
		var is struct {
			Draft struct {
				Steps []struct{ Verb, RecordType, RecordID string }
			}
		}
		h.Get(t, &is, `query ($id: ID!) { draft(id: $id) { steps { verb recordType recordId } } }`, in{"id": draft})
		if len(is.Draft.Steps) != 1 || is.Draft.Steps[0].RecordType != "ACTION" || !strings.HasPrefix(
			is.Draft.Steps[0].RecordID, "action_",
		) {
			t.Errorf("%+v", is)
		}
		if w := done(t, h, "publishDraft", in{"draft": draft}); len(w.Changes) != 1 {
			t.Errorf("%+v", w.Changes)
		}
	})
}
