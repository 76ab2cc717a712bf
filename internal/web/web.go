// Package web serves the HTML pages, rendered on the server from results of the API.
//
// The pages are a client of the API in the same process. They contain no rules and read no records themselves, so that
// rights, limits and derivations are those of the API. Every state has a URL, and every action is a link or a form.
package web

import (
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"maillage/internal/web/assets"
	"maillage/internal/web/operations"
	"maillage/internal/web/words"
)

// Config holds the dependencies and settings of the pages.
type Config struct {
	API http.Handler // executes GraphQL operations sent by POST
	Log *slog.Logger
	// SignIn reports whether people can sign in, below /auth/.
	SignIn bool
	// ForgetSession clears the cookie of an expired session.
	ForgetSession func(http.ResponseWriter)
	Zone          *time.Location // time zone of displayed times; nil is UTC
	// FrameAncestors are the sites that may embed pages in a frame, in the syntax of the Content-Security-Policy; empty
	// means none.
	FrameAncestors string
	Uploads        http.Handler // takes the file of an import at its uploadPath, by PUT
	MaxUpload      int64        // size of the largest file, in bytes
}

// site serves the pages.
type site struct {
	Config
	operations *operations.Client
	templates  templates
	assets     assets.Assets
	readers    *http.ServeMux // of the pages that show a moment
	receiving  chan struct{}  // has an item for each file that is being received
}

// New returns the handler of the pages. It responds with 404 to paths without a page, including those of other parts of
// the hub.
func New(c Config) (http.Handler, error) {
	s := &site{Config: c, receiving: make(chan struct{}, uploadPlaces)}
	s.readers = readers(s.pages())
	if s.Zone == nil {
		s.Zone = time.UTC
	}
	var err error
	if s.operations, err = operations.New(c.API); err != nil {
		return nil, err
	}
	if s.assets, err = assets.Load(); err != nil {
		return nil, fmt.Errorf("read the files of the pages: %w", err)
	}
	if s.templates, err = templatesFor(s.assets, s.Zone); err != nil {
		return nil, fmt.Errorf("read the templates of the pages: %w", err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /assets/{file}", s.assets)
	for pattern, show := range s.pages() {
		mux.Handle(pattern, s.page(show))
	}
	embedded, err := s.framed(s.page(s.embed))
	if err != nil {
		return nil, err
	}
	mux.Handle(embedPattern, embedded)
	mux.Handle("/", s.page(func(*request) (*page, error) { return nil, operations.ErrNotFound }))
	return headers(mux), nil
}

// embedPattern is the page that other sites may embed, and embeddings the beginning of its path.
const (
	embedPattern = "GET /embed/contracts/{contract}"
	embeddings   = "/embed/"
)

// Patterns returns the patterns of all pages in order, for tests that visit each.
func Patterns() []string {
	return append(slices.Sorted(maps.Keys(new(site).pages())), embedPattern)
}

// UploadPattern is the form that sends a file, which may take longer than other requests.
const UploadPattern = "POST /imports/new"

// pages returns the handlers by pattern.
func (s *site) pages() map[string]handler {
	all := map[string]handler{
		"GET /{$}":                  s.home,
		"POST /seen":                s.markSeen,
		"GET /contracts":            s.contracts,
		"GET /contracts/{contract}": s.matrix,
		"GET /contracts/{contract}/why/{partner}/{axis}": s.why,
		"GET /contracts/{contract}/gaps":                 s.gaps,
		"GET /contracts/{contract}/network":              s.network,
		"GET /contracts/{contract}/bridges":              s.bridges,
		"GET /contracts/{contract}/timeline":             s.timeline,
		"GET /contracts/{contract}/moved":                s.moved,
		"GET /contracts/{contract}/funding":              s.funding,
		"GET /compare":                                   s.compare,
		"GET /contracts/{contract}/changes.atom":         s.feed,
		"GET /contracts/{contract}/network.svg":          s.networkFile,
		"GET /contracts/{contract}/actions":              s.actions,
		"GET /contracts/{contract}/axes/{axis}":          s.axis,
		"GET /contracts/{contract}/actions/{action}":     s.action,
		"GET /contracts/{contract}/groups/{group}":       s.group,
		"GET /partners/{partner}":                        s.partner,
		"GET /sources/{source}":                          s.source,
		"GET /themes/{theme...}":                         s.theme,
		"GET /records/{id}":                              s.redirect,
		"GET /search":                                    s.search,
		"GET /suggest":                                   s.suggest,
		"GET /changes":                                   s.changes,

		"GET /contracts/{contract}/declare":        s.declare,
		"POST /contracts/{contract}/declare":       s.declared,
		"GET /contracts/{contract}/drafts":         s.drafts,
		"POST /contracts/{contract}/drafts":        s.begun,
		"GET /contracts/{contract}/people":         s.people,
		"POST /contracts/{contract}/people":        s.invited,
		"POST /contracts/{contract}/people/revoke": s.uninvited,
		"GET /drafts/{draft}":                      s.draft,
		"POST /drafts/{draft}/publish":             s.published,
		"POST /drafts/{draft}/discard":             s.discarded,
		"GET /records/{id}/edit":                   s.edit,
		"POST /records/{id}/edit":                  s.edited,
		"POST /records/{id}/status":                s.advanced,
		"GET /records/{id}/add/{what}":             s.add,
		"POST /records/{id}/add/{what}":            s.added,
		"GET /records/{id}/delete":                 s.remove,
		"POST /records/{id}/delete":                s.removed,
		"GET /records/{id}/report":                 s.report,
		"GET /changes/{id}/revert":                 s.revert,
		"POST /changes/{id}/revert":                s.reverted,
		"GET /accounts":                            s.accounts,
		"POST /accounts":                           s.accountMade,
		"POST /accounts/set":                       s.accountSet,
	}
	maps.Copy(all, s.mergePages())
	maps.Copy(all, s.takePages())
	maps.Copy(all, s.webhookPages())
	maps.Copy(all, s.importPages())
	return all
}

// policy lets a page load only files of the hub itself.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// headers sets the headers of every response.
func headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Cache-Control", "private, no-cache")
		h.Add("Vary", "Accept-Language, Cookie, Authorization")
		next.ServeHTTP(w, r)
	})
}

