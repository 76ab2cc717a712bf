package accounts_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

func TestMergePartners_SaysWhatIsInTheWay(t *testing.T) {
	eachTwice(t, func(t *testing.T, h *testhub.Hub) {
		before, rowsBefore := exported(t, h), rows(t, h)
		rejected(t, h, "mergePartners", pair(t, h, in{"keepVersion": 1}), "CONFLICT", "keepVersion")
		conflict := rejected(
			t, h, "mergePartners", pair(t, h, in{"mergeVersion": 7}), "CONFLICT", "mergeVersion",
		).Conflict
		if conflict == nil || conflict.SeenVersion != 7 || conflict.CurrentVersion != 1 {
			t.Errorf("the conflict is %+v", conflict)
		}
		rejected(t, h, "mergePartners", pair(t, h, in{"merge": "cpam", "mergeVersion": 2}), "INVALID", "merge")
		rejected(t, h, "mergePartners", pair(t, h, in{"merge": "nobody"}), "UNKNOWN_RECORD", "merge")
		rejected(
			t, h, "mergePartners", pair(t, h, in{"takenFields": []string{"name", "aliases"}}), "INVALID", "takenFields",
			"1",
		)
		rejected(
			t, h, "mergePartners", in{"keep": "caf", "keepVersion": 1, "merge": "ccas", "mergeVersion": 1}, "INVALID",
			"takenFields",
		)
		rejected(
			t, h, "mergePartners", in{"keep": "ccas", "keepVersion": 1, "merge": "cpam-13", "mergeVersion": 1}, "CYCLE",
			"merge",
		)
		rejected(
			t, h, "mergePartners", in{"keep": "caf", "keepVersion": 1, "merge": "cpam-13", "mergeVersion": 1}, "CYCLE",
			"merge",
		)
		rejected(
			t, h, "applyChanges", in{"changes": []in{{"mergePartners": pair(t, h, in{"dryRun": true})}}}, "INVALID",
			"changes", "0", "mergePartners", "dryRun",
		)
		dry := done(t, h, "mergePartners", pair(t, h, in{"dryRun": true}))
		if len(dry.Moves) != 15 || len(dry.Changes) != 0 {
			t.Errorf("a dry run: %+v", dry)
		}
		if exported(t, h) != before || fmt.Sprint(rows(t, h)) != fmt.Sprint(rowsBefore) {
			t.Error("something was written")
		}
	})
}

func TestMergePartners_NothingBecomesItsOwnMember(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		done(t, h, "applyChanges", in{"changes": []in{
			{"createPartner": in{"code": "middle", "name": "Milieu", "kind": "COLLECTIVE"}},
			{"createPartner": in{"code": "top", "name": "Haut", "kind": "COLLECTIVE"}},
			{"createMembership": in{"partner": "ccas", "collective": "middle", "basis": "DECLARED"}},
			{"createMembership": in{"partner": "middle", "collective": "top", "basis": "DECLARED"}},
		}})
		rejected(
			t, h, "mergePartners", in{"keep": "ccas", "keepVersion": 1, "merge": "top", "mergeVersion": 1}, "CYCLE",
			"merge",
		)
	})
}

func TestMergePartners_OneKeyWritesOnce(t *testing.T) {
	eachTwice(t, func(t *testing.T, h *testhub.Hub) {
		input := pair(t, h, in{"idempotencyKey": "k", "takenFields": []string{"description"}})
		first, second := done(t, h, "mergePartners", input), done(t, h, "mergePartners", input)
		if !second.Replayed || second.Record.ID != first.Record.ID || len(second.Changes) != len(first.Changes) ||
			len(second.Moves) != 0 {
			t.Errorf("first %+v\nthen %+v", first, second)
		}
		rejected(
			t, h, "mergePartners", changed(input, in{"takenFields": []string{"name"}}), "IDEMPOTENCY_MISMATCH",
			"idempotencyKey",
		)
	})
}

