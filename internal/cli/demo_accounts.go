package cli

import (
	"time"

	"maillage/internal/access"
	"maillage/internal/identity"
	"maillage/internal/lexicon"
	"maillage/internal/store"
)

// demoAccount is an account of the demo, with which one can try the rights of its role.
type demoAccount struct{ who, token, link string }

// demoTokenLife is how long the token of a demo account is valid. A demo that somebody keeps must not stay
// open to whoever saw its output.
const demoTokenLife = 24 * time.Hour

// createDemoAccounts creates an account for each role of persons, with a token and a sign-in link.
func createDemoAccounts(e *environment, s *store.Store, login *identity.Login) ([]demoAccount, error) {
	i, err := identify(e, s, identity.Config{Login: login})
	if err != nil {
		return nil, err
	}
	defer i.Close()
	ctx := access.WithViewer(e.ctx, access.Named("maillage demo"))
	both := []string{"valenciennes", "val-d-orme"}
	var accounts []demoAccount
	for _, g := range []struct {
		who string
		of  identity.NewAccount
	}{
		{"an administrator", identity.NewAccount{Name: "Demo administrator", Role: lexicon.Administrator}},
		{"a coordinator", identity.NewAccount{Name: "Demo coordinator", Role: lexicon.Coordinator, Contracts: both}},
		{"a liaison of cpam-hainaut", identity.NewAccount{Name: "Demo liaison", Role: lexicon.Liaison,
			Partner: "cpam-hainaut", Contracts: both[:1]}},
	} {
		token, issued, err := i.CreateToken(ctx, identity.NewToken{
			For: g.of, Label: "demo", Life: demoTokenLife,
			Scopes: []lexicon.TokenScope{lexicon.ScopeRead, lexicon.ScopeFeed, lexicon.ScopeWrite,
				lexicon.ScopeContacts},
		})
		if err != nil {
			return nil, err
		}
		link, _, err := i.SignInLink(ctx, issued.Account.ID)
		if err != nil {
			return nil, err
		}
		accounts = append(accounts, demoAccount{g.who, token, link})
	}
	return accounts, nil
}
