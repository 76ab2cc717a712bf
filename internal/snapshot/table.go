package snapshot

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"hash/maphash"
	"slices"

	"maillage/internal/gen/ent"
	"maillage/internal/persistent"
	"maillage/internal/record"
	"maillage/internal/rows"
)

// Order is an order of the records of a type.
type Order uint8

// The orders.
const (
	ByCreation Order = iota
	ByUpdate
	ByName
	ByPosition

	orders = int(ByPosition) + 1
)

// Column returns the database column of an order.
func (o Order) Column() string {
	return [orders]string{"created_at", "updated_at", "sort_key", "position"}[o]
}

// table holds the records of one type and their indexes.
type table struct {
	of       *record.Type
	rows     rows.Store
	count    int
	uids     persistent.Index
	codes    persistent.Index   // with the ids and codes of records that were merged into others
	children []persistent.Lists // by index in links: parent → records of this type
	orders   [orders]persistent.Sorted
}

// link is a column that refers to records of another type.
type link struct {
	column string
	field  *record.Field
	to     uint8 // the type, as in rows.Ref
	isArc  bool
}

// links lists the columns of each type that refer to others, by the type's index in record.Types.
var links = func() [][]link {
	all := make([][]link, len(record.Types))
	for index, t := range record.Types {
		for _, f := range t.Fields {
			for _, e := range f.Ends() {
				to := uint8(indexOf(e.Prefix) + 1) //nolint:gosec // there are 19 types
				all[index] = append(all[index], link{e.Column, f, to, len(f.Ends()) > 1})
			}
		}
	}
	return all
}()

// typeIndexes maps prefixes of types to their indexes in record.Types.
var typeIndexes = func() map[string]int {
	all := map[string]int{}
	for index, t := range record.Types {
		all[t.Prefix] = index
	}
	return all
}()

// indexOf returns the index in record.Types of a type by its prefix.
func indexOf(prefix string) int { return typeIndexes[prefix] }

// ordered reports whether records of a type have an order.
func ordered(t *record.Type, o Order) bool {
	switch o {
	case ByName:
		return t.Field("name") != nil
	case ByPosition:
		return t.Field("position") != nil
	}
	return true
}

// Ordered reports whether records of a type, by its prefix, have an order.
func Ordered(prefix string, o Order) bool { return ordered(record.Of(prefix), o) }

// parent returns a function from a record to the one that its link refers to; 0 means none.
func (l *link) parent(store rows.Store) func(id int32) int32 {
	if l.isArc {
		arc := store.Arc(l.field.Name)
		return func(id int32) int32 {
			if r := arc(id); r.Type == l.to {
				return r.ID
			}
			return 0
		}
	}
	number := store.Number(l.column)
	return func(id int32) int32 {
		n, _ := number(id)
		return int32(n) //nolint:gosec // it is an id
	}
}

// sortKey is the value of a record that an order compares: a text, or a number.
type sortKey struct {
	text   []byte
	number int64
}

// compare orders sort keys.
func (k sortKey) compare(other sortKey) int {
	return cmp.Or(cmp.Compare(k.number, other.number), bytes.Compare(k.text, other.text))
}

// sortKeyReader returns a function that reads the sort key of a record.
func sortKeyReader(store rows.Store, texts *persistent.Texts, o Order) func(id int32) sortKey {
	if o == ByName {
		key := store.Text("sort_key")
		return func(id int32) sortKey {
			text, _ := key(id)
			return sortKey{text: texts.Bytes(text)}
		}
	}
	number := store.Number(o.Column())
	return func(id int32) sortKey {
		n, _ := number(id)
		return sortKey{number: n}
	}
}

// comparer returns a function that compares records of a table by an order alone.
func comparer(store rows.Store, texts *persistent.Texts, o Order) func(a, b int32) int {
	key := sortKeyReader(store, texts, o)
	return func(a, b int32) int { return key(a).compare(key(b)) }
}

var seed = maphash.MakeSeed()

func hashOf(code string) uint64 { return maphash.String(seed, code) }

