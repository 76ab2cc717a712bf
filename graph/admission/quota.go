package admission

import (
	"context"
	"math"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql/handler/lru"
	"golang.org/x/time/rate"
)

// remembered is how many clients are known at once, at some 300 bytes each. One
// more than that makes the one forgotten who asked longest ago, whose bucket is
// full again when they come back.
const remembered = 20_000

// Quota gives every client the same budget. A nil Quota bounds nobody.
type Quota struct {
	perMinute int
	now       func() time.Time
	mu        sync.Mutex // makes one bucket of a client
	buckets   *lru.LRU[*rate.Limiter]
}

// NewQuota returns a quota of so much cost a minute: the bucket holds a minute's
// worth and fills evenly. 0 bounds nobody. A nil clock is time.Now.
func NewQuota(perMinute int, now func() time.Time) *Quota {
	if perMinute <= 0 {
		return nil
	}
	if now == nil {
		now = time.Now
	}
	return &Quota{perMinute: perMinute, now: now, buckets: lru.New[*rate.Limiter](remembered)}
}

// State is what is left to a client.
type State struct {
	Limit     int           // cost a minute
	Remaining int           // that may be asked for now
	Reset     time.Duration // until all of the limit may be asked for again
}

// State is what is left to a client now; false when nobody counts.
func (q *Quota) State(client string) (State, bool) {
	if q == nil || client == "" {
		return State{}, false
	}
	left := q.bucket(client).TokensAt(q.now())
	return State{
		Limit: q.perMinute, Remaining: max(0, int(left)),
		Reset: q.wait(float64(q.perMinute) - left),
	}, true
}

// Take takes a cost from what is left to a client, or tells how long to wait
// until it can be taken. What costs more than a minute's worth takes that.
func (q *Quota) Take(client string, cost int) (wait time.Duration, taken bool) {
	if q == nil || client == "" {
		return 0, true
	}
	now, bucket, cost := q.now(), q.bucket(client), min(cost, q.perMinute)
	if bucket.AllowN(now, cost) {
		return 0, true
	}
	return max(time.Second, q.wait(float64(cost)-bucket.TokensAt(now))), false
}

// Spend takes the cost of what was done already, of which there may be more than
// was left: the client owes it, a minute's worth at most.
func (q *Quota) Spend(client string, cost int) {
	if q == nil || client == "" || cost <= 0 {
		return
	}
	now, bucket := q.now(), q.bucket(client)
	if bucket.TokensAt(now) > 0 {
		bucket.ReserveN(now, min(cost, q.perMinute))
	}
}

// Refund gives back what a client paid for and did not use.
func (q *Quota) Refund(client string, cost int) {
	if q == nil || client == "" || cost <= 0 {
		return
	}
	q.bucket(client).ReserveN(q.now(), -cost) // the bucket never holds more than a minute's worth
}

func (q *Quota) bucket(client string) *rate.Limiter {
	q.mu.Lock()
	defer q.mu.Unlock()
	if b, known := q.buckets.Get(context.Background(), client); known {
		return b
	}
	b := rate.NewLimiter(rate.Limit(float64(q.perMinute)/60), q.perMinute)
	q.buckets.Add(context.Background(), client, b)
	return b
}

// wait is how long it takes until so much has flowed in.
func (q *Quota) wait(cost float64) time.Duration {
	return time.Duration(math.Max(0, cost) / float64(q.perMinute) * float64(time.Minute))
}
