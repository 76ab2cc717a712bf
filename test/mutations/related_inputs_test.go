package mutations_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

// relatedWorld adds to two contracts what the lists of inputs name.
func relatedWorld(t testing.TB, h *testhub.Hub) {
	t.Helper()
	create := func(of string, fields in) in { return in{"create" + of: fields} }
	done(t, h, "applyChanges", in{"changes": []in{
		create("Theme", in{"code": "emploi", "name": "Emploi", "contract": "north"}),
		create("Theme", in{"code": "sante", "name": "Santé"}),
		create("Theme", in{"code": "ailleurs", "name": "Ailleurs", "contract": "south"}),
		create("Audience", in{"code": "jeunes", "name": "Jeunes", "kind": "FINAL_BENEFICIARY"}),
		create("Audience", in{"code": "tous", "name": "Tous", "kind": "FINAL_BENEFICIARY"}),
		create("Territory", in{"code": "qpv", "name": "Quartier", "kind": "QPV"}),
		create("Territory", in{"code": "commune", "name": "Commune", "kind": "COMMUNE"}),
		create("Programme", in{"code": "cites", "name": "Cités éducatives"}),
		create("Programme", in{"code": "pia", "name": "PIA"}),
		create("Criterion", in{"code": "origine", "name": "Origine"}),
	}})
}

// eachRelated runs the test on a hub with two contracts and the records of relatedWorld, as an administrator.
func eachRelated(t *testing.T, test func(t *testing.T, h *testhub.Hub)) {
	t.Helper()
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		relatedWorld(t, h)
		test(t, h)
	})
}

// relationsOf returns the relations of a record as subject: the id and version of each by kind, object and status.
func relationsOf(t testing.TB, h *testhub.Hub, id string) map[string]string {
	t.Helper()
	var answer struct {
		Relations struct {
			Nodes []struct {
				ID, RelationKind, Status, Basis string
				Version                         int
				Object                          *struct{ Code string }
			}
		}
	}
	h.Get(t, &answer, `query ($id: ID!) { relations(first: 100, filter: {subject: $id}) {
		nodes { id relationKind status basis version object { ... on Thing { code } } } } }`, in{"id": id})
	found := map[string]string{}
	for _, r := range answer.Relations.Nodes {
		name := r.RelationKind + " " + r.Object.Code
		if r.Status != "MENTIONED" {
			name += " " + r.Status
		}
		if found[name] != "" {
			t.Errorf("%s is there twice", name)
		}
		found[name] = fmt.Sprint(r.ID, " ", r.Version)
	}
	return found
}

// hasRelations checks that a record is the subject of exactly these relations, as relationsOf names them.
func hasRelations(t testing.TB, h *testhub.Hub, id string, want ...string) map[string]string {
	t.Helper()
	found := relationsOf(t, h, id)
	var names []string
	for name := range found {
		names = append(names, name)
	}
	slices.Sort(names)
	slices.Sort(want)
	if !slices.Equal(names, want) {
		t.Errorf("its relations are %q, want %q", names, want)
	}
	return found
}

// everyList returns an action with each of its lists.
func everyList() in {
	return in{
		"code": "stage", "name": "Stages", "kind": "PROJECT", "contract": "north", "partOf": []string{"forum"}, "themes": []string{"emploi", "sante"},
		"audiences": []string{"jeunes"}, "territories": []string{"qpv"}, "programmes": []string{"cites"}, "criteria": []string{"origine"},
	}
}

var everyRelation = []string{"PART_OF forum", "CONCERNS emploi", "CONCERNS sante", "TARGETS jeunes", "COVERS qpv", "UNDER_PROGRAMME cites", "CONCERNS origine"}

func TestRelated_AnActionIsMadeWithItsLists(t *testing.T) {
	eachRelated(t, func(t *testing.T, h *testhub.Hub) {
		made := done(t, h, "createAction", everyList())
		if len(made.Changes) != 8 || made.Changes[0].RecordID != made.Record.ID || made.Record.Version != 1 {
			t.Errorf("%d lines: %+v", len(made.Changes), made.Changes)
		}
		hasRelations(t, h, made.Record.ID, everyRelation...)
		var answer struct {
			Action map[string][]struct{ Code string }
		}
		h.Get(t, &answer, `{ action(by: {code: "north/stage"}) { partOf { code } themes { code } audiences { code } territories { code }
			programmes { code } criteria { code } } }`, nil)
		if got := fmt.Sprint(answer.Action["themes"], answer.Action["partOf"], answer.Action["criteria"]); got != "[{emploi} {sante}] [{forum}] [{origine}]" {
			t.Errorf("it reads as %s", got)
		}
	})
}

