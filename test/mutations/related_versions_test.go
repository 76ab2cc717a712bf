package mutations_test

import (
	"strings"
	"testing"

	recordtype "maillage/internal/record"
	"maillage/internal/testhub"
)

// A writer who saw an older version does not replace lists that somebody else wrote since.
func TestRelated_TheExpectedVersionProtectsLists(t *testing.T) {
	eachRelated(t, func(t *testing.T, h *testhub.Hub) {
		first := done(t, h, "updateAction", in{"id": "forum", "version": 1, "themes": []string{"emploi"}})
		if last := first.Changes[len(first.Changes)-1]; first.Record.Version != 2 || len(first.Changes) != 2 ||
			last.RecordID != first.Record.ID {
			t.Errorf("version %d, %+v", first.Record.Version, first.Changes)
		}
		second := rejected(
			t,
			h,
			"updateAction",
			in{"id": "forum", "version": 1, "themes": []string{"sante"}},
			"CONFLICT",
			"version",
		)
		if c := second.Conflict; c == nil || c.CurrentVersion != 2 {
			t.Errorf("it is told of %+v", c)
		}
		rejected(
			t,
			h,
			"upsertAction",
			in{"contract": "north", "code": "forum", "version": 1, "partOf": []string{}},
			"CONFLICT",
			"version",
		)
		hasRelations(t, h, first.Record.ID, "CONCERNS emploi")

		// A list and a field are one new version, and so are two lists.
		both := in{
			"id":         "forum",
			"version":    2,
			"name":       "Forum",
			"themes":     []string{"sante"},
			"programmes": []string{"pia"},
		}
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

// A record that was created and got its lists by two changes of one write is reverted as a whole.
func TestRelated_ARevertUndoesAVersionThatListsGave(t *testing.T) {
	eachRelated(t, func(t *testing.T, h *testhub.Hub) {
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

// The inputs have every field whose description names the relations that it lists.
func TestRelated_InputsHaveEveryListOfTheSchema(t *testing.T) {
	schema := readSchema(t)
	known := 0
	for _, of := range recordtype.Types {
		for _, f := range of.Related() {
			shown := schema.Types[of.Name].Fields.ForName(shownAs(of.Name, f.Field))
			if shown == nil || !strings.Contains(shown.Description, "Its relations `"+string(f.Kinds[0])+"`") {
				t.Errorf("%s.%s is not described by its relations", of.Name, f.Field)
			}
			for _, verb := range []string{"Create", "Update", "Upsert"} {
				input := schema.Types[verb+of.Name+"Input"].Fields.ForName(f.Field)
				if input == nil || input.Type.String() != "[ID!]" {
					t.Errorf("%s%sInput.%s is not a list of ids", verb, of.Name, f.Field)
				}
			}
			known++
		}
	}
	described := 0
	for _, of := range schema.Types {
		for _, f := range of.Fields {
			if strings.Contains(f.Description, "Its relations `") {
				described++
			}
		}
	}
	if described != known || known == 0 {
		t.Errorf("%d fields are described by relations, %d are known", described, known)
	}
}
