package relay

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func sealer(t interface{ Fatal(...any) }, secret byte) *Sealer {
	s, err := NewSealer(bytes.Repeat([]byte{secret}, 32))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestCursor_HoldsTheSealedValueAndShowsNothing(t *testing.T) {
	s := sealer(t, 1)
	rapid.Check(t, func(r *rapid.T) {
		want := position{value: rapid.String().Draw(r, "value"), id: rapid.IntRange(0, 1<<40).Draw(r, "id")}
		cursor := s.seal("list", want)
		if got, ok := s.open("list", cursor); !ok || got != want {
			r.Fatalf("%+v became %+v, %v", want, got, ok)
		}
		if cursor != s.seal("list", want) {
			r.Fatal("the same place has two cursors")
		}
		raw, err := base64.RawURLEncoding.DecodeString(cursor)
		if err != nil || len(want.value) > 6 && strings.Contains(string(raw), want.value) {
			r.Fatalf("the cursor shows %q", want.value)
		}
	})
}

// A command would take it for a flag.
func TestCursor_BeginsWithNoHyphen(t *testing.T) {
	s := sealer(t, 1)
	for id := range 1_000 {
		want := position{"cpam", id}
		cursor := s.seal("list", want)
		if got, ok := s.open("list", cursor); strings.HasPrefix(cursor, "-") || !ok || got != want {
			t.Errorf("%+v has the cursor %q and became %+v", want, cursor, got)
		}
	}
}

func TestCursor_OfAnotherListOrHubOrForgedIsRefused(t *testing.T) {
	s := sealer(t, 1)
	cursor := s.seal("partners NAME ASC", position{"cpam", 7})
	if _, ok := s.open("partners NAME DESC", cursor); ok {
		t.Error("another order's cursor was read")
	}
	if _, ok := sealer(t, 2).open("partners NAME ASC", cursor); ok {
		t.Error("another hub's cursor was read")
	}
	for i := range len(cursor) {
		forged := []byte(cursor)
		forged[i] ^= 1
		if p, ok := s.open("partners NAME ASC", string(forged)); ok && p != (position{"cpam", 7}) {
			t.Errorf("a forged cursor says %+v", p)
		}
	}
	for _, rubbish := range []string{"", "=", "AAAA", strings.Repeat("A", 1000)} {
		if _, ok := s.open("partners NAME ASC", rubbish); ok {
			t.Errorf("%q was read", rubbish)
		}
	}
}
