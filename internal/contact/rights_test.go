package contact_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"maillage/internal/access"
	"maillage/internal/contact"
	"maillage/internal/lexicon"
)

func TestContacts_ForbiddenIsNotFound(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *town) {
		partners := []string{"contributes", "sits", "collects", "says", "said-of", "elsewhere"}
		kept := map[string]string{}
		for _, code := range partners {
			kept[code] = w.enter(t, code).ID
		}
		arques := []int{w.ids["arques"]}
		inArques := partners[:5]
		contacts := []lexicon.TokenScope{lexicon.ScopeContacts}
		others := []lexicon.TokenScope{lexicon.ScopeRead, lexicon.ScopeFeed, lexicon.ScopeWrite}
		all := access.Everything
		for name, c := range map[string]struct {
			viewer *access.Viewer
			sees   []string
		}{
			"nobody":                 {nil, nil},
			"the public":             {&access.Viewer{Visibility: all}, nil},
			"administrator":          {&access.Viewer{Role: lexicon.Administrator}, partners},
			"administrator, a token": {&access.Viewer{Role: lexicon.Administrator, Scopes: contacts}, partners},
			"administrator, another": {&access.Viewer{Role: lexicon.Administrator, Scopes: others}, nil},
			"administrator, no scope": {&access.Viewer{
				Role: lexicon.Administrator, Scopes: []lexicon.TokenScope{},
			}, nil},
			"coordinator": {&access.Viewer{Role: lexicon.Coordinator, ContractIDs: arques}, inArques},
			"coordinator, a token": {&access.Viewer{
				Role: lexicon.Coordinator, ContractIDs: arques, Scopes: contacts,
			}, inArques},
			"coordinator, another": {&access.Viewer{
				Role: lexicon.Coordinator, ContractIDs: arques, Scopes: others,
			}, nil},
			"coordinator of nothing": {&access.Viewer{Role: lexicon.Coordinator, Visibility: all}, nil},
			"coordinator of both": {&access.Viewer{
				Role: lexicon.Coordinator, ContractIDs: []int{w.ids["arques"], w.ids["lens"]},
			}, partners},
			"coordinator, of a partner": {&access.Viewer{
				Role: lexicon.Coordinator, ContractIDs: arques, PartnerID: w.ids["elsewhere"],
			}, inArques},
			"liaison": {&access.Viewer{
				Role: lexicon.Liaison, PartnerID: w.ids["sits"], ContractIDs: arques,
			}, []string{"sits"}},
			"liaison of no organisation": {&access.Viewer{Role: lexicon.Liaison, ContractIDs: arques}, nil},
			"liaison, another": {&access.Viewer{
				Role: lexicon.Liaison, PartnerID: w.ids["sits"], Scopes: others,
			}, nil},
			"integrator": {&access.Viewer{
				Role: lexicon.Integrator, ContractIDs: arques, PartnerID: w.ids["sits"], Scopes: contacts,
			}, nil},
		} {
			if c.viewer != nil {
				c.viewer.Account = "account_x"
			}
			ctx := w.as(t, c.viewer)
			for _, code := range partners {
				may := slices.Contains(c.sees, code)
				if err := w.tryAll(ctx, t, code, kept[code]); may != (err == nil) {
					t.Errorf("%s, contacts of %s: %v", name, code, err)
				}
			}
			if c.viewer == nil || c.viewer.Role != lexicon.Administrator || len(c.sees) == 0 {
				_, err := w.Log(ctx, kept["sits"])
				notFound(t, name+" reads the log", err)
				_, err = w.Expire(ctx, w.now.AddDate(9, 0, 0))
				notFound(t, name+" expires", err)
			}
		}
	})
}

// tryAll does everything possible with the contacts of a partner. It returns nil when all of it is
// allowed, and an error when none is.
func (w *town) tryAll(ctx context.Context, t *testing.T, code, uid string) error {
	t.Helper()
	_, read := w.OfPartner(ctx, code, "a test")
	_, export := w.Export(ctx, uid)
	_, update := w.Update(ctx, uid, 0, contact.Change{})
	var conflict *contact.ConflictError
	if errors.As(update, &conflict) {
		update = nil
	}
	made, create := w.Create(ctx, w.entry(code))
	if create == nil {
		uid = made.ID // so that the other one stays
	}
	erase := w.Erase(ctx, uid)
	for what, err := range map[string]error{"export": export, "update": update, "create": create, "erase": erase} {
		if (err == nil) != (read == nil) {
			t.Errorf("read is %v and %s is %v", read, what, err)
		}
	}
	if read != nil {
		for _, err := range []error{read, export, update, create, erase} {
			notFound(t, "refused", err)
		}
	}
	return read
}

func TestContacts_AbsentLooksLikeForbidden(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *town) {
		k := w.enter(t, "elsewhere")
		ctx := w.as(t, &access.Viewer{Account: "account_x", Role: lexicon.Coordinator, ContractIDs: []int{w.ids["arques"]}})
		said := map[string]bool{}
		for _, uid := range []string{k.ID, "contact_00000000000000000000000000", "", "\x00", "x\xff"} {
			_, err := w.Export(ctx, uid)
			notFound(t, uid, err)
			said[fmt.Sprint(err)] = true
		}
		for _, partner := range []string{"elsewhere", "nobody", "", "\x00"} {
			_, err := w.OfPartner(ctx, partner, "")
			notFound(t, partner, err)
			said[fmt.Sprint(err)] = true
			_, err = w.Create(ctx, contact.Entry{Partner: partner})
			notFound(t, partner, err)
			said[fmt.Sprint(err)] = true
		}
		if len(said) != 1 {
			t.Errorf("they are told apart: %v", said)
		}
	})
}
