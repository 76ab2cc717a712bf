package execute

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// A tree whose every node is one of the four ways in which a list of objects may be null, written as the generated code
// writes it.
const treeSDL = `
	type Node { name: String! all: [Node!]! items: [Node]! list: [Node!] any: [Node] }
	type Query { root: Node sure: Node! }`

var (
	treeSchema = gqlparser.MustLoadSchema(&ast.Source{Input: treeSDL})
	treeShapes = map[string]Shape{
		"Query": {"root": 1, "sure": 2}, "Node": {"name": 1, "all": 2, "items": 3, "list": 4, "any": 5},
	}
)

// tree is a node; its name is an error when it begins with "!", and a panic when it is "panic".
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
	mark, ok := x.Open(), true
	for i := range set.Len() {
		f := x.Begin(set, i)
		ok = x.Guarded(f, func() bool {
			if x.root == nil {
				return x.Missing()
			}
			written := x.node(f, x.root)
			return written || f.Number == 1
		}) && ok
	}
	return x.Close(mark, ok)
}

func (x *treeExecutor) node(f *Field, n *tree) bool {
	set := x.Set(f, 0, "Node")
	mark, ok := x.Open(), true
	for i := range set.Len() {
		f := x.Begin(set, i)
		switch f.Number {
		case 0:
			x.Word("Node")
		case 1:
			switch {
			case n.name == "panic":
				panic("a fault")
			case n.name[0] == '!':
				x.Fail(errors.New(n.name))
				ok = false
			default:
				x.Text(n.name)
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
	return x.Close(mark, ok)
}

func (x *treeExecutor) nodes(f *Field, all []*tree, each bool) bool {
	mark, ok := x.OpenList(), true
	for i, n := range all {
		if !x.Item(i) {
			break
		}
		switch written := n != nil && x.node(f, n); {
		case n == nil && each:
			ok = x.Missing() && ok
		case n == nil:
			x.Null()
		case each:
			ok = written && ok
		}
	}
	return x.CloseList(mark, ok)
}

// run executes a query on a tree, and returns the answer and the errors, as message@path.
func run(t *testing.T, ctx context.Context, query string, root *tree) (data string, told []string) {
	t.Helper()
	doc, errs := gqlparser.LoadQueryWithRules(treeSchema, query, nil)
	if errs != nil {
		t.Fatal(errs)
	}
	op := &graphql.OperationContext{Doc: doc, Operation: doc.Operations[0]}
	ctx = graphql.WithResponseContext(graphql.WithOperationContext(ctx, op), graphql.DefaultErrorPresenter,
		func(_ context.Context, cause any) error { return fmt.Errorf("panic: %v", cause) })
	x := &treeExecutor{New(ctx, NewPlans(treeSchema, treeShapes).Of(op.Operation, nil)), root}
	x.query()
	for _, err := range graphql.GetErrors(ctx) {
		told = append(told, err.Message+"@"+err.Path.String())
	}
	return string(x.Done()), told
}

func TestExecution_NullGoesUpToWhereItMayStand(t *testing.T) {
	leaf, bad := &tree{name: "leaf"}, &tree{name: "!bad"}
	for _, c := range []struct {
		query string
		root  *tree
		data  string
		told  []string
	}{
		{`{ root { name all { name } } }`, &tree{"r", []*tree{leaf, leaf}}, `{"root":{"name":"r","all":[{"name":"leaf"},{"name":"leaf"}]}}`, nil},
		{`{ root { name all { name } } }`, &tree{"r", []*tree{leaf, bad}}, `{"root":null}`, []string{"!bad@root.all[1].name"}},
		{`{ root { name items { name } } }`, &tree{"r", []*tree{leaf, bad, leaf}}, `{"root":{"name":"r","items":[{"name":"leaf"},null,{"name":"leaf"}]}}`, []string{"!bad@root.items[1].name"}},
		{`{ root { name list { name } } }`, &tree{"r", []*tree{leaf, bad}}, `{"root":{"name":"r","list":null}}`, []string{"!bad@root.list[1].name"}},
		{`{ root { name list { name } } }`, &tree{"r", []*tree{nil, leaf}}, `{"root":{"name":"r","list":null}}`, []string{errNull.Error() + "@root.list[0]"}},
		{`{ root { any { name } } }`, &tree{"r", []*tree{nil, bad}}, `{"root":{"any":[null,null]}}`, []string{"!bad@root.any[1].name"}},
		{`{ sure { name } root { any { name } } }`, bad, `null`, []string{"!bad@sure.name"}},
		{`{ x: root { any { all { name } } } }`, &tree{"r", []*tree{{"m", []*tree{bad}}, {"m", []*tree{leaf}}}}, `{"x":{"any":[null,{"all":[{"name":"leaf"}]}]}}`, []string{"!bad@x.any[0].all[0].name"}},
		// Siblings of what failed are still asked, so that all that is wrong is told.
		{`{ root { all { name } any { name } } }`, &tree{"r", []*tree{bad, bad}}, `{"root":null}`, []string{
			"!bad@root.all[0].name", "!bad@root.all[1].name", "!bad@root.any[0].name", "!bad@root.any[1].name",
		}},
		{`{ root { any { name } } other: root { __typename } }`, &tree{"r", []*tree{{name: "panic"}}}, `{"root":null,"other":{"__typename":"Node"}}`, []string{"panic: a fault@root.any[0].name"}},
		{`{ other: root { any { any { name } } } sure { any { name } } }`, &tree{"r", []*tree{{name: "panic"}}}, `null`, []string{"panic: a fault@sure.any[0].name"}},
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
