package identity_test

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"maillage/internal/access"
	"maillage/internal/identity"
	"maillage/internal/lexicon"
	"maillage/internal/testhub/testdb"
)

func TestToken_HasTheRightsOfItsAccount(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		secret, token := w.token(t, identity.NewToken{
			Scopes: []lexicon.TokenScope{lexicon.ScopeWrite, lexicon.ScopeRead},
			For:    identity.NewAccount{Name: "C", Role: lexicon.Coordinator, Partner: "cpam", Contracts: []string{"lens", "arques"}},
		})
		v := w.viewer(t, secret)
		served := []int{w.ids["arques"], w.ids["lens"]}
		if v.Account != token.Account.ID || v.Role != lexicon.Coordinator || v.PartnerID != w.ids["cpam"] ||
			!slices.Equal(v.ContractIDs, served) {
			t.Errorf("%+v", v)
		}
		if v.Key != token.Account.ID+" "+token.ID || !strings.HasPrefix(v.Account, "account_") {
			t.Errorf("counted as %q", v.Key)
		}
		if v.HasScope(lexicon.ScopeContacts) || !v.HasScope(lexicon.ScopeWrite) || !v.HasScope(lexicon.ScopeRead) {
			t.Errorf("scopes %v", v.Scopes)
		}
		if again, err := w.FromToken(t.Context(), secret); err != nil || again.Key != v.Key {
			t.Errorf("%+v, %v", again, err)
		}
	})
}

func TestToken_DefaultScopeIsRead(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		secret, token := w.coordinator(t)
		if v := w.viewer(t, secret); !slices.Equal(v.Scopes, []lexicon.TokenScope{lexicon.ScopeRead}) {
			t.Errorf("scopes %v", v.Scopes)
		}
		if life := token.Expires.Sub(token.Created); life != 90*24*time.Hour {
			t.Errorf("good for %v", life)
		}
		// Lost scopes allow nothing, rather than everything.
		for _, lost := range []string{"null", "[]"} {
			if _, err := w.store.Client.ExecContext(t.Context(), "UPDATE tokens SET scopes = '"+lost+"'"); err != nil {
				t.Fatal(err)
			}
			if v := w.viewer(t, secret); v.Scopes == nil || v.HasScope(lexicon.ScopeRead) {
				t.Errorf("with the scopes %s it may read: %v", lost, v.Scopes)
			}
		}
	})
}

func TestToken_MatchesItsPatternAndHasAChecksum(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		secret, _ := w.coordinator(t)
		if !regexp.MustCompile(`^mlg_[a-z2-7]{59}$`).MatchString(secret) ||
			!regexp.MustCompile(identity.Token).MatchString("x "+secret) {
			t.Fatalf("%q", secret)
		}
		other, _ := w.coordinator(t)
		if other == secret {
			t.Error("two tokens are one")
		}
		asked := 0
		w2 := newWorldCounting(t, &asked)
		asked = 0
		for i := range secret {
			wrong := []byte(secret)
			wrong[i] = map[bool]byte{true: 'q', false: 'r'}[secret[i] == 'r']
			v, err := w2.FromToken(t.Context(), string(wrong))
			if reason := refused(t, v, err); !strings.Contains(reason, "mistyped") {
				t.Errorf("with a wrong character at %d: %s", i, reason)
			}
		}
		for _, wrong := range []string{
			"", "mlg_", secret[:62], secret + "a", strings.ToUpper(secret), " " + secret, secret + "\n",
		} {
			v, err := w2.FromToken(t.Context(), wrong)
			refused(t, v, err)
		}
		if asked != 0 {
			t.Errorf("the database was asked %d times about texts that are no tokens", asked)
		}
	})
}

// newWorldCounting returns a new world whose statements are counted.
func newWorldCounting(t *testing.T, statements *int) *world {
	t.Helper()
	return newWorld(t, testdb.SQLite(t, testdb.Observe(func(context.Context, string) { *statements++ })), nil)
}

func TestToken_OnlyItsHashIsStored(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		secret, token := w.coordinator(t)
		row := w.store.Client.Token.Query().OnlyX(access.AsSystem(t.Context()))
		if len(row.Hash) != 32 || bytes.Contains(row.Hash, []byte(secret[:8])) {
			t.Errorf("%x", row.Hash)
		}
		tokens, err := w.Tokens(w.admin)
		if err != nil || len(tokens) != 1 || tokens[0].ID != token.ID {
			t.Fatalf("%+v, %v", tokens, err)
		}
		if shown := fmt.Sprintf("%+v %+v", tokens, row); strings.Contains(shown, secret) || strings.Contains(
			shown, fmt.Sprintf("%d", row.Hash),
		) {
			t.Errorf("shown: %s", shown)
		}
	})
}

