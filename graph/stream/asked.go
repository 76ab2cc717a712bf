package stream

import (
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

const eventStream = "text/event-stream"

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
// answer. Some clients name every media type that they know with each query:
// of equal likings, the first counts.
func IsSSE(r *http.Request) bool {
	likes, best := false, 0.0
	for part := range strings.SplitSeq(strings.Join(r.Header.Values("Accept"), ","), ",") {
		media, params, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		q := 1.0
		if given, ok := params["q"]; ok {
			if q, err = strconv.ParseFloat(given, 64); err != nil {
				continue
			}
		}
		switch media {
		case eventStream, "application/json", "application/graphql-response+json":
			if q > best {
				likes, best = media == eventStream, q
			}
		}
	}
	return likes
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
