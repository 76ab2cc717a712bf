package mutations_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

// monthly returns a file of claims without codes, as an integrator sends every month.
func monthly() []in {
	stated := func(fields in) in { return changed(fields, in{"status": "ACTIVE", "citations": cited()}) }
	return []in{
		{"upsertContribution": stated(
			in{"partner": "cpam", "action": "north/forum", "role": "LEAD", "wording": "moteur"},
		)},
		{"upsertContribution": stated(in{"partner": "cpam", "action": "north/forum", "role": "LEAD", "since": "2024"})},
		{"upsertContribution": stated(in{"partner": "cpam", "axis": "north/axe-1", "role": "LEAD"})},
		{"upsertContribution": stated(
			in{"partner": "caf", "action": "north/forum", "role": "FUNDER", "amount": 150000},
		)},
		{"upsertAlignment": stated(in{"action": "north/forum", "axis": "north/axe-1", "kind": "SERVES"})},
		{"upsertAlignment": stated(in{"action": "north/forum", "axis": "north/axe-1", "kind": "RESONATES_WITH"})},
		{"upsertMembership": stated(in{"partner": "caf", "group": "north/copil"})},
		{"upsertMembership": stated(
			in{"partner": "caf", "collective": "ccas", "role": "PARTICIPANT", "since": "2024-01"},
		)},
		{"upsertRelation": stated(in{"kind": "PART_OF", "subject": "north/forum", "object": "north/atelier"})},
		{"upsertRelation": stated(
			in{"kind": "EXPECTED_EFFECT", "subject": "north/forum", "literal": "moins de refus"},
		)},
		{"linkRecords": stated(in{"kind": "BENEFITS", "subject": "north/forum", "object": "caf"})},
		{"upsertPartner": in{
			"code": "new", "name": "New", "aliases": []string{"N", "Nouveau"},
			"identifier": in{"scheme": "RNA", "value": "W592000001"}, "citations": cited(),
		}},
		{"upsertCitation": in{
			"record": "cpam", "source": "report", "locator": "p. 3", "about": "name", "value": "CPAM",
		}},
		{"upsertIdentifier": in{"partner": "new", "scheme": "SIREN", "value": "123", "citations": cited()}},
	}
}

func TestUpsert_SameFileThreeTimesLeavesTheLinesOfTheFirst(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		integrator := as(t, h, testhub.Who{Role: lexicon.Integrator, Contracts: []string{"north"}})
		write := func(key string) written {
			return done(t, integrator, "applyChanges", in{"changes": monthly(), "idempotencyKey": key})
		}
		first := write("month-1")
		before := rows(t, h)
		for _, key := range []string{"month-2", "month-3"} {
			again := write(key)
			if len(again.Changes) != 0 || again.Replayed {
				t.Errorf("%s wrote %+v", key, again.Changes)
			}
			for i, id := range again.RecordIDs {
				if *id != *first.RecordIDs[i] {
					t.Errorf("%s: change %d is about %s, first about %s", key, i, *id, *first.RecordIDs[i])
				}
			}
			after := rows(t, h)
			delete(after, "receipts")
			for table, n := range after {
				if n != before[table] {
					t.Errorf("%s: %s has %d rows, after %d", key, table, n, before[table])
				}
			}
		}
		for _, change := range monthly() {
			for mutation, input := range change {
				if again := done(t, integrator, mutation, input.(in)); len(again.Changes) != 0 {
					t.Errorf("%s alone wrote %+v", mutation, again.Changes)
				}
			}
		}
	})
}

