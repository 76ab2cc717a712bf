package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
	"time"
)

var commit = time.Date(2026, 11, 30, 8, 0, 0, 0, time.UTC)

// program writes a file that stands for the program, and one that stands beside it.
func program(t *testing.T) []string {
	t.Helper()
	files := []string{filepath.Join(t.TempDir(), "maillage"), filepath.Join(t.TempDir(), "README.md")}
	for _, file := range files {
		if err := os.WriteFile(file, []byte("this is "+filepath.Base(file)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

func TestArchives_OfTheSameFilesAreTheSameBytes(t *testing.T) {
	for name, write := range map[string]func(string, []string, time.Time) error{
		"a.tar.gz": writeTar, "a.zip": writeZip,
	} {
		t.Run(name, func(t *testing.T) {
			var first []byte
			for range 2 {
				archive := filepath.Join(t.TempDir(), name)
				if err := write(archive, program(t), commit); err != nil {
					t.Fatal(err)
				}
				content, err := os.ReadFile(archive) //nolint:gosec // of the test
				if err != nil {
					t.Fatal(err)
				}
				if first == nil {
					first = content
				} else if !bytes.Equal(first, content) {
					t.Error("the second archive differs")
				}
			}
		})
	}
}

func TestArchives_HoldTheProgramThatRunsAndWhatStandsBesideIt(t *testing.T) {
	directory, files := t.TempDir(), program(t)
	packed, zipped := filepath.Join(directory, "a.tar.gz"), filepath.Join(directory, "a.zip")
	if err := errors.Join(writeTar(packed, files, commit), writeZip(zipped, files, commit)); err != nil {
		t.Fatal(err)
	}
	const want = "maillage -rwxr-xr-x: this is maillage; README.md -rw-r--r--: this is README.md"
	if got := inTar(t, packed); got != want {
		t.Errorf("the .tar.gz holds %s", got)
	}
	if got := inZip(t, zipped); got != want {
		t.Errorf("the .zip holds %s", got)
	}
}

func inTar(t *testing.T, name string) string {
	t.Helper()
	in, err := os.Open(name) //nolint:gosec // of the test
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = in.Close() }()
	unpacked, err := gzip.NewReader(in)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for archive := tar.NewReader(unpacked); ; {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return strings.Join(all, "; ")
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, entry(t, header.Name, header.FileInfo().Mode(), archive))
	}
}

func inZip(t *testing.T, name string) string {
	t.Helper()
	archive, err := zip.OpenReader(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = archive.Close() }()
	var all []string
	for _, file := range archive.File {
		content, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, entry(t, file.Name, file.Mode(), content))
	}
	return strings.Join(all, "; ")
}

func entry(t *testing.T, name string, mode os.FileMode, content io.Reader) string {
	t.Helper()
	text, err := io.ReadAll(content)
	if err != nil {
		t.Fatal(err)
	}
	return name + " " + mode.String() + ": " + string(text)
}

func TestBill_NamesEveryModuleOfTheBuild(t *testing.T) {
	info := &debug.BuildInfo{
		GoVersion: "go1.26.0", Main: debug.Module{Path: "maillage"},
		Deps: []*debug.Module{
			{Path: "example.org/used", Version: "v1.2.3"},
			{Path: "example.org/old", Version: "v1.0.0", Replace: &debug.Module{
				Path: "example.org/new", Version: "v2.0.0",
			}},
		},
	}
	name := filepath.Join(t.TempDir(), "a.cdx.json")
	if err := writeBill(name, info, "v0.1.0", commit); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(name) //nolint:gosec // of the test
	if err != nil {
		t.Fatal(err)
	}
	var b bill
	if err := json.Unmarshal(text, &b); err != nil {
		t.Fatal(err)
	}
	var urls []string
	for _, c := range append(b.Components, b.Metadata.Component) {
		urls = append(urls, c.URL)
	}
	want := "pkg:golang/example.org/used@v1.2.3 pkg:golang/example.org/new@v2.0.0 pkg:golang/stdlib@go1.26.0 pkg:golang/maillage@v0.1.0"
	if got := strings.Join(urls, " "); got != want || b.Format != "CycloneDX" ||
		b.Metadata.Timestamp != "2026-11-30T08:00:00Z" {
		t.Errorf("the bill is %s", text)
	}
}

func TestRelease_RefusesWhatNoCommitHas(t *testing.T) {
	t.Chdir(t.TempDir())
	git := func(arguments ...string) {
		t.Helper()
		identity := []string{"-c", "user.name=test", "-c", "user.email=test@example.org"}
		command := exec.CommandContext(t.Context(), "git", append(identity, arguments...)...)
		if said, err := command.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v: %s", arguments, err, said)
		}
	}
	save := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	git("init", "--quiet")
	save(".gitignore", "/dist/\n")
	save("main.go", "package main\n")
	git("add", ".")
	git("commit", "--quiet", "--message", "first")
	if err := checkCommitted(t.Context()); err != nil {
		t.Errorf("a clean tree is refused: %v", err)
	}
	for name, text := range map[string]string{"main.go": "package other\n", "fresh.go": "package main\n"} {
		save(name, text)
		err := release(t.Context(), "v1.0.0", "dist", "linux/amd64")
		if err == nil || !strings.Contains(err.Error(), "commit or stash them first") ||
			!strings.Contains(err.Error(), name) {
			t.Errorf("with another %s the error is %v", name, err)
		}
		if _, err := os.Stat("dist"); err == nil {
			t.Error("a refused release makes its directory")
		}
	}
}

func TestRelease_RefusesWhatItCannotBuild(t *testing.T) {
	full := t.TempDir()
	if err := os.WriteFile(filepath.Join(full, "old"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ version, out, only, want string }{
		"a version without a v":   {"1.0.0", t.TempDir(), "", "--version"},
		"no version":              {"", t.TempDir(), "", "--version"},
		"a platform that is none": {"v1.0.0", t.TempDir(), "plan9/amd64", "--only"},
		"a directory with files":  {"v1.0.0", full, "", "--out"},
	} {
		t.Run(name, func(t *testing.T) {
			if err := release(t.Context(), c.version, c.out, c.only); err == nil ||
				!strings.Contains(err.Error(), c.want) {
				t.Errorf("the error is %v", err)
			}
		})
	}
}
