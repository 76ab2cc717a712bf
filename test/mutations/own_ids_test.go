package mutations_test

import (
	"reflect"
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

// The id of a hidden record, an existing one, a deleted one and an unknown one get the same answer on every path that
// creates records.
func TestCreate_AnIdTellsNothingOfWhatIsHidden(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		make := func(code, contract string) string {
			return done(
				t, h, "createAction", in{"code": code, "name": "N", "kind": "ACTION", "contract": contract},
			).Record.ID
		}
		hidden, seen, gone := make("hidden", "south"), make("seen", "north"), make("gone", "south")
		done(t, h, "deleteAction", in{"id": gone, "version": 1})
		for _, role := range []lexicon.AccountRole{lexicon.Coordinator, lexicon.Integrator} {
			who := as(t, h, testhub.Who{Role: role, Contracts: []string{"north"}})
			draft := done(t, who, "beginDraft", in{"contract": "north", "title": "T"}).Draft.ID
			ask := func(id string) (all [][]userError) {
				fields := in{"id": id, "code": "x", "name": "X", "kind": "ACTION", "contract": "north"}
				for _, w := range []written{
					tried(t, who, "createAction", fields),
					tried(t, who, "createAction", changed(fields, in{"draft": draft})),
					tried(t, who, "applyChanges", in{"changes": []in{{"createAction": fields}}}),
				} {
					all = append(all, w.UserErrors)
				}
				if id != seen { // which an upsert changes
					all = append(
						all, tried(t, who, "upsertAction", fields).UserErrors,
						tried(t, who, "upsertAction", changed(fields, in{"draft": draft})).UserErrors,
					)
				}
				return all
			}
			none := ask(lexicon.NewUID("action"))
			for what, id := range map[string]string{"hidden": hidden, "there": seen, "gone": gone} {
				if got := ask(id); !reflect.DeepEqual(got, none[:len(got)]) {
					t.Errorf("%s: an id that is %s is told from one of none:\n%v\n%v", role, what, got, none)
				}
			}
			rejected(
				t, who, "createAction",
				in{"id": hidden, "code": "x", "name": "X", "kind": "ACTION", "contract": "north"}, "FORBIDDEN", "id",
			)
		}
	})
}

// Reverting a deletion restores the record with its id, whoever reverts it, and its versions continue.
func TestCreate_ARecordComesBackUnderItsId(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		who := as(t, h, testhub.Who{Role: lexicon.Coordinator, Contracts: []string{"north"}})
		made := done(t, who, "createAction", in{"code": "x", "name": "X", "kind": "ACTION", "contract": "north"}).Record
		gone := done(t, who, "deleteAction", in{"id": made.ID, "version": 1})
		back := done(t, who, "revertChange", in{"change": gone.Changes[0].ID})
		if len(back.Records) != 1 || back.Records[0].ID != made.ID || back.Records[0].Version != 3 {
			t.Errorf("came back as %+v", back.Records)
		}
	})
}