func TestRelated_EveryTypeTakesItsLists(t *testing.T) {
	eachRelated(t, func(t *testing.T, h *testhub.Hub) {
		axis := done(t, h, "upsertAxis", in{"contract": "north", "code": "axe-1", "themes": []string{"emploi"}, "audiences": []string{"jeunes"}})
		group := done(t, h, "upsertWorkingGroup", in{"contract": "north", "code": "copil", "axes": []string{"axe-1", "north/axe-2", "axe-2"}})
		audience := done(t, h, "upsertAudience", in{"code": "jeunes", "partOf": []string{"tous"}})
		territory := done(t, h, "upsertTerritory", in{"code": "qpv", "partOf": []string{"commune"}})
		hasRelations(t, h, axis.Record.ID, "CONCERNS emploi", "TARGETS jeunes")
		hasRelations(t, h, group.Record.ID, "FOLLOWS axe-1", "FOLLOWS axe-2")
		hasRelations(t, h, audience.Record.ID, "PART_OF tous")
		hasRelations(t, h, territory.Record.ID, "PART_OF commune")
	})
}

func TestRelated_TheSameListAgainWritesNothing(t *testing.T) {
	eachRelated(t, func(t *testing.T, h *testhub.Hub) {
		made := done(t, h, "upsertAction", everyList())
		before := relationsOf(t, h, made.Record.ID)
		for _, same := range []in{everyList(), changed(everyList(), in{"themes": []string{"sante", "north/emploi", "emploi"}}), {"contract": "north", "code": "stage"}} {
			again := done(t, h, "upsertAction", same)
			if len(again.Changes) != 0 || again.Record.Version != 1 {
				t.Errorf("%v wrote %+v", same, again.Changes)
			}
		}
		for name, was := range hasRelations(t, h, made.Record.ID, everyRelation...) {
			if before[name] != was {
				t.Errorf("%s was %s, is %s", name, before[name], was)
			}
		}
	})
}

func TestRelated_AListReplacesWhatWasThere(t *testing.T) {
	eachRelated(t, func(t *testing.T, h *testhub.Hub) {
		id := done(t, h, "createAction", everyList()).Record.ID
		before := relationsOf(t, h, id)
		swapped := done(t, h, "updateAction", in{"id": id, "version": 1, "themes": []string{"sante"}, "programmes": []string{"cites", "pia"}})
		var lines []string
		for _, line := range swapped.Changes {
			lines = append(lines, line.Operation+" "+line.RecordType)
		}
		if got := strings.Join(lines, ", "); got != "DELETE RELATION, CREATE RELATION, UPDATE ACTION" {
			t.Errorf("lines: %s", got)
		}
		rest := []string{"PART_OF forum", "CONCERNS sante", "TARGETS jeunes", "COVERS qpv", "UNDER_PROGRAMME cites", "UNDER_PROGRAMME pia", "CONCERNS origine"}
		for name, is := range hasRelations(t, h, id, rest...) {
			if before[name] != "" && before[name] != is {
				t.Errorf("%s was %s, is %s", name, before[name], is)
			}
		}
		done(t, h, "updateAction", in{"id": id, "version": 2, "themes": []string{}, "programmes": nil, "name": "Stage"})
		hasRelations(t, h, id, "PART_OF forum", "TARGETS jeunes", "COVERS qpv", "CONCERNS origine")
	})
}

// A relation with more fields than its ends stays as it is.
func TestRelated_WhatStaysIsLeftAsItIs(t *testing.T) {
	eachRelated(t, func(t *testing.T, h *testhub.Hub) {
		id := done(t, h, "createAction", in{"code": "stage", "name": "Stages", "kind": "PROJECT", "contract": "north"}).Record.ID
		link := func(kind, object string, more in) {
			done(t, h, "linkRecords", changed(in{"kind": kind, "subject": id, "object": object, "basis": "DECLARED"}, more))
		}
		link("CONCERNS", "north/emploi", in{"basis": "STATED", "citations": cited(), "since": "2019", "status": "ACTIVE"})
		link("LAUREATE_OF", "pia", in{"until": "2020"})
		link("CONCERNS", "origine", nil)
		before := relationsOf(t, h, id)
		done(t, h, "updateAction", in{"id": id, "version": 1, "themes": []string{"emploi", "sante"}, "programmes": []string{"pia"}})
		after := hasRelations(t, h, id, "CONCERNS emploi ACTIVE", "LAUREATE_OF pia", "CONCERNS origine", "CONCERNS sante")
		for name, was := range before {
			if after[name] != was {
				t.Errorf("%s was %s, is %s", name, was, after[name])
			}
		}
		// Relations of both verbs are deleted when their object leaves the list.
		done(t, h, "updateAction", in{"id": id, "version": 2, "programmes": []string{"cites"}})
		hasRelations(t, h, id, "CONCERNS emploi ACTIVE", "UNDER_PROGRAMME cites", "CONCERNS origine", "CONCERNS sante")
	})
}

