package graph

import (
	"encoding/json"
	"math"
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

// exact writes whole numbers without a fraction or an exponent, as integers are
// read: 1.0 and 1e2 are integers to a client.
func exact(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for name, inner := range v {
			v[name] = exact(inner)
		}
	case []any:
		for i, inner := range v {
			v[i] = exact(inner)
		}
	case json.Number:
		if !strings.ContainsAny(v.String(), ".eE") {
			return v
		}
		if f, err := v.Float64(); err == nil && f == math.Trunc(f) && math.Abs(f) < 1<<53 {
			return json.Number(strconv.FormatInt(int64(f), 10))
		}
	}
	return value
}