func hashUID(bits [16]byte) uint64 {
	return binary.BigEndian.Uint64(bits[:8]) ^ binary.BigEndian.Uint64(bits[8:])
}

// tableWriter changes a table and its indexes.
type tableWriter struct {
	*table
	w       *rows.Writer
	epoch   persistent.Epoch
	links   []link
	parents []func(int32) int32
	code    func(int32) (persistent.Text, bool)
	merged  func(int32) (persistent.Text, bool) // nil for a type of which none are merged
	keys    [orders]func(id int32) sortKey      // nil for an order that the type lacks
	built   bool
	before  indexKeys // index keys of the record before and after a change
	after   indexKeys
}

// indexKeys holds the keys of a record in the indexes.
type indexKeys struct {
	uid     uint64
	names   []string // its code, and the ids and codes of what was merged into it
	parents []int32  // by index in links; 0 means none
	keys    [orders]sortKey
}

// newTableWriter returns a writer for the records of a type.
func newTableWriter(index int, store rows.Store, w *rows.Writer) *tableWriter {
	t := &tableWriter{table: &table{of: record.Types[index], rows: store}, w: w, links: links[index]}
	t.children = make([]persistent.Lists, len(t.links))
	t.bind()
	return t
}

// bind prepares the functions that read columns of the rows.
func (t *tableWriter) bind() {
	t.parents = make([]func(int32) int32, len(t.links))
	for i := range t.links {
		t.parents[i] = t.links[i].parent(t.rows)
	}
	t.code, t.merged = t.rows.Text("code"), t.rows.Text("merged_ids")
	for o := range t.keys {
		if ordered(t.of, Order(o)) { //nolint:gosec // there are four
			t.keys[o] = sortKeyReader(t.rows, &t.w.Texts, Order(o)) //nolint:gosec // there are four
		}
	}
	t.before.parents, t.after.parents = make([]int32, len(t.links)), make([]int32, len(t.links))
}

// put stores a record.
func (t *tableWriter) put(row ent.Row) {
	id := int32(row.RowID()) //nolint:gosec // the builder has refused greater ones
	before := t.keysOf(id, &t.before)
	t.rows.Put(row, t.w, t.epoch)
	if before == nil {
		t.count++
	}
	t.updateIndexes(id, before, t.keysOf(id, &t.after))
}

// remove deletes a record.
func (t *tableWriter) remove(id int32) {
	if before := t.keysOf(id, &t.before); before != nil {
		t.rows.Remove(id, t.epoch)
		t.count--
		t.updateIndexes(id, before, nil)
	}
}

// keysOf reads the index keys of a record into keys. It returns nil if there is no such record.
func (t *tableWriter) keysOf(id int32, s *indexKeys) *indexKeys {
	if !t.rows.Known(id) {
		return nil
	}
	if !t.built {
		return s
	}
	s.uid = hashUID(t.rows.UID(id))
	s.names = s.names[:0]
	t.eachName(id, func(name string) { s.names = append(s.names, name) })
	for i, parent := range t.parents {
		s.parents[i] = parent(id)
	}
	for o, key := range t.keys {
		if key != nil {
			s.keys[o] = key(id)
		}
	}
	return s
}

// updateIndexes updates the indexes for the change of a record. before and after are nil if there is no record.
func (t *tableWriter) updateIndexes(id int32, before, after *indexKeys) {
	if !t.built {
		return
	}
	if before != nil {
		t.removeKeys(id, before, after)
	}
	if after != nil {
		t.addKeys(id, after, before)
	}
}

// removeKeys removes those keys of a record from the indexes that the other keys lack.
func (t *tableWriter) removeKeys(id int32, s, but *indexKeys) {
	if but == nil || s.uid != but.uid {
		t.uids.Remove(s.uid, id, t.epoch)
	}
	if but == nil || !slices.Equal(s.names, but.names) { // all names: two may share a bucket, which has the record once
		for _, name := range s.names {
			t.codes.Remove(hashOf(name), id, t.epoch)
		}
	}
	for i, of := range s.parents {
		if of != 0 && (but == nil || of != but.parents[i]) {
			t.children[i].Remove(of, id, t.epoch)
		}
	}
	for o, key := range t.keys {
		if key != nil && (but == nil || s.keys[o].compare(but.keys[o]) != 0) {
			t.orders[o].Remove(id, t.atOrAfter(key, id, s.keys[o]), t.epoch)
		}
	}
}