func TestUpsert_EachFieldOfTheNaturalKeyTellsClaimsApart(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		for _, c := range []struct {
			of     string
			first  in
			others []in
		}{
			{"Contribution", in{"partner": "cpam", "action": "forum", "role": "LEAD"}, []in{
				{"partner": "caf"}, {"action": "atelier"}, {"role": "FUNDER"}, {"since": "2024"}, {"action": nil, "axis": "north/axe-1"},
			}},
			{"Alignment", in{"action": "forum", "axis": "axe-1", "kind": "SERVES"}, []in{
				{"action": "atelier"}, {"axis": "axe-2"}, {"kind": "RESEMBLES"},
			}},
			{"Membership", in{"partner": "cpam", "group": "copil"}, []in{
				{"partner": "caf"}, {"group": nil, "collective": "ccas"}, {"role": "LEAD"}, {"since": "2024"},
			}},
			{"Relation", in{"kind": "PART_OF", "subject": "forum", "object": "atelier"}, []in{
				{"kind": "CONCERNS"}, {"subject": "north/axe-2"}, {"object": "caf"}, {"object": nil, "literal": "mots"},
				{"subject": "cpam", "object": "caf"}, {"subject": "cpam", "object": "caf", "contract": "north"},
			}},
		} {
			base := changed(c.first, in{"basis": "DECLARED"})
			made := []string{done(t, h, "upsert"+c.of, base).Record.ID}
			for _, other := range c.others {
				w := tried(t, h, "upsert"+c.of, changed(base, other))
				if len(w.UserErrors) > 0 || slices.Contains(made, w.Record.ID) || len(w.Changes) != 1 {
					t.Errorf("%s %v: %+v, already %v", c.of, other, w, made)
					continue
				}
				made = append(made, w.Record.ID)
			}
			w := done(t, h, "upsert"+c.of, changed(base, in{"wording": "autrement", "status": "ACTIVE"}))
			if w.Record.ID != made[0] || w.Record.Version != 2 || len(w.Changes) != 1 {
				t.Errorf("%s said otherwise: %+v, first %s", c.of, w, made[0])
			}
		}
	})
}

func TestUpsert_ACodeComesBeforeTheNaturalKey(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		claim := declared("cpam", "forum")
		plain := done(t, h, "upsertContribution", claim).Record.ID
		coded := done(t, h, "upsertContribution", changed(claim, in{"code": "c-1"}))
		if coded.Record.ID != plain || coded.Record.Version != 2 {
			t.Errorf("a claim without a code did not get it: %+v", coded)
		}
		other := done(t, h, "upsertContribution", changed(claim, in{"code": "c-2"})).Record.ID
		if other == plain {
			t.Error("a claim with another code was found")
		}
		moved := done(t, h, "upsertContribution", changed(claim, in{"code": "c-2", "role": "LEAD"}))
		if moved.Record.ID != other {
			t.Errorf("by code: %+v", moved)
		}
		if one := done(t, h, "upsertContribution", claim); one.Record.ID != plain || len(one.Changes) != 0 {
			t.Errorf("the only one that says so has a code: %+v", one)
		}
		done(t, h, "createContribution", changed(claim, in{"code": "c-3"}))
		rejected(t, h, "upsertContribution", claim, "AMBIGUOUS")
		uncoded := done(t, h, "createContribution", claim).Record.ID
		if one := done(t, h, "upsertContribution", claim); one.Record.ID != uncoded {
			t.Errorf("the one without a code is %s, not %+v", uncoded, one.Record)
		}
	})
}

