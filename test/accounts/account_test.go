package accounts_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"maillage/internal/lexicon"
	"maillage/internal/server"
	"maillage/internal/store"
	"maillage/internal/testhub"
)

type accountAnswer struct {
	ID, Name, Role, Email string
	Partner               *struct{ Code string }
	Contracts             []struct{ Code string }
	HasLoggedIn           bool
	DisabledAt            *time.Time
}

type accountPayload struct {
	Account          *accountAnswer
	UserErrors       []userError
	ClientMutationID string
}

const accountFields = `{ id name role email partner { code } contracts { code } hasLoggedIn disabledAt }`

// accounts runs one mutation of accounts.
func accounts(t *testing.T, h *testhub.Hub, verb string, input map[string]any) accountPayload {
	t.Helper()
	var got map[string]accountPayload
	kind := strings.ToUpper(verb[:1]) + verb[1:] + "Input!"
	h.Get(t, &got, `mutation ($input: `+kind+`) { `+verb+`(input: $input) { account `+accountFields+
		` userErrors { field code message } clientMutationId } }`,
		map[string]any{"input": input})
	return got[verb]
}

func eachWithLogins(t *testing.T, test func(t *testing.T, h *testhub.Hub)) {
	t.Helper()
	testhub.EachDemoDatabase(t, func(t *testing.T, s *store.Store) {
		test(t, testhub.WithLogins(t, s, server.Config{Ledger: testhub.Ledger(t, s)}))
	})
}

func TestViewer_SaysWhoAsks(t *testing.T) {
	type answer struct {
		Viewer struct {
			AccountID, Name, Role *string
			Partner               *struct{ Code string }
			Contracts             []struct{ Code string }
			Scopes                []string
			SeesDirectory         bool
		}
	}
	const query = `{ viewer { accountId name role partner { code } contracts { code } scopes seesDirectory } }`
	eachWithLogins(t, func(t *testing.T, h *testhub.Hub) {
		var public, liaison, admin answer
		h.Get(t, &public, query, nil)
		if v := public.Viewer; v.AccountID != nil || v.Name != nil || v.Role != nil || v.Partner != nil ||
			len(v.Contracts) != 0 || len(v.Scopes) != 4 || !v.SeesDirectory {
			t.Errorf("the public is %+v", v)
		}
		h.As(
			h.Token(
				t,
				testhub.Who{
					Role: lexicon.Liaison, Partner: "cpam-hainaut", Contracts: []string{"valenciennes"},
					Scopes: []lexicon.TokenScope{lexicon.ScopeRead},
				},
			),
		).
			Get(t, &liaison, query, nil)
		if v := liaison.Viewer; v.AccountID == nil || !strings.HasPrefix(*v.AccountID, "account_") || v.Name == nil ||
			*v.Name != "LIAISON" || v.Role == nil || *v.Role != "LIAISON" ||
			v.Partner == nil || v.Partner.Code != "cpam-hainaut" || len(v.Contracts) != 1 || v.Contracts[0].Code != "valenciennes" ||
			!slices.Equal(v.Scopes, []string{"READ"}) {
			t.Errorf("the liaison is %+v", v)
		}
		h.LoggedIn(t, testhub.Who{Role: lexicon.Administrator}).Get(t, &admin, query, nil)
		if v := admin.Viewer; v.Role == nil || *v.Role != "ADMINISTRATOR" || len(v.Scopes) != 4 || v.Partner != nil {
			t.Errorf("the administrator is %+v", v)
		}
	})
}

