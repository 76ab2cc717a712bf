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

// goType returns how the current file writes a type.
func goType(t types.Type) string { return templates.CurrentImports.LookupType(t) }

// pkg imports a package into the current file and returns its name there.
func pkg(path string) string { return templates.CurrentImports.Lookup(path) }

// executePackage imports package execute.
func executePackage() string { return pkg("maillage/internal/execute") }

// names assigns function names, and lists the functions that are still to be written.
type names[T any] struct {
	of    map[string]string // by key
	taken map[string]bool
	all   []named[T]
}

type named[T any] struct {
	name  string
	about T
}

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

// word returns how a GraphQL type is called in function names.
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
