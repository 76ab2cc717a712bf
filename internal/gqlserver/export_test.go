package gqlserver

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
)

// IsCached reports, for tests, whether responses with a type may be cached.
func IsCached(name string) bool { return cachedTypes[name] }

// Breaks makes, for tests, every operation panic where the executor does not recover.
func (h *Handler) Breaks() {
	h.exec.AroundResponses(func(context.Context, graphql.ResponseHandler) *graphql.Response { panic("a bug") })
}