// addKeys adds those keys of a record to the indexes that the other keys lack.
func (t *tableWriter) addKeys(id int32, s, but *indexKeys) {
	if but == nil || s.uid != but.uid {
		t.uids.Add(s.uid, id, t.epoch)
	}
	if but == nil || !slices.Equal(s.names, but.names) {
		for _, name := range s.names {
			t.codes.Add(hashOf(name), id, t.epoch)
		}
	}
	for i, of := range s.parents {
		if of != 0 && (but == nil || of != but.parents[i]) {
			t.children[i].Add(of, id, t.epoch)
		}
	}
	for o, key := range t.keys {
		if key != nil && (but == nil || s.keys[o].compare(but.keys[o]) != 0) {
			t.orders[o].Add(id, t.atOrAfter(key, id, s.keys[o]), t.epoch)
		}
	}
}

// atOrAfter returns a function that reports whether a record is sorted at or after the one with a key.
func (t *tableWriter) atOrAfter(key func(int32) sortKey, id int32, at sortKey) func(int32) bool {
	return func(other int32) bool {
		return other == id || cmp.Or(key(other).compare(at), cmp.Compare(other, id)) >= 0
	}
}

// build builds the indexes of all records at once.
func (t *tableWriter) build() {
	t.built = true
	ids := make([]int32, 0, t.count)
	for id := range t.rows.Bound() {
		if t.rows.Known(id) {
			ids = append(ids, id)
		}
	}
	var hashes, codes []uint64
	var coded []int32
	pairs := make([]persistent.Pairs, len(t.links))
	for _, id := range ids {
		hashes = append(hashes, hashUID(t.rows.UID(id)))
		t.eachName(id, func(name string) { codes, coded = append(codes, hashOf(name)), append(coded, id) })
		for i, parent := range t.parents {
			if of := parent(id); of != 0 {
				pairs[i].Add(of, id)
			}
		}
	}
	t.uids, t.codes = persistent.NewIndex(hashes, ids), persistent.NewIndex(codes, coded)
	for i := range pairs {
		t.children[i] = pairs[i].Lists()
	}
	for o, key := range t.keys {
		if key == nil {
			continue
		}
		sorted := slices.Clone(ids)
		compare := comparer(t.rows, &t.w.Texts, Order(o)) //nolint:gosec // there are four
		byOrder := func(a, b int32) int { return cmp.Or(compare(a, b), cmp.Compare(a, b)) }
		if !slices.IsSortedFunc(sorted, byOrder) {
			slices.SortFunc(sorted, byOrder)
		}
		t.orders[o] = persistent.NewSorted(sorted)
	}
}

// share returns a copy of the table for readers, which shares its data.
func (t *tableWriter) share() table {
	if t.uids.Full() || t.codes.Full() {
		t.reindex()
	}
	c := *t.table
	c.rows, c.children = t.rows.Copy(), slices.Clone(t.children)
	return c
}

// fork returns a writer for a copy of the table, which shares unchanged data.
func (t *table) fork(index int, w *rows.Writer) *tableWriter {
	own := newTableWriter(index, t.rows.Copy(), w)
	of := own.table
	of.count, of.uids, of.codes, of.orders = t.count, t.uids, t.codes, t.orders
	of.children, own.built = slices.Clone(t.children), true
	return own
}

// reindex rebuilds the indexes that have grown too much.
func (t *tableWriter) reindex() {
	var hashes, codes []uint64
	var ids, coded []int32
	for id := range t.rows.Bound() {
		if !t.rows.Known(id) {
			continue
		}
		hashes, ids = append(hashes, hashUID(t.rows.UID(id))), append(ids, id)
		t.eachName(id, func(name string) { codes, coded = append(codes, hashOf(name)), append(coded, id) })
	}
	t.uids, t.codes = persistent.NewIndex(hashes, ids), persistent.NewIndex(codes, coded)
}
