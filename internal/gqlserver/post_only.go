package gqlserver

import (
	"context"
	"maillage/internal/message"
	"net/http"

	"maillage/graph/model"
)

// postOnly reports whether a field may be requested by POST alone. A link on another site can make a browser send a
// GET with its session, and reading contacts is logged as an access.
func postOnly(typeName, fieldName string) bool {
	return typeName == "Query" && (fieldName == "contacts" || fieldName == "contactAccesses")
}

type getRequestKey struct{}

// withGet marks the context of a GET request.
func withGet(ctx context.Context) context.Context {
	return context.WithValue(ctx, getRequestKey{}, true)
}

// requirePost refuses a GET request with a field for POST alone; it returns nil for any other.
func requirePost(ctx context.Context, field string) *response {
	if field == "" || ctx.Value(getRequestKey{}) == nil {
		return nil
	}
	refused := errorResponse(ctx, model.BadUserInput,
		message.NotByGET(field))
	refused.status = http.StatusMethodNotAllowed
	return refused
}
