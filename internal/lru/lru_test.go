package lru_test

import (
	"testing"

	"maillage/internal/lru"
)

func TestCache_DropsTheLeastRecentlyUsed(t *testing.T) {
	c := lru.New[string, int](80)
	for i, key := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
		c.Keep(key, i, 10)
	}
	if _, kept := c.Get("a"); !kept || c.Bytes() != 80 {
		t.Errorf("a is kept: %v; %d bytes", kept, c.Bytes())
	}
	c.Keep("i", 8, 5)
	for key, want := range map[string]bool{"a": true, "b": false, "c": true, "i": true} {
		if _, kept := c.Get(key); kept != want {
			t.Errorf("%s is kept: %v", key, kept)
		}
	}
	if c.Bytes() != 75 {
		t.Errorf("%d bytes", c.Bytes())
	}
}

func TestCache_ValueReplacesThatOfItsKey(t *testing.T) {
	c := lru.New[string, int](80)
	c.Keep("a", 1, 10)
	c.Keep("a", 2, 4)
	if v, kept := c.Get("a"); v != 2 || !kept || c.Bytes() != 4 {
		t.Errorf("%d, %v, %d bytes", v, kept, c.Bytes())
	}
}

func TestCache_DoesNotKeepALargeValue(t *testing.T) {
	c := lru.New[string, int](80)
	c.Keep("a", 1, 11)
	if _, kept := c.Get("a"); kept || c.Bytes() != 0 {
		t.Errorf("%v, %d bytes", kept, c.Bytes())
	}
}

func TestCache_NilIsEmpty(t *testing.T) {
	c := lru.New[string, int](0)
	c.Keep("a", 1, 0)
	if _, kept := c.Get("a"); kept || c.Bytes() != 0 {
		t.Error("it kept something")
	}
}
