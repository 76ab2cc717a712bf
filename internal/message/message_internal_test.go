package message

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/testhub/prose"
)

var verbs = regexp.MustCompile(`%(\[\d+\])?[a-z]`)

// sameInBoth are the messages that are the same in both languages.
var sameInBoth = []string{"`%s` %s.", "%d × %s (%s)", PersistedQueryNotFound.String()}

func TestCatalogue_BothLanguagesTakeTheSameValues(t *testing.T) {
	for _, m := range catalogue {
		said := Sentence{m.text, slices.Clone(m.values)}
		for i, value := range said.values {
			if value == nil { // of an interface
				said.values[i] = lexicon.RecordType("PARTNER")
			}
		}
		for _, l := range []lexicon.Language{lexicon.English, lexicon.French} {
			if text := said.In(l); text == "" || strings.Contains(text, "%!") {
				t.Errorf("in %s: %q", l, text)
			}
		}
		english, french := count(m.text.English), count(m.text.French)
		if english != len(m.values) || french != len(m.values) {
			t.Errorf("%q takes %d values, and %q takes %d of %d", m.text.English, english, m.text.French, french,
				len(m.values))
		}
		if m.text.English == m.text.French && !slices.Contains(sameInBoth, m.text.English) {
			t.Errorf("%q is the same in both languages", m.text.English)
		}
	}
}

// count returns the number of values that a format takes.
func count(format string) int {
	taken := map[string]bool{}
	for i, verb := range verbs.FindAllString(strings.ReplaceAll(format, "%%", ""), -1) {
		if !strings.HasPrefix(verb, "%[") {
			verb = fmt.Sprintf("%%[%d]", i+1)
		}
		taken[verb[:strings.Index(verb, "]")+1]] = true
	}
	return len(taken)
}

func TestCatalogue_SentencesAreShort(t *testing.T) {
	for _, m := range catalogue {
		for _, text := range []string{m.text.English, m.text.French} {
			for _, sentence := range prose.LongSentences(text) {
				t.Errorf("has more than %d words: %q", prose.Longest, sentence)
			}
		}
	}
}

// names returns the names of the catalogue’s messages.
func names(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			group, is := d.(*ast.GenDecl)
			if !is || group.Tok != token.VAR {
				continue
			}
			for _, spec := range group.Specs {
				if variable := spec.(*ast.ValueSpec).Names[0]; variable.IsExported() {
					all = append(all, variable.Name)
				}
			}
		}
	}
	return all
}

// uses returns the files that name each exported name of this package.
func uses(t *testing.T) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	err := fs.WalkDir(os.DirFS("../.."), ".", func(path string, entry fs.DirEntry, err error) error {
		if path == "internal/gen" {
			return fs.SkipDir
		}
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join("../..", path), nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if s, is := n.(*ast.SelectorExpr); is {
				if pkg, is := s.X.(*ast.Ident); is && pkg.Name == "message" {
					all[s.Sel.Name] = append(all[s.Sel.Name], path)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestCatalogue_EveryMessageIsUsed(t *testing.T) {
	used, all := uses(t), names(t)
	if len(all) != len(catalogue) {
		t.Errorf("%d names for %d messages", len(all), len(catalogue))
	}
	for _, name := range all {
		if len(used[name]) == 0 {
			t.Errorf("no code uses message.%s", name)
		}
	}
}

// A text that is not in the catalogue can only come through Verbatim: of the GraphQL library, or translated before.
func TestVerbatim_IsForErrorsOfTheLibrary(t *testing.T) {
	allowed := []string{"internal/gqlserver/present_errors.go", "internal/gqlserver/arguments.go"}
	for _, path := range uses(t)["Verbatim"] {
		if !slices.Contains(allowed, path) {
			t.Errorf("%s says something that is not in the catalogue", path)
		}
	}
}

func TestSentence_SaysItsValuesInItsLanguage(t *testing.T) {
	unknown := UnknownName(lexicon.RecordType("PARTNER"), "nobody")
	if got := unknown.In(lexicon.French); got !=
		"Aucun enregistrement du type « partenaire » n’a l’identifiant ou le code « nobody »." {
		t.Error(got)
	}
	if got := unknown.String(); got != `No partner has the id or code "nobody".` {
		t.Error(got)
	}
	referred := StillReferred(List{References(2, lexicon.RecordType("AXIS"), "theme"), HiddenOthers})
	if got := referred.In(lexicon.French); !strings.Contains(got, "2 × axe (theme), d’autres que vous ne voyez pas.") {
		t.Error(got)
	}
	if got := FieldRequired("value").Renaming("value", "identifier").String(); got != "`identifier` is required." {
		t.Error(got)
	}
}

func TestCatalogue_SaysEachThingOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range catalogue {
		if seen[m.text.English] {
			t.Errorf("two messages are %q", m.text.English)
		}
		seen[m.text.English] = true
	}
}
