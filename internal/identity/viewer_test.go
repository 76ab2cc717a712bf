package identity_test

import (
	"context"
	"net/http/httptest"
	"net/netip"
	"slices"
	"testing"
	"time"

	"entgo.io/ent/privacy"

	"maillage/internal/access"
	"maillage/internal/identity"
	"maillage/internal/lexicon"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

func TestSight_IsServedAndPublicContracts(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		arques, lens := w.ids["arques"], w.ids["lens"]
		w.makePublic(t, "lens", true)
		of := func(n identity.NewAccount) string {
			n.Name = "A"
			secret, _ := w.token(t, identity.NewToken{For: n})
			return secret
		}
		for name, c := range map[string]struct {
			token string
			want  access.Visibility
		}{
			"the public":    {"", access.Visibility{Contracts: []int{lens}}},
			"administrator": {of(identity.NewAccount{Role: lexicon.Administrator}), access.Everything},
			"coordinator of Arques": {of(
				identity.NewAccount{Role: lexicon.Coordinator, Contracts: []string{"arques"}},
			), access.Visibility{Directory: true, Contracts: []int{arques, lens}}},
			"coordinator of Lens": {of(
				identity.NewAccount{Role: lexicon.Coordinator, Contracts: []string{"lens"}},
			), access.Visibility{Directory: true, Contracts: []int{lens}}},
			"liaison of no contract": {of(
				identity.NewAccount{Role: lexicon.Liaison, Partner: "cpam"},
			), access.Visibility{Directory: true, Contracts: []int{lens}}},
			"integrator of all there is": {of(
				identity.NewAccount{Role: lexicon.Integrator, Contracts: []string{"arques", "lens"}},
			), access.Visibility{Directory: true, Contracts: []int{arques, lens}}},
		} {
			got := w.viewer(t, c.token).Visibility
			if got.All != c.want.All || got.Directory != c.want.Directory || !slices.Equal(
				got.Contracts, c.want.Contracts,
			) {
				t.Errorf("%s sees %+v, want %+v", name, got, c.want)
			}
		}
	})
}

func TestSight_PublicSeesOnlyWhatIsPublic(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		sees := func(contracts []int, directory bool) {
			t.Helper()
			v := w.viewer(t, "")
			if !v.IsPublic() || v.Account != "" || v.Visibility.All || v.Visibility.Directory != directory ||
				!slices.Equal(v.Visibility.Contracts, contracts) {
				t.Errorf("%+v; want %v and the directory %v", v, contracts, directory)
			}
		}
		sees(nil, false)
		for _, open := range []bool{true, false} {
			if err := w.OpenDirectory(w.admin, open); err != nil {
				t.Fatal(err)
			}
			sees(nil, open)
		}
		w.makePublic(t, "arques", true)
		w.Refresh()
		sees([]int{w.ids["arques"]}, false)
	})
}

// Another instance that unpublishes a contract sends no notice. The change takes effect a second later.
func TestPublicAccess_IsReadAgainAfterASecond(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.makePublic(t, "arques", true)
		w.Refresh()
		w.viewer(t, "")
		w.makePublic(t, "arques", false)
		w.now = w.now.Add(999 * time.Millisecond)
		if v := w.viewer(t, ""); len(v.Visibility.Contracts) != 1 {
			t.Errorf("it was asked for too early: %+v", v.Visibility)
		}
		w.now = w.now.Add(time.Millisecond)
		if v := w.viewer(t, ""); len(v.Visibility.Contracts) != 0 {
			t.Errorf("it is still seen: %+v", v.Visibility)
		}
	})
}

func TestViewer_InvalidCredentialIsNotThePublic(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		secret, _ := w.coordinator(t)
		for _, header := range []string{
			"", "Bearer", "Bearer ", "Basic " + secret, secret, "Bearer a b", "Bearer " + secret + "x",
			"Token " + secret,
		} {
			r := request("")
			r.Header["Authorization"] = []string{header}
			v, err := w.Viewer(t.Context(), r)
			refused(t, v, err)
		}
		twice := request(secret)
		twice.Header.Add("Authorization", "Bearer "+secret)
		v, err := w.Viewer(t.Context(), twice)
		refused(t, v, err)
		lower := request("")
		lower.Header.Set("Authorization", "bearer "+secret)
		if v, err := w.Viewer(t.Context(), lower); err != nil || v.IsPublic() {
			t.Errorf("schemes are written in any case: %+v, %v", v, err)
		}
	})
}

func TestViewer_DatabaseFailureIsAnError(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		secret, _ := w.coordinator(t)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		for _, token := range []string{secret, ""} {
			if v, err := w.Viewer(ctx, request(token)); err == nil {
				t.Errorf("%+v", v)
			}
		}
	})
}

