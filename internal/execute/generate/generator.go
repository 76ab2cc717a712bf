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

// generator writes the Go code that executes a schema.
type generator struct {
	data     *codegen.Data
	code     strings.Builder
	values   *names[output]
	decoders *names[input]
	args     *names[arguments]
	written  []string // files
}

// p prints a line of code.
func (g *generator) p(format string, args ...any) {
	fmt.Fprintf(&g.code, format, args...)
	g.code.WriteByte('\n')
}

// goType returns the source text of a type in the current file.
func goType(t types.Type) string { return templates.CurrentImports.LookupType(t) }

// pkg imports a package into the current file and returns its name there.
func pkg(path string) string { return templates.CurrentImports.Lookup(path) }

// executePackage imports package execute.
func executePackage() string { return pkg("maillage/internal/execute") }

// names assigns function names, and queues the functions that must still be generated.
type names[T any] struct {
	of    map[string]string // by key
	taken map[string]bool
	all   []named[T]
}

// named is a function and the data for its generation.
type named[T any] struct {
	name  string
	about T
}

// newNames returns an empty set of names.
func newNames[T any]() *names[T] { return &names[T]{of: map[string]string{}, taken: map[string]bool{}} }

// name returns the function name for a key. A new name is the word, numbered if taken.
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

// word returns the part of function names for a GraphQL type.
func word(t *ast.Type) string {
	text := ""
	if t.Elem != nil {
		text = word(t.Elem) + "List"
	} else {
		text = strings.TrimLeft(t.NamedType, "_")
		if strings.HasPrefix(t.NamedType, "__") {
			text = "Introspected" + text
		}
	}
	if !t.NonNull {
		text += "OrNull"
	}
	return text
}

// keyOf returns a key for a GraphQL type and the Go type that it is bound to.
func keyOf(ref *config.TypeReference) string { return ref.GQL.String() + " " + ref.GO.String() }

// isPointer reports whether a type is a pointer.
func isPointer(t types.Type) bool {
	_, is := types.Unalias(t).(*types.Pointer)
	return is
}
