package network

import "slices"

// numbering gives records small integers: those of one kind stand together, in
// the order of their ids. Comparing numbers therefore compares kinds, then ids.
type numbering struct {
	ids    []int            // number → database id
	starts [kinds + 1]int32 // kind → its first number; the next kind's start ends it
}

// add numbers the records of the next kind; ids are sorted and distinct.
func (g *numbering) add(k Kind, ids []int) {
	g.ids = append(g.ids, ids...)
	for next := int(k) + 1; next <= kinds; next++ {
		g.starts[next] = int32(len(g.ids))
	}
}

func (g *numbering) len() int { return len(g.ids) }

// count is how many records of a kind there are.
func (g *numbering) count(k Kind) int { return int(g.starts[k+1] - g.starts[k]) }

// first is the first number of a kind.
func (g *numbering) first(k Kind) int32 { return g.starts[k] }

// find is the number of a record, or -1.
func (g *numbering) find(r Ref) int32 {
	if r.Kind == 0 || int(r.Kind) >= kinds {
		return -1
	}
	first := g.starts[r.Kind]
	if i := find(g.ids[first:g.starts[r.Kind+1]], r.ID); i >= 0 {
		return first + int32(i)
	}
	return -1
}

// findAll is the numbers of those records of a kind that are known, each once.
func (g *numbering) findAll(k Kind, ids []int) []int32 {
	found := make([]int32, 0, len(ids))
	for _, id := range ids {
		if i := g.find(Ref{k, id}); i >= 0 {
			found = append(found, i)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// kind is the kind of a number. The last kinds are those of most numbers.
func (g *numbering) kind(i int32) Kind {
	k := Kind(kinds - 1)
	for g.starts[k] > i {
		k--
	}
	return k
}

// is tells whether a number is of a kind.
func (g *numbering) is(i int32, k Kind) bool { return g.starts[k] <= i && i < g.starts[k+1] }

// ref is the record of a number.
func (g *numbering) ref(i int32) Ref { return Ref{g.kind(i), g.ids[i]} }

// refs are the records of numbers.
func (g *numbering) refs(numbers []int32) []Ref {
	refs := make([]Ref, len(numbers))
	for i, number := range numbers {
		refs[i] = g.ref(number)
	}
	return refs
}
