package identity_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"entgo.io/ent/privacy"

	"maillage/internal/access"
	"maillage/internal/identity"
	"maillage/internal/lexicon"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

// world is a database with two contracts and a partner, and an Identity with a clock that the test sets.
type world struct {
	*identity.Identity
	store *store.Store
	admin context.Context
	now   time.Time
	ids   map[string]int // of contracts and partners, by code
}

func each(t *testing.T, test func(t *testing.T, w *world), options ...testdb.Option) {
	t.Helper()
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) { test(t, newWorld(t, s, nil)) }, options...)
}

func newWorld(t *testing.T, s *store.Store, configure func(*identity.Config)) *world {
	t.Helper()
	w := &world{
		store: s, now: time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC), ids: map[string]int{},
		admin: access.WithViewer(t.Context(), access.Named("test")),
	}
	c := identity.Config{Client: s.Client, Store: s, Now: func() time.Time { return w.now }}
	if configure != nil {
		configure(&c)
	}
	i, err := identity.New(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(i.Close)
	w.Identity = i
	past := privacy.DecisionContext(t.Context(), privacy.Allow)
	for _, code := range []string{"arques", "lens"} {
		w.ids[code] = s.Client.Contract.Create().SetCode(code).SetName(code).SaveX(past).ID
	}
	w.ids["cpam"] = s.Client.Partner.Create().SetCode("cpam").SetName("CPAM").SaveX(past).ID
	return w
}

// makePublic makes a contract public, as the ledger would.
func (w *world) makePublic(t *testing.T, code string, open bool) {
	t.Helper()
	w.store.Client.Contract.UpdateOneID(w.ids[code]).SetPublic(open).ExecX(
		privacy.DecisionContext(t.Context(), privacy.Allow),
	)
}

func (w *world) account(t *testing.T, n identity.NewAccount) identity.Account {
	t.Helper()
	a, err := w.CreateAccount(w.admin, n)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func (w *world) token(t *testing.T, n identity.NewToken) (string, identity.IssuedToken) {
	t.Helper()
	if n.Label == "" {
		n.Label = "test"
	}
	secret, token, err := w.CreateToken(w.admin, n)
	if err != nil {
		t.Fatal(err)
	}
	return secret, token
}

// coordinator returns a token of a coordinator of Arques.
func (w *world) coordinator(t *testing.T, scopes ...lexicon.TokenScope) (string, identity.IssuedToken) {
	t.Helper()
	return w.token(
		t,
		identity.NewToken{
			Scopes: scopes,
			For:    identity.NewAccount{Name: "C", Role: lexicon.Coordinator, Contracts: []string{"arques"}},
		},
	)
}

// request returns a request with a token, unless it is empty.
func request(token string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/graphql", nil)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	return r
}

func (w *world) viewer(t *testing.T, token string) *access.Viewer {
	t.Helper()
	v, err := w.Viewer(t.Context(), request(token))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// refused expects an *UnauthenticatedError, and returns its reason.
func refused(t *testing.T, v *access.Viewer, err error) string {
	t.Helper()
	var unauthenticated *identity.UnauthenticatedError
	if !errors.As(err, &unauthenticated) || v != nil {
		t.Fatalf("let in as %+v, %v", v, err)
	}
	return unauthenticated.Reason.String()
}

// wrongField expects a *FieldError about the field.
func wrongField(t *testing.T, err error, field string, code lexicon.UserErrorCode) {
	t.Helper()
	var wrong *identity.FieldError
	if !errors.As(err, &wrong) || wrong.Field != field || wrong.Code != code {
		t.Errorf("%v; want %s of the field %s", err, code, field)
	}
}

// forbidden expects a *ForbiddenError.
func forbidden(t *testing.T, what string, err error) {
	t.Helper()
	var refused *identity.ForbiddenError
	if !errors.As(err, &refused) {
		t.Errorf("%s: %v", what, err)
	}
}
