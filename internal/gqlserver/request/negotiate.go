package request

import (
	"mime"
	"slices"
	"strconv"
	"strings"
)

// The media types of responses. The first uses status codes by the GraphQL-over-HTTP specification. The second, for
// older clients, has status 200 for every well-formed request. The third is for subscriptions.
const (
	MediaResponse = "application/graphql-response+json"
	MediaJSON     = "application/json"
	MediaEvents   = "text/event-stream"
)

// MediaType returns the media type of the response that a client prefers by its `Accept`, or "" when it accepts none of
// ours. It offers server-sent events only to a client that names them, since one that accepts anything would not
// understand them.
func MediaType(accept []string) string {
	if slices.ContainsFunc(parseRanges(accept), func(r mediaRange) bool { return r.of == MediaEvents }) {
		return Prefers(accept, MediaJSON, MediaResponse, MediaEvents)
	}
	return Prefers(accept, MediaJSON, MediaResponse)
}

// Prefers returns the offer that a client prefers by a header such as `Accept`, or "" when it accepts none. The
// quality of an offer is that of the most specific range (RFC 9110, §12.5.1). On a tie the range that the client
// names first wins, since some clients name all that they know. Within one range the first offer wins, and so it does
// without a header.
func Prefers(header []string, offers ...string) string {
	ranges := parseRanges(header)
	if len(ranges) == 0 {
		return offers[0]
	}
	best, liked, at := "", 0.0, 0
	for _, offer := range offers {
		if i := mostSpecific(ranges, offer); i >= 0 && (ranges[i].q > liked || ranges[i].q == liked && i < at) {
			best, liked, at = offer, ranges[i].q, i
		}
	}
	return best
}

// mediaRange is a range of a header and its quality, from 0 to 1.
type mediaRange struct {
	of string
	q  float64
}

// parseRanges parses a header and skips what it cannot parse.
func parseRanges(header []string) []mediaRange {
	var all []mediaRange
	for part := range strings.SplitSeq(strings.Join(header, ","), ",") {
		of, params, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		q := 1.0
		if given, says := params["q"]; says {
			if q, err = strconv.ParseFloat(given, 64); err != nil || !(q >= 0 && q <= 1) {
				continue
			}
		}
		all = append(all, mediaRange{of, q})
	}
	return all
}

// mostSpecific returns the index of the most specific range that matches an offer, or -1.
func mostSpecific(ranges []mediaRange, offer string) int {
	kind, _, _ := strings.Cut(offer, "/")
	for _, exact := range [][]string{{offer}, {kind + "/*"}, {"*/*", "*"}} {
		for i, r := range ranges {
			if slices.Contains(exact, r.of) {
				return i
			}
		}
	}
	return -1
}
