package main

import (
	"bufio"
	"errors"

	"maillage/internal/access"
	"maillage/internal/record"
	"maillage/internal/store"
)

type exportCommand struct{ database }

// Run writes every record as a line of JSON.
func (c *exportCommand) Run(e *environment) error {
	return c.opened(e, func(s *store.Store) error {
		out := bufio.NewWriter(e.out)
		err := record.Export(access.WithViewer(e.ctx, access.Named("maillage export")), s.Client, out)
		return errors.Join(err, out.Flush())
	})
}
