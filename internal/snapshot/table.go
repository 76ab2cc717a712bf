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

// Order names a sorting of the records of a type.
type Order uint8

// The orders.
const (
	ByCreation Order = iota
	ByUpdate
	ByName
	ByPosition

	orders = int(ByPosition) + 1
)

// Column is the column of an order, in the database.
func (o Order) Column() string {
	return [orders]string{"created_at", "updated_at", "sort_key", "position"}[o]
}

// table is the records of one type, and the ways to find them.
type table struct {
	of       *record.Type
	rows     rows.Store
	count    int
	uids     persistent.Index
	codes    persistent.Index   // with the ids and codes of records that were merged into others
	children []persistent.Lists // by place in links: record that is referred to → records of this type
	orders   [orders]persistent.Sorted
}

// link is a column that refers to records of another type.
type link struct {
	column string
	field  *record.Field
	to     uint8 // the type, as rows.Ref has it
	isArc  bool
}

// links are the columns of each type that refer to others, by the type's place in record.Types.
var links = func() [][]link {
	all := make([][]link, len(record.Types))
	for place, t := range record.Types {
		for _, f := range t.Fields {
			for _, e := range f.Ends() {
				to := uint8(placeOf(e.Prefix) + 1) //nolint:gosec // there are 19 types
				all[place] = append(all[place], link{e.Column, f, to, len(f.Ends()) > 1})
			}
		}
	}
	return all
}()

// places are those of types in record.Types, by their prefixes.
var places = func() map[string]int {
	all := map[string]int{}
	for place, t := range record.Types {
		all[t.Prefix] = place
	}
	return all
}()

func placeOf(prefix string) int { return places[prefix] }

// ordered tells whether records of a type have an order.
func ordered(t *record.Type, o Order) bool {
	switch o {
	case ByName:
		return t.Field("name") != nil
	case ByPosition:
		return t.Field("position") != nil
	}
	return true
}

// Ordered tells whether records of a type have an order.
func Ordered(prefix string, o Order) bool { return ordered(record.Of(prefix), o) }

// parent returns a function from a record to the one that its link refers to; 0 is none.
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

// sortKey is what an order compares of a record: a text, or a number.
type sortKey struct {
	text   []byte
	number int64
}

func (k sortKey) compare(other sortKey) int {
	return cmp.Or(cmp.Compare(k.number, other.number), bytes.Compare(k.text, other.text))
}

