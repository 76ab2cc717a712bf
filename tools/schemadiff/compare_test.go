package schemadiff_test

import (
	"slices"
	"strings"
	"testing"

	"maillage/tools/schemadiff"
)

// base is a schema with one of everything that can change.
const base = `
directive @known(at: String, by: Int = 1) on QUERY | FIELD
directive @again repeatable on FIELD
type Query { one(of: Int, some: [Int!], word: Word = A, must: Int! = 2): One many: [One!]! other: Node any: Any when: Date gone(a: In): Int }
type Mutation { write(in: In!, pick: Pick): Int }
interface Node { id: ID! }
interface Named { name: String }
type One implements Node & Named { id: ID! name: String }
type Two implements Node { id: ID! }
union Any = One | Two
enum Word { A B }
input In { a: Int b: Int! c: Int = 3 d: [Int] }
input Pick @oneOf { a: Int b: Int }
scalar Date @specifiedBy(url: "https://example.org/1")
`

func TestCompare_ChangesHaveTheirSeverity(t *testing.T) {
	for _, c := range []struct{ was, is, want string }{
		{"scalar Date", "scalar Day scalar Date", "safe `Day` added"},
		{"input Pick @oneOf { a: Int b: Int }", "", "breaking `Mutation.write(pick:)` removed; breaking `Pick` removed"},
		{"interface Named { name: String }", "type Named { name: String }", "breaking `Named` from INTERFACE to OBJECT; breaking `One` implements Named no more"},
		{"many: [One!]!", "many: [One!]! more: Int", "safe `Query.more` added"},
		{" when: Date", "", "breaking `Query.when` removed"},
		{"when: Date", "when: Int", "breaking `Query.when` from Date to Int"},
		{"when: Date", "when: Date!", "safe `Query.when` from Date to Date!"},
		{"when: Date", "when: [Date]", "breaking `Query.when` from Date to [Date]"},
		{"many: [One!]!", "many: [One!]", "breaking `Query.many` from [One!]! to [One!]"},
		{"many: [One!]!", "many: [One]!", "breaking `Query.many` from [One!]! to [One]!"},
		{"other: Node", "other: One", "breaking `Query.other` from Node to One"},
		{"of: Int,", "of: Int, to: Int,", "dangerous `Query.one(to:)` added"},
		{"of: Int,", "of: Int, to: Int!,", "breaking `Query.one(to:)` added, and required"},
		{"of: Int,", "of: Int, to: Int! = 1,", "dangerous `Query.one(to:)` added"},
		{"of: Int,", "", "breaking `Query.one(of:)` removed"},
		{"of: Int,", "of: Int!,", "breaking `Query.one(of:)` from Int to Int!"},
		{"of: Int,", "of: [Int],", "breaking `Query.one(of:)` from Int to [Int]"},
		{"of: Int,", "of: Int = 4,", "dangerous `Query.one(of:)` default 4, before none"},
		{"some: [Int!]", "some: [Int]", "safe `Query.one(some:)` from [Int!] to [Int]"},
		{"some: [Int!]", "some: [Int!]!", "breaking `Query.one(some:)` from [Int!] to [Int!]!"},
		{"word: Word = A", "word: Word = B", "dangerous `Query.one(word:)` default B, before A"},
		{"word: Word = A", "word: Word", "dangerous `Query.one(word:)` default none, before A"},
		{"must: Int! = 2", "must: Int!", "breaking `Query.one(must:)` without its default 2, and required"},
		{"must: Int! = 2", "must: Int = 2", "safe `Query.one(must:)` from Int! to Int"},
		{"enum Word { A B }", "enum Word { A B C }", "dangerous `Word.C` added"},
		{"enum Word { A B }", "enum Word { A }", "breaking `Word.B` removed"},
		{"union Any = One | Two", "union Any = One", "breaking `Any | Two` removed"},
		{"union Any = One", "union Any = Query | One", "dangerous `Any | Query` added"},
		{"type One implements Node & Named", "type One implements Node", "breaking `One` implements Named no more"},
		{"type Two implements Node { id: ID! }", "type Two implements Node & Named { id: ID! name: String }", "dangerous `Two` implements Named; safe `Two.name` added"},
		{"input In { a: Int", "input In { a: Int!", "breaking `In.a` from Int to Int!"},
		{"input In { a: Int", "input In {", "breaking `In.a` removed"},
		{"input In { a: Int", "input In { e: Int a: Int", "dangerous `In.e` added"},
		{"input In { a: Int", "input In { e: Int! a: Int", "breaking `In.e` added, and required"},
		{"c: Int = 3", "c: Int = 4", "dangerous `In.c` default 4, before 3"},
		{"b: Int! c", "b: Int c", "safe `In.b` from Int! to Int"},
		{"input Pick @oneOf", "input Pick", "safe `Pick` takes any of its fields"},
		{"input In {", "input In @oneOf {", "breaking `In` takes exactly one of its fields"},
		{"example.org/1", "example.org/2", "dangerous `Date` specified by \"https://example.org/2\", before by \"https://example.org/1\""},
		{"directive @known(at: String, by: Int = 1) on QUERY | FIELD", "", "breaking `@known` removed"},
		{"directive @again", "directive @new on FIELD directive @again", "safe `@new` added"},
		{"on QUERY | FIELD", "on QUERY", "breaking `@known` no more on FIELD"},
		{"on QUERY | FIELD", "on QUERY | FIELD | MUTATION", "safe `@known` on MUTATION"},
		{"@again repeatable", "@again", "breaking `@again` may be repeated no more"},
		{"@known(at: String, by: Int = 1) on", "@known(at: String, by: Int = 1) repeatable on", "safe `@known` may be repeated"},
		{"@known(at: String", "@known(at: String!", "breaking `@known(at:)` from String to String!"},
		{"@known(at: String,", "@known(at: String, to: Int!,", "breaking `@known(to:)` added, and required"},
		{"@known(at: String,", "@known(", "breaking `@known(at:)` removed"},
		{"when: Date", `when: Date @deprecated(reason: "a")`, "safe `Query.when` deprecated"},
		{"when: Date", "when: Date # the same", ""},
		{"enum Word { A B }", `"Words." enum Word { "An A." A B }`, ""},
		{"enum Word { A B }", "enum Word { B A }", ""},
		{"type Mutation { write", "schema { query: Query mutation: Writes } type Writes { write", "breaking `Mutation` removed; safe `Writes` added; breaking `mutation` from Mutation to Writes"},
	} {
		text := strings.Replace(base, c.was, c.is, 1)
		if text == base && c.was != c.is {
			t.Fatalf("the schema has no %q", c.was)
		}
		if c.was == "input Pick @oneOf { a: Int b: Int }" {
			text = strings.Replace(text, ", pick: Pick", "", 1)
		}
		if strings.Contains(c.is, "type Named") {
			text = strings.Replace(text, "Node & Named {", "Node {", 1)
		}
		if strings.HasSuffix(c.is, "# the same") {
			text = strings.Replace(text, "# the same", "# the same\n", 1)
		}
		if got := compared(t, base, text); got != c.want {
			t.Errorf("%s → %s\nis  %s\nnot %s", c.was, c.is, got, c.want)
		}
	}
}

func TestCompare_ReportsChangedDeprecations(t *testing.T) {
	deprecated := strings.Replace(base, "when: Date", `when: Date @deprecated(reason: "a")`, 1)
	if got := compared(t, deprecated, base); got != "safe `Query.when` deprecated no more" {
		t.Error(got)
	}
	if got := compared(
		t, deprecated, strings.Replace(deprecated, `"a"`, `"b"`, 1),
	); got != "safe `Query.when` deprecated for another reason" {
		t.Error(got)
	}
	if got := compared(t, base, base); got != "" {
		t.Error(got)
	}
}

func compared(t *testing.T, before, after string) string {
	t.Helper()
	was, err := schemadiff.Read(before)
	if err != nil {
		t.Fatal(err)
	}
	is, err := schemadiff.Read(after)
	if err != nil {
		t.Fatalf("%v in %s", err, after)
	}
	var lines []string
	for _, c := range schemadiff.Compare(was, is) {
		lines = append(lines, c.String())
	}
	if !slices.IsSortedFunc(schemadiff.Compare(was, is),
		func(a, b schemadiff.Change) int { return strings.Compare(a.Path, b.Path) }) {
		t.Error("the changes are in no order")
	}
	return strings.Join(lines, "; ")
}
