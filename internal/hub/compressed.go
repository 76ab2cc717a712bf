package hub

import (
	"net/http"
	"strings"

	"github.com/klauspost/compress/gzhttp"

	"maillage/graph"
)

// compressFrom is how large an answer is, in bytes, that is compressed: below,
// what is saved is less than one packet.
const compressFrom = 1400

// compressed compresses answers for clients that would have it so. Streams of
// events are sent as they are: each event is small, and must not wait. A
// compressed answer has an entity tag of its own.
func compressed(h http.Handler) (http.Handler, error) {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(compressFrom), gzhttp.SuffixETag(graph.CompressedTag), gzhttp.EnableZstd(false),
		gzhttp.ContentTypeFilter(func(contentType string) bool {
			return gzhttp.DefaultContentTypeFilter(contentType) && !strings.HasPrefix(contentType, "text/event-stream")
		}))
	if err != nil {
		return nil, err
	}
	compressing := wrap(h)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Upgrade") != "" { // a WebSocket takes the connection over
			h.ServeHTTP(w, r)
			return
		}
		compressing.ServeHTTP(w, r)
	}), nil
}
