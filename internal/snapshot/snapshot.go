// Package snapshot holds all public records in memory at one position of the ledger, and follows the ledger. Every
// read of the API is a function of one snapshot and one viewer.
//
// A snapshot is immutable. The next one shares unchanged data with it, so that a write costs only what it changes.
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

// Snapshot holds all records at one position of the ledger.
type Snapshot struct {
	tables  []table // by index in record.Types
	values  rows.Values
	network *network.Network // of all records
	words   *search.Index
	at      ledger.Position

	mu    sync.Mutex
	views map[string]*View // by the key of what their viewers can see
}

// View is a snapshot limited to what a viewer can see. It is safe for concurrent use.
type View struct {
	*Snapshot
	Network   *network.Network
	all       bool
	directory bool
	contracts []uint64 // a bit for each id
}

// maxViews is the number of views that a snapshot caches, with the statistics cached by their networks.
const maxViews = 32

// view returns the view for what a viewer can see, from the cache or new.
func (s *Snapshot) view(visibility access.Visibility) *View {
	key := visibility.AppendKey(make([]byte, 0, 16+2*len(visibility.Contracts)))
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.views[string(key)]
	if v == nil {
		if s.views == nil || len(s.views) >= maxViews {
			s.views = map[string]*View{}
		}
		v = s.newView(visibility)
		s.views[string(key)] = v
	}
	return v
}

// newView returns a view for what a viewer can see.
func (s *Snapshot) newView(visibility access.Visibility) *View {
	v := &View{
		Snapshot: s, Network: s.network,
		all: visibility.All || s.coversAll(visibility), directory: visibility.Directory,
	}
	if v.all {
		return v
	}
	v.Network = s.network.Scoped(&network.Scope{Contracts: visibility.Contracts, Directory: visibility.Directory})
	for _, id := range visibility.Contracts {
		for len(v.contracts) <= id/64 {
			v.contracts = append(v.contracts, 0)
		}
		v.contracts[id/64] |= 1 << (id % 64)
	}
	return v
}

// coversAll reports whether limited rights include all existing records.
func (s *Snapshot) coversAll(visibility access.Visibility) bool {
	contracts := &s.tables[indexOf("contract")]
	seen := 0
	for i, id := range visibility.Contracts {
		if i > 0 && id == visibility.Contracts[i-1] || id <= 0 || id > persistent.MostID {
			continue
		}
		if contracts.rows.Known(int32(id)) {
			seen++
		}
	}
	return visibility.Directory && seen == contracts.count
}

// Values returns the texts and dates that columns refer to.
func (s *Snapshot) Values() *rows.Values { return &s.values }

// Rows returns the records of a type, visible or not.
func (s *Snapshot) Rows(prefix string) rows.Store { return s.tables[indexOf(prefix)].rows }

// Count returns the number of records of a type, visible or not.
func (s *Snapshot) Count(prefix string) int { return s.tables[indexOf(prefix)].count }

// InOrder returns all records of a type in an order, visible or not; ties are sorted by id.
func (s *Snapshot) InOrder(prefix string, o Order) *persistent.Sorted {
	return &s.tables[indexOf(prefix)].orders[o]
}

// Comparing returns a function that compares records of a type by an order.
func (s *Snapshot) Comparing(prefix string, o Order) func(a, b int32) int {
	return comparer(s.tables[indexOf(prefix)].rows, &s.values.Texts, o)
}

// Children returns the records of a type whose column refers to a parent, by id, visible or not.
func (s *Snapshot) Children(prefix, column string, parent int32) []int32 {
	index := indexOf(prefix)
	i := slices.IndexFunc(links[index], func(l link) bool { return l.column == column })
	return s.tables[index].children[i].Of(parent)
}

