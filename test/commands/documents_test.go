package commands

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/testhub"
)

// updateCommand is the first line of the block that writes the documents.
const updateCommand = `go run ./tools/withpostgres -- go test ./graph ./test/documented ./internal/lexicon \`

// notRun lists the command blocks that no test runs, by their first line, with the reason.
var notRun = map[string]string{
	"make test":         "the test runs within it",
	updateCommand:       "writes the documents again",
	"make schema-check": "compares the published schema, as .ci/run does",
}

// TestDocuments_CommandsRunAsWritten follows each document from top to bottom in a shell. It runs every command block
// and compares the answer that stands directly below one.
func TestDocuments_CommandsRunAsWritten(t *testing.T) {
	var names []string
	for _, pattern := range []string{
		"*.md", "docs/*.md", "docs/fr/*.md", "docs/*/README.md", "examples/*.md", "examples/*/*.md",
	} {
		found, err := filepath.Glob(filepath.Join("../..", pattern))
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, found...)
	}
	left, ran := map[string]bool{}, 0
	for _, name := range names {
		blocks := slices.DeleteFunc(blocksOf(t, name), func(b block) bool {
			first, _, _ := strings.Cut(b.text, "\n")
			_, isLeft := notRun[strings.TrimSpace(strings.Split(first, "  #")[0])]
			if isLeft {
				left[strings.TrimSpace(strings.Split(first, "  #")[0])] = true
			}
			return isLeft
		})
		for _, b := range blocks {
			if !isCommand(b) && commandLine.MatchString(b.text) {
				t.Errorf("%s:%d: a block of %q has commands, which nobody runs", name, b.line, b.language)
			}
		}
		if !slices.ContainsFunc(blocks, isCommand) {
			continue
		}
		ran++
		t.Run(strings.TrimSuffix(strings.TrimPrefix(filepath.ToSlash(name), "../../"), ".md"), func(t *testing.T) {
			t.Parallel()
			follow(t, name, blocks)
		})
	}
	if ran < 8 {
		t.Errorf("only %d documents have commands", ran)
	}
	for first := range notRun {
		if !left[first] {
			t.Errorf("no document has the block %q any more", first)
		}
	}
}

// commandLine is a line that a reader would run.
var commandLine = regexp.MustCompile(`(?m)^ *(\$ )?(\./)?(maillage|curl|go|make) `)

// isCommand reports whether a block holds commands for a shell.
func isCommand(b block) bool {
	language, _, _ := strings.Cut(b.language, " ")
	return slices.Contains([]string{"sh", "console", "bash", "shell"}, language)
}

// follow runs the blocks of a document in order.
func follow(t *testing.T, name string, blocks []block) {
	r := newReader(t)
	isTutorial := strings.Contains(name, "tutor") // of which each block is followed
	said, end := "", 0                            // the last output, and the line of its closing fence
	for _, b := range blocks {
		if strings.Contains(b.text, "postgres://user@host/name") {
			b.text = strings.ReplaceAll(b.text, "postgres://user@host/name", testhub.EmptyPostgres(t))
		}
		switch {
		case b.language == "sh server":
			r.serve(b)
		case b.language == "sh stream":
			r.listen(b)
		case b.language == "sh", b.language == "sh build":
			said, end = r.run(b), b.line+strings.Count(b.text, "\n")+1
		case isCommand(b):
			t.Errorf("%s:%d: nobody runs a block of %q", name, b.line, b.language)
		case b.language == "json" && (isTutorial || b.line == end+2):
			var want, got any
			decode(t, b.text, &want)
			decode(t, bodyOf(said), &got)
			if diff := cmp.Diff(want, alike(want, got)); diff != "" {
				t.Errorf("%s:%d: the answer is another (-document +answer):\n%s", name, b.line, diff)
			}
		case b.line == end+2 && b.language == "http":
			status, _, _ := strings.Cut(said, "\n")
			if want, _, _ := strings.Cut(b.text, "\n"); strings.TrimSpace(status) != want {
				t.Errorf("%s:%d: answered with %q, and not %q", name, b.line, status, want)
			}
		case isTutorial:
			t.Errorf("%s:%d: nobody runs a block of %q", name, b.line, b.language)
		}
	}
	if isTutorial && !strings.Contains(said, "/auth/link/") {
		t.Errorf("%s: the last command prints no link: %s", name, said)
	}
}

// bodyOf returns the body of an answer that curl may show with its header.
func bodyOf(said string) string {
	if strings.HasPrefix(said, "HTTP/") {
		_, said, _ = strings.Cut(strings.ReplaceAll(said, "\r", ""), "\n\n")
	}
	return said
}

// alike returns a value with `…` where the wanted one has it.
func alike(want, got any) any {
	switch want := want.(type) {
	case string:
		if want == "…" {
			return want
		}
	case []any:
		if got, is := got.([]any); is && len(got) == len(want) {
			for i := range got {
				got[i] = alike(want[i], got[i])
			}
		}
	case map[string]any:
		if got, is := got.(map[string]any); is {
			for key, value := range got {
				got[key] = alike(want[key], value)
			}
		}
	}
	return got
}

func decode(t *testing.T, text string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), into); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
}

// goCommand stands for the command go: it has the program that is tested, instead of building it.
const goCommand = `#!/bin/sh
case "$1 $2" in
'run .') shift 2; exec maillage "$@" ;;
'build -o') exec ln -s "$(command -v maillage)" "$3" ;;
esac
echo "go $*: not known to the test" >&2
exit 1
`

// writeGo puts the stand-in of go into a directory of programs.
func writeGo(t *testing.T, bin string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(bin, "go"), []byte(goCommand), 0o755); err != nil { //nolint:gosec // a program
		t.Fatal(err)
	}
}
