package main

import (
	"time"

	"maillage/internal/access"
	"maillage/internal/identity"
	"maillage/internal/lexicon"
	"maillage/internal/store"
)

// guest is somebody whom the demo lets in, so that one can try what they may.
type guest struct{ who, token, link string }

// guestLife is how long a guest's token is good: a demo that somebody keeps
// must not stay open to whoever saw it start.
const guestLife = 24 * time.Hour

// invite makes accounts, tokens and sign-in links of one person of each role that people have.
func invite(e *environment, s *store.Store, login *identity.Login) ([]guest, error) {
	i, err := identify(e, s, identity.Config{Login: login})
	if err != nil {
		return nil, err
	}
	defer i.Close()
	ctx := access.WithViewer(e.ctx, access.Named("maillage demo"))
	both := []string{"valenciennes", "val-d-orme"}
	var guests []guest
	for _, g := range []struct {
		who string
		of  identity.NewAccount
	}{
		{"an administrator", identity.NewAccount{Name: "Demo administrator", Role: lexicon.Administrator}},
		{"a coordinator", identity.NewAccount{Name: "Demo coordinator", Role: lexicon.Coordinator, Contracts: both}},
		{"a liaison of cpam-hainaut", identity.NewAccount{Name: "Demo liaison", Role: lexicon.Liaison, Partner: "cpam-hainaut", Contracts: both[:1]}},
	} {
		token, issued, err := i.CreateToken(ctx, identity.NewToken{
			For: g.of, Label: "demo", Life: guestLife,
			Scopes: []lexicon.TokenScope{lexicon.ScopeRead, lexicon.ScopeFeed, lexicon.ScopeWrite, lexicon.ScopeContacts},
		})
		if err != nil {
			return nil, err
		}
		link, _, err := i.SignInLink(ctx, issued.Account.ID)
		if err != nil {
			return nil, err
		}
		guests = append(guests, guest{g.who, token, link})
	}
	return guests, nil
}
