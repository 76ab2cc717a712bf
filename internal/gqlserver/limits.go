package gqlserver

import (
	"context"
	"errors"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"maillage/graph/model"
	"maillage/internal/access"
	"maillage/internal/lexicon"
	"maillage/internal/locale"
	"maillage/internal/message"
)

// Limits bounds one request. All but Records are checked before anything is executed.
type Limits struct {
	Body       int64 // bytes of a request body, and of a document
	WriterBody int64 // bytes of a request body of a viewer who may write
	Tokens     int   // of a document, since validation is quadratic in them
	Depth      int   // levels of nested fields
	RootFields int   // fields of Query, after fragments
	Aliases    int   // aliased fields, after fragments
	Directives int   // on fields and fragments
	InputDepth int   // levels of objects and lists in a variable or an argument
	Cost       int   // records that the response is estimated to hold
	Records    int   // records that the response may really hold
}

// DefaultLimits returns limits that are generous for a page and tight for an attacker.
func DefaultLimits() Limits {
	return Limits{
		Body: 100 << 10, WriterBody: 2 << 20, Tokens: 2_000, Depth: 15, RootFields: 20, Aliases: 50, Directives: 50,
		InputDepth: 16, Cost: 20_000, Records: 50_000,
	}
}

// bodyLimit returns the largest request body of a viewer in bytes, and the flag that sets it.
func (l Limits) bodyLimit(v *access.Viewer) (most int64, flag string) {
	if !v.IsPublic() && v.HasScope(lexicon.ScopeWrite) {
		return max(l.Body, l.WriterBody), "--writer-body-limit"
	}
	return l.Body, "--body-limit"
}

// limiter is the extension of the executor that enforces the limits.
type limiter struct{ limits Limits }

var _ interface {
	graphql.HandlerExtension
	graphql.OperationContextMutator
} = (*limiter)(nil)

// ExtensionName returns the name of the extension.
func (l *limiter) ExtensionName() string { return "Limits" }

// Validate accepts every schema.
func (l *limiter) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext surveys the operation for its cost record, and refuses one that exceeds a limit.
func (l *limiter) MutateOperationContext(ctx context.Context, op *graphql.OperationContext) *gqlerror.Error {
	found, err := surveyed(op.Operation, op.Variables, l.limits)
	b := costOf(ctx)
	b.survey, b.requested = found, found.cost
	if err == nil {
		return nil
	}
	var ours *model.Error
	errors.As(err, &ours)
	refusal := gqlerror.Errorf("%s", ours.Sentence.In(locale.OfRequest(ctx)))
	refusal.Extensions = map[string]any{"code": string(ours.Code)}
	return refusal
}

// refuse returns the error of the first limit that a survey exceeds, or nil.
func (l Limits) refuse(whole survey) error {
	switch {
	case whole.depth > l.Depth:
		return limit(message.FieldsTooDeep(l.Depth))
	case whole.width > l.RootFields:
		return limit(message.TooManyRootFields(whole.width, l.RootFields))
	case whole.schemas > introspections:
		return limit(message.TooManyIntrospections(whole.schemas, introspections))
	case whole.aliases > l.Aliases:
		return limit(message.TooManyAliases(whole.aliases, l.Aliases))
	case whole.directives > l.Directives:
		return limit(message.TooManyDirectives(whole.directives, l.Directives))
	case whole.cost > l.Cost:
		return &model.Error{Code: model.CostExceeded, Sentence: message.CostTooHigh(whole.cost, l.Cost)}
	}
	return nil
}

// limit returns the error of a limit.
func limit(sentence message.Sentence) error {
	return &model.Error{Code: model.LimitExceeded, Sentence: sentence}
}

// literalDepth returns how deep a literal is nested.
func literalDepth(v *ast.Value) int {
	deepest := 0
	if v == nil {
		return deepest
	}
	for _, child := range v.Children {
		deepest = max(deepest, 1+literalDepth(child.Value))
	}
	return deepest
}

// inputDepth returns an error for a variable that is nested too deep.
func inputDepth(variables map[string]any, deepest int) error {
	for name, value := range variables {
		if valueDepth(value) > deepest {
			return limit(message.VariableTooDeep(name, deepest))
		}
	}
	return nil
}

// valueDepth returns how deep a value is nested.
func valueDepth(value any) int {
	deepest := 0
	switch v := value.(type) {
	case map[string]any:
		for _, child := range v {
			deepest = max(deepest, 1+valueDepth(child))
		}
	case []any:
		for _, child := range v {
			deepest = max(deepest, 1+valueDepth(child))
		}
	}
	return deepest
}
