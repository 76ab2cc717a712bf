package main

import (
	"fmt"
	"go/types"
	"slices"

	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/config"
	"github.com/vektah/gqlparser/v2/ast"
)

// output is a type that fields return.
type output = *config.TypeReference

// value returns the call that writes a value of a type. The call returns false for a null that is not allowed.
func (g *generator) value(ref *config.TypeReference, expression string) string {
	return fmt.Sprintf("x.write%s(f, %s)", g.values.name(keyOf(ref), word(ref.GQL), ref), expression)
}

// outputs generates the functions of output types, interfaces and unions.
func (g *generator) outputs() {
	for i := 0; i < len(g.values.all); i++ { // generating one may add others
		g.output(g.values.all[i].name, g.values.all[i].about)
	}
	var abstract []string
	for name := range g.data.Interfaces {
		abstract = append(abstract, name)
	}
	slices.Sort(abstract)
	for _, name := range abstract {
		g.abstract(g.data.Interfaces[name])
	}
}

// output generates the function that writes a type.
func (g *generator) output(name string, ref *config.TypeReference) {
	f := "f"
	leaf := ref.GQL.Elem == nil && ref.Definition.IsLeafType()
	if leaf {
		f = "_"
	}
	g.p("func (x *executor) write%s(%s *%s.Field, v %s) bool {", name, f, executePackage(), goType(ref.GO))
	switch {
	case ref.GQL.Elem != nil:
		g.list(ref)
	case leaf:
		g.leaf(ref)
	default:
		g.composite(ref)
	}
	g.p("}\n")
}

// absent generates the handling of nil.
func (g *generator) absent(ref *config.TypeReference) {
	if ref.GQL.NonNull {
		g.p("if v == nil {\nreturn x.NullError()\n}")
	} else {
		g.p("if v == nil {\nreturn x.Null()\n}")
	}
}

// list generates the body for a list.
func (g *generator) list(ref *config.TypeReference) {
	if !ref.IsSlice() {
		panic(fmt.Sprintf("%s is bound to %s, which is no slice", ref.GQL, ref.GO))
	}
	if !ref.GQL.NonNull { // for a non-null type, nil is an empty list
		g.absent(ref)
	}
	g.p("offset, ok := x.BeginList(), true")
	g.p("for i := range v {")
	g.p("if !x.BeginItem(i) {\nbreak\n}")
	written := g.value(ref.Elem(), "v[i]")
	if ref.GQL.Elem.NonNull {
		g.p("ok = %s && ok", written)
	} else {
		g.p("%s", written)
	}
	g.p("}")
	g.closed(ref, "x.EndList(offset, ok)")
}

// closed generates the return after a list or an object.
func (g *generator) closed(ref *config.TypeReference, became string) {
	if ref.GQL.NonNull {
		g.p("return %s", became)
		return
	}
	g.p("%s\nreturn true", became)
}

// composite generates the body for an object, an interface or a union.
func (g *generator) composite(ref *config.TypeReference) {
	kind := "object"
	if ref.Definition.Kind != ast.Object {
		kind = "abstract"
	}
	v, n := "v", ", 0"
	switch {
	case config.IsNilable(ref.GO):
		g.absent(ref)
	case kind == "object":
		v = "&v"
	}
	if kind == "abstract" {
		n = ""
	}
	g.closed(ref, fmt.Sprintf("x.%s%s(f%s, %s)", kind, function(ref.Definition.Name), n, v))
}

// abstract generates the function of an interface or a union, which switches on the Go type.
func (g *generator) abstract(of *codegen.Interface) {
	var possible []string
	objects := slices.DeleteFunc(slices.Clone(of.Implementors), func(i codegen.InterfaceImplementor) bool {
		return i.Kind != ast.Object // an interface that extends this one
	})
	for _, i := range objects {
		possible = append(possible, i.Name)
	}
	slices.Sort(possible)
	possible = slices.Compact(possible)
	g.p("func (x *executor) abstract%s(f *%s.Field, v %s) bool {", function(of.Name), executePackage(), goType(of.Type))
	g.p("switch v := v.(type) {")
	for _, i := range objects {
		v := "v"
		if i.TakeRef {
			v = "&v"
		}
		g.p("case %s:", goType(i.Type))
		g.p("return x.object%s(f, %d, %s)", function(i.Name), slices.Index(possible, i.Name), v)
	}
	g.p("}")
	g.p("panic(%s.Sprintf(%q, v))\n}\n", pkg("fmt"), "%T is none of "+of.Name)
}

// leaf generates the body for a scalar or an enum.
func (g *generator) leaf(ref *config.TypeReference) {
	v := "v"
	if isPointer(ref.GO) {
		g.absent(ref)
		v = "*v"
	} else if config.IsNilable(ref.GO) {
		g.absent(ref)
	}
	switch m := ref.Marshaler; {
	case ref.IsMarshaler && ref.Definition.Kind == ast.Enum && isText(ref.Target):
		g.p("return x.Name(string(%s))", v)
	case ref.IsMarshaler:
		if v == "*v" {
			v = "v"
		}
		g.p("return x.Marshal(%s)", v)
	case m == nil:
		panic(fmt.Sprintf("%s is bound to %s, which nothing writes", ref.GQL, ref.GO))
	case m.Pkg().Path() == "github.com/99designs/gqlgen/graphql":
		g.builtIn(ref, m.Name(), v)
	default:
		if ref.CastType != nil {
			v = fmt.Sprintf("%s(%s)", goType(ref.CastType), v)
		}
		g.p("return x.Marshal(%s.%s(%s))", pkg(m.Pkg().Path()), m.Name(), v)
	}
}

// builtIn generates the body for a built-in scalar.
func (g *generator) builtIn(ref *config.TypeReference, marshaler, v string) {
	switch marshaler {
	case "MarshalString", "MarshalID":
		g.p("return x.String(string(%s))", v)
	case "MarshalInt", "MarshalInt32", "MarshalInt64":
		g.p("return x.Int(int64(%s))", v)
	case "MarshalBoolean":
		g.p("return x.Boolean(bool(%s))", v)
	case "MarshalFloat", "MarshalFloatContext":
		g.p("return x.Float(float64(%s), %t)", v, !ref.GQL.NonNull)
	default:
		panic(fmt.Sprintf("%s is written by %s, which is not known here", ref.GQL, marshaler))
	}
}

// isText reports whether the underlying type is string.
func isText(t types.Type) bool {
	basic, is := t.Underlying().(*types.Basic)
	return is && basic.Kind() == types.String
}
