package crossings

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// anyColumns draws two columns with links between them, the left one in blocks.
func anyColumns(t *rapid.T) Columns {
	c := Columns{Left: make([]string, rapid.IntRange(1, 12).Draw(t, "left")),
		Right: make([]string, rapid.IntRange(1, 8).Draw(t, "right"))}
	c.Blocks = make([][]int, rapid.IntRange(1, 3).Draw(t, "blocks"))
	for i := range c.Left {
		c.Left[i] = rapid.StringN(1, 4, -1).Draw(t, "name")
		b := rapid.IntRange(0, len(c.Blocks)-1).Draw(t, "block")
		c.Blocks[b] = append(c.Blocks[b], i)
	}
	for range rapid.IntRange(0, 20).Draw(t, "links") {
		l := [2]int{rapid.IntRange(0, len(c.Left)-1).Draw(t, "from"), rapid.IntRange(0, len(c.Right)-1).Draw(t, "to")}
		if !slices.Contains(c.Links, l) {
			c.Links = append(c.Links, l)
		}
	}
	return c
}

func TestLayout_KeepsBlocksAndNeverCrossesMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := anyColumns(t)
		first := Ordered{Blocks: c.Blocks, Right: make([]int, len(c.Right))}
		for i := range first.Right {
			first.Right[i] = i
		}
		before, got := c.crossings(first), c.Order()
		if again := c.Order(); !slices.Equal(again.Right, got.Right) ||
			!slices.EqualFunc(again.Blocks, got.Blocks, slices.Equal) {
			t.Fatalf("the second order is %v, the first %v", again, got)
		}
		if after := c.crossings(got); after > before {
			t.Fatalf("%d links cross, %d before", after, before)
		}
		if !slices.Equal(sorted(got.Right), sorted(first.Right)) || len(got.Blocks) != len(c.Blocks) {
			t.Fatalf("the order is %v", got)
		}
		for _, b := range got.Blocks {
			if !slices.ContainsFunc(c.Blocks, func(o []int) bool { return slices.Equal(sorted(o), sorted(b)) }) {
				t.Fatalf("the block %v is none of %v", b, c.Blocks)
			}
		}
	})
}

func sorted(of []int) []int {
	of = slices.Clone(of)
	slices.Sort(of)
	return of
}

func TestLayout_CountsCrossingsAsPairsDo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := anyColumns(t)
		o := c.Order()
		left, right, want := o.leftPlaces(len(c.Left)), places(o.Right), 0
		for i, a := range c.Links {
			for _, b := range c.Links[:i] {
				if (left[a[0]]-left[b[0]])*(right[a[1]]-right[b[1]]) < 0 {
					want++
				}
			}
		}
		if got := c.crossings(o); got != want {
			t.Fatalf("%d crossings are counted of %d", got, want)
		}
	})
}

func TestLayout_UntanglesWhatCanBe(t *testing.T) {
	c := Columns{Blocks: [][]int{{0, 1, 2}}, Left: []string{"a", "b", "c"}, Right: []string{"x", "y", "z"},
		Links: [][2]int{{0, 2}, {1, 1}, {2, 0}}}
	if crossed := c.crossings(c.Order()); crossed != 0 {
		t.Errorf("%d links cross, and none has to", crossed)
	}
}
