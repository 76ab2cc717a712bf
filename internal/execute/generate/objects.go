package main

import (
	"fmt"
	"strings"

	"github.com/99designs/gqlgen/codegen"
)

// title returns the name of an object type with a capital, for its resolver interface.
func title(name string) string { return strings.ToUpper(name[:1]) + name[1:] }

// function returns the part of function names for an object type.
func function(name string) string {
	if bare, builtIn := strings.CutPrefix(name, "__"); builtIn {
		return "Introspected" + bare
	}
	return title(name)
}

// objects generates the functions and resolver interfaces of object types.
func (g *generator) objects(objects []*codegen.Object) {
	for _, o := range objects {
		g.resolver(o)
		switch {
		case o.Stream:
			g.stream(o)
		case o.Root:
			g.rootObject(o)
		default:
			g.object(o)
		}
	}
}

// resolver generates the resolver interface of an object type, if it has resolvers.
func (g *generator) resolver(o *codegen.Object) {
	if !o.HasResolvers() {
		return
	}
	pkg("context") // ShortResolverDeclaration uses it
	g.p("// %sResolver resolves fields of %s.", title(o.Name), o.Name)
	g.p("type %sResolver interface {", title(o.Name))
	for _, f := range o.Fields {
		if f.IsResolver {
			g.p("%s%s", f.GoFieldName, f.ShortResolverDeclaration())
		}
	}
	g.p("}\n")
}

// object generates the function of an object type.
func (g *generator) object(o *codegen.Object) {
	obj := "obj"
	if len(o.Fields) == 0 {
		obj = "_"
	}
	g.p("func (x *executor) object%s(f *%s.Field, n int, %s %s) bool {",
		function(o.Name), executePackage(), obj, goType(o.Reference()))
	g.p("set := x.Selected(f, n, %q)", o.Name)
	g.p("offset, ok := x.BeginObject(), true")
	g.p("for i := range set.Len() {")
	g.p("f := x.BeginField(set, i)")
	g.p("switch f.Number {")
	g.p("case 0:\nx.Name(%q)", o.Name)
	for n, f := range o.Fields {
		g.p("case %d: // %s", n+1, f.Name)
		g.field(o, f)
	}
	g.p("}\n}")
	g.p("return x.EndObject(offset, ok)\n}\n")
}

// rootObject generates the functions of Query or Mutation. Each of their fields recovers from panics.
func (g *generator) rootObject(o *codegen.Object) {
	g.p("func (x *executor) root%s() bool {", o.Name)
	g.p("set := x.Root()")
	g.p("offset, ok := x.BeginObject(), true")
	g.p("for i := range set.Len() {")
	g.p("f := x.BeginField(set, i)")
	g.p("ok = x.RootField(f, func() bool { return x.field%s(f) }) && ok", o.Name)
	g.p("}")
	g.p("return x.EndObject(offset, ok)\n}\n")
	g.p("func (x *executor) field%s(f *%s.Field) bool {", o.Name, executePackage())
	g.p("ok := true")
	g.p("switch f.Number {")
	g.p("case 0:\nx.Name(%q)", o.Name)
	for n, f := range o.Fields {
		g.p("case %d: // %s", n+1, f.Name)
		switch f.Name {
		case "__schema":
			g.p("ok = x.objectIntrospectedSchema(f, 0, %s.WrapSchema(Schema))", pkg(introspectionPath))
		case "__type":
			g.introspectedType(f)
		default:
			g.field(o, f)
		}
	}
	g.p("}\nreturn ok\n}\n")
}

const introspectionPath = "github.com/99designs/gqlgen/graphql/introspection"

// introspectedType generates the field __type.
func (g *generator) introspectedType(f *codegen.Field) {
	g.p("a := %s.Arguments(x.Execution, f, %s)", executePackage(), g.argsOf(f))
	g.p("if of := Schema.Types[a.%s]; of != nil {", member("name"))
	g.p("x.objectIntrospectedType(f, 0, %s.WrapTypeFromDef(Schema, of))", pkg(introspectionPath))
	g.p("} else {\nx.Null()\n}")
}

