package persistent_test

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"maillage/internal/persistent"
)

func TestColumn_EachCopyKeepsItsValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type copied struct {
			column persistent.Column[[5]int64]
			values map[int32]int64
		}
		var column persistent.Column[[5]int64]
		values := map[int32]int64{}
		var copies []copied
		for range rapid.IntRange(1, 8).Draw(t, "writes") {
			epoch := persistent.NextEpoch()
			for range rapid.IntRange(0, 20).Draw(t, "changes") {
				id := rapid.OneOf(rapid.Int32Range(0, 300), rapid.Int32Range(0, 100_000)).Draw(t, "id")
				values[id] = rapid.Int64Range(1, 9).Draw(t, "value")
				column.Edit(id, epoch)[0] = values[id]
			}
			copies = append(copies, copied{column, maps.Clone(values)})
		}
		for _, c := range copies {
			found := map[int32]int64{}
			var ids []int32
			for id, value := range c.column.All {
				if value[0] != 0 {
					found[id] = value[0]
					ids = append(ids, id)
				}
			}
			if !maps.Equal(found, c.values) || !slices.IsSorted(ids) {
				t.Fatalf("%v, want %v", found, c.values)
			}
			for id, want := range c.values {
				if got := c.column.Get(id); got == nil || got[0] != want || id >= c.column.Bound() {
					t.Fatalf("%d is %v, want %d", id, got, want)
				}
			}
			if c.column.Get(-1) != nil || c.column.Get(persistent.MostID) != nil {
				t.Fatal("an id that nobody set has a value")
			}
		}
	})
}

func TestLists_EachCopyKeepsItsNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type copied struct {
			lists persistent.Lists
			of    map[int32][]int32
		}
		of := map[int32][]int32{}
		var pairs persistent.Pairs
		for range rapid.IntRange(0, 40).Draw(t, "pairs") {
			id, n := rapid.Int32Range(0, 40).Draw(t, "id"),
				rapid.SampledFrom([]int32{1, 3, 260, 300}).Draw(t, "numbers")
			for number := range n {
				pairs.Add(id, number)
				of[id] = append(of[id], number)
			}
		}
		lists := pairs.Lists()
		tidy := func() map[int32][]int32 {
			c := map[int32][]int32{}
			for id, numbers := range of {
				slices.Sort(numbers)
				of[id] = slices.Compact(numbers)
				c[id] = slices.Clone(of[id])
			}
			return c
		}
		copies := []copied{{lists, tidy()}}
		for range rapid.IntRange(1, 6).Draw(t, "writes") {
			epoch := persistent.NextEpoch()
			for range rapid.IntRange(0, 30).Draw(t, "changes") {
				id, number := rapid.Int32Range(0, 40).Draw(t, "id"), rapid.Int32Range(0, 280).Draw(t, "number")
				if rapid.Bool().Draw(t, "adds") {
					lists.Add(id, number, epoch)
					of[id] = append(of[id], number)
				} else {
					lists.Remove(id, number, epoch)
					of[id] = slices.DeleteFunc(of[id], func(n int32) bool { return n == number })
				}
			}
			copies = append(copies, copied{lists, tidy()})
		}
		for _, c := range copies {
			for id := range int32(50) {
				if got := c.lists.Of(id); !slices.Equal(got, c.of[id]) {
					t.Fatalf("%d has %v, want %v", id, got, c.of[id])
				}
			}
		}
	})
}

func TestSortUint64_SortsAsComparingDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		numbers := rapid.SliceOf(rapid.OneOf(rapid.Uint64Range(0, 300), rapid.Uint64())).Draw(t, "numbers")
		want := slices.Sorted(slices.Values(numbers))
		persistent.SortUint64(numbers, make([]uint64, len(numbers)))
		if !slices.Equal(numbers, want) {
			t.Fatalf("%v, want %v", numbers, want)
		}
	})
}