func TestMergePartners_WaitsInADraft(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		done(t, h, "applyChanges", in{"changes": []in{
			{"createPartner": in{"code": "cpam-13", "name": "Caisse primaire 13"}},
			{"createContribution": declared("cpam-13", "forum")},
		}})
		draft := done(t, h, "beginDraft", in{"contract": "north", "title": "Fusion"}).Draft.ID
		waits := done(t, h, "mergePartners", pair(t, h, in{"draft": draft}))
		var seen struct {
			Draft struct {
				Steps []struct{ Verb, RecordType, RecordID string }
			}
			Partner struct{ Code string }
		}
		h.Get(
			t, &seen,
			`query ($id: ID!) { draft(id: $id) { steps { verb recordType recordId } } partner(by: {code: "cpam-13"}) { code } }`,
			in{"id": draft},
		)
		if len(seen.Draft.Steps) != 1 || seen.Draft.Steps[0].Verb != "merge" ||
			seen.Draft.Steps[0].RecordID != *waits.RecordID || seen.Partner.Code != "cpam-13" {
			t.Errorf("%+v", seen)
		}
		// Another partner with the same code and version is not the one that the draft merges.
		done(t, h, "updatePartner", in{"id": "cpam-13", "version": 1, "code": "cpam-14"})
		done(t, h, "createPartner", in{"code": "cpam-13", "name": "Une autre"})
		rejected(t, h, "publishDraft", in{"draft": draft}, "CONFLICT", "draft", "0", "mergeVersion")
		done(t, h, "updatePartner", in{"id": "cpam-13", "version": 1, "code": "cpam-15"})
		done(t, h, "updatePartner", in{"id": "cpam-14", "version": 2, "code": "cpam-13"})
		done(t, h, "discardDraft", in{"draft": draft})
		draft = done(t, h, "beginDraft", in{"contract": "north", "title": "Fusion"}).Draft.ID
		done(t, h, "mergePartners", pair(t, h, in{"draft": draft}))
		rejected(t, h, "mergePartners", pair(t, h, in{"draft": draft, "dryRun": true}), "INVALID", "dryRun")
		reason := strings.Repeat("x", 501)
		rejected(t, h, "mergePartners", pair(t, h, in{"reason": reason, "dryRun": true}), "TOO_LONG", "reason")
		done(t, h, "publishDraft", in{"draft": draft})
		h.Get(t, &seen, `{ partner(by: {code: "cpam-13"}) { code } }`, nil)
		if seen.Partner.Code != "cpam" {
			t.Errorf("published: %+v", seen.Partner)
		}
		elsewhere := done(t, h, "beginDraft", in{"contract": "south", "title": "Fusion"}).Draft.ID
		done(t, h, "createContribution", declared("caf", "forum"))
		rejected(
			t, h, "mergePartners",
			in{"keep": "cpam", "keepVersion": 2, "merge": "caf", "mergeVersion": 1, "draft": elsewhere},
			"OTHER_CONTRACT", "merge",
		)
	})
}

func TestMergePartners_WhoMayDeleteOneAndWriteAllThatMoves(t *testing.T) {
	eachTwice(t, func(t *testing.T, h *testhub.Hub) {
		before := exported(t, h)
		coordinates := func(contracts ...string) *testhub.Hub {
			return as(t, h, testhub.Who{Role: lexicon.Coordinator, Contracts: contracts})
		}
		var said []string
		for _, who := range []*testhub.Hub{coordinates("north"), coordinates("south")} {
			for _, dry := range []bool{true, false} {
				w := rejected(t, who, "mergePartners", pair(t, h, in{"dryRun": dry}), "FORBIDDEN", "merge")
				said = append(said, fmt.Sprint(w.UserErrors, len(w.Moves)))
			}
		}
		if len(slices.Compact(said)) != 1 {
			t.Errorf("the answers tell what is hidden: %v", said)
		}
		for _, who := range []testhub.Who{
			{Role: lexicon.Liaison, Partner: "cpam-13", Contracts: []string{"north", "south"}},
			{Role: lexicon.Liaison, Partner: "cpam", Contracts: []string{"north", "south"}},
		} {
			rejected(t, as(t, h, who), "mergePartners", pair(t, h, nil), "FORBIDDEN")
		}
		if exported(t, h) != before {
			t.Error("something was written")
		}
		both := coordinates("north", "south")
		merged := done(t, both, "mergePartners", pair(t, h, nil))
		rejected(
			t, coordinates("north"), "revertChange",
			in{"change": merged.Changes[len(merged.Changes)-1].ID, "wholeWrite": true}, "FORBIDDEN", "change",
		)
		done(t, both, "revertChange", in{"change": merged.Changes[0].ID, "wholeWrite": true})
	})
}