func TestUpsert_NestedCitationsAreFoundAndKeepWhatIsNotGiven(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		citing := func(citations ...in) in { return changed(declared("cpam", "forum"), in{"citations": citations}) }
		place := in{"source": "report", "locator": "p. 1"}
		made := done(t, h, "upsertContribution", citing(place))
		if len(made.Changes) != 2 {
			t.Fatalf("%+v", made.Changes)
		}
		citation := made.Changes[1].RecordID
		done(
			t, h, "updateCitation",
			in{"id": citation, "version": 1, "preferred": true, "reason": "la seule", "basis": "INFERRED"},
		)
		if again := done(t, h, "upsertContribution", citing(place)); len(again.Changes) != 0 {
			t.Errorf("what was decided of the citation was overwritten: %+v", again.Changes)
		}
		quoted := done(t, h, "upsertContribution", citing(changed(place, in{"quote": "anime"})))
		if len(quoted.Changes) != 1 || quoted.Changes[0].RecordID != citation {
			t.Errorf("a quote: %+v", quoted.Changes)
		}
		for _, other := range []in{{"locator": "p. 2"}, {"about": "role"}, {"stance": "CONTRADICTS"}} {
			if more := done(
				t, h, "upsertContribution", citing(place, changed(place, other)),
			); len(more.Changes) != 1 || more.Changes[0].RecordID == citation {
				t.Errorf("%v: %+v", other, more.Changes)
			}
		}
		if more := done(
			t, h, "updateContribution", in{"id": made.Record.ID, "version": 1, "citations": []in{place}},
		); len(more.Changes) != 1 {
			t.Errorf("an update adds what is cited: %+v", more.Changes)
		}
	})
}

func TestUpsert_OneWriteSaysOneThingOfARecord(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		before := rows(t, h)
		said := func(more in) in { return in{"upsertContribution": changed(declared("cpam", "forum"), more)} }
		rejected(t, h, "applyChanges", in{"changes": []in{said(in{"wording": "a"}), said(in{"wording": "b"})}},
			"TAKEN", "changes", "1", "upsertContribution", "wording")
		place := in{"source": "report", "locator": "p. 1"}
		twice := []in{changed(place, in{"quote": "a"}), changed(place, in{"quote": "b"})}
		rejected(
			t, h, "upsertContribution", changed(declared("cpam", "forum"), in{"citations": twice}), "TAKEN",
			"citations", "1", "quote",
		)
		if after := rows(t, h); !maps.Equal(before, after) {
			t.Errorf("%v, after %v", after, before)
		}
		same := done(
			t, h, "applyChanges", in{"changes": []in{said(in{"wording": "a"}), said(nil), said(in{"note": "x"})}},
		)
		if *same.RecordIDs[0] != *same.RecordIDs[2] || len(same.Changes) != 2 {
			t.Errorf("%+v", same)
		}
		for i := range twice {
			twice[i]["code"] = fmt.Sprint("q-", i)
		}
		if both := done(
			t, h, "upsertContribution", changed(declared("cpam", "forum"), in{"citations": twice}),
		); len(both.Changes) != 2 {
			t.Errorf("with codes: %+v", both.Changes)
		}
	})
}

func TestUpsert_WhoeverIsQuickerTheClaimIsMadeOnce(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		won, refused := together(
			t, 8, func(int) written { return tried(t, h, "upsertContribution", declared("cpam", "forum")) },
		)
		if n := rows(t, h)["contributions"]; n != 1 || won != 8 {
			t.Errorf("%d contributions; %d won, %v", n, won, refused)
		}
	})
}

// claimsWithCodes returns a file of claims that refers to everything by code.
func claimsWithCodes() []in {
	stated := func(code string, fields in) in {
		cited := in{"code": "q-" + code, "source": "report", "locator": "p. 1"}
		return changed(fields, in{"code": code, "status": "ACTIVE", "citations": []in{cited}})
	}
	return []in{
		{"upsertContribution": stated("c-1", in{"partner": "cpam", "axis": "axe-1", "role": "LEAD"})},
		{"upsertContribution": stated("c-2", in{"partner": "caf", "action": "forum", "role": "FUNDER"})},
		{"upsertAlignment": stated("a-1", in{"action": "forum", "axis": "axe-1", "kind": "SERVES"})},
		{"upsertMembership": stated("m-1", in{"partner": "caf", "group": "copil"})},
		{"upsertRelation": stated("r-1", in{"kind": "PART_OF", "subject": "forum", "object": "atelier"})},
		{"upsertCitation": in{"code": "q-axis", "record": "axe-1", "source": "report", "locator": "p. 2"}},
	}
}

