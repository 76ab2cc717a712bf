package main

import (
	"time"

	"maillage/internal/access"
	"maillage/internal/identity"
	"maillage/internal/lexicon"
	"maillage/internal/store"
)

// guest is somebody whom the demo lets in, so that one can try what they may.
type guest struct{ who, token string }

// guestLife is how long a guest's token is good: a demo that somebody keeps
// must not stay open to whoever saw it start.
const guestLife = 24 * time.Hour

// invite makes accounts and tokens of one person of each role that people have.
func invite(e *environment, s *store.Store) ([]guest, error) {
	i, err := identify(e, s, identity.Config{})
	if err != nil {
		return nil, err
	}
	defer i.Close()
	ctx := access.WithViewer(e.ctx, access.Named("maillage demo"))
	valenciennes := []string{"valenciennes"}
	var guests []guest
	for _, g := range []struct {
		who string
		of  identity.NewAccount
	}{
		{"an administrator", identity.NewAccount{Name: "Demo administrator", Role: lexicon.Administrator}},
		{"a coordinator of valenciennes", identity.NewAccount{Name: "Demo coordinator", Role: lexicon.Coordinator, Contracts: valenciennes}},
		{"a liaison of cpam-hainaut", identity.NewAccount{Name: "Demo liaison", Role: lexicon.Liaison, Partner: "cpam-hainaut", Contracts: valenciennes}},
	} {
		token, _, err := i.CreateToken(ctx, identity.NewToken{
			For: g.of, Label: "demo", Life: guestLife,
			Scopes: []lexicon.TokenScope{lexicon.ScopeRead, lexicon.ScopeFeed, lexicon.ScopeWrite, lexicon.ScopeContacts},
		})
		if err != nil {
			return nil, err
		}
		guests = append(guests, guest{g.who, token})
	}
	return guests, nil
}
