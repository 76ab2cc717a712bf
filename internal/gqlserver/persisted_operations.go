package gqlserver

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/lexer"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"

	"maillage/graph"
	"maillage/graph/model"
	"maillage/internal/access"
	"maillage/internal/gqlserver/request"
	"maillage/internal/message"
)

// Operations are the persisted operations that an administrator has registered.
type Operations interface {
	// Text returns the operation with a SHA-256 in lower-case hexadecimal.
	Text(ctx context.Context, hash string) (text string, found bool, err error)
	// Required reports whether requests without an account may run persisted operations alone.
	Required(ctx context.Context) (bool, error)
}

// resolve sets the text of a persisted operation in a request. It refuses an unknown identifier. Where the public may
// run persisted operations alone, it refuses any other text of theirs.
func (h *Handler) resolve(ctx context.Context, req *request.Params) *response {
	refused := h.findDocument(ctx, req)
	if refused == nil && isEmpty(req.Query) {
		refused = errorResponse(ctx, model.ParseFailed, message.EmptyQuery) // the parser accepts it
	}
	if refused != nil && refused.status == 0 {
		h.gate.Spend(client(ctx), refusedCost)
	}
	return refused
}

// isEmpty reports whether a document has only white space and comments.
func isEmpty(document string) bool {
	text := lexer.New(&ast.Source{Input: document})
	for {
		if token, err := text.ReadToken(); err != nil || token.Kind != lexer.Comment {
			return err == nil && token.Kind == lexer.EOF
		}
	}
}

// findDocument finds the text of a persisted operation, and applies the rule for the public.
func (h *Handler) findDocument(ctx context.Context, req *request.Params) *response {
	if req.Document != "" {
		text, found, err := h.persisted(ctx, req.Document)
		switch {
		case err != nil:
			return h.failed(ctx, err)
		case !found:
			return errorResponse(ctx, model.PersistedQueryNotFound, message.UnknownDocument)
		}
		req.Query = text
		return nil
	}
	if refused := h.resolveHash(ctx, req); refused != nil {
		return refused
	}
	if h.config.Operations == nil || !access.From(ctx).IsPublic() {
		return nil
	}
	required, err := h.config.Operations.Required(ctx)
	if err != nil {
		return h.failed(ctx, err)
	}
	if !required {
		return nil
	}
	sum := sha256.Sum256([]byte(req.Query))
	switch _, found, err := h.persisted(ctx, hex.EncodeToString(sum[:])); {
	case err != nil:
		return h.failed(ctx, err)
	case !found:
		return errorResponse(ctx, model.PersistedQueryRequired, message.PersistedOnly)
	}
	return nil
}

// resolveHash replaces a hash by its operation. That is one that an administrator has registered, or one that a
// client has sent with its hash.
func (h *Handler) resolveHash(ctx context.Context, req *request.Params) *response {
	err := h.apq.resolve(req, h.parse)
	if err == nil {
		return nil
	}
	if sum, problem := hashOf(
		req.Extensions[request.PersistedQuery],
	); problem == nil && err.Code == model.PersistedQueryNotFound {
		text, found, err := h.persisted(ctx, hex.EncodeToString(sum[:]))
		if err != nil {
			return h.failed(ctx, err)
		}
		if found {
			req.Query = text
			delete(req.Extensions, request.PersistedQuery)
			return nil
		}
	}
	return errorResponse(ctx, err.Code, err.Sentence)
}

// persisted returns the text of a persisted operation, by its hash.
func (h *Handler) persisted(ctx context.Context, hash string) (text string, found bool, err error) {
	if h.config.Operations == nil {
		return "", false, nil
	}
	return h.config.Operations.Text(ctx, hash)
}

// operationKind returns the kind of the operation that a request would run. It is empty when none could run, which
// the executor reports.
func (h *Handler) operationKind(ctx context.Context, document, name string) ast.Operation {
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

// parse parses a document with at most Limits.Tokens tokens.
func (h *Handler) parse(document string) (*ast.QueryDocument, error) {
	return parser.ParseQueryWithTokenLimit(&ast.Source{Input: document}, h.config.Limits.Tokens)
}

// Problem is an error in a document.
type Problem struct {
	Line     int // of the document, from 1
	Sentence string
}

// Checked is what is known of a document without its variables.
type Checked struct {
	Name string // of its first operation; empty when it has none
	Cost int    // of its most expensive operation
}

// Check validates a document before anybody requests it. It reports a syntax error, what does not fit the schema, and
// what exceeds a limit whatever the variables are.
func Check(document string, limits Limits) (Checked, []Problem) {
	if int64(len(document)) > limits.Body || !request.Readable([]byte(document)) {
		return Checked{}, []Problem{
			{1, fmt.Sprintf(
				"A document must be UTF-8 of at most %d bytes, without NUL characters and unpaired surrogates.",
				limits.Body,
			)},
		}
	}
	parsed, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: document}, limits.Tokens)
	if err != nil {
		return Checked{}, problems(gqlerror.WrapIfUnwrapped(err))
	}
	if len(parsed.Operations) == 0 {
		return Checked{}, []Problem{{1, "The document has no operation."}}
	}
	if errs := validator.ValidateWithRules(graph.Schema, parsed, documentRules()); len(errs) > 0 {
		return Checked{}, problems(errs...)
	}
	known := Checked{Name: parsed.Operations[0].Name}
	var wrong []Problem
	for _, op := range parsed.Operations {
		found, err := surveyed(op, nil, limits)
		if err != nil {
			wrong = append(wrong, Problem{op.Position.Line, err.Error()})
		}
		known.Cost = max(known.Cost, found.cost)
	}
	return known, wrong
}

// problems returns errors of the parser or the validator as problems.
func problems(errs ...*gqlerror.Error) []Problem {
	all := make([]Problem, len(errs))
	for i, err := range errs {
		all[i] = Problem{1, err.Message}
		if len(err.Locations) > 0 {
			all[i].Line = err.Locations[0].Line
		}
	}
	return all
}
