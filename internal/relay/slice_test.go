package relay

import (
	"slices"
	"testing"
)

func items(texts ...string) []*string {
	all := make([]*string, len(texts))
	for i := range texts {
		all[i] = &texts[i]
	}
	return all
}

func read(c *Connection[string]) []string {
	var texts []string
	for _, n := range c.Nodes() {
		texts = append(texts, *n)
	}
	return texts
}

func TestSlice_PagesBothWaysAndCursorsOutliveTheirItems(t *testing.T) {
	r := &Reader{Sealer: sealer(t, 1)}
	same := func(s *string) string { return *s }
	all := items("a", "b", "c", "d", "e")
	two := 2
	first, err := Slice(r, "letters", all, Args{First: &two}, same)
	if err != nil || !slices.Equal(read(first), []string{"a", "b"}) || !first.PageInfo.HasNextPage ||
		first.PageInfo.HasPreviousPage {
		t.Fatalf("%v %+v %v", read(first), first.PageInfo, err)
	}
	without := items("a", "c", "d", "e") // b is gone
	next, err := Slice(r, "letters", without, Args{First: &two, After: first.PageInfo.EndCursor()}, same)
	if err != nil || !slices.Equal(read(next), []string{"c", "d"}) || !next.PageInfo.HasPreviousPage {
		t.Errorf("%v %+v %v", read(next), next.PageInfo, err)
	}
	last, err := Slice(r, "letters", all, Args{Last: &two}, same)
	if err != nil || !slices.Equal(read(last), []string{"d", "e"}) || !last.PageInfo.HasPreviousPage ||
		last.PageInfo.HasNextPage {
		t.Errorf("%v %+v %v", read(last), last.PageInfo, err)
	}
	before, err := Slice(r, "letters", all, Args{Last: &two, Before: last.PageInfo.StartCursor()}, same)
	if err != nil || !slices.Equal(read(before), []string{"b", "c"}) || !before.PageInfo.HasNextPage {
		t.Errorf("%v %+v %v", read(before), before.PageInfo, err)
	}
	if total, err := before.TotalCount(t.Context()); total != 5 || err != nil {
		t.Errorf("total %d, %v", total, err)
	}
	none, err := Slice(r, "letters", all, Args{After: last.PageInfo.EndCursor()}, same)
	if err != nil || len(none.Edges) != 0 || none.PageInfo.HasNextPage || none.PageInfo.EndCursor() != nil {
		t.Errorf("%v %+v %v", read(none), none.PageInfo, err)
	}
}
