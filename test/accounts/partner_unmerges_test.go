package accounts_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/lexicon"
	"maillage/internal/testhub"
	"maillage/internal/testhub/writes"
)

func TestUnmergePartners_BringsBackAllThatMoved(t *testing.T) {
	eachTwice(t, func(t *testing.T, h *testhub.Hub) {
		before := exported(t, h)
		done(t, h, "mergePartners", pair(t, h, in{"takenFields": []string{"description", "acronym"}}))
		merged := exported(t, h)
		tried := writes.Try(t, h, "unmergePartners", in{"partner": "cpam-13", "dryRun": true})
		if len(tried.UserErrors) > 0 || len(tried.Changes) > 0 || exported(t, h) != merged {
			t.Errorf("a dry run wrote, or was refused: %+v", tried)
		}
		back := done(t, h, "unmergePartners", in{"partner": "cpam-13", "reason": "deux caisses"})
		if diff := cmp.Diff(before, exported(t, h)); diff != "" {
			t.Errorf("not everything is as before:\n%s", diff)
		}
		if len(back.Changes) == 0 || back.Changes[0].Reason == nil || *back.Changes[0].Reason != "deux caisses" {
			t.Errorf("the lines are %s", linesSaid(back.Changes))
		}
		rejected(t, h, "unmergePartners", in{"partner": "cpam-13"}, "INVALID", "partner")
	})
}

func TestUnmergePartners_LaterWritesOfOtherRecordsStay(t *testing.T) {
	eachTwice(t, func(t *testing.T, h *testhub.Hub) {
		var gone struct{ Partner struct{ ID string } }
		h.Get(t, &gone, `{ partner(by: {code: "cpam-13"}) { id } }`, nil)
		kept := done(t, h, "mergePartners", pair(t, h, nil))
		done(t, h, "createContribution", declared("cpam", "north/forum"))
		done(t, h, "updatePartner", in{"id": "cpam", "version": kept.Record.Version, "sector": "STATE"})
		done(t, h, "unmergePartners", in{"partner": gone.Partner.ID})
		answer := h.Ask(t, `{ kept: partner(by: {code: "cpam"}) { sector contributions(filter: {bases: [DECLARED], roles: [OPERATOR]}) { totalCount } }
			back: partner(by: {code: "cpam-13"}) { name memberships { totalCount } } }`, nil)
		const want = `{"kept":{"sector":"STATE","contributions":{"totalCount":1}},` +
			`"back":{"name":"Caisse primaire 13","memberships":{"totalCount":2}}}`
		if string(answer.Data) != want {
			t.Errorf("%s, want %s", answer.Body, want)
		}
	})
}

func TestUnmergePartners_NamesEachChangeThatPreventsIt(t *testing.T) {
	eachTwice(t, func(t *testing.T, h *testhub.Hub) {
		var seat struct {
			Partner struct {
				Memberships struct{ Nodes []struct{ ID string } }
			}
		}
		h.Get(t, &seat, `{ partner(by: {code: "cpam-13"}) { memberships { nodes { id } } } }`, nil)
		kept := done(t, h, "mergePartners", pair(t, h, nil))
		named := done(t, h, "updatePartner", in{"id": "cpam", "version": kept.Record.Version, "aliases": []string{"Autre"}})
		moved := seat.Partner.Memberships.Nodes[0].ID
		left := done(t, h, "updateMembership", in{"id": moved, "version": 2, "partner": "caf"})
		merged := exported(t, h)
		for _, dry := range []bool{true, false} {
			w := rejected(t, h, "unmergePartners", in{"partner": "cpam-13", "dryRun": dry}, "CANNOT_REVERT", "partner")
			if len(w.UserErrors) != 2 {
				t.Errorf("%d problems: %+v", len(w.UserErrors), w.UserErrors)
			}
			for _, want := range [][2]string{
				{kept.Record.ID, named.Changes[0].ID}, {moved, left.Changes[0].ID},
			} {
				said := fmt.Sprint(w.UserErrors)
				if !strings.Contains(said, want[0]) || !strings.Contains(said, want[1]) {
					t.Errorf("%s does not name the record and the line %v", said, want)
				}
			}
		}
		if exported(t, h) != merged {
			t.Error("a refused unmerge wrote something")
		}
		for _, line := range []string{named.Changes[0].ID, left.Changes[0].ID} {
			done(t, h, "revertChange", in{"change": line})
		}
		done(t, h, "unmergePartners", in{"partner": "cpam-13"})
	})
}

func TestUnmergePartners_OfAChainTheLastComesFirst(t *testing.T) {
	eachTwice(t, func(t *testing.T, h *testhub.Hub) {
		kept := done(t, h, "mergePartners", pair(t, h, nil))
		done(t, h, "createPartner", in{"code": "hub", "name": "Hub"})
		done(t, h, "mergePartners", in{"keep": "hub", "keepVersion": 1, "merge": "cpam", "mergeVersion": kept.Record.Version})
		rejected(t, h, "unmergePartners", in{"partner": "cpam-13"}, "CANNOT_REVERT", "partner")
		for _, partner := range []string{"cpam", "cpam-13"} {
			done(t, h, "unmergePartners", in{"partner": partner})
		}
		rejected(t, h, "unmergePartners", in{"partner": "hub"}, "INVALID", "partner")
		rejected(t, h, "unmergePartners", in{"partner": "nobody"}, "UNKNOWN_RECORD", "partner")
	})
}

