package web

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// anyColumns draws two columns with links between them, the left one in blocks.
func anyColumns(t *rapid.T) columns {
	c := columns{left: make([]string, rapid.IntRange(1, 12).Draw(t, "left")),
		right: make([]string, rapid.IntRange(1, 8).Draw(t, "right"))}
	c.blocks = make([][]int, rapid.IntRange(1, 3).Draw(t, "blocks"))
	for i := range c.left {
		c.left[i] = rapid.StringN(1, 4, -1).Draw(t, "name")
		b := rapid.IntRange(0, len(c.blocks)-1).Draw(t, "block")
		c.blocks[b] = append(c.blocks[b], i)
	}
	for range rapid.IntRange(0, 20).Draw(t, "links") {
		l := [2]int{rapid.IntRange(0, len(c.left)-1).Draw(t, "from"), rapid.IntRange(0, len(c.right)-1).Draw(t, "to")}
		if !slices.Contains(c.links, l) {
			c.links = append(c.links, l)
		}
	}
	return c
}

func TestLayout_KeepsBlocksAndNeverCrossesMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := anyColumns(t)
		first := ordered{blocks: c.blocks, right: make([]int, len(c.right))}
		for i := range first.right {
			first.right[i] = i
		}
		before, got := c.crossings(first), c.order()
		if again := c.order(); !slices.Equal(again.right, got.right) ||
			!slices.EqualFunc(again.blocks, got.blocks, slices.Equal) {
			t.Fatalf("the second order is %v, the first %v", again, got)
		}
		if after := c.crossings(got); after > before {
			t.Fatalf("%d links cross, %d before", after, before)
		}
		if !slices.Equal(sorted(got.right), sorted(first.right)) || len(got.blocks) != len(c.blocks) {
			t.Fatalf("the order is %v", got)
		}
		for _, b := range got.blocks {
			if !slices.ContainsFunc(c.blocks, func(o []int) bool { return slices.Equal(sorted(o), sorted(b)) }) {
				t.Fatalf("the block %v is none of %v", b, c.blocks)
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
		o := c.order()
		left, right, want := o.leftPlaces(len(c.left)), places(o.right), 0
		for i, a := range c.links {
			for _, b := range c.links[:i] {
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
	c := columns{blocks: [][]int{{0, 1, 2}}, left: []string{"a", "b", "c"}, right: []string{"x", "y", "z"},
		links: [][2]int{{0, 2}, {1, 1}, {2, 0}}}
	if crossed := c.crossings(c.order()); crossed != 0 {
		t.Errorf("%d links cross, and none has to", crossed)
	}
}

func TestCSV_GuardsFormulas(t *testing.T) {
	for text, want := range map[string]string{
		"=1+1": "'=1+1", "+33 1": "'+33 1", "-2": "'-2", "@SUM(A1)": "'@SUM(A1)", "\tx": "'\tx", "\rx": "'\rx",
		"": "", "a=b": "a=b", "état": "état",
	} {
		if got := guardFormula(text); got != want {
			t.Errorf("%q is written as %q", text, got)
		}
	}
}

func TestTimeline_FadesWhereADateIsVague(t *testing.T) {
	month, day := "2024-06", "2024-06-14"
	vague, known := daysOf(&month, 0)
	if !known || vague[1]-vague[0] != 29 {
		t.Errorf("June is from %v to %v", vague[0], vague[1])
	}
	if sure, _ := daysOf(&day, 0); sure[0] != sure[1] {
		t.Errorf("a day is from %v to %v", sure[0], sure[1])
	}
	unknown := "XXXX"
	if _, known := daysOf(&unknown, 0); known {
		t.Error("a date that nobody knows is known")
	}
}
