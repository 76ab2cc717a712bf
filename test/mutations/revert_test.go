package mutations_test

import (
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

func TestLedger_SaysExactlyWhatChanged(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		made := done(t, h, "createPartner", in{"code": "new", "name": "Neuf", "acronym": " N ", "reason": "né"})
		changed := done(
			t, h, "updatePartner",
			in{"id": "new", "version": 1, "acronym": nil, "aliases": []string{"A"}, "name": "Neuf"},
		)
		gone := done(t, h, "deletePartner", in{"id": "new", "version": 2})
		all := `code null→"new", name null→"Neuf", acronym null→"N", kind null→"ORGANISATION", sector null→"UNSPECIFIED", aliases null→[], openList null→false, language null→"fr"`
		for got, want := range map[string]string{
			linesSaid(made.Changes):    "CREATE PARTNER 1 (" + all + ")",
			linesSaid(changed.Changes): `UPDATE PARTNER 2 (acronym "N"→null, aliases []→["A"])`,
			linesSaid(gone.Changes):    `DELETE PARTNER 3 (code "new"→null, name "Neuf"→null, kind "ORGANISATION"→null, sector "UNSPECIFIED"→null, aliases ["A"]→null, openList false→null, language "fr"→null)`,
		} {
			if got != want {
				t.Errorf("the ledger says %s\nnot %s", got, want)
			}
		}
		if made.Record.CreatedAt != made.Changes[0].At || made.Record.UpdatedAt != made.Changes[0].At ||
			changed.Record.UpdatedAt != changed.Changes[0].At || changed.Record.CreatedAt != made.Record.CreatedAt {
			t.Errorf("the moments of %+v and %+v differ", made, changed)
		}
		if r := made.Changes[0].Reason; r == nil || *r != "né" {
			t.Errorf("the reason is %v", r)
		}
	})
}

func TestRevert_UndoesEveryChange(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		revert := func(line string) written {
			t.Helper()
			return done(t, h, "revertChange", in{"change": line, "reason": "erreur"})
		}
		made := done(t, h, "createPartner", in{"code": "new", "name": "Neuf", "citations": cited()})
		update := done(t, h, "updatePartner", in{"id": "new", "version": 1, "name": "Nouveau", "acronym": "N"})
		done(t, h, "updatePartner", in{"id": "new", "version": 2, "sector": "STATE"})
		back := revert(update.Changes[0].ID)
		if got := linesSaid(back.Changes); got != `UPDATE PARTNER 4 (name "Nouveau"→"Neuf", acronym "N"→null)` ||
			back.Changes[0].Reverts.ID != update.Changes[0].ID || len(back.Records) != 1 {
			t.Errorf("%s %+v", got, back)
		}
		rejected(t, h, "revertChange", in{"change": update.Changes[0].ID}, "CANNOT_REVERT", "change")
		rejected(t, h, "revertChange", in{"change": made.Changes[0].ID}, "CANNOT_REVERT", "change")
		revert(back.Changes[0].ID) // a revert is a change
		done(t, h, "upsertIdentifier", in{"partner": "new", "scheme": "OTHER", "value": "1", "citations": cited()})
		gone := done(t, h, "deletePartner", in{"id": "new", "version": 5})
		if len(gone.Changes) != 4 {
			t.Fatalf("with its citation, its identifier and that one's citation: %s", linesSaid(gone.Changes))
		}
		last := gone.Changes[3]
		reborn := revert(last.ID)
		if len(reborn.Changes) != 4 || reborn.Changes[0].Version != 7 || reborn.Changes[0].Reverts.ID != last.ID {
			t.Errorf("what came back: %s", linesSaid(reborn.Changes))
		}
		rejected(t, h, "revertChange", in{"change": last.ID}, "CANNOT_REVERT", "change")
		var seen struct {
			Changes struct{ Nodes []lineAnswer }
			Partner struct {
				Name                   string
				Version                int
				CreatedAt, UpdatedAt   string
				Citations, Identifiers struct{ TotalCount int }
			}
		}
		h.Settle(t)
		h.Get(
			t, &seen,
			`query ($id: ID!) { changes(filter: {recordId: $id}) { nodes `+lineSelection+
				` } partner(by: {code: "new"}) { name version createdAt updatedAt citations { totalCount } identifiers { totalCount } } }`,
			in{"id": made.Record.ID},
		)
		for i, line := range seen.Changes.Nodes {
			if line.Version != i+1 {
				t.Errorf("line %d made version %d", i, line.Version)
			}
		}
		p := seen.Partner
		if p.Name != "Nouveau" || p.Version != 7 || p.Citations.TotalCount != 1 || p.Identifiers.TotalCount != 1 ||
			p.UpdatedAt != reborn.Changes[0].At {
			t.Errorf("%+v", p)
		}
		if by := seen.Changes.Nodes[5].RevertedBy; by == nil || by.ID != reborn.Changes[0].ID {
			t.Errorf("reverted by %v", by)
		}
	})
}

