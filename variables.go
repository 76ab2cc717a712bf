package main

import (
	"log/slog"
	"strings"

	"github.com/alecthomas/kong"
)

// prefix is that of the hub's variables.
const prefix = "MAILLAGE_"

// warnOfVariables warns of variables that no flag reads: a misspelt one would do
// nothing, silently. Their values are not told.
func warnOfVariables(log *slog.Logger, model *kong.Node, environ []string) {
	known := map[string]bool{}
	collect(model, known)
	for _, pair := range environ {
		name, _, _ := strings.Cut(pair, "=")
		if !strings.HasPrefix(name, prefix) || known[name] {
			continue
		}
		if like := nearest(name, known); like != "" {
			log.Warn("a variable is not known and does nothing", "variable", name, "nearest", like)
		} else {
			log.Warn("a variable is not known and does nothing", "variable", name)
		}
	}
}

// collect collects the variables of a command and those below it.
func collect(node *kong.Node, known map[string]bool) {
	for _, flag := range node.Flags {
		for _, name := range flag.Envs {
			known[name] = true
		}
	}
	for _, child := range node.Children {
		collect(child, known)
	}
}

// farthest is how many letters a misspelling may be away from what was meant.
const farthest = 4

// nearest is the known name that takes the fewest changes; empty when none is near.
func nearest(name string, known map[string]bool) (like string) {
	least := farthest + 1
	for other := range known {
		if d := distance(name, other); d < least || d == least && like != "" && other < like {
			least, like = d, other
		}
	}
	return like
}

// distance is how many letters have to be changed, added or left out.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
