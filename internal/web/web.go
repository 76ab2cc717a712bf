// Package web serves the HTML pages, rendered on the server from results of the API.
//
// The pages are a client of the API in the same process. They contain no rules and read no records themselves, so that
// rights, limits and derivations are those of the API. Every state has a URL, and every action is a link or a form.
package web

import (
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"time"
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
}

// site serves the pages.
type site struct {
	Config
	operations operations
	templates  templates
	assets     assets
}

// New returns the handler of the pages. It responds with 404 to paths without a page, including those of other parts of
// the hub.
func New(c Config) (http.Handler, error) {
	s := &site{Config: c}
	if s.Zone == nil {
		s.Zone = time.UTC
	}
	var err error
	if s.operations, err = readOperations(); err != nil {
		return nil, fmt.Errorf("read the operations of the pages: %w", err)
	}
	if s.assets, err = readAssets(); err != nil {
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
	mux.Handle("/", s.page(func(*request) (*page, error) { return nil, errNotFound }))
	return headers(mux), nil
}

// embedPattern is the page that other sites may embed.
const embedPattern = "GET /embed/contracts/{contract}"

// Patterns returns the patterns of all pages in order, for tests that visit each.
func Patterns() []string {
	return append(slices.Sorted(maps.Keys(new(site).pages())), embedPattern)
}

// pages returns the handlers by pattern.
func (s *site) pages() map[string]handler {
	return map[string]handler{
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
		"GET /compare":                                   s.compare,
		"GET /contracts/{contract}/matrix.csv":           s.matrixCSV,
		"GET /contracts/{contract}/matrix.xlsx":          s.matrixXLSX,
		"GET /contracts/{contract}/matrix.svg":           s.matrixSVG,
		"GET /contracts/{contract}/changes.atom":         s.feed,
		"GET /contracts/{contract}/network.svg":          s.networkFile,
		"GET /contracts/{contract}/actions":              s.actions,
		"GET /contracts/{contract}/axes/{axis}":          s.axis,
		"GET /contracts/{contract}/actions/{action}":     s.action,
		"GET /contracts/{contract}/groups/{group}":       s.group,
		"GET /partners/{partner}":                        s.partner,
		"GET /partners/merge":                            s.merge,
		"POST /partners/merge":                           s.merged,
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
		"GET /webhooks":                            s.webhooks,
		"POST /webhooks":                           s.webhookMade,
		"POST /webhooks/set":                       s.webhookSet,
	}
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