// Lists do not contain abandoned relations. Such a relation stays as history, until the list names its object again.
func TestRelated_WhatWasAbandonedComesBackOnce(t *testing.T) {
	eachRelated(t, func(t *testing.T, h *testhub.Hub) {
		id := done(t, h, "createAction", in{"code": "stage", "name": "Stages", "kind": "PROJECT", "contract": "north"}).Record.ID
		done(t, h, "linkRecords", in{"kind": "CONCERNS", "subject": id, "object": "sante", "basis": "DECLARED", "status": "ABANDONED"})
		if w := done(t, h, "updateAction", in{"id": id, "version": 1, "themes": []string{}}); len(w.Changes) != 0 {
			t.Errorf("an abandoned relation was changed: %+v", w.Changes)
		}
		back := done(t, h, "updateAction", in{"id": id, "version": 1, "themes": []string{"sante"}})
		if len(back.Changes) != 2 || back.Changes[0].Operation != "UPDATE" || back.Changes[0].RecordType != "RELATION" {
			t.Errorf("%+v", back.Changes)
		}
		hasRelations(t, h, id, "CONCERNS sante")
	})
}

func TestRelated_ProblemsNameTheElement(t *testing.T) {
	eachRelated(t, func(t *testing.T, h *testhub.Hub) {
		before := rows(t, h)
		with := func(field string, names ...string) in { return changed(everyList(), in{field: names}) }
		rejected(t, h, "createAction", with("themes", "emploi", "nope"), "UNKNOWN_RECORD", "themes", "1")
		rejected(t, h, "createAction", with("themes", "emploi", " "), "UNKNOWN_RECORD", "themes", "1")
		rejected(t, h, "createAction", with("criteria", "partner_00000000000000000000000000"), "INVALID", "criteria", "0")
		elsewhere := rejected(t, h, "createAction", with("themes", "emploi", "sante", "south/ailleurs"), "OTHER_CONTRACT", "themes", "2")
		if m := elsewhere.UserErrors[0].Message; !strings.Contains(m, "themes") {
			t.Errorf("it says %q", m)
		}
		rejected(t, h, "updateAction", in{"id": "forum", "version": 1, "partOf": []string{"atelier", "forum"}}, "CYCLE", "partOf", "1")
		rejected(t, h, "updateAction", in{"id": "forum", "version": 1, "themes": slices.Repeat([]string{"emploi"}, 101)}, "TOO_MANY", "themes")
		both := rejected(t, h, "createAction", changed(with("themes", "nope"), in{"code": "forum"}), "UNKNOWN_RECORD", "themes", "0")
		if !slices.ContainsFunc(both.UserErrors, func(e userError) bool { return e.Code == "TAKEN" }) {
			t.Errorf("of two problems it told %+v", both.UserErrors)
		}
		rejected(t, h, "applyChanges", in{"changes": []in{{"createAction": with("programmes", "pia", "nope")}}},
			"UNKNOWN_RECORD", "changes", "0", "createAction", "programmes", "1")
		tooLong := rejected(t, h, "createAction", changed(with("themes", "nope"), in{"reason": strings.Repeat("x", 501)}), "UNKNOWN_RECORD", "themes", "0")
		if len(tooLong.UserErrors) != 2 {
			t.Errorf("a dry check told %+v", tooLong.UserErrors)
		}
		for table, n := range rows(t, h) {
			if before[table] != n {
				t.Errorf("%s: %d rows were left", table, n-before[table])
			}
		}
	})
}

// A later change may name what an earlier one creates.
func TestRelated_ManyChangesAtOnce(t *testing.T) {
	eachRelated(t, func(t *testing.T, h *testhub.Hub) {
		many := in{"changes": []in{
			{"upsertTheme": in{"code": "culture", "name": "Culture", "contract": "north"}},
			{"upsertAction": changed(everyList(), in{"themes": []string{"culture"}})},
			{"upsertAction": in{"code": "atelier", "contract": "north", "partOf": []string{"stage"}}},
		}}
		w := done(t, h, "applyChanges", many)
		hasRelations(t, h, *w.RecordIDs[2], "PART_OF stage")
		if again := done(t, h, "applyChanges", many); len(again.Changes) != 0 {
			t.Errorf("again: %+v", again.Changes)
		}
	})
}

func TestRelated_ADraftWaitsWithItsLists(t *testing.T) {
	eachRelated(t, func(t *testing.T, h *testhub.Hub) {
		draft := done(t, h, "beginDraft", in{"contract": "north", "title": "T"}).Draft.ID
		made := done(t, h, "createAction", changed(everyList(), in{"draft": draft}))
		rejected(t, h, "updateAction", in{"id": *made.RecordID, "version": 1, "themes": []string{"nope"}, "draft": draft}, "UNKNOWN_RECORD", "themes", "0")
		done(t, h, "updateAction", in{"id": *made.RecordID, "version": 1, "themes": []string{"sante"}, "draft": draft})
		hasRelations(t, h, *made.RecordID)
		done(t, h, "publishDraft", in{"draft": draft})
		hasRelations(t, h, *made.RecordID, slices.DeleteFunc(slices.Clone(everyRelation),
			func(name string) bool { return name == "CONCERNS emploi" })...)
	})
}

