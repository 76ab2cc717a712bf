package documented_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/lexicon"
	"maillage/internal/server"
	"maillage/internal/store"
	"maillage/internal/testhub"
)

const (
	documentedQueries = "../../docs/queries"
	documentedErrors  = "../../docs/errors.md"
	readme            = "../../README.md"
)

var update = flag.Bool("update", false, "write the documents that tests compare anew")

// documented is one example of a page: a query, its variables if any, and the whole answer.
type documented struct {
	file, section string
	query         string
	variables     map[string]any
	as            string // who asks; empty for the public
	reads         string // what they read, as Accept-Language has it
	answer        string
}

// storytellers are who asks in documented stories.
var storytellers = map[string]testhub.Who{
	"liaison":       {Role: lexicon.Liaison, Partner: "cpam-hainaut", Contracts: []string{"valenciennes"}},
	"coordinator":   {Role: lexicon.Coordinator, Contracts: []string{"valenciennes"}},
	"integrator":    {Role: lexicon.Integrator, Contracts: []string{"valenciennes"}},
	"administrator": {Role: lexicon.Administrator},
}

var (
	queryBlock     = regexp.MustCompile("(?s)```graphql\n(.*?)```")
	variablesBlock = regexp.MustCompile("(?s)Variables:\n\n```json\n(.*?)```")
	answerBlock    = regexp.MustCompile("(?s)Answer:\n\n```json\n(.*?)```")
	curlQuery      = regexp.MustCompile(`(?s) -d '(\{.*?\})'.*?` + "```json\n(.*?)```")
	readsLine      = regexp.MustCompile(`(?m)^Accept-Language: (.+)$`)
	asLine         = regexp.MustCompile(`(?m)^As: (?:an? )?(\w+)`)
	requestID      = regexp.MustCompile(`"requestId":"[^"]*"`)
	fresh          = regexp.MustCompile(`"(change|write|account|draft|contribution)_01[0-9a-z]{24}"`) // of now, unlike those of the demo
	sealed         = regexp.MustCompile(`"(derived|peer)\.[^"]+"`)                                    // by each database for itself
	fromAbove      = regexp.MustCompile(`^‹(.+)›$`)
)

func TestDocumented_QueriesAreAnsweredAsDocumented(t *testing.T) {
	pages := queryPages(t)
	if len(pages) < 15 {
		t.Errorf("only %d documented queries", len(pages))
	}
	var examples []documented
	for _, file := range append(pages, documentedErrors) {
		examples = append(examples, examplesOf(t, file)...)
	}
	testhub.EachDatabase(t, func(t *testing.T, s *store.Store) {
		var h *testhub.Hub
		var file string
		var above map[string]any // what the last answer to each root field gave
		for _, e := range examples {
			if file != e.file && (h == nil || writesSomething(examples, e.file) || writesSomething(examples, file)) {
				h = demoHub(t, s) // what a story writes is no other page's
			}
			if file != e.file {
				above = nil
			}
			file = e.file
			t.Run(strings.TrimSuffix(filepath.Base(e.file), ".md"), func(t *testing.T) {
				h.Settle(t) // for those that read the feed
				answer := by(t, h, e.as).In(e.reads).Ask(t, e.query, filled(t, e.variables, above))
				if err := json.Unmarshal(answer.Data, &above); err != nil && answer.Data != nil {
					t.Fatal(err)
				}
				got := shown(t, answer)
				if answer.Errors != nil && !strings.Contains(e.file, "errors") {
					t.Errorf("a page that is not about errors shows one:\n%s", got)
				} else if *update {
					rewrite(t, e, got)
				} else if diff := cmp.Diff(e.answer, got); diff != "" {
					t.Errorf("the answer is not the documented one (-documented +answered):\n%s", diff)
				}
			})
		}
	})
}

