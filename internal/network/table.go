package network

import "sort"

// list is facts of one kind in the order of their ids, apart from which they
// are kept: numbering takes the ids as they are.
type list[R any] struct {
	ids  []int // ascending, each once
	rows []R   // the fact of each id
}

// find is the place of an id, or -1.
func (l *list[R]) find(id int) int { return find(l.ids, id) }

// keep is the list of those facts that a condition picks. It shares nothing
// with l.
func (l *list[R]) keep(picks func(id int, row *R) bool) list[R] {
	var kept list[R]
	for i, id := range l.ids {
		if picks(id, &l.rows[i]) {
			kept.ids = append(kept.ids, id)
			kept.rows = append(kept.rows, l.rows[i])
		}
	}
	return kept
}

// find is the place of an id among ascending ids, or -1. Where ids have no
// gaps, as most tables have none, it is found at once.
func find(ids []int, id int) int {
	if len(ids) == 0 || id < ids[0] {
		return -1
	}
	// Ids are distinct, so that none stands further than its distance from the first.
	most := id - ids[0]
	if most >= 0 && most < len(ids) { // a distance that overflows is negative
		if ids[most] == id {
			return most
		}
		ids = ids[:most]
	}
	if i := sort.SearchInts(ids, id); i < len(ids) && ids[i] == id {
		return i
	}
	return -1
}

// table is a list that changes. A fact that belongs between two others, or is
// taken away, waits until settle takes all that wait in one pass: a change
// costs nothing but itself, and a million facts need no map.
type table[R any] struct {
	list[R]
	late map[int]R        // id, less than the last of the list and not in it → its fact
	gone map[int]struct{} // ids of the list whose facts were taken away
}

// put adds a fact, or replaces the one of its id.
func (t *table[R]) put(id int, row R) {
	if at := t.find(id); at >= 0 {
		t.rows[at] = row
		delete(t.gone, id)
		return
	}
	if len(t.ids) == 0 || id > t.ids[len(t.ids)-1] {
		t.ids, t.rows = append(t.ids, id), append(t.rows, row)
		return
	}
	if t.late == nil {
		t.late = make(map[int]R)
	}
	t.late[id] = row
}

// remove takes a fact away, if it is there.
func (t *table[R]) remove(id int) {
	delete(t.late, id)
	if t.find(id) < 0 {
		return
	}
	if t.gone == nil {
		t.gone = make(map[int]struct{})
	}
	t.gone[id] = struct{}{}
}

// settle is the list after all changes. It changes when the table does.
func (t *table[R]) settle() list[R] {
	t.drop()
	t.merge()
	return t.list
}

// drop closes the gaps of what is gone.
func (t *table[R]) drop() {
	if len(t.gone) == 0 {
		return
	}
	kept := 0
	for i, id := range t.ids {
		if _, gone := t.gone[id]; !gone {
			t.ids[kept], t.rows[kept] = id, t.rows[i]
			kept++
		}
	}
	clear(t.rows[kept:]) // of what they point to
	t.ids, t.rows, t.gone = t.ids[:kept], t.rows[:kept], nil
}

// merge brings what is late to its place, from the end, so that no fact is
// written over before it has moved.
func (t *table[R]) merge() {
	if len(t.late) == 0 {
		return
	}
	late := make([]int, 0, len(t.late))
	for id := range t.late {
		late = append(late, id)
	}
	sort.Ints(late)
	old := len(t.ids) - 1
	t.ids, t.rows = append(t.ids, late...), append(t.rows, make([]R, len(late))...)
	for to := len(t.ids) - 1; len(late) > 0; to-- {
		if next := late[len(late)-1]; old < 0 || t.ids[old] < next {
			t.ids[to], t.rows[to] = next, t.late[next]
			late = late[:len(late)-1]
		} else {
			t.ids[to], t.rows[to] = t.ids[old], t.rows[old]
			old--
		}
	}
	t.late = nil
}

// interned keeps each distinct value once. A million claims have few distinct
// dates and fewer distinct sums of evidence. Values are only ever added, so
// that whoever has the slice may keep it.
type interned[V comparable] struct {
	values []V
	places map[V]int32
}

func (i *interned[V]) place(v V) int32 {
	p, ok := i.places[v]
	if !ok {
		if i.places == nil {
			i.places = make(map[V]int32)
		}
		p = int32(len(i.values))
		i.values = append(i.values, v)
		i.places[v] = p
	}
	return p
}
