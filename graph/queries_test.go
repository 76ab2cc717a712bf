package graph_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/hubtest"
)

const documentedQueries = "../docs/queries"

// documented is one page of docs/queries: a query, its variables if it has
// some, and the whole answer.
type documented struct {
	file, text string
	query      string
	variables  map[string]any
	answer     string
}

var (
	queryBlock     = regexp.MustCompile("(?s)```graphql\n(.*?)```")
	variablesBlock = regexp.MustCompile("(?s)Variables:\n\n```json\n(.*?)```")
	answerBlock    = regexp.MustCompile("(?s)Answer:\n\n```json\n(.*?)```")
)

func TestDocumentedQueriesAreAnsweredAsDocumented(t *testing.T) {
	pages := documentation(t)
	if len(pages) < 15 {
		t.Errorf("only %d documented queries", len(pages))
	}
	hubtest.EachDemo(t, func(t *testing.T, h *hubtest.Hub) {
		for _, p := range pages {
			t.Run(strings.TrimSuffix(filepath.Base(p.file), ".md"), func(t *testing.T) {
				got := shown(t, h.Ask(t, p.query, p.variables))
				if *update {
					write(t, p, got)
				} else if diff := cmp.Diff(p.answer, got); diff != "" {
					t.Errorf("the answer is not the documented one (-documented +answered):\n%s", diff)
				}
			})
		}
	})
}

func documentation(t *testing.T) []documented {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(documentedQueries, "[0-9]*.md"))
	if err != nil {
		t.Fatal(err)
	}
	pages := make([]documented, 0, len(files))
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		p := documented{file: file, text: string(raw)}
		query, answer := queryBlock.FindStringSubmatch(p.text), answerBlock.FindStringSubmatch(p.text)
		if query == nil || answer == nil {
			t.Fatalf("%s lacks its query or its answer", file)
		}
		p.query, p.answer = query[1], answer[1]
		if variables := variablesBlock.FindStringSubmatch(p.text); variables != nil {
			if err := json.Unmarshal([]byte(variables[1]), &p.variables); err != nil {
				t.Fatalf("%s: variables: %v", file, err)
			}
		}
		pages = append(pages, p)
	}
	return pages
}

// shown is an answer as a page shows it: indented, and without the request's
// identifier, which is another every time.
func shown(t *testing.T, a hubtest.Answer) string {
	t.Helper()
	if a.Data != nil && a.Errors == nil && len(a.Body) < 20 {
		t.Fatalf("answered %s", a.Body)
	}
	body := regexp.MustCompile(`"requestId":"[^"]*"`).ReplaceAll(a.Body, []byte(`"requestId":"…"`))
	var indented bytes.Buffer
	if err := json.Indent(&indented, bytes.TrimSpace(body), "", "  "); err != nil {
		t.Fatal(err)
	}
	return indented.String() + "\n"
}

func write(t *testing.T, p documented, answer string) {
	t.Helper()
	at := answerBlock.FindStringSubmatchIndex(p.text)
	if err := os.WriteFile(p.file, []byte(p.text[:at[2]]+answer+p.text[at[3]:]), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestEveryDocumentedQueryIsInTheIndex(t *testing.T) {
	index, err := os.ReadFile(filepath.Join(documentedQueries, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	linked := regexp.MustCompile(`\(([0-9][^)]*\.md)\)`).FindAllStringSubmatch(string(index), -1)
	var names []string
	for _, l := range linked {
		names = append(names, l[1])
	}
	for _, p := range documentation(t) {
		if !slices.Contains(names, filepath.Base(p.file)) {
			t.Errorf("%s is not in the index", p.file)
		}
	}
	for _, name := range names {
		if _, err := os.Stat(filepath.Join(documentedQueries, name)); err != nil {
			t.Errorf("the index names %s: %v", name, err)
		}
	}
}
