package main

import (
	"fmt"
	"go/types"
	"strings"

	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/config"
	"github.com/99designs/gqlgen/codegen/templates"
	"github.com/vektah/gqlparser/v2/ast"
)

// generator writes Go code about the types of a schema.
type generator struct {
	data     *codegen.Data
	code     strings.Builder
	values   *names[output]
	decoders *names[input]
	args     *names[arguments]
}

func (g *generator) p(format string, args ...any) {
	fmt.Fprintf(&g.code, format, args...)
	g.code.WriteByte('\n')
}

// goType is a type as the file at hand writes it.
func goType(t types.Type) string { return templates.CurrentImports.LookupType(t) }

// pkg imports a package into the file at hand, and returns the name under which.
func pkg(path string) string { return templates.CurrentImports.Lookup(path) }

// executePackage imports package execute.
func executePackage() string { return pkg("maillage/internal/execute") }

// names gives functions their names, and remembers what they are about, in the order in which they were asked for.
type names[T any] struct {
	of    map[string]string // what it is about → name
	taken map[string]bool
	all   []named[T]
}

type named[T any] struct {
	name  string
	about T
}

func newNames[T any]() *names[T] { return &names[T]{of: map[string]string{}, taken: map[string]bool{}} }

// name is the name of the function for a key: a new one begins with a word.
func (n *names[T]) name(key, word string, about T) string {
	if name, known := n.of[key]; known {
		return name
	}
	name := word
	for i := 2; n.taken[name]; i++ {
		name = fmt.Sprint(word, i)
	}
	n.of[key], n.taken[name] = name, true
	n.all = append(n.all, named[T]{name, about})
	return name
}

// word says a GraphQL type in the name of a function.
func word(t *ast.Type) string {
	said := ""
	if t.Elem != nil {
		said = word(t.Elem) + "List"
	} else {
		said = strings.TrimLeft(t.NamedType, "_")
		if strings.HasPrefix(t.NamedType, "__") {
			said = "Introspected" + said
		}
	}
	if !t.NonNull {
		said += "OrNull"
	}
	return said
}

func keyOf(ref *config.TypeReference) string { return ref.GQL.String() + " " + ref.GO.String() }

// isPointer tells whether a type is a pointer.
func isPointer(t types.Type) bool {
	_, is := types.Unalias(t).(*types.Pointer)
	return is
}
