package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
)

// IsKept tells, for tests, whether answers of a type may be kept.
func IsCached(name string) bool { return recordedTypes[name] }

// Breaks makes, for tests, every operation of an API panic while it is executed,
// where nobody of the executor catches it.
func (h *Handler) Breaks() {
	h.exec.AroundResponses(func(context.Context, graphql.ResponseHandler) *graphql.Response { panic("a bug") })
}

// PlainNumber is plainNumber, for tests.
func PlainNumber(text string) string { return string(plainNumber(text)) }
