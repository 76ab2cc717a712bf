package identity

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"maillage/internal/access"
	"maillage/internal/gen/ent/account"
	"maillage/internal/lexicon"
)

// Handler serves the paths below /auth/: login, callback, logout, me, invitations and sign-in links.
func (i *Identity) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /auth/me", i.serveMe)
	mux.HandleFunc("GET /auth/login", i.serveLogin)
	mux.HandleFunc("GET /auth/callback", i.serveCallback)
	// A page of another site must not be able to log somebody out.
	mux.Handle("POST /auth/logout", http.NewCrossOriginProtection().Handler(http.HandlerFunc(i.serveLogout)))
	mux.HandleFunc("GET "+invitationPath+"{secret}", i.serveInvitation)
	// A page of another site must not be able to log somebody in.
	mux.Handle(
		"POST "+invitationPath+"{secret}", http.NewCrossOriginProtection().Handler(http.HandlerFunc(i.serveAccept)),
	)
	mux.HandleFunc("GET "+linkPath+"{secret}", i.serveLink)
	mux.Handle("POST "+linkPath+"{secret}", http.NewCrossOriginProtection().Handler(http.HandlerFunc(i.serveFollow)))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Referrer-Policy", "no-referrer") // the URL of a callback holds a code
		mux.ServeHTTP(w, r)
	})
}

// serveLogin redirects the browser to the provider.
func (i *Identity) serveLogin(w http.ResponseWriter, r *http.Request) {
	if !i.login.hasProvider() {
		i.page(w, http.StatusNotFound, i.login.withoutProvider())
		return
	}
	p, err := i.getProvider(r.Context())
	if err != nil {
		i.log.Error("identity provider unavailable", "error", err)
		w.Header().Set("Retry-After", "10")
		i.page(w, http.StatusServiceUnavailable, providerDown)
		return
	}
	b, err := i.saveLogin(w, localPath(r.FormValue("return")))
	if err != nil {
		i.failed(w, err)
		return
	}
	to := p.oauth.AuthCodeURL(b.State, oidc.Nonce(b.Nonce), oauth2.S256ChallengeOption(b.Verifier))
	http.Redirect(w, r, to, http.StatusFound)
}

// serveCallback starts a session for a person whom the provider sends back, if they have an account.
func (i *Identity) serveCallback(w http.ResponseWriter, r *http.Request) {
	if !i.login.hasProvider() {
		i.page(w, http.StatusNotFound, i.login.withoutProvider())
		return
	}
	b, ok := i.loadLogin(w, r)
	issuer := r.FormValue("iss")
	if !ok || !equalSecrets(b.State, r.FormValue("state")) || issuer != "" && issuer != i.login.Issuer ||
		r.FormValue("code") == "" {
		i.page(w, http.StatusBadRequest, notBegunHere)
		return
	}
	p, err := i.getProvider(r.Context())
	if err != nil {
		i.log.Error("identity provider unavailable", "error", err)
		i.page(w, http.StatusServiceUnavailable, providerDown)
		return
	}
	who, err := p.identify(r.Context(), r.FormValue("code"), b)
	if err != nil {
		i.log.Warn("a login failed", "error", err)
		i.page(w, http.StatusBadRequest, notBegunHere)
		return
	}
	of, err := i.accountOf(r.Context(), who)
	var refused *RefusedError
	if errors.As(err, &refused) {
		i.log.Warn("a login was refused", "reason", refused.Reason)
		i.page(w, http.StatusForbidden, notLetIn)
		return
	}
	if err == nil {
		err = i.startSession(r.Context(), w, r, of)
	}
	if err != nil {
		i.failed(w, err)
		return
	}
	http.Redirect(w, r, b.Return, http.StatusSeeOther)
}

// serveLogout ends the session here, and at the provider if it supports that.
func (i *Identity) serveLogout(w http.ResponseWriter, r *http.Request) {
	if err := i.endSession(r.Context(), w, r); err != nil {
		i.failed(w, err)
		return
	}
	to := "/"
	if i.login.hasProvider() && i.sessionSecret(r) != "" {
		if p, err := i.getProvider(r.Context()); err == nil && p.logoutURL != "" {
			to = p.logoutURL + "?" + url.Values{
				"client_id": {i.login.ClientID}, "post_logout_redirect_uri": {i.login.at("/")},
			}.Encode()
		}
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// me is the viewer's own account, as /auth/me returns it.
type me struct {
	ID        string               `json:"id"`
	Name      string               `json:"name"`
	Role      lexicon.AccountRole  `json:"role"`
	Partner   *string              `json:"partner"`
	Contracts []string             `json:"contracts"`
	Scopes    []lexicon.TokenScope `json:"scopes"` // null sets no limit
}

// serveMe returns the account of the viewer. A browser whose session has ended becomes the public, and its cookie is
// cleared.
func (i *Identity) serveMe(w http.ResponseWriter, r *http.Request) {
	v, err := i.Viewer(r.Context(), r)
	var unknown *UnauthenticatedError
	switch {
	case errors.As(err, &unknown) && unknown.Login:
		i.ForgetSession(w)
		writeJSON(w, http.StatusOK, map[string]any{"account": nil})
		return
	case errors.As(err, &unknown):
		w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
		language := languageOf(r)
		w.Header().Set("Content-Language", string(language.Tag()))
		w.Header().Add("Vary", "Accept-Language")
		writeJSON(w, http.StatusUnauthorized, map[string]any{"error": unknown.Reason.In(language)})
		return
	case err != nil:
		i.failed(w, err)
		return
	case v.IsPublic():
		writeJSON(w, http.StatusOK, map[string]any{"account": nil})
		return
	}
	ctx := access.AsSystem(r.Context())
	row, err := i.client.Account.Query().Where(account.UID(v.Account)).WithPartner().WithContracts().Only(ctx)
	if err != nil {
		i.failed(w, err)
		return
	}
	a := toAccount(row)
	answer := me{a.ID, a.Name, a.Role, nil, append([]string{}, a.Contracts...), v.Scopes}
	if a.Partner != "" {
		answer.Partner = &a.Partner
	}
	writeJSON(w, http.StatusOK, map[string]any{"account": answer})
}

func writeJSON(w http.ResponseWriter, status int, answer any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(answer) // the client may be gone; nothing can be reported to it
}

// failed logs an internal error and shows a page without its details.
func (i *Identity) failed(w http.ResponseWriter, err error) {
	i.log.Error("login request failed", "error", err)
	i.page(w, http.StatusInternalServerError, wentWrong)
}
