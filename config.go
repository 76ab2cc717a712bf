package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"
	_ "time/tzdata" // a machine may have no time zones of its own

	"maillage/internal/hub"
	"maillage/internal/store"
)

// cli is the command line: every flag, its variable and its default.
type cli struct {
	Serve     serveCommand     `cmd:"" help:"Serve the hub. A SQLite file is made and migrated first; a PostgreSQL database must have been migrated."`
	Demo      demoCommand      `cmd:"" help:"Make a fresh SQLite file with the demo data, and serve it."`
	Generate  generateCommand  `cmd:"" help:"Fill an empty database with a made-up country, to try the hub on as many records as all of France would have."`
	Migrate   migrateCommand   `cmd:"" help:"Bring a database's schema up to date, and stop."`
	Export    exportCommand    `cmd:"" help:"Write every record as a line of JSON, type by type: the same records give the same lines."`
	Account   accountCommand   `cmd:"" help:"Say who may."`
	Token     tokenCommand     `cmd:"" help:"Let programs in."`
	Contacts  contactsCommand  `cmd:"" help:"Grant rights to contacts of partners."`
	Open      openCommand      `cmd:"" help:"Open something to whoever has no account."`
	Close     closeCommand     `cmd:"" help:"Close it again."`
	Documents documentsCommand `cmd:"" help:"Keep the documents that clients ask by their hash."`
	Version   versionCommand   `cmd:"" help:"Tell the version."`

	LogFormat string `help:"How to log: text for people, json for programs." enum:"text,json" default:"text" env:"MAILLAGE_LOG_FORMAT"`
}

// address is where to listen.
type address struct {
	Addr  string        `help:"Where to listen, host:port. The default answers this machine alone." default:"127.0.0.1:8080" env:"MAILLAGE_ADDR"`
	Pause time.Duration `help:"How long to go on answering, not ready any more, before stopping." default:"0s" env:"MAILLAGE_PAUSE"`
}

// rate is how much one client may ask for.
type rate struct {
	Places          int `help:"Operations that run at once." default:"64" env:"MAILLAGE_PLACES" placeholder:"N"`
	PlacesPerClient int `help:"Operations of one client that run at once: an account, or an address of whoever has none." default:"4" env:"MAILLAGE_PLACES_PER_CLIENT" placeholder:"N"`
	QueuePerClient  int `help:"Operations of one client that wait for a place; more are refused." default:"60" env:"MAILLAGE_QUEUE_PER_CLIENT" placeholder:"N"`
	RateLimit       int `help:"Cost that one client may ask for in a minute: an account, or an address of whoever has none. 0 is without bound." default:"300000" env:"MAILLAGE_RATE_LIMIT" placeholder:"COST"`
}

// Validate makes sure that it is a number of something.
func (r rate) Validate() error {
	if r.RateLimit < 0 {
		return fmt.Errorf("--rate-limit is 0 or more")
	}
	for flag, value := range map[string]int{
		"--places": r.Places, "--places-per-client": r.PlacesPerClient, "--queue-per-client": r.QueuePerClient,
	} {
		if value < 1 {
			return fmt.Errorf("%s is 1 or more, not %d", flag, value)
		}
	}
	return nil
}

// admit writes what clients may use into a hub's configuration.
func (r rate) admit(c *hub.Config) {
	a := &c.Admission
	a.Rate, a.Places, a.PerClient, a.Queue = r.RateLimit, r.Places, r.PlacesPerClient, r.QueuePerClient
}

// serving is how a hub is served.
type serving struct {
	address
	rate
}

// front is whom the hub answers, and what of its answers it keeps.
type front struct {
	Origins         []string `help:"Origins whose pages may ask the hub from browsers, such as https://app.example.org; * for all. By default only its own." env:"MAILLAGE_ORIGINS" placeholder:"ORIGIN"`
	FrameAncestors  string   `help:"Sites that may show a matrix in a frame, apart by spaces, such as https://www.example.org. By default none." default:"'none'" env:"MAILLAGE_FRAME_ANCESTORS" placeholder:"ORIGINS"`
	TimeZone        string   `help:"The time zone in which the hub reads today." default:"Europe/Paris" env:"MAILLAGE_TIME_ZONE" placeholder:"ZONE"`
	BodyLimit       int64    `help:"How many KiB of a request, and of a document, the hub reads." default:"100" env:"MAILLAGE_BODY_LIMIT" placeholder:"KIB"`
	WriterBodyLimit int64    `help:"How many KiB it reads of whoever may write: a login, or a token with the scope WRITE." default:"2048" env:"MAILLAGE_WRITER_BODY_LIMIT" placeholder:"KIB"`
	Kept            int64    `help:"How many MiB of answers to keep in memory, to give them again while nothing changes; 0 for none." default:"64" env:"MAILLAGE_KEPT"`
}

// mostBody is how many KiB of a request the hub can be told to read.
const mostBody = 64 << 10

// config checks the flags and writes them into the hub's.
func (f front) config() (hub.Config, error) {
	if err := hub.CheckOrigins(f.Origins); err != nil {
		return hub.Config{}, &usageError{fmt.Errorf("--origins: %w", err)}
	}
	if f.Kept < 0 {
		return hub.Config{}, &usageError{errors.New("--kept is a number of MiB, or 0")}
	}
	for flag, value := range map[string]int64{"--body-limit": f.BodyLimit, "--writer-body-limit": f.WriterBodyLimit} {
		if value < 1 || value > mostBody {
			return hub.Config{}, &usageError{fmt.Errorf("%s is 1 to %d KiB, not %d", flag, mostBody, value)}
		}
	}
	zone, err := time.LoadLocation(f.TimeZone)
	if err != nil {
		return hub.Config{}, &usageError{fmt.Errorf("--time-zone: %w", err)}
	}
	c := hub.Config{Origins: f.Origins, FrameAncestors: f.FrameAncestors, Kept: f.Kept << 20, Zone: zone, Body: f.BodyLimit << 10, WriterBody: f.WriterBodyLimit << 10}
	if f.Kept == 0 {
		c.Kept = -1
	}
	return c, nil
}

// database is where the data is.
type database struct {
	Database string `help:"The database: postgres://user@host/name, or the path of a SQLite file." default:"maillage.db" env:"MAILLAGE_DATABASE"`
}

// pool is how many connections the hub may open.
type pool struct {
	DatabaseConnections int `help:"Connections to PostgreSQL that this hub opens at most, beside one that listens." default:"20" env:"MAILLAGE_DATABASE_CONNECTIONS" placeholder:"N"`
}

// fewest is how many connections a hub needs: one to write, and one to read
// meanwhile.
const fewest = 2

// config is how the hub opens its database.
func (p pool) config(database string) (store.Config, error) {
	c := store.Config{URL: database, Create: true}
	if p.DatabaseConnections < fewest {
		return c, &usageError{fmt.Errorf("--database-connections is %d: it is %d or more", p.DatabaseConnections, fewest)}
	}
	if store.IsPostgres(database) {
		c.MaxConns = p.DatabaseConnections
	}
	return c, nil
}

func newLogger(format string, out io.Writer) (*slog.Logger, error) {
	switch format {
	case "text":
		return slog.New(slog.NewTextHandler(out, nil)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(out, nil)), nil
	}
	return nil, fmt.Errorf("no log format is called %q", format)
}
