package stream

import "sync"

// Stats is how many connections, operations and counted viewers there are.
type Stats struct{ Connections, Operations, Viewers int }

// counts holds how much is open, in all and for each viewer that has something open.
type counts struct {
	mu                      sync.Mutex
	connections, operations int
	closed                  bool
	viewers                 map[string]tally
}

// tally is how much one viewer has open.
type tally struct{ connections, operations int }

// admission is the result of connect.
type admission int

const (
	admitted admission = iota
	full
	stopping
)

// connect counts a connection, also in the wait group open, unless there are too many.
func (c *counts) connect(most int, open *sync.WaitGroup) admission {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.closed:
		return stopping
	case c.connections >= most:
		return full
	}
	c.connections++
	open.Add(1)
	return admitted
}

// disconnect ends what connect counted.
func (c *counts) disconnect() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.connections--
}

// close makes connect admit no more connections.
func (c *counts) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = true
}

// enter counts a connection of a viewer, unless the viewer has too many.
func (c *counts) enter(viewer string, most int) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.change(viewer, most, tally{connections: 1})
}

// exit ends what enter counted.
func (c *counts) exit(viewer string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.change(viewer, 0, tally{connections: -1})
}

// begin counts an operation, unless its viewer has too many.
func (c *counts) begin(viewer string, most int) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.change(viewer, most, tally{operations: 1}) {
		return false
	}
	c.operations++
	return true
}

// end ends what begin counted.
func (c *counts) end(viewer string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.change(viewer, 0, tally{operations: -1})
	c.operations--
}

// change adds to a viewer's tally, unless that would exceed most. It deletes a tally that is zero. The empty viewer
// is not counted.
func (c *counts) change(viewer string, most int, by tally) bool {
	if viewer == "" {
		return true
	}
	now := c.viewers[viewer]
	now.connections += by.connections
	now.operations += by.operations
	switch {
	case by.connections > 0 && now.connections > most, by.operations > 0 && now.operations > most:
		return false
	case now == tally{}:
		delete(c.viewers, viewer)
	default:
		c.viewers[viewer] = now
	}
	return true
}

func (c *counts) stats() Stats {
	c.mu.Lock()
	defer c.mu.Unlock()
	return Stats{c.connections, c.operations, len(c.viewers)}
}
