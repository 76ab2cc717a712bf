package execute

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

const sdl = `
	interface Thing { id: ID! next: Thing }
	type Book implements Thing { id: ID! next: Thing title: String }
	type Film implements Thing { id: ID! next: Thing length: Int }
	type Query { thing: Thing book: Book }`

var (
	testSchema  = gqlparser.MustLoadSchema(&ast.Source{Input: sdl})
	testNumbers = map[string]FieldNumbers{
		"Query": {"thing": 1, "book": 2}, "Book": {"id": 1, "next": 2, "title": 3}, "Film": {"id": 1, "next": 2, "length": 3},
	}
)

func parsed(t testing.TB, query string) *ast.OperationDefinition {
	t.Helper()
	doc, errs := gqlparser.LoadQueryWithRules(testSchema, query, nil)
	if errs != nil {
		t.Fatal(errs)
	}
	return doc.Operations[0]
}

// said formats the fields of a set, as key:number.
func said(s *SelectionSet) string {
	var all []string
	for _, f := range s.fields {
		all = append(all, fmt.Sprintf("%s%d", f.key, f.Number))
	}
	return strings.Join(all, " ")
}

func TestPlan_CollectsTheFieldsOfAType(t *testing.T) {
	const conditional = `query ($v: Boolean!) { thing { id @skip(if: $v) ... on Book @include(if: $v) { title } } }`
	for _, c := range []struct{ query, variables, book, film string }{
		{`{ thing { id } }`, `{}`, `"id":1`, `"id":1`},
		{`{ thing { a: id b: id __typename } }`, `{}`, `"a":1 "b":1 "__typename":0`, `"a":1 "b":1 "__typename":0`},
		{
			`{ thing { id ... on Book { title } id ... on Film { length id } } }`,
			`{}`, `"id":1 "title":3`, `"id":1 "length":3`,
		},
		{
			`{ thing { ...T } } fragment T on Thing { id ...B } fragment B on Book { title }`,
			`{}`, `"id":1 "title":3`, `"id":1`,
		},
		{conditional, `{"v": true}`, `"title":3`, ``},
		{conditional, `{"v": false}`, `"id":1`, `"id":1`},
		{`query ($v: Boolean = true) { thing { id @include(if: $v) } }`, `{"v": true}`, `"id":1`, `"id":1`},
		{
			`{ thing { id @skip(if: true) x: id @include(if: false) y: id @skip(if: false) } }`,
			`{}`, `"y":1`, `"y":1`,
		},
		// A field is included if one of its occurrences is, with the selections of the included ones.
		{
			`query ($v: Boolean!) { thing { id @include(if: $v) } thing { x: id } }`, `{"v": false}`, `"x":1`, `"x":1`,
		},
		{`query ($v: Boolean!) { thing @skip(if: $v) { id } ... { thing { x: id } } }`, `{"v": true}`, `"x":1`, `"x":1`},
	} {
		var variables map[string]any
		if err := json.Unmarshal([]byte(c.variables), &variables); err != nil {
			t.Fatal(err)
		}
		x := &Execution{plan: NewPlanCache(testSchema, testNumbers).Get(parsed(t, c.query), variables)}
		f := x.Root().fields[0]
		if got := said(x.Selected(f, 0, "Book")); got != c.book {
			t.Errorf("%s %s: of a book %s, want %s", c.query, c.variables, got, c.book)
		}
		if got := said(x.Selected(f, 1, "Film")); got != c.film {
			t.Errorf("%s %s: of a film %s, want %s", c.query, c.variables, got, c.film)
		}
	}
}

func TestPlanCache_KeepsOnePlanForEachChoice(t *testing.T) {
	plans := NewPlanCache(testSchema, testNumbers)
	op := parsed(t, `query ($a: Boolean!, $b: Boolean!) { thing { id @skip(if: $a) next @include(if: $b) { id } } }`)
	of := func(a, b bool, c any) *Plan { return plans.Get(op, map[string]any{"a": a, "b": b, "c": c}) }
	if of(true, false, "1") != of(true, false, "2") {
		t.Error("a variable of no condition makes another plan")
	}
	if of(true, false, nil) == of(false, true, nil) || of(true, false, nil) == of(true, true, nil) {
		t.Error("two choices have one plan")
	}
}

// The cost of a selection is bounded by the length of the document, even if a fragment is spread everywhere.
func TestPlan_RepeatedFragmentsAreVisitedOnce(t *testing.T) {
	const deep = 20
	var doc strings.Builder
	doc.WriteString(`{ thing { ...F0 ...F0 } }`)
	for i := range deep {
		fmt.Fprintf(&doc, " fragment F%d on Thing { id ...F%d ...F%d ... on Thing { ...F%d } }", i, i+1, i+1, i+1)
	}
	fmt.Fprintf(&doc, " fragment F%d on Thing { id next { id } }", deep)
	op := parsed(t, doc.String())
	plans := NewPlanCache(testSchema, testNumbers)
	x := &Execution{plan: plans.Get(op, nil)} // 3^20 visits would not end
	f := x.Root().fields[0]
	if got := said(x.Selected(f, 0, "Book")); got != `"id":1 "next":2` {
		t.Error(got)
	}
	if n := len(x.Selected(f, 0, "Book").fields[1].ast.SelectionSet); n != 1 {
		t.Errorf("next has %d selections, want those of the document", n)
	}
}

func TestPlanCache_LargePlansAreNotCached(t *testing.T) {
	plans := NewPlanCache(testSchema, testNumbers)
	op := parsed(t, `{ thing { id } }`)
	plan := plans.Get(op, nil)
	plan.slots.Store(maxPlanFields + 1)
	if plans.Get(op, nil) == plan {
		t.Error("it is kept")
	}
}

func FuzzAppendString(f *testing.F) {
	for _, s := range []string{"", "é", "a\"b\\c", "\x00\x1f\n\r\t", "\xff\xfe", "a\xc3", "\ufffd", "😀", "\u2028"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var read string
		if err := json.Unmarshal(AppendString(nil, s), &read); err != nil || read != string([]rune(s)) {
			t.Errorf("%q is read as %q, %v", s, read, err)
		}
	})
}
