package server

import (
	"net/http"
	"strings"

	"github.com/klauspost/compress/gzhttp"

	"maillage/internal/gqlserver"
	"maillage/internal/gqlserver/request"
)

// compressMinSize is the minimum size of a compressed response, in bytes. Below it, compression saves less than one
// packet.
const compressMinSize = 1400

// compressResponses compresses responses with gzip for clients that accept it. It does not compress event streams: each
// event is small, and must not be delayed. A compressed response has its own ETag.
func compressResponses(h http.Handler) (http.Handler, error) {
	wrap, err := gzhttp.NewWrapper(
		gzhttp.MinSize(compressMinSize), gzhttp.SuffixETag(gqlserver.CompressedTag), gzhttp.EnableZstd(false),
	)
	if err != nil {
		return nil, err
	}
	compressing := wrap(h)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// Events must be sent at once, and a WebSocket takes over the connection. Exports and reports are compressed as
		// they are made.
		if gqlserver.StaysOpen(r) || strings.HasPrefix(r.URL.Path, exportPath) ||
			strings.HasPrefix(r.URL.Path, importPath) {
			h.ServeHTTP(w, r)
			return
		}
		// The wrapper ignores a preference for identity.
		if request.Prefers(r.Header.Values("Accept-Encoding"), "gzip", "identity") == "identity" {
			r = r.Clone(r.Context())
			r.Header.Del("Accept-Encoding")
		}
		compressing.ServeHTTP(w, r)
	}), nil
}
