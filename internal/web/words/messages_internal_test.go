package words

import (
	"io/fs"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"maillage/internal/lexicon"
	records "maillage/internal/record"
	"maillage/internal/testhub/prose"
)

var quoted = regexp.MustCompile(`"([\w.-]+)"`)

// literals are the texts that stand in quotes in the code and the templates, besides the keys of the catalogues.
func literals(t *testing.T) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	for _, pattern := range []string{"*.go", "*/*.go", "templates/*.html"} {
		files, err := fs.Glob(os.DirFS(".."), pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") || strings.HasPrefix(path.Base(name), "messages") {
				continue
			}
			text, err := os.ReadFile("../" + name)
			if err != nil {
				t.Fatal(err)
			}
			for _, found := range quoted.FindAllStringSubmatch(string(text), -1) {
				all[found[1]] = true
			}
		}
	}
	return all
}

// words are what keys are completed with: words of vocabularies, and fields of records.
func words() map[string]bool {
	all := map[string]bool{"upsert": true, "update": true, "delete": true, "unlink": true} // verbs of drafts
	for _, v := range lexicon.Vocabularies() {
		for _, word := range v.Words() {
			all[word] = true
		}
	}
	for _, of := range records.Types {
		for _, f := range of.Fields {
			all[f.Name] = true
		}
	}
	return all
}

func TestMessages_EachIsUsed(t *testing.T) {
	said, words := literals(t), words()
	beginnings := map[string]bool{}
	for text := range said {
		if strings.HasSuffix(text, ".") {
			beginnings[text] = true
		}
	}
	for _, v := range lexicon.Vocabularies() {
		beginnings[strings.ToLower(v.Name)+"."] = true // label looks there first
	}
	for _, catalogue := range catalogues {
		for _, key := range slices.Sorted(maps.Keys(catalogue)) {
			isCompleted := false
			for at := range key {
				isCompleted = isCompleted || beginnings[key[:at]] && (words[key[at:]] || said[key[at:]])
			}
			isEnded := said[strings.TrimSuffix(key, ".what")] && said[".what"]
			if !said[key] && !isCompleted && !isEnded {
				t.Errorf("nobody says %q", key)
			}
		}
	}
}

func TestMessages_SentencesAreShort(t *testing.T) {
	for _, catalogue := range catalogues {
		for key, m := range catalogue {
			for _, sentence := range prose.LongSentences(strings.ReplaceAll(m.french+"|"+m.english, "|", ". ")) {
				t.Errorf("%s has more than %d words: %q", key, prose.Longest, sentence)
			}
		}
	}
}
