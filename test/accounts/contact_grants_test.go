package accounts_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"maillage/internal/access"
	"maillage/internal/gen/ent/account"
	"maillage/internal/lexicon"
	"maillage/internal/server"
	"maillage/internal/store"
	"maillage/internal/testhub"
)

type grantAnswer struct {
	ID                   string
	Purpose, EndsAt      string
	RevokedAt            *string
	Partner              struct{ Code string }
	GrantedTo, GrantedBy struct{ AccountID string }
}

type grantPayload struct {
	Grant      *grantAnswer
	Replayed   bool
	UserErrors []userError
}

const grantFields = `{ id grantedTo { accountId } partner { code } purpose endsAt revokedAt grantedBy { accountId } }`

// granting grants access to contacts, or tries to.
func granting(t *testing.T, h *testhub.Hub, input in) grantPayload {
	t.Helper()
	var got struct{ M grantPayload }
	h.Get(
		t, &got,
		`mutation ($input: GrantContactsInput!) { m: grantContacts(input: $input) { grant `+grantFields+
			` replayed userErrors { field code message } } }`,
		in{"input": input},
	)
	return got.M
}

func revoking(t *testing.T, h *testhub.Hub, uid string) grantPayload {
	t.Helper()
	var got struct{ M grantPayload }
	h.Get(
		t, &got,
		`mutation ($id: ID!) { m: revokeContactGrant(input: { id: $id }) { grant `+grantFields+
			` replayed userErrors { field code message } } }`,
		in{"id": uid},
	)
	return got.M
}

// accountOf returns the account of the hub's viewer.
func accountOf(t *testing.T, h *testhub.Hub) string {
	t.Helper()
	var me struct{ Viewer struct{ AccountID string } }
	h.Get(t, &me, `{ viewer { accountId } }`, nil)
	return me.Viewer.AccountID
}

// eachGranting runs a test on a hub with the two contracts, a partner whom no
// claim names, and an administrator who has logged in.
func eachGranting(t *testing.T, test func(t *testing.T, h, admin *testhub.Hub, contact string)) {
	t.Helper()
	t.Parallel() // making databases is mostly waiting
	testhub.EachDatabase(t, func(t *testing.T, s *store.Store) {
		h := testhub.WithLogins(t, s, server.Config{})
		admin := h.LoggedIn(t, testhub.Who{Role: lexicon.Administrator})
		twoContracts(t, admin)
		test(t, h, admin, freshPartner(t, admin))
	})
}

func inAMonth() string { return time.Now().AddDate(0, 1, 0).UTC().Format(time.RFC3339) }

func look(t *testing.T, h *testhub.Hub, purpose string) testhub.Answer {
	t.Helper()
	return h.Ask(t, `query ($p: String!) { contacts(partner: "fresh", purpose: $p) { name } }`, in{"p": purpose})
}

func TestContacts_AGrantIsForAPurposeAndATime(t *testing.T) {
	eachGranting(t, func(t *testing.T, h, admin *testhub.Hub, uid string) {
		coordinator := as(t, h, testhub.Who{Role: lexicon.Coordinator, Contracts: []string{"north"}})
		liaison := as(t, h, testhub.Who{Role: lexicon.Liaison, Partner: "cpam", Contracts: []string{"north"}})
		other := as(t, h, testhub.Who{Role: lexicon.Coordinator, Contracts: []string{"north"}})
		for _, who := range []*testhub.Hub{coordinator, liaison} {
			g := granting(
				t, admin,
				in{
					"accountId": accountOf(t, who), "partner": "fresh", "purpose": " Convocation ",
					"endsAt": inAMonth(),
				},
			).Grant
			if g == nil || g.Purpose != "Convocation" || g.Partner.Code != "fresh" ||
				g.GrantedTo.AccountID != accountOf(t, who) || g.GrantedBy.AccountID != accountOf(t, admin) {
				t.Fatalf("granted %+v", g)
			}
			if shown := look(t, who, "convocation"); shown.Errors != nil ||
				!strings.Contains(string(shown.Body), "Canari") {
				t.Errorf("with the grant: %s", shown.Body)
			}
			shown := look(t, who, "curiosité")
			if len(shown.Errors) != 1 || shown.Errors[0].Extensions.Code != "BAD_USER_INPUT" ||
				!strings.Contains(shown.Errors[0].Message, "« Convocation »") {
				t.Errorf("for another purpose: %s", shown.Body)
			}
			if mayReach(t, other, uid) {
				t.Error("a grant to one is a grant to another")
			}
			changed := updateContact(t, who, in{"id": uid, "version": 1, "name": "Zoé Canari"})
			if len(changed.UserErrors) > 0 && changed.UserErrors[0].Code != "CONFLICT" {
				t.Errorf("with the grant: %+v", changed.UserErrors)
			}
			lines := accesses(t, admin, uid)
			if want := "READ - " + g.ID + "\n"; !slices.Contains(lines, want) {
				t.Errorf("logged %v, without %s", lines, want)
			}
			if again := revoking(t, admin, g.ID); again.Grant == nil || again.Grant.RevokedAt == nil {
				t.Errorf("revoked %+v", again)
			}
			if mayReach(t, who, uid) {
				t.Error("a revoked grant gives a right")
			}
			g = granting(
				t, admin,
				in{"accountId": accountOf(t, who), "partner": "fresh", "purpose": "convocation", "endsAt": inAMonth()},
			).Grant
			over := "UPDATE contact_grants SET ends_at = created_at WHERE uid = '" + g.ID + "'"
			if _, err := h.Store.Client.ExecContext(testhub.Context(t), over); err != nil {
				t.Fatal(err)
			}
			if shown := look(t, who, "convocation"); len(shown.Errors) != 1 ||
				shown.Errors[0].Extensions.Code != "NOT_FOUND" {
				t.Errorf("after its end: %s", shown.Body)
			}
		}
		var all struct{ ContactGrants []grantAnswer }
		admin.Get(t, &all, `{ contactGrants `+grantFields+` }`, nil)
		if len(all.ContactGrants) != 4 {
			t.Errorf("%d grants are listed", len(all.ContactGrants))
		}
	})
}

