// Package cluster starts temporary PostgreSQL servers, for tests only.
//
// A cluster listens only on loopback, has its files in a temporary directory, and does not sync them.
// Its data survives a crash of the server, but not of the machine.
package cluster

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

// Environment variables of test processes.
const (
	URLVariable   = "MAILLAGE_TEST_POSTGRES" // the URL of the server on which they create their databases
	FilesVariable = "MAILLAGE_TEST_FILES"    // the directory of the files that they share
)

const (
	startTimeout = 60 * time.Second
	stopTimeout  = 20 * time.Second

	shared = "/dev/shm" // files in memory, on Linux
	room   = 4 << 30    // bytes
)

// Cluster is a PostgreSQL server started by this package.
type Cluster struct {
	bin, directory string
	as             *syscall.Credential
	arguments      []string // of the server
	port           int
	command        *exec.Cmd
	exited         chan struct{} // closed when it has
	log            bytes.Buffer  // its output; read it only after the exit
}

// Start creates a cluster in a temporary directory with the programs of bin, and starts it. Wait for
// it with [Cluster.WaitUntilReady], and always [Cluster.Stop] it. Settings are NAME=VALUE, and
// override those that make tests fast.
func Start(bin string, settings ...string) (*Cluster, error) {
	return start(reachable(), bin, settings)
}

// StartInMemory is like Start, but puts the files in memory if there is enough. Tests create and drop
// hundreds of databases of hundreds of files each.
func StartInMemory(bin string, settings ...string) (*Cluster, error) {
	var memory syscall.Statfs_t
	isThere := syscall.Statfs(shared, &memory) == nil
	if isThere && memory.Bavail*uint64(memory.Bsize) >= room { //nolint:gosec // no size is negative
		return start(shared, bin, settings)
	}
	return Start(bin, settings...)
}

func start(parent, bin string, settings []string) (_ *Cluster, err error) {
	c := &Cluster{bin: bin}
	if c.directory, err = os.MkdirTemp(parent, "maillage-postgres-"); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(c.directory))
		}
	}()
	if c.as, err = runAs(c.directory); err != nil {
		return nil, err
	}
	initdb := c.program("initdb", "-D", c.data(), "-U", "maillage", "-A", "trust", "-E", "UTF8", "--locale=C",
		"--no-sync")
	if output, err := initdb.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w\n%s", err, output)
	}
	if c.port, err = freePort(); err != nil {
		return nil, err
	}
	settings = append([]string{
		"listen_addresses=127.0.0.1", "port=" + strconv.Itoa(c.port), "unix_socket_directories=" + c.directory,
		"max_connections=200", "fsync=off", "synchronous_commit=off", "full_page_writes=off",
	}, settings...)
	c.arguments = []string{"-D", c.data()}
	for _, setting := range settings {
		c.arguments = append(c.arguments, "-c", setting)
	}
	return c, c.run()
}

// run starts the server on the cluster's files.
func (c *Cluster) run() error {
	c.log.Reset()
	c.command = c.program("postgres", c.arguments...)
	c.command.Stdout, c.command.Stderr = &c.log, &c.log
	if err := c.command.Start(); err != nil {
		return err
	}
	command, exited := c.command, make(chan struct{})
	c.exited = exited
	go func() {
		_ = command.Wait() // only the exit matters; the log has the reason
		close(exited)
	}()
	return nil
}

// program returns a command for a program of PostgreSQL, run as its user. It has its own process
// group, because a Ctrl-C is meant for the caller and must not stop the server under them.
func (c *Cluster) program(name string, arguments ...string) *exec.Cmd {
	p := exec.Command(filepath.Join(c.bin, name), arguments...)
	p.Dir = c.directory
	p.Env = []string{"PATH=" + c.bin + ":/usr/bin:/bin", "LC_ALL=C", "HOME=" + c.directory}
	p.SysProcAttr = &syscall.SysProcAttr{Credential: c.as, Setpgid: true}
	return p
}

func (c *Cluster) data() string { return filepath.Join(c.directory, "data") }

// URL returns the URL of the cluster's database "postgres".
func (c *Cluster) URL() string {
	return fmt.Sprintf("postgres://maillage@127.0.0.1:%d/postgres?sslmode=disable", c.port)
}

// WaitUntilReady returns when the server answers. It returns an error when the server exits or does
// not answer in time, and when a signal arrives.
func (c *Cluster) WaitUntilReady(signals <-chan os.Signal) error {
	db, err := sql.Open("postgres", c.URL())
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
		case <-c.exited:
			return fmt.Errorf("PostgreSQL did not start:\n%s", c.log.String())
		case <-late:
			return fmt.Errorf("PostgreSQL does not answer: %w", err)
		case got := <-signals:
			return fmt.Errorf("stopped by a signal: %v", got)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// Halt ends the server at once, like a crash. It does not close its clients' connections properly, and
// recovers from its log when it is resumed.
func (c *Cluster) Halt() {
	_ = c.command.Process.Signal(syscall.SIGQUIT)
	select {
	case <-c.exited:
	case <-time.After(stopTimeout):
		_ = c.command.Process.Kill()
		<-c.exited
	}
}

// Resume starts a server that was halted, under the same URL.
func (c *Cluster) Resume() error { return c.run() }

// Stop ends the server and removes its files.
func (c *Cluster) Stop() error {
	c.Halt() // its files are removed anyway
	return os.RemoveAll(c.directory)
}

// freePort returns a port on which nobody listens.
func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}

// reachable returns a parent for a directory that another user must reach: the usual place, unless
// that belongs to one user.
func reachable() string {
	if os.Geteuid() == 0 {
		return "/tmp"
	}
	return os.TempDir()
}

// runAs makes the directory belong to the user that PostgreSQL runs as, because it refuses to run as
// root.
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
