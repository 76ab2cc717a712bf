package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"maillage/internal/access"
	"maillage/internal/exchange/exports"
	"maillage/internal/message"
	"maillage/internal/relay"
	"maillage/internal/snapshot"
	"maillage/internal/store"
)

type exportCommand struct {
	database
	Format   string `help:"${export_format}" default:"ndjson" placeholder:"FORMAT"`
	Contract string `help:"${export_contract}" placeholder:"CODE"`
	Filter   string `help:"What to select, such as 'status:ACTIVE theme:health'." placeholder:"CONDITIONS"`
	At       string `help:"${export_at}" placeholder:"DATE"`
	Since    string `help:"${export_since}" placeholder:"POSITION"`
	Output   string `short:"o" help:"The file to write; - is standard output." default:"-" placeholder:"FILE"`
	TimeZone string `help:"${time_zone}" default:"Europe/Paris" env:"MAILLAGE_TIME_ZONE" placeholder:"ZONE"`
}

// Run writes what the hub has in a format, all as of one moment.
func (c *exportCommand) Run(e *environment) error {
	format, err := c.format()
	if err != nil {
		return explained(err)
	}
	zone, err := time.LoadLocation(c.TimeZone)
	if err != nil {
		return misused(message.IsNoTimeZone("--time-zone", c.TimeZone))
	}
	return c.withStore(e, func(s *store.Store) error {
		ctx := access.WithViewer(e.ctx, access.Named("maillage export"))
		x, err := c.prepare(ctx, s, format, zone)
		if err != nil {
			return explained(err)
		}
		tally, err := c.write(ctx, e.out, x, format)
		if err != nil {
			return explained(err)
		}
		if c.Output != "-" || len(tally.Missing)+len(tally.Notes) > 0 {
			e.log.Info("exported", "file", c.Output, "rows", tally.Rows, "omitted", tally.Omitted,
				"missing", exports.ListCounts(tally.Missing), "notes", exports.ListCounts(tally.Notes),
				"position", x.Head.Position)
		}
		return nil
	})
}

// format returns the format that the flags name.
func (c *exportCommand) format() (*exports.Format, error) {
	if c.Since == "" {
		return exports.FormatNamed(c.Format)
	}
	named, err := exports.FormatNamed(c.Format)
	if err != nil {
		return nil, err
	}
	return exports.FormatOf(named.Extension, named.Profile, true)
}

// prepare reads the records and the other flags.
func (c *exportCommand) prepare(
	ctx context.Context, s *store.Store, format *exports.Format, zone *time.Location,
) (*exports.Export, error) {
	book, err := openLedger(ctx, s)
	if err != nil {
		return nil, err
	}
	secret, err := s.Secret(ctx, "cursors")
	if err != nil {
		return nil, err
	}
	sealer, err := relay.NewSealer(secret)
	if err != nil {
		return nil, err
	}
	records := snapshot.New(s.Client, book)
	records.Zone = zone
	if err := records.Refresh(ctx); err != nil {
		return nil, err
	}
	service := exports.Service{Records: records, Ledger: book, Sealer: sealer, Generator: exports.Program(version),
		Now: time.Now}
	return service.Prepare(ctx, exports.Request{Format: format, Contract: c.Contract, At: c.At, Filter: c.Filter,
		Since: c.Since})
}

// write writes the export to the file, which appears under its name when it is whole.
func (c *exportCommand) write(
	ctx context.Context, out io.Writer, x *exports.Export, format *exports.Format,
) (tally *exports.Tally, err error) {
	if c.Output == "-" {
		return x.To(ctx, format, out)
	}
	file, err := os.CreateTemp(filepath.Dir(c.Output), "."+filepath.Base(c.Output)+".*")
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(file.Name()))
		}
	}()
	tally, err = x.To(ctx, format, file)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return nil, err
	}
	return tally, os.Rename(file.Name(), c.Output)
}

// explained turns a problem into wrong usage that says what there is.
func explained(err error) error {
	var problem *exports.Problem
	if !errors.As(err, &problem) {
		return err
	}
	if len(problem.Exists) == 0 {
		return &usageError{problem}
	}
	return &usageError{fmt.Errorf("%w\nthere are: %s", problem, strings.Join(problem.Exists, ", "))}
}
