package identity_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/access"
	"maillage/internal/identity"
	"maillage/internal/lexicon"
)

func TestAccounts_RoleRequiresItsContractsAndOrganisation(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		arques := []string{"arques"}
		for name, c := range map[string]struct {
			n     identity.NewAccount
			field string // empty when it fits
			code  lexicon.UserErrorCode
		}{
			"administrator": {identity.NewAccount{Role: lexicon.Administrator}, "", ""},
			"administrator of a contract": {identity.NewAccount{
				Role: lexicon.Administrator, Contracts: arques,
			}, "contracts", lexicon.UserInvalid},
			"administrator of a partner": {identity.NewAccount{
				Role: lexicon.Administrator, Partner: "cpam",
			}, "partner", lexicon.UserInvalid},
			"coordinator": {identity.NewAccount{Role: lexicon.Coordinator, Contracts: arques}, "", ""},
			"coordinator with a partner": {identity.NewAccount{
				Role: lexicon.Coordinator, Contracts: arques, Partner: "cpam",
			}, "", ""},
			"coordinator of nothing": {identity.NewAccount{Role: lexicon.Coordinator}, "contracts", lexicon.UserRequired},
			"liaison":                {identity.NewAccount{Role: lexicon.Liaison, Partner: "cpam"}, "", ""},
			"liaison with contracts": {identity.NewAccount{
				Role: lexicon.Liaison, Partner: "cpam", Contracts: arques,
			}, "", ""},
			"liaison of nobody": {identity.NewAccount{
				Role: lexicon.Liaison, Contracts: arques,
			}, "partner", lexicon.UserRequired},
			"integrator":                {identity.NewAccount{Role: lexicon.Integrator}, "", ""},
			"integrator with contracts": {identity.NewAccount{Role: lexicon.Integrator, Contracts: arques}, "", ""},
			"integrator of a partner": {identity.NewAccount{
				Role: lexicon.Integrator, Partner: "cpam",
			}, "partner", lexicon.UserInvalid},
			"no role":      {identity.NewAccount{}, "role", lexicon.UserInvalid},
			"another role": {identity.NewAccount{Role: "KING"}, "role", lexicon.UserInvalid},
			"a contract that is not there": {identity.NewAccount{
				Role: lexicon.Coordinator, Contracts: []string{"paris"},
			}, "contracts", lexicon.UserUnknown},
			"a partner that is not there": {identity.NewAccount{
				Role: lexicon.Liaison, Partner: "edf",
			}, "partner", lexicon.UserUnknown},
			"no email": {identity.NewAccount{
				Role: lexicon.Administrator, Email: "nobody",
			}, "email", lexicon.UserInvalid},
			"two emails": {identity.NewAccount{
				Role: lexicon.Administrator, Email: "a@b.fr, c@d.fr",
			}, "email", lexicon.UserInvalid},
		} {
			c.n.Name = "Someone"
			_, err := w.CreateAccount(w.admin, c.n)
			if c.field == "" && err != nil {
				t.Errorf("%s: %v", name, err)
			} else if c.field != "" {
				wrongField(t, err, c.field, c.code)
			}
		}
		_, err := w.CreateAccount(w.admin, identity.NewAccount{Name: " ", Role: lexicon.Administrator})
		wrongField(t, err, "name", lexicon.UserRequired)
		all, err := w.Accounts(w.admin)
		if err != nil || len(all) != 7 {
			t.Errorf("%d accounts, %v; want those that fit, and no half of another", len(all), err)
		}
	})
}

func TestAccounts_AreListedAsCreated(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		made := w.account(t, identity.NewAccount{
			Name: " Aïcha ", Role: lexicon.Coordinator, Email: "Aicha@Example.org", Partner: "cpam", Contracts: []string{"lens", "arques", "lens"},
		})
		want := identity.Account{
			ID: made.ID, Name: "Aïcha", Role: lexicon.Coordinator, Email: "aicha@example.org", Partner: "cpam",
			Contracts: []string{"arques", "lens"}, Created: made.Created,
		}
		all, err := w.Accounts(w.admin)
		if diff := cmp.Diff([]identity.Account{want}, all); err != nil || diff != "" {
			t.Errorf("%v\n%s", err, diff)
		}
	})
}

func TestAccounts_TwoCanServeOneContract(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		first, _ := w.coordinator(t)
		second, _ := w.coordinator(t)
		for _, token := range []string{first, second} {
			if v := w.viewer(t, token); !cmp.Equal(v.ContractIDs, []int{w.ids["arques"]}) {
				t.Errorf("serves %v", v.ContractIDs)
			}
		}
	})
}

