package cli

import (
	"testing"

	"github.com/alecthomas/kong"

	"maillage/internal/testhub/prose"
)

func TestHelp_SentencesAreShort(t *testing.T) {
	var line cli
	parser, err := kong.New(&line, kong.Description(description), help)
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{"maillage": description}
	err = kong.Visit(parser.Model, func(node kong.Visitable, next kong.Next) error {
		switch n := node.(type) {
		case *kong.Node:
			texts[n.FullPath()] = n.Help
		case *kong.Flag:
			texts["--"+n.Name] += " " + n.Help
		case *kong.Positional:
			texts[n.Summary()] += " " + n.Help
		}
		return next(nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(texts) < 60 {
		t.Fatalf("only %d texts are found", len(texts))
	}
	for of, text := range texts {
		for _, sentence := range prose.LongSentences(text) {
			t.Errorf("the help of %s has more than %d words: %q", of, prose.Longest, sentence)
		}
	}
}
