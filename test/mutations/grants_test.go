package mutations_test

import (
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

func TestGrant_BelongsToTheContractOfWhatItPaysFor(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		for _, c := range []struct {
			given    in
			contract string // as JSON
		}{
			{in{"action": "north/forum"}, `{"code":"north"}`},
			{in{"axis": "south/axe-1"}, `{"code":"south"}`},
			{in{"contract": "south"}, `{"code":"south"}`},
			{in{"contract": "north", "action": "forum"}, `{"code":"north"}`},
			{in{}, `null`},
		} {
			made := done(t, h, "createGrant", changed(c.given, in{"funder": "caf", "beneficiary": "cpam"}))
			answer := h.Ask(t, `query ($by: RecordBy!) { grant(by: $by) { contract { code } } }`,
				in{"by": in{"id": made.Record.ID}})
			if want := `{"grant":{"contract":` + c.contract + `}}`; string(answer.Data) != want {
				t.Errorf("%v: %s, want %s", c.given, answer.Body, want)
			}
		}
	})
}

func TestGrant_RefusesWhatContradictsItself(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		grant := func(more in) in { return changed(more, in{"funder": "caf"}) }
		rejected(t, h, "createGrant", grant(in{"contract": "south", "action": "north/forum"}), "OTHER_CONTRACT", "action")
		rejected(t, h, "createGrant", grant(in{"action": "north/forum", "axis": "north/axe-1"}), "INVALID", "action")
		rejected(t, h, "createGrant", grant(in{"amount": 1, "amountWithheld": true}), "INVALID", "amount")
		rejected(t, h, "createGrant", grant(in{"share": 1_000_001}), "INVALID", "share")
		rejected(t, h, "createGrant", grant(in{"share": -1}), "INVALID", "share")
		rejected(t, h, "createGrant", in{"beneficiary": "caf", "funder": "nobody"}, "UNKNOWN_RECORD", "funder")
		made := done(t, h, "createGrant", grant(in{"amount": -150, "recordKey": "k#1", "contract": "north"}))
		rejected(t, h, "updateGrant", in{"id": made.Record.ID, "version": 1, "amountWithheld": true}, "INVALID", "amount")
		done(t, h, "updateGrant", in{"id": made.Record.ID, "version": 1, "amountWithheld": true, "amount": nil})
		rejected(t, h, "updateGrant", in{"id": made.Record.ID, "version": 2, "amount": 0}, "INVALID", "amount")
		rejected(t, h, "updateGrant", in{"id": made.Record.ID, "version": 2, "action": "south/autre"}, "OTHER_CONTRACT",
			"action")
		rejected(t, h, "createGrant", grant(in{"recordKey": "k#1", "contract": "north"}), "TAKEN", "recordKey")
		done(t, h, "createGrant", grant(in{"recordKey": "k#1", "contract": "south"}))
		done(t, h, "createGrant", grant(in{"recordKey": "k#1"}))
		rejected(t, h, "createGrant", grant(in{"recordKey": "k#1"}), "TAKEN", "recordKey")
	})
}

