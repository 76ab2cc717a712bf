package mutations_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

func TestConflicts_ShowBothVersions(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		done(t, h, "updatePartner", in{"id": "cpam", "version": 1, "acronym": "CPAM", "reason": "sigle"})
		done(t, h, "updatePartner", in{"id": "cpam", "version": 2, "acronym": nil, "sector": "SOCIAL_SECURITY"})
		for _, write := range []string{"updatePartner", "upsertPartner", "deletePartner"} {
			input := in{"id": "cpam", "version": 1}
			switch write {
			case "updatePartner":
				input["name"] = "Autre"
			case "upsertPartner":
				input = in{"code": "cpam", "version": 1, "name": "Autre"}
			}
			w := rejected(t, h, write, input, "CONFLICT", "version")
			if w.Conflict == nil || w.Conflict.SeenVersion != 1 || w.Conflict.CurrentVersion != 3 ||
				len(w.Conflict.Changes) != 2 {
				t.Fatalf("%s: %+v", write, w.Conflict)
			}
			var told []string
			for _, f := range w.Conflict.Fields {
				told = append(told, fmt.Sprintf("%s %s %s", f.Field, f.Before, f.After))
			}
			if got := strings.Join(told, ", "); got != `acronym null null, sector "UNSPECIFIED" "SOCIAL_SECURITY"` &&
				got != `sector "UNSPECIFIED" "SOCIAL_SECURITY"` {
				t.Errorf("%s: between: %s", write, got)
			}
		}
	})
}

func TestConflicts_OfManyWritersOfOneVersionOneWins(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		won, refused := together(t, 16, func(i int) written {
			return tried(t, h, "updatePartner", in{"id": "cpam", "version": 1, "name": fmt.Sprint("Nom ", i)})
		})
		if won != 1 || refused["CONFLICT"] != 15 {
			t.Errorf("updates: %d won, %v", won, refused)
		}
		won, refused = together(t, 16, func(i int) written {
			return tried(t, h, "createPartner", in{"code": "new", "name": fmt.Sprint("Nom ", i)})
		})
		if won != 1 || refused["TAKEN"] != 15 {
			t.Errorf("creations: %d won, %v", won, refused)
		}
		won, refused = together(t, 16, func(i int) written {
			return tried(t, h, "upsertPartner", in{"code": "newer", "name": fmt.Sprint("Nom ", i)})
		})
		if won != 16 {
			t.Errorf("upserts: %d won, %v", won, refused)
		}
		var answer struct {
			Partner struct{ Version int }
		}
		h.Get(t, &answer, `{ partner(by: {code: "newer"}) { version } }`, nil)
		if answer.Partner.Version != 16 {
			t.Errorf("16 upserts made version %d", answer.Partner.Version)
		}
		won, refused = together(
			t, 16, func(int) written { return tried(t, h, "deletePartner", in{"id": "new", "version": 1}) },
		)
		if won != 1 || refused["UNKNOWN_RECORD"] != 15 {
			t.Errorf("deletions: %d won, %v", won, refused)
		}
	})
}

// together runs do n times at once. It counts the successes, and the refusals by code.
func together(t *testing.T, n int, do func(i int) written) (won int, refused map[string]int) {
	t.Helper()
	refused = map[string]int{}
	var mu sync.Mutex
	var work sync.WaitGroup
	for i := range n {
		work.Go(func() {
			w := do(i)
			mu.Lock()
			defer mu.Unlock()
			if len(w.UserErrors) == 0 {
				won++
			}
			for _, e := range w.UserErrors {
				refused[e.Code]++
			}
		})
	}
	work.Wait()
	return won, refused
}

func TestLinks_LinkingTwiceIsLinkingOnce(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		link := in{"kind": "PART_OF", "subject": "forum", "object": "atelier", "basis": "DECLARED"}
		made := done(t, h, "linkRecords", link)
		again := done(t, h, "linkRecords", link)
		changed := done(t, h, "linkRecords", changed(link, in{"wording": "volet"}))
		if again.Record.ID != made.Record.ID || len(again.Changes) != 0 || changed.Record.ID != made.Record.ID ||
			changed.Record.Version != 2 {
			t.Errorf("%+v, %+v, %+v", made.Record, again, changed.Record)
		}
		unlink := in{"kind": "PART_OF", "subject": "north/forum", "object": "north/atelier"}
		gone := done(t, h, "unlinkRecords", unlink)
		none := done(t, h, "unlinkRecords", unlink)
		if gone.RecordID == nil || *gone.RecordID != made.Record.ID || none.RecordID != nil || len(none.Changes) != 0 {
			t.Errorf("%+v, %+v", gone, none)
		}
		words := in{"kind": "EXPECTED_EFFECT", "subject": "forum", "literal": " moins de refus ", "basis": "DECLARED"}
		done(t, h, "linkRecords", words)
		if twice := done(t, h, "linkRecords", words); len(twice.Changes) != 0 {
			t.Errorf("in words, twice: %+v", twice.Changes)
		}
	})
}

