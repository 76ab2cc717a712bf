package web

import (
	"bytes"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"maillage/internal/lexicon"
	"maillage/internal/web/operations"
	"maillage/internal/web/words"
)

// request is one request for a page.
type request struct {
	site *site
	http *http.Request
	// control sets the deadlines of the connection.
	control *http.ResponseController
	lang    lexicon.Language
	query   url.Values
	known   string // time of the asKnownAt directive, in the format of the API; empty for now
	// dropped are invalid values of the URL. The page is rendered without them, and says so.
	dropped []string
	viewer  *viewer
	// position is the end of the ledger when the page was requested; empty for the public.
	position string
	cookies  []*http.Cookie // to set with the response
	// isUnlinked reports that the empty cells of the matrix are not shown as links.
	isUnlinked bool
	isSmall    bool // the matrix is shown without its themes, so its axes keep their order
}

// handler makes a page, or returns a *operations.Problem as the error.
type handler func(*request) (*page, error)

// page is the data of a template, which is rendered within the frame of all pages.
type page struct {
	Template string // of the body
	Title    string
	Status   int       // 0 is 200
	Contract *contract // that the page belongs to; nil for none
	Current  string    // the navigation link of this page
	Wide     bool      // whether the page uses the whole width
	Redirect string    // instead of a page
	Secret   bool      // whether caches must not store the page
	File     *file     // instead of a page
	Embedded bool      // whether the page has no navigation
	Base     string    // the target attribute of links; empty for this tab
	Feed     string    // URL of the Atom feed
	Refresh  int       // seconds until the browser reloads the page; 0 for never
	Body     any

	// Data of the frame of all pages.
	Lang       lexicon.Language
	Viewer     *viewer
	MayWrite   bool // in the contract
	MayInvite  bool
	MayAccount bool // whether to link to the accounts
	MayWebhook bool // whether to link to the webhooks
	MayImport  bool // whether to link to the imports
	SignIn     bool
	SignInAt   string // URL of the login, which returns to this page
	OtherLang  string // tag of the other language; InOther is the URL of this page in it
	InOther    string
	Search     string
	KnownAs    string // the time of the hub's knowledge, as the URL has it; Now is the URL of this page at present
	Now        string
	Dropped    []string
	Live       *live // changes that the page subscribes to; nil for none
}

// InMenu reports whether the link to the page is in the menu of rarely used links.
func (p *page) InMenu() bool {
	return slices.Contains([]string{"funding", "moved", "drafts", "people"}, p.Current)
}

// viewer is the current viewer, as the API returns it; nil for the public.
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

// maxQuerySize is the maximum size of the query string, in bytes: a page repeats it in the link of each cell.
const maxQuerySize = 2 << 10

// page returns the HTTP handler that renders what a page handler makes.
func (s *site) page(show handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q := &request{site: s, http: r, control: http.NewResponseController(w), query: r.URL.Query()}
		q.lang = languageOf(r)
		if len(r.URL.RawQuery) > maxQuerySize {
			s.write(w, q, s.failure(q, &operations.Problem{Status: http.StatusRequestURITooLong}))
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
			http.Redirect(w, r, q.inMoment(p.Redirect, q.momentOf()), http.StatusSeeOther)
			return
		}
		if p.File != nil {
			q.send(w, p.File)
			return
		}
		s.write(w, q, p)
	})
}

// viewerOperation is the operation that fetches the viewer, for each request with a cookie or a token.
const viewerOperation = "WhoAsks"

// vars are the variables of an operation. Nil values are omitted.
type vars map[string]any

// execute executes an operation of the API with the credentials of the request, and decodes its data. An error of the
// API is returned as a *[operations.Problem].
func (q *request) execute(operation string, variables vars, into any) error {
	position, err := q.site.operations.Execute(operations.Call{
		Request: q.http, Language: q.lang, Operation: operation, Variables: variables, AsKnownAt: q.known,
		Position: operation == viewerOperation,
	}, into)
	if position != "" {
		q.position = position
	}
	return err
}

