package commands

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"maillage/internal/cli"
	"maillage/internal/gqlserver"
	"maillage/internal/testhub"
)

func TestMain(m *testing.M) { testscript.Main(m, map[string]func(){"maillage": program}) }

// program is the main function of the command, for scripts.
func program() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	os.Exit(cli.Run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// patience is the time limit for an event in a script, which normally takes far less.
const patience = 60 * time.Second

// TestCommand_Scripts runs the scripts of testdata/script with the real command. They use testscript's own
// commands, which `go doc testscript` lists, and those below.
func TestCommand_Scripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Deadline:            time.Now().Add(3 * patience), // for a command that should have ended
		Setup: func(e *testscript.Env) error {
			e.Values[testing.TB(nil)] = e.T()
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "served": served, "http": request, "terminate": terminate,
			"occupied": occupied, "postgres": postgres, "newer": newer, "sdl": sdl,
			"known": known, "secret": secret, "mode": mode, "foreign": foreign, "unmarked": unmarked,
		},
	})
}

// exits CODE PROGRAM ARGUMENT… runs a program and expects its exit code.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	requireArguments(ts, args, 2, "CODE PROGRAM [ARGUMENT…]")
	code := 0
	var failed *exec.ExitError
	switch err := ts.Exec(args[1], args[2:]...); {
	case errors.As(err, &failed):
		code = failed.ExitCode()
	case err != nil:
		ts.Fatalf("%v", err)
	}
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("exit code %d, want %s", code, args[0])
	}
}

var announced = regexp.MustCompile(`(?m)^Maillage is served at (http://\S+)$`)

// served FILE waits until a hub, whose output goes to the file, prints its address and is ready. It
// sets $URL to that address.
func served(ts *testscript.TestScript, _ bool, args []string) {
	requireArguments(ts, args, 1, "FILE")
	ready := func() error {
		said, err := os.ReadFile(ts.MkAbs(args[0]))
		if err != nil {
			return err
		}
		url := announced.FindSubmatch(said)
		if url == nil {
			return fmt.Errorf("%s announces no address: %q", args[0], said)
		}
		ts.Setenv("URL", string(url[1]))
		response, err := http.Get(string(url[1]) + "/readyz")
		if err != nil {
			return err
		}
		_ = response.Body.Close() // its body is not read
		if response.StatusCode != http.StatusOK {
			return fmt.Errorf("/readyz: %s", response.Status)
		}
		return nil
	}
	ts.Check(eventually(ready))
}

// eventually retries until it succeeds, or returns the last error.
func eventually(try func() error) error {
	for deadline := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		if err := try(); err == nil || time.Now().After(deadline) {
			return err
		}
	}
}

// [!] http METHOD URL [BODY-FILE] sends a request. It prints the answer's body to stdout, and its
// status and header to stderr. Redirects are not followed. $TOKEN, when it is set, is sent with the
// request. Negated, it expects that no connection is possible.
func request(ts *testscript.TestScript, neg bool, args []string) {
	requireArguments(ts, args, 2, "METHOD URL [BODY-FILE]")
	body := ""
	if len(args) > 2 {
		body = ts.ReadFile(args[2])
	}
	r, err := http.NewRequest(args[0], args[1], strings.NewReader(body))
	ts.Check(err)
	r.Header.Set("Content-Type", "application/json")
	if token := ts.Getenv("TOKEN"); token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	client := http.Client{
		Timeout:       patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	response, err := client.Do(r)
	if neg {
		if err == nil {
			ts.Fatalf("%s answers: %s", args[1], response.Status)
		}
		return
	}
	ts.Check(err)
	defer func() { _ = response.Body.Close() }() // it was read to its end
	_, _ = fmt.Fprintln(ts.Stderr(), response.Status)
	ts.Check(response.Header.Write(ts.Stderr()))
	_, err = io.Copy(ts.Stdout(), response.Body)
	ts.Check(err)
}

// terminate sends SIGTERM to the processes in the background, as a supervisor does. For SIGINT, which
// a terminal sends, there is `kill -INT`.
func terminate(ts *testscript.TestScript, _ bool, _ []string) {
	for _, command := range ts.BackgroundCmds() {
		ts.Check(command.Process.Signal(syscall.SIGTERM))
	}
}

// occupied VARIABLE sets the variable to a loopback address on which another program listens until the
// script ends.
func occupied(ts *testscript.TestScript, _ bool, args []string) {
	requireArguments(ts, args, 1, "VARIABLE")
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { _ = listener.Close() }) // the script is over
	ts.Setenv(args[0], listener.Addr().String())
}

