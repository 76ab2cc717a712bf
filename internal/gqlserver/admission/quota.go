package admission

import (
	"math"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"maillage/internal/lru"
)

// maxClients is how many clients the quota keeps a bucket for, at some 300 bytes each. Beyond it, the bucket of the
// client that asked longest ago is dropped. That client starts with a full bucket when it returns.
const maxClients = 20_000

// Quota is a token bucket for each client, all of the same size. A nil Quota limits nobody.
type Quota struct {
	perMinute int
	now       func() time.Time
	mu        sync.Mutex // so that a client gets one bucket
	buckets   *lru.Cache[string, *rate.Limiter]
}

// NewQuota returns a quota of the given cost a minute. The bucket holds a minute's worth and refills evenly. 0
// returns nil, which limits nobody. A nil clock is time.Now.
func NewQuota(perMinute int, now func() time.Time) *Quota {
	if perMinute <= 0 {
		return nil
	}
	if now == nil {
		now = time.Now
	}
	return &Quota{perMinute: perMinute, now: now, buckets: lru.New[string, *rate.Limiter](maxClients)}
}

// State is what remains of a client's quota.
type State struct {
	Limit     int           // cost in a minute
	Remaining int           // cost that may be used now
	Reset     time.Duration // until the bucket is full again
}

// State returns what remains of a client's quota; false when the client is not limited.
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

// Take debits a cost, or returns how long to wait until it can be debited. A cost above a minute's worth debits a
// minute's worth.
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

// Spend debits the cost of work that is done already. The bucket may become negative, by a minute's worth at most.
func (q *Quota) Spend(client string, cost int) {
	if q == nil || client == "" || cost <= 0 {
		return
	}
	now, bucket := q.now(), q.bucket(client)
	if bucket.TokensAt(now) > 0 {
		bucket.ReserveN(now, min(cost, q.perMinute))
	}
}

// Refund credits what [Quota.Take] debited for a cost and the client did not use.
func (q *Quota) Refund(client string, cost, used int) {
	if q == nil || client == "" {
		return
	}
	if rest := min(cost, q.perMinute) - used; rest > 0 {
		q.bucket(client).ReserveN(q.now(), -rest) // the bucket never holds more than a minute's worth
	}
}

// bucket returns the bucket of a client, and creates it at the first request.
func (q *Quota) bucket(client string) *rate.Limiter {
	q.mu.Lock()
	defer q.mu.Unlock()
	if b, known := q.buckets.Get(client); known {
		return b
	}
	b := rate.NewLimiter(rate.Limit(float64(q.perMinute)/60), q.perMinute)
	q.buckets.Add(client, b)
	return b
}

// wait returns how long the bucket takes to refill by a cost.
func (q *Quota) wait(cost float64) time.Duration {
	return time.Duration(math.Max(0, cost) / float64(q.perMinute) * float64(time.Minute))
}
