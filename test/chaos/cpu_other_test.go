//go:build !linux

package chaos

import "time"

// cpu is not measured here.
func (i *instance) cpu() (time.Duration, error) { return 0, nil }
