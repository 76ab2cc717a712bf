package cli

import (
	"log/slog"
	"strings"

	"github.com/alecthomas/kong"
)

// prefix is the prefix of the hub's environment variables.
const prefix = "MAILLAGE_"

// warnOfVariables logs a warning for each variable that no flag reads, because a misspelt one would
// silently do nothing. It does not log values.
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

// collect adds the variables of a command and of its subcommands.
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

// maxDistance is the maximum number of letters in which a misspelt name may differ.
const maxDistance = 4

// nearest returns the known name that takes the fewest changes; empty when none is close enough.
func nearest(name string, known map[string]bool) (like string) {
	least := maxDistance + 1
	for other := range known {
		if d := distance(name, other); d < least || d == least && like != "" && other < like {
			least, like = d, other
		}
	}
	return like
}

// distance returns the number of letters that have to be changed, added or removed.
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
