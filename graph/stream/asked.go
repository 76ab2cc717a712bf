package stream

import (
	"net/http"
	"net/url"
	"strings"

	"maillage/graph/request"
)

// IsWebSocket tells whether a request asks for a WebSocket.
func IsWebSocket(r *http.Request) bool {
	for part := range strings.SplitSeq(strings.Join(r.Header.Values("Upgrade"), ","), ",") {
		if strings.EqualFold(strings.TrimSpace(part), "websocket") {
			return true
		}
	}
	return false
}

// IsSSE tells whether a request would rather have a stream of events than one
// answer.
func IsSSE(r *http.Request) bool {
	return request.Answer(r.Header.Values("Accept")) == request.MediaEvents
}

// sameOrigin tells whether no page of another site sent the request: it is not
// a browser's, or the browser says so, or the page is of the host it asks.
func sameOrigin(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" || r.Header.Get("Sec-Fetch-Site") == "same-origin" {
		return true
	}
	page, err := url.Parse(origin)
	return err == nil && strings.EqualFold(page.Host, r.Host)
}
