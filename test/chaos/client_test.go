package chaos

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync/atomic"
	"time"
)

// client sends requests to instances, of which there may be none for a while.
type client struct {
	token  string
	at     atomic.Pointer[string] // the address; nil while there is none
	http   *http.Client
	losing float64 // the share of its answers, of 1, that are lost on the way to it
}

func (b *base) client(at string) *client {
	c := &client{token: b.token, http: &http.Client{
		Timeout:   20 * time.Second,
		Transport: &http.Transport{MaxIdleConnsPerHost: 64},
	}}
	c.move(at)
	return c
}

// move redirects the client to another address, "" for none.
func (c *client) move(to string) {
	if to == "" {
		c.at.Store(nil)
		return
	}
	c.at.Store(&to)
}

// answerError is an answer that has errors.
type answerError struct {
	Status int
	Code   string
	Body   []byte
}

func (e *answerError) Error() string { return fmt.Sprintf("%d %s", e.Status, e.Body) }

var (
	errNobody = errors.New("no instance is there")
	errLost   = errors.New("the answer was lost on the way")
)

// ask sends a request once and decodes the data of the answer.
func (c *client) ask(ctx context.Context, into any, query string, variables map[string]any) error {
	at := c.at.Load()
	if at == nil {
		return errNobody
	}
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, *at+"/graphql", bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+c.token)
	response, err := c.http.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }() // it was read to its end
	var answer struct {
		Data   json.RawMessage
		Errors []struct{ Extensions struct{ Code string } }
	}
	var text bytes.Buffer
	if _, err := text.ReadFrom(response.Body); err != nil {
		return err
	}
	if rand.Float64() < c.losing {
		return errLost
	}
	if err := json.Unmarshal(text.Bytes(), &answer); err != nil {
		return &answerError{Status: response.StatusCode, Body: text.Bytes()}
	}
	if len(answer.Errors) > 0 || response.StatusCode != http.StatusOK {
		failed := &answerError{Status: response.StatusCode, Body: text.Bytes()}
		if len(answer.Errors) > 0 {
			failed.Code = answer.Errors[0].Extensions.Code
		}
		return failed
	}
	return json.Unmarshal(answer.Data, into)
}

// written is the payload of a mutation.
type written struct {
	RecordIDs  []string
	Replayed   bool
	UserErrors []userError
}

type userError struct{ Code, Message string }

// refusedError is a write that the rules refuse.
type refusedError struct{ problems []userError }

func (e *refusedError) Error() string { return fmt.Sprint(e.problems) }

// change is one of several changes, by the name of its mutation.
type change map[string]map[string]any

// apply sends changes in one write.
func (c *client) apply(ctx context.Context, key string, changes ...change) (written, error) {
	input := map[string]any{"changes": changes}
	if key != "" {
		input["idempotencyKey"] = key
	}
	var answer struct{ ApplyChanges written }
	err := c.ask(ctx, &answer, `mutation ($input: ApplyChangesInput!) { applyChanges(input: $input) { recordIds replayed userErrors { code message } } }`,
		map[string]any{"input": input})
	if err == nil && len(answer.ApplyChanges.UserErrors) > 0 {
		err = &refusedError{answer.ApplyChanges.UserErrors}
	}
	return answer.ApplyChanges, err
}

// isTransient reports whether an error is transient as docs/errors.md defines it: there was no answer, or
// one that asks for a retry.
func isTransient(err error) bool {
	var refused *refusedError
	var answered *answerError
	switch {
	case errors.As(err, &refused):
		return false
	case errors.As(err, &answered):
		return answered.Status >= http.StatusBadGateway ||
			slices.Contains([]string{"UNAVAILABLE", "TIMEOUT"}, answered.Code)
	}
	return true
}

// insist sends changes in one write, and retries until it is acknowledged or refused. It returns the
// number of attempts.
func (c *client) insist(ctx context.Context, key string, changes ...change) (answer written, tries int, err error) {
	for tries = 1; ; tries++ {
		answer, err = c.apply(ctx, key, changes...)
		if err == nil || !isTransient(err) || ctx.Err() != nil {
			return answer, tries, err
		}
		select {
		case <-ctx.Done():
			return answer, tries, err
		case <-time.After(time.Duration(2+rand.IntN(18)) * time.Millisecond):
		}
	}
}