func TestAccounts_AreMadeChangedDisabledAndListed(t *testing.T) {
	eachWithLogins(t, func(t *testing.T, h *testhub.Hub) {
		admin := h.LoggedIn(t, testhub.Who{Role: lexicon.Administrator})
		made := accounts(t, admin, "createAccount", map[string]any{
			"name": "Aïcha", "role": "COORDINATOR", "email": "Aicha@example.org", "contracts": []string{"valenciennes"}, "clientMutationId": "m",
		})
		if a := made.Account; a == nil || a.Name != "Aïcha" || a.Role != "COORDINATOR" ||
			a.Email != "aicha@example.org" || a.Partner != nil ||
			len(a.Contracts) != 1 || a.Contracts[0].Code != "valenciennes" || a.HasLoggedIn || made.ClientMutationID != "m" {
			t.Fatalf("made %+v", made)
		}
		taken := accounts(
			t, admin, "createAccount",
			map[string]any{"name": "X", "role": "ADMINISTRATOR", "email": "aicha@example.org"},
		)
		wrong(t, taken.UserErrors, "TAKEN", "email")
		if taken.UserErrors[0].Message != "`email` est celui d’un autre compte." {
			t.Errorf("in French: %s", taken.UserErrors[0].Message)
		}
		wrong(
			t, accounts(t, admin, "createAccount", map[string]any{"name": "X", "role": "COORDINATOR"}).UserErrors,
			"REQUIRED", "contracts",
		)
		wrong(
			t,
			accounts(
				t, admin, "createAccount", map[string]any{"name": "X", "role": "LIAISON", "partner": "nobody-at-all"},
			).UserErrors,
			"UNKNOWN_RECORD", "partner",
		)
		changed := accounts(t, admin, "updateAccount", map[string]any{
			"id": made.Account.ID, "role": "LIAISON", "partner": "cpam-hainaut", "contracts": []string{}, "email": nil,
		})
		if a := changed.Account; a == nil || a.Name != "Aïcha" || a.Role != "LIAISON" || a.Email != "" ||
			a.Partner == nil || a.Partner.Code != "cpam-hainaut" || len(a.Contracts) != 0 {
			t.Errorf("changed to %+v", changed)
		}
		wrong(
			t, accounts(t, admin, "updateAccount", map[string]any{"id": "nobody@example.org"}).UserErrors,
			"UNKNOWN_RECORD", "id",
		)
		if a := accounts(
			t, admin, "disableAccount", map[string]any{"id": made.Account.ID},
		).Account; a == nil || a.DisabledAt == nil {
			t.Errorf("disabled %+v", a)
		}
		if a := accounts(
			t, admin, "enableAccount", map[string]any{"id": made.Account.ID},
		).Account; a == nil || a.DisabledAt != nil {
			t.Errorf("enabled %+v", a)
		}
		var list struct{ Accounts []accountAnswer }
		admin.Get(t, &list, `{ accounts `+accountFields+` }`, nil)
		if len(list.Accounts) != 2 || list.Accounts[1].Name != "Aïcha" ||
			list.Accounts[1].Partner.Code != "cpam-hainaut" {
			t.Errorf("listed %+v", list)
		}
	})
}

func TestTokens_AreMadeOnceAndRevoked(t *testing.T) {
	eachWithLogins(t, func(t *testing.T, h *testhub.Hub) {
		admin := h.LoggedIn(t, testhub.Who{Role: lexicon.Administrator})
		of := accounts(
			t, admin, "createAccount",
			map[string]any{"name": "Site", "role": "INTEGRATOR", "contracts": []string{"valenciennes"}},
		).Account.ID
		const creation = `mutation ($input: CreateTokenInput!) { createToken(input: $input) { secret token { id label scopes account { name } expiresAt revokedAt } userErrors { field code message } } }`
		var made struct {
			CreateToken struct {
				Secret *string
				Token  *struct {
					ID, Label string
					Scopes    []string
					Account   struct{ Name string }
					ExpiresAt time.Time
				}
				UserErrors []userError
			}
		}
		ends := time.Now().Add(36 * time.Hour).UTC()
		admin.Get(
			t, &made, creation,
			map[string]any{
				"input": map[string]any{"accountId": of, "label": "site", "scopes": []string{"READ", "FEED"}, "expiresAt": ends.Format(time.RFC3339)},
			},
		)
		token := made.CreateToken.Token
		if made.CreateToken.Secret == nil || token == nil || token.Account.Name != "Site" || !slices.Equal(
			token.Scopes, []string{"FEED", "READ"},
		) || token.ExpiresAt.Sub(ends).Abs() > time.Minute {
			t.Fatalf("made %+v", made)
		}
		site := h.As(*made.CreateToken.Secret)
		var who struct{ Viewer struct{ Name string } }
		if site.Get(t, &who, `{ viewer { name } }`, nil); who.Viewer.Name != "Site" {
			t.Errorf("the token is %s's", who.Viewer.Name)
		}
		for _, c := range []struct {
			input map[string]any
			code  string
			field string
		}{
			{map[string]any{"accountId": of, "label": " "}, "REQUIRED", "label"},
			{map[string]any{"accountId": "nobody@example.org", "label": "x"}, "UNKNOWN_RECORD", "accountId"},
			{map[string]any{"accountId": "", "label": "x"}, "UNKNOWN_RECORD", "accountId"},
			{map[string]any{
				"accountId": of, "label": "x", "expiresAt": "2001-01-01T00:00:00Z",
			}, "INVALID", "expiresAt"},
			{map[string]any{
				"accountId": of, "label": "x", "expiresAt": time.Now().AddDate(2, 0, 0).UTC().Format(time.RFC3339),
			}, "INVALID", "expiresAt"},
		} {
			admin.Get(t, &made, creation, map[string]any{"input": c.input})
			wrong(t, made.CreateToken.UserErrors, c.code, c.field)
			if made.CreateToken.Secret != nil || made.CreateToken.Token != nil {
				t.Errorf("%v made a token", c.input)
			}
		}
		list := admin.Ask(
			t, `{ tokens { id label account { id contracts { code } } scopes createdAt expiresAt revokedAt usedAt } }`,
			nil,
		)
		if list.Errors != nil || strings.Contains(string(list.Body), "mlg_") ||
			!strings.Contains(string(list.Data), token.ID) {
			t.Errorf("listed %s", list.Body)
		}
		revoke := `mutation ($id: ID!) { revokeToken(input: { id: $id }) { token { revokedAt } userErrors { field code message } } }`
		var revoked struct {
			RevokeToken struct {
				Token      *struct{ RevokedAt *time.Time }
				UserErrors []userError
			}
		}
		admin.Get(t, &revoked, revoke, map[string]any{"id": token.ID})
		if revoked.RevokeToken.Token == nil || revoked.RevokeToken.Token.RevokedAt == nil {
			t.Errorf("revoked %+v", revoked)
		}
		if answer := site.Ask(t, `{ viewer { name } }`, nil); answer.Status != 401 {
			t.Errorf("a revoked token answers %d %s", answer.Status, answer.Body)
		}
		admin.Get(t, &revoked, revoke, map[string]any{"id": "token_none"})
		wrong(t, revoked.RevokeToken.UserErrors, "UNKNOWN_RECORD", "id")
	})
}

