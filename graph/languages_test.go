package graph_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/server"
	"maillage/internal/testhub"
)

// spoken returns the sentences in the source: those passed to the functions that translate, and those of errors in
// reading or authenticating a request.
func spoken(t *testing.T) map[string]string {
	t.Helper()
	sayers := map[string]int{"errorResponse": 2, "limit": 0, "badArgument": 1, "tell": 2, "refuse": -1, "Refusal": 2,
		"Say": 0, "Phrase": 0, "limited": 2, "add": 1}
	found := map[string]string{}
	for _, dir := range []string{
		".", "../internal/gqlserver", "../internal/gqlserver/request", "../internal/gqlserver/stream", "../internal/relay",
		"../internal/identity", "../internal/past", "../internal/filter", "../internal/ledger", "../internal/search",
		"../internal/snapshot",
	} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			add := func(e ast.Expr) {
				if l, ok := e.(*ast.BasicLit); ok && l.Kind == token.STRING {
					text, _ := strconv.Unquote(l.Value)
					found[text] = file
				}
			}
			ast.Inspect(parsed, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.CallExpr:
					name := ""
					switch f := n.Fun.(type) {
					case *ast.Ident:
						name = f.Name
					case *ast.SelectorExpr:
						name = f.Sel.Name
					}
					at, says := sayers[name]
					if at < 0 {
						at += len(n.Args)
					}
					if says && at < len(n.Args) {
						add(n.Args[at])
					}
					if name == "New" && filepath.Base(dir) == "request" {
						add(n.Args[0])
					}
				case *ast.KeyValueExpr:
					if key, ok := n.Key.(*ast.Ident); ok && (key.Name == "Sentence" || key.Name == "Reason") {
						add(n.Value)
					}
				case *ast.CompositeLit:
					if name, ok := n.Type.(*ast.Ident); ok && name.Name == "Problem" && filepath.Base(dir) == "request" &&
						len(n.Elts) == 2 {
						add(n.Elts[1])
					}
				}
				return true
			})
		}
	}
	return found
}

func TestLanguages_EverySentenceIsSaidInBoth(t *testing.T) {
	sentences := spoken(t)
	if len(sentences) < 50 {
		t.Fatalf("only %d sentences: is this test still looking at the right names?", len(sentences))
	}
	for sentence, file := range sentences {
		if lexicon.French.Say(sentence) == sentence {
			t.Errorf(
				"%s says %q, which has no French: give it one in internal/lexicon/french_sentences.go", file, sentence,
			)
		}
		if lexicon.English.Say(sentence) != sentence {
			t.Errorf("%q is not said in English as it stands", sentence)
		}
	}
}

func TestLanguages_AnswersAreInTheReadersLanguage(t *testing.T) {
	h := testhub.SQLiteDemo(t, server.Config{})
	const query = `{ node(id: "x") { id } matrix(filter: {contracts: ["nobody"]}) { asOf } contract(by: {code: "valenciennes"}) { gaps(filter: {codes: [NO_LEAD]}) { message french: message(language: FR) english: message(language: EN) } }
		vocabulary(name: "Status") { meaning words { value label french: label(language: FR) english: label(language: EN) } } }`
	for reads, in := range map[string]struct{ language, missing, label, gap string }{
		"":                   {"fr", "aucun enregistrement parmi les contrats ne s’appelle « nobody »", "évoqué", "Aucun pilote"},
		"en-GB, fr;q=0.5":    {"en", "no record of contracts is called \"nobody\"", "mentioned", "No confirmed lead"},
		"en;q=0.1, fr;q=0.5": {"fr", "aucun enregistrement parmi les contrats ne s’appelle « nobody »", "évoqué", "Aucun pilote"},
		"?!":                 {"fr", "aucun enregistrement parmi les contrats ne s’appelle « nobody »", "évoqué", "Aucun pilote"},
	} {
		answer := h.In(reads).Ask(t, query, nil)
		if got := answer.Header.Get("Content-Language"); got != in.language || !slices.Contains(
			answer.Header.Values("Vary"), "Accept-Language",
		) {
			t.Errorf("%q: Content-Language %q, Vary %q", reads, got, answer.Header.Values("Vary"))
		}
		if len(answer.Errors) != 1 || answer.Errors[0].Message != in.missing ||
			answer.Errors[0].Extensions.Code != "NOT_FOUND" {
			t.Errorf("%q: %+v", reads, answer.Errors)
		}
		var data struct {
			Contract struct {
				Gaps []struct{ Message, French, English string }
			}
			Vocabulary struct {
				Words []struct{ Label, French, English string }
			}
		}
		if err := json.Unmarshal(answer.Data, &data); err != nil || len(data.Contract.Gaps) == 0 {
			t.Fatalf("%v %s", err, answer.Body)
		}
		gap, word := data.Contract.Gaps[0], data.Vocabulary.Words[0]
		if !strings.HasPrefix(gap.Message, in.gap) || !strings.HasPrefix(gap.French, "Aucun pilote") ||
			!strings.HasPrefix(gap.English, "No confirmed lead") {
			t.Errorf("%q: %+v", reads, gap)
		}
		if word.Label != in.label || word.French != "évoqué" || word.English != "mentioned" {
			t.Errorf("%q: %+v", reads, word)
		}
	}
}

