package main

import "github.com/99designs/gqlgen/codegen/templates"

// root writes what joins the functions of the types: the schema, and how an operation begins.
func (g *generator) root() {
	graphql, parser, execute := pkg(graphqlPath), pkg("github.com/vektah/gqlparser/v2"), executePackage()
	syntax, ctx := pkg(astPath), pkg("context")
	if _, err := templates.CurrentImports.Reserve("embed", "_"); err != nil {
		panic(err) // two imports of one name
	}
	g.p("//go:embed schema.graphql\nvar sdl string\n")
	g.p("// Schema is what is executed.")
	g.p("var Schema = %s.MustLoadSchema(&%s.Source{Name: %q, Input: sdl})\n", parser, syntax, "schema.graphql")
	g.p("var plans = %s.NewPlans(Schema, shapes)\n", execute)
	g.p("// Resolvers resolve the fields that are more than a member of a value.")
	g.p("type Resolvers interface {")
	for _, o := range g.data.Objects {
		if o.HasResolvers() {
			g.p("%s() %sResolver", title(o.Name), title(o.Name))
		}
	}
	g.p("}\n")
	g.p("type executable struct{ resolvers Resolvers }\n")
	g.p("// New returns the schema with its resolvers.")
	g.p("func New(r Resolvers) %s.ExecutableSchema { return executable{r} }\n", graphql)
	g.p("// Schema is what is executed.")
	g.p("func (executable) Schema() *%s.Schema { return Schema }\n", syntax)
	g.p("// Complexity is not told here.")
	g.p("func (executable) Complexity(%s.Context, string, string, int, map[string]any) (int, bool) { return 0, false }\n", ctx)
	g.p("type executor struct {\n*%s.Execution\nresolvers Resolvers\n}\n", execute)
	g.p("// Exec begins an operation.")
	g.p("func (e executable) Exec(ctx %s.Context) %s.ResponseHandler {", ctx, graphql)
	g.p("op := %s.GetOperationContext(ctx)", graphql)
	g.p("plan := plans.Of(op.Operation, op.Variables)")
	g.p("on := func(ctx %s.Context) *executor { return &executor{%s.New(ctx, plan), e.resolvers} }", ctx, execute)
	g.p("switch op.Operation.Operation {")
	g.p("case %s.Query:\nreturn %s.Once(func(ctx %s.Context) []byte {\nx := on(ctx)\nx.rootQuery()\nreturn x.Done()\n})", syntax, execute, ctx)
	if g.data.MutationRoot != nil {
		g.p("case %s.Mutation:\nreturn %s.Once(func(ctx %s.Context) []byte {\nx := on(ctx)\nx.rootMutation()\nreturn x.Done()\n})", syntax, execute, ctx)
	}
	if g.data.SubscriptionRoot != nil {
		g.p("case %s.Subscription:", syntax)
		g.p("x := on(ctx)\nx.Open()\nnext := x.stream(x.Begin(x.Root(), 0))")
		g.p("return %s.Stream(func(ctx %s.Context) (data []byte, more bool) {", execute, ctx)
		g.p("x := on(ctx)\nmark := x.Open()\nx.Begin(x.Root(), 0)")
		g.p("ok, more := next(x)\nx.Close(mark, ok)\nreturn x.Done(), more\n})")
	}
	g.p("}\npanic(%q + op.Operation.Operation)\n}\n", "nothing runs a ")
	g.shapes()
}

// shapes writes the numbers of types and fields.
func (g *generator) shapes() {
	g.p("var shapes = map[string]%s.Shape{", executePackage())
	for _, o := range g.data.Objects {
		g.p("%q: {", o.Name)
		for n, f := range o.Fields {
			g.p("%q: %d,", f.Name, n+1)
		}
		g.p("},")
	}
	g.p("}")
}
