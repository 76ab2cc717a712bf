package store

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"entgo.io/ent/dialect"
	"github.com/lib/pq"
)

// Settings of a connection unless the URL, or the PG… environment variables, set them.
const (
	connectTimeout   = 10 * time.Second
	statementTimeout = "30s"
	idleTransaction  = "60s" // an idle transaction holds back the change feed
	applicationName  = "maillage"
	jit              = "off" // compiling conditions takes longer than it saves in any of the hub's statements
)

// PostgresConns is the maximum number of connections of a pool to PostgreSQL, unless its Config sets
// another one.
const PostgresConns = 20

// openPostgres opens a pool of connections.
func openPostgres(_ context.Context, c Config) (*Store, error) {
	config, err := postgresConfig(c.URL)
	if err != nil {
		return nil, &UnreachableError{"PostgreSQL database", err}
	}
	conns := c.MaxConns
	if conns == 0 {
		conns = PostgresConns
	}
	db := openPool(config, conns)
	db.SetConnMaxIdleTime(5 * time.Minute)
	db.SetConnMaxLifetime(30 * time.Minute) // moves to a new primary without a restart
	s := newStore(postgresName(config), dialect.Postgres, db, db, c)
	s.address = withSSLMode(c.URL, config.SSLMode)
	return s, nil
}

// postgresConfig parses the URL. Its errors never quote it, because a password with an unescaped / or
// # ends up in the host, the port or the path.
func postgresConfig(address string) (pq.Config, error) {
	u, err := url.Parse(address)
	if err != nil {
		return pq.Config{}, errors.New("its URL cannot be read; special characters of a password are written %XX")
	}
	config, err := pq.NewConfig(address)
	if err != nil {
		return pq.Config{}, errors.New(withoutPassword(err.Error(), u))
	}
	if config.BinaryParameters {
		return pq.Config{}, errors.New("binary_parameters=yes breaks JSON columns: leave it out")
	}
	if config.SSLMode == "" {
		config.SSLMode = defaultSSLMode(config)
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectTimeout
	}
	if config.ApplicationName == "" {
		config.ApplicationName = applicationName
	}
	if config.Runtime == nil {
		config.Runtime = map[string]string{}
	}
	for name, value := range map[string]string{
		"statement_timeout": statementTimeout, "idle_in_transaction_session_timeout": idleTransaction, "jit": jit,
	} {
		if _, given := config.Runtime[name]; !given {
			config.Runtime[name] = value
		}
	}
	config.Runtime["timezone"] = "UTC"
	return config, nil
}

// defaultSSLMode encrypts every connection that leaves the machine. To have the server's certificate
// checked, which is recommended, write sslmode=verify-full in the URL.
func defaultSSLMode(config pq.Config) pq.SSLMode {
	local := isLocal(config.Host, config.Hostaddr)
	for _, other := range config.Multi {
		local = local && isLocal(other.Host, other.Hostaddr)
	}
	if local {
		return pq.SSLModeDisable
	}
	return pq.SSLModeRequire
}

// isLocal reports whether a host is this machine: a socket's directory, or a loopback address. When
// both a name and an address are given, the address is dialled and decides.
func isLocal(host string, address netip.Addr) bool {
	if address.IsValid() {
		return address.IsLoopback()
	}
	if host == "" || host == "localhost" || strings.HasPrefix(host, "/") || strings.HasPrefix(host, "@") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

func postgresName(config pq.Config) string {
	database := config.Database
	if database == "" {
		database = config.User // PostgreSQL's own default
	}
	host := config.Host
	if host == "" && config.Hostaddr.IsValid() {
		host = config.Hostaddr.String()
	}
	return fmt.Sprintf("PostgreSQL database %s at %s", database, net.JoinHostPort(host, strconv.Itoa(int(config.Port))))
}

func withoutPassword(text string, u *url.URL) string {
	secrets := []string{u.Query().Get("password")}
	if password, given := u.User.Password(); given {
		secrets = append(secrets, password, url.QueryEscape(password))
	}
	for _, secret := range secrets {
		if secret != "" {
			text = strings.ReplaceAll(text, secret, "…")
		}
	}
	return text
}
