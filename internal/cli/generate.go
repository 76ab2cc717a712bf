package cli

import (
	"errors"
	"time"

	"maillage/internal/demo/country"
	"maillage/internal/store"
)

type generateCommand struct {
	database
	Size string `help:"${generate_size}" enum:"S,M,L" default:"S"`
	Seed uint64 `help:"${generate_seed}" default:"1" placeholder:"N"`
}

// Run fills a database that has no contracts.
func (c *generateCommand) Run(e *environment) (err error) {
	s, err := openStore(e, store.Config{URL: c.Database, Create: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := ensureMigrated(e, s); err != nil {
		return err
	}
	l, err := openLedger(e.ctx, s)
	if err != nil {
		return err
	}
	total, told, began := 0, time.Now(), time.Now()
	err = country.Write(e.ctx, s.Client, l, country.Sizes[c.Size], c.Seed, func(made int) {
		total = made
		if time.Since(told) > 5*time.Second {
			told = time.Now()
			e.log.Info("making records", "made", made)
		}
	})
	if err != nil {
		return err
	}
	e.log.Info("records made", "records", total, "took", time.Since(began).Round(time.Second), "database", s.String())
	return nil
}
