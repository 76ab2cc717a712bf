package main

import (
	"fmt"
	"strings"

	"github.com/99designs/gqlgen/codegen"
)

// title is the name of an object type as the name of its resolvers begins.
func title(name string) string { return strings.ToUpper(name[:1]) + name[1:] }

// function is the name of an object type in the names of functions.
func function(name string) string {
	if bare, builtIn := strings.CutPrefix(name, "__"); builtIn {
		return "Introspected" + bare
	}
	return title(name)
}

// objects writes the functions of object types, and the interfaces of their resolvers.
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

// resolver writes the interface of whoever resolves the fields of an object type that no value has.
func (g *generator) resolver(o *codegen.Object) {
	if !o.HasResolvers() {
		return
	}
	pkg("context") // which gqlgen's declarations name
	g.p("// %sResolver resolves the fields of %s that are more than a member of it.", title(o.Name), o.Name)
	g.p("type %sResolver interface {", title(o.Name))
	for _, f := range o.Fields {
		if f.IsResolver {
			g.p("%s%s", f.GoFieldName, f.ShortResolverDeclaration())
		}
	}
	g.p("}\n")
}

func (g *generator) object(o *codegen.Object) {
	obj := "obj"
	if len(o.Fields) == 0 {
		obj = "_"
	}
	g.p("func (x *executor) object%s(f *%s.Field, n int, %s %s) bool {",
		function(o.Name), executePackage(), obj, goType(o.Reference()))
	g.p("set := x.Set(f, n, %q)", o.Name)
	g.p("mark, ok := x.Open(), true")
	g.p("for i := range set.Len() {")
	g.p("f := x.Begin(set, i)")
	g.p("switch f.Number {")
	g.p("case 0:\nx.Word(%q)", o.Name)
	for n, f := range o.Fields {
		g.p("case %d: // %s", n+1, f.Name)
		g.field(o, f)
	}
	g.p("}\n}")
	g.p("return x.Close(mark, ok)\n}\n")
}

// rootObject writes the functions of Query or Mutation: each field is guarded against panics.
func (g *generator) rootObject(o *codegen.Object) {
	g.p("func (x *executor) root%s() bool {", o.Name)
	g.p("set := x.Root()")
	g.p("mark, ok := x.Open(), true")
	g.p("for i := range set.Len() {")
	g.p("f := x.Begin(set, i)")
	g.p("ok = x.Guarded(f, func() bool { return x.field%s(f) }) && ok", o.Name)
	g.p("}")
	g.p("return x.Close(mark, ok)\n}\n")
	g.p("func (x *executor) field%s(f *%s.Field) bool {", o.Name, executePackage())
	g.p("ok := true")
	g.p("switch f.Number {")
	g.p("case 0:\nx.Word(%q)", o.Name)
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

// introspectedType writes the field by which a type of the schema is asked for.
func (g *generator) introspectedType(f *codegen.Field) {
	g.p("a := %s.Args(x.Execution, f, %s)", executePackage(), g.argsOf(f))
	g.p("if of := Schema.Types[a.%s]; of != nil {", member("name"))
	g.p("x.objectIntrospectedType(f, 0, %s.WrapTypeFromDef(Schema, of))", pkg(introspectionPath))
	g.p("} else {\nx.Null()\n}")
}

// stream writes the function that begins a subscription.
func (g *generator) stream(o *codegen.Object) {
	g.p("// stream begins a subscription: next writes an event, and tells whether there was one. It is nil, with an error,")
	g.p("// when the subscription cannot begin.")
	g.p("func (x *executor) stream(f *%s.Field) (next func(*executor) (ok, more bool)) {", executePackage())
	g.p("switch f.Number {")
	for n, f := range o.Fields {
		g.p("case %d: // %s", n+1, f.Name)
		if len(f.Args) > 0 {
			g.p("a := %s.Args(x.Execution, f, %s)", executePackage(), g.argsOf(f))
			g.p("if a == nil {\nreturn nil\n}")
		}
		g.p("events, err := x.resolvers.%s().%s(x.At(f)%s)", title(o.Name), f.GoFieldName, g.passed(f, ", "))
		g.p("if err != nil {\nx.Fail(err)\nreturn nil\n}")
		g.p("return func(x *executor) (ok, more bool) {")
		g.p("select {")
		g.p("case v, more := <-events:")
		g.p("return more && %s, more", g.value(f.TypeReference, "v"))
		g.p("case <-x.Ended():\nreturn false, false\n}\n}")
	}
	g.p("}\nreturn nil\n}\n")
}

// field writes how a field is called for and written. The field is f, and its object is obj; ok becomes false when it is
// null and may not be.
func (g *generator) field(o *codegen.Object, f *codegen.Field) {
	failed := "break"
	if f.TypeReference.GQL.NonNull {
		failed = "ok = false\nbreak"
	}
	if len(f.Args) > 0 {
		g.p("a := %s.Args(x.Execution, f, %s)", executePackage(), g.argsOf(f))
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
		g.p("if err != nil {\nx.Fail(err)\n%s\n}", failed)
		v = "v"
	}
	if written := g.value(f.TypeReference, v); f.TypeReference.GQL.NonNull {
		g.p("ok = %s && ok", written)
	} else {
		g.p("%s", written)
	}
}

// call is how the value of a field is called for, and whether that may fail.
func (g *generator) call(o *codegen.Object, f *codegen.Field) (expression string, fails bool) {
	switch {
	case f.IsResolver && o.Root:
		return fmt.Sprintf("x.resolvers.%s().%s(x.At(f)%s)", title(o.Name), f.GoFieldName, g.passed(f, ", ")), true
	case f.IsResolver:
		return fmt.Sprintf("x.resolvers.%s().%s(x.At(f), obj%s)", title(o.Name), f.GoFieldName, g.passed(f, ", ")), true
	case f.IsMethod() && f.MethodHasContext:
		return fmt.Sprintf("obj.%s(x.At(f)%s)", f.GoFieldName, g.passed(f, ", ")), !f.NoErr
	case f.IsMethod():
		return fmt.Sprintf("obj.%s(%s)", f.GoFieldName, strings.TrimPrefix(g.passed(f, ", "), ", ")), !f.NoErr
	case f.IsVariable():
		return "obj." + f.GoFieldName, false
	}
	panic(fmt.Sprintf("%s.%s is bound to nothing that is known here", o.Name, f.Name))
}

// passed are the arguments of a field, after those that every call has.
func (g *generator) passed(f *codegen.Field, before string) string {
	var all strings.Builder
	for i := range f.Args {
		fmt.Fprintf(&all, "%sa.%s", before, member(f.Args[i].Name))
	}
	return all.String()
}
