package schemadiff

import (
	"maps"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// union returns the elements of both lists, in order.
func union(a, b []string) []string {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}

func names[T any](list []T, name func(T) string) []string {
	all := make([]string, len(list))
	for i, one := range list {
		all[i] = name(one)
	}
	return all
}

// types returns the types that a schema itself declares.
func types(s *ast.Schema) []string {
	return slices.Collect(func(yield func(string) bool) {
		for name := range maps.Keys(s.Types) {
			if !s.Types[name].BuiltIn && !yield(name) {
				return
			}
		}
	})
}

// directives returns the directives that a schema itself declares.
func directives(s *ast.Schema) []string {
	return slices.Collect(func(yield func(string) bool) {
		for name, d := range s.Directives {
			if (d.Position == nil || d.Position.Src == nil || !d.Position.Src.BuiltIn) && !yield(name) {
				return
			}
		}
	})
}

// fieldNames returns the names of the declared fields; introspection adds its own.
func fieldNames(d *ast.Definition) []string {
	var all []string
	for _, f := range d.Fields {
		if !strings.HasPrefix(f.Name, "__") {
			all = append(all, f.Name)
		}
	}
	return all
}

func nameOf(d *ast.Definition) string {
	if d == nil {
		return ""
	}
	return d.Name
}

func oneOf(d *ast.Definition) bool { return d.Directives.ForName("oneOf") != nil }

func specified(d *ast.Definition) string { return argument(d.Directives, "specifiedBy", "url") }

// reason returns why something is deprecated; empty when it is not.
func reason(list ast.DirectiveList) string {
	if list.ForName("deprecated") == nil {
		return ""
	}
	if said := argument(list, "deprecated", "reason"); said != "" {
		return said
	}
	return "No longer supported"
}

func argument(list ast.DirectiveList, directive, name string) string {
	d := list.ForName(directive)
	if d == nil {
		return ""
	}
	if a := d.Arguments.ForName(name); a != nil && a.Value != nil {
		return a.Value.Raw
	}
	return ""
}
