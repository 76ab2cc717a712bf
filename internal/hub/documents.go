package hub

import "maillage/graph"

// CheckDocument tells what is wrong with a GraphQL document, by the schema and
// the limits of a hub that is served as it comes.
func CheckDocument(text string) (graph.Checked, []graph.Problem) {
	return graph.Check(text, graph.DefaultLimits())
}
