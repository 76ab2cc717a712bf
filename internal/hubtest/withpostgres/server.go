package main

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	_ "github.com/lib/pq" // the driver "postgres"
)

const (
	startTimeout = 60 * time.Second
	stopTimeout  = 20 * time.Second
)

// server is a PostgreSQL of ours.
type server struct {
	directory string
	port      int
	command   *exec.Cmd
	exited    chan struct{} // closed when it has
	log       bytes.Buffer  // what it said; read it once it has exited
}

// start makes a cluster in a temporary directory and starts it.
func start(bin string) (_ *server, err error) {
	s := &server{exited: make(chan struct{})}
	if s.directory, err = os.MkdirTemp(reachable(), "maillage-postgres-"); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(s.directory))
		}
	}()
	as, err := runAs(s.directory)
	if err != nil {
		return nil, err
	}
	initdb := s.program(as, bin, "initdb", "-D", s.data(), "-U", "maillage", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	if output, err := initdb.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w\n%s", err, output)
	}
	if s.port, err = freePort(); err != nil {
		return nil, err
	}
	settings := []string{
		"listen_addresses=127.0.0.1", "port=" + strconv.Itoa(s.port), "unix_socket_directories=" + s.directory,
		"max_connections=200", "fsync=off", "synchronous_commit=off", "full_page_writes=off",
	}
	arguments := []string{"-D", s.data()}
	for _, setting := range settings {
		arguments = append(arguments, "-c", setting)
	}
	s.command = s.program(as, bin, "postgres", arguments...)
	s.command.Stdout, s.command.Stderr = &s.log, &s.log
	if err := s.command.Start(); err != nil {
		return nil, err
	}
	go func() {
		_ = s.command.Wait() // that it has exited is what matters; the log says why
		close(s.exited)
	}()
	return s, nil
}

// program is a program of PostgreSQL's, run as its user, in a process group of
// its own: a Ctrl-C is for the command, and must not stop the server under it.
func (s *server) program(as *syscall.Credential, bin, name string, arguments ...string) *exec.Cmd {
	c := exec.Command(filepath.Join(bin, name), arguments...)
	c.Dir = s.directory
	c.Env = []string{"PATH=" + bin + ":/usr/bin:/bin", "LC_ALL=C", "HOME=" + s.directory}
	c.SysProcAttr = &syscall.SysProcAttr{Credential: as, Setpgid: true}
	return c
}

func (s *server) data() string { return filepath.Join(s.directory, "data") }

func (s *server) url() string {
	return fmt.Sprintf("postgres://maillage@127.0.0.1:%d/postgres?sslmode=disable", s.port)
}

// waitUntilReady returns when the server answers, or why it never will.
func (s *server) waitUntilReady(signals <-chan os.Signal) error {
	db, err := sql.Open("postgres", s.url())
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	late := time.After(startTimeout)
	for {
		if err = db.Ping(); err == nil {
			return nil
		}
		select {
		case <-s.exited:
			return fmt.Errorf("PostgreSQL did not start:\n%s", s.log.String())
		case <-late:
			return fmt.Errorf("PostgreSQL does not answer: %w", err)
		case got := <-signals:
			return fmt.Errorf("stopped by a signal: %v", got)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// stop ends the server and removes its files.
func (s *server) stop() error {
	_ = s.command.Process.Signal(syscall.SIGQUIT) // at once: nothing of it is kept
	select {
	case <-s.exited:
	case <-time.After(stopTimeout):
		_ = s.command.Process.Kill()
		<-s.exited
	}
	return os.RemoveAll(s.directory)
}

// freePort is a port that nobody listens on.
func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}

// reachable is where to put a directory that another user must reach: the
// usual place, unless it is somebody's own.
func reachable() string {
	if os.Geteuid() == 0 {
		return "/tmp"
	}
	return os.TempDir()
}

// runAs gives the directory to the user that PostgreSQL runs as: it refuses to
// run as root.
func runAs(directory string) (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		if u, err = user.Lookup("nobody"); err != nil {
			return nil, err
		}
	}
	uid, err := strconv.Atoi(u.Uid)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.Atoi(u.Gid)
	if err != nil {
		return nil, err
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, os.Chown(directory, uid, gid)
}
