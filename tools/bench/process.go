package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// server is a process that the benchmark started. It has its own process group, so that it can be
// stopped in order when the benchmark is interrupted.
type server struct {
	command *exec.Cmd
	stdin   io.Closer
	log     *bytes.Buffer
	exited  chan struct{}
}

const stopTimeout = 20 * time.Second

func start(command *exec.Cmd) (*server, error) {
	s := &server{command: command, log: &bytes.Buffer{}, exited: make(chan struct{})}
	var err error
	if s.stdin, err = command.StdinPipe(); err != nil {
		return nil, err
	}
	command.Stderr = s.log
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := command.Start(); err != nil {
		return nil, err
	}
	return s, nil
}

// await notes when the process exits. Its output must have been read before.
func (s *server) await() {
	go func() {
		_ = s.command.Wait() // its log says why
		close(s.exited)
	}()
}

func (s *server) pid() int { return s.command.Process.Pid }

// stop ends the process, by force when it takes too long.
func (s *server) stop() {
	_ = s.stdin.Close()
	_ = s.command.Process.Signal(syscall.SIGTERM)
	select {
	case <-s.exited:
	case <-time.After(stopTimeout):
		_ = s.command.Process.Kill()
		<-s.exited
	}
}

// runTool runs a command of the hub and returns its output.
func runTool(ctx context.Context, name string, arguments ...string) (string, error) {
	command := exec.CommandContext(ctx, name, arguments...)
	var stderr bytes.Buffer
	command.Stderr = &stderr
	stdout, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w\n%s", name, arguments[0], err, stderr.String())
	}
	return strings.TrimSpace(string(stdout)), nil
}

// target answers requests: the hub, the statements or the fixed bytes.
type target struct {
	name, url, token string
	pid              int
	client           *http.Client
	path             string // before the shape's name; empty for the hub
}

func newTarget(name, url string, pid int) *target {
	transport := &http.Transport{MaxIdleConnsPerHost: 64, DisableCompression: true}
	return &target{name: name, url: url, pid: pid, client: &http.Client{Transport: transport}}
}

// request returns the HTTP request of a draw.
func (t *target) request(ctx context.Context, s *shape, d draw) (*http.Request, error) {
	if t.path != "" {
		return http.NewRequestWithContext(ctx, http.MethodGet, t.url+t.path+s.name+"?"+d.query.Encode(), nil)
	}
	body, err := json.Marshal(map[string]any{"query": s.document, "variables": d.variables})
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, t.url+"/graphql", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	if t.token != "" {
		r.Header.Set("Authorization", "Bearer "+t.token)
	}
	return r, nil
}

// ask sends a request and returns the answer.
func (t *target) ask(ctx context.Context, s *shape, d draw) ([]byte, error) {
	r, err := t.request(ctx, s, d)
	if err != nil {
		return nil, err
	}
	return t.do(r)
}

func (t *target) post(ctx context.Context, document string, variables map[string]any) ([]byte, error) {
	return t.ask(ctx, &shape{document: document}, draw{variables: variables})
}

func (t *target) do(r *http.Request) ([]byte, error) {
	answer, err := t.client.Do(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err == nil && (answer.StatusCode != http.StatusOK || isRefused(body)) {
		err = &statusError{t.name, answer.StatusCode, body}
	}
	return body, err
}

// statusError is an answer with an unexpected status, or with errors.
type statusError struct {
	target string
	status int
	body   []byte
}

func (e *statusError) Error() string {
	return fmt.Sprintf("%s answers %d %s: %.300s", e.target, e.status, http.StatusText(e.status), e.body)
}

// isRefused reports whether an answer of the hub begins with errors, or is of a write that was
// refused.
func isRefused(body []byte) bool {
	return bytes.HasPrefix(body, []byte(`{"errors"`)) ||
		bytes.HasPrefix(body, []byte(`{"data":{"createContribution":{"contribution":null`))
}

// startHub starts the hub and returns the time until it answers all requests.
func startHub(ctx context.Context, b *bench, arguments ...string) (*server, *target, time.Duration, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, nil, 0, err
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil {
		return nil, nil, 0, err
	}
	serve := []string{"serve", "--addr", address, "--rate-limit", "0", "--database", b.database}
	arguments = append(serve, arguments...)
	began := time.Now()
	s, err := start(exec.Command(b.binary, arguments...))
	if err != nil {
		return nil, nil, 0, err
	}
	s.await()
	t := newTarget("hub", "http://"+address, s.pid())
	t.token = b.token
	if err := t.waitUntilReady(ctx, s); err != nil {
		s.stop()
		return nil, nil, 0, err
	}
	return s, t, time.Since(began), nil
}

func (t *target) waitUntilReady(ctx context.Context, s *server) error {
	for {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, t.url+"/readyz", nil)
		if err != nil {
			return err
		}
		if answer, err := t.client.Do(r); err == nil {
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-s.exited:
			return fmt.Errorf("the hub stopped:\n%s", s.log.String())
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// startYardstick starts this program again as the yardstick.
func startYardstick(database string) (*server, string, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, "", err
	}
	command := exec.Command(self)
	command.Env = append(os.Environ(), yardstickVariable+"="+database)
	stdout, err := command.StdoutPipe()
	if err != nil {
		return nil, "", err
	}
	s, err := start(command)
	if err != nil {
		return nil, "", err
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	s.await()
	if err != nil {
		<-s.exited
		return nil, "", errors.Join(err, errors.New(s.log.String()))
	}
	return s, strings.TrimSpace(line), nil
}
