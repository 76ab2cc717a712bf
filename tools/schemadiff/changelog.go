package schemadiff

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
)

// Unreleased is the heading of the changes that no release has yet.
const Unreleased = "## Unreleased"

// entry matches a line of the changelog: the severity, the changed path and the change. After a dash
// it has the reason, written by a person.
var (
	entry   = regexp.MustCompile("^- (safe|dangerous|breaking), (.+?): (`[^`]+`(?:, `[^`]+`)*)(?: — (.+))?$")
	aPath   = regexp.MustCompile("`([^`]+)`")
	because = "accepted because "
)

// logged is a change that the changelog has, and why it is accepted although it breaks clients.
type logged struct{ change, why string }

// unreleased returns the changes of a changelog's first section, and the invalid entries.
func unreleased(changelog string) (found []logged, wrong []error) {
	_, section, ok := strings.Cut(changelog, Unreleased+"\n")
	if !ok {
		return nil, []error{fmt.Errorf("the changelog has no section %q", Unreleased)}
	}
	section, _, _ = strings.Cut(section, "\n## ")
	for _, text := range strings.Split(section, "\n") {
		if !strings.HasPrefix(text, "- ") {
			continue
		}
		parts := entry.FindStringSubmatch(text)
		if parts == nil {
			wrong = append(wrong, fmt.Errorf("the changelog has %q, which is no entry", text))
			continue
		}
		for _, path := range aPath.FindAllStringSubmatch(parts[3], -1) {
			found = append(found, logged{parts[1] + " `" + path[1] + "` " + parts[2], parts[4]})
		}
	}
	return found, wrong
}

// Check compares a schema with the released one and with the changelog. The changelog must have every
// change and no other. Breaking changes must have been deprecated long enough, or have a reason in the
// changelog.
func Check(before, after *ast.Schema, changelog string, now time.Time) []error {
	entries, wrong := unreleased(changelog)
	changes := Compare(before, after)
	for _, c := range changes {
		at := slices.IndexFunc(entries, func(l logged) bool { return l.change == c.String() })
		switch {
		case at < 0:
			wrong = append(wrong, fmt.Errorf("not in the changelog: %s", c))
		case c.Severity == Breaking && !strings.HasPrefix(entries[at].why, because) && !Noticed(before, c.Path, now):
			wrong = append(
				wrong,
				fmt.Errorf("it breaks clients, and was not deprecated for %d days: %s", int(Notice.Hours()/24), c),
			)
		}
	}
	for _, l := range entries {
		if !slices.ContainsFunc(changes, func(c Change) bool { return c.String() == l.change }) {
			wrong = append(wrong, fmt.Errorf("in the changelog, and not so: %s", l.change))
		}
	}
	return append(wrong, Deprecations(after)...)
}

// Update returns the changelog with missing entries added and outdated ones removed. The others keep
// their words.
func Update(before, after *ast.Schema, changelog string) (string, error) {
	head, rest, ok := strings.Cut(changelog, Unreleased+"\n")
	if !ok {
		return "", fmt.Errorf("the changelog has no section %q", Unreleased)
	}
	section, older, hasOlder := strings.Cut(rest, "\n## ")
	had, _ := unreleased(changelog)
	why := map[string]string{}
	for _, l := range had {
		why[l.change] = l.why
	}
	var prose []string
	for _, text := range strings.Split(section, "\n") {
		if !strings.HasPrefix(text, "- ") && text != "" {
			prose = append(prose, text)
		}
	}
	out := head + Unreleased + "\n\n"
	if len(prose) > 0 {
		out += strings.Join(prose, "\n") + "\n\n"
	}
	out += strings.Join(entriesOf(Compare(before, after), why), "\n") + "\n"
	if hasOlder {
		out += "\n## " + older
	}
	return out, nil
}

// entriesOf returns the entries of changes; the same change of several parts is one entry.
func entriesOf(changes []Change, why map[string]string) []string {
	type kind struct{ severity, what, part, why string }
	var kinds []kind
	paths := map[kind][]string{}
	for _, c := range changes {
		_, part, _ := strings.Cut(c.Path, ".")
		k := kind{c.Severity.String(), c.What, part, why[c.String()]}
		if paths[k] == nil {
			kinds = append(kinds, k)
		}
		paths[k] = append(paths[k], "`"+c.Path+"`")
	}
	slices.SortStableFunc(kinds, func(a, b kind) int { return strings.Compare(a.severity, b.severity) })
	entries := make([]string, len(kinds))
	for i, k := range kinds {
		entries[i] = fmt.Sprintf("- %s, %s: %s", k.severity, k.what, strings.Join(paths[k], ", "))
		if k.why != "" {
			entries[i] += " — " + k.why
		}
	}
	return entries
}
