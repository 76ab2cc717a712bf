package server

import "maillage/internal/gqlserver"

// CheckDocument validates a GraphQL document against the schema and the default limits.
func CheckDocument(text string) (gqlserver.Checked, []gqlserver.Problem) {
	return gqlserver.Check(text, gqlserver.DefaultLimits())
}