// stream generates the function that starts a subscription.
func (g *generator) stream(o *codegen.Object) {
	g.p("// stream starts a subscription. Next waits for an event and writes it; more is false at the end. When the")
	g.p("// subscription cannot start, stream adds an error and returns nil.")
	g.p("func (x *executor) stream(f *%s.Field) (next func(*executor) (ok, more bool)) {", executePackage())
	g.p("switch f.Number {")
	for n, f := range o.Fields {
		g.p("case %d: // %s", n+1, f.Name)
		if len(f.Args) > 0 {
			g.p("a := %s.Arguments(x.Execution, f, %s)", executePackage(), g.argsOf(f))
			g.p("if a == nil {\nreturn nil\n}")
		}
		called, _ := g.call(o, f)
		g.p("events, err := %s", called)
		g.p("if err != nil {\nx.FieldError(err)\nreturn nil\n}")
		g.p("return func(x *executor) (ok, more bool) {")
		g.p("select {")
		g.p("case v, more := <-events:")
		g.p("return more && %s, more", g.value(f.TypeReference, "v"))
		g.p("case <-x.Done():\nreturn false, false\n}\n}")
	}
	g.p("}\nreturn nil\n}\n")
}

// field generates the case of a field: decode its arguments, call what it is bound to, write the result. The
// generated code sets ok to false when a non-null field is null.
func (g *generator) field(o *codegen.Object, f *codegen.Field) {
	failed := "break"
	if f.TypeReference.GQL.NonNull {
		failed = "ok = false\nbreak"
	}
	if len(f.Args) > 0 {
		g.p("a := %s.Arguments(x.Execution, f, %s)", executePackage(), g.argsOf(f))
		g.p("if a == nil {\n%s\n}", failed)
	}
	called, fails := g.call(o, f)
	v := called
	switch {
	case f.VOkFunc:
		g.p("v, is := %s", called)
		g.p("if !is {\nx.Null()\n%s\n}", failed)
		v = "v"
	case fails:
		g.p("v, err := %s", called)
		g.p("if err != nil {\nx.FieldError(err)\n%s\n}", failed)
		v = "v"
	}
	if written := g.value(f.TypeReference, v); f.TypeReference.GQL.NonNull {
		g.p("ok = %s && ok", written)
	} else {
		g.p("%s", written)
	}
}

// call returns the expression for a field's value, and whether it also yields an error.
func (g *generator) call(o *codegen.Object, f *codegen.Field) (expression string, fails bool) {
	const context = "x.ResolverContext(f)"
	switch {
	case f.IsResolver && o.Root:
		return fmt.Sprintf("x.resolvers.%s().%s(%s)", title(o.Name), f.GoFieldName, passed(f, context)), true
	case f.IsResolver:
		return fmt.Sprintf("x.resolvers.%s().%s(%s)", title(o.Name), f.GoFieldName, passed(f, context, "obj")), true
	case f.IsMethod() && f.MethodHasContext:
		return fmt.Sprintf("obj.%s(%s)", f.GoFieldName, passed(f, context)), !f.NoErr
	case f.IsMethod():
		return fmt.Sprintf("obj.%s(%s)", f.GoFieldName, passed(f)), !f.NoErr
	case f.IsVariable():
		return "obj." + f.GoFieldName, false
	}
	panic(fmt.Sprintf("%s.%s is bound to neither a resolver, a method nor a member", o.Name, f.Name))
}

// passed joins the arguments of a call: the first ones, then those of the field.
func passed(f *codegen.Field, first ...string) string {
	for _, a := range f.Args {
		first = append(first, "a."+member(a.Name))
	}
	return strings.Join(first, ", ")
}