func TestGrant_UpsertFindsTheLineAgain(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		line := in{
			"funder": "caf", "beneficiary": "cpam", "contract": "north", "agreedOn": "2018-03-22", "amount": 1_387_903_00,
			"purpose": "Jardins", "recordKey": "k#1",
			"citations": []any{in{"source": "report", "locator": "ligne 42", "about": "amount"}},
		}
		first := done(t, h, "upsertGrant", line)
		for range 2 {
			again := done(t, h, "upsertGrant", line)
			if again.Record.ID != first.Record.ID || again.Record.Version != 1 || len(again.Changes) != 0 {
				t.Errorf("repeating a line wrote %s", linesSaid(again.Changes))
			}
		}
		corrected := done(t, h, "upsertGrant", changed(line, in{"amount": 1_387_903_01, "purpose": "Le jardin"}))
		if corrected.Record.ID != first.Record.ID || corrected.Record.Version != 2 {
			t.Errorf("the key #1 named another grant: %+v", corrected.Record)
		}
		second := done(t, h, "upsertGrant", changed(line, in{"recordKey": "k#2"}))
		elsewhere := done(t, h, "upsertGrant", changed(line, in{"contract": "south"}))
		apart := done(t, h, "upsertGrant", changed(line, in{"contract": nil}))
		byAction := done(t, h, "upsertGrant", in{"funder": "caf", "action": "north/forum", "recordKey": "k#1"})
		ids := map[string]bool{first.Record.ID: true, second.Record.ID: true, elsewhere.Record.ID: true,
			apart.Record.ID: true}
		if len(ids) != 4 || byAction.Record.ID != first.Record.ID {
			t.Errorf("the grants are %v, and %s", ids, byAction.Record.ID)
		}

		keyless := changed(line, nil)
		delete(keyless, "recordKey")
		if made := done(t, h, "upsertGrant", keyless); ids[made.Record.ID] {
			t.Error("a grant without a key changed the one of a line")
		}
		written := in{"funder": "caf", "axis": "north/axe-1", "purpose": "Sans clé", "agreedOn": "2019"}
		made := done(t, h, "upsertGrant", written)
		same := done(t, h, "upsertGrant", changed(written, in{"amount": 5}))
		other := done(t, h, "upsertGrant", changed(written, in{"agreedOn": "2020"}))
		if same.Record.ID != made.Record.ID || same.Record.Version != 2 || other.Record.ID == made.Record.ID {
			t.Errorf("without a key: %+v, %+v, %+v", made.Record, same.Record, other.Record)
		}
	})
}

func TestGrant_IsKeptByCoordinatorsAndSeenByTheContract(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		grant := in{"funder": "caf", "beneficiary": "cpam", "action": "north/forum", "amount": 100}
		coordinator := as(t, h, testhub.Who{Role: lexicon.Coordinator, Contracts: []string{"north"}})
		made := done(t, coordinator, "createGrant", grant)
		rejected(t, coordinator, "createGrant", changed(grant, in{"action": "south/autre"}), "UNKNOWN_RECORD", "action")
		liaison := as(t, h, testhub.Who{Role: lexicon.Liaison, Partner: "caf", Contracts: []string{"north"}})
		rejected(t, liaison, "createGrant", grant, "FORBIDDEN")
		for who, want := range map[*testhub.Hub]string{
			liaison: `{"funder":{"name":"CAF"}}`, as(t, h, testhub.Who{Role: lexicon.Liaison, Partner: "caf", Contracts: []string{"south"}}): `null`,
			h.As(""): `null`,
		} {
			answer := who.Ask(t, `query ($by: RecordBy!) { grant(by: $by) { funder { name } } }`,
				in{"by": in{"id": made.Record.ID}})
			if want = `{"grant":` + want + `}`; string(answer.Data) != want {
				t.Errorf("%s, want %s", answer.Body, want)
			}
		}
	})
}

func TestGrant_MovesWithAMergedPartner(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		done(t, h, "createPartner", in{"code": "caf-2", "name": "CAF du Nord"})
		line := in{"funder": "caf", "beneficiary": "cpam", "contract": "north", "amount": 100, "purpose": "Jardins"}
		for key, funder := range map[string]string{"k#1": "caf", "k#2": "caf-2"} {
			done(t, h, "createGrant", changed(line, in{"recordKey": key, "funder": funder}))
		}
		for _, funder := range []string{"caf", "caf-2"} {
			done(t, h, "createGrant", changed(line, in{"funder": funder, "purpose": "Sans clé"}))
		}
		done(t, h, "mergePartners", in{"keep": "caf", "keepVersion": 1, "merge": "caf-2", "mergeVersion": 1})
		answer := h.Ask(t, `{ grants(filter: {funder: "caf"}) { totalCount } }`, nil)
		if string(answer.Data) != `{"grants":{"totalCount":3}}` {
			t.Errorf("%s: lines of a file stay apart, and what two people entered is one", answer.Body)
		}
	})
}
