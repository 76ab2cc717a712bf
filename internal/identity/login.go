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
	"maillage/internal/message"
)

// Login configures how persons sign in: by links, and by OpenID Connect where there is an identity provider.
type Login struct {
	Issuer       string // the provider's issuer URL; empty for none, and then so are the next two
	ClientID     string // of the hub at the provider
	ClientSecret string
	PublicURL    string // the URL of the hub for browsers; callbacks are below it
	Ask          string // whom a refused person can ask, in words; empty means an administrator
}

// ConfigError describes an invalid setting.
type ConfigError struct {
	Setting string // issuer, client-id, client-secret or public-url
	Says    func(setting string) message.Sentence
}

func (e *ConfigError) Error() string { return e.Says(e.Setting).String() }

// Check validates the settings as far as possible without the provider, or returns a *ConfigError.
func (l *Login) Check() error {
	for _, address := range []struct{ setting, url string }{{"issuer", l.Issuer}, {"public-url", l.PublicURL}} {
		if address.setting == "issuer" && !l.hasProvider() {
			continue
		}
		u, err := url.Parse(address.url)
		if err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
			return &ConfigError{address.setting, message.IsNoHubAddress}
		}
		if u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())) {
			return &ConfigError{address.setting, message.MustBeHTTPS}
		}
		if address.setting == "public-url" && strings.Trim(u.Path, "/") != "" {
			return &ConfigError{address.setting, message.HasAPath}
		}
	}
	if !l.hasProvider() {
		return nil
	}
	if l.ClientID == "" {
		return &ConfigError{"client-id", message.SettingIsMissing}
	}
	if l.ClientSecret == "" {
		return &ConfigError{"client-secret", message.SettingIsMissing}
	}
	return nil
}

// hasProvider reports whether there is an identity provider.
func (l *Login) hasProvider() bool { return l != nil && l.Issuer != "" }

func loopback(host string) bool {
	address, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && address.IsLoopback()
}

func (l *Login) secure() bool { return strings.HasPrefix(l.PublicURL, "https:") }

// at returns a URL of the hub, as browsers reach it.
func (l *Login) at(path string) string { return strings.TrimRight(l.PublicURL, "/") + path }

// provider is a provider with its discovered endpoints.
type provider struct {
	*oidc.Provider
	oauth     oauth2.Config
	logoutURL string // the end_session_endpoint; empty when the provider has none
}

const (
	// providerTimeout is the timeout of requests to the provider.
	providerTimeout = 10 * time.Second
	// providerRetry is the delay before discovery is retried after a failure.
	providerRetry = 2 * time.Second
)

var providerClient = &http.Client{Timeout: providerTimeout}

// discovery caches the endpoints of the provider. The first login fetches them, and later ones retry after failures.
type discovery struct {
	mu      sync.Mutex
	found   *provider
	failure error
	failed  time.Time
}

// getProvider returns the provider. Concurrent callers wait for one discovery. Callers just after a failure get the
// same error.
func (i *Identity) getProvider(ctx context.Context) (*provider, error) {
	d := &i.provider
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.found != nil {
		return d.found, nil
	}
	if d.failure != nil && time.Since(d.failed) < providerRetry {
		return nil, d.failure
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), providerTimeout) // other callers wait for it too
	defer cancel()
	d.found, d.failure = i.login.discover(ctx)
	d.failed = time.Now()
	return d.found, d.failure
}

func (l *Login) discover(ctx context.Context) (*provider, error) {
	p, err := oidc.NewProvider(oidc.ClientContext(ctx, providerClient), l.Issuer)
	if err != nil {
		return nil, fmt.Errorf("read the discovery document of the identity provider: %w", err)
	}
	var more struct {
		LogoutURL string `json:"end_session_endpoint"`
	}
	if err := p.Claims(&more); err != nil {
		return nil, err
	}
	return &provider{p, oauth2.Config{
		ClientID: l.ClientID, ClientSecret: l.ClientSecret, Endpoint: p.Endpoint(),
		RedirectURL: l.at("/auth/callback"), Scopes: []string{oidc.ScopeOpenID, "email", "profile"},
	}, more.LogoutURL}, nil
}

// person is the identity that the provider asserts.
type person struct {
	issuer, subject string
	email           func(context.Context) (string, error) // verified, in lower case; empty when there is none
}