func TestDocumented_FirstQueryIsAnsweredAsDocumented(t *testing.T) {
	page := read(t, readme)
	found := curlQuery.FindStringSubmatch(page)
	if found == nil {
		t.Fatal("the README asks nothing with curl, or shows no answer")
	}
	var request struct{ Query string }
	if err := json.Unmarshal([]byte(found[1]), &request); err != nil {
		t.Fatalf("the README's request: %v", err)
	}
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		got := string(h.Ask(t, request.Query, nil).Body)
		if *update {
			save(t, readme, strings.Replace(page, found[2], got, 1))
		} else if diff := cmp.Diff(found[2], got); diff != "" {
			t.Errorf("the answer is not the documented one (-documented +answered):\n%s", diff)
		}
	})
}

func TestDocumented_ErrorsAreThoseOfTheCode(t *testing.T) {
	page := read(t, documentedErrors)
	codes := regexp.MustCompile(`Code += "([A-Z_]+)"`).FindAllStringSubmatch(read(t, "../../graph/model/errors.go"), -1)
	if len(codes) < 8 {
		t.Fatalf("errors.go has only %d codes", len(codes))
	}
	for _, code := range codes {
		if !strings.Contains(page, "\n## "+code[1]+"\n") {
			t.Errorf("%s has no section in docs/errors.md", code[1])
		}
	}
}

func TestDocumented_QueriesAreInTheIndex(t *testing.T) {
	linked := regexp.MustCompile(`\(([^)/]*\.md)\)`).FindAllStringSubmatch(
		read(t, filepath.Join(documentedQueries, "README.md")), -1,
	)
	var names []string
	for _, l := range linked {
		names = append(names, l[1])
	}
	pages := queryPages(t)
	for _, page := range pages {
		if !slices.Contains(names, filepath.Base(page)) {
			t.Errorf("%s is not in the index", page)
		}
	}
	for _, name := range names {
		if !slices.Contains(pages, filepath.Join(documentedQueries, name)) {
			t.Errorf("the index names %s, which is not there", name)
		}
	}
}

// demoHub returns a hub with the demo data alone, whatever the database held before.
func demoHub(t *testing.T, s *store.Store) *testhub.Hub {
	t.Helper()
	kind := testhub.Kinds[0]
	if s.Peers() {
		kind = testhub.Kinds[1]
	}
	return testhub.New(t, kind.Demo(t), server.Config{Now: documentedOn})
}

// documentedOn returns the day of the documented answers.
func documentedOn() time.Time { return time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC) }

// writesSomething reports whether a page changes data.
func writesSomething(examples []documented, file string) bool {
	return slices.ContainsFunc(examples, func(e documented) bool {
		return e.file == file && strings.HasPrefix(e.query, "mutation")
	})
}

// by returns the hub with the credentials of a person in a story.
func by(t *testing.T, h *testhub.Hub, who string) *testhub.Hub {
	t.Helper()
	if who == "" {
		return h
	}
	w, known := storytellers[who]
	if !known {
		t.Fatalf("nobody is called %q", who)
	}
	return h.As(h.Token(t, w))
}

// filled returns variables, with references to earlier answers replaced by their values.
func filled(t *testing.T, variables map[string]any, above map[string]any) map[string]any {
	t.Helper()
	all := map[string]any{}
	for name, value := range variables {
		all[name] = value
		text, _ := value.(string)
		path := fromAbove.FindStringSubmatch(text)
		if path == nil {
			continue
		}
		var at any = above
		for step := range strings.SplitSeq(path[1], ".") {
			if list, is := at.([]any); is {
				i, err := strconv.Atoi(step)
				if err != nil || i >= len(list) {
					t.Fatalf("%s is in no answer above", text)
				}
				at = list[i]
				continue
			}
			fields, _ := at.(map[string]any)
			at = fields[step]
		}
		all[name] = at
	}
	return all
}

