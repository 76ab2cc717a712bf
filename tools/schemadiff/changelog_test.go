package schemadiff_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"maillage/tools/schemadiff"
)

const head = "# Changes\n\nWords.\n\n## Unreleased\n"

var today = time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)

func read(t *testing.T, sdl string) *ast.Schema {
	t.Helper()
	s, err := schemadiff.Read(sdl)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func check(t *testing.T, before, after, changelog string) string {
	t.Helper()
	var said []string
	for _, err := range schemadiff.Check(read(t, before), read(t, after), changelog, today) {
		said = append(said, err.Error())
	}
	return strings.Join(said, "; ")
}

func TestChangelog_HasEveryChangeAndNoOther(t *testing.T) {
	const before, after = "type Query { a: Int }", "type Query { a: Int b: Int }"
	for _, c := range []struct{ changelog, want string }{
		{head + "- safe, added: `Query.b`\n", ""},
		{head + "- safe, added: `Query.b` — somebody asked for it\n", ""},
		{head, "not in the changelog: safe `Query.b` added"},
		{head + "\n## 1.0\n- safe, added: `Query.b`\n", "not in the changelog: safe `Query.b` added"},
		{head + "- safe, added: `Query.b`, `Query.c`\n", "in the changelog, and not so: safe `Query.c` added"},
		{head + "- dangerous, added: `Query.b`\n", "not in the changelog: safe `Query.b` added; in the changelog, and not so: dangerous `Query.b` added"},
		{head + "- safe, added: `Query.b`\n- something\n", "the changelog has \"- something\", which is no entry"},
		{"# Changes\n", "the changelog has no section \"## Unreleased\"; not in the changelog: safe `Query.b` added"},
	} {
		if got := check(t, before, after, c.changelog); got != c.want {
			t.Errorf("%q\nsays %s\nnot  %s", c.changelog, got, c.want)
		}
	}
}

func TestCheck_BreakingChangesNeedADeprecationOrAReason(t *testing.T) {
	const after = "type Query { a: Int }"
	removed := head + "- breaking, removed: `Query.b`\n"
	const refused = "it breaks clients, and was not deprecated for 180 days: breaking `Query.b` removed"
	for _, c := range []struct{ before, changelog, want string }{
		{"type Query { a: Int b: Int }", removed, refused},
		{"type Query { a: Int b: Int @deprecated }", removed, refused},
		{"type Query { a: Int b: Int @deprecated(reason: \"2026-05-29: use `Query.a`.\") }", removed, ""},
		{"type Query { a: Int b: Int @deprecated(reason: \"2026-05-30: use `Query.a`.\") }", removed, refused},
		{"type Query { a: Int b: Int }", strings.TrimSuffix(removed, "\n") + " — accepted because it told what was hidden\n", ""},
		{"type Query { a: Int b: Int }", strings.TrimSuffix(removed, "\n") + " — nobody minds\n", refused},
	} {
		if got := check(t, c.before, after, c.changelog); got != c.want {
			t.Errorf("%s\nsays %s\nnot  %s", c.before, got, c.want)
		}
	}
}

func TestNoticed_PartsAreRemovedWithWhatContainsThem(t *testing.T) {
	const old = "@deprecated(reason: \"2020-01-01: use `Query.a`.\")"
	for _, c := range []struct {
		before, path string
		want         bool
	}{
		{"type Query { a: Int b(c: Int): Int " + old + " }", "Query.b(c:)", true},
		{"type Query { a: Int b(c: Int): Int }", "Query.b(c:)", false},
		{"type Query { a: Int b(c: Int " + old + "): Int }", "Query.b(c:)", true},
		{"type Query { a: Int b(c: Int " + old + "): Int }", "Query.b", false},
		{"type Query { a: Int b: T " + old + " } type T { a: Int }", "T", true},
		{"type Query { a: Int b: T " + old + " c: T } type T { a: Int }", "T", false},
		{"type Query { a: Int b(in: T): Int } input T { a: Int }", "T", false},
		{"type Query { a: Int b(in: T): Int " + old + " } input T { a: Int }", "T", true},
		{"type Query { a: Int } type T { a: Int }", "T", false},
		{"type Query { a: E } enum E { A B " + old + " }", "E.B", true},
		{"type Query { a: E } enum E { A B " + old + " }", "E.A", false},
	} {
		if got := schemadiff.Noticed(read(t, c.before), c.path, today); got != c.want {
			t.Errorf("%s of %s: noticed %v", c.path, c.before, got)
		}
	}
}

func TestDeprecations_GiveADateAndAReplacement(t *testing.T) {
	for reason, right := range map[string]bool{
		"@deprecated(reason: \"2026-11-25: use `Query.a` instead.\")":                  true,
		"@deprecated(reason: \"2026-11-25: use `Query.a` with `Query`, once a day.\")": true,
		"":            true,
		"@deprecated": false,
		"@deprecated(reason: \"use `Query.a` instead.\")":             false,
		"@deprecated(reason: \"2026-13-25: use `Query.a` instead.\")": false,
		"@deprecated(reason: \"2026-11-25: use `Query.a` instead\")":  false,
		"@deprecated(reason: \"2026-11-25: use Query.a instead.\")":   false,
		"@deprecated(reason: \"2026-11-25: use `Query.z` instead.\")": false,
	} {
		wrong := schemadiff.Deprecations(read(t, "type Query { a: Int b: Int "+reason+" }"))
		if (len(wrong) == 0) != right {
			t.Errorf("%q: %v", reason, wrong)
		}
	}
}

func TestUpdate_KeepsReasons(t *testing.T) {
	before := read(t, "type Query { a: Int x: Int } type T { a: Int } type U { a: Int }")
	after := read(t, "type Query { a: Int } type T { a: Int b: Int } type U { a: Int b: Int }")
	had := head + "\nWhat this is about.\n\n- breaking, removed: `Query.x` — accepted because it was never there\n- safe, added: `Query.gone`\n\n## 1.0, 2026-01-01\n\n- safe, added: `Query.a`\n"
	want := head + "\nWhat this is about.\n\n- breaking, removed: `Query.x` — accepted because it was never there\n- safe, added: `T.b`, `U.b`\n\n## 1.0, 2026-01-01\n\n- safe, added: `Query.a`\n"
	got, err := schemadiff.Update(before, after, had)
	if err != nil || got != want {
		t.Errorf("%v\n%s", err, got)
	}
	if again, err := schemadiff.Update(before, after, got); err != nil || again != got {
		t.Errorf("a second time: %v\n%s", err, again)
	}
	for _, wrong := range schemadiff.Check(before, after, got, today) {
		t.Error(wrong)
	}
	if _, err := schemadiff.Update(before, after, "# Changes\n"); err == nil {
		t.Error("a changelog without the section is updated")
	}
}

func TestCheck_PublishedSchema(t *testing.T) {
	text := map[string]string{}
	for _, name := range []string{"schema.graphql", "schema/released.graphql", "schema-changelog.md"} {
		read, err := os.ReadFile("../../docs/" + name)
		if err != nil {
			t.Fatal(err)
		}
		text[name] = string(read)
	}
	for _, wrong := range schemadiff.Check(read(t, text["schema/released.graphql"]), read(t, text["schema.graphql"]),
		text["schema-changelog.md"], time.Now()) {
		t.Errorf(
			"%v (docs/schema-changes.md says what to do: `make schema-check`, `go run ./tools/schemadiff/check -update`)",
			wrong,
		)
	}
}