func TestLinks_UnlinkingNeedsToKnowWhat(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		done(t, h, "linkRecords", in{"kind": "PART_OF", "subject": "forum", "object": "atelier", "basis": "DECLARED"})
		rejected(t, h, "unlinkRecords", in{"kind": "PART_OF", "subject": "forum"}, "INVALID", "object")
		rejected(t, h, "unlinkRecords", in{"kind": "PART_OF", "subject": "forum", "literal": "  "}, "INVALID", "object")
		rejected(
			t, h, "linkRecords", in{"kind": "PART_OF", "subject": "forum", "basis": "DECLARED", "wording": "x"},
			"INVALID", "object",
		)
		rejected(
			t, h, "unlinkRecords", in{"kind": "PART_OF", "subject": "forum", "object": "atelier", "literal": "x"},
			"INVALID", "object",
		)
		rejected(
			t, h, "unlinkRecords", in{"kind": "PART_OF", "subject": " ", "object": "atelier"}, "REQUIRED", "subject",
		)
	})
}

func TestReferences_AreIDsCodesOrContractAndCode(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		claim := in{"partner": "cpam", "role": "LEAD", "basis": "DECLARED"}
		rejected(t, h, "createContribution", changed(claim, in{"axis": "axe-1"}), "AMBIGUOUS", "axis")
		rejected(t, h, "createContribution", changed(claim, in{"axis": "east/axe-1"}), "UNKNOWN_RECORD", "axis")
		rejected(t, h, "createContribution", changed(claim, in{"axis": "axe-9"}), "UNKNOWN_RECORD", "axis")
		rejected(
			t, h, "createContribution", changed(claim, in{"axis": "partner_00000000000000000000000000"}), "INVALID",
			"axis",
		)
		rejected(
			t, h, "createContribution", changed(claim, in{"axis": "axis_00000000000000000000000000"}), "UNKNOWN_RECORD",
			"axis",
		)
		made := done(t, h, "createContribution", changed(claim, in{"axis": "south/axe-1"}))
		if c := made.Changes[0].Contract; c == nil || c.Code != "south" {
			t.Errorf("it belongs to %v", c)
		}
		done(t, h, "createAlignment", in{"action": "forum", "axis": "axe-1", "kind": "SERVES", "basis": "DECLARED"})
		done(
			t, h, "linkRecords",
			in{"kind": "CONCERNS", "subject": "axe-1", "literal": "tous", "contract": "south", "basis": "DECLARED"},
		)
		rejected(t, h, "updateAxis", in{"id": "axe-1", "version": 1, "name": "x"}, "AMBIGUOUS", "id")
		done(t, h, "updateAxis", in{"id": "south/axe-1", "version": 1, "name": "x"})

		south := as(t, h, testhub.Who{Role: lexicon.Coordinator, Contracts: []string{"south"}})
		rejected(
			t, south, "createContribution", changed(claim, in{"action": "north/forum"}), "UNKNOWN_RECORD", "action",
		)
		rejected(t, south, "updateAction", in{"id": "forum", "version": 1, "name": "x"}, "UNKNOWN_RECORD", "id")
		done(t, south, "createContribution", changed(claim, in{"axis": "axe-1"})) // the only one that they see
	})
}

func TestReferences_StayWithinTheirContract(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		done(t, h, "createPlan", in{"code": "plan", "name": "Plan", "contract": "south"})
		theme := done(t, h, "createTheme", in{"code": "emploi", "name": "Emploi", "contract": "south"})
		rejected(
			t, h, "createAxis", in{"code": "x", "name": "X", "contract": "north", "plan": "south/plan"},
			"OTHER_CONTRACT", "plan",
		)
		rejected(
			t, h, "createTheme", in{"code": "x", "name": "X", "contract": "north", "parent": "south/emploi"},
			"OTHER_CONTRACT", "parent",
		)
		rejected(
			t, h, "createTheme", in{"code": "x", "name": "X", "parent": "south/emploi"}, "OTHER_CONTRACT", "parent",
		)
		rejected(
			t, h, "createTheme", in{"code": "emploi", "name": "X", "reference": theme.Record.ID, "match": "EXACT"},
			"OTHER_CONTRACT", "reference",
		)
		rejected(
			t, h, "createAlignment",
			in{"action": "north/forum", "axis": "south/axe-1", "kind": "SERVES", "basis": "DECLARED"}, "OTHER_CONTRACT",
			"axis",
		)
		rejected(
			t, h, "linkRecords",
			in{"kind": "PART_OF", "subject": "north/forum", "object": "south/autre", "basis": "DECLARED"},
			"OTHER_CONTRACT", "object",
		)
		link := done(
			t, h, "linkRecords", in{"kind": "PART_OF", "subject": "forum", "object": "atelier", "basis": "DECLARED"},
		)
		kept := done(t, h, "updateRelation", in{"id": link.Record.ID, "version": 1, "contract": nil})
		if len(kept.Changes) != 0 {
			t.Errorf("a relation of one contract left it: %+v", kept.Changes)
		}
	})
}