func TestUnmergePartners_IsForThoseWhoMayMerge(t *testing.T) {
	eachTwice(t, func(t *testing.T, h *testhub.Hub) {
		done(t, h, "mergePartners", pair(t, h, nil))
		merged := exported(t, h)
		for _, who := range []testhub.Who{
			{Role: lexicon.Liaison, Partner: "cpam", Contracts: []string{"north", "south"}},
			{Role: lexicon.Coordinator, Contracts: []string{"north"}},
		} {
			for _, dry := range []bool{true, false} {
				w := writes.Try(t, as(t, h, who), "unmergePartners", in{"partner": "cpam-13", "dryRun": dry})
				if len(w.UserErrors) == 0 {
					t.Errorf("%+v undid a merge: %+v", who, w)
				}
			}
		}
		if exported(t, h) != merged {
			t.Error("a refused unmerge wrote something")
		}
	})
}

func TestUnmergePartners_RepeatsUnderAKey(t *testing.T) {
	eachTwice(t, func(t *testing.T, h *testhub.Hub) {
		done(t, h, "mergePartners", pair(t, h, nil))
		first := done(t, h, "unmergePartners", in{"partner": "cpam-13", "idempotencyKey": "k"})
		again := done(t, h, "unmergePartners", in{"partner": "cpam-13", "idempotencyKey": "k"})
		if first.Replayed || !again.Replayed {
			t.Errorf("replayed: %t, then %t", first.Replayed, again.Replayed)
		}
	})
}

func TestUnmergePartners_OtherChangesOfTheSameWriteStay(t *testing.T) {
	eachTwice(t, func(t *testing.T, h *testhub.Hub) {
		done(t, h, "createPartner", in{"code": "hub", "name": "Hub"})
		before := exported(t, h)
		done(t, h, "applyChanges", in{"changes": []in{
			{"updatePartner": in{"id": "hub", "version": 1, "sector": "STATE"}},
			{"mergePartners": pair(t, h, nil)},
			{"createContribution": declared("hub", "north/forum")},
		}})
		done(t, h, "unmergePartners", in{"partner": "cpam-13"})
		const others = `{ partner(by: {code: "hub"}) { sector contributions(filter: {bases: [DECLARED]}) { nodes { id } } } }`
		var stayed struct {
			Partner struct {
				Sector        string
				Contributions struct{ Nodes []struct{ ID string } }
			}
		}
		h.Get(t, &stayed, others, nil)
		if stayed.Partner.Sector != "STATE" || len(stayed.Partner.Contributions.Nodes) != 1 {
			t.Fatalf("what else was written with the merge is undone: %+v", stayed)
		}
		done(t, h, "deleteContribution", in{"id": stayed.Partner.Contributions.Nodes[0].ID, "version": 1})
		done(t, h, "updatePartner", in{"id": "hub", "version": 2, "sector": "UNSPECIFIED"})
		if diff := cmp.Diff(before, exported(t, h)); diff != "" {
			t.Errorf("not everything of the merge is undone:\n%s", diff)
		}
	})
}

func TestUnmergePartners_TakesTheLastMergeThatStands(t *testing.T) {
	eachTwice(t, func(t *testing.T, h *testhub.Hub) {
		done(t, h, "mergePartners", pair(t, h, nil))
		done(t, h, "unmergePartners", in{"partner": "cpam-13"})
		done(t, h, "mergePartners", pair(t, h, nil))
		once := exported(t, h)
		for _, code := range []string{"hub", "cpam-13"} { // the code of a merged partner is free
			done(t, h, "createPartner", in{"code": code, "name": "Autre " + code})
		}
		done(t, h, "mergePartners", in{"keep": "hub", "keepVersion": 1, "merge": "cpam-13", "mergeVersion": 1})
		done(t, h, "unmergePartners", in{"partner": "cpam-13"})
		for _, code := range []string{"hub", "cpam-13"} {
			var is struct {
				Partner struct {
					ID, Name string
					Version  int
				}
			}
			h.Get(t, &is, `query($code: String!) { partner(by: {code: $code}) { id name version } }`, in{"code": code})
			if is.Partner.Name != "Autre "+code {
				t.Fatalf("%s is %q", code, is.Partner.Name)
			}
			done(t, h, "deletePartner", in{"id": is.Partner.ID, "version": is.Partner.Version})
		}
		if diff := cmp.Diff(once, exported(t, h)); diff != "" {
			t.Errorf("another merge was undone:\n%s", diff)
		}
		done(t, h, "unmergePartners", in{"partner": "cpam-13"})
	})
}
