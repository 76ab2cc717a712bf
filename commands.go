package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"entgo.io/ent/dialect"
	"github.com/alecthomas/kong"

	"maillage/internal/demo"
	"maillage/internal/identity"
	"maillage/internal/store"
)

// Exit codes, for scripts. The help lists them.
const (
	exitOK          = 0
	exitFailed      = 1
	exitUsage       = 2
	exitListen      = 3
	exitUnreachable = 4
	exitNewer       = 5
	exitPending     = 6
)

const description = `Maillage keeps partners, working groups, axes, actions and contributions of
contrats de ville in one graph, and answers who contributes to which axis, with
the evidence for every link.

Exit codes: 1 failed, 2 wrong usage, 3 the address cannot be listened on, 4 the
database does not answer, 5 the database is newer than this program, 6 the
database must be migrated first.`

// listenError says that the address is taken or not ours.
type listenError struct {
	addr string
	err  error
}

func (e *listenError) Error() string {
	advice := "--addr takes host:port, such as 127.0.0.1:8080"
	if errors.Is(e.err, syscall.EADDRINUSE) {
		advice = "another program uses the port; choose one with --addr host:port"
	}
	return fmt.Sprintf("cannot listen on %s: %v\n%s", e.addr, e.err, advice)
}

func (e *listenError) Unwrap() error { return e.err }

// pendingError says that a database must be migrated before it is served.
type pendingError struct {
	database string
	files    []string
}

func (e *pendingError) Error() string {
	return fmt.Sprintf("%s lacks %d migration(s), from %s on\nrun `maillage migrate` with the same --database first", e.database, len(e.files), e.files[0])
}

// environment is what commands run in.
type environment struct {
	ctx context.Context
	log *slog.Logger
	out io.Writer
}

// run runs one command and returns its exit code.
func run(ctx context.Context, args []string, out, errOut io.Writer) int {
	var line cli
	stopped := false // after help, which is no error
	parser, err := kong.New(&line, kong.Name("maillage"), kong.Description(description), kong.Writers(out, errOut),
		kong.UsageOnError(), kong.Exit(func(int) { stopped = true }))
	if err != nil {
		return report(errOut, err)
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	command, err := parser.Parse(args)
	switch {
	case stopped:
		return exitOK
	case err != nil:
		_, _ = fmt.Fprintf(errOut, "maillage: %v\nmaillage --help lists commands and flags\n", err)
		return exitUsage
	}
	log, err := newLogger(line.LogFormat, errOut)
	if err != nil {
		return report(errOut, err)
	}
	warnOfVariables(log, parser.Model.Node, os.Environ())
	return report(errOut, command.Run(&environment{ctx, log, out}))
}

// report says what went wrong and turns it into an exit code.
func report(errOut io.Writer, err error) int {
	if err == nil {
		return exitOK
	}
	_, _ = fmt.Fprintf(errOut, "maillage: %v\n", err)
	var listen *listenError
	var unreachable *store.UnreachableError
	var newer *store.NewerError
	var pending *pendingError
	var usage *usageError
	switch {
	case errors.As(err, &usage):
		return exitUsage
	case errors.As(err, &listen):
		return exitListen
	case errors.As(err, &unreachable):
		return exitUnreachable
	case errors.As(err, &newer):
		return exitNewer
	case errors.As(err, &pending):
		return exitPending
	}
	return exitFailed
}

type serveCommand struct {
	serving
	database
	pool
	people
	front
}

// Run serves a database.
func (c *serveCommand) Run(e *environment) (err error) {
	who, err := c.people.config()
	if err != nil {
		return err
	}
	served, err := c.front.config()
	if err != nil {
		return err
	}
	config, err := c.pool.config(c.Database)
	if err != nil {
		return err
	}
	listener, err := listen(e.ctx, c.Addr)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closed(listener)) }()
	s, err := opened(e, config)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := current(e, s); err != nil {
		return err
	}
	return serve(e, s, listener, c.serving, who, served, nil)
}

// opened opens a database, and says when it made its file.
func opened(e *environment, c store.Config) (*store.Store, error) {
	s, err := store.Open(e.ctx, c)
	if err == nil && s.Created != "" {
		e.log.Info("database file made", "path", s.Created)
	}
	return s, err
}

// current makes sure that the schema is this program's. A SQLite file is
// migrated on the spot; a database that others may use only by `migrate`.
func current(e *environment, s *store.Store) error {
	files, err := s.Pending(e.ctx)
	if err != nil || len(files) == 0 {
		return err
	}
	if s.Dialect() != dialect.SQLite {
		return &pendingError{s.String(), files}
	}
	applied, err := s.Migrate(e.ctx)
	e.log.Info("migrated", "database", s.String(), "files", strings.Join(applied, " "))
	return err
}

type migrateCommand struct{ database }

// Run migrates a database.
func (c *migrateCommand) Run(e *environment) (err error) {
	s, err := opened(e, store.Config{URL: c.Database, Create: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	applied, err := s.Migrate(e.ctx)
	for _, file := range applied {
		_, _ = fmt.Fprintln(e.out, "applied", file)
	}
	if err == nil && len(applied) == 0 {
		_, _ = fmt.Fprintln(e.out, "the schema is up to date")
	}
	return err
}

type demoCommand struct {
	serving
	front
	Database string `help:"Where to make the SQLite file, which must not exist yet and is kept. By default it is temporary." type:"path" placeholder:"FILE"`
}

// Run serves the demo data from a fresh file.
func (c *demoCommand) Run(e *environment) (err error) {
	served, err := c.front.config()
	if err != nil {
		return err
	}
	listener, err := listen(e.ctx, c.Addr)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closed(listener)) }()
	file := c.Database
	if file == "" {
		folder, err := os.MkdirTemp("", "maillage-demo-")
		if err != nil {
			return fmt.Errorf("make a place for the demo file: %w", err)
		}
		defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
		file = filepath.Join(folder, "demo.db")
	} else if _, err := os.Stat(file); err == nil {
		return fmt.Errorf("%s exists already: the demo never touches a file that it did not make", file)
	}
	s, err := fresh(e, file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	login := &identity.Login{PublicURL: "http://" + reached(listener.Addr())}
	guests, err := invite(e, s, login)
	if err != nil {
		return err
	}
	return serve(e, s, listener, c.serving, identity.Config{Login: login}, served, guests)
}

// fresh makes a file with the demo data. One that could not be finished is
// taken away again.
func fresh(e *environment, file string) (s *store.Store, err error) {
	if s, err = opened(e, store.Config{URL: "sqlite:" + file, Create: true}); err != nil {
		return nil, err
	}
	if err = fill(e, s); err != nil {
		return nil, errors.Join(err, s.Close(), os.Remove(file))
	}
	e.log.Info("demo data loaded", "database", s.String())
	return s, nil
}

// fill migrates a database and loads the demo data.
func fill(e *environment, s *store.Store) error {
	if _, err := s.Migrate(e.ctx); err != nil {
		return err
	}
	l, err := openLedger(e.ctx, s)
	if err != nil {
		return err
	}
	return demo.Load(e.ctx, l)
}
