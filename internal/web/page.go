package web

import (
	"bytes"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"maillage/internal/lexicon"
)

// request is one request for a page.
type request struct {
	site  *site
	http  *http.Request
	lang  lexicon.Language
	query url.Values
	known string // the moment that the page is of, as the API takes it; empty for now
	// dropped are values of the address that make no sense. The page is shown without them, and says so.
	dropped []string
	viewer  *viewer
	// position is where the ledger ended when the page was asked for; empty for the public.
	position string
	cookies  []*http.Cookie // to set with the answer
	isSmall  bool           // the matrix is shown without its themes, so its axes stand in their own order
}

// handler makes a page, or returns a *problem.
type handler func(*request) (*page, error)

// page is what a template of the same name shows within the frame of all pages.
type page struct {
	Template string // of the body
	Title    string
	Status   int       // 0 is 200
	Contract *contract // of which the page is; nil for none
	Current  string    // the link of the navigation that leads to this page
	Wide     bool      // whether the page uses the whole width
	Redirect string    // instead of a page
	Secret   bool      // whether no cache may keep the page
	File     *file     // instead of a page
	Embedded bool      // whether the page stands alone, without navigation
	Base     string    // where links lead, as in the attribute target; empty for here
	Feed     string    // what follows the page, as Atom
	Body     any

	// What the frame of all pages shows.
	Lang       lexicon.Language
	Viewer     *viewer
	MayWrite   bool // in the contract
	MayInvite  bool
	MayAccount bool // say who may
	SignIn     bool
	SignInAt   string // where signing in begins, which returns to this page
	OtherLang  string // the tag of the other language, and this page in it
	InOther    string
	Search     string
	Dropped    []string
	Live       *live // what the page listens to; nil for nothing
}

// InMenu tells whether the link that leads to the page stands in the menu of what is needed more rarely.
func (p *page) InMenu() bool {
	return slices.Contains([]string{"moved", "drafts", "people"}, p.Current)
}

// viewer is who asks, as the API tells it; nil for the public.
type viewer struct {
	AccountID *string
	Name      *string
	Role      string
	Partner   *thing
	Contracts []thing
	Scopes    []string
}

// Called returns the name of the viewer.
func (v *viewer) Called() string {
	if v.Name == nil {
		return ""
	}
	return *v.Name
}

// mostOfQuery bounds the parameters of an address, in bytes: a page repeats them in the address of each of its cells.
const mostOfQuery = 2 << 10

// page answers requests with what a handler makes.
func (s *site) page(show handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q := &request{site: s, http: r, query: r.URL.Query()}
		q.lang = languageOf(r)
		if len(r.URL.RawQuery) > mostOfQuery {
			s.write(w, q, s.failure(q, &problem{Status: http.StatusRequestURITooLong}))
			return
		}
		if chosen := q.query.Get("lang"); r.Method == http.MethodGet && chosen != "" && !q.embedded() {
			q.chooseLanguage(w, chosen)
			return
		}
		p, err := q.show(w, show)
		if err != nil {
			p = s.failure(q, err)
		}
		for _, c := range q.cookies {
			http.SetCookie(w, c)
		}
		if p.Redirect != "" {
			http.Redirect(w, r, p.Redirect, http.StatusSeeOther)
			return
		}
		if p.File != nil {
			q.send(w, p.File)
			return
		}
		s.write(w, q, p)
	})
}

// show finds out who asks, and makes the page.
func (q *request) show(w http.ResponseWriter, show handler) (*page, error) {
	if q.http.Header.Get("Cookie") != "" || q.http.Header.Get("Authorization") != "" {
		var who struct{ Viewer viewer }
		err := q.ask(whoAsks, nil, &who)
		var p *problem
		switch {
		case errors.As(err, &p) && p.Status == http.StatusUnauthorized && q.site.ForgetSession != nil:
			q.site.ForgetSession(w) // the session is over: the browser is the public again
			q.http.Header.Del("Cookie")
		case err != nil:
			return nil, err
		case who.Viewer.AccountID != nil:
			q.viewer = &who.Viewer
		}
	}
	q.readMoment()
	return show(q)
}

