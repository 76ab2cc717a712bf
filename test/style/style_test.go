package style_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"maillage/internal/testhub/prose"
)

const root = "../.."

// The longest sentences, in words: of documents for users, and of decisions.
const (
	longest           = prose.Longest
	longestOfDecision = 25
)

var (
	fence     = regexp.MustCompile("(?ms)^ *```.*?^ *```")
	comment   = regexp.MustCompile(`(?s)<!--.*?-->`)
	code      = regexp.MustCompile("`[^`]*`")
	link      = regexp.MustCompile(`!?\[([^\]]*)\]\([^)]*\)`)
	paragraph = regexp.MustCompile(`\n\s*\n|\n\s*[-*] |\n\s*\d+\. |\n#+ |\n\|`)
)

// sentencesOf returns the sentences of a Markdown text. Blocks of code and tables are none, and a code span or a link
// is one word.
func sentencesOf(text string) (all []string) {
	text = comment.ReplaceAllString(fence.ReplaceAllString(text, ""), "")
	text = link.ReplaceAllString(code.ReplaceAllString(text, "code"), "link")
	for _, block := range paragraph.Split("\n\n"+text, -1) {
		if strings.Contains(block, "|") {
			continue
		}
		for _, sentence := range prose.Sentences(block) {
			words := strings.Fields(strings.ReplaceAll(sentence, "*", ""))
			if len(words) > 0 && words[0] == "-" {
				words = words[1:]
			}
			if len(words) > 0 {
				all = append(all, strings.Join(words, " "))
			}
		}
	}
	return all
}

func TestDocuments_SentencesAreShort(t *testing.T) {
	files, err := fs.Glob(os.DirFS(root), "docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, pattern := range []string{"README.md", "CONTRIBUTING.md", "docs/fr/*.md", "docs/decisions/*.md"} {
		more, err := fs.Glob(os.DirFS(root), pattern)
		if err != nil || len(more) == 0 {
			t.Fatalf("%s: %v", pattern, err)
		}
		files = append(files, more...)
	}
	for _, name := range files {
		if name == "docs/schema-changelog.md" || name == "docs/glossary.md" {
			continue // lists that are generated
		}
		text, err := os.ReadFile(path.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		most := longest
		if strings.HasPrefix(name, "docs/decisions/") {
			most = longestOfDecision
		}
		for _, sentence := range sentencesOf(string(text)) {
			if n := len(strings.Fields(sentence)); n > most {
				t.Errorf("%s has a sentence of %d words, more than %d: %s", name, n, most, sentence)
			}
		}
	}
}

func TestDocuments_SentencesAreCounted(t *testing.T) {
	got := sentencesOf("# Title\n\nOne two. Three `a b` [x y](z)!\n\n- item one\n  goes on\n- item two\n\n**bold.** and more\n\n```sh\nno words\n```\n| a | b |\n|---|---|\n")
	want := []string{"# Title", "One two", "Three code link", "item one goes on", "item two", "bold", "and more"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

// conventional are names that mean the same in every package.
var conventional = map[string]bool{
	"New": true, "Open": true, "Read": true, "Load": true, "Check": true, "Compare": true, "DefaultLimits": true,
	"Code": true, "Subject": true,
}

// An exported function has a name of its own, so that a search for the name finds it alone.
func TestFunctions_HaveNamesOfTheirOwn(t *testing.T) {
	where := map[string][]string{}
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir():
			if slices.Contains([]string{"node_modules", "gen", "examples", ".git", "dist", ".entc"}, entry.Name()) {
				return fs.SkipDir
			}
			return nil
		case path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path.Join(root, name), nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, declared := range file.Decls {
			if f, is := declared.(*ast.FuncDecl); is && f.Recv == nil && f.Name.IsExported() {
				where[f.Name.Name] = append(where[f.Name.Name], path.Dir(name))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(where) < 100 {
		t.Fatalf("%d functions are found", len(where))
	}
	for name, packages := range where {
		slices.Sort(packages)
		if packages = slices.Compact(packages); len(packages) > 1 && !conventional[name] {
			t.Errorf("%s is a function of %s: rename one, or say here that both mean the same",
				name, strings.Join(packages, " and "))
		}
	}
}
