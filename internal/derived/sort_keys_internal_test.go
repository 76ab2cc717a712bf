package derived

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"maillage/internal/relay"
)

// Sort keys compare as their values do, one after another, each in its direction.
func TestSortKeys_CompareAsTheirValues(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // it only draws examples
	texts := [][]byte{nil, {0}, {0, 1}, {0, 0xff}, {1}, []byte("a"), []byte("a\x00"), []byte("ab"), {0xff}, {0xff, 0}}
	ways := []relay.Direction{relay.Ascending, relay.Descending}
	turn := func(c int, way relay.Direction) int {
		if way == relay.Descending {
			return -c
		}
		return c
	}
	for range 20_000 {
		a, b := texts[random.IntN(len(texts))], texts[random.IntN(len(texts))]
		m, n := random.IntN(3)*300, random.IntN(3)*300
		first, second := ways[random.IntN(2)], ways[random.IntN(2)]
		want := turn(bytes.Compare(a, b), first)
		if want == 0 {
			want = turn(m-n, second)
		}
		key, other := sortKey(nil).text(a, first).number(m, second), sortKey(nil).text(b, first).number(n, second)
		got := bytes.Compare(key, other)
		if got != min(1, max(-1, want)) {
			t.Fatalf("%q %s, %d %s against %q, %d: %d, want %d", a, first, m, second, b, n, got, want)
		}
	}
}
