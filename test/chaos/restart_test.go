package chaos

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"maillage/internal/testhub/cluster"
)

// losing is the share of answers that are lost on their way. A restart of a database loses few at the
// critical moment, and this makes many.
const losing = 0.1

// enough is the number of writes needed for some answers to be lost.
const enough = 100

// ownCluster returns a PostgreSQL that a test may restart. Its committed data outlives a crash.
func ownCluster(t testing.TB, settings ...string) *cluster.Cluster {
	t.Helper()
	bin, err := cluster.Find()
	if err != nil {
		t.Fatalf("%v: this test restarts a server of its own, whatever %s names", err, cluster.URLVariable)
	}
	c, err := cluster.Start(bin, append([]string{"synchronous_commit=on"}, settings...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Stop(); err != nil {
			t.Errorf("removing a cluster: %v", err)
		}
	})
	if err := c.WaitUntilReady(nil); err != nil {
		t.Fatal(err)
	}
	return c
}

// restarts restarts a cluster under writers. It returns, for each restart, the time from the
// database's return until the hub acknowledged a write.
func restarts(t *testing.T, keys bool, rounds int) (v verdict, d *diary, back []time.Duration) {
	t.Helper()
	server := ownCluster(t)
	b := newBase(t, "postgres", server.URL())
	c := b.client(b.serve(t).url)
	furnish(t, c)
	c.losing = losing
	d = newDiary()
	stop, end := context.WithCancel(t.Context())
	defer end()
	join := d.write(stop, t, c, 8, keys)
	for range rounds {
		time.Sleep(time.Duration(200+rand.IntN(600)) * time.Millisecond)
		server.Halt()
		time.Sleep(time.Duration(rand.IntN(300)) * time.Millisecond)
		if err := server.Resume(); err != nil {
			t.Fatal(err)
		}
		if err := server.WaitUntilReady(nil); err != nil {
			t.Fatal(err)
		}
		since := time.Now()
		before := len(d.soFar())
		eventually(t, patience, func() error { return d.grown(before) })
		back = append(back, time.Since(since))
	}
	eventually(t, patience, func() error {
		if n := len(d.soFar()); n < enough {
			return fmt.Errorf("only %d writes", n)
		}
		return nil
	})
	end()
	join()
	if d.failed != nil {
		t.Error(d.failed)
	}
	return b.judge(t, d.soFar()), d, back
}

func longest(times []time.Duration) (worst time.Duration) {
	for _, took := range times {
		worst = max(worst, took)
	}
	return worst
}

func TestRestart_LosesAndDoublesNoAcknowledgedWrite(t *testing.T) {
	rounds := size(2, 20)
	v, d, back := restarts(t, true, rounds)
	if v.bad() || v.there != len(d.acknowledged) {
		t.Errorf("of %d acknowledged writes %d are there: %s", len(d.acknowledged), v.there, v)
	}
	if worst := longest(back); full() && worst > 5*time.Second {
		t.Errorf("%s from the database's return until a write was acknowledged", worst)
	}
	if d.repeated == 0 || d.replayed == 0 {
		t.Errorf("%d writes repeated, %d of them done before: the restarts hit nothing", d.repeated, d.replayed)
	}
	t.Logf("%d restarts: %d writes acknowledged, %d repeated, of which %d had been done; %d lost, %d torn, %d doubled; acknowledging again %s after the database's return at the latest",
		rounds, len(d.acknowledged), d.repeated, d.replayed, len(v.lost), len(v.torn), len(v.doubled),
		longest(back).Round(time.Millisecond))
}

func TestRestart_ControlWithoutKeysDoublesWrites(t *testing.T) {
	rounds := size(1, 5)
	v, d, _ := restarts(t, false, rounds)
	if len(v.doubled) == 0 {
		t.Errorf("none of %d writes is seen to be doubled: %s", len(d.acknowledged), v)
	}
	t.Logf("control, repeated without a key: %d restarts, %d of %d writes doubled", rounds, len(v.doubled),
		len(d.acknowledged))
}
