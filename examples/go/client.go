// Package client is an example: how an integrator written in Go keeps up with a
// hub and writes into it, with operations typed by genqlient.
package client

//go:generate go tool genqlient

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/Khan/genqlient/graphql"
	"github.com/coder/websocket"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"maillage/examples/go/generated"
)

// Hub is a hub to somebody with a token.
type Hub struct {
	graphql.Client
	url, token string
}

// New reaches a hub at the address of its API. Nil transports are the default.
func New(url, token string, transport http.RoundTripper) *Hub {
	if transport == nil {
		transport = http.DefaultTransport
	}
	authorized := &http.Client{Timeout: 30 * time.Second, Transport: bearer{token, transport}}
	return &Hub{graphql.NewClient(url, authorized), url, token}
}

type bearer struct {
	token string
	next  http.RoundTripper
}

func (b bearer) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "Bearer "+b.token)
	return b.next.RoundTrip(r)
}

// Code is the `extensions.code` of what the hub refused, by which to decide;
// empty for an error of another kind. See docs/errors.md.
func Code(err error) string {
	var status *graphql.HTTPError
	var refusals gqlerror.List
	if errors.As(err, &status) {
		refusals = status.Response.Errors
	} else if !errors.As(err, &refusals) {
		return ""
	}
	for _, refusal := range refusals {
		if code, ok := refusal.Extensions["code"].(string); ok {
			return code
		}
	}
	return ""
}

// passes tells whether the same may work a little later.
func passes(err error) bool {
	var network net.Error
	code := Code(err)
	return code == "UNAVAILABLE" || code == "TIMEOUT" || errors.As(err, &network)
}

// Contributor is a contributor of an axis, and on whose word.
type Contributor = generated.ContributorsAxisContributorsDerivedContributionConnectionNodesDerivedContribution

// Contributors are all contributors of an axis, page by page as they are needed.
func (h *Hub) Contributors(ctx context.Context, contract, code string) iter.Seq2[*Contributor, error] {
	return func(yield func(*Contributor, error) bool) {
		for after := (*string)(nil); ; {
			answer, err := generated.Contributors(ctx, h, contract+"/"+code, after)
			if err == nil && answer.Axis == nil {
				err = fmt.Errorf("there is no axis %s/%s", contract, code)
			}
			if err != nil {
				yield(nil, err)
				return
			}
			for _, one := range answer.Axis.Contributors.Nodes {
				if !yield(one, nil) {
					return
				}
			}
			page := answer.Axis.Contributors.PageInfo
			if !page.HasNextPage {
				return
			}
			after = page.EndCursor
		}
	}
}

// MistakesError is what a person can mend: nothing was written.
type MistakesError []*generated.ApplyApplyChangesApplyChangesPayloadUserErrorsUserError

func (e MistakesError) Error() string {
	said := make([]string, len(e))
	for i, one := range e {
		said[i] = fmt.Sprintf("%s: %s: %s", strings.Join(one.Field, "."), one.Code, one.Message)
	}
	return strings.Join(said, "\n")
}

// Apply makes all the changes or none, and once, however often the answer is
// lost: the key, which must be the caller's for these changes, says that it is the same.
func (h *Hub) Apply(
	ctx context.Context, key, reason string, changes ...*generated.RecordChange,
) (ids []string, err error) {
	for pause := 100 * time.Millisecond; ; pause *= 2 {
		answer, err := generated.Apply(ctx, h, changes, key, reason)
		switch {
		case err == nil && len(answer.ApplyChanges.UserErrors) > 0:
			return nil, MistakesError(answer.ApplyChanges.UserErrors)
		case err == nil:
			for _, id := range answer.ApplyChanges.RecordIds {
				if id != nil {
					ids = append(ids, *id)
				}
			}
			return ids, nil
		case !passes(err) || pause > 3*time.Second:
			return nil, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(rand.N(pause)):
		}
	}
}

// Line is a change, as the subscription sends it.
type Line = generated.ChangedChangedChangeEdge

// Follow calls the function with each change after a cursor, in order, until it
// says no or the connection breaks. Keep the last cursor, and begin there again.
func (h *Hub) Follow(ctx context.Context, after *string, each func(*Line) bool) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	socket := graphql.NewClientUsingWebSocket("ws"+strings.TrimPrefix(h.url, "http"), dialer{},
		graphql.WithConnectionParams(map[string]any{"Authorization": "Bearer " + h.token}))
	broken, err := socket.Start(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = socket.Close() }() // what it had to say has been said
	lines, _, err := generated.Changed(ctx, socket, after)
	if err != nil {
		return err
	}
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case err := <-broken:
			return fmt.Errorf("follow changes: %w", err)
		case answer, open := <-lines:
			switch {
			case !open:
				return errors.New("follow changes: the hub ended it")
			case answer.Errors != nil:
				return answer.Errors
			case !each(answer.Data.Changed):
				return nil
			}
		}
	}
}

// dialer opens WebSockets for genqlient, which knows none of its own.
type dialer struct{}

func (dialer) DialContext(ctx context.Context, url string, header http.Header) (graphql.WSConn, error) {
	c, response, err := websocket.Dial(
		ctx, url, &websocket.DialOptions{HTTPHeader: header, Subprotocols: []string{"graphql-transport-ws"}},
	)
	if err != nil {
		return nil, err
	}
	_ = response // its body is the connection's
	c.SetReadLimit(1 << 20)
	return conn{ctx, c}, nil
}

type conn struct {
	ctx context.Context
	*websocket.Conn
}

func (c conn) ReadMessage() (int, []byte, error) {
	kind, message, err := c.Read(c.ctx)
	return int(kind), message, err
}

func (c conn) WriteMessage(kind int, message []byte) error {
	return c.Write(c.ctx, websocket.MessageType(kind), message)
}

func (c conn) Close() error { return c.Conn.Close(websocket.StatusNormalClosure, "") }
