package server_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

// A hub that has started soon answers moments before its start without reading lines.
func TestBackfill_RunsInAHub(t *testing.T) {
	t.Parallel()
	var reads atomic.Int32
	observe := testdb.Observe(func(_ context.Context, query string) {
		if strings.Contains(query, "before") {
			reads.Add(1)
		}
	})
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		book := testdb.Ledger(t, s)
		var moments []time.Time
		for len(moments) < 100 {
			moments = append(moments, time.Now())
			_, err := book.Write(testdb.Context(t), ledger.Entry{Actor: "test"},
				func(ctx context.Context, tx *ent.Tx) ([]string, error) {
					code := moments[len(moments)-1].Format("at-150405.000000000")
					return nil, tx.Partner.Create().SetCode(code).SetName(code).Exec(ctx)
				})
			if err != nil {
				t.Fatal(err)
			}
		}
		h := running(t, s)
		becomes(t, h, 200, "ready")
		for _, at := range moments {
			before := reads.Load()
			if _, err := h.Network.At(t.Context(), at); err != nil {
				t.Fatal(err)
			}
			if reads.Load() == before {
				return
			}
			time.Sleep(100 * time.Millisecond) // the hub tells nobody when it has undone earlier lines
		}
		t.Error("each moment reads lines")
	}, observe)
}
