package hub

import (
	"net/http"

	"github.com/klauspost/compress/gzhttp"

	"maillage/graph"
	"maillage/graph/request"
)

// compressFrom is how large an answer is, in bytes, that is compressed: below,
// what is saved is less than one packet.
const compressFrom = 1400

// compressed compresses answers for clients that would have it so. Streams of
// events are sent as they are: each event is small, and must not wait. A
// compressed answer has an entity tag of its own.
func compressed(h http.Handler) (http.Handler, error) {
	wrap, err := gzhttp.NewWrapper(
		gzhttp.MinSize(compressFrom), gzhttp.SuffixETag(graph.CompressedTag), gzhttp.EnableZstd(false),
	)
	if err != nil {
		return nil, err
	}
	compressing := wrap(h)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// Events are to be sent at once, and a WebSocket takes the connection over.
		if graph.StaysOpen(r) {
			h.ServeHTTP(w, r)
			return
		}
		if request.Prefers(r.Header.Values("Accept-Encoding"), "gzip", "identity") == "identity" { // of which the wrapper knows nothing
			r = r.Clone(r.Context())
			r.Header.Del("Accept-Encoding")
		}
		compressing.ServeHTTP(w, r)
	}), nil
}
