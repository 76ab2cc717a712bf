package hub

import "maillage/graph"

// CheckDocument validates a GraphQL document against the schema and the default limits.
func CheckDocument(text string) (graph.Checked, []graph.Problem) {
	return graph.Check(text, graph.DefaultLimits())
}
