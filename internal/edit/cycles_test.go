package edit_test

import (
	"testing"

	"maillage/internal/edit"
	"maillage/internal/lexicon"
)

func TestCycles_HierarchiesHaveNone(t *testing.T) {
	eachPair(t, func(t *testing.T, d *desk) {
		ids := map[string]string{}
		for _, code := range []string{"a", "b", "c"} {
			for of, fields := range map[string]in{
				"Theme": {"contract": "north"}, "WorkingGroup": {"type": "OTHER", "contract": "north"},
				"Partner": {"kind": "COLLECTIVE"}, "Audience": {"kind": "INTERMEDIARY"}, "Territory": {"kind": "AREA"},
				"Action": {"kind": "ACTION", "contract": "north"},
			} {
				ids[of+code] = done(t, d, one("create"+of, with(fields, in{"code": code, "name": code})))
			}
		}
		for _, of := range []string{"Theme", "WorkingGroup"} {
			under := func(from, to string, version int) edit.Request {
				return one("update"+of, in{"id": ids[of+from], "version": version, "parent": ids[of+to]})
			}
			rejected(t, d, under("a", "a", 1), lexicon.UserCycle, "parent")
			done(t, d, under("a", "b", 1))
			done(t, d, under("b", "c", 1))
			rejected(t, d, under("c", "a", 1), lexicon.UserCycle, "parent")
			done(t, d, under("a", "c", 2))
		}
		for _, of := range []string{"Action", "Audience", "Territory"} {
			relationsHaveNoCycle(t, d, ids[of+"a"], ids[of+"b"], ids[of+"c"])
		}
		member := func(of, collective string) edit.Request {
			return one("createMembership", in{"partner": of, "collective": collective, "basis": "DECLARED"})
		}
		a, b, c := ids["Partnera"], ids["Partnerb"], ids["Partnerc"]
		rejected(t, d, member(a, a), lexicon.UserCycle, "collective")
		done(t, d, member(a, b))
		done(t, d, member(b, c))
		rejected(t, d, member(c, a), lexicon.UserCycle, "collective")
	})
}

func relationsHaveNoCycle(t *testing.T, d *desk, a, b, c string) {
	t.Helper()
	link := func(from, to string) in {
		return in{"kind": "PART_OF", "subject": from, "object": to, "basis": "DECLARED"}
	}
	rejected(t, d, one("linkRecords", link(a, a)), lexicon.UserCycle, "object")
	first := done(t, d, one("linkRecords", link(a, b)))
	done(t, d, one("linkRecords", link(b, c)))
	rejected(t, d, one("linkRecords", link(c, a)), lexicon.UserCycle, "object")
	done(t, d, one("linkRecords", with(link(c, a), in{"kind": "CONCERNS"})))
	turned := done(t, d, one("createRelation", with(link(c, a), in{"kind": "TARGETS"})))
	rejected(t, d, one("updateRelation", in{"id": turned, "version": 1, "kind": "PART_OF"}), lexicon.UserCycle, "object")
	done(t, d, one("updateRelation", in{"id": first, "version": 1, "note": "relu"}))
	done(t, d, one("unlinkRecords", in{"kind": "PART_OF", "subject": b, "object": c}))
	done(t, d, one("updateRelation", in{"id": first, "version": 2, "subject": b, "object": a})) // the other way round
}

func TestCycles_APartnerSucceedsNoSuccessorOfItself(t *testing.T) {
	eachPair(t, func(t *testing.T, d *desk) {
		partner := func(code string) string { return done(t, d, one("upsertPartner", in{"code": code, "name": code})) }
		a, b, c := partner("a"), partner("b"), partner("c")
		succeeds := func(subject, object string) edit.Request {
			return one("linkRecords", in{
				"kind": "SUCCEEDS", "subject": subject, "object": object, "basis": "DECLARED", "contract": "north",
			})
		}
		rejected(t, d, succeeds(a, a), lexicon.UserCycle, "object")
		done(t, d, succeeds(a, b))
		done(t, d, succeeds(b, c))
		rejected(t, d, succeeds(c, a), lexicon.UserCycle, "object")
		rejected(t, d, one("updatePartner", in{"id": c, "version": 1, "predecessors": []any{a}}),
			lexicon.UserCycle, "predecessors", "0")
	})
}

func TestCycles_TwoHalvesAtOnceCloseNone(t *testing.T) {
	eachPair(t, func(t *testing.T, d *desk) {
		for range 5 {
			halves := [][2]string{{"forum", "atelier"}, {"atelier", "forum"}}
			won, refused := together(t, 2, func(i int) *edit.Outcome {
				return tried(t, d, one("linkRecords",
					in{"kind": "PART_OF", "subject": halves[i][0], "object": halves[i][1], "basis": "DECLARED"}))
			})
			if won != 1 || refused[lexicon.UserCycle] != 1 {
				t.Fatalf("%d won, %v", won, refused)
			}
			for _, half := range halves {
				done(t, d, one("unlinkRecords", in{"kind": "PART_OF", "subject": half[0], "object": half[1]}))
			}
		}
	})
}

func TestCollectives_WithMembersStayCollectives(t *testing.T) {
	eachPair(t, func(t *testing.T, d *desk) {
		done(t, d, one("createPartner", in{"code": "network", "name": "Réseau", "kind": "COLLECTIVE"}))
		done(t, d, one("createPartner", in{"code": "member", "name": "Membre"}))
		seat := done(t, d, one("createMembership",
			in{"partner": "member", "collective": "network", "basis": "DECLARED"}))
		change := in{"id": "network", "version": 1, "kind": "ORGANISATION"}
		rejected(t, d, one("updatePartner", change), lexicon.UserInvalid, "kind")
		done(t, d, one("updatePartner", in{"id": "network", "version": 1, "name": "Le réseau", "kind": "COLLECTIVE"}))
		done(t, d, one("deleteMembership", in{"id": seat, "version": 1}))
		done(t, d, one("updatePartner", with(change, in{"version": 2})))
	})
}
