package store_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"

	"maillage/internal/lexicon"
	"maillage/internal/store"
)

func TestStorageFault_DependsOnTheCodeAndHasAFrenchSentence(t *testing.T) {
	for state, want := range map[pqerror.Code]string{
		"53100": "the disk is full", "58030": "the disk fails", "25006": "the database is read-only",
		"XX001": "the database is damaged",
		"0A000": "the database is read-only", "23505": "", "57P01": "",
	} {
		failed := &pq.Error{Code: state, Message: "cannot set transaction read-write mode during recovery"}
		err := fmt.Errorf("wrapped: %w", failed)
		if got := store.StorageFault(err); got != want {
			t.Errorf("%s is %q, want %q", state, got, want)
		}
		if want != "" && (lexicon.French.Say(want) == want || !store.IsTransient(err)) {
			t.Errorf("%q has no French, or does not pass", want)
		}
	}
	for _, reason := range []string{"the database file was deleted or replaced", "the database file cannot be opened"} {
		if lexicon.French.Say(reason) == reason {
			t.Errorf("%q has no French", reason)
		}
	}
	if got := store.StorageFault(errors.New("another")); got != "" {
		t.Errorf("another error is %q", got)
	}
}
