package relay

import "context"

// scan walks records until its context ends. It checks the context at the first record and at every
// 64th after it. A condition on one record may read thousands of others.
type scan struct {
	ctx   context.Context
	steps int
	err   error // of the context
}

// next counts one record. It returns false once the context has ended.
func (s *scan) next() bool {
	const interval = 64
	if s.steps%interval == 0 && s.err == nil {
		s.err = s.ctx.Err()
	}
	s.steps++
	return s.err == nil
}
