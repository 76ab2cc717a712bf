// Oidctest is an OpenID provider with a login form, for tests only.
//
// It is the example server of github.com/zitadel/oidc, which passes the OpenID certification. Its users come from a
// file that tests change while it runs. It listens on a loopback port, prints its issuer on its first line, and exits
// when its standard input closes.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
	"github.com/zitadel/oidc/v3/pkg/op"
)

func main() {
	log.SetFlags(0)
	users := flag.String("users", "", "the `file` of users: a JSON object of them, by subject")
	hub := flag.String("hub", "", "the hub's public `URL`")
	inToken := flag.Bool("email-in-token", false, "tell the email in the ID token, and not only when asked")
	address := flag.String("addr", "127.0.0.1:0", "where to listen, `host:port`")
	flag.Parse()
	slog.SetDefault(slog.New(slog.DiscardHandler)) // the example logs each request
	listener, err := new(net.ListenConfig).Listen(context.Background(), "tcp", *address)
	if err != nil {
		log.Fatal(err)
	}
	issuer := "http://" + listener.Addr().String()
	storage.RegisterClients(storage.WebClient("hub", "secret", *hub+"/auth/callback"))
	kept := &provider{storage.NewStorage(file(*users)), *hub + "/", *inToken}
	fmt.Println(issuer)
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin) // until the test ends
		os.Exit(0)
	}()
	server := http.Server{Handler: exampleop.SetupServer(issuer, kept, nil, false), ReadHeaderTimeout: time.Second}
	log.Fatal(server.Serve(listener))
}

// file is the path of a file of users, read at each lookup.
type file string

func (f file) users() map[string]*storage.User {
	content, err := os.ReadFile(string(f))
	if err != nil {
		log.Fatal(err)
	}
	users := map[string]*storage.User{}
	if err := json.Unmarshal(content, &users); err != nil {
		log.Fatal(err)
	}
	return users
}

// GetUserByID returns the user with a subject.
func (f file) GetUserByID(id string) *storage.User { return f.users()[id] }

// GetUserByUsername returns the user with a login name.
func (f file) GetUserByUsername(name string) *storage.User {
	for _, user := range f.users() {
		if user.Username == name {
			return user
		}
	}
	return nil
}

// ExampleClientID is required by the example's storage only.
func (file) ExampleClientID() string { return storage.ServiceUserID }

// provider is the example's storage, whose clients have a post-logout URL.
type provider struct {
	*storage.Storage
	afterLogout string
	inToken     bool
}

// GetClientByClientID returns the client of the hub.
func (p *provider) GetClientByClientID(ctx context.Context, id string) (op.Client, error) {
	c, err := p.Storage.GetClientByClientID(ctx, id)
	return client{c, p}, err
}

type client struct {
	op.Client
	of *provider
}

func (c client) PostLogoutRedirectURIs() []string     { return []string{c.of.afterLogout} }
func (c client) IDTokenUserinfoClaimsAssertion() bool { return c.of.inToken }