// identify exchanges the code of a login for the person who logged in.
func (p *provider) identify(ctx context.Context, code string, b pendingLogin) (*person, error) {
	ctx = oidc.ClientContext(ctx, providerClient)
	tokens, err := p.oauth.Exchange(ctx, code, oauth2.VerifierOption(b.Verifier))
	if err != nil {
		var answer *oauth2.RetrieveError
		if errors.As(err, &answer) { // its body may hold secrets
			return nil, fmt.Errorf("the identity provider refuses the authorization code: %s", answer.ErrorCode)
		}
		return nil, fmt.Errorf("exchange the authorization code: %w", err)
	}
	raw, _ := tokens.Extra("id_token").(string)
	id, err := p.Verifier(&oidc.Config{ClientID: p.oauth.ClientID}).Verify(ctx, raw)
	if err != nil {
		return nil, fmt.Errorf("verify the ID token: %w", err)
	}
	if !equalSecrets(id.Nonce, b.Nonce) {
		return nil, errors.New("the nonce of the ID token is that of another login")
	}
	email := func(ctx context.Context) (string, error) { return p.email(ctx, id, tokens) }
	return &person{id.Issuer, id.Subject, email}, nil
}

// email returns the person's address. Some providers put it in the token, and others return it from the userinfo
// endpoint.
func (p *provider) email(ctx context.Context, id *oidc.IDToken, tokens *oauth2.Token) (string, error) {
	var said struct {
		Email    string `json:"email"`
		Verified any    `json:"email_verified"` // some providers send a string
	}
	if err := id.Claims(&said); err != nil {
		return "", err
	}
	if said.Email != "" && (said.Verified == true || said.Verified == "true") {
		return strings.ToLower(said.Email), nil
	}
	info, err := p.UserInfo(oidc.ClientContext(ctx, providerClient), oauth2.StaticTokenSource(tokens))
	if err != nil {
		return "", fmt.Errorf("read the userinfo endpoint: %w", err)
	}
	if info.Subject != id.Subject || !info.EmailVerified {
		return "", nil
	}
	return strings.ToLower(info.Email), nil
}

// RefusedError gives the reason why a person known to the provider is refused. The person only learns that they are
// refused, and whom to ask.
type RefusedError struct{ Reason string }

func (e *RefusedError) Error() string { return e.Reason }

// accountOf returns the account of a person. The first login binds the person to the account with their email. Later
// logins use the provider's subject, since an address can be given to somebody else.
//
// A subject that OpenID Connect does not allow identifies nobody. It is refused before any account is looked up, since
// an account may be bound to it already.
func (i *Identity) accountOf(ctx context.Context, who *person) (*ent.Account, error) {
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

// longestSubject is the maximum length of a subject in OpenID Connect Core, in characters.
const longestSubject = 255

// isSubject reports whether a text can be a subject: 1 to 255 printable ASCII characters, not all of them blanks.
func isSubject(text string) bool {
	odd := func(r rune) bool { return r < ' ' || r >= 0x7f }
	return strings.TrimSpace(text) != "" && len(text) <= longestSubject && !strings.ContainsFunc(text, odd)
}

// bind binds the person to the account that has their email.
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
		return row, nil // the caller refuses it, and it stays unbound
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
		// A session from an invitation or a sign-in link may be somebody else's.
		_, err = tx.Session.Delete().Where(session.AccountID(row.ID)).Exec(ctx)
		return err
	})
	if err != nil {
		return nil, err
	}
	return row, nil
}

// localPath returns the path to open after a login: a path of the hub, and never one that a browser could resolve to
// another site.
func localPath(path string) string {
	u, err := url.Parse(path)
	odd := func(r rune) bool { return r <= ' ' || r == '\\' || r >= 0x7f }
	if err != nil || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") ||
		strings.ContainsFunc(path, odd) || len(path) > 1000 ||
		slices.Contains(strings.Split(u.Path, "/"), "..") {
		return "/"
	}
	return path
}

// equalSecrets compares two secrets in a time that does not depend on where they differ. An empty secret equals
// nothing.
func equalSecrets(a, b string) bool {
	return sha256.Sum256([]byte(a)) == sha256.Sum256([]byte(b)) && a != ""
}
