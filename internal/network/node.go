package network

import "maillage/internal/persistent"

// A node encodes a thing in an integer: its kind, then its database id. A number encodes a claim the same way.
// Comparing nodes, or numbers, therefore compares kinds, then ids. -1 means none.
const (
	nodeBits   = 27 // bits of the id in a node
	numberBits = 29 // bits of the id in a number
)

// isID reports whether a database id is in the range that can be stored.
func isID(id int) bool { return id > 0 && id <= persistent.MostID }

func nodeOf(k Kind, id int32) int32      { return int32(k)<<nodeBits | id }
func firstNode(k Kind) int32             { return nodeOf(k, 0) }
func nodeKind(node int32) Kind           { return Kind(node >> nodeBits) } //nolint:gosec // as it was packed
func nodeIs(node int32, k Kind) bool     { return node>>nodeBits == int32(k) }
func idOf(node int32) int32              { return node & (1<<nodeBits - 1) }
func nodeID(node int32) int              { return int(idOf(node)) }
func nodeRef(node int32) Ref             { return Ref{nodeKind(node), nodeID(node)} }
func numberOf(k Kind, id int32) int32    { return int32(k-KindContribution)<<numberBits | id }
func firstNumber(k Kind) int32           { return numberOf(k, 0) }
func numberKind(number int32) Kind       { return KindContribution + Kind(number>>numberBits) } //nolint:gosec // packed
func numberIs(number int32, k Kind) bool { return number>>numberBits == int32(k-KindContribution) }
func claimID(number int32) int32         { return number & (1<<numberBits - 1) }
func numberRef(number int32) Ref         { return Ref{numberKind(number), int(claimID(number))} }

// nodeRefs decodes nodes.
func nodeRefs(nodes []int32) []Ref {
	refs := make([]Ref, len(nodes))
	for i, node := range nodes {
		refs[i] = nodeRef(node)
	}
	return refs
}

// numberRefs decodes numbers.
func numberRefs(numbers []int32) []Ref {
	refs := make([]Ref, len(numbers))
	for i, number := range numbers {
		refs[i] = numberRef(number)
	}
	return refs
}
