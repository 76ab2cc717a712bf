package identity

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/account"
	"maillage/internal/gen/ent/session"
)

// Login is how persons sign in: by links, and by OpenID Connect where there is an identity provider.
type Login struct {
	Issuer       string // the provider's address, as it calls itself; empty for none, and then the next two are
	ClientID     string // what the provider calls the hub
	ClientSecret string
	PublicURL    string // where browsers find the hub; logins come back below it
	Ask          string // whom to ask who is refused, in words; empty says an administrator
}

// ConfigError says what of a configuration cannot be.
type ConfigError struct {
	Setting string // issuer, client-id, client-secret or public-url
	Problem string
}

func (e *ConfigError) Error() string { return e.Setting + " " + e.Problem }

// Check makes sure that logins could work, as far as can be told without the
// provider, or returns a *ConfigError.
func (l *Login) Check() error {
	for _, address := range []struct{ setting, url string }{{"issuer", l.Issuer}, {"public-url", l.PublicURL}} {
		if address.setting == "issuer" && !l.hasProvider() {
			continue
		}
		u, err := url.Parse(address.url)
		if err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
			return &ConfigError{address.setting, "is not an address such as https://hub.example.org"}
		}
		if u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())) {
			return &ConfigError{address.setting, "must be https, but on this machine itself"}
		}
		if address.setting == "public-url" && strings.Trim(u.Path, "/") != "" {
			return &ConfigError{address.setting, "has a path: the hub is at the root of its host"}
		}
	}
	if !l.hasProvider() {
		return nil
	}
	if l.ClientID == "" {
		return &ConfigError{"client-id", "is missing"}
	}
	if l.ClientSecret == "" {
		return &ConfigError{"client-secret", "is missing"}
	}
	return nil
}

// hasProvider tells whether there is an identity provider.
func (l *Login) hasProvider() bool { return l != nil && l.Issuer != "" }

func loopback(host string) bool {
	address, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && address.IsLoopback()
}

func (l *Login) secure() bool { return strings.HasPrefix(l.PublicURL, "https:") }

// at is an address of the hub, as browsers reach it.
func (l *Login) at(path string) string { return strings.TrimRight(l.PublicURL, "/") + path }

// provider is a provider that has told where its doors are.
type provider struct {
	*oidc.Provider
	oauth oauth2.Config
	exit  string // where a login ends; empty when the provider does not offer it
}

const (
	// askWithin is how long the provider may take for an answer.
	askWithin = 10 * time.Second
	// askAgain is how soon it is asked again after it has not answered.
	askAgain = 2 * time.Second
)

var providerClient = &http.Client{Timeout: askWithin}

// discovery asks the provider once, when the first person logs in, and again
// while it does not answer.
type discovery struct {
	mu      sync.Mutex
	found   *provider
	failure error
	failed  time.Time
}

// discovered is the provider. Who comes while it is asked waits for its
// answer, and who comes just after it has given none gets the same error.
func (i *Identity) discovered(ctx context.Context) (*provider, error) {
	d := &i.provider
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.found != nil {
		return d.found, nil
	}
	if d.failure != nil && time.Since(d.failed) < askAgain {
		return nil, d.failure
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), askWithin) // for whoever else waits
	defer cancel()
	d.found, d.failure = i.login.discover(ctx)
	d.failed = time.Now()
	return d.found, d.failure
}

func (l *Login) discover(ctx context.Context) (*provider, error) {
	p, err := oidc.NewProvider(oidc.ClientContext(ctx, providerClient), l.Issuer)
	if err != nil {
		return nil, fmt.Errorf("the identity provider does not say where its doors are: %w", err)
	}
	var more struct {
		Exit string `json:"end_session_endpoint"`
	}
	if err := p.Claims(&more); err != nil {
		return nil, err
	}
	return &provider{p, oauth2.Config{
		ClientID: l.ClientID, ClientSecret: l.ClientSecret, Endpoint: p.Endpoint(),
		RedirectURL: l.at("/auth/callback"), Scopes: []string{oidc.ScopeOpenID, "email", "profile"},
	}, more.Exit}, nil
}

// person is who the provider says somebody is.
type person struct {
	issuer, subject string
	email           func(context.Context) (string, error) // verified, in lower case; empty when there is none
}

// identify trades the code of a login for who has logged in.
func (p *provider) identify(ctx context.Context, code string, b begun) (*person, error) {
	ctx = oidc.ClientContext(ctx, providerClient)
	tokens, err := p.oauth.Exchange(ctx, code, oauth2.VerifierOption(b.Verifier))
	if err != nil {
		var answer *oauth2.RetrieveError
		if errors.As(err, &answer) { // its body may hold anything
			return nil, fmt.Errorf("the provider does not take the code: %s", answer.ErrorCode)
		}
		return nil, fmt.Errorf("trading the code: %w", err)
	}
	raw, _ := tokens.Extra("id_token").(string)
	id, err := p.Verifier(&oidc.Config{ClientID: p.oauth.ClientID}).Verify(ctx, raw)
	if err != nil {
		return nil, fmt.Errorf("the provider's word cannot be trusted: %w", err)
	}
	if !same(id.Nonce, b.Nonce) {
		return nil, errors.New("the provider's word is about another login")
	}
	email := func(ctx context.Context) (string, error) { return p.email(ctx, id, tokens) }
	return &person{id.Issuer, id.Subject, email}, nil
}

