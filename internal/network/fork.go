package network

import (
	"slices"

	"maillage/internal/persistent"
)

// Fork returns facts of their own that say what the whole network says, whatever part of it a scope sees. To fork costs
// little: facts and network share what is the same.
func (n *Network) Fork() *Facts {
	f := &Facts{records: *n.records, epoch: persistent.NextEpoch(), built: true, last: n.records,
		faults: map[Ref]string{}, due: newDue()}
	f.placesOf = places{
		periods: internedAs(n.periods), evidences: internedAs(n.evidences), dateSets: internedAs(n.dates),
		abouts: internedAs(n.fields),
	}
	return f
}

// internedAs returns values at the places where they are.
func internedAs[V comparable](values []V) interned[V] {
	i := interned[V]{slices.Clip(values), make(map[V]int32, len(values))}
	for place, v := range values {
		i.places[v] = int32(place) //nolint:gosec // memory has an end
	}
	return i
}
