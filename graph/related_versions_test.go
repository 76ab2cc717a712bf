package graph_test

import (
	"testing"

	"maillage/internal/hubtest"
)

func TestRelated_ManyWritersMakeNoDoubles(t *testing.T) {
	eachRelated(t, func(t *testing.T, h *hubtest.Hub) {
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

// Whoever saw an older version does not replace the lists that somebody else wrote since.
func TestRelated_TheExpectedVersionProtectsLists(t *testing.T) {
	eachRelated(t, func(t *testing.T, h *hubtest.Hub) {
		first := done(t, h, "updateAction", in{"id": "forum", "version": 1, "themes": []string{"emploi"}})
		if last := first.Changes[len(first.Changes)-1]; first.Record.Version != 2 || len(first.Changes) != 2 || last.RecordID != first.Record.ID {
			t.Errorf("version %d, %+v", first.Record.Version, first.Changes)
		}
		second := rejected(t, h, "updateAction", in{"id": "forum", "version": 1, "themes": []string{"sante"}}, "CONFLICT", "version")
		if c := second.Conflict; c == nil || c.CurrentVersion != 2 {
			t.Errorf("it is told of %+v", c)
		}
		rejected(t, h, "upsertAction", in{"contract": "north", "code": "forum", "version": 1, "partOf": []string{}}, "CONFLICT", "version")
		hasRelations(t, h, first.Record.ID, "CONCERNS emploi")

		// A list and a field are one new version, and so are two lists.
		both := in{"id": "forum", "version": 2, "name": "Forum", "themes": []string{"sante"}, "programmes": []string{"pia"}}
		if w := done(t, h, "updateAction", both); w.Record.Version != 3 {
			t.Errorf("version %d", w.Record.Version)
		}
		lists := in{"id": "forum", "version": 3, "themes": []string{}, "programmes": []string{"cites"}}
		if w := done(t, h, "updateAction", lists); w.Record.Version != 4 {
			t.Errorf("version %d", w.Record.Version)
		}
		won, refused := together(t, 6, func(i int) written {
			theme := []string{"emploi", "sante"}[i%2]
			return tried(t, h, "updateAction", in{"id": "forum", "version": 4, "themes": []string{theme}})
		})
		if won != 1 || refused["CONFLICT"] != 5 {
			t.Errorf("of writers at once %d won, %v", won, refused)
		}
	})
}

// A record that was made and got its lists by two changes of one write goes with the whole of it.
func TestRelated_ARevertUndoesAVersionThatListsGave(t *testing.T) {
	eachRelated(t, func(t *testing.T, h *hubtest.Hub) {
		w := done(t, h, "applyChanges", in{"contract": "north", "changes": []in{
			{"createAction": in{"code": "stage", "name": "Stages", "kind": "PROJECT", "contract": "north"}},
			{"updateAction": in{"id": "stage", "version": 1, "themes": []string{"emploi"}}},
		}})
		done(t, h, "revertChange", in{"change": w.Changes[0].ID, "wholeWrite": true})
		var answer struct{ Action *struct{ ID string } }
		h.Get(t, &answer, `{ action(by: {code: "north/stage"}) { id } }`, nil)
		if answer.Action != nil {
			t.Error("the action is still there")
		}
	})
}
