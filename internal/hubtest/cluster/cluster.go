// Package cluster starts throw-away PostgreSQL servers, for tests alone.
//
// A cluster listens on loopback only, keeps its files in a temporary directory,
// and does not sync them: it outlives its own death, and not the machine's.
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

const (
	startTimeout = 60 * time.Second
	stopTimeout  = 20 * time.Second

	shared = "/dev/shm" // files in memory, on Linux
	room   = 4 << 30    // bytes
)

// Cluster is a PostgreSQL of ours.
type Cluster struct {
	bin, directory string
	as             *syscall.Credential
	arguments      []string // of the server
	port           int
	command        *exec.Cmd
	exited         chan struct{} // closed when it has
	log            bytes.Buffer  // what it said; read it once it has exited
}

// Start makes a cluster in a temporary directory with the programs of bin, and
// starts it; wait for it with [Cluster.WaitUntilReady], and whatever happens,
// [Cluster.Stop] it. Settings are NAME=VALUE, and stand over those that make
// tests quick.
func Start(bin string, settings ...string) (*Cluster, error) {
	return start(reachable(), bin, settings)
}

// StartInMemory is Start with the files in memory, where there is much room: tests make and
// drop hundreds of databases of hundreds of files each.
func StartInMemory(bin string, settings ...string) (*Cluster, error) {
	var memory syscall.Statfs_t
	if syscall.Statfs(shared, &memory) == nil && memory.Bavail*uint64(memory.Bsize) >= room { //nolint:gosec // no size is negative
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
	initdb := c.program("initdb", "-D", c.data(), "-U", "maillage", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
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
		_ = command.Wait() // that it has exited is what matters; the log says why
		close(exited)
	}()
	return nil
}

// program is a program of PostgreSQL's, run as its user, in a process group of
// its own: a Ctrl-C is for whoever started us, and must not stop the server
// under them.
func (c *Cluster) program(name string, arguments ...string) *exec.Cmd {
	p := exec.Command(filepath.Join(c.bin, name), arguments...)
	p.Dir = c.directory
	p.Env = []string{"PATH=" + c.bin + ":/usr/bin:/bin", "LC_ALL=C", "HOME=" + c.directory}
	p.SysProcAttr = &syscall.SysProcAttr{Credential: c.as, Setpgid: true}
	return p
}

func (c *Cluster) data() string { return filepath.Join(c.directory, "data") }

// URL is that of the cluster's database "postgres".
func (c *Cluster) URL() string {
	return fmt.Sprintf("postgres://maillage@127.0.0.1:%d/postgres?sslmode=disable", c.port)
}

// WaitUntilReady returns when the server answers, or why it never will: also
// when a signal comes.
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

// Halt ends the server at once, as a fault would: it does not say good-bye to
// its clients, and recovers from its log when it comes back.
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
	c.Halt() // nothing of it is kept
	return os.RemoveAll(c.directory)
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
