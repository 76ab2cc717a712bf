// Package snapshot holds all public records in memory, as they are at one position of the ledger, and follows the
// ledger: every read of the API is a function of one snapshot and one viewer.
//
// A snapshot never changes. The next one shares with it whatever is the same, so that a write costs what it touches.
package snapshot

import (
	"slices"
	"sync"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/network"
	"maillage/internal/persistent"
	"maillage/internal/record"
	"maillage/internal/rows"
	"maillage/internal/search"
)

// Snapshot is all records at one moment.
type Snapshot struct {
	tables  []table // by place in record.Types
	values  rows.Values
	network *network.Network // that sees everything
	words   *search.Index
	at      ledger.Position

	mu    sync.Mutex
	views map[string]*View // by sight
}

// View is a snapshot as a viewer sees it. It is safe for concurrent use.
type View struct {
	*Snapshot
	Network   *network.Network
	all       bool
	directory bool
	contracts []uint64 // a bit for each id
}

// viewsKept is how many views a snapshot keeps, with what their networks have counted.
const viewsKept = 32

// view is the snapshot as somebody of a sight sees it.
func (s *Snapshot) view(sight access.Sight) *View {
	key := keyOf(sight)
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.views[string(key)]
	if v == nil {
		if s.views == nil || len(s.views) >= viewsKept {
			s.views = map[string]*View{}
		}
		v = s.newView(sight)
		s.views[string(key)] = v
	}
	return v
}

func (s *Snapshot) newView(sight access.Sight) *View {
	v := &View{Snapshot: s, Network: s.network, all: sight.All || s.isAllOf(sight), directory: sight.Directory}
	if v.all {
		return v
	}
	v.Network = s.network.Scoped(&network.Scope{Contracts: sight.Contracts, Directory: sight.Directory})
	for _, id := range sight.Contracts {
		for len(v.contracts) <= id/64 {
			v.contracts = append(v.contracts, 0)
		}
		v.contracts[id/64] |= 1 << (id % 64)
	}
	return v
}

// isAllOf tells whether a limited sight sees everything that there is.
func (s *Snapshot) isAllOf(sight access.Sight) bool {
	contracts := &s.tables[placeOf("contract")]
	seen := 0
	for i, id := range sight.Contracts {
		if i > 0 && id == sight.Contracts[i-1] || id <= 0 || id > persistent.MostID {
			continue
		}
		if contracts.rows.Known(int32(id)) {
			seen++
		}
	}
	return sight.Directory && seen == contracts.count
}

// Values are the texts and dates that columns refer to.
func (s *Snapshot) Values() *rows.Values { return &s.values }

// Rows are the records of a type, seen or not.
func (s *Snapshot) Rows(prefix string) rows.Store { return s.tables[placeOf(prefix)].rows }

// Count is how many records of a type there are, seen or not.
func (s *Snapshot) Count(prefix string) int { return s.tables[placeOf(prefix)].count }

// InOrder is all records of a type in an order, equal ones by id, seen or not.
func (s *Snapshot) InOrder(prefix string, o Order) *persistent.Sorted {
	return &s.tables[placeOf(prefix)].orders[o]
}

// Comparing compares records of a type by an order.
func (s *Snapshot) Comparing(prefix string, o Order) func(a, b int32) int {
	return comparing(s.tables[placeOf(prefix)].rows, &s.values.Texts, o)
}

// Children are the records of a type of which a column refers to a record, by id, seen or not.
func (s *Snapshot) Children(prefix, column string, parent int32) []int32 {
	place := placeOf(prefix)
	i := slices.IndexFunc(links[place], func(l link) bool { return l.column == column })
	return s.tables[place].children[i].Of(parent)
}

// Parent reads what a column of a type refers to; 0 is nothing.
func (s *Snapshot) Parent(prefix, column string) func(id int32) int32 {
	place := placeOf(prefix)
	if i := slices.IndexFunc(links[place], func(l link) bool { return l.column == column }); i >= 0 {
		return links[place][i].parent(s.tables[place].rows)
	}
	if column == "id" {
		return func(id int32) int32 { return id }
	}
	number := s.tables[place].rows.Number(column)
	return func(id int32) int32 {
		n, _ := number(id)
		return int32(n) //nolint:gosec // it is an id
	}
}

// Words finds records by their words.
func (s *Snapshot) Words() *search.Index { return s.words }

// Bound returns a number that the ids of a type are below.
func (s *Snapshot) Bound(prefix string) int32 { return s.tables[placeOf(prefix)].rows.Bound() }

// Key returns a function that reads the sort key of a name; nil for a type without names.
func (s *Snapshot) Key(prefix string) func(id int32) []byte {
	key := s.tables[placeOf(prefix)].rows.Text("sort_key")
	if key == nil {
		return nil
	}
	return func(id int32) []byte {
		text, _ := key(id)
		return s.values.Texts.Bytes(text)
	}
}

// Held returns the values of the identifiers of a record that are seen.
func (v *View) Held(prefix string, id int) []string {
	if !IsLink("identifier", prefix+"_id") {
		return nil
	}
	var held []string
	values, sees := v.tables[placeOf("identifier")].rows.Text("value"), v.Seeing("identifier")
	for _, one := range v.Children("identifier", prefix+"_id", int32(id)) { //nolint:gosec // the record is seen
		if text, is := values(one); is && sees(one) {
			held = append(held, v.values.Texts.Get(text))
		}
	}
	return held
}

// Position returns the place in the ledger of the last line that the records rest on and that is settled: whoever goes
// on from it misses nothing, and may be told again of what the records have already. It is zero without such a line.
func (s *Snapshot) Position() ledger.Position { return s.at }

// SeesAll tells whether the viewer sees everything.
func (v *View) SeesAll() bool { return v.all }

// Record is a record that is seen, which must not be changed; nil for any other.
func (v *View) Record(prefix string, id int) ent.Row {
	if id <= 0 || id > persistent.MostID {
		return nil
	}
	t, key := &v.tables[placeOf(prefix)], int32(id)
	if !t.rows.Known(key) || !v.all && !v.sees(t.of, key) {
		return nil
	}
	return t.rows.Shared(key, &v.values)
}

// Called is the id of the record of a public identifier that is seen; 0 for none.
func (v *View) Called(uid string) (prefix string, id int32) {
	prefix, _ = lexicon.UIDPrefix(uid)
	bits, ok := lexicon.UIDBits(uid)
	if !ok || record.Of(prefix) == nil {
		return "", 0
	}
	t := &v.tables[placeOf(prefix)]
	for _, id := range t.uids.Find(hashUID(bits)) {
		if t.rows.Known(id) && t.rows.UID(id) == bits && v.Sees(prefix, id) {
			return prefix, id
		}
	}
	return prefix, 0
}

// Coded are the ids of the records of a type that have a code and are seen.
func (v *View) Coded(prefix, code string) (ids []int32) {
	t := &v.tables[placeOf(prefix)]
	of := t.rows.Text("code")
	if of == nil {
		return nil
	}
	for _, id := range t.codes.Find(hashOf(code)) {
		if !t.rows.Known(id) {
			continue
		}
		if text, is := of(id); is && v.values.Texts.Get(text) == code && v.Sees(prefix, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// IsLink tells whether a column of a type refers to records, so that [Snapshot.Children] lists those that do.
func IsLink(prefix, column string) bool {
	return slices.ContainsFunc(links[placeOf(prefix)], func(l link) bool { return l.column == column })
}
