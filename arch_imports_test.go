package main_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// module is the name of this module; root is the table's name for its topmost package.
const module, root = "maillage", "main"

// listed is a package in the output of `go list`, without its tests.
type listed struct {
	ImportPath string
	Name       string
	Doc        string // its first sentence
	Imports    []string
	Standard   bool
	Module     *struct{ Path string }
}

// listing returns all packages of the module and their dependencies, by import path.
var listing = sync.OnceValues(func() (map[string]listed, error) {
	var said bytes.Buffer
	command := exec.Command("go", "list", "-deps", "-json=ImportPath,Name,Doc,Imports,Standard,Module", "./...")
	command.Stderr = &said
	out, err := command.Output()
	if err != nil {
		return nil, errors.Join(err, errors.New(said.String()))
	}
	all := map[string]listed{}
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		switch err := decoder.Decode(&p); {
		case errors.Is(err, io.EOF):
			return all, nil
		case err != nil:
			return nil, err
		}
		all[p.ImportPath] = p
	}
})

// architecture holds the packages and the table that the tests below compare.
type architecture struct {
	packages map[string]listed
	rules    []rule
}

// rule is a line of the table.
type rule struct {
	who          string
	ours, others []string
}

func readArchitecture(t *testing.T) architecture {
	t.Helper()
	packages, err := listing()
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, found := strings.Cut(string(page), "\n## Who may know whom\n")
	if !found {
		t.Fatal("docs/architecture.md has no section « Who may know whom »")
	}
	table, _, _ = strings.Cut(table, "\n## ")
	h := architecture{packages: packages}
	for line := range strings.Lines(table) {
		cells := strings.Split(line, "|")
		if len(cells) == 6 && len(quoted(cells[1])) == 1 {
			h.rules = append(h.rules, rule{quoted(cells[1])[0], quoted(cells[3]), quoted(cells[4])})
		}
	}
	if len(h.rules) == 0 {
		t.Fatal("the table of docs/architecture.md cannot be read")
	}
	return h
}

var backquoted = regexp.MustCompile("`([^`]+)`")

// quoted returns the names in a cell.
func quoted(cell string) (names []string) {
	for _, match := range backquoted.FindAllStringSubmatch(cell, -1) {
		names = append(names, match[1])
	}
	return names
}

// covers reports whether one of the patterns matches the name, or a folder above it.
func covers(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		above, open := strings.CutSuffix(pattern, "/*")
		return name == above || open && strings.HasPrefix(name, above+"/")
	})
}

// ours returns the module's packages, under the names of the table, in order.
func (h architecture) ours() []string {
	var names []string
	for path, p := range h.packages {
		if p.Module != nil && p.Module.Path == module {
			names = append(names, name(path))
		}
	}
	slices.Sort(names)
	return names
}

func name(path string) string {
	if path == module {
		return root
	}
	return strings.TrimPrefix(path, module+"/")
}

// imports returns the imports of a package of the module: packages of the module, and other modules.
func (h architecture) imports(who string) (ours, others []string) {
	path := module + "/" + who
	if who == root {
		path = module
	}
	for _, imported := range h.packages[path].Imports {
		switch p := h.packages[imported]; {
		case p.Standard:
		case p.Module.Path == module:
			ours = append(ours, name(imported))
		case !slices.Contains(others, p.Module.Path):
			others = append(others, p.Module.Path)
		}
	}
	return ours, others
}

// importChain returns a chain of imports from a package to one of the others; empty when there is none.
func (h architecture) importChain(from string, to []string) string {
	ours, _ := h.imports(from)
	for _, next := range ours {
		if covers(to, next) {
			return from + " → " + next
		}
		if way := h.importChain(next, to); way != "" {
			return from + " → " + way
		}
	}
	return ""
}
