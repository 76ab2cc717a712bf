package accounts_test

import (
	"crypto/sha256"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"maillage/internal/gen/ent/account"
	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

type invitationAnswer struct {
	ID, Name, Role, Email string
	Partner               *struct{ Code string }
	Contracts             []struct{ Code string }
	InvitedByID           string
	CreatedAt, ExpiresAt  time.Time
	UsedAt, RevokedAt     *time.Time
}

type invitationPayload struct {
	Invitation *invitationAnswer
	Link       *string
	Replayed   bool
	UserErrors []userError
}

const invitationFields = `{
	id name role email partner { code } contracts { code } invitedById createdAt expiresAt usedAt revokedAt }`

func invite(t *testing.T, h *testhub.Hub, input in) invitationPayload {
	t.Helper()
	var got struct{ CreateInvitation invitationPayload }
	h.Get(t, &got, `mutation ($input: CreateInvitationInput!) { createInvitation(input: $input) {
		invitation `+invitationFields+` link replayed userErrors { field code message } } }`, in{"input": input})
	return got.CreateInvitation
}

func revokeInvitation(t *testing.T, h *testhub.Hub, id string) invitationPayload {
	t.Helper()
	var got struct{ RevokeInvitation invitationPayload }
	h.Get(t, &got, `mutation ($id: ID!) { revokeInvitation(input: { id: $id }) {
		invitation `+invitationFields+` replayed userErrors { field code message } } }`, in{"id": id})
	return got.RevokeInvitation
}

func invitations(t *testing.T, h *testhub.Hub) []invitationAnswer {
	t.Helper()
	var got struct{ Invitations []invitationAnswer }
	h.Get(t, &got, `{ invitations `+invitationFields+` }`, nil)
	return got.Invitations
}

// atLink requests the page of a link, or presses its button.
func atLink(t *testing.T, h *testhub.Hub, method, link string, header ...string) testhub.Answer {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, strings.TrimPrefix(link, "http://127.0.0.1"), nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return h.Send(t, r)
}

// joined opens an invitation link and returns the hub as its new account.
func joined(t *testing.T, h *testhub.Hub, link *string) *testhub.Hub {
	t.Helper()
	if link == nil {
		t.Fatal("no link")
	}
	opened := atLink(t, h, http.MethodPost, *link, "Sec-Fetch-Site", "same-origin")
	cookies := (&http.Response{Header: opened.Header}).Cookies()
	if opened.Status != http.StatusSeeOther || len(cookies) != 1 {
		t.Fatalf("the link answers %d %v %s", opened.Status, opened.Header, opened.Body)
	}
	return h.WithCookie(cookies[0])
}

func coordinatorOf(t *testing.T, h *testhub.Hub, contracts ...string) *testhub.Hub {
	t.Helper()
	return h.LoggedIn(t, testhub.Who{Role: lexicon.Coordinator, Contracts: contracts})
}

// secondContract creates a contract besides the demo's.
func secondContract(t *testing.T, h *testhub.Hub) {
	t.Helper()
	done(
		t,
		h.LoggedIn(t, testhub.Who{Role: lexicon.Administrator}),
		"createContract",
		in{"code": "elsewhere", "name": "Elsewhere"},
	)
}

func zoeInvited() in {
	return in{
		"name":      "Zoé",
		"role":      "COORDINATOR",
		"email":     "Zoe@example.org",
		"partner":   "cpam-hainaut",
		"contracts": []string{"valenciennes"},
	}
}

func TestInvitations_LinkIsGivenOnceAndMakesTheAccount(t *testing.T) {
	eachWithLogins(t, func(t *testing.T, h *testhub.Hub) {
		me := coordinatorOf(t, h, "valenciennes")
		asked := changed(zoeInvited(), in{"idempotencyKey": "k"})
		made := invite(t, me, asked)
		n := made.Invitation
		if n == nil || made.Replayed || n.Name != "Zoé" || n.Role != "COORDINATOR" ||
			n.Email != "zoe@example.org" || n.Partner.Code != "cpam-hainaut" ||
			len(n.Contracts) != 1 || n.Contracts[0].Code != "valenciennes" ||
			n.ExpiresAt.Sub(n.CreatedAt) != 24*time.Hour ||
			n.UsedAt != nil ||
			n.RevokedAt != nil {
			t.Fatalf("made %+v", made)
		}
		if made.Link == nil ||
			!regexp.MustCompile(`^http://127\.0\.0\.1/auth/invitation/[\w-]{43}$`).MatchString(*made.Link) {
			t.Fatalf("the link is %v", made.Link)
		}
		row := h.Store.Client.Invitation.Query().OnlyX(testhub.Context(t))
		if hash := sha256.Sum256([]byte((*made.Link)[len("http://127.0.0.1/auth/invitation/"):])); string(
			row.Hash,
		) != string(
			hash[:],
		) {
			t.Error("what is kept is not the SHA-256 of the secret")
		}
		if again := invite(t, me, asked); !again.Replayed || again.Link != nil || again.Invitation.ID != n.ID {
			t.Errorf("under the same key: %+v", again)
		}
		if open := invitations(t, me); len(open) != 1 || open[0].ID != n.ID {
			t.Errorf("listed %+v", open)
		}
		for range 3 {
			if page := atLink(t, h, http.MethodGet, *made.Link); page.Status != http.StatusOK ||
				page.Header.Get("Set-Cookie") != "" {
				t.Fatalf("the page is %d %v", page.Status, page.Header)
			}
			atLink(t, h, http.MethodHead, *made.Link)
		}
		zoe := joined(t, h, made.Link)
		var who struct {
			Viewer struct {
				AccountID, Name, Role string
				Partner               struct{ Code string }
				Contracts             []struct{ Code string }
			}
		}
		zoe.Get(t, &who, `{ viewer { accountId name role partner { code } contracts { code } } }`, nil)
		if v := who.Viewer; v.Name != "Zoé" || v.Role != "COORDINATOR" || v.Partner.Code != "cpam-hainaut" ||
			len(v.Contracts) != 1 ||
			v.Contracts[0].Code != "valenciennes" {
			t.Errorf("signed in as %+v", v)
		}
		of := h.Store.Client.Account.Query().Where(account.UID(who.Viewer.AccountID)).OnlyX(testhub.Context(t))
		if of.InvitedBy == nil || *of.InvitedBy != n.InvitedByID || of.Email == nil || *of.Email != "zoe@example.org" {
			t.Errorf("the account is %+v", of)
		}
		if open := invitations(t, me); len(open) != 0 {
			t.Errorf("still listed: %+v", open)
		}
		wrong(t, revokeInvitation(t, me, n.ID).UserErrors, "INVALID", "id")
		if again := invite(t, me, asked); again.Invitation.UsedAt == nil {
			t.Errorf("it was not used: %+v", again)
		}
	})
}

func TestInvitations_GiveNoMoreThanTheInviterHas(t *testing.T) {
	eachWithLogins(t, func(t *testing.T, h *testhub.Hub) {
		secondContract(t, h)
		me := coordinatorOf(t, h, "valenciennes")
		for _, c := range []struct {
			change in
			code   string
			field  string
		}{
			{in{"role": "ADMINISTRATOR"}, "INVALID", "role"},
			{in{"role": "INTEGRATOR", "partner": nil}, "INVALID", "role"},
			{in{"contracts": []string{}}, "REQUIRED", "contracts"},
			{in{"contracts": []string{"valenciennes", "elsewhere"}}, "UNKNOWN_RECORD", "contracts"},
			{in{"contracts": []string{"nobody"}}, "UNKNOWN_RECORD", "contracts"},
			{in{"role": "LIAISON", "partner": nil}, "REQUIRED", "partner"},
			{in{"partner": "nobody"}, "UNKNOWN_RECORD", "partner"},
			{in{"name": " "}, "REQUIRED", "name"},
			{in{"email": "zoe"}, "INVALID", "email"},
		} {
			got := invite(t, me, changed(zoeInvited(), c.change))
			wrong(t, got.UserErrors, c.code, c.field)
			if got.Invitation != nil || got.Link != nil {
				t.Errorf("%v made %+v", c.change, got)
			}
		}
		said := func(contract string) string {
			got := invite(t, me, changed(zoeInvited(), in{"contracts": []string{contract}}))
			return strings.ReplaceAll(got.UserErrors[0].Message, contract, "…")
		}
		if there, not := said("elsewhere"), said("nothing"); there != not {
			t.Errorf("another contract is told apart: %q, %q", there, not)
		}
		if n := h.Store.Client.Invitation.Query().CountX(testhub.Context(t)); n != 0 {
			t.Errorf("%d invitations", n)
		}
		admin := h.LoggedIn(t, testhub.Who{Role: lexicon.Administrator})
		both := in{"contracts": []string{"valenciennes", "elsewhere", "elsewhere"}}
		if got := invite(t, admin, changed(zoeInvited(), both)); got.Invitation == nil ||
			len(got.Invitation.Contracts) != 2 {
			t.Errorf("an administrator: %+v", got)
		}
		wrong(t, invite(t, admin, changed(zoeInvited(), in{"role": "ADMINISTRATOR"})).UserErrors, "INVALID", "role")
	})
}

// Only administrators and whoever created an invitation learn that it exists.
func TestInvitations_NobodyElseLearnsThatThereAreAny(t *testing.T) {
	eachWithLogins(t, func(t *testing.T, h *testhub.Hub) {
		secondContract(t, h)
		me := coordinatorOf(t, h, "valenciennes")
		everything := []lexicon.TokenScope(nil)
		others := map[string]*testhub.Hub{
			"a colleague":         coordinatorOf(t, h, "valenciennes"),
			"another coordinator": coordinatorOf(t, h, "elsewhere"),
			"a liaison": h.LoggedIn(
				t,
				testhub.Who{Role: lexicon.Liaison, Partner: "cpam-hainaut", Contracts: []string{"valenciennes"}},
			),
			"a token": h.As(
				h.Token(
					t,
					testhub.Who{Role: lexicon.Coordinator, Contracts: []string{"valenciennes"}, Scopes: everything},
				),
			),
			"an admin’s token": h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator, Scopes: everything})),
			"an integrator": h.As(
				h.Token(
					t,
					testhub.Who{Role: lexicon.Integrator, Contracts: []string{"valenciennes"}, Scopes: everything},
				),
			),
			"the public": h,
		}
		ask := func(who *testhub.Hub, id string) string {
			list := who.Ask(t, `{ invitations { id name email } }`, nil)
			end := who.Ask(
				t,
				`mutation ($id: ID!) { revokeInvitation(input: { id: $id }) { invitation { id name } userErrors { field code message } } }`,
				in{"id": id},
			)
			node := who.Ask(
				t,
				`query ($id: ID!) { node(id: $id) { id } search(query: "Zorglub") { totalCount } }`,
				in{"id": id},
			)
			said := string(list.Body) + string(end.Body) + string(node.Body)
			return strings.ReplaceAll(regexp.MustCompile(`"requestId":"[^"]*"`).ReplaceAllString(said, ""), id, "…")
		}
		before := map[string]string{}
		for name, who := range others {
			before[name] = ask(who, "invitation_00000000000000000000000000")
		}
		made := invite(t, me, changed(zoeInvited(), in{"name": "Zorglub"}))
		for name, who := range others {
			if after := ask(who, made.Invitation.ID); after != before[name] {
				t.Errorf("%s is told\n%s\nbefore\n%s", name, after, before[name])
			}
			got := who.Ask(t, `mutation ($input: CreateInvitationInput!) {
				createInvitation(input: $input) { link userErrors { code } } }`, in{"input": zoeInvited()})
			if name != "a colleague" && strings.Contains(string(got.Body), "http") {
				t.Errorf("%s invites: %s", name, got.Body)
			}
		}
		for name, code := range map[string]string{
			"a liaison": "FORBIDDEN", "a token": "FORBIDDEN", "an admin’s token": "FORBIDDEN",
			"an integrator": "FORBIDDEN", "the public": "UNAUTHENTICATED",
		} {
			answer := others[name].Ask(t, `{ invitations { id } }`, nil)
			if len(answer.Errors) != 1 || answer.Errors[0].Extensions.Code != code ||
				string(answer.Data) != `{"invitations":null}` {
				t.Errorf("%s asks and gets %s", name, answer.Body)
			}
		}
		if open := invitations(t, me); len(open) != 1 {
			t.Errorf("mine are %+v", open)
		}
		admin := h.LoggedIn(t, testhub.Who{Role: lexicon.Administrator})
		if open := invitations(t, admin); len(open) != 2 || open[0].Name != "Zorglub" {
			t.Errorf("an administrator sees %+v", open)
		}
		if got := revokeInvitation(t, admin, made.Invitation.ID); got.Invitation == nil ||
			got.Invitation.RevokedAt == nil {
			t.Errorf("an administrator revokes %+v", got)
		}
		if schema := readSchema(t); len(schema.Types["Invitation"].Interfaces) != 0 {
			t.Error("an invitation is a node")
		}
	})
}

