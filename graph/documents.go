package graph

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

	"maillage/graph/request"
	"maillage/internal/access"
)

// Documents are those that an administrator has let in.
type Documents interface {
	// Text is the document with a SHA-256 in lower-case hexadecimal.
	Text(ctx context.Context, hash string) (text string, found bool, err error)
	// Required tells whether whoever has no account asks such documents alone.
	Required(ctx context.Context) (bool, error)
}

// resolve puts the text of a persisted document in the place of its identifier,
// and refuses one that is not known, and, where the public asks persisted
// documents alone, any other text of theirs.
func (h *Handler) resolve(ctx context.Context, asked *request.Params) *response {
	refused := h.find(ctx, asked)
	if refused == nil && isEmpty(asked.Query) {
		refused = refusal(ctx, ParseFailed, "the `query` is empty") // the parser lets it pass
	}
	if refused != nil && refused.status == 0 {
		h.gate.Spend(client(ctx), refusedCost)
	}
	return refused
}

// isEmpty tells whether a document has nothing but blanks and comments.
func isEmpty(document string) bool {
	text := lexer.New(&ast.Source{Input: document})
	for {
		if token, err := text.ReadToken(); err != nil || token.Kind != lexer.Comment {
			return err == nil && token.Kind == lexer.EOF
		}
	}
}

func (h *Handler) find(ctx context.Context, asked *request.Params) *response {
	if asked.Document != "" {
		text, found, err := h.persisted(ctx, asked.Document)
		switch {
		case err != nil:
			return h.broken(ctx, err)
		case !found:
			return refusal(ctx, PersistedQueryNotFound, "no persisted document has this `documentId`")
		}
		asked.Query = text
		return nil
	}
	if refused := h.automatic(ctx, asked); refused != nil {
		return refused
	}
	if h.config.Documents == nil || !access.From(ctx).IsPublic() {
		return nil
	}
	required, err := h.config.Documents.Required(ctx)
	if err != nil {
		return h.broken(ctx, err)
	}
	if !required {
		return nil
	}
	sum := sha256.Sum256([]byte(asked.Query))
	switch _, found, err := h.persisted(ctx, hex.EncodeToString(sum[:])); {
	case err != nil:
		return h.broken(ctx, err)
	case !found:
		return refusal(
			ctx, PersistedQueryRequired,
			"whoever has no account asks this hub persisted documents alone: send a `documentId`, or log in",
		)
	}
	return nil
}

// automatic puts the document in the place of the hash that names it: one that
// an administrator has let in, or one that a client has sent with its hash.
func (h *Handler) automatic(ctx context.Context, asked *request.Params) *response {
	err := h.hashed.resolve(asked, h.parse)
	if err == nil {
		return nil
	}
	if sum, problem := hashOf(
		asked.Extensions[request.PersistedQuery],
	); problem == nil && err.Code == PersistedQueryNotFound {
		text, found, err := h.persisted(ctx, hex.EncodeToString(sum[:]))
		if err != nil {
			return h.broken(ctx, err)
		}
		if found {
			asked.Query = text
			delete(asked.Extensions, request.PersistedQuery)
			return nil
		}
	}
	return refusal(ctx, err.Code, err.Sentence)
}

// persisted is the text of a persisted document, by its hash.
func (h *Handler) persisted(ctx context.Context, hash string) (text string, found bool, err error) {
	if h.config.Documents == nil {
		return "", false, nil
	}
	return h.config.Documents.Text(ctx, hash)
}

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

// Problem is what is wrong with a document.
type Problem struct {
	Line     int // of the document, from 1
	Sentence string
}

// Checked is what a document is, as far as that can be told without variables.
type Checked struct {
	Name string // of its first operation; empty when it has none
	Cost int    // of its dearest operation
}

// Check tells what is wrong with a document before anybody asks it: it cannot be
// read, does not fit the schema, or is beyond a limit with whatever variables.
func Check(document string, limits Limits) (Checked, []Problem) {
	if int64(len(document)) > limits.Body || !request.Readable([]byte(document)) {
		return Checked{}, []Problem{
			{1, fmt.Sprintf(
				"a document is UTF-8 without the character NUL and without half of a surrogate pair, of at most %d bytes",
				limits.Body,
			)},
		}
	}
	parsed, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: document}, limits.Tokens)
	if err != nil {
		return Checked{}, problems(gqlerror.WrapIfUnwrapped(err))
	}
	if len(parsed.Operations) == 0 {
		return Checked{}, []Problem{{1, "the document has no operation"}}
	}
	if errs := validator.ValidateWithRules(schema, parsed, documentRules()); len(errs) > 0 {
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
