package graph_test

import (
	"fmt"
	"testing"

	"maillage/internal/testhub"
)

func TestNothingContainsOrSucceedsItself(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		for _, code := range []string{"a", "b", "c"} {
			done(t, h, "applyChanges", in{"changes": []in{
				{"createTheme": in{"code": code, "name": code, "contract": "north"}},
				{"createWorkingGroup": in{"code": code, "name": code, "type": "OTHER", "contract": "north"}},
				{"createPartner": in{"code": code, "name": code, "kind": "COLLECTIVE"}},
				{"createAudience": in{"code": code, "name": code, "kind": "INTERMEDIARY"}},
				{"createTerritory": in{"code": code, "name": code, "kind": "AREA"}},
				{"createAction": in{"code": code, "name": code, "kind": "ACTION", "contract": "north"}},
			}})
		}
		uid := func(of, code string) string {
			w := done(t, h, "upsert"+of, in{"code": code, "contract": "north"})
			return w.Record.ID
		}
		for of, field := range map[string]string{"Theme": "parent", "WorkingGroup": "parent"} {
			id := func(code string) string { return code }
			if of != "Partner" {
				id = func(code string) string { return uid(of, code) }
			}
			set := func(from, to string, version int) in {
				return in{
					"id": id(from), "version": version, field: id(to),
				}
			}
			rejected(t, h, "update"+of, set("a", "a", 1), "CYCLE", field)
			done(t, h, "update"+of, set("a", "b", 1))
			done(t, h, "update"+of, set("b", "c", 1))
			rejected(t, h, "update"+of, set("c", "a", 1), "CYCLE", field)
			done(t, h, "update"+of, set("a", "c", 2))
		}
		for _, of := range []string{"action", "audience", "territory"} {
			id := func(code string) string {
				var answer map[string]struct{ ID string }
				h.Get(t, &answer, fmt.Sprintf(`{ x: %s(by: {code: %q}) { id } }`, of, code), nil)
				return answer["x"].ID
			}
			link := func(from, to string) in {
				return in{"kind": "PART_OF", "subject": id(from), "object": id(to), "basis": "DECLARED"}
			}
			rejected(t, h, "linkRecords", link("a", "a"), "CYCLE", "object")
			first := done(t, h, "linkRecords", link("a", "b"))
			done(t, h, "linkRecords", link("b", "c"))
			rejected(t, h, "linkRecords", link("c", "a"), "CYCLE", "object")
			done(t, h, "linkRecords", changed(link("c", "a"), in{"kind": "CONCERNS"}))
			turned := done(t, h, "createRelation", changed(link("c", "a"), in{"kind": "TARGETS"}))
			rejected(
				t, h, "updateRelation", in{"id": turned.Record.ID, "version": 1, "kind": "PART_OF"}, "CYCLE", "object",
			)
			done(t, h, "updateRelation", in{"id": first.Record.ID, "version": 1, "note": "relu"})
			done(t, h, "unlinkRecords", in{"kind": "PART_OF", "subject": id("b"), "object": id("c")})
			done(t, h, "updateRelation", in{"id": first.Record.ID, "version": 2, "subject": id("b"), "object": id("a")}) // the other way round
		}
		member := func(of, collective string) in {
			return in{"partner": of, "collective": collective, "basis": "DECLARED"}
		}
		rejected(t, h, "createMembership", member("a", "a"), "CYCLE", "collective")
		done(t, h, "createMembership", member("a", "b"))
		done(t, h, "createMembership", member("b", "c"))
		rejected(t, h, "createMembership", member("c", "a"), "CYCLE", "collective")
	})
}

func TestSuccession_OfAPartnerByItselfIsRefused(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		partner := func(code string) string {
			return done(t, h, "upsertPartner", in{"code": code, "name": code}).Record.ID
		}
		a, b, c := partner("a"), partner("b"), partner("c")
		succeeds := func(subject, object string) in {
			return in{
				"kind": "SUCCEEDS", "subject": subject, "object": object, "basis": "DECLARED", "contract": "north",
			}
		}
		rejected(t, h, "linkRecords", succeeds(a, a), "CYCLE", "object")
		done(t, h, "linkRecords", succeeds(a, b))
		done(t, h, "linkRecords", succeeds(b, c))
		rejected(t, h, "linkRecords", succeeds(c, a), "CYCLE", "object")
		rejected(
			t, h, "updatePartner", in{"id": c, "version": 1, "predecessors": []string{a}}, "CYCLE", "predecessors", "0",
		)
	})
}

func TestTwoHalvesOfACircleAtOnceCloseNone(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		for range 5 {
			halves := [][2]string{{"forum", "atelier"}, {"atelier", "forum"}}
			won, refused := together(t, 2, func(i int) written {
				return tried(
					t, h, "linkRecords",
					in{"kind": "PART_OF", "subject": halves[i][0], "object": halves[i][1], "basis": "DECLARED"},
				)
			})
			if won != 1 || refused["CYCLE"] != 1 {
				t.Fatalf("%d won, %v", won, refused)
			}
			for _, half := range halves {
				done(t, h, "unlinkRecords", in{"kind": "PART_OF", "subject": half[0], "object": half[1]})
			}
		}
	})
}
