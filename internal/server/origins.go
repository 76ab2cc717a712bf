package server

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/rs/cors"

	"maillage/internal/message"
)

// anyOrigin stands for every origin.
const anyOrigin = "*"

// OriginError reports what is no origin.
type OriginError struct{ Origin string }

func (e *OriginError) Error() string { return message.IsNoOrigin(e.Origin).String() }

// CheckOrigins checks that each is an origin as browsers send it, such as https://app.example.org, or « * » for all.
// The error is an *OriginError.
func CheckOrigins(origins []string) error {
	for _, o := range origins {
		page, err := url.Parse(o)
		if o != anyOrigin && (err != nil || page.Scheme != "https" && page.Scheme != "http" || page.Host == "" ||
			page.Scheme+"://"+page.Host != o || strings.ToLower(o) != o) {
			return &OriginError{o}
		}
	}
	return nil
}

// isTrusted reports whether a page of another site may send the request. With « * », no page can use the session of the
// person who visits it: requests with cookies need a listed origin.
func isTrusted(origins []string, r *http.Request) bool {
	return slices.Contains(origins, r.Header.Get("Origin")) ||
		slices.Contains(origins, anyOrigin) && r.Header.Get("Cookie") == ""
}

// crossOrigin adds CORS for the origins, and rejects other cross-origin requests. Preflights allow what a form could
// not send, but never credentials. Without origins it rejects all.
func crossOrigin(origins []string, refuse, api http.Handler) http.Handler {
	sameSite := http.NewCrossOriginProtection()
	sameSite.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isTrusted(origins, r) {
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
		AllowedMethods: []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut},
		AllowedHeaders: []string{"*"},
		ExposedHeaders: []string{"ETag", "Retry-After", "X-Request-Id", "RateLimit-Limit", "RateLimit-Remaining",
			"RateLimit-Reset", "WWW-Authenticate", "Allow", "Location", uploadOffset, uploadLength},
		MaxAge: 7200, // seconds, the maximum in browsers
	}).Handler(guarded)
	return refusePreflights(origins, refuse, allowed)
}

// refusePreflights rejects preflights of other origins with the reason. Browsers show developers the status and the
// body of a preflight.
func refusePreflights(origins []string, refuse, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		preflight := r.Method == http.MethodOptions && r.Header.Get("Origin") != "" && r.Header.Get(
			"Access-Control-Request-Method",
		) != ""
		if preflight && !isTrusted(origins, r) {
			w.Header().Add("Vary", "Origin")
			refuse.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}
