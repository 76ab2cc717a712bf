package mutations_test

import (
	"testing"

	"maillage/internal/testhub"
)

func TestSources_WhatIsStatedIsStatedSomewhere(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		done(t, h, "createPartner", in{"code": "group", "name": "G", "kind": "COLLECTIVE"})
		for mutation, claim := range map[string]in{
			"createContribution": {"partner": "cpam", "action": "forum", "role": "LEAD"},
			"createMembership":   {"partner": "cpam", "group": "copil"},
			"createAlignment":    {"action": "forum", "axis": "axe-1", "kind": "SERVES"},
			"linkRecords":        {"kind": "PART_OF", "subject": "forum", "object": "atelier"},
		} {
			rejected(t, h, mutation, claim, "NEEDS_SOURCE", "citations")
			rejected(
				t, h, mutation, changed(claim, in{"basis": "STATED", "citations": []in{}}), "NEEDS_SOURCE", "citations",
			)
			rejected(
				t, h, mutation,
				changed(claim, in{"citations": []in{{"source": "report", "locator": "p. 1", "stance": "CONTRADICTS"}}}),
				"NEEDS_SOURCE", "citations",
			)
			rejected(
				t, h, mutation, changed(claim, in{"citations": []in{{"source": "nothing", "locator": "p. 1"}}}),
				"UNKNOWN_RECORD", "citations", "0", "source",
			)
			rejected(
				t, h, mutation, changed(claim, in{"citations": []in{{"source": "report", "locator": " "}}}), "REQUIRED",
				"citations", "0", "locator",
			)
			rejected(t, h, mutation, changed(claim, in{"basis": "INFERRED"}), "NEEDS_RULE", "inference")
			rejected(
				t, h, mutation, changed(claim, in{"basis": "INFERRED", "inference": "  "}), "NEEDS_RULE", "inference",
			)
			stated := done(t, h, mutation, changed(claim, in{"citations": cited()}))
			if len(stated.Changes) != 2 {
				t.Errorf("%s with a citation wrote %+v", mutation, stated.Changes)
			}
		}
		for mutation, claim := range map[string]in{
			"createContribution": {"partner": "caf", "action": "forum", "role": "LEAD"},
			"createMembership":   {"partner": "caf", "collective": "ccas"},
		} {
			done(t, h, mutation, changed(claim, in{"basis": "DECLARED"}))
			done(t, h, mutation, changed(claim, in{"basis": "INFERRED", "inference": "par le titre"}))
		}
	})
}

func TestSources_TheOnlyOneOfAClaimStays(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		made := done(
			t, h, "createContribution", in{"partner": "cpam", "action": "forum", "role": "LEAD", "citations": cited()},
		)
		claim, citation := made.Record.ID, made.Changes[1].RecordID
		rejected(t, h, "deleteCitation", in{"id": citation, "version": 1}, "NEEDS_SOURCE", "citations")
		rejected(
			t, h, "updateCitation", in{"id": citation, "version": 1, "stance": "CONTRADICTS"}, "NEEDS_SOURCE",
			"citations",
		)
		second := done(t, h, "createCitation", in{"record": claim, "source": "report", "locator": "p. 2"})
		done(t, h, "deleteCitation", in{"id": citation, "version": 1, "reason": "double"})
		done(t, h, "updateContribution", in{"id": claim, "version": 1, "basis": "DECLARED"})
		done(t, h, "deleteCitation", in{"id": second.Record.ID, "version": 1})
		rejected(
			t, h, "updateContribution", in{"id": claim, "version": 2, "basis": "STATED"}, "NEEDS_SOURCE", "citations",
		)
		rejected(t, h, "updateContribution", in{"id": claim, "version": 2, "basis": nil}, "NEEDS_SOURCE", "citations")
		rejected(
			t, h, "updateContribution", in{"id": claim, "version": 2, "basis": "INFERRED"}, "NEEDS_RULE", "inference",
		)
		done(t, h, "updateContribution", in{"id": claim, "version": 2, "basis": "STATED", "citations": cited()})
		done(t, h, "deleteContribution", in{"id": claim, "version": 3}) // its citations go with it
	})
}

func TestSources_OfTwoWhoEachTakeOneAwayOneIsRefused(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		for range 5 {
			made := done(
				t, h, "createContribution",
				in{"partner": "cpam", "action": "forum", "role": "LEAD", "citations": append(cited(), cited()...)},
			)
			won, refused := together(t, 2, func(i int) written {
				return tried(t, h, "deleteCitation", in{"id": made.Changes[1+i].RecordID, "version": 1})
			})
			if won != 1 || refused["NEEDS_SOURCE"] != 1 {
				t.Fatalf("%d won, %v", won, refused)
			}
		}
	})
}

func TestSources_TheReasonOfADeletedCitationIsInTheLedger(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		made := done(
			t, h, "createCitation",
			in{
				"record": "cpam", "source": "report", "locator": "p. 2", "preferred": true, "reason": "plus récent",
				"changeReason": "relu",
			},
		)
		gone := done(t, h, "deleteCitation", in{"id": made.Record.ID, "version": 1, "reason": "faux"})
		for w, want := range map[*written]string{&made: "relu", &gone: "faux"} {
			if r := w.Changes[0].Reason; r == nil || *r != want {
				t.Errorf("the reason of %+v is not %s", w.Changes[0], want)
			}
		}
	})
}

func TestSources_AContradictionEndsWithAPreferredValue(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		contradicted := func() int {
			var answer struct {
				Contract struct{ Gaps []struct{ Code string } }
			}
			h.Get(t, &answer, `{ contract(by: {code: "north"}) { gaps { code } } }`, nil)
			n := 0
			for _, gap := range answer.Contract.Gaps {
				if gap.Code == "CONTRADICTED" {
					n++
				}
			}
			return n
		}
		about := in{"record": "copil", "source": "report", "locator": "p. 1", "about": "name"}
		done(t, h, "createCitation", changed(about, in{"value": "COPIL"}))
		if n := contradicted(); n != 0 {
			t.Fatalf("%d contradictions before there is one", n)
		}
		other := done(t, h, "createCitation", changed(about, in{"value": "Comité", "stance": "CONTRADICTS"}))
		if n := contradicted(); n != 1 {
			t.Errorf("%d contradictions", n)
		}
		rejected(
			t, h, "updateCitation", in{"id": other.Record.ID, "version": 1, "preferred": true}, "NEEDS_REASON",
			"reason",
		)
		done(
			t, h, "updateCitation", in{"id": other.Record.ID, "version": 1, "preferred": true, "reason": "plus récent"},
		)
		if n := contradicted(); n != 0 {
			t.Errorf("%d contradictions, and a value is preferred", n)
		}
		rejected(
			t, h, "updateCitation", in{"id": other.Record.ID, "version": 2, "reason": nil}, "NEEDS_REASON", "reason",
		)
		rejected(t, h, "createCitation", changed(about, in{"about": "colour"}), "INVALID", "about")
	})
}