// queryPages returns the files of docs/queries, each of which has a query.
func queryPages(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(documentedQueries, "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(files, func(file string) bool { return filepath.Base(file) == "README.md" })
}

// examplesOf returns the sections of a page with a query. A page has at least one, and each has its answer.
func examplesOf(t *testing.T, file string) []documented {
	t.Helper()
	var examples []documented
	for i, section := range strings.Split(read(t, file), "\n## ") {
		query, answer := queryBlock.FindStringSubmatch(section), answerBlock.FindStringSubmatch(section)
		if query == nil && answer == nil {
			continue
		}
		if query == nil || answer == nil {
			t.Fatalf("%s, section %d: it lacks its query or its answer", file, i)
		}
		e := documented{file: file, section: section, query: query[1], answer: answer[1]}
		if who := asLine.FindStringSubmatch(section); who != nil {
			e.as = who[1]
		}
		if said := readsLine.FindStringSubmatch(section); said != nil {
			e.reads = said[1]
		}
		if file == documentedErrors {
			e.reads = "en"
		}
		if variables := variablesBlock.FindStringSubmatch(section); variables != nil {
			if err := json.Unmarshal([]byte(variables[1]), &e.variables); err != nil {
				t.Fatalf("%s: variables: %v", file, err)
			}
		}
		examples = append(examples, e)
	}
	if len(examples) == 0 {
		t.Fatalf("%s lacks its query and its answer", file)
	}
	return examples
}

// shown returns an answer as a page shows it: on as many lines as it takes, without the request's identifier, which
// differs every time.
func shown(t *testing.T, a testhub.Answer) string {
	t.Helper()
	body := requestID.ReplaceAll(bytes.TrimSpace(a.Body), []byte(`"requestId":"…"`))
	body = fresh.ReplaceAll(body, []byte(`"${1}_…"`))
	body = sealed.ReplaceAll(body, []byte(`"${1}.…"`))
	var indented bytes.Buffer
	if err := json.Indent(&indented, body, "", "  "); err != nil {
		t.Fatal(err)
	}
	return laidOut(indented.String()) + "\n"
}

// pageWidth is the width of an answer in a page.
const pageWidth = 110

// laidOut puts every object and list of indented JSON that fits on one line.
func laidOut(indented string) string {
	var lines []string
	var open []int // the lines on which objects and lists begin that have not ended
	for line := range strings.Lines(indented) {
		line = strings.TrimSuffix(line, "\n")
		lines = append(lines, line)
		switch {
		case strings.HasSuffix(line, "{"), strings.HasSuffix(line, "["):
			open = append(open, len(lines)-1)
		case strings.ContainsAny(strings.TrimLeft(line, " ")[:1], "}]"):
			at := open[len(open)-1]
			open = open[:len(open)-1]
			inner := make([]string, 0, len(lines)-at)
			for _, l := range lines[at+1 : len(lines)-1] {
				inner = append(inner, strings.TrimLeft(l, " "))
			}
			one := lines[at] + strings.Join(inner, " ") + strings.TrimLeft(line, " ")
			if utf8.RuneCountInString(one) <= pageWidth {
				lines = append(lines[:at], one)
			}
		}
	}
	return strings.Join(lines, "\n")
}

func TestDocumented_AnswersAreLaidOutWithoutAChangeOfTheirJSON(t *testing.T) {
	for _, file := range append(queryPages(t), documentedErrors) {
		for _, e := range examplesOf(t, file) {
			var compact, indented, again bytes.Buffer
			if err := json.Compact(&compact, []byte(e.answer)); err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			if err := json.Indent(&indented, compact.Bytes(), "", "  "); err != nil {
				t.Fatal(err)
			}
			if err := json.Compact(&again, []byte(laidOut(indented.String()))); err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			if diff := cmp.Diff(compact.String(), again.String()); diff != "" {
				t.Errorf("%s: (-JSON +laid out):\n%s", file, diff)
			}
		}
	}
}

// rewrite writes an answer into its section of the page.
func rewrite(t *testing.T, e documented, answer string) {
	t.Helper()
	at := answerBlock.FindStringSubmatchIndex(e.section)
	section := e.section[:at[2]] + answer + e.section[at[3]:]
	save(t, e.file, strings.Replace(read(t, e.file), e.section, section, 1))
}

func read(t *testing.T, file string) string {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func save(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