func TestRelated_ARevertGivesTheListsBack(t *testing.T) {
	eachRelated(t, func(t *testing.T, h *testhub.Hub) {
		made := done(t, h, "createAction", everyList())
		id := made.Record.ID
		swapped := done(t, h, "updateAction", in{"id": id, "version": 1, "name": "Stage", "themes": []string{"emploi"}, "programmes": []string{"pia"}})
		before := relationsOf(t, h, id)
		done(t, h, "revertChange", in{"change": swapped.Changes[0].ID, "wholeWrite": true})
		after := hasRelations(t, h, id, everyRelation...)
		if before["CONCERNS emploi"] != after["CONCERNS emploi"] {
			t.Error("what stayed in the list was touched")
		}
		last := done(t, h, "updateAction", in{"id": id, "version": 3, "themes": nil})
		ofRecord := slices.IndexFunc(last.Changes, func(l lineAnswer) bool { return l.RecordType == "ACTION" })
		rejected(t, h, "revertChange", in{"change": last.Changes[ofRecord].ID}, "CANNOT_REVERT", "change")
		done(t, h, "revertChange", in{"change": last.Changes[0].ID, "wholeWrite": true})
		hasRelations(t, h, id, everyRelation...)
	})
}

// A viewer who may not link or unlink may not do so by a list. Relations that they do not see stay.
func TestRelated_RightsAreThoseOfLinks(t *testing.T) {
	eachRelated(t, func(t *testing.T, h *testhub.Hub) {
		done(t, h, "linkRecords", in{"kind": "PART_OF", "subject": "jeunes", "object": "tous", "contract": "south", "basis": "DECLARED"})
		north := as(t, h, testhub.Who{Role: lexicon.Coordinator, Contracts: []string{"north"}})
		id := done(t, north, "updateAudience", in{"id": "jeunes", "version": 1, "partOf": []string{}}).Record.ID
		hasRelations(t, h, id, "PART_OF tous")
		done(t, h, "updateContract", in{"id": "south", "version": 1, "public": true})
		rejected(t, north, "updateAudience", in{"id": "jeunes", "version": 1, "partOf": []string{}}, "FORBIDDEN", "partOf")
		hasRelations(t, h, id, "PART_OF tous")

		done(t, h, "updateAction", in{"id": "south/autre", "version": 1, "themes": []string{"sante"}})
		rejected(t, north, "updateAction", in{"id": "south/autre", "version": 2, "themes": []string{"sante", "ailleurs"}}, "FORBIDDEN", "themes", "1")
		if w := done(t, north, "updateAction", in{"id": "south/autre", "version": 2, "themes": []string{"sante"}}); len(w.Changes) != 0 {
			t.Errorf("%+v", w.Changes)
		}
	})
}

// A citation of the record is for the record alone.
func TestRelated_CitationsStayWithTheRecord(t *testing.T) {
	eachRelated(t, func(t *testing.T, h *testhub.Hub) {
		made := done(t, h, "createAction", changed(everyList(), in{"citations": cited()}))
		var kinds []string
		for _, line := range made.Changes {
			kinds = append(kinds, line.RecordType)
		}
		if n := len(slices.DeleteFunc(kinds, func(k string) bool { return k != "CITATION" })); n != 1 {
			t.Errorf("%d citations were written", n)
		}
	})
}

func TestRelated_ManyWritersMakeNoDoubles(t *testing.T) {
	eachRelated(t, func(t *testing.T, h *testhub.Hub) {
		won, refused := together(t, 12, func(i int) written {
			switch i % 3 {
			case 0:
				return tried(t, h, "linkRecords", in{"kind": "CONCERNS", "subject": "forum", "object": "north/emploi", "basis": "DECLARED"})
			case 1:
				return tried(t, h, "updateAction", in{"id": "forum", "version": 1, "themes": []string{"emploi", "sante"}})
			}
			return tried(t, h, "upsertAction", in{"contract": "north", "code": "forum", "themes": []string{"sante", "emploi"}})
		})
		if won+refused["CONFLICT"] != 12 || won < 8 {
			t.Errorf("%d won, %v", won, refused)
		}
		var answer struct{ Action struct{ ID string } }
		h.Get(t, &answer, `{ action(by: {code: "north/forum"}) { id } }`, nil)
		hasRelations(t, h, answer.Action.ID, "CONCERNS emploi", "CONCERNS sante")
	})
}
