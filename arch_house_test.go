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

// module is this module; root is what the table calls its topmost package.
const module, root = "maillage", "main"

// listed is a package as `go list` tells it, without its tests.
type listed struct {
	ImportPath string
	Name       string
	Doc        string // its first sentence
	Imports    []string
	Standard   bool
	Module     *struct{ Path string }
}

// listing is every package of the module and every one that it is made of, by
// import path.
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

// house is what the tests below look at.
type house struct {
	packages map[string]listed
	rules    []rule
}

// rule is a line of the table.
type rule struct {
	who          string
	ours, others []string
}

func readHouse(t *testing.T) house {
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
	h := house{packages: packages}
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

// quoted are the names that a cell holds.
func quoted(cell string) (names []string) {
	for _, match := range backquoted.FindAllStringSubmatch(cell, -1) {
		names = append(names, match[1])
	}
	return names
}

// covers tells whether one of the patterns is the name, or has it below.
func covers(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		above, open := strings.CutSuffix(pattern, "/*")
		return name == above || open && strings.HasPrefix(name, above+"/")
	})
}

// ours are the module's packages, under the names of the table, in order.
func (h house) ours() []string {
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

// imports are what a package of ours imports: packages of ours, and modules of
// others.
func (h house) imports(who string) (ours, others []string) {
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

// way is how a package comes to be made of another, however far away; it is
// empty when it does not.
func (h house) way(from string, to []string) string {
	ours, _ := h.imports(from)
	for _, next := range ours {
		if covers(to, next) {
			return from + " → " + next
		}
		if way := h.way(next, to); way != "" {
			return from + " → " + way
		}
	}
	return ""
}
