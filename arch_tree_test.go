package main_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// longest is how many lines a file may have that people wrote.
const longest = 400

// drawers are names that say nothing of what is inside.
var drawers = []string{"util", "utils", "common", "helper", "helpers", "misc"}

// private is what belongs to a working copy and not to the project.
var private = []string{".git", ".env", ".idea", ".vscode", "bin"}

// fetched are folders, anywhere, of what tools fetch or make, which git ignores.
var fetched = []string{"node_modules", "generated", "dist"}

// eachFile visits the project's files.
func eachFile(t *testing.T, visit func(name string, content []byte)) {
	t.Helper()
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (slices.Contains(private, name) || slices.Contains(fetched, path.Base(name))):
			return fs.SkipDir
		case slices.Contains(private, name) || !entry.Type().IsRegular():
			return nil
		}
		content, err := os.ReadFile(name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil // a database's, which came and went
		}
		if err == nil {
			visit(name, content)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func generated(name string) bool { return strings.HasPrefix(name, "internal/gen/") }

func TestArchitectureFrontDoorIsWhereItIsLookedFor(t *testing.T) {
	for name, folder := range map[string]bool{
		"graph": true, "ent/schema": true, "docs": true, "testdata/script": true,
		"server.go": false, "commands.go": false, "config.go": false, "tools.go": false, "gqlgen.yml": false, "go.mod": false,
	} {
		if info, err := os.Stat(name); err != nil || info.IsDir() != folder {
			t.Errorf("%s is not where it should be: %v", name, err)
		}
	}
}

func TestArchitectureHasNoDrawers(t *testing.T) {
	eachFile(t, func(name string, _ []byte) {
		for folder := range strings.SplitSeq(path.Dir(name), "/") {
			if slices.Contains(drawers, folder) {
				t.Errorf("%s is in a folder named %q: name it after what it is about", name, folder)
			}
		}
	})
}

func TestArchitectureFilesCanBeReadInOneSitting(t *testing.T) {
	eachFile(t, func(name string, content []byte) {
		if lines := bytes.Count(content, []byte("\n")); path.Ext(name) == ".go" && !generated(name) && lines > longest {
			t.Errorf("%s has %d lines, more than %d: it is about more than one thing", name, lines, longest)
		}
	})
}

// machines are folders of one machine: a path into them works on no other.
var machines = regexp.MustCompile(`(^|[^\w.~/:-])/(home|root|work|tmp|Users)/`)

func TestArchitectureNamesNoPlaceOfOneMachine(t *testing.T) {
	eachFile(t, func(name string, content []byte) {
		if strings.HasSuffix(name, "_test.go") || strings.Contains(name, "testdata/") || bytes.IndexByte(content, 0) >= 0 {
			return // tests make paths up; a file with a NUL is no text
		}
		for number, line := range bytes.Split(content, []byte("\n")) {
			if machines.Match(line) {
				t.Errorf("%s:%d names a place of one machine: %s", name, number+1, line)
			}
		}
	})
}
