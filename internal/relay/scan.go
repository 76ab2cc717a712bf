package relay

import "context"

// scan walks records until its context ends. It asks the context at the first record and every 64 after it: a condition
// on one of them may read thousands of others.
type scan struct {
	ctx   context.Context
	steps int
	err   error // of the context
}

// goesOn counts one record. It returns false once the context has ended.
func (s *scan) goesOn() bool {
	const interval = 64
	if s.steps%interval == 0 && s.err == nil {
		s.err = s.ctx.Err()
	}
	s.steps++
	return s.err == nil
}