// The creator of an invitation can open its link. The second account must not give them access to contacts.
func TestInvitations_GiveNoRightToContactsBeforeALogin(t *testing.T) {
	eachWithLogins(t, func(t *testing.T, h *testhub.Hub) {
		ctx := testhub.Context(t)
		admin := h.LoggedIn(t, testhub.Who{Role: lexicon.Administrator})
		uid := freshPartner(t, admin)
		me := coordinatorOf(t, h, "valenciennes")
		named := in{"name": "Zoé", "contracts": []string{"valenciennes"}}
		liaison := joined(t, h, invite(t, me, changed(named, in{"role": "LIAISON", "partner": "fresh"})).Link)
		second := joined(t, h, invite(t, me, changed(named, in{"role": "COORDINATOR"})).Link)
		third := joined(t, h, invite(t, second, changed(named, in{"role": "COORDINATOR"})).Link)
		expect := func(when string, want map[string]bool) {
			t.Helper()
			for name, who := range map[string]*testhub.Hub{
				"me": me, "liaison": liaison, "second": second, "third": third,
			} {
				if got := mayReach(t, who, uid); got != want[name] {
					t.Errorf("%s, %s reaches the contacts: %v", when, name, got)
				}
			}
		}
		expect("at first", nil)
		own := done(t, me, "createContribution", declared("fresh", "valenciennes/planir")).Record.ID
		expect("when I name the partner", nil)
		takeAway(t, admin, own)
		done(t, second, "createContribution", changed(declared("fresh", "valenciennes/planir"), in{"role": "LEAD"}))
		expect("when the second does", nil)
		h.Store.Client.Account.Update().
			Where(account.InvitedByNotNil()).
			SetBoundAt(time.Now().UTC().Add(time.Second)).
			ExecX(ctx)
		expect("when the provider has said who they are", map[string]bool{"liaison": true})
		h.Store.Client.Account.Update().
			Where(account.InvitedByNotNil()).
			SetBoundAt(time.Now().UTC().Add(-time.Hour)).
			ExecX(ctx)
		expect("when it had before", map[string]bool{"me": true, "liaison": true, "third": true})
	})
}
