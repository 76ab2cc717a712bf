package cli

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"
	_ "time/tzdata" // a machine may have no time zones of its own

	"maillage/internal/message"
	"maillage/internal/server"
	"maillage/internal/store"
)

// cli is the command line: every flag, its variable and its default.
type cli struct {
	Serve     serveCommand     `cmd:"" help:"${cli_serve}"`
	Demo      demoCommand      `cmd:"" help:"Create a fresh SQLite file with the demo data, and serve it."`
	Generate  generateCommand  `cmd:"" help:"${cli_generate}"`
	Migrate   migrateCommand   `cmd:"" help:"Update a database's schema, and stop."`
	Export    exportCommand    `cmd:"" help:"${cli_export}"`
	Import    importCommand    `cmd:"" help:"Import a file: plan it, then write what needs no decision."`
	Account   accountCommand   `cmd:"" help:"Manage accounts."`
	Token     tokenCommand     `cmd:"" help:"Manage API tokens."`
	Webhook   webhookCommand   `cmd:"" help:"Manage webhooks, which send changes to addresses."`
	Contacts  contactsCommand  `cmd:"" help:"Manage rights to the contacts of partners."`
	Open      openCommand      `cmd:"" help:"Make a contract or the directory public."`
	Close     closeCommand     `cmd:"" help:"Make a contract or the directory private again."`
	Documents documentsCommand `cmd:"" help:"Manage persisted documents, which clients request by their hash."`
	Version   versionCommand   `cmd:"" help:"Print the version."`

	LogFormat string `help:"${cli_log_format}" enum:"text,json" default:"text" env:"MAILLAGE_LOG_FORMAT"`
}

// addressFlags are the flags for the listener.
type addressFlags struct {
	Addr  string        `help:"${addr}" default:"127.0.0.1:8080" env:"MAILLAGE_ADDR"`
	Pause time.Duration `help:"${pause}" default:"0s" env:"MAILLAGE_PAUSE"`
}

// limitFlags are the flags for the limits of clients.
type limitFlags struct {
	Places          int `help:"${places}" default:"64" env:"MAILLAGE_PLACES" placeholder:"N"`
	PlacesPerClient int `help:"${places_per_client}" default:"4" env:"MAILLAGE_PLACES_PER_CLIENT" placeholder:"N"`
	QueuePerClient  int `help:"${queue_per_client}" default:"60" env:"MAILLAGE_QUEUE_PER_CLIENT" placeholder:"N"`
	RateLimit       int `help:"${rate_limit}" default:"300000" env:"MAILLAGE_RATE_LIMIT" placeholder:"COST"`
}

// Validate checks the ranges of the limits.
func (r limitFlags) Validate() error {
	if r.RateLimit < 0 {
		return misused(message.FlagAtLeast("--rate-limit", 0, r.RateLimit))
	}
	for flag, value := range map[string]int{
		"--places": r.Places, "--places-per-client": r.PlacesPerClient, "--queue-per-client": r.QueuePerClient,
	} {
		if value < 1 {
			return misused(message.FlagAtLeast(flag, 1, value))
		}
	}
	return nil
}

// apply sets the limits in a hub's configuration.
func (r limitFlags) apply(c *server.Config) {
	a := &c.Admission
	a.Rate, a.Places, a.PerClient, a.Queue = r.RateLimit, r.Places, r.PlacesPerClient, r.QueuePerClient
}

// serveFlags are the flags for the listener and the limits.
type serveFlags struct {
	addressFlags
	limitFlags
}

// httpFlags are the flags for browsers, receivers of webhooks, request sizes, the time zone and the response cache.
type httpFlags struct {
	receiverFlags
	Origins         []string `help:"${origins}" env:"MAILLAGE_ORIGINS" placeholder:"ORIGIN"`
	FrameAncestors  string   `help:"${embed}" default:"'none'" env:"MAILLAGE_FRAME_ANCESTORS" placeholder:"ORIGINS"`
	TimeZone        string   `help:"${time_zone}" default:"Europe/Paris" env:"MAILLAGE_TIME_ZONE" placeholder:"ZONE"`
	BodyLimit       int64    `help:"${body_limit}" default:"100" env:"MAILLAGE_BODY_LIMIT" placeholder:"KIB"`
	WriterBodyLimit int64    `help:"${writer_limit}" default:"2048" env:"MAILLAGE_WRITER_BODY_LIMIT" placeholder:"KIB"`
	ResponseCache   int64    `help:"${response_cache}" default:"64" env:"MAILLAGE_RESPONSE_CACHE"`
}

// maxBody is the largest limit for the size of a request, in KiB.
const maxBody = 64 << 10

// config checks the flags and returns them as the hub's configuration.
func (f httpFlags) config() (server.Config, error) {
	if wrong := (*server.OriginError)(nil); errors.As(server.CheckOrigins(f.Origins), &wrong) {
		return server.Config{}, misused(message.FlagIsWrong("--origins", message.IsNoOrigin(wrong.Origin)))
	}
	if f.ResponseCache < 0 {
		return server.Config{}, misused(message.CacheIsANumber)
	}
	for flag, value := range map[string]int64{"--body-limit": f.BodyLimit, "--writer-body-limit": f.WriterBodyLimit} {
		if value < 1 || value > maxBody {
			return server.Config{}, misused(message.FlagWithin(flag, maxBody, value))
		}
	}
	zone, err := time.LoadLocation(f.TimeZone)
	if err != nil {
		return server.Config{}, misused(message.IsNoTimeZone("--time-zone", f.TimeZone))
	}
	receivers, err := f.network()
	if err != nil {
		return server.Config{}, err
	}
	c := server.Config{
		Receivers: receivers, Origins: f.Origins, FrameAncestors: f.FrameAncestors, CacheBytes: f.ResponseCache << 20,
		Zone: zone, Body: f.BodyLimit << 10, WriterBody: f.WriterBodyLimit << 10,
	}
	if f.ResponseCache == 0 {
		c.CacheBytes = -1
	}
	return c, nil
}

// database is the flag for the database.
type database struct {
	Database string `help:"${database_database}" default:"maillage.db" env:"MAILLAGE_DATABASE"`
}

// poolFlags is the flag for the number of connections.
type poolFlags struct {
	DatabaseConnections int `help:"${connections}" default:"20" env:"MAILLAGE_DATABASE_CONNECTIONS" placeholder:"N"`
}

// minConnections is the number of connections that a hub needs: one to write, and one to read at the same
// time.
const minConnections = 2

// config returns the configuration of the database.
func (p poolFlags) config(database string) (store.Config, error) {
	c := store.Config{URL: database, Create: true}
	if p.DatabaseConnections < minConnections {
		return c, misused(message.FlagAtLeast("--database-connections", minConnections, p.DatabaseConnections))
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
