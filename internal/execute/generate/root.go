package main

import (
	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/templates"
)

// root generates the schema, the interface of all resolvers and the entry point of operations.
func (g *generator) root() {
	graphql, parser, execute := pkg(graphqlPath), pkg("github.com/vektah/gqlparser/v2"), executePackage()
	syntax, ctx := pkg(astPath), pkg("context")
	if _, err := templates.CurrentImports.Reserve("embed", "_"); err != nil {
		panic(err) // another import has the name
	}
	g.p("//go:embed schema.graphql\nvar sdl string\n")
	g.p("// Schema is the parsed SDL.")
	g.p("var Schema = %s.MustLoadSchema(&%s.Source{Name: %q, Input: sdl})\n", parser, syntax, "schema.graphql")
	g.p("var plans = %s.NewPlanCache(Schema, fieldNumbers)\n", execute)
	g.p("// Resolvers returns the resolvers of each object type that has any.")
	g.p("type Resolvers interface {")
	for _, o := range g.data.Objects {
		if o.HasResolvers() {
			g.p("%s() %sResolver", title(o.Name), title(o.Name))
		}
	}
	g.p("}\n")
	g.p("type executable struct{ resolvers Resolvers }\n")
	g.p("// New returns an executable schema that calls the given resolvers.")
	g.p("func New(r Resolvers) %s.ExecutableSchema { return executable{r} }\n", graphql)
	g.p("// Schema returns the parsed SDL.")
	g.p("func (executable) Schema() *%s.Schema { return Schema }\n", syntax)
	g.p("// Complexity returns false: package graph computes costs itself.")
	g.p("func (executable) Complexity(%s.Context, string, string, int, map[string]any) (int, bool) {", ctx)
	g.p("return 0, false\n}\n")
	g.p("type executor struct {\n*%s.Execution\nresolvers Resolvers\n}\n", execute)
	g.p("// Exec starts an operation.")
	g.p("func (e executable) Exec(ctx %s.Context) %s.ResponseHandler {", ctx, graphql)
	g.p("op := %s.GetOperationContext(ctx)", graphql)
	g.p("plan := plans.Get(op.Operation, op.Variables)")
	g.p("on := func(ctx %s.Context) *executor { return &executor{%s.New(ctx, plan), e.resolvers} }", ctx, execute)
	g.p("switch op.Operation.Operation {")
	for _, root := range []*codegen.Object{g.data.QueryRoot, g.data.MutationRoot} {
		if root != nil {
			g.p("case %s.%s:", syntax, root.Name)
			g.p("return %s.OneResponse(func(ctx %s.Context) []byte {", execute, ctx)
			g.p("x := on(ctx)\nx.root%s()\nreturn x.Result()\n})", root.Name)
		}
	}
	if g.data.SubscriptionRoot != nil {
		g.p("case %s.Subscription:", syntax)
		g.p("x := on(ctx)\nx.BeginObject()\nnext := x.stream(x.BeginField(x.Root(), 0))")
		g.p("return %s.EventResponses(func(ctx %s.Context) (data []byte, more bool) {", execute, ctx)
		g.p("x := on(ctx)\noffset := x.BeginObject()\nx.BeginField(x.Root(), 0)")
		g.p("ok, more := next(x)\nx.EndObject(offset, ok)\nreturn x.Result(), more\n})")
	}
	g.p("}\npanic(%q + op.Operation.Operation)\n}\n", "unknown operation ")
	g.fieldNumbers()
}

// fieldNumbers generates the map from object types to the numbers of their fields.
func (g *generator) fieldNumbers() {
	g.p("var fieldNumbers = map[string]%s.FieldNumbers{", executePackage())
	for _, o := range g.data.Objects {
		g.p("%q: {", o.Name)
		for n, f := range o.Fields {
			g.p("%q: %d,", f.Name, n+1)
		}
		g.p("},")
	}
	g.p("}")
}
