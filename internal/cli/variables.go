package cli

import (
	"log/slog"
	"strings"

	"github.com/agext/levenshtein"
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
		if d := levenshtein.Distance(name, other, nil); d < least || d == least && like != "" && other < like {
			least, like = d, other
		}
	}
	return like
}