// Parent returns a function that reads the record to which a column of a type refers; 0 means none.
func (s *Snapshot) Parent(prefix, column string) func(id int32) int32 {
	index := indexOf(prefix)
	if i := slices.IndexFunc(links[index], func(l link) bool { return l.column == column }); i >= 0 {
		return links[index][i].parent(s.tables[index].rows)
	}
	if column == "id" {
		return func(id int32) int32 { return id }
	}
	number := s.tables[index].rows.Number(column)
	return func(id int32) int32 {
		n, _ := number(id)
		return int32(n) //nolint:gosec // it is an id
	}
}

// Words returns the search index of the records.
func (s *Snapshot) Words() *search.Index { return s.words }

// Bound returns a number greater than all ids of a type.
func (s *Snapshot) Bound(prefix string) int32 { return s.tables[indexOf(prefix)].rows.Bound() }

// Key returns a function that reads the sort key of a name. It returns nil for a type without names.
func (s *Snapshot) Key(prefix string) func(id int32) []byte {
	key := s.tables[indexOf(prefix)].rows.Text("sort_key")
	if key == nil {
		return nil
	}
	return func(id int32) []byte {
		text, _ := key(id)
		return s.values.Texts.Bytes(text)
	}
}

// IdentifiersOf returns the values of a record's visible identifiers.
func (v *View) IdentifiersOf(prefix string, id int) []string {
	if !IsLink("identifier", prefix+"_id") {
		return nil
	}
	var held []string
	values, sees := v.tables[indexOf("identifier")].rows.Text("value"), v.VisibilityOf("identifier")
	for _, one := range v.Children("identifier", prefix+"_id", int32(id)) { //nolint:gosec // the record is seen
		if text, is := values(one); is && sees(one) {
			held = append(held, v.values.Texts.Get(text))
		}
	}
	return held
}

// Position returns the last settled line of the ledger that the records include. Reading on from it misses no line,
// but may return lines that the records already include. It is zero if there is no such line.
func (s *Snapshot) Position() ledger.Position { return s.at }

// CanSeeAll reports whether the viewer can see all records.
func (v *View) CanSeeAll() bool { return v.all }

// Record returns a visible record, which must not be modified, or nil.
func (v *View) Record(prefix string, id int) ent.Row {
	if id <= 0 || id > persistent.MostID {
		return nil
	}
	t, key := &v.tables[indexOf(prefix)], int32(id)
	if !t.rows.Known(key) || !v.all && !v.canSee(t.of, key) {
		return nil
	}
	return t.rows.Shared(key, &v.values)
}

// ByUID returns the type and the id of the visible record with a public identifier; the id is 0 if there is none.
func (v *View) ByUID(uid string) (prefix string, id int32) {
	prefix, _ = lexicon.UIDPrefix(uid)
	bits, ok := lexicon.UIDBits(uid)
	if !ok || record.Of(prefix) == nil {
		return "", 0
	}
	if id = v.tables[indexOf(prefix)].idOfUID(bits); id != 0 && !v.CanSee(prefix, id) {
		id = 0
	}
	return prefix, id
}

// idOfUID returns the id of the record with a public identifier; 0 if there is none.
func (t *table) idOfUID(bits [16]byte) int32 {
	for _, id := range t.uids.Find(hashUID(bits)) {
		if t.rows.Known(id) && t.rows.UID(id) == bits {
			return id
		}
	}
	return 0
}

// ByCode returns the ids of the visible records of a type that have a code.
func (v *View) ByCode(prefix, code string) (ids []int32) {
	t := &v.tables[indexOf(prefix)]
	of := t.rows.Text("code")
	if of == nil {
		return nil
	}
	for _, id := range t.codes.Find(hashOf(code)) {
		if !t.rows.Known(id) {
			continue
		}
		if text, is := of(id); is && v.values.Texts.Get(text) == code && v.CanSee(prefix, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// IsLink reports whether a column of a type refers to records, so that [Snapshot.Children] lists the records that
// refer to one.
func IsLink(prefix, column string) bool {
	return slices.ContainsFunc(links[indexOf(prefix)], func(l link) bool { return l.column == column })
}
