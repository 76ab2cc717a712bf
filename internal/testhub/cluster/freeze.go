package cluster

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// Freeze stops the server's processes. They keep their connections, and answer nothing until Thaw.
func (c *Cluster) Freeze() error {
	postmaster := c.command.Process.Pid
	if err := syscall.Kill(postmaster, syscall.SIGSTOP); err != nil { // first: it makes the others
		return err
	}
	return c.signalChildren(syscall.SIGSTOP)
}

// Thaw continues a frozen server.
func (c *Cluster) Thaw() error {
	return errors.Join(c.signalChildren(syscall.SIGCONT), syscall.Kill(c.command.Process.Pid, syscall.SIGCONT))
}

// signalChildren sends a signal to each child of the postmaster. Each has its own process group.
func (c *Cluster) signalChildren(signal syscall.Signal) error {
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil || len(stats) == 0 {
		return fmt.Errorf("finding the server's processes needs /proc: %w", errors.Join(err, errors.ErrUnsupported))
	}
	for _, stat := range stats {
		pid, parent := family(stat)
		if parent != c.command.Process.Pid {
			continue
		}
		if err := syscall.Kill(pid, signal); err != nil && !errors.Is(err, syscall.ESRCH) {
			return err
		}
	}
	return nil
}

// family returns the ids of a process and its parent, or 0 when it has ended.
func family(stat string) (pid, parent int) {
	text, err := os.ReadFile(stat)
	if err != nil {
		return 0, 0
	}
	head, tail, _ := strings.Cut(string(text), " (")
	pid, _ = strconv.Atoi(head) // 0 is no process
	if fields := strings.Fields(tail[strings.LastIndex(tail, ")")+1:]); len(fields) > 1 {
		parent, _ = strconv.Atoi(fields[1])
	}
	return pid, parent
}
