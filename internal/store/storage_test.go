package store_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"

	"maillage/internal/store"
)

func TestStorageFault_DependsOnTheCode(t *testing.T) {
	for state, want := range map[pqerror.Code]string{
		"53100": "the disk is full", "58030": "the disk fails", "25006": "the database is read-only",
		"XX001": "the database is damaged",
		"0A000": "the database is read-only", "23505": "", "57P01": "",
	} {
		failed := &pq.Error{Code: state, Message: "cannot set transaction read-write mode during recovery"}
		err := fmt.Errorf("wrapped: %w", failed)
		reason, is := store.StorageFault(err)
		if reason.String() != want || is != (want != "") {
			t.Errorf("%s is %q, want %q", state, reason, want)
		}
		if want != "" && !store.IsTransient(err) {
			t.Errorf("%q does not pass", want)
		}
	}
	if reason, is := store.StorageFault(errors.New("another")); is {
		t.Errorf("another error is %q", reason)
	}
}
