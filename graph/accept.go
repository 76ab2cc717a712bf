package graph

import (
	"mime"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

// accepted is the media type to answer with: the one that the client likes
// best, application/json when it does not say or likes neither.
func accepted(headers []string) string {
	best, liking := mediaJSON, 0.0
	for _, part := range strings.Split(strings.Join(headers, ","), ",") {
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
		if q <= liking {
			continue
		}
		switch media {
		case mediaResponse, mediaJSON:
			best, liking = media, q
		case "*/*", "application/*":
			best, liking = mediaJSON, q
		}
	}
	return best
}

// parse reads a document with a bound on its tokens far above every limit: it
// only looks at the kinds of its operations.
func parse(document string) (*ast.QueryDocument, error) {
	return parser.ParseQueryWithTokenLimit(&ast.Source{Input: document}, 20_000)
}
