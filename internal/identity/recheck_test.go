package identity_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"maillage/internal/access"
	"maillage/internal/identity"
	"maillage/internal/lexicon"
	"maillage/internal/testhub/testdb"
)

func TestRecheck_SeesAtOnceWhatThisProcessChanged(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for name, lose := range map[string]func(token identity.IssuedToken) error{
			"revoked": func(token identity.IssuedToken) error { _, err := w.RevokeToken(w.admin, token.ID); return err },
			"disabled": func(token identity.IssuedToken) error {
				_, err := w.DisableAccount(w.admin, token.Account.ID)
				return err
			},
			"another role": func(token identity.IssuedToken) error {
				role := lexicon.Integrator
				_, err := w.UpdateAccount(w.admin, token.Account.ID, identity.AccountChange{Role: &role})
				return err
			},
			"expired": func(token identity.IssuedToken) error { w.now = token.Expires; return nil },
		} {
			began := w.now
			secret, token := w.coordinator(t)
			v := w.viewer(t, secret)
			if err := w.ValidLately(t.Context(), v); err != nil {
				t.Errorf("%s, before: %v", name, err)
			}
			if err := lose(token); err != nil {
				t.Fatal(err)
			}
			refused(t, nil, w.ValidLately(t.Context(), v))
			w.now = began
		}
	})
}

func TestRecheck_SeesAfterASecondWhatAnotherProcessChanged(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		secret, token := w.coordinator(t)
		v := w.viewer(t, secret)
		if err := w.ValidLately(t.Context(), v); err != nil {
			t.Fatal(err)
		}
		other, err := identity.New(
			t.Context(),
			identity.Config{Client: w.store.Client, Store: w.store, Now: func() time.Time { return w.now }},
		)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(other.Close)
		if _, err := other.RevokeToken(w.admin, token.ID); err != nil {
			t.Fatal(err)
		}
		w.now = w.now.Add(time.Second)
		refused(t, nil, w.ValidLately(t.Context(), v))
	})
}

func TestRecheck_ReadsTogetherWhatIsAskedTogether(t *testing.T) {
	var statements atomic.Int64
	each(t, func(t *testing.T, w *world) {
		var viewers []*access.Viewer
		for range 20 {
			secret, _ := w.coordinator(t)
			viewers = append(viewers, w.viewer(t, secret))
		}
		ask := func() {
			var asking sync.WaitGroup
			for range 20 {
				for _, v := range viewers {
					asking.Go(func() {
						if err := w.ValidLately(t.Context(), v); err != nil {
							t.Error(err)
						}
					})
				}
			}
			asking.Wait()
		}
		statements.Store(0)
		ask()
		if n := statements.Load(); n == 0 || n > 22 { // each proof once, and what is open
			t.Errorf("400 connections of 20 viewers take %d statements", n)
		}
		statements.Store(0)
		ask()
		if n := statements.Load(); n != 0 {
			t.Errorf("asked again at once, they take %d statements", n)
		}
	}, testdb.Observe(func(context.Context, string) { statements.Add(1) }))
}