func TestUpsert_TheSameFileOfClaimsInTwoContractsMakesTwoSets(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		done(t, h, "applyChanges", in{"contract": "south", "changes": []in{
			{"createWorkingGroup": in{"code": "copil", "name": "COPIL", "type": "STEERING", "contract": "south"}},
			{"createAction": in{"code": "forum", "name": "Forum", "kind": "PROJECT", "contract": "south"}},
			{"createAction": in{"code": "atelier", "name": "Atelier", "kind": "PROJECT", "contract": "south"}},
		}})
		first := map[string]written{}
		for round := range 3 {
			for _, contract := range []string{"north", "south"} {
				w := done(t, h, "applyChanges", in{"contract": contract, "changes": claimsWithCodes()})
				if round == 0 {
					first[contract] = w
					if len(w.Changes) != 11 {
						t.Errorf("%s: %d changes, want 6 records and 5 citations of theirs", contract, len(w.Changes))
					}
					for _, line := range w.Changes {
						if line.Operation != "CREATE" || line.Contract.Code != contract {
							t.Errorf("%s: %+v", contract, line)
						}
					}
					continue
				}
				if len(w.Changes) != 0 {
					t.Errorf("%s, time %d: %+v", contract, round+1, w.Changes)
				}
				for i, id := range w.RecordIDs {
					if *id != *first[contract].RecordIDs[i] {
						t.Errorf(
							"%s, time %d: change %d is about %s, first about %s", contract, round+1, i, *id,
							*first[contract].RecordIDs[i],
						)
					}
				}
			}
		}
		for i, id := range first["north"].RecordIDs {
			if *id == *first["south"].RecordIDs[i] {
				t.Errorf("change %d is about one record in both contracts", i)
			}
		}
	})
}

func TestUpsert_ACodeIsLookedForWhereTheClaimBelongs(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		lead := func(axis string) in {
			return in{"code": "c-1", "partner": "cpam", "axis": axis, "role": "LEAD", "basis": "DECLARED"}
		}
		north, south := done(
			t, h, "upsertContribution", lead("north/axe-1"),
		), done(t, h, "upsertContribution", lead("south/axe-1"))
		if north.Record.ID == south.Record.ID || len(south.Changes) != 1 || south.Changes[0].Operation != "CREATE" {
			t.Fatalf("%+v\n%+v", north, south)
		}
		// Without an end, the code alone names the claim.
		noted := in{"code": "c-1", "note": "relu"}
		rejected(t, h, "upsertContribution", noted, "AMBIGUOUS", "code")
		w := done(t, h, "applyChanges", in{"contract": "south", "changes": []in{{"upsertContribution": noted}}})
		if *w.RecordIDs[0] != south.Record.ID || len(w.Changes) != 1 {
			t.Errorf("in south: %+v", w)
		}
		only := done(
			t, h, "upsertAlignment",
			in{"code": "a-1", "action": "forum", "axis": "axe-2", "kind": "SERVES", "basis": "DECLARED"},
		)
		if w := done(t, h, "upsertAlignment", in{"code": "a-1", "note": "relu"}); w.Record.ID != only.Record.ID {
			t.Errorf("the only one: %+v", w)
		}
		// Records without a contract have codes of their own.
		seat := done(
			t, h, "upsertMembership", in{"code": "m-1", "partner": "cpam", "group": "copil", "basis": "DECLARED"},
		)
		member := in{"code": "m-1", "partner": "cpam", "collective": "ccas", "basis": "DECLARED"}
		made := done(t, h, "upsertMembership", member)
		if again := done(t, h, "upsertMembership", member); made.Record.ID == seat.Record.ID ||
			again.Record.ID != made.Record.ID || len(again.Changes) != 0 {
			t.Errorf("%+v, then %+v", made, again)
		}
		// An invalid end is an error, and no other claim is changed.
		rejected(t, h, "upsertContribution", lead("north/nothing"), "UNKNOWN_RECORD", "axis")
	})
}
