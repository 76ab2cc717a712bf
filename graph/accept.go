package graph

import (
	"context"
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

// wouldRun is which kind of operation a request asks for; empty when there is
// none that could run, which is left for the executor to say.
func (h *Handler) wouldRun(ctx context.Context, document, name string) ast.Operation {
	parsed, known := h.parsed.Get(ctx, document)
	if !known {
		var err error
		if parsed, err = h.parse(document); err != nil {
			return ""
		}
	}
	if op := parsed.Operations.ForName(name); op != nil {
		return op.Operation
	}
	return ""
}

// parse reads a document, unless it has more tokens than would be run.
func (h *Handler) parse(document string) (*ast.QueryDocument, error) {
	return parser.ParseQueryWithTokenLimit(&ast.Source{Input: document}, h.config.Limits.Tokens)
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
