package cluster

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strconv"
)

// ErrNone means that there are no server programs to start a cluster with.
var ErrNone = errors.New("no PostgreSQL here: install its server (on Debian and Ubuntu: apt-get install postgresql)")

// Find returns the directory of initdb and postgres: the one on PATH, or the newest that Debian's
// packages installed. On a machine without one, such as a CI job's, it installs one if it runs as root
// and finds apt-get.
func Find() (string, error) {
	if bin := lookForPostgres(); bin != "" {
		return bin, nil
	}
	if _, err := exec.LookPath("apt-get"); err != nil || os.Geteuid() != 0 {
		return "", ErrNone
	}
	if err := installPostgres(); err != nil {
		return "", fmt.Errorf("%w; installing one failed: %w", ErrNone, err)
	}
	if bin := lookForPostgres(); bin != "" {
		return bin, nil
	}
	return "", ErrNone
}

func lookForPostgres() string {
	if initdb, err := exec.LookPath("initdb"); err == nil {
		// PATH often has links; the server looks for its files beside itself.
		if real, err := filepath.EvalSymlinks(initdb); err == nil {
			initdb = real
		}
		if isBin(filepath.Dir(initdb)) {
			return filepath.Dir(initdb)
		}
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin") // the pattern is well-formed
	sort.Slice(found, func(i, j int) bool { return major(found[i]) > major(found[j]) })
	for _, bin := range found {
		if isBin(bin) {
			return bin
		}
	}
	return ""
}

// major returns the 15 of /usr/lib/postgresql/15/bin.
func major(bin string) int {
	version, _ := strconv.Atoi(filepath.Base(filepath.Dir(bin)))
	return version
}

func isBin(directory string) bool {
	for _, program := range []string{"initdb", "postgres"} {
		if _, err := exec.LookPath(filepath.Join(directory, program)); err != nil {
			return false
		}
	}
	return true
}

// installPostgres installs the server from the distribution. The package would create and start its
// own cluster, which policy-rc.d prevents.
func installPostgres() error {
	fmt.Fprintln(os.Stderr, "no PostgreSQL here: installing it")
	const policy = "/usr/sbin/policy-rc.d"
	if _, err := os.Stat(policy); errors.Is(err, os.ErrNotExist) {
		if err := os.WriteFile(policy, []byte("#!/bin/sh\nexit 101\n"), 0o755); err != nil {
			return err
		}
		defer func() { _ = os.Remove(policy) }()
	}
	for _, arguments := range [][]string{{"update"}, {"install", "-y", "--no-install-recommends", "postgresql"}} {
		c := exec.Command("apt-get", arguments...)
		c.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
		c.Stdout, c.Stderr = os.Stderr, os.Stderr
		if err := c.Run(); err != nil {
			return fmt.Errorf("apt-get %s: %w", arguments[0], err)
		}
	}
	return nil
}
