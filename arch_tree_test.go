package main_test

import (
	"bytes"
	"errors"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// maxLines is the maximum number of lines of a file that people wrote.
const maxLines = 400

// maxFiles is the maximum number of files of a package that people wrote, tests apart.
const maxFiles = 40

// vagueNames are folder names that do not describe their content.
var vagueNames = []string{"util", "utils", "common", "helper", "helpers", "misc"}

// untracked are the parts of a working copy that do not belong to the project.
var untracked = []string{".git", ".env", ".idea", ".vscode", "bin"}

// fetched are folders, anywhere, with files that tools download or make, which git ignores.
var fetched = []string{"node_modules", "generated", "dist", ".entc"}

// eachFile visits the project's files.
func eachFile(t *testing.T, visit func(name string, content []byte)) {
	t.Helper()
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (slices.Contains(untracked, name) || slices.Contains(fetched, path.Base(name))):
			return fs.SkipDir
		case slices.Contains(untracked, name) || !entry.Type().IsRegular():
			return nil
		}
		content, err := os.ReadFile(name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil // a temporary file of a database
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

func generated(name string) bool {
	return strings.HasPrefix(name, "internal/gen/") || strings.HasSuffix(name, "_generated.go")
}

func TestArchitecture_EntryPointsExist(t *testing.T) {
	for name, folder := range map[string]bool{
		"graph": true, "ent/schema": true, "docs": true, "test/commands/testdata/script": true,
		"server.go": false, "tools.go": false, "gqlgen.yml": false,
		"go.mod": false,
	} {
		if info, err := os.Stat(name); err != nil || info.IsDir() != folder {
			t.Errorf("%s is not where it should be: %v", name, err)
		}
	}
}

func TestArchitecture_FoldersHaveMeaningfulNames(t *testing.T) {
	eachFile(t, func(name string, _ []byte) {
		for folder := range strings.SplitSeq(path.Dir(name), "/") {
			if slices.Contains(vagueNames, folder) {
				t.Errorf("%s is in a folder named %q: name it after what it is about", name, folder)
			}
		}
	})
}

func TestArchitecture_FilesAreShort(t *testing.T) {
	eachFile(t, func(name string, content []byte) {
		if lines := bytes.Count(content, []byte("\n")); path.Ext(name) == ".go" && !generated(name) &&
			lines > maxLines {
			t.Errorf("%s has %d lines, more than %d: it is about more than one thing", name, lines, maxLines)
		}
	})
}

// maxColumns is the maximum width of a line, and tabWidth that of a tab.
const maxColumns, tabWidth = 120, 4

// literals matches what a line does not count: texts, which a search finds whole, and the spaces that align them.
var literals = regexp.MustCompile(`"(\\.|[^"\\])*"|` + "`[^`]*`" + `|  +`)

func TestArchitecture_LinesAreNarrow(t *testing.T) {
	eachFile(t, func(name string, content []byte) {
		if path.Ext(name) != ".go" || generated(name) || strings.HasPrefix(name, "examples/") {
			return // the names in examples are those that client generators give
		}
		if strings.HasSuffix(name, "_test.go") {
			content = withoutDocuments(content)
		}
		for number, line := range strings.Split(string(content), "\n") {
			code := strings.TrimLeft(line, "\t")
			width := tabWidth*(len(line)-len(code)) + utf8.RuneCountInString(literals.ReplaceAllString(code, ""))
			if width > maxColumns {
				t.Errorf("%s:%d has %d columns besides its texts, more than %d", name, number+1, width, maxColumns)
			}
		}
	})
}

// withoutDocuments returns the code of a file without its texts of several lines, which tests take from elsewhere.
func withoutDocuments(content []byte) []byte {
	var s scanner.Scanner
	files := token.NewFileSet()
	s.Init(files.AddFile("", -1, len(content)), content, nil, 0)
	var code bytes.Buffer
	end := 0
	for {
		at, of, text := s.Scan()
		if of == token.EOF {
			return append(code.Bytes(), content[end:]...)
		}
		if from := files.Position(at).Offset; of == token.STRING && strings.Contains(text, "\n") {
			code.Write(content[end:from])
			end = from + len(text)
			code.WriteString(strings.Repeat("\n", strings.Count(text, "\n")))
		}
	}
}

// maxFunction is the maximum number of lines of a function.
const maxFunction = 60

func TestArchitecture_FunctionsAreShort(t *testing.T) {
	files := token.NewFileSet()
	eachFile(t, func(name string, content []byte) {
		if path.Ext(name) != ".go" || generated(name) || strings.HasSuffix(name, "_test.go") {
			return
		}
		file, err := parser.ParseFile(files, name, content, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, is := d.(*ast.FuncDecl)
			if !is {
				continue
			}
			if lines := files.Position(f.End()).Line - files.Position(f.Pos()).Line + 1; lines > maxFunction {
				t.Errorf("%s: %s has %d lines, more than %d: it does more than one thing", name, f.Name, lines, maxFunction)
			}
		}
	})
}

func TestArchitecture_PackagesAreSmall(t *testing.T) {
	files := map[string]int{}
	eachFile(t, func(name string, _ []byte) {
		if path.Ext(name) == ".go" && !strings.HasSuffix(name, "_test.go") && !generated(name) {
			files[path.Dir(name)]++
		}
	})
	if files["graph"] == 0 {
		t.Error("graph has no files: are any counted?")
	}
	for folder, count := range files {
		if count > maxFiles {
			t.Errorf("%s has %d files, more than %d: move what is about one thing to a package of its own",
				folder, count, maxFiles)
		}
	}
}

// localFolders matches folders of one machine: a path into them works on no other.
var localFolders = regexp.MustCompile(`(^|[^\w.~/:-])/(home|root|work|tmp|Users)/`)

func TestArchitecture_NamesNoFolderOfOneMachine(t *testing.T) {
	eachFile(t, func(name string, content []byte) {
		if strings.HasSuffix(name, "_test.go") || strings.Contains(name, "testdata/") ||
			bytes.IndexByte(content, 0) >= 0 {
			return // tests make paths up; a file with a NUL is no text
		}
		for number, line := range bytes.Split(content, []byte("\n")) {
			if localFolders.Match(line) {
				t.Errorf("%s:%d names a place of one machine: %s", name, number+1, line)
			}
		}
	})
}

// binaryFiles are the extensions of files that are no text.
var binaryFiles = []string{".png", ".xlsx", ".gz"}

func TestArchitecture_FilesAreTextOrPictures(t *testing.T) {
	eachFile(t, func(name string, content []byte) {
		if bytes.IndexByte(content, 0) >= 0 && !slices.Contains(binaryFiles, path.Ext(name)) {
			t.Errorf("%s is no text: is it a built program?", name)
		}
	})
}
