package lexicon_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"maillage/internal/lexicon"
)

var update = flag.Bool("update", false, "write the documents that tests compare anew")

const glossary = "../../docs/glossary.md"

func TestGlossary_MatchesTheLexicon(t *testing.T) {
	want := written()
	if *update {
		if err := os.WriteFile(glossary, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(glossary)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("docs/glossary.md is not what the lexicon says any more: run this test with -update")
	}
}

func written() string {
	var b strings.Builder
	b.WriteString(
		"# Glossary\n\nThe closed vocabularies of the hub, written from `internal/lexicon`. A word is what the API says; the French term is the one\nthat a *contrat de ville* uses.\n",
	)
	for _, v := range lexicon.Vocabularies() {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n| word | English | *français* | meaning |\n|---|---|---|---|\n", v.Name,
			v.Meaning.English)
		for _, term := range v.Terms {
			fmt.Fprintf(&b, "| `%s` | %s | *%s* | %s |\n", term.Word, term.English, term.French, term.Meaning.English)
		}
	}
	return b.String()
}