func TestDirectory_IsOpenedAndClosed(t *testing.T) {
	eachWithLogins(t, func(t *testing.T, h *testhub.Hub) {
		admin := h.LoggedIn(t, testhub.Who{Role: lexicon.Administrator})
		for _, open := range []bool{false, true} {
			var got struct {
				OpenDirectory struct {
					Open       *bool
					UserErrors []userError
				}
			}
			admin.Get(
				t, &got,
				`mutation ($open: Boolean!) { openDirectory(input: { open: $open }) { open userErrors { code } } }`,
				map[string]any{"open": open},
			)
			if got.OpenDirectory.Open == nil || *got.OpenDirectory.Open != open {
				t.Errorf("asked for %t, it is %+v", open, got)
			}
			var public struct{ Viewer struct{ SeesDirectory bool } }
			if h.Get(t, &public, `{ viewer { seesDirectory } }`, nil); public.Viewer.SeesDirectory != open {
				t.Errorf("opened %t, the public sees it: %t", open, public.Viewer.SeesDirectory)
			}
		}
	})
}

// Only an administrator who has logged in manages accounts: no token, whatever its scopes, and no other role.
func TestAccounts_AreForAdministratorsWhoHaveLoggedIn(t *testing.T) {
	eachWithLogins(t, func(t *testing.T, h *testhub.Hub) {
		token := h.As(h.Token(t, testhub.Who{Role: lexicon.Administrator}))
		coordinator := h.LoggedIn(t, testhub.Who{Role: lexicon.Coordinator, Contracts: []string{"valenciennes"}})
		mutations := map[string]string{
			"createAccount": `name: "X", role: ADMINISTRATOR`, "updateAccount": `id: "x", role: ADMINISTRATOR`,
			"disableAccount": `id: "x"`, "enableAccount": `id: "x"`,
			"createToken": `accountId: "x", label: "x"`, "revokeToken": `id: "x"`, "openDirectory": `open: false`,
			"createSignInLink": `accountId: "x"`,
		}
		for _, who := range []*testhub.Hub{token, coordinator} {
			for _, query := range []string{`{ accounts { name } }`, `{ tokens { label } }`} {
				if answer := who.Ask(t, query, nil); len(answer.Errors) != 1 ||
					answer.Errors[0].Extensions.Code != "FORBIDDEN" {
					t.Errorf("%s answers %s", query, answer.Body)
				}
			}
			for verb, input := range mutations {
				var got map[string]struct{ UserErrors []userError }
				who.Get(
					t, &got, `mutation { `+verb+`(input: { `+input+` }) { userErrors { field code message } } }`, nil,
				)
				wrong(t, got[verb].UserErrors, "FORBIDDEN")
			}
		}
		for _, query := range []string{
			`{ accounts { name } }`, `{ tokens { label } }`,
			`mutation { openDirectory(input: { open: false }) { open } }`,
		} {
			if answer := h.Ask(t, query, nil); len(answer.Errors) != 1 ||
				answer.Errors[0].Extensions.Code != "UNAUTHENTICATED" {
				t.Errorf("the public asks %s and gets %s", query, answer.Body)
			}
		}
		if answer := h.Ask(
			t,
			`{ viewer { role } accounts { name } tokens { label } contacts(partner: "cpam-hainaut", purpose: "x") { name } contactAccesses(contactId: "x") { action } }`,
			nil,
		); len(answer.Errors) != 4 || string(answer.Data) != `{"viewer":{"role":null},"accounts":null,"tokens":null,"contacts":null,"contactAccesses":null}` {
			t.Errorf("what one may not see takes the rest with it: %s", answer.Body)
		}
		if n := h.Store.Client.Account.Query().CountX(testhub.Context(t)); n != 2 {
			t.Errorf("%d accounts", n)
		}
	})
}

