package stream

import (
	"net/http"
	"net/url"
	"strings"

	"maillage/internal/gqlserver/request"
)

// IsWebSocket reports whether a request asks for an upgrade to a WebSocket.
func IsWebSocket(r *http.Request) bool {
	for part := range strings.SplitSeq(strings.Join(r.Header.Values("Upgrade"), ","), ",") {
		if strings.EqualFold(strings.TrimSpace(part), "websocket") {
			return true
		}
	}
	return false
}

// IsSSE reports whether a request prefers a stream of server-sent events to a single response.
func IsSSE(r *http.Request) bool {
	return request.MediaType(r.Header.Values("Accept")) == request.MediaEvents
}

// sameOrigin reports whether no page of another site sent the request. It holds without an Origin header, when the
// browser says same-origin, or when the origin is the requested host.
func sameOrigin(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" || r.Header.Get("Sec-Fetch-Site") == "same-origin" {
		return true
	}
	page, err := url.Parse(origin)
	return err == nil && strings.EqualFold(page.Host, r.Host)
}
