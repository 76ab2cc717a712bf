package execute

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// In this tree every node is one of the four ways in which a list of objects may be null. The code is like the
// generated code.
const treeSDL = `
	type Node { name: String! all: [Node!]! items: [Node]! list: [Node!] any: [Node] }
	type Query { root: Node sure: Node! }`

var (
	treeSchema  = gqlparser.MustLoadSchema(&ast.Source{Input: treeSDL})
	treeNumbers = map[string]FieldNumbers{
		"Query": {"root": 1, "sure": 2}, "Node": {"name": 1, "all": 2, "items": 3, "list": 4, "any": 5},
	}
)

// tree is a node; its name gives an error if it begins with "!", and a panic if it is "panic".
type tree struct {
	name     string
	children []*tree
}

type treeExecutor struct {
	*Execution
	root *tree
}

func (x *treeExecutor) query() bool {
	set := x.Root()
	offset, ok := x.BeginObject(), true
	for i := range set.Len() {
		f := x.BeginField(set, i)
		ok = x.RootField(f, func() bool {
			if x.root == nil {
				return x.NullError()
			}
			written := x.node(f, x.root)
			return written || f.Number == 1
		}) && ok
	}
	return x.EndObject(offset, ok)
}

func (x *treeExecutor) node(f *Field, n *tree) bool {
	set := x.Selected(f, 0, "Node")
	offset, ok := x.BeginObject(), true
	for i := range set.Len() {
		f := x.BeginField(set, i)
		switch f.Number {
		case 0:
			x.Name("Node")
		case 1:
			switch {
			case n.name == "panic":
				panic("a fault")
			case n.name[0] == '!':
				x.FieldError(errors.New(n.name))
				ok = false
			default:
				x.String(n.name)
			}
		case 2:
			ok = x.nodes(f, n.children, true) && ok
		case 3:
			ok = x.nodes(f, n.children, false) && ok
		case 4:
			x.nodes(f, n.children, true)
		case 5:
			x.nodes(f, n.children, false)
		}
	}
	return x.EndObject(offset, ok)
}

func (x *treeExecutor) nodes(f *Field, all []*tree, each bool) bool {
	offset, ok := x.BeginList(), true
	for i, n := range all {
		if !x.BeginItem(i) {
			break
		}
		switch written := n != nil && x.node(f, n); {
		case n == nil && each:
			ok = x.NullError() && ok
		case n == nil:
			x.Null()
		case each:
			ok = written && ok
		}
	}
	return x.EndList(offset, ok)
}

// run executes a query on a tree, and returns the data and the errors, as message@path.
func run(t *testing.T, ctx context.Context, query string, root *tree) (data string, told []string) {
	t.Helper()
	doc, errs := gqlparser.LoadQueryWithRules(treeSchema, query, nil)
	if errs != nil {
		t.Fatal(errs)
	}
	op := &graphql.OperationContext{Doc: doc, Operation: doc.Operations[0]}
	ctx = graphql.WithResponseContext(graphql.WithOperationContext(ctx, op), graphql.DefaultErrorPresenter,
		func(_ context.Context, cause any) error { return fmt.Errorf("panic: %v", cause) })
	x := &treeExecutor{New(ctx, NewPlanCache(treeSchema, treeNumbers).Get(op.Operation, nil)), root}
	x.query()
	for _, err := range graphql.GetErrors(ctx) {
		told = append(told, err.Message+"@"+err.Path.String())
	}
	return string(x.Result()), told
}

