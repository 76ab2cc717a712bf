package mutations_test

import (
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

func TestFundingLine_RefusesWhatContradictsItself(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		line := func(more in) in { return changed(in{"contract": "north", "funder": "caf", "kind": "P147"}, more) }
		rejected(t, h, "createFundingLine", line(in{"action": "south/autre"}), "OTHER_CONTRACT", "action")
		rejected(t, h, "createFundingLine", line(in{"action": "forum", "axis": "axe-1"}), "INVALID", "action")
		rejected(t, h, "createFundingLine", line(in{"asked": -1}), "INVALID", "asked")
		rejected(t, h, "createFundingLine", line(in{"paid": 1<<53 + 1}), "INVALID", "paid")
		made := done(t, h, "createFundingLine", line(in{"action": "forum", "voted": 0, "code": "f"}))
		answer := h.Ask(t, `query ($by: RecordBy!) { fundingLine(by: $by) { asked voted paid contract { code } } }`,
			in{"by": in{"code": "north/f"}})
		const want = `{"fundingLine":{"asked":null,"voted":0,"paid":null,"contract":{"code":"north"}}}`
		if string(answer.Data) != want {
			t.Errorf("%s, want %s: what nobody told is not zero", answer.Body, want)
		}
		rejected(t, h, "updateFundingLine", in{"id": made.Record.ID, "version": 1, "axis": "north/axe-1"}, "INVALID", "action")
		rejected(t, h, "createFundingLine", line(in{"code": "f"}), "TAKEN", "code")
		done(t, h, "createFundingLine", line(in{"code": "f", "contract": "south"}))
	})
}

func TestFundingLine_UpsertFindsThatOfTheSameFunderTargetKindAndYear(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		line := in{"contract": "north", "funder": "caf", "action": "forum", "kind": "P147", "year": 2018, "voted": 100}
		first := done(t, h, "upsertFundingLine", line)
		again := done(t, h, "upsertFundingLine", line)
		if again.Record.ID != first.Record.ID || len(again.Changes) != 0 {
			t.Errorf("repeating a line wrote %s", linesSaid(again.Changes))
		}
		paid := done(t, h, "upsertFundingLine", changed(line, in{"paid": 90}))
		if paid.Record.ID != first.Record.ID || paid.Record.Version != 2 {
			t.Errorf("what was paid is %+v", paid.Record)
		}
		ids := map[string]bool{first.Record.ID: true}
		for _, other := range []in{
			{"year": 2019}, {"year": nil}, {"kind": "OTHER"}, {"funder": "cpam"}, {"action": "atelier"},
			{"action": nil}, {"action": nil, "axis": "axe-1"}, {"contract": "south", "action": nil},
		} {
			ids[done(t, h, "upsertFundingLine", changed(line, other)).Record.ID] = true
		}
		if len(ids) != 9 {
			t.Errorf("%d lines, want 9", len(ids))
		}
	})
}

func TestFundingLine_IsKeptByCoordinatorsAndSeenByTheContract(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		line := in{"contract": "north", "funder": "caf", "action": "forum", "kind": "P147", "paid": 100}
		coordinator := as(t, h, testhub.Who{Role: lexicon.Coordinator, Contracts: []string{"north"}})
		made := done(t, coordinator, "createFundingLine", line)
		rejected(t, coordinator, "createFundingLine", changed(line, in{"contract": "south", "action": nil}),
			"UNKNOWN_RECORD", "contract")
		liaison := as(t, h, testhub.Who{Role: lexicon.Liaison, Partner: "caf", Contracts: []string{"north"}})
		rejected(t, liaison, "createFundingLine", line, "FORBIDDEN")
		elsewhere := as(t, h, testhub.Who{Role: lexicon.Liaison, Partner: "caf", Contracts: []string{"south"}})
		for who, want := range map[*testhub.Hub]string{
			liaison:   `{"fundingLine":{"paid":100},"fundingSums":{"rowCount":1}}`,
			elsewhere: `{"fundingLine":null,"fundingSums":{"rowCount":0}}`, h.As(""): `{"fundingLine":null,"fundingSums":{"rowCount":0}}`,
		} {
			answer := who.Ask(t, `query ($by: RecordBy!) { fundingLine(by: $by) { paid }
				fundingSums(groupBy: [FUNDER]) { rowCount } }`, in{"by": in{"id": made.Record.ID}})
			if string(answer.Data) != want {
				t.Errorf("%s, want %s", answer.Body, want)
			}
		}
	})
}

// A merge loses no money: lines of other years differ, and two equal lines of one partner are two.
func TestFundingLine_AMergeKeepsEverySum(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		done(t, h, "createPartner", in{"code": "caf-2", "name": "CAF du Nord"})
		line := in{"contract": "north", "funder": "caf", "kind": "P147", "year": 2018, "voted": 500}
		done(t, h, "createFundingLine", line)
		for range 2 {
			done(t, h, "createFundingLine", changed(line, in{"funder": "caf-2", "year": 2019}))
		}
		done(t, h, "createFundingLine", changed(line, in{"funder": "caf-2", "year": 2020, "voted": nil, "paid": 3}))
		done(t, h, "mergePartners", in{"keep": "caf", "keepVersion": 1, "merge": "caf-2", "mergeVersion": 1})
		answer := h.Ask(t, `{ partner(by: {code: "caf"}) { fundingLines { totalCount } }
			fundingSums(groupBy: [FUNDER]) { total { voted { amount } paid { amount } } } }`, nil)
		const want = `{"partner":{"fundingLines":{"totalCount":4}},` +
			`"fundingSums":{"total":{"voted":{"amount":1500},"paid":{"amount":3}}}}`
		if string(answer.Data) != want {
			t.Errorf("%s, want %s", answer.Body, want)
		}
	})
}

func TestFundingLine_MovesWithAMergedPartner(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		done(t, h, "createPartner", in{"code": "caf-2", "name": "CAF du Nord"})
		line := in{"contract": "north", "funder": "caf", "kind": "P147", "year": 2018, "voted": 100}
		done(t, h, "createFundingLine", line)
		done(t, h, "createFundingLine", changed(line, in{"funder": "caf-2"}))
		done(t, h, "createFundingLine", changed(line, in{"funder": "caf-2", "voted": 7, "year": 2019}))
		done(t, h, "createFundingLine", changed(line, in{"year": 2019}))
		done(t, h, "mergePartners", in{"keep": "caf", "keepVersion": 1, "merge": "caf-2", "mergeVersion": 1})
		answer := h.Ask(t, `{ partner(by: {code: "caf"}) { fundingLines { totalCount } }
			fundingSums(groupBy: [FUNDER]) { total { voted { amount } } } }`, nil)
		const want = `{"partner":{"fundingLines":{"totalCount":3}},"fundingSums":{"total":{"voted":{"amount":207}}}}`
		if string(answer.Data) != want {
			t.Errorf("%s, want %s: equal lines are one, and differing ones stay", answer.Body, want)
		}
	})
}
