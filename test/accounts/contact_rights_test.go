package accounts_test

import (
	"fmt"
	"strings"
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

// freshPartner creates a partner without claims, with a contact.
func freshPartner(t *testing.T, h *testhub.Hub) (contact string) {
	t.Helper()
	done(t, h, "createPartner", in{"code": "fresh", "name": "Fresh"})
	return createContact(t, h, changed(zoe(), in{"partner": "fresh"})).Contact.ID
}

// mayReach reports whether a viewer may read the contacts of the fresh partner, and checks that all paths agree.
func mayReach(t *testing.T, h *testhub.Hub, uid string) bool {
	t.Helper()
	shown := contactsOf(t, h, "fresh")
	export := h.Ask(
		t, `mutation ($id: ID!) { exportContact(input: { id: $id }) { export userErrors { code } } }`, in{"id": uid},
	)
	made := createContact(t, h, changed(zoe(), in{"partner": "fresh"}))
	update := updateContact(t, h, in{"id": uid, "version": 99, "name": "X"})
	ways := []bool{
		shown.Errors == nil, !strings.Contains(string(export.Body), "UNKNOWN_RECORD"),
		made.Contact != nil, len(update.UserErrors) == 1 && update.UserErrors[0].Code == "CONFLICT",
	}
	for _, may := range ways {
		if may != ways[0] {
			t.Errorf("shows, exports, enters, changes: %v\n%s\n%s", ways, shown.Body, export.Body)
		}
	}
	if !ways[0] && (len(shown.Errors) != 1 || shown.Errors[0].Extensions.Code != "NOT_FOUND" ||
		strings.Contains(string(shown.Body)+string(export.Body), "anari")) {
		t.Errorf("refused by %s %s", shown.Body, export.Body)
	}
	return ways[0]
}

func TestContacts_OnesOwnClaimGivesNoRight(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		uid := freshPartner(t, h)
		who := testhub.Who{Role: lexicon.Coordinator, Contracts: []string{"north"}}
		me, colleague := as(t, h, who), as(t, h, who)
		own := declared("fresh", "forum")
		others := func() string { return done(t, colleague, "createContribution", declared("cpam", "forum")).Record.ID }
		named := func() written { return done(t, colleague, "createContribution", own) }
		relation := in{"kind": "BENEFITS", "subject": "forum", "object": "fresh", "basis": "DECLARED"}
		for _, trick := range []struct {
			name string
			play func() (claims []string)
		}{
			{"a contribution", func() []string { return []string{done(t, me, "createContribution", own).Record.ID} }},
			{"one of many", func() []string {
				return []string{
					*done(t, me, "applyChanges", in{"changes": []in{{"createContribution": own}}}).RecordIDs[0],
				}
			}},
			{"an upsert", func() []string { return []string{done(t, me, "upsertContribution", own).Record.ID} }},
			{"a link", func() []string { return []string{*done(t, me, "linkRecords", relation).RecordID} }},
			{"one's own draft", func() []string {
				draft := done(t, me, "beginDraft", in{"contract": "north", "title": "T"}).Draft.ID
				id := *done(t, me, "createContribution", changed(own, in{"draft": draft})).RecordID
				done(t, me, "publishDraft", in{"draft": draft})
				return []string{id}
			}},
			{"a colleague's draft that one publishes", func() []string {
				draft := done(t, colleague, "beginDraft", in{"contract": "north", "title": "T"}).Draft.ID
				id := *done(t, colleague, "createContribution", changed(own, in{"draft": draft})).RecordID
				done(t, me, "publishDraft", in{"draft": draft})
				return []string{id}
			}},
			{"one's own claim, pointed at the partner", func() []string {
				id := done(t, me, "createContribution", declared("cpam", "forum")).Record.ID
				done(t, me, "updateContribution", in{"id": id, "version": 1, "partner": "fresh"})
				return []string{id}
			}},
			{"a colleague's claim, pointed at the partner", func() []string {
				id := others()
				done(t, me, "updateContribution", in{"id": id, "version": 1, "partner": "fresh"})
				return []string{id}
			}},
			{"the same, by an upsert", func() []string {
				id := others()
				done(t, me, "upsertContribution", changed(own, in{"id": id}))
				return []string{id}
			}},
			{"a colleague's correction, reverted", func() []string {
				id := named().Record.ID
				away := done(t, colleague, "updateContribution", in{"id": id, "version": 1, "partner": "cpam"})
				done(t, me, "revertChange", in{"change": away.Changes[0].ID})
				return []string{id}
			}},
			{"a colleague's deletion, reverted", func() []string {
				id := named().Record.ID
				gone := done(t, colleague, "deleteContribution", in{"id": id, "version": 1})
				done(t, me, "revertChange", in{"change": gone.Changes[0].ID})
				return []string{id}
			}},
		} {
			claims := trick.play()
			if mayReach(t, me, uid) {
				t.Errorf("%s shows the contacts", trick.name)
			}
			for _, id := range claims {
				takeAway(t, h, id)
			}
		}
	})
}