// email is the person's address, which some providers put into the token and
// others tell when they are asked.
func (p *provider) email(ctx context.Context, id *oidc.IDToken, tokens *oauth2.Token) (string, error) {
	var said struct {
		Email    string `json:"email"`
		Verified any    `json:"email_verified"` // some write it as text
	}
	if err := id.Claims(&said); err != nil {
		return "", err
	}
	if said.Email != "" && (said.Verified == true || said.Verified == "true") {
		return strings.ToLower(said.Email), nil
	}
	info, err := p.UserInfo(oidc.ClientContext(ctx, providerClient), oauth2.StaticTokenSource(tokens))
	if err != nil {
		return "", fmt.Errorf("the provider does not say who it is: %w", err)
	}
	if info.Subject != id.Subject || !info.EmailVerified {
		return "", nil
	}
	return strings.ToLower(info.Email), nil
}

// RefusedError says why a person, whom the provider knows, is not let in. The
// person is told only that they are not, and whom to ask.
type RefusedError struct{ Reason string }

func (e *RefusedError) Error() string { return e.Reason }

// admit is the account of a person. The first login binds the person to the
// account that has their email; later ones go by who the provider says they
// are, for an address can be given to somebody else.
//
// A subject that OpenID Connect does not allow names nobody: it is refused before
// any account is looked up, for an account may be bound to it already.
func (i *Identity) admit(ctx context.Context, who *person) (*ent.Account, error) {
	if !isSubject(who.subject) {
		return nil, &RefusedError{"the provider gives no subject of 1 to 255 ASCII characters"}
	}
	ctx = access.AsSystem(ctx)
	row, err := i.client.Account.Query().Where(account.Issuer(who.issuer), account.Subject(who.subject)).Only(ctx)
	if ent.IsNotFound(err) {
		row, err = i.bind(ctx, who)
	}
	if err != nil {
		return nil, err
	}
	if row.DisabledAt != nil {
		return nil, &RefusedError{"the account is disabled"}
	}
	return row, nil
}

// longestSubject is how many characters OpenID Connect Core allows a subject.
const longestSubject = 255

// isSubject tells whether a text can be who a provider says somebody is: 1 to 255
// ASCII characters that can be printed, not all of them blanks.
func isSubject(text string) bool {
	odd := func(r rune) bool { return r < ' ' || r >= 0x7f }
	return strings.TrimSpace(text) != "" && len(text) <= longestSubject && !strings.ContainsFunc(text, odd)
}

// bind makes the account that has the person's email theirs.
func (i *Identity) bind(ctx context.Context, who *person) (*ent.Account, error) {
	email, err := who.email(ctx)
	if err != nil {
		return nil, err
	}
	if email == "" {
		return nil, &RefusedError{"the provider has not verified an email of theirs"}
	}
	row, err := i.client.Account.Query().Where(account.Email(email)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, &RefusedError{"no account has their email"}
	}
	if err != nil {
		return nil, err
	}
	if row.DisabledAt != nil {
		return row, nil // which is refused, and stays unbound
	}
	err = i.write(ctx, func(tx *ent.Tx) error {
		update := tx.Account.Update().Where(
			account.ID(row.ID), account.SubjectIsNil(),
		).SetIssuer(who.issuer).SetSubject(who.subject)
		if row.BoundAt == nil {
			update.SetBoundAt(i.now())
		}
		bound, err := update.Save(ctx)
		if err == nil && bound == 0 {
			return &RefusedError{"the account with their email is another login’s"}
		}
		if err != nil {
			return err
		}
		// A session by the link of an invitation may be somebody else's.
		_, err = tx.Session.Delete().Where(session.AccountID(row.ID)).Exec(ctx)
		return err
	})
	if err != nil {
		return nil, err
	}
	return row, nil
}

// local is where to go after a login: a path of the hub, and never one that
// leads elsewhere, whatever a browser makes of it.
func local(path string) string {
	u, err := url.Parse(path)
	odd := func(r rune) bool { return r <= ' ' || r == '\\' || r >= 0x7f }
	if err != nil || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") ||
		strings.ContainsFunc(path, odd) || len(path) > 1000 ||
		slices.Contains(strings.Split(u.Path, "/"), "..") {
		return "/"
	}
	return path
}

// same compares two secrets without telling, by the time it takes, how much of
// them is the same.
func same(a, b string) bool { return sha256.Sum256([]byte(a)) == sha256.Sum256([]byte(b)) && a != "" }
