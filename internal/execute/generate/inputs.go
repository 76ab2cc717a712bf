package main

import (
	"fmt"
	"strings"

	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/config"
	"github.com/99designs/gqlgen/codegen/templates"
	"github.com/vektah/gqlparser/v2/ast"
)

// input is a type of arguments and input fields.
type input = *config.TypeReference

// arguments lists the arguments of a field.
type arguments = []*codegen.FieldArgument

// member returns the name of an argument in the generated struct.
func member(name string) string { return templates.ToGo(name) }

// argsOf returns the name of the function that decodes the arguments of a field. Fields with equal arguments share it.
func (g *generator) argsOf(f *codegen.Field) string {
	var key strings.Builder
	for _, a := range f.Args {
		fmt.Fprintf(&key, "%s %s, ", a.Name, keyOf(a.TypeReference))
	}
	return "decode" + g.args.name(key.String(), "Args", f.Args)
}

// decoder returns the name of the function that decodes a value of a type.
func (g *generator) decoder(ref *config.TypeReference) string {
	return "decode" + g.decoders.name(keyOf(ref), word(ref.GQL), ref)
}

// inputs generates the decoding functions.
func (g *generator) inputs() {
	for _, a := range g.args.all {
		g.arguments(a.name, a.about)
	}
	for i := 0; i < len(g.decoders.all); i++ { // generating one may add others
		g.decoding(g.decoders.all[i].name, g.decoders.all[i].about)
	}
}

// arguments generates the struct of a field's arguments and the function that decodes them.
func (g *generator) arguments(name string, args []*codegen.FieldArgument) {
	lower := strings.ToLower(name[:1]) + name[1:]
	g.p("type %s struct {", lower)
	for _, a := range args {
		g.p("%s %s", member(a.Name), goType(a.TypeReference.GO))
	}
	g.p("}\n")
	g.p("func decode%s(raw map[string]any) (*%s, error) {", name, lower)
	g.p("var a %s", lower)
	g.p("var err error")
	for _, a := range args {
		g.p("if v, given := raw[%q]; given {", a.Name)
		g.p("if a.%s, err = %s(v); err != nil {", member(a.Name), g.decoder(a.TypeReference))
		g.p("return nil, %s.WrapDecodeError(%s.PathName(%q), err)\n}\n}", executePackage(), pkg(astPath), a.Name)
	}
	g.p("return &a, nil\n}\n")
}

const (
	astPath     = "github.com/vektah/gqlparser/v2/ast"
	graphqlPath = "github.com/99designs/gqlgen/graphql"
)

// decoding generates the function that decodes a type.
func (g *generator) decoding(name string, ref *config.TypeReference) {
	g.p("func decode%s(v any) (%s, error) {", name, goType(ref.GO))
	if config.IsNilable(ref.GO) && !ref.GQL.NonNull {
		g.p("if v == nil {\nreturn nil, nil\n}")
	}
	switch {
	case ref.GQL.Elem != nil:
		g.decodeList(ref)
	case ref.IsMarshaler:
		g.decodeItself(ref)
	case isPointer(ref.GO):
		g.p("read, err := %s(v)", g.decoder(valueOf(ref)))
		g.p("if err != nil {\nreturn nil, err\n}")
		g.p("return &read, nil")
	case ref.Unmarshaler != nil:
		g.decodeBy(ref)
	case ref.Definition.Kind == ast.InputObject:
		g.decodeObject(ref)
	default:
		panic(fmt.Sprintf("%s is bound to %s, which nothing reads", ref.GQL, ref.GO))
	}
	g.p("}\n")
}

// valueOf returns the non-null type that a pointer type points to.
func valueOf(ref *config.TypeReference) *config.TypeReference {
	value := *ref.Elem()
	gql := *ref.GQL
	gql.NonNull = true
	value.GQL = &gql
	return &value
}

// decodeList handles lists.
func (g *generator) decodeList(ref *config.TypeReference) {
	g.p("values := %s.CoerceList(v)", pkg(graphqlPath))
	g.p("read := make(%s, len(values))", goType(ref.GO))
	g.p("for i := range values {")
	g.p("var err error")
	g.p("if read[i], err = %s(values[i]); err != nil {", g.decoder(ref.Elem()))
	g.p("return nil, %s.WrapDecodeError(%s.PathIndex(i), err)\n}\n}", executePackage(), pkg(astPath))
	g.p("return read, nil")
}

// decodeItself handles types with an UnmarshalGQL method.
func (g *generator) decodeItself(ref *config.TypeReference) {
	method := "UnmarshalGQL(v)"
	if ref.IsContext {
		method = "UnmarshalGQLContext(" + pkg("context") + ".Background(), v)"
	}
	if isPointer(ref.GO) {
		g.p("read := new(%s)", goType(ref.Elem().GO))
	} else {
		g.p("var read %s", goType(ref.GO))
	}
	g.p("err := read.%s", method)
	g.p("return read, err")
}

// decodeBy handles types with an unmarshal function.
func (g *generator) decodeBy(ref *config.TypeReference) {
	u := ref.Unmarshaler
	args := "v"
	if ref.IsContext {
		args = pkg("context") + ".Background(), v"
	}
	call := fmt.Sprintf("%s.%s(%s)", pkg(u.Pkg().Path()), u.Name(), args)
	if ref.CastType == nil {
		g.p("return %s", call)
		return
	}
	g.p("read, err := %s", call)
	g.p("return %s(read), err", goType(ref.GO))
}

// decodeObject handles input objects that are structs or maps.
func (g *generator) decodeObject(ref *config.TypeReference) {
	of := g.data.Inputs.ByName(ref.Definition.Name)
	g.p("fields, _ := v.(map[string]any)")
	if ref.IsMap() {
		g.p("read := make(map[string]any, len(fields))")
	} else {
		g.p("var read %s", goType(ref.GO))
	}
	g.p("var err error")
	for _, f := range of.Fields {
		to := "read." + f.GoFieldName
		if ref.IsMap() {
			to = fmt.Sprintf("read[%q]", f.Name)
		}
		g.p("if v, given := fields[%q]; given {", f.Name)
		g.p("if %s, err = %s(v); err != nil {", to, g.decoder(f.TypeReference))
		g.p("return read, %s.WrapDecodeError(%s.PathName(%q), err)\n}", executePackage(), pkg(astPath), f.Name)
		if f.Default != nil {
			g.p("} else if %s, err = %s(%#v); err != nil {", to, g.decoder(f.TypeReference), f.Default)
			g.p("return read, %s.WrapDecodeError(%s.PathName(%q), err)", executePackage(), pkg(astPath), f.Name)
		}
		g.p("}")
	}
	g.p("return read, nil")
}