func TestExecution_NullPropagatesToTheNearestNullable(t *testing.T) {
	leaf, bad, panics := &tree{name: "leaf"}, &tree{name: "!bad"}, &tree{name: "panic"}
	root := func(children ...*tree) *tree { return &tree{"r", children} }
	for _, c := range []struct {
		query string
		root  *tree
		data  string
		told  []string
	}{
		{
			`{ root { name all { name } } }`, root(leaf, leaf),
			`{"root":{"name":"r","all":[{"name":"leaf"},{"name":"leaf"}]}}`, nil,
		},
		{`{ root { name all { name } } }`, root(leaf, bad), `{"root":null}`, []string{"!bad@root.all[1].name"}},
		{
			`{ root { name items { name } } }`, root(leaf, bad, leaf),
			`{"root":{"name":"r","items":[{"name":"leaf"},null,{"name":"leaf"}]}}`, []string{"!bad@root.items[1].name"},
		},
		{
			`{ root { name list { name } } }`, root(leaf, bad),
			`{"root":{"name":"r","list":null}}`, []string{"!bad@root.list[1].name"},
		},
		{
			`{ root { name list { name } } }`, root(nil, leaf),
			`{"root":{"name":"r","list":null}}`, []string{errNonNull.Error() + "@root.list[0]"},
		},
		{`{ root { any { name } } }`, root(nil, bad), `{"root":{"any":[null,null]}}`, []string{"!bad@root.any[1].name"}},
		{`{ sure { name } root { any { name } } }`, bad, `null`, []string{"!bad@sure.name"}},
		{
			`{ x: root { any { all { name } } } }`, root(&tree{"m", []*tree{bad}}, &tree{"m", []*tree{leaf}}),
			`{"x":{"any":[null,{"all":[{"name":"leaf"}]}]}}`, []string{"!bad@x.any[0].all[0].name"},
		},
		// Siblings of a failed field are still resolved, so that all errors are reported.
		{
			`{ root { all { name } any { name } } }`, root(bad, bad), `{"root":null}`,
			[]string{
				"!bad@root.all[0].name", "!bad@root.all[1].name", "!bad@root.any[0].name", "!bad@root.any[1].name",
			},
		},
		{
			`{ root { any { name } } other: root { __typename } }`, root(panics),
			`{"root":null,"other":{"__typename":"Node"}}`, []string{"panic: a fault@root.any[0].name"},
		},
		{
			`{ other: root { any { any { name } } } sure { any { name } } }`, root(panics), `null`,
			[]string{"panic: a fault@sure.any[0].name"},
		},
	} {
		data, told := run(t, t.Context(), c.query, c.root)
		if data != c.data || !slices.Equal(told, c.told) {
			t.Errorf("%s of %v:\n%s %q, want\n%s %q", c.query, c.root, data, told, c.data, c.told)
		}
	}
}

func TestExecution_EndsWithItsContext(t *testing.T) {
	ctx, end := context.WithCancel(t.Context())
	end()
	root := &tree{name: "r"}
	for range 10_000 {
		root.children = append(root.children, &tree{name: "leaf"})
	}
	if data, _ := run(t, ctx, `{ root { any { name } } }`, root); len(data) > 300*len(`{"name":"leaf"},`) {
		t.Errorf("it went on for %d bytes", len(data))
	}
}

// Run it with -race, which reports data races.
func TestPlan_IsSharedByConcurrentExecutions(t *testing.T) {
	doc, errs := gqlparser.LoadQueryWithRules(treeSchema, `{ root { any { all { name } list { name } } } }`, nil)
	if errs != nil {
		t.Fatal(errs)
	}
	op := &graphql.OperationContext{Doc: doc, Operation: doc.Operations[0]}
	leaves := []*tree{{name: "a"}, {name: "b"}}
	plan := NewPlanCache(treeSchema, treeNumbers).Get(op.Operation, nil)
	answers := make(chan string)
	for range 8 {
		go func() {
			ctx := graphql.WithOperationContext(t.Context(), op)
			x := &treeExecutor{New(ctx, plan), &tree{"r", []*tree{{"m", leaves}, {"n", leaves}}}}
			x.query()
			answers <- string(x.Result())
		}()
	}
	first := <-answers
	for range 7 {
		if other := <-answers; other != first || !strings.Contains(first, `"list":[{"name":"a"},{"name":"b"}]`) {
			t.Errorf("%s and %s", first, other)
		}
	}
}
