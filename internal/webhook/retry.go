package webhook

import (
	"math"
	"net/http"
	"strconv"
	"time"
)

const (
	// maxTries is how often a line is tried before it becomes a dead letter.
	maxTries = 12
	// firstDelay is the time between the first and the second try. Each later delay is growth times as long, so that
	// twelve tries take a day.
	firstDelay = 10 * time.Second
	growth     = 2.35
	// spread is the part of a delay by which it varies at random, so that receivers are not tried in step.
	spread = 0.1
	// maxRetryAfter limits the delay that a receiver can ask for.
	maxRetryAfter = 24 * time.Hour
)

// delay returns the time between a failed try and the next one. The argument random is a number from 0 to 1. A receiver
// can ask for a longer delay.
func delay(tries int, random float64, asked time.Duration) time.Duration {
	backOff := float64(firstDelay) * math.Pow(growth, float64(tries-1))
	backOff *= 1 - spread + 2*spread*random
	return max(time.Duration(backOff).Round(time.Millisecond), min(asked, maxRetryAfter))
}

// retryAfter reads the header Retry-After: a number of seconds or a date. It returns 0 for none.
func retryAfter(header string, now time.Time) time.Duration {
	if seconds, err := strconv.ParseUint(header, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	if at, err := http.ParseTime(header); err == nil {
		return max(0, at.Sub(now))
	}
	return 0
}