func TestRevert_UndoesAWholeWrite(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		before := rows(t, h)
		w := done(t, h, "applyChanges", in{"changes": []in{
			{"createPartner": in{"code": "x", "name": "X", "citations": cited()}},
			{"createPartner": in{"code": "y", "name": "Y"}},
			{"upsertPartner": in{"code": "x", "description": "D"}},
			{"upsertPartner": in{"code": "x", "acronym": "X"}},
			{"createContribution": changed(
				declared("x", "forum"), in{"id": "contribution_00000000000000000000000001"},
			)},
			{"updateAxis": in{"id": "north/axe-2", "version": 1, "name": "Autre"}},
			{"upsertPartner": in{"code": "caf", "name": "CAF du Nord"}},
		}})
		rejected(t, h, "revertChange", in{"change": w.Changes[0].ID}, "CANNOT_REVERT", "change")
		undone := done(t, h, "revertChange", in{"change": w.Changes[3].ID, "wholeWrite": true})
		after := rows(t, h)
		for table, n := range before {
			if table != "changes" && after[table] != n {
				t.Errorf("%s has %d rows, and had %d", table, after[table], n)
			}
		}
		if len(undone.Changes) != len(w.Changes) {
			t.Errorf("did %s\nundid %s", linesSaid(w.Changes), linesSaid(undone.Changes))
		}
		redone := done(t, h, "revertChange", in{"change": undone.Changes[0].ID, "wholeWrite": true})
		if len(redone.Changes) != len(w.Changes) {
			t.Errorf("undid %s\nredid %s", linesSaid(undone.Changes), linesSaid(redone.Changes))
		}
		done(t, h, "upsertPartner", in{"code": "caf", "name": "CAF 59"})
		rejected(
			t, h, "revertChange", in{"change": redone.Changes[0].ID, "wholeWrite": true}, "CANNOT_REVERT", "change",
		)
	})
}

func TestRevert_KeepsTheRulesAndTheRights(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		made := done(
			t, h, "createContribution", in{"partner": "cpam", "action": "forum", "role": "LEAD", "citations": cited()},
		)
		rejected(t, h, "revertChange", in{"change": made.Changes[1].ID}, "NEEDS_SOURCE", "change")
		gone := done(t, h, "deletePartner", in{"id": "caf", "version": 1})
		done(t, h, "createPartner", in{"code": "caf", "name": "Autre CAF"})
		rejected(t, h, "revertChange", in{"change": gone.Changes[0].ID}, "TAKEN", "change")
		action := done(t, h, "createAction", in{"code": "utile", "name": "U", "kind": "ACTION", "contract": "north"})
		done(t, h, "createContribution", declared("cpam", "utile"))
		rejected(t, h, "revertChange", in{"change": action.Changes[0].ID}, "IN_USE", "change")
		for _, none := range []string{"change_00000000000000000000000000", "x", "", made.Record.ID} {
			rejected(t, h, "revertChange", in{"change": none}, "UNKNOWN_RECORD", "change")
		}

		both := done(
			t, h, "applyChanges",
			in{
				"changes": []in{{
					"upsertAxis": in{"contract": "north", "code": "axe-1", "name": "N"},
				}, {"upsertAxis": in{"contract": "south", "code": "axe-1", "name": "N"}}},
			},
		)
		south := as(t, h, testhub.Who{Role: lexicon.Coordinator, Contracts: []string{"south"}})
		rejected(t, south, "revertChange", in{"change": both.Changes[0].ID}, "UNKNOWN_RECORD", "change")
		rejected(t, south, "revertChange", in{"change": both.Changes[1].ID, "wholeWrite": true}, "FORBIDDEN", "change")
		done(t, south, "revertChange", in{"change": both.Changes[1].ID})
		liaison := as(t, h, testhub.Who{Role: lexicon.Liaison, Partner: "cpam", Contracts: []string{"north"}})
		rejected(t, liaison, "revertChange", in{"change": both.Changes[0].ID}, "FORBIDDEN", "change")
	})
}