// write sends a page.
func (s *site) write(w http.ResponseWriter, q *request, p *page) {
	p.Lang, p.Viewer, p.SignIn, p.Dropped = q.lang, q.viewer, s.SignIn, q.dropped
	if p.Contract != nil {
		p.MayWrite, p.MayInvite = q.mayWrite(p.Contract.Code), q.mayInvite(p.Contract.Code)
	}
	p.MayAccount = q.mayAccount()
	p.OtherLang = "fr"
	if q.lang == lexicon.French {
		p.OtherLang = "en"
	}
	inOther := q.kept()
	inOther.Set("lang", p.OtherLang)
	p.InOther = address(q.http.URL.Path, inOther)
	p.SignInAt = address("/auth/login", url.Values{"return": {q.here("lang")}})
	p.Live = q.listens(p)
	if p.Template == "search" {
		p.Search = q.query.Get("q")
	}
	var written bytes.Buffer
	if err := s.templates.of(q.lang, p.Template).Execute(&written, p); err != nil {
		s.Log.ErrorContext(q.http.Context(), "a page could not be written", "page", p.Template, "error", err)
		http.Error(w, "Internal Server Error", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", string(q.lang.Tag()))
	if p.Secret {
		w.Header().Set("Cache-Control", "no-store")
	}
	if p.Status != 0 {
		w.WriteHeader(p.Status)
	}
	_, _ = written.WriteTo(w) // the client has gone; nobody is left to tell
}

// failure returns the page of an error. Its status is that of the problem.
func (s *site) failure(q *request, err error) *page {
	var told *problem
	if !errors.As(err, &told) {
		s.Log.ErrorContext(q.http.Context(), "a page could not be made", "path", q.http.URL.Path, "error", err)
		told = &problem{Status: http.StatusInternalServerError}
	}
	if told.Status >= http.StatusInternalServerError && told.Message != "" {
		s.Log.WarnContext(q.http.Context(), "the API refused a page", "path", q.http.URL.Path, "error", told)
	}
	status := told.Status
	if status == http.StatusForbidden { // what may not be seen is as if it were not there
		told, status = errNotFound, http.StatusNotFound
	}
	key := "error.broken"
	switch status {
	case http.StatusNotFound:
		key = "error.not-found"
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		key = "error.busy"
	case http.StatusBadRequest, http.StatusUnprocessableEntity, http.StatusRequestURITooLong:
		key = "error.refused"
	}
	if status >= http.StatusInternalServerError {
		told = &problem{} // what failed is of no use to a reader
	}
	return &page{
		Template: "error", Status: status, Title: say(q.lang, key),
		Body: struct{ Key, Message string }{key, told.Message},
	}
}

// languageCookie keeps the language that somebody chose.
const languageCookie = "maillage-lang"

// languageOf returns the language that the reader chose, or that their browser asks for.
func languageOf(r *http.Request) lexicon.Language {
	if c, err := r.Cookie(languageCookie); err == nil {
		if l, is := languageNamed(c.Value); is {
			return l
		}
	}
	if r.Header.Get("Accept-Language") == "" {
		return lexicon.French
	}
	return lexicon.Spoken(lexicon.Accepted(r.Header.Get("Accept-Language")))
}

func languageNamed(tag string) (lexicon.Language, bool) {
	switch strings.ToLower(tag) {
	case "fr":
		return lexicon.French, true
	case "en":
		return lexicon.English, true
	}
	return "", false
}

// chooseLanguage keeps a language in a cookie, and shows the page again.
func (q *request) chooseLanguage(w http.ResponseWriter, tag string) {
	if l, is := languageNamed(tag); is {
		http.SetCookie(w, &http.Cookie{
			Name: languageCookie, Value: string(l.Tag()), Path: "/", MaxAge: 365 * 24 * 3600,
			HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: q.http.TLS != nil,
		})
	}
	http.Redirect(w, q.http, q.here("lang"), http.StatusSeeOther)
}

// here returns the address of the page, without some of its parameters.
func (q *request) here(without ...string) string {
	return address(q.http.URL.Path, q.kept(without...))
}

// address writes a path of the hub with parameters, those that are empty left out.
func address(path string, parameters url.Values) string {
	for name, values := range parameters {
		if len(values) == 0 || len(values) == 1 && values[0] == "" {
			parameters.Del(name)
		}
	}
	u := url.URL{Path: path, RawQuery: parameters.Encode()}
	return u.String()
}