// Unknown and wrong tokens get the same error, so that trying tokens reveals nothing.
func TestToken_InvalidOnesGetTheSameError(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		said := map[string]bool{}
		look := func(secret string) {
			t.Helper()
			v, err := w.Viewer(t.Context(), request(secret))
			said[refused(t, v, err)] = true
		}
		unknown, _ := newWorld(t, testdb.SQLite(t), nil).coordinator(t)
		look(unknown)

		revoked, token := w.coordinator(t)
		w.viewer(t, revoked)
		if _, err := w.RevokeToken(w.admin, token.ID); err != nil {
			t.Fatal(err)
		}
		look(revoked)

		disabled, token := w.coordinator(t)
		if _, err := w.DisableAccount(w.admin, token.Account.ID); err != nil {
			t.Fatal(err)
		}
		look(disabled)
		if _, err := w.EnableAccount(w.admin, token.Account.ID); err != nil {
			t.Fatal(err)
		}
		w.viewer(t, disabled)

		expired, token := w.coordinator(t)
		w.now = token.Expires.Add(-time.Microsecond)
		w.viewer(t, expired)
		w.now = token.Expires
		look(expired)
		if len(said) != 1 {
			t.Errorf("they are told apart: %v", said)
		}
	})
}

func TestToken_LastsAtMostAYear(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a := w.account(t, identity.NewAccount{Name: "A", Role: lexicon.Integrator})
		for life, field := range map[time.Duration]string{
			time.Second: "", identity.LongestTokenLife: "",
			-time.Second: "expiresAt", identity.LongestTokenLife + 1: "expiresAt",
		} {
			_, _, err := w.CreateToken(w.admin, identity.NewToken{Account: a.ID, Label: "x", Life: life})
			if field == "" && err != nil {
				t.Errorf("%v: %v", life, err)
			} else if field != "" {
				wrongField(t, err, field, lexicon.UserInvalid)
			}
		}
	})
}

func TestToken_FailedCreationLeavesNoAccount(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		one := identity.NewAccount{Name: "A", Role: lexicon.Integrator}
		_, _, err := w.CreateToken(w.admin, identity.NewToken{For: one, Label: ""})
		wrongField(t, err, "label", lexicon.UserRequired)
		_, _, err = w.CreateToken(w.admin, identity.NewToken{For: one, Label: "x", Scopes: []lexicon.TokenScope{"ALL"}})
		wrongField(t, err, "scopes", lexicon.UserInvalid)
		_, _, err = w.CreateToken(w.admin, identity.NewToken{For: one, Label: strings.Repeat("x", 201)})
		wrongField(t, err, "label", lexicon.UserTooLong)
		if all, err := w.Accounts(w.admin); err != nil || len(all) != 0 {
			t.Errorf("%+v, %v", all, err)
		}
		off := w.account(t, one)
		if _, err := w.DisableAccount(w.admin, off.ID); err != nil {
			t.Fatal(err)
		}
		_, _, err = w.CreateToken(w.admin, identity.NewToken{Account: off.ID, Label: "x"})
		wrongField(t, err, "account", lexicon.UserInvalid)
	})
}

func TestToken_UseIsWrittenOnceAMinute(t *testing.T) {
	var writes []string
	each(t, func(t *testing.T, w *world) {
		secret, _ := w.coordinator(t)
		used := func() *time.Time {
			t.Helper()
			tokens, err := w.Tokens(w.admin)
			if err != nil {
				t.Fatal(err)
			}
			return tokens[0].Used
		}
		if used() != nil {
			t.Errorf("used at %v before it was", used())
		}
		first := w.now
		w.viewer(t, secret)
		eventually(t, func() bool { at := used(); return at != nil && at.Equal(first) })
		w.now = first.Add(59 * time.Second)
		w.viewer(t, secret)
		w.now = first.Add(60 * time.Second)
		w.viewer(t, secret)
		eventually(t, func() bool { return used().Equal(w.now) })
		w.Close()
		noted := 0
		for _, statement := range writes {
			if strings.Contains(statement, "UPDATE") && strings.Contains(statement, "used_at") {
				noted++
			}
		}
		if noted != 2 {
			t.Errorf("noted %d times: %q", noted, writes)
		}
		writes = nil
	}, testdb.Observe(func(_ context.Context, query string) { record(&writes, query) }))
}

// A database that cannot be written still lets programs read.
func TestToken_FailedWriteOfAUseFailsNoRequest(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		secret, _ := w.coordinator(t)
		if _, err := w.store.Client.ExecContext(
			t.Context(), "ALTER TABLE tokens RENAME COLUMN updated_at TO gone",
		); err != nil {
			t.Fatal(err)
		}
		w.viewer(t, secret)
		w.Close()
	})
}

// One statement reads the token, its account and its contracts. Public access is read once a second.
func TestToken_RequestNeedsOneStatement(t *testing.T) {
	var statements []string
	each(t, func(t *testing.T, w *world) {
		secret, _ := w.token(
			t,
			identity.NewToken{
				For: identity.NewAccount{Name: "C", Role: lexicon.Coordinator, Contracts: []string{"arques", "lens"}},
			},
		)
		w.viewer(t, secret)
		w.Close() // its use was noted
		statements = nil
		w.viewer(t, secret)
		if len(statements) != 1 {
			t.Errorf("%d statements: %q", len(statements), statements)
		}
	}, testdb.Observe(func(_ context.Context, query string) { record(&statements, query) }))
}
