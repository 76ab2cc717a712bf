package hub

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/rs/cors"
)

// anywhere stands for every origin.
const anywhere = "*"

// CheckOrigins makes sure that each is an origin as browsers write it, such as
// https://app.example.org, or « * » for all.
func CheckOrigins(origins []string) error {
	for _, o := range origins {
		page, err := url.Parse(o)
		if o != anywhere && (err != nil || page.Scheme != "https" && page.Scheme != "http" || page.Host == "" ||
			page.Scheme+"://"+page.Host != o || strings.ToLower(o) != o) {
			return fmt.Errorf(
				"%q is no origin: it is a scheme and a host, such as https://app.example.org, or * for all", o,
			)
		}
	}
	return nil
}

// trusts tells whether a page of another site may send the request. That any
// page may does not let any page use the session of whoever looks at it: for
// that its origin has to be named.
func trusts(origins []string, r *http.Request) bool {
	return slices.Contains(origins, r.Header.Get("Origin")) ||
		slices.Contains(origins, anywhere) && r.Header.Get("Cookie") == ""
}

// crossOrigin lets pages of the origins ask, and read the answers: browsers are
// told so before they send what a form could not, and cookies are never asked
// for. Other pages are refused, as all are where no origin is named.
func crossOrigin(origins []string, refuse, api http.Handler) http.Handler {
	sameSite := http.NewCrossOriginProtection()
	sameSite.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if trusts(origins, r) {
			api.ServeHTTP(w, r)
			return
		}
		refuse.ServeHTTP(w, r)
	}))
	guarded := sameSite.Handler(api)
	if len(origins) == 0 {
		return refusePreflights(origins, refuse, guarded)
	}
	allowed := cors.New(cors.Options{
		AllowedOrigins: origins,
		AllowedMethods: []string{http.MethodGet, http.MethodPost},
		AllowedHeaders: []string{"*"},
		ExposedHeaders: []string{"ETag", "Retry-After", "X-Request-Id", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "WWW-Authenticate", "Allow"},
		MaxAge:         7200, // seconds; browsers remember no longer
	}).Handler(guarded)
	return refusePreflights(origins, refuse, allowed)
}

// refusePreflights tells a developer why a browser does not let their page ask. Browsers show them the status and the
// body of a preflight.
func refusePreflights(origins []string, refuse, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		preflight := r.Method == http.MethodOptions && r.Header.Get("Origin") != "" && r.Header.Get(
			"Access-Control-Request-Method",
		) != ""
		if preflight && !trusts(origins, r) {
			w.Header().Add("Vary", "Origin")
			refuse.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}
