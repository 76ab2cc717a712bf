// Package cli is the command: its flags and variables, its exit codes, listening and stopping.
package cli

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
	"maillage/internal/message"
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
	exitWaiting     = 7
	exitRefused     = 8
)

const description = `Maillage keeps the partners, working groups, axes, actions and contributions of
contrats de ville in one graph. It answers who contributes to which axis, and
gives the evidence for every link.

Exit codes: 1 failed; 2 wrong usage; 3 the address cannot be listened on; 4 the
database does not answer; 5 the database is newer than this program; 6 the
database must be migrated first; 7 some lines of an import wait for a decision;
8 some lines of an import were refused.`

// listenError means that the address cannot be listened on.
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

// pendingError means that a database must be migrated before it is served.
type pendingError struct {
	database string
	files    []string
}

func (e *pendingError) Error() string {
	return fmt.Sprintf(
		"%s lacks %d migration(s), from %s on\nrun `maillage migrate` with the same --database first", e.database,
		len(e.files), e.files[0],
	)
}

// environment is the context of a command.
type environment struct {
	ctx context.Context
	log *slog.Logger
	out io.Writer
}

// Run runs one command and returns its exit code.
func Run(ctx context.Context, args []string, out, errOut io.Writer) int {
	var line cli
	stopped := false // set after the help was printed, which is not an error
	parser, err := kong.New(&line, kong.Name("maillage"), kong.Description(description), kong.Writers(out, errOut),
		kong.UsageOnError(), help, kong.Exit(func(int) { stopped = true }))
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
		l := language()
		_, _ = fmt.Fprintf(errOut, "maillage: %s\n%s\n", textOf(parserError(err), l), message.CommandsAndFlags.In(l))
		return exitUsage
	}
	log, err := newLogger(line.LogFormat, errOut)
	if err != nil {
		return report(errOut, err)
	}
	warnOfVariables(log, parser.Model.Node, os.Environ())
	return report(errOut, command.Run(&environment{ctx, log, out}))
}

// report prints the error and returns its exit code.
func report(errOut io.Writer, err error) int {
	if err == nil {
		return exitOK
	}
	_, _ = fmt.Fprintf(errOut, "maillage: %s\n", textOf(err, language()))
	var listen *listenError
	var unreachable *store.UnreachableError
	var newer *store.NewerError
	var pending *pendingError
	var usage *usageError
	var waiting *waitingError
	var refused *refusedError
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
	case errors.As(err, &waiting):
		return exitWaiting
	case errors.As(err, &refused):
		return exitRefused
	}
	return exitFailed
}

type serveCommand struct {
	serveFlags
	database
	poolFlags
	loginFlags
	httpFlags
}

// Run serves a database.
func (c *serveCommand) Run(e *environment) (err error) {
	who, err := c.loginFlags.config()
	if err != nil {
		return err
	}
	served, err := c.httpFlags.config()
	if err != nil {
		return err
	}
	config, err := c.poolFlags.config(c.Database)
	if err != nil {
		return err
	}
	listener, err := listen(e.ctx, c.Addr)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeListener(listener)) }()
	s, err := openStore(e, config)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := ensureMigrated(e, s); err != nil {
		return err
	}
	return serve(e, s, listener, c.serveFlags, who, served, nil)
}

// openStore opens a database, and logs the creation of its file.
func openStore(e *environment, c store.Config) (*store.Store, error) {
	s, err := store.Open(e.ctx, c)
	if err == nil && s.Created != "" {
		e.log.Info("database file made", "path", s.Created)
	}
	return s, err
}

// ensureMigrated makes sure that the schema is this program's. It migrates a SQLite file at once. A database
// that others may use must be migrated by `migrate`.
func ensureMigrated(e *environment, s *store.Store) error {
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
	s, err := openStore(e, store.Config{URL: c.Database, Create: true})
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
	serveFlags
	httpFlags
	Database string `help:"${demo_database}" type:"path" placeholder:"FILE"`
}

// Run serves the demo data from a fresh file.
func (c *demoCommand) Run(e *environment) (err error) {
	served, err := c.httpFlags.config()
	if err != nil {
		return err
	}
	listener, err := listen(e.ctx, c.Addr)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeListener(listener)) }()
	file := c.Database
	if file == "" {
		var folder string
		if folder, err = os.MkdirTemp("", "maillage-demo-"); err != nil {
			return fmt.Errorf("make a place for the demo file: %w", err)
		}
		defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
		file = filepath.Join(folder, "demo.db")
	} else if _, err := os.Stat(file); err == nil {
		return &sentenceError{message.FileExists(file)}
	}
	s, err := createDemo(e, file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	login := &identity.Login{PublicURL: "http://" + localAddress(listener.Addr())}
	demoAccounts, err := createDemoAccounts(e, s, login)
	if err != nil {
		return err
	}
	return serve(e, s, listener, c.serveFlags, identity.Config{Login: login}, served, demoAccounts)
}

// createDemo creates a file with the demo data. It removes the file again after an error.
func createDemo(e *environment, file string) (s *store.Store, err error) {
	if s, err = openStore(e, store.Config{URL: "sqlite:" + file, Create: true}); err != nil {
		return nil, err
	}
	if err = loadDemo(e, s); err != nil {
		return nil, errors.Join(err, s.Close(), os.Remove(file))
	}
	e.log.Info("demo data loaded", "database", s.String())
	return s, nil
}

// loadDemo migrates a database and loads the demo data.
func loadDemo(e *environment, s *store.Store) error {
	if _, err := s.Migrate(e.ctx); err != nil {
		return err
	}
	l, err := openLedger(e.ctx, s)
	if err != nil {
		return err
	}
	return demo.Load(e.ctx, l)
}