func TestValid_EndsWithTheCredentialOrTheRights(t *testing.T) {
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
			"other contracts": func(token identity.IssuedToken) error {
				_, err := w.UpdateAccount(
					w.admin, token.Account.ID, identity.AccountChange{Contracts: &[]string{"lens"}},
				)
				return err
			},
			"one contract more": func(token identity.IssuedToken) error {
				_, err := w.UpdateAccount(
					w.admin, token.Account.ID, identity.AccountChange{Contracts: &[]string{"arques", "lens"}},
				)
				return err
			},
			"an organisation": func(token identity.IssuedToken) error {
				partner := "cpam"
				_, err := w.UpdateAccount(w.admin, token.Account.ID, identity.AccountChange{Partner: &partner})
				return err
			},
			"expired": func(token identity.IssuedToken) error { w.now = token.Expires; return nil },
			"closed": func(identity.IssuedToken) error {
				w.makePublic(t, "lens", false)
				w.Refresh()
				return nil
			},
		} {
			began := w.now
			w.makePublic(t, "lens", true)
			w.Refresh()
			secret, token := w.coordinator(t)
			v := w.viewer(t, secret)
			if err := w.Valid(t.Context(), v); err != nil {
				t.Errorf("%s, before: %v", name, err)
			}
			if err := lose(token); err != nil {
				t.Fatal(err)
			}
			if err := w.Valid(t.Context(), v); err == nil {
				t.Errorf("%s, it goes on", name)
			} else {
				refused(t, nil, err)
			}
			w.now = began
		}
	})
}

func TestValid_ContinuesWhenMoreIsPublic(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		secret, _ := w.coordinator(t)
		viewers := []*access.Viewer{w.viewer(t, secret), w.viewer(t, ""), access.System(), access.Named("program")}
		w.makePublic(t, "lens", true)
		if err := w.OpenDirectory(w.admin, true); err != nil {
			t.Fatal(err)
		}
		for _, v := range viewers {
			if err := w.Valid(t.Context(), v); err != nil {
				t.Errorf("%+v: %v", v, err)
			}
		}
		public := w.viewer(t, "")
		if err := w.OpenDirectory(w.admin, false); err != nil {
			t.Fatal(err)
		}
		refused(t, nil, w.Valid(t.Context(), public))
	})
}

func TestAddress_IdentifiesThePublic(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	for _, c := range []struct {
		remote    string
		forwarded []string
		trusted   bool
		want      string
	}{
		{"192.0.2.7:99", nil, true, "192.0.2.7"},
		{"192.0.2.7:99", []string{"198.51.100.1"}, true, "192.0.2.7"}, // no proxy of ours
		{"10.1.1.1:99", []string{"198.51.100.1"}, false, "10.1.1.1"},
		{"10.1.1.1:99", []string{"198.51.100.1"}, true, "198.51.100.1"},
		{"10.1.1.1:99", []string{"203.0.113.9, 198.51.100.1"}, true, "198.51.100.1"}, // the first is the client's own word
		{"10.1.1.1:99", []string{"203.0.113.9", "198.51.100.1, 10.2.2.2"}, true, "198.51.100.1"},
		{"10.1.1.1:99", []string{"rubbish"}, true, "10.1.1.1"},
		{"10.1.1.1:99", nil, true, "10.1.1.1"},
		{"[2001:db8:1:2:3:4:5:6]:99", nil, true, "2001:db8:1:2::/64"},
		{"[::ffff:192.0.2.7]:99", nil, true, "192.0.2.7"},
		{"[::ffff:10.1.1.1]:99", []string{"2001:db8::1"}, true, "2001:db8::/64"},
	} {
		w := newWorld(t, testdb.SQLite(t), func(config *identity.Config) {
			if c.trusted {
				config.TrustedProxies = proxies
			}
		})
		r := httptest.NewRequest("GET", "/graphql", nil)
		r.RemoteAddr = c.remote
		r.Header["X-Forwarded-For"] = c.forwarded
		v, err := w.Viewer(t.Context(), r)
		if err != nil || v.Key != "public "+c.want {
			t.Errorf("%+v: %v, %v", c, v, err)
		}
	}
}

// Refresh also affects a read that began before it.
func TestRefresh_AffectsAReadInProgress(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, nil)
		w.makePublic(t, "arques", true)
		slow := &slowSettings{Store: s, asked: make(chan bool), answer: make(chan bool)}
		i, err := identity.New(t.Context(), identity.Config{Client: s.Client, Store: slow})
		if err != nil {
			t.Fatal(err)
		}
		early := make(chan error)
		go func() {
			_, err := i.Viewer(t.Context(), request(""))
			early <- err
		}()
		<-slow.asked // it has read which contracts are open
		s.Client.Contract.UpdateOneID(w.ids["arques"]).SetPublic(false).ExecX(
			privacy.DecisionContext(t.Context(), privacy.Allow),
		)
		i.Refresh()
		slow.answer <- true
		if err := <-early; err != nil {
			t.Fatal(err)
		}
		go func() { <-slow.asked; slow.answer <- true }()
		v, err := i.Viewer(t.Context(), request(""))
		if err != nil || len(v.Visibility.Contracts) != 0 {
			t.Errorf("%+v, %v", v, err)
		}
	})
}
