package lru_test

import (
	"slices"
	"testing"

	"maillage/internal/lru"
)

func TestCache_DropsTheLeastRecentlyUsed(t *testing.T) {
	c := lru.New[string, int](80)
	for i, key := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
		c.Keep(key, i, 10)
	}
	if _, kept := c.Get("a"); !kept || c.Size() != 80 {
		t.Errorf("a is kept: %v; %d bytes", kept, c.Size())
	}
	c.Keep("i", 8, 5)
	for key, want := range map[string]bool{"a": true, "b": false, "c": true, "i": true} {
		if _, kept := c.Get(key); kept != want {
			t.Errorf("%s is kept: %v", key, kept)
		}
	}
	if c.Size() != 75 {
		t.Errorf("%d bytes", c.Size())
	}
}

func TestCache_ValueReplacesThatOfItsKey(t *testing.T) {
	c := lru.New[string, int](80)
	c.Keep("a", 1, 10)
	c.Keep("a", 2, 4)
	if v, kept := c.Get("a"); v != 2 || !kept || c.Size() != 4 {
		t.Errorf("%d, %v, %d bytes", v, kept, c.Size())
	}
}

func TestCache_DoesNotKeepALargeValue(t *testing.T) {
	c := lru.New[string, int](80)
	c.Keep("a", 1, 11)
	if _, kept := c.Get("a"); kept || c.Size() != 0 {
		t.Errorf("%v, %d bytes", kept, c.Size())
	}
}

func TestCache_NilIsEmpty(t *testing.T) {
	c := lru.New[string, int](0)
	c.Keep("a", 1, 0)
	c.Clear()
	if _, kept := c.Get("a"); kept || c.Size() != 0 || c.Remove("a") {
		t.Error("it kept something")
	}
}

func TestCache_CallsDropForEveryValueThatLeaves(t *testing.T) {
	var dropped []int
	c := lru.NewWithDrop[string](8, func(v int) { dropped = append(dropped, v) })
	for i, key := range []string{"a", "b", "c", "d", "e", "f", "g", "h", "i"} {
		c.Add(key, i)
	}
	c.Add("b", 10)
	if !c.Remove("c") || c.Remove("a") {
		t.Error("Remove does not report whether there was a value")
	}
	if want := []int{0, 1, 2}; !slices.Equal(dropped, want) || c.Size() != 7 {
		t.Errorf("dropped %v, want %v; size %d", dropped, want, c.Size())
	}
	c.Clear()
	if _, kept := c.Get("b"); kept || len(dropped) != 10 || c.Size() != 0 {
		t.Errorf("after Clear: kept %v, dropped %v, size %d", kept, dropped, c.Size())
	}
}