// embedded reports whether the request is for a page that other sites may embed.
func (q *request) embedded() bool { return strings.HasPrefix(q.http.URL.Path, embeddings) }

// embed shows the matrix of a contract without navigation. Its links open the hub itself in a new tab.
func (s *site) embed(q *request) (*page, error) {
	if l, is := languageNamed(q.query.Get("lang")); is { // browsers send no cookie to the frame
		q.lang = l
	}
	whole := q.http.Clone(q.http.Context())
	whole.URL.Path, whole.URL.RawQuery = strings.TrimPrefix(whole.URL.Path,
		strings.TrimSuffix(embeddings, "/")), q.parameters("lang").Encode()
	q.http, q.viewer = whole, nil // frames are read-only
	m, of, err := q.matrixOf()
	if err != nil {
		return nil, err
	}
	m.Framed = true
	return &page{
		Template: "matrix", Title: words.Say(q.lang, "matrix.title") + " – " + of.Name, Wide: true, Embedded: true,
		Base: "_blank", Body: m,
	}, nil
}

// framed lets the configured sites embed a page, and no others.
func (s *site) framed(next http.Handler) (http.Handler, error) {
	ancestors := strings.TrimSpace(s.FrameAncestors)
	if ancestors == "" || ancestors == "'none'" {
		return next, nil
	}
	if strings.ContainsFunc(ancestors, func(r rune) bool { return r == ';' || r == ',' || r < ' ' || r > '~' }) {
		return nil, errors.New("frame ancestors are origins apart by spaces, such as https://www.example.org")
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy",
			strings.Replace(policy, "frame-ancestors 'none'", "frame-ancestors "+ancestors, 1))
		w.Header().Del("X-Frame-Options") // this header cannot list sites
		next.ServeHTTP(w, r)
	}), nil
}