func TestAccounts_EmailIsUnique(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.account(t, identity.NewAccount{Name: "One", Role: lexicon.Administrator, Email: "one@example.org"})
		two := w.account(t, identity.NewAccount{Name: "Two", Role: lexicon.Administrator, Email: "two@example.org"})
		_, err := w.CreateAccount(
			w.admin, identity.NewAccount{Name: "Three", Role: lexicon.Administrator, Email: "ONE@example.org"},
		)
		wrongField(t, err, "email", lexicon.UserTaken)
		email := "one@example.org"
		_, err = w.UpdateAccount(w.admin, two.ID, identity.AccountChange{Email: &email})
		wrongField(t, err, "email", lexicon.UserTaken)
	})
}

func TestAccounts_ChangeIsCheckedAsAWhole(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a := w.account(
			t,
			identity.NewAccount{
				Name: "A", Role: lexicon.Coordinator, Email: "a@example.org", Contracts: []string{"arques"},
			},
		)
		liaison, cpam, none := lexicon.Liaison, "cpam", []string{}
		_, err := w.UpdateAccount(w.admin, "a@example.org", identity.AccountChange{Role: &liaison})
		wrongField(t, err, "partner", lexicon.UserRequired)
		_, err = w.UpdateAccount(w.admin, a.ID, identity.AccountChange{Contracts: &none})
		wrongField(t, err, "contracts", lexicon.UserRequired)
		got, err := w.UpdateAccount(
			w.admin, a.ID, identity.AccountChange{Role: &liaison, Partner: &cpam, Contracts: &none},
		)
		want := identity.Account{
			ID: a.ID, Name: "A", Role: lexicon.Liaison, Email: "a@example.org", Partner: "cpam", Created: a.Created,
		}
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%v\n%s", err, diff)
		}
		var missing *identity.NotFoundError
		if _, err := w.UpdateAccount(w.admin, "account_none", identity.AccountChange{}); !errors.As(err, &missing) {
			t.Errorf("an account that is not there: %v", err)
		}
	})
}

// Only an administrator creates accounts, and not with a token, even their own.
func TestAccounts_OnlyAnAdministratorWithoutATokenManagesThem(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a := w.account(t, identity.NewAccount{Name: "A", Role: lexicon.Administrator})
		_, token := w.token(t, identity.NewToken{Account: a.ID})
		contexts := map[string]context.Context{
			"nobody":        t.Context(),
			"the public":    access.WithViewer(t.Context(), &access.Viewer{}),
			"a coordinator": access.WithViewer(t.Context(), &access.Viewer{Role: lexicon.Coordinator}),
			"a liaison":     access.WithViewer(t.Context(), &access.Viewer{Role: lexicon.Liaison}),
			"an integrator": access.WithViewer(t.Context(), &access.Viewer{Role: lexicon.Integrator}),
			"an admins token": access.WithViewer(
				t.Context(),
				&access.Viewer{Role: lexicon.Administrator, Scopes: []lexicon.TokenScope{lexicon.ScopeWrite}},
			),
		}
		for who, ctx := range contexts {
			for what, do := range map[string]func() error{
				"create": func() error {
					_, err := w.CreateAccount(ctx, identity.NewAccount{Name: "B", Role: lexicon.Administrator})
					return err
				},
				"change":  func() error { _, err := w.UpdateAccount(ctx, a.ID, identity.AccountChange{}); return err },
				"list":    func() error { _, err := w.Accounts(ctx); return err },
				"disable": func() error { _, err := w.DisableAccount(ctx, a.ID); return err },
				"enable":  func() error { _, err := w.EnableAccount(ctx, a.ID); return err },
				"token": func() error {
					_, _, err := w.CreateToken(ctx, identity.NewToken{Account: a.ID, Label: "x"})
					return err
				},
				"tokens": func() error { _, err := w.Tokens(ctx); return err },
				"revoke": func() error { _, err := w.RevokeToken(ctx, token.ID); return err },
				"open":   func() error { return w.OpenDirectory(ctx, true) },
			} {
				var forbidden *identity.ForbiddenError
				if err := do(); !errors.As(err, &forbidden) {
					t.Errorf("%s may %s: %v", who, what, err)
				}
			}
		}
		inPerson := access.WithViewer(t.Context(), &access.Viewer{Role: lexicon.Administrator})
		if all, err := w.Accounts(inPerson); err != nil || len(all) != 1 || all[0].Disabled != nil {
			t.Errorf("%+v, %v", all, err)
		}
	})
}