// show fetches the viewer, and makes the page.
func (q *request) show(w http.ResponseWriter, show handler) (*page, error) {
	if q.http.Header.Get("Cookie") != "" || q.http.Header.Get("Authorization") != "" {
		var who struct{ Viewer viewer }
		err := q.execute(viewerOperation, nil, &who)
		var p *operations.Problem
		switch {
		case errors.As(err, &p) && p.Status == http.StatusUnauthorized && q.site.ForgetSession != nil:
			q.site.ForgetSession(w) // the session has ended: the browser becomes the public
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

// write renders and sends a page.
func (s *site) write(w http.ResponseWriter, q *request, p *page) {
	p.Lang, p.Viewer, p.SignIn, p.Dropped = q.lang, q.viewer, s.SignIn, q.dropped
	if p.Contract != nil {
		p.MayWrite, p.MayInvite = q.mayWrite(p.Contract.Code), q.mayInvite(p.Contract.Code)
	}
	p.MayAccount, p.MayWebhook, p.MayImport = q.mayAccount(), q.mayWebhook(), q.mayImport()
	p.OtherLang = "fr"
	if q.lang == lexicon.French {
		p.OtherLang = "en"
	}
	inOther := q.parameters()
	inOther.Set("lang", p.OtherLang)
	p.InOther = address(q.http.URL.Path, inOther)
	p.SignInAt = address("/auth/login", url.Values{"return": {q.here("lang")}})
	p.Live = q.subscription(p)
	if q.known != "" {
		p.KnownAs, p.Now = q.query.Get("known"), q.here("known")
	}
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
	_, _ = w.Write(q.keepMoment(written.Bytes())) // the client may be gone; nothing can be reported to it
}

// failure returns the page of an error, with the status of its problem.
func (s *site) failure(q *request, err error) *page {
	var told *operations.Problem
	if !errors.As(err, &told) {
		s.Log.ErrorContext(q.http.Context(), "a page could not be made", "path", q.http.URL.Path, "error", err)
		told = &operations.Problem{Status: http.StatusInternalServerError}
	}
	hasLeft := q.http.Context().Err() != nil // so the API gave up: nobody waits for the page
	if told.Status >= http.StatusInternalServerError && told.Message != "" && !hasLeft {
		s.Log.WarnContext(q.http.Context(), "the API refused a page", "path", q.http.URL.Path, "error", told)
	}
	status := told.Status
	if status == http.StatusForbidden { // a hidden page looks like a missing one
		told, status = operations.ErrNotFound, http.StatusNotFound
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
		told = &operations.Problem{} // internal details are of no use to a reader
	}
	return &page{
		Template: "error", Status: status, Title: words.Say(q.lang, key),
		Body: struct{ Key, Message string }{key, told.Message},
	}
}

// languageCookie is the name of the cookie with the chosen language.
const languageCookie = "maillage-lang"

// languageOf returns the chosen language, or the one that the browser prefers.
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

// languageNamed returns the language of a tag.
func languageNamed(tag string) (lexicon.Language, bool) {
	switch strings.ToLower(tag) {
	case "fr":
		return lexicon.French, true
	case "en":
		return lexicon.English, true
	}
	return "", false
}

// chooseLanguage stores a language in a cookie, and reloads the page.
func (q *request) chooseLanguage(w http.ResponseWriter, tag string) {
	if l, is := languageNamed(tag); is {
		http.SetCookie(w, &http.Cookie{
			Name: languageCookie, Value: string(l.Tag()), Path: "/", MaxAge: 365 * 24 * 3600,
			HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: q.http.TLS != nil,
		})
	}
	http.Redirect(w, q.http, q.here("lang"), http.StatusSeeOther)
}

// here returns the URL of the page, without some of its parameters.
func (q *request) here(without ...string) string {
	return address(q.http.URL.Path, q.parameters(without...))
}

// address returns the URL of a path with parameters. It omits empty ones.
func address(path string, parameters url.Values) string {
	for name, values := range parameters {
		if len(values) == 0 || len(values) == 1 && values[0] == "" {
			parameters.Del(name)
		}
	}
	u := url.URL{Path: path, RawQuery: parameters.Encode()}
	return u.String()
}
