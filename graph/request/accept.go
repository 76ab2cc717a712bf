package request

import (
	"mime"
	"slices"
	"strconv"
	"strings"
)

// The media types of answers. The first has status codes that mean something; the
// second, for older clients, answers 200 to every well-formed request; the third
// is for subscriptions.
const (
	MediaResponse = "application/graphql-response+json"
	MediaJSON     = "application/json"
	MediaEvents   = "text/event-stream"
)

// Answer is the media type that the client of a request would have, by its
// `Accept`; empty when it takes none of ours. Events are for whoever names them:
// one who takes anything would not know what to do with them.
func Answer(accept []string) string {
	if slices.ContainsFunc(rangesOf(accept), func(r liking) bool { return r.of == MediaEvents }) {
		return Prefers(accept, MediaJSON, MediaResponse, MediaEvents)
	}
	return Prefers(accept, MediaJSON, MediaResponse)
}

// Prefers is what a client likes best of what is offered, by a header such as
// `Accept`; empty when it takes nothing of that. The most specific range says how
// much it likes one (RFC 9110, §12.5.1). Of equal likings the first that it names
// counts, for some name all that they know with each request, and of a range the
// first that is offered, which is also for whoever does not say.
func Prefers(header []string, offers ...string) string {
	ranges := rangesOf(header)
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

// liking is how much a client likes what is in a range, from 0 to 1.
type liking struct {
	of string
	q  float64
}

// rangesOf reads a header, but for what cannot be read.
func rangesOf(header []string) []liking {
	var all []liking
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
		all = append(all, liking{of, q})
	}
	return all
}

// mostSpecific is which range says most exactly how an offer is liked; -1 is none.
func mostSpecific(ranges []liking, offer string) int {
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
