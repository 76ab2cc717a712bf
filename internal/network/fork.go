package network

import (
	"slices"

	"maillage/internal/persistent"
)

// Fork returns new facts equal to those of the network, whatever its scope. It copies little: facts and network
// share unchanged data.
func (n *Network) Fork() *Facts {
	f := &Facts{records: *n.records, epoch: persistent.NextEpoch(), built: true, last: n.records,
		faults: map[Ref]string{}, due: newDue()}
	f.tables = internTables{
		periods: internTableOf(n.periods), evidences: internTableOf(n.evidences), dateSets: internTableOf(n.dates),
		abouts: internTableOf(n.fields),
	}
	return f
}

// internTableOf returns a table of values at their indexes.
func internTableOf[V comparable](values []V) internTable[V] {
	i := internTable[V]{slices.Clip(values), make(map[V]int32, len(values))}
	for index, v := range values {
		i.indexes[v] = int32(index) //nolint:gosec // memory has an end
	}
	return i
}