// An account is not a record, and no path in the graph leads to it.
func TestAccounts_AreNotNodes(t *testing.T) {
	schema := readSchema(t)
	for _, name := range []string{"Account", "Token", "Viewer"} {
		if d := schema.Types[name]; d == nil || len(d.Interfaces) != 0 {
			t.Errorf("%s is a node", name)
		}
	}
}

// A sign-in link is shown once, logs its account in once, and is stored nowhere.
func TestSignInLink_IsShownOnceAndSignsIn(t *testing.T) {
	eachWithLogins(t, func(t *testing.T, h *testhub.Hub) {
		admin := h.LoggedIn(t, testhub.Who{Role: lexicon.Administrator})
		payload(t, admin, "createAccount", `account { id }`, in{
			"name": "Nadia", "role": "COORDINATOR", "email": "nadia@example.org", "contracts": []string{"valenciennes"},
		})
		type signInLink struct {
			Account    *struct{ ID, Name string }
			Link       *string
			ExpiresAt  *time.Time
			Replayed   bool
			UserErrors []userError
		}
		ask := func(who *testhub.Hub, input in) signInLink {
			var got struct{ CreateSignInLink signInLink }
			who.Get(t, &got, `mutation ($input: CreateSignInLinkInput!) { createSignInLink(input: $input) {
				account { id name } link expiresAt replayed userErrors { field code message } } }`, in{"input": input})
			return got.CreateSignInLink
		}
		input := in{"accountId": "Nadia@example.org", "idempotencyKey": "k"}
		made := ask(admin, input)
		if made.Account == nil || made.Account.Name != "Nadia" || made.Link == nil || made.ExpiresAt == nil ||
			time.Until(*made.ExpiresAt) > 24*time.Hour || time.Until(*made.ExpiresAt) < 23*time.Hour {
			t.Fatalf("made %+v", made)
		}
		if n := h.Store.Client.SignInLink.Query().CountX(testhub.Context(t)); n != 1 {
			t.Errorf("%d links are kept", n)
		}
		again := ask(admin, input)
		if !again.Replayed || again.Link != nil || again.ExpiresAt != nil || again.Account == nil ||
			h.Store.Client.SignInLink.Query().CountX(testhub.Context(t)) != 1 {
			t.Errorf("asked again: %+v", again)
		}
		secret := (*made.Link)[strings.LastIndex(*made.Link, "/")+1:]
		for _, r := range h.Store.Client.Receipt.Query().AllX(testhub.Context(t)) {
			if strings.Contains(fmt.Sprint(r), secret) {
				t.Errorf("a receipt holds the secret: %v", r)
			}
		}
		nadia := joined(t, h, made.Link)
		var me struct{ Viewer struct{ AccountID string } }
		if nadia.Get(t, &me, `{ viewer { accountId } }`, nil); me.Viewer.AccountID != made.Account.ID {
			t.Errorf("%q is in, not %q", me.Viewer.AccountID, made.Account.ID)
		}
		got := atLink(t, h, http.MethodPost, *made.Link, "Sec-Fetch-Site", "same-origin")
		if got.Status != http.StatusNotFound {
			t.Errorf("a second time it answers %d", got.Status)
		}
		wrong(t, ask(nadia, in{"accountId": made.Account.ID}).UserErrors, "FORBIDDEN")
		wrong(t, ask(admin, in{"accountId": "nobody"}).UserErrors, "UNKNOWN_RECORD", "accountId")
		payload(t, admin, "disableAccount", `account { id }`, in{"id": made.Account.ID})
		wrong(t, ask(admin, in{"accountId": made.Account.ID}).UserErrors, "UNKNOWN_RECORD", "accountId")
	})
}