func TestContacts_OnlyAnAdministratorWhoLoggedInGrants(t *testing.T) {
	eachGranting(t, func(t *testing.T, h, admin *testhub.Hub, uid string) {
		coordinator := as(t, h, testhub.Who{Role: lexicon.Coordinator, Contracts: []string{"north"}})
		whole := in{
			"accountId": accountOf(t, coordinator), "partner": "fresh", "purpose": "convocation", "endsAt": inAMonth(),
		}
		standing := granting(t, admin, whole).Grant.ID
		for name, who := range map[string]*testhub.Hub{
			"a coordinator": coordinator, "one who logged in": h.LoggedIn(
				t, testhub.Who{Role: lexicon.Coordinator, Contracts: []string{"north"}},
			),
			"an administrator's token": administrator(t, h),
		} {
			if got := granting(t, who, whole); got.Grant != nil || len(got.UserErrors) != 1 ||
				got.UserErrors[0].Code != "FORBIDDEN" {
				t.Errorf("%s grants %+v", name, got)
			}
			if got := revoking(t, who, standing); got.Grant != nil || len(got.UserErrors) != 1 ||
				got.UserErrors[0].Code != "FORBIDDEN" {
				t.Errorf("%s revokes %+v", name, got)
			}
			if list := who.Ask(t, `{ contactGrants { id } }`, nil); len(list.Errors) != 1 ||
				list.Errors[0].Extensions.Code != "FORBIDDEN" {
				t.Errorf("%s lists %s", name, list.Body)
			}
		}
		if list := h.Ask(t, `{ contactGrants { id } }`, nil); len(list.Errors) != 1 ||
			list.Errors[0].Extensions.Code != "UNAUTHENTICATED" {
			t.Errorf("the public lists %s", list.Body)
		}
		integrator := accountOf(t, as(t, h, testhub.Who{Role: lexicon.Integrator, Contracts: []string{"north"}}))
		for _, c := range []struct{ field, code, value string }{
			{"accountId", "INVALID", integrator}, {"accountId", "INVALID", accountOf(t, admin)}, {"accountId", "UNKNOWN_RECORD", "nobody"},
			{"partner", "UNKNOWN_RECORD", "nobody-at-all"}, {"purpose", "REQUIRED", " "}, {"purpose", "TOO_LONG", strings.Repeat("x", 301)},
			{"endsAt", "INVALID", "2001-01-01T00:00:00Z"}, {"endsAt", "INVALID", time.Now().AddDate(1, 0, 2).UTC().Format(time.RFC3339)},
		} {
			got := granting(t, admin, changed(whole, in{c.field: c.value}))
			wrong(t, got.UserErrors, c.code, c.field)
		}
		if got := revoking(t, admin, "grant_none"); len(got.UserErrors) != 1 ||
			got.UserErrors[0].Code != "UNKNOWN_RECORD" {
			t.Errorf("none is revoked as %+v", got)
		}
		keyed := changed(whole, in{"idempotencyKey": "k"})
		first, second := granting(t, admin, keyed), granting(t, admin, keyed)
		if first.Replayed || !second.Replayed || first.Grant.ID != second.Grant.ID {
			t.Errorf("first %+v, again %+v", first, second)
		}
		if n := h.Store.Client.ContactGrant.Query().CountX(testhub.Context(t)); n != 2 {
			t.Errorf("%d grants", n)
		}
		h.Store.Client.Account.Update().Where(
			account.UID(accountOf(t, coordinator)),
		).SetRole(lexicon.Integrator).ExecX(access.AsSystem(t.Context()))
		if mayReach(t, coordinator, uid) {
			t.Error("a program reaches contacts by a grant")
		}
	})
}
