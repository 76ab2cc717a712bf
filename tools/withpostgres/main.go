// Withpostgres runs a command with a temporary PostgreSQL:
//
//	go run ./tools/withpostgres -- go test ./...
//
// The command finds its URL in MAILLAGE_TEST_POSTGRES. When that is already set, no server is started. The test
// processes of the command share files in the directory MAILLAGE_TEST_FILES.
// The server listens only on loopback, has its files in a temporary directory, in memory if there is
// enough, and does not sync them: it is for tests.
package main

import (
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"syscall"

	"maillage/internal/testhub/cluster"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("withpostgres: ")
	command := os.Args[1:]
	if len(command) > 0 && command[0] == "--" {
		command = command[1:]
	}
	if len(command) == 0 {
		log.Fatal("usage: withpostgres -- command [argument …]")
	}
	code, err := run(command)
	if err != nil {
		log.Print(err)
	}
	os.Exit(code)
}

// run returns the command's exit code. Everything that it started is stopped when it returns.
func run(command []string) (code int, err error) {
	// From here on a signal ends the command, and the server after it.
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	shared, err := os.MkdirTemp("", "maillage-test-")
	if err != nil {
		return 1, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(shared)) }()
	environment := append(environment(), cluster.FilesVariable+"="+shared)
	if os.Getenv(cluster.URLVariable) != "" {
		return runCommand(command, environment, signals)
	}
	bin, err := cluster.Find()
	if err != nil {
		return 1, fmt.Errorf("%w, or set %s to the URL of one", err, cluster.URLVariable)
	}
	server, err := cluster.StartInMemory(bin,
		"autovacuum=off", "wal_level=minimal", "max_wal_senders=0", "jit=off") // the databases live for one test each
	if err != nil {
		return 1, err
	}
	defer func() { err = errors.Join(err, server.Stop()) }()
	if err := server.WaitUntilReady(signals); err != nil {
		return 1, err
	}
	return runCommand(command, append(environment, cluster.URLVariable+"="+server.URL()), signals)
}

// environment returns the environment of the command. Unless GOFLAGS is set, it runs two test processes more than there
// are cores, because tests mostly wait for PostgreSQL.
func environment() []string {
	all := os.Environ()
	if os.Getenv("GOFLAGS") == "" {
		all = append(all, fmt.Sprintf("GOFLAGS=-p=%d", runtime.GOMAXPROCS(0)+2))
	}
	return all
}

// runCommand runs the command to its end. It forwards signals to the command, which decides how it
// ends.
func runCommand(command, environment []string, signals <-chan os.Signal) (code int, err error) {
	c := exec.Command(command[0], command[1:]...)
	c.Stdin, c.Stdout, c.Stderr, c.Env = os.Stdin, os.Stdout, os.Stderr, environment
	if err := c.Start(); err != nil {
		return 1, err
	}
	done := make(chan struct{})
	defer close(done)
	go func() {
		for {
			select {
			case s := <-signals:
				_ = c.Process.Signal(s)
			case <-done:
				return
			}
		}
	}()
	err = c.Wait()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		if status := exit.Sys().(syscall.WaitStatus); status.Signaled() {
			return 128 + int(status.Signal()), fmt.Errorf("%s: %w", command[0], err)
		}
		return exit.ExitCode(), nil // the command has printed the error
	}
	if err != nil {
		return 1, err
	}
	return 0, nil
}
