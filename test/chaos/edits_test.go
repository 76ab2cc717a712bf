package chaos

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// counter reads a record whose description counts its edits.
const counter = `query { partner(by: {code: "town"}) { version description } }`

type counted struct {
	Partner struct {
		Version     int
		Description string
	}
}

// edit reads the counter and writes it increased by one, until that is acknowledged. It gives the
// version that it read, or none.
func edit(ctx context.Context, c *client, name string, byVersion bool) (conflicts int, replayed bool, err error) {
	for try := 0; ; try++ {
		var seen counted
		if err := c.ask(ctx, &seen, counter, nil); err != nil {
			if isTransient(err) && ctx.Err() == nil {
				continue
			}
			return conflicts, false, err
		}
		n, _ := strconv.Atoi(seen.Partner.Description) // none yet is 0
		to := map[string]any{"code": "town", "description": strconv.Itoa(n + 1)}
		edited := change{"upsertPartner": to}
		if byVersion {
			delete(to, "code")
			to["id"], to["version"] = "town", seen.Partner.Version
			edited = change{"updatePartner": to}
		}
		answer, _, err := c.insist(ctx, fmt.Sprintf("%s-%d", name, try), edited)
		var refused *refusedError
		if errors.As(err, &refused) &&
			slices.ContainsFunc(refused.problems, func(p userError) bool { return p.Code == "CONFLICT" }) {
			conflicts++
			continue
		}
		return conflicts, answer.Replayed, err
	}
}

// race lets writers edit one record, and returns how many of their edits it contains.
func race(
	t *testing.T, b *base, writers, edits int, byVersion bool,
) (acknowledged, in, version, conflicts, replayed int, took time.Duration) {
	t.Helper()
	at := b.serve(t).url
	c := b.client(at)
	furnish(t, c)
	c.losing = 2 * losing // a fifth
	var work sync.WaitGroup
	var acks, clashes, again atomic.Int64
	began := time.Now()
	for w := range writers {
		work.Go(func() {
			for n := range edits {
				conflicts, replayed, err := edit(t.Context(), c, fmt.Sprintf("%d-%d", w, n), byVersion)
				if err != nil {
					t.Errorf("edit %d-%d: %v", w, n, err)
					return
				}
				acks.Add(1)
				clashes.Add(int64(conflicts))
				if replayed {
					again.Add(1)
				}
			}
		})
	}
	work.Wait()
	took = time.Since(began)
	c.losing = 0
	var end counted
	if err := c.ask(t.Context(), &end, counter, nil); err != nil {
		t.Fatal(err)
	}
	in, _ = strconv.Atoi(end.Partner.Description)
	return int(acks.Load()), in, end.Partner.Version, int(clashes.Load()), int(again.Load()), took
}

func TestEdits_ByVersionLoseNoUpdateAndRepeatsByKeyDoubleNone(t *testing.T) {
	eachBase(t, func(t *testing.T, b *base) {
		writers, edits := size(6, 16), size(6, 100)
		acknowledged, in, version, conflicts, replayed, took := race(t, b, writers, edits, true)
		if in != acknowledged || version != acknowledged+1 {
			t.Errorf("%d edits acknowledged, %d in the record, which has the version %d", acknowledged, in, version)
		}
		if conflicts == 0 || replayed == 0 {
			t.Errorf("%d conflicts, %d answered again: nobody was in anybody's way", conflicts, replayed)
		}
		t.Logf("%d writers, %d edits acknowledged in %s, %d in the record; %d conflicts, %d repeats of what had been done",
			writers, acknowledged, took.Round(time.Second), in, conflicts, replayed)
	})
}

func TestEdits_ControlWithoutVersionsLosesUpdates(t *testing.T) {
	eachBase(t, func(t *testing.T, b *base) {
		acknowledged, in, _, _, _, _ := race(t, b, size(6, 16), size(6, 100), false)
		if in >= acknowledged {
			t.Errorf("of %d edits, %d are in the record: none is seen to be lost", acknowledged, in)
		}
		t.Logf("control, without versions: of %d edits acknowledged, %d lost", acknowledged, acknowledged-in)
	})
}

func TestUpserts_OfTheSameNewRecordAllSucceed(t *testing.T) {
	eachBase(t, func(t *testing.T, b *base) {
		var clients []*client
		clients = append(clients, b.client(b.serve(t).url))
		if b.kind == "postgres" {
			clients = append(clients, b.client(b.serve(t).url))
		}
		for n := range size(5, 100) {
			var work sync.WaitGroup
			for w := range 6 {
				work.Go(func() {
					_, _, err := clients[w%len(clients)].insist(t.Context(), "",
						change{"upsertPartner": {"code": fmt.Sprintf("new-%d", n), "name": fmt.Sprintf("New %d", w)}})
					if err != nil {
						t.Errorf("new-%d, writer %d: %v", n, w, err)
					}
				})
			}
			work.Wait()
		}
	})
}
