package chaos

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// instance is a running `maillage serve`.
type instance struct {
	url     string
	process *exec.Cmd
	exited  chan struct{}
	said    transcript
}

// transcript holds the end of a process's output.
type transcript struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *transcript) Write(text []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.text.Len() > 1<<20 {
		s.text.Reset()
	}
	return s.text.Write(text)
}

func (s *transcript) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// errors returns the lines of the log that tell errors.
func (s *transcript) errors() string {
	var errs strings.Builder
	for line := range strings.Lines(s.String()) {
		if strings.Contains(line, "ERROR") {
			errs.WriteString(line)
		}
	}
	return errs.String()
}

var announced = regexp.MustCompile(`^Maillage is served at (http://\S+)\n$`)

// serve starts an instance on a free port and returns when it listens. It ends with the test at the
// latest.
func (b *base) serve(t testing.TB) *instance {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	i := &instance{exited: make(chan struct{})}
	i.process = exec.Command(path, "serve", "--database", b.url, "--addr", "127.0.0.1:0", "--rate-limit", "1000000000")
	i.process.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	dieWithUs(i.process.SysProcAttr)
	i.process.Stderr = &i.said
	out, err := i.process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := i.process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		i.kill()
		if t.Failed() {
			t.Logf("errors in the log of %s:\n%s", i.url, i.said.errors())
		}
	})
	first := make(chan string, 1)
	go func() {
		defer close(i.exited)
		reader := bufio.NewReader(out)
		line, _ := reader.ReadString('\n')
		first <- line
		_, _ = io.Copy(io.Discard, reader) // until it ends
		_ = i.process.Wait()               // killed, mostly
	}()
	select {
	case line := <-first:
		url := announced.FindStringSubmatch(line)
		if url == nil {
			<-i.exited
			t.Fatalf("an instance does not start: %q\n%s", line, i.said.String())
		}
		i.url = url[1]
	case <-time.After(patience):
		t.Fatalf("an instance does not start within %s:\n%s", patience, i.said.String())
	}
	return i
}

// kill ends the instance as a fault would, without any chance to react.
func (i *instance) kill() {
	_ = i.process.Process.Signal(syscall.SIGKILL) // it may have ended
	<-i.exited
}

// eventually retries until it succeeds, or fails the test with the last error.
func eventually(t testing.TB, within time.Duration, try func() error) {
	t.Helper()
	for deadline := time.Now().Add(within); ; time.Sleep(10 * time.Millisecond) {
		err := try()
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal(fmt.Errorf("not within %s: %w", within, err))
		}
	}
}