// postgres VARIABLE sets the variable to the URL of a PostgreSQL database without a table.
func postgres(ts *testscript.TestScript, _ bool, args []string) {
	requireArguments(ts, args, 1, "VARIABLE")
	ts.Setenv(args[0], testhub.EmptyPostgres(ts.Value(testing.TB(nil)).(testing.TB)))
}

// newer FILE makes a SQLite file look as if a newer program had migrated it.
func newer(ts *testscript.TestScript, _ bool, args []string) {
	requireArguments(ts, args, 1, "FILE")
	db, err := sql.Open("sqlite", ts.MkAbs(args[0]))
	ts.Check(err)
	_, err = db.Exec("INSERT INTO schema_migrations (version, hash) VALUES ('29991231235959', 'h1:from-the-future')")
	ts.Check(errors.Join(err, db.Close()))
}

// sdl FILE writes the schema of the code.
func sdl(ts *testscript.TestScript, _ bool, args []string) {
	requireArguments(ts, args, 1, "FILE")
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(gqlserver.SDL()), 0o600))
}

// requireArguments fails a script that gives a command too few arguments.
func requireArguments(ts *testscript.TestScript, args []string, count int, usage string) {
	if len(args) < count {
		ts.Fatalf("arguments: %s", usage)
	}
}

// A hub that was told to stop finishes the current requests, and accepts no new ones.
func TestStopping_FinishesCurrentRequests(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	read, write := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- cli.Run(ctx, []string{"demo", "--addr", "127.0.0.1:0"}, write, io.Discard)
		_ = write.Close() // never fails
	}()
	said := bufio.NewReader(read)
	line, err := said.ReadString('\n')
	url := announced.FindStringSubmatch(strings.TrimSpace(line))
	if url == nil {
		t.Fatalf("the hub announces no address: %q, %v", line, err)
	}
	go func() { _, _ = io.Copy(io.Discard, said) }() // the rest of its output

	address := strings.TrimPrefix(url[1], "http://")
	begun := begin(t, address, `{"query":"{ __typename }"}`)
	stop()
	if err := eventually(func() error { return refused(address) }); err != nil {
		t.Error(err)
	}
	if answer := begun(); answer != `{"data":{"__typename":"Query"}}` {
		t.Errorf("the request under way was answered %q", answer)
	}
	if code := <-ended; code != 0 {
		t.Errorf("exit code %d", code)
	}
}

// begin sends a request without its body, and returns once the hub waits for the body. The returned
// function sends the body and returns the answer.
func begin(t *testing.T, address, body string) (finish func() string) {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() }) // the hub has closed it already
	_, _ = fmt.Fprintf(
		conn,
		"POST /graphql HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\n"+
			"Content-Length: %d\r\nExpect: 100-continue\r\n\r\n",
		address, len(body),
	)
	answers := bufio.NewReader(conn)
	if line, err := answers.ReadString('\n'); !strings.Contains(line, " 100 ") {
		t.Fatalf("the hub does not wait for the body: %q, %v", line, err)
	}
	_, _ = answers.ReadString('\n') // the empty line after it
	return func() string {
		_, _ = io.WriteString(conn, body)
		response, err := http.ReadResponse(answers, nil)
		if err != nil {
			return err.Error()
		}
		defer func() { _ = response.Body.Close() }() // it is read to its end
		content, err := io.ReadAll(response.Body)
		return strings.TrimSpace(string(content)) + strings.TrimPrefix(fmt.Sprint(err), "<nil>")
	}
}

// refused returns nil if connections are refused.
func refused(address string) error {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return nil
	}
	_ = conn.Close() // it was only a check
	return fmt.Errorf("%s still lets requests in", address)
}
