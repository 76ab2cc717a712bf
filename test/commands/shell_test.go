package commands

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// block is a fenced block of a document.
type block struct {
	language string
	line     int
	text     string
}

// blocksOf reads the fenced blocks of a document, in order.
func blocksOf(t *testing.T, name string) (all []block) {
	t.Helper()
	file, err := os.Open(name) //nolint:gosec // of this repository
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	isOpen, line := false, 0
	for lines := bufio.NewScanner(file); lines.Scan(); {
		line++
		language, isFence := strings.CutPrefix(strings.TrimLeft(lines.Text(), " "), "```")
		switch {
		case isFence && !isOpen:
			all = append(all, block{language: language, line: line})
			isOpen = true
		case isFence:
			isOpen = false
		case isOpen:
			all[len(all)-1].text += lines.Text() + "\n"
		}
	}
	return all
}

// reader is somebody who follows a document in a shell, in a directory of their own.
type reader struct {
	t       *testing.T
	address string // of the hub; the document says 127.0.0.1:8080
	in      io.Writer
	out     *bufio.Reader
}

// newReader begins with an empty directory and the program on the path.
func newReader(t *testing.T) *reader {
	t.Helper()
	directory, bin := t.TempDir(), t.TempDir()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(program, filepath.Join(bin, "maillage")); err != nil {
		t.Fatal(err)
	}
	writeGo(t, bin)
	r := &reader{t: t, address: freeAddress(t)}
	shell := exec.Command("bash") //nolint:noctx // the cleanup ends it, with what it has started
	shell.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	held, hold, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	shell.ExtraFiles = []*os.File{hold} // all that the shell starts inherit it
	shell.Dir = directory
	shell.Env = append(os.Environ(), "PATH="+bin+":"+os.Getenv("PATH"), "MAILLAGE_ADDR="+r.address, "LANG=C.UTF-8",
		"TMPDIR="+t.TempDir()) // what a hub that is killed leaves there is removed
	shell.Stderr = os.Stderr
	if r.in, err = shell.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := shell.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	r.out = bufio.NewReader(out)
	if err := shell.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { endGroup(t, shell, held) })
	if err := hold.Close(); err != nil {
		t.Error(err)
	}
	// A shell whose test was killed reads the end of its input, and ends its hub.
	if _, err := io.WriteString(r.in, "trap 'kill $(jobs -p)' EXIT\n"); err != nil {
		t.Fatal(err)
	}
	return r
}

// endGroup kills a command and all that it has started, and waits until none of them holds the other end of a pipe.
func endGroup(t *testing.T, command *exec.Cmd, held *os.File) {
	t.Helper()
	if err := syscall.Kill(-command.Process.Pid, syscall.SIGKILL); err != nil {
		t.Errorf("the shell and its hub cannot be ended: %v", err)
	}
	_ = command.Wait() // it was killed
	if err := held.SetReadDeadline(time.Now().Add(patience)); err != nil {
		t.Error(err)
	}
	if _, err := held.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
		t.Errorf("a process of the shell goes on: %v", err)
	}
}

// run runs a block, and returns what it wrote. A block that fails ends the test.
func (r *reader) run(b block) string {
	r.t.Helper()
	const end = "--- the block has ended: "
	script := strings.ReplaceAll(b.text, "127.0.0.1:8080", r.address)
	if _, err := io.WriteString(
		r.in, "failed=0; trap 'failed=$?' ERR\n"+script+"\necho; echo '"+end+"'$failed\n",
	); err != nil {
		r.t.Fatal(err)
	}
	var said strings.Builder
	for {
		line, err := r.out.ReadString('\n')
		if code, is := strings.CutPrefix(line, end); is {
			if code != "0\n" {
				r.t.Fatalf("line %d: the block fails with %s%s", b.line, code, said.String())
			}
			return said.String()
		}
		if err != nil {
			r.t.Fatalf("line %d: %v after %s", b.line, err, said.String())
		}
		said.WriteString(line)
	}
}

// serve stops the hub of an earlier block, starts a block that goes on, and waits until the hub answers.
func (r *reader) serve(b block) {
	r.t.Helper()
	command, _, _ := strings.Cut(b.text, "  #")
	b.text = stopJobs + strings.TrimSpace(command) + " >server.log 2>&1 &\n"
	r.run(b)
	for began := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		answer, err := http.Get("http://" + r.address + "/readyz") //nolint:noctx // the test's own hub
		if err == nil {
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return
			}
		}
		if time.Since(began) > patience {
			r.t.Fatalf("line %d: the hub does not answer: %v", b.line, err)
		}
	}
}

// stopJobs ends what earlier blocks have started.
const stopJobs = "kill $(jobs -p) 2>/dev/null || true; wait\n"

// listen starts a block that goes on with a request, and checks that the hub neither refuses it nor ends it.
func (r *reader) listen(b block) {
	r.t.Helper()
	b.text = strings.TrimSpace(b.text) + " >stream.log 2>&1 & LISTENER=$!\n" +
		"sleep 0.5\nkill $LISTENER || { cat stream.log; false; }\n"
	r.run(b)
}

// freeAddress returns an address on which nobody listens.
func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // closed at once
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().String()
}
