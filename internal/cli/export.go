package cli

import (
	"bufio"
	"errors"

	"maillage/internal/access"
	"maillage/internal/snapshot"
	"maillage/internal/store"
)

type exportCommand struct{ database }

// Run writes every record as a line of JSON, all as of one moment.
func (c *exportCommand) Run(e *environment) error {
	return c.withStore(e, func(s *store.Store) error {
		ctx := access.WithViewer(e.ctx, access.Named("maillage export"))
		records := snapshot.NewStatic(s.Client)
		if err := records.Refresh(ctx); err != nil {
			return err
		}
		v, err := records.View(ctx)
		if err != nil {
			return err
		}
		out := bufio.NewWriter(e.out)
		return errors.Join(v.Export(out), out.Flush())
	})
}
