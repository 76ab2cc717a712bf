package server

import "maillage/internal/gqlserver"

// CheckOperation validates a GraphQL document against the schema and the default limits.
func CheckOperation(text string) (gqlserver.Checked, []gqlserver.Problem) {
	return gqlserver.Check(text, gqlserver.DefaultLimits())
}
