package main_test

import (
	"slices"
	"strings"
	"testing"
)

func TestArchitecture_ImportsAreInTheTable(t *testing.T) {
	h := readArchitecture(t)
	for _, who := range h.ours() {
		i := slices.IndexFunc(h.rules, func(r rule) bool { return covers([]string{r.who}, who) })
		if i < 0 {
			t.Errorf("%s is not in the table of docs/architecture.md: say there what it is and what it may import", who)
			continue
		}
		ours, others := h.imports(who)
		for _, imported := range ours {
			if !covers(h.rules[i].ours, imported) {
				t.Errorf("%s imports %s, which docs/architecture.md does not allow", who, imported)
			}
		}
		for _, imported := range others {
			if !slices.Contains(h.rules[i].others, imported) {
				t.Errorf("%s imports the module %s, which docs/architecture.md does not allow", who, imported)
			}
		}
	}
}

// The table must not allow imports that nobody uses, or list packages that do not exist.
func TestArchitecture_TableMatchesTheTree(t *testing.T) {
	h := readArchitecture(t)
	seen := map[string]bool{}
	for _, r := range h.rules {
		if seen[r.who] {
			t.Errorf("%s is in the table twice", r.who)
		}
		seen[r.who] = true
		var used []string
		found := false
		for _, who := range h.ours() {
			if covers([]string{r.who}, who) {
				found = true
				ours, others := h.imports(who)
				used = append(append(used, ours...), others...)
			}
		}
		if !found {
			t.Errorf("%s is in the table and not in the tree", r.who)
		}
		for _, allowed := range append(slices.Clone(r.ours), r.others...) {
			if !slices.ContainsFunc(used, func(name string) bool { return covers([]string{allowed}, name) }) {
				t.Errorf("the table allows %s to import %s, which it does not: take it out", r.who, allowed)
			}
		}
	}
}

// These rules hold whatever the table allows; docs/architecture.md gives the reasons.
func TestArchitecture_RulesHold(t *testing.T) {
	h := readArchitecture(t)
	if way := h.importChain("graph", []string{"internal/server", "internal/store/*", "internal/demo"}); way != "" {
		t.Errorf("the API works on what it is given: %s", way)
	}
	for who, only := range map[string][]string{
		"internal/lexicon": nil, "internal/batch": nil,
		"internal/access": {"internal/lexicon", "internal/message"},
		"ent/schema":      {"internal/access", "internal/lexicon"},
		"internal/network": {
			"internal/lexicon", "internal/network/cache", "internal/network/connectivity", "internal/persistent",
		},
		"internal/network/cache": nil, "internal/network/connectivity": nil,
		"internal/store": {"internal/gen/ent/*", "internal/lru", "internal/message"},
	} {
		ours, others := h.imports(who)
		for _, imported := range ours {
			if !covers(only, imported) {
				t.Errorf("%s imports %s, and may import of ours only %v", who, imported, only)
			}
		}
		if who == "internal/network" && len(others) > 0 {
			t.Errorf("the rules need the standard library alone, and import %v", others)
		}
	}
	for _, who := range h.ours() {
		ours, _ := h.imports(who)
		for above, by := range map[string][]string{
			"graph": {"internal/gqlserver"}, "internal/gqlserver": {"internal/server", "internal/testhub"},
		} {
			if slices.Contains(ours, above) && !slices.Contains(by, who) {
				t.Errorf("%s imports %s: nothing below the API depends on it", who, above)
			}
		}
		for _, tests := range []string{
			"internal/testhub", "internal/testhub/testdb", "internal/testhub/filtermodel", "internal/testhub/writes",
		} {
			if covers(ours, tests) && !covers([]string{"internal/testhub/*"}, who) {
				t.Errorf("%s imports %s, which is for tests", who, tests)
			}
		}
	}
}

func TestArchitecture_ProgramContainsNoTestCode(t *testing.T) {
	h := readArchitecture(t)
	reached := map[string]bool{}
	var reach func(path string)
	reach = func(path string) {
		if !reached[path] {
			reached[path] = true
			for _, imported := range h.packages[path].Imports {
				reach(imported)
			}
		}
	}
	reach(module)
	for _, never := range []string{"testing", module + "/internal/testhub", module + "/internal/testhub/testdb"} {
		if reached[never] {
			t.Errorf("the program contains %s", never)
		}
	}
}

func TestArchitecture_PackagesHaveComments(t *testing.T) {
	h := readArchitecture(t)
	for path, p := range h.packages {
		who := name(path)
		if p.Module == nil || p.Module.Path != module || covers([]string{"internal/gen/*"}, who) {
			continue
		}
		subject := "Package " + p.Name + " "
		if p.Name == "main" { // the comment of a command begins with the command's name
			subject = strings.ToUpper(path[strings.LastIndex(path, "/")+1:][:1])
		}
		if !strings.HasPrefix(p.Doc, subject) || !strings.ContainsAny(p.Doc[max(0, len(p.Doc)-1):], ".:") {
			t.Errorf("%s does not say in a sentence, above its package clause, what it is: %q", who, p.Doc)
		}
	}
}