func TestLanguages_ATextIsServedInTheBestLanguage(t *testing.T) {
	eachEmpty(t, func(t *testing.T, h *testhub.Hub) {
		done(t, h, "createContract", in{"code": "c", "name": "Kevrat", "language": "BR"})
		made := done(t, h, "createAxis", in{"code": "a", "name": "Labour", "contract": "c", "translations": []in{
			{"field": "NAME", "language": "fr", "text": "Emploi"}, {"field": "NAME", "language": "en", "text": "Work"}}})
		const query = `query ($id: ID!, $languages: [LanguageTag!]) { node(id: $id) { ... on Axis { name language translations { language } text(field: NAME, languages: $languages) { value language original } note: text(field: NOTE) { value } } } }`
		for _, c := range []struct {
			header string
			asked  any
			want   string
		}{
			{"", nil, `{"value":"Labour","language":"br","original":true}`},
			{"en-US, fr;q=0.1", nil, `{"value":"Work","language":"en","original":false}`},
			{"en", []string{"fr-CA"}, `{"value":"Emploi","language":"fr","original":false}`},
			{"en", []string{"ja"}, `{"value":"Labour","language":"br","original":true}`},
			{"en", []string{}, `{"value":"Labour","language":"br","original":true}`},
		} {
			answer := h.In(c.header).Ask(t, query, in{"id": made.Record.ID, "languages": c.asked})
			want := `{"data":{"node":{"name":"Labour","language":"br","translations":[{"language":"en"},{"language":"fr"}],"text":` + c.want + `,"note":null}}}`
			if got := strings.TrimSpace(string(answer.Body)); got != want {
				t.Errorf("%q %v: %s", c.header, c.asked, got)
			}
		}
		if answer := h.Ask(
			t, query, in{"id": made.Record.ID, "languages": []string{"no language"}},
		); len(answer.Errors) != 1 || answer.Errors[0].Extensions.Code == "INTERNAL" {
			t.Errorf("%s", answer.Body)
		}
		rejected(
			t, h, "updateAxis", in{"id": made.Record.ID, "version": 1, "language": "breton"}, "INVALID", "language",
		)
		for _, translations := range [][]in{
			{{"field": "NAME", "language": "br", "text": "its own language"}},
			{{"field": "NAME", "language": "en", "text": "once"}, {"field": "NAME", "language": "EN", "text": "twice"}},
			{{"field": "NAME", "language": "en", "text": " "}},
			{{"field": "QUOTE", "language": "en", "text": "no text of an axis"}},
		} {
			rejected(
				t, h, "updateAxis", in{"id": made.Record.ID, "version": 1, "translations": translations}, "INVALID",
				"translations",
			)
		}
		rejected(
			t, h, "updateAxis",
			in{
				"id": made.Record.ID, "version": 1,
				"translations": []in{{"field": "NAME", "language": "en", "text": strings.Repeat("x", 501)}},
			},
			"TOO_LONG", "translations",
		)
		rejected(t, h, "updateAxis", in{"id": made.Record.ID, "version": 1, "language": "en"}, "INVALID", "language")
		done(t, h, "updateAxis", in{"id": made.Record.ID, "version": 1, "language": "en", "translations": nil})
	})
}

func TestLanguages_TheFrenchIsOfSentencesThatAreSaid(t *testing.T) {
	source, err := os.ReadFile("../internal/lexicon/french_sentences.go")
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := parser.ParseFile(token.NewFileSet(), "french_sentences.go", source, 0)
	if err != nil {
		t.Fatal(err)
	}
	written := allStrings(t)
	ast.Inspect(parsed, func(n ast.Node) bool {
		if pair, ok := n.(*ast.KeyValueExpr); ok {
			if key, ok := pair.Key.(*ast.BasicLit); ok {
				if text, _ := strconv.Unquote(key.Value); !written[text] {
					t.Errorf("nobody says %q", text)
				}
			}
		}
		return true
	})
}

// allStrings returns the string literals of the source, except the lexicon's.
func allStrings(t *testing.T) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	for _, pattern := range []string{"*.go", "../internal/*/*.go", "../internal/*/*/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
			if err != nil || strings.HasSuffix(file, "_test.go") || strings.HasPrefix(file, "../internal/lexicon/") {
				continue
			}
			ast.Inspect(parsed, func(n ast.Node) bool {
				if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
					text, _ := strconv.Unquote(l.Value)
					all[text] = true
				}
				return true
			})
		}
	}
	return all
}
