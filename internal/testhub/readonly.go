package testhub

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"maillage/internal/gqlserver"
	"maillage/internal/server"
)

// EachReadOnly runs the test on a hub with the demo data, once for each kind of database. Tests with the same limits
// share the hub, which the test must not write to. [Main] runs the package's tests.
func EachReadOnly(t *testing.T, limits gqlserver.Limits, test func(t *testing.T, h *Hub)) {
	t.Helper()
	for _, kind := range Kinds {
		t.Run(kind.Name, func(t *testing.T) { test(t, readOnly(t, sharing{kind: kind.Name, limits: limits})) })
	}
}

// ReadOnlySQLite returns the hub of EachReadOnly on SQLite, for tests that run no SQL.
func ReadOnlySQLite(t *testing.T, limits gqlserver.Limits) *Hub {
	t.Helper()
	return readOnly(t, sharing{kind: Kinds[0].Name, limits: limits})
}

// ReadOnlyWithLogins returns a hub on SQLite at which persons can log in. Tests write nothing to it but accounts.
func ReadOnlyWithLogins(t *testing.T) *Hub {
	t.Helper()
	return readOnly(t, sharing{kind: Kinds[0].Name, logins: true})
}

// readOnly returns a hub that tests share, and fails the test if it writes to it.
func readOnly(t *testing.T, key sharing) *Hub {
	t.Helper()
	s := sharedHub(t, key)
	before := s.hub.Ledger.Writes()
	t.Cleanup(func() {
		if n := s.hub.Ledger.Writes() - before; n > 0 {
			t.Errorf("the test wrote %d times to a hub that tests share", n)
		}
	})
	return s.hub
}

// Main runs the tests of a package, and returns the exit code. It then ends the hubs that tests shared.
func Main(m *testing.M) int {
	ctx, cancel := context.WithCancel(context.Background())
	process.Store(&lasting{ctx: ctx})
	code := m.Run()
	cancel()
	for _, end := range slices.Backward(process.Load().ends) {
		end()
	}
	return code
}

// shared is a hub that tests share one after another.
type shared struct {
	hub  *Hub
	test atomic.Pointer[testing.T] // the test that has the hub now
}

// Write fails the test that has the hub.
func (s *shared) Write(line []byte) (int, error) { return failing{s.test.Load()}.Write(line) }

// sharing holds what tests that share a hub have in common.
type sharing struct {
	kind   string
	limits gqlserver.Limits
	logins bool
}

var (
	sharedMu   sync.Mutex
	sharedHubs = map[sharing]*shared{}
)

// sharedHub returns the hub that the first test opens.
func sharedHub(t *testing.T, key sharing) *shared {
	t.Helper()
	l := process.Load()
	if l == nil {
		t.Fatal("the package's TestMain does not call testhub.Main")
	}
	sharedMu.Lock()
	defer sharedMu.Unlock()
	s := sharedHubs[key]
	if s == nil {
		s = &shared{}
		sharedHubs[key] = s
	}
	s.test.Store(t)
	if s.hub == nil {
		kind := Kinds[slices.IndexFunc(Kinds, func(k Kind) bool { return k.Name == key.kind })]
		open, opened := New, kind.Demo(l)
		if key.logins {
			open = WithLogins
		}
		s.hub = open(l, opened, server.Config{
			Ledger: Ledger(l, opened), Limits: key.limits, Log: slog.New(slog.NewTextHandler(s, nil)),
		})
	}
	return s
}

// process is the test of everything that lasts as long as the process; nil outside of Main.
var process atomic.Pointer[lasting]

// lasting implements what opening a hub needs of a test. Its failures end the process.
type lasting struct {
	testing.TB // nil: it has no other method
	ctx        context.Context
	ends       []func()
}

// Helper does nothing.
func (l *lasting) Helper() {}

// Context returns a context that ends with the process.
func (l *lasting) Context() context.Context { return l.ctx }

// Cleanup calls the function at the end of the process, in reverse order.
func (l *lasting) Cleanup(end func()) { l.ends = append(l.ends, end) }

// TempDir makes a directory that is removed at the end of the process.
func (l *lasting) TempDir() string {
	directory, err := os.MkdirTemp("", "testhub")
	if err != nil {
		l.Fatal(err)
	}
	l.Cleanup(func() {
		if err := os.RemoveAll(directory); err != nil {
			l.Fatal(err)
		}
	})
	return directory
}

// Fatal panics.
func (l *lasting) Fatal(values ...any) { panic(fmt.Sprint(values...)) }

// Fatalf panics.
func (l *lasting) Fatalf(format string, values ...any) { panic(fmt.Sprintf(format, values...)) }

// Errorf panics.
func (l *lasting) Errorf(format string, values ...any) { panic(fmt.Sprintf(format, values...)) }
