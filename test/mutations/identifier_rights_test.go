package mutations_test

import (
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

// verification returns the verification state of an identifier.
func verification(t *testing.T, h *testhub.Hub, id string) string {
	t.Helper()
	var got struct{ Node struct{ Verification string } }
	h.Get(t, &got, `query ($id: ID!) { node(id: $id) { ... on Identifier { verification } } }`, in{"id": id})
	return got.Node.Verification
}

func TestIdentifier_ALiaisonVerifiesNoneOfTheirOwn(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		liaison := as(t, h, testhub.Who{Role: lexicon.Liaison, Partner: "cpam", Contracts: []string{"north"}})
		coordinator := as(t, h, testhub.Who{Role: lexicon.Coordinator, Contracts: []string{"north"}})
		own := func(more in) in { return changed(in{"partner": "cpam", "scheme": "SIREN", "value": "732829320"}, more) }
		verified := in{"verification": "VERIFIED"}
		rejected(t, liaison, "createIdentifier", own(verified), "FORBIDDEN", "verification")
		rejected(t, liaison, "upsertIdentifier", own(verified), "FORBIDDEN", "verification")
		rejected(
			t, liaison, "applyChanges", in{"changes": []in{{"createIdentifier": own(verified)}}}, "FORBIDDEN",
			"changes", "0", "createIdentifier", "verification",
		)
		made := done(t, liaison, "createIdentifier", own(nil)).Record
		rejected(
			t, liaison, "updateIdentifier", in{"id": made.ID, "version": 1, "verification": "VERIFIED"}, "FORBIDDEN",
			"verification",
		)
		rejected(t, liaison, "upsertIdentifier", own(verified), "FORBIDDEN", "verification")
		draft := done(t, liaison, "beginDraft", in{"contract": "north", "title": "T"}).Draft.ID
		rejected(
			t, liaison, "updateIdentifier", in{"draft": draft, "id": made.ID, "version": 1, "verification": "VERIFIED"},
			"FORBIDDEN", "verification",
		)
		done(
			t, coordinator, "updateIdentifier",
			in{"draft": draft, "id": made.ID, "version": 1, "verification": "VERIFIED"},
		)
		rejected(t, liaison, "publishDraft", in{"draft": draft}, "FORBIDDEN", "draft", "0", "verification")
		if is := verification(t, h, made.ID); is != "WELL_FORMED" {
			t.Errorf("it is %s before anybody verified it", is)
		}

		done(t, coordinator, "publishDraft", in{"draft": draft})
		done(t, liaison, "updateIdentifier", in{"id": made.ID, "version": 2, "note": "of 2020"})
		rejected(
			t, liaison, "updateIdentifier", in{"id": made.ID, "version": 3, "value": "552100554"}, "FORBIDDEN", "value",
		)
		rejected(
			t, liaison, "updateIdentifier", in{"id": made.ID, "version": 3, "scheme": "OTHER"}, "FORBIDDEN", "scheme",
		)
		if is := verification(t, h, made.ID); is != "VERIFIED" {
			t.Errorf("a note makes it %s", is)
		}
		other := done(
			t, liaison, "updateIdentifier",
			in{"id": made.ID, "version": 3, "value": "552100554", "verification": "WELL_FORMED"},
		)
		rejected(t, liaison, "revertChange", in{"change": other.Changes[0].ID}, "FORBIDDEN", "change")
		done(t, coordinator, "updateIdentifier", in{"id": made.ID, "version": 4, "verification": "VERIFIED"})
		gone := done(t, liaison, "deleteIdentifier", in{"id": made.ID, "version": 5})
		rejected(t, liaison, "revertChange", in{"change": gone.Changes[0].ID}, "FORBIDDEN", "change")
		done(t, coordinator, "revertChange", in{"change": gone.Changes[0].ID})
		if is := verification(t, h, made.ID); is != "VERIFIED" {
			t.Errorf("who coordinates brings it back as %s", is)
		}
		done(t, administrator(t, h), "updateIdentifier", in{"id": made.ID, "version": 7, "verification": "UNVERIFIED"})
	})
}
