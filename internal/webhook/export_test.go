package webhook

import (
	"context"
	"net/netip"
	"time"

	"maillage/internal/access"
)

// Names of internals for tests.
const (
	MaxTries       = maxTries
	KeptDeliveries = keptDeliveries
	FastTurns      = fastTurns
	SlowTurns      = slowTurns
)

// SetLimits sets how long a try may take, and after how long a receiver is slow.
func (w *Webhooks) SetLimits(try, slow time.Duration) { w.tryLimit, w.slowAfter = try, slow }

// Delay is the delay before the next try.
func Delay(tries int, random float64, asked time.Duration) time.Duration {
	return delay(tries, random, asked)
}

// RetryAfter reads the header of the name.
func RetryAfter(header string, now time.Time) time.Duration { return retryAfter(header, now) }

// Round runs one round, and waits for its turns.
func (w *Webhooks) Round(ctx context.Context) error {
	defer w.turns.Wait()
	return w.round(access.AsSystem(ctx))
}

// CheckAddress reports whether an address may be dialled.
func CheckAddress(n Network, to netip.AddrPort) error { return newSender(n).check(to) }

// CheckURL reports whether a text is the address of a receiver.
func CheckURL(n Network, url string) error { return newSender(n).checkURL(url) }

// Claim leases a webhook by its row.
func (w *Webhooks) Claim(ctx context.Context, id int) (bool, error) { return w.claim(ctx, id) }