// keying returns a function that reads what an order compares of a record of a table.
func keying(store rows.Store, texts *persistent.Texts, o Order) func(id int32) sortKey {
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

// comparing compares records of a table by an order alone.
func comparing(store rows.Store, texts *persistent.Texts, o Order) func(a, b int32) int {
	key := keying(store, texts, o)
	return func(a, b int32) int { return key(a).compare(key(b)) }
}

var seed = maphash.MakeSeed()

func hashOf(code string) uint64 { return maphash.String(seed, code) }

func hashUID(bits [16]byte) uint64 {
	return binary.BigEndian.Uint64(bits[:8]) ^ binary.BigEndian.Uint64(bits[8:])
}

// writing changes a table.
type writing struct {
	*table
	w       *rows.Writer
	epoch   persistent.Epoch
	links   []link
	parents []func(int32) int32
	code    func(int32) (persistent.Text, bool)
	merged  func(int32) (persistent.Text, bool) // nil for a type of which none are merged
	keys    [orders]func(id int32) sortKey      // nil for an order that the type lacks
	built   bool
	before  standing // of the record that is written
	after   standing
}

// standing is what a record is found by.
type standing struct {
	uid     uint64
	code    string
	isCoded bool
	merged  []string // ids and codes of what was merged into it
	parents []int32  // by place in links; 0 is none
	keys    [orders]sortKey
}

func newWriting(place int, store rows.Store, w *rows.Writer) *writing {
	t := &writing{table: &table{of: record.Types[place], rows: store}, w: w, links: links[place]}
	t.children = make([]persistent.Lists, len(t.links))
	t.bind()
	return t
}

// bind reads columns of the rows as they are now.
func (t *writing) bind() {
	t.parents = make([]func(int32) int32, len(t.links))
	for i := range t.links {
		t.parents[i] = t.links[i].parent(t.rows)
	}
	t.code, t.merged = t.rows.Text("code"), t.rows.Text("merged_ids")
	for o := range t.keys {
		if ordered(t.of, Order(o)) { //nolint:gosec // there are four
			t.keys[o] = keying(t.rows, &t.w.Texts, Order(o)) //nolint:gosec // there are four
		}
	}
	t.before.parents, t.after.parents = make([]int32, len(t.links)), make([]int32, len(t.links))
}

// put keeps a record.
func (t *writing) put(row ent.Row) {
	id := int32(row.RowID()) //nolint:gosec // the builder has refused greater ones
	before := t.stand(id, &t.before)
	t.rows.Put(row, t.w, t.epoch)
	if before == nil {
		t.count++
	}
	t.find(id, before, t.stand(id, &t.after))
}

// remove takes a record away.
func (t *writing) remove(id int32) {
	if before := t.stand(id, &t.before); before != nil {
		t.rows.Remove(id, t.epoch)
		t.count--
		t.find(id, before, nil)
	}
}

// stand reads what a record is found by into a standing; it returns nil for one that is not there.
func (t *writing) stand(id int32, s *standing) *standing {
	if !t.rows.Known(id) {
		return nil
	}
	if !t.built {
		return s
	}
	s.uid = hashUID(t.rows.UID(id))
	s.code, s.isCoded = t.codeOf(id)
	s.merged = t.mergedInto(id)
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

// find makes a record be found by what has changed of it. Before and after are nil where it is not there.
func (t *writing) find(id int32, before, after *standing) {
	if !t.built {
		return
	}
	if before != nil {
		t.forget(id, before, after)
	}
	if after != nil {
		t.enter(id, after, before)
	}
}

// forget takes a record out of the ways to find it that another standing does not have.
func (t *writing) forget(id int32, s, but *standing) {
	if but == nil || s.uid != but.uid {
		t.uids.Remove(s.uid, id, t.epoch)
	}
	if s.isCoded && (but == nil || !but.isCoded || s.code != but.code) {
		t.codes.Remove(hashOf(s.code), id, t.epoch)
	}
	for _, name := range s.merged {
		if but == nil || !slices.Contains(but.merged, name) {
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
			t.orders[o].Remove(id, t.from(key, id, s.keys[o]), t.epoch)
		}
	}
}

// enter adds a record to the ways to find it that another standing does not have.
func (t *writing) enter(id int32, s, but *standing) {
	if but == nil || s.uid != but.uid {
		t.uids.Add(s.uid, id, t.epoch)
	}
	if s.isCoded && (but == nil || !but.isCoded || s.code != but.code) {
		t.codes.Add(hashOf(s.code), id, t.epoch)
	}
	for _, name := range s.merged {
		if but == nil || !slices.Contains(but.merged, name) {
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
			t.orders[o].Add(id, t.from(key, id, s.keys[o]), t.epoch)
		}
	}
}

// from tells whether a record stands at the place of another, which has a key, or after it.
func (t *writing) from(key func(int32) sortKey, id int32, at sortKey) func(int32) bool {
	return func(other int32) bool {
		return other == id || cmp.Or(key(other).compare(at), cmp.Compare(other, id)) >= 0
	}
}

// build makes the ways to find all records at once.
func (t *writing) build() {
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
		compare := comparing(t.rows, &t.w.Texts, Order(o)) //nolint:gosec // there are four
		byOrder := func(a, b int32) int { return cmp.Or(compare(a, b), cmp.Compare(a, b)) }
		if !slices.IsSortedFunc(sorted, byOrder) {
			slices.SortFunc(sorted, byOrder)
		}
		t.orders[o] = persistent.NewSorted(sorted)
	}
}

// copied is the table for readers, which share it.
func (t *writing) copied() table {
	if t.uids.Full() || t.codes.Full() {
		t.reindex()
	}
	c := *t.table
	c.rows, c.children = t.rows.Copy(), slices.Clone(t.children)
	return c
}

// fork returns a table of its own, which shares what is the same.
func (t *table) fork(place int, w *rows.Writer) *writing {
	own := newWriting(place, t.rows.Copy(), w)
	of := own.table
	of.count, of.uids, of.codes, of.orders = t.count, t.uids, t.codes, t.orders
	of.children, own.built = slices.Clone(t.children), true
	return own
}

// reindex makes indexes that have grown anew.
func (t *writing) reindex() {
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