// versionOf returns the version of a record.
func versionOf(t *testing.T, h *testhub.Hub, id string) int {
	t.Helper()
	var got struct{ Node struct{ Version int } }
	h.Get(t, &got, `query ($id: ID!) { node(id: $id) { ... on HubRecord { version } } }`, in{"id": id})
	return got.Node.Version
}

// takeAway deletes a record of any type.
func takeAway(t *testing.T, h *testhub.Hub, id string) {
	t.Helper()
	done(t, h, "applyChanges", in{"changes": []in{{"deleteRecord": in{"id": id, "version": versionOf(t, h, id)}}}})
}

// accesses returns the access log of a contact: action, claim and grant.
func accesses(t *testing.T, h *testhub.Hub, uid string) (lines []string) {
	t.Helper()
	var log struct {
		ContactAccesses []struct {
			Action           string
			ClaimID, GrantID *string
		}
	}
	h.Get(t, &log, `query ($id: ID!) { contactAccesses(contactId: $id) { action claimId grantId } }`, in{"id": uid})
	text := func(s *string) string {
		if s == nil {
			return "-"
		}
		return *s
	}
	for _, line := range log.ContactAccesses {
		lines = append(lines, fmt.Sprintln(line.Action, text(line.ClaimID), text(line.GrantID)))
	}
	return lines
}

func TestContacts_TheClaimOfSomebodyElseGivesTheRightAndIsLogged(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		uid := freshPartner(t, h)
		who := testhub.Who{Role: lexicon.Coordinator, Contracts: []string{"north"}}
		me, colleague := as(t, h, who), as(t, h, who)
		done(t, me, "createContribution", declared("fresh", "forum")) // comes first, and gives no right
		relation := *done(
			t, colleague, "linkRecords",
			in{"kind": "BENEFITS", "subject": "forum", "object": "fresh", "basis": "DECLARED"},
		).RecordID
		if !mayReach(t, me, uid) {
			t.Error("a colleague's relation gives no right")
		}
		draft := done(t, me, "beginDraft", in{"contract": "north", "title": "T"}).Draft.ID
		claim := *done(t, me, "createContribution", changed(declared("fresh", "atelier"), in{"draft": draft})).RecordID
		done(t, colleague, "publishDraft", in{"draft": draft})
		done(t, me, "updateContribution", in{"id": claim, "version": 1, "role": "LEAD"})
		if !mayReach(t, me, uid) {
			t.Error("a claim that a colleague published gives no right")
		}
		want := []string{
			"CREATE - -\n", "READ " + relation + " -\n", "EXPORT " + relation + " -\n", "READ " + claim + " -\n",
			"EXPORT " + claim + " -\n",
		}
		if got := accesses(t, h, uid); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("logged %v\nwant %v", got, want)
		}
		for _, id := range []string{claim, relation} {
			takeAway(t, colleague, id)
		}
		if mayReach(t, me, uid) {
			t.Error("the right is there when the claims are not")
		}
	})
}
