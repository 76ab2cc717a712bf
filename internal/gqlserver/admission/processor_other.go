//go:build !unix

package admission

import "time"

var started = time.Now()

// processorTime returns the time since the start. On this system the processor time of the process is not read, so an
// operation is charged for the time that it holds its place.
func processorTime() time.Duration { return time.Since(started) }
