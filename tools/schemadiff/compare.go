// Package schemadiff compares two versions of the API's schema by what a change does to clients that
// were written for the older one.
//
// It uses the usual criteria for GraphQL schemas. A change that removes or narrows something is
// breaking, one that clients may not be prepared for is dangerous, and an addition is safe.
package schemadiff

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// Severity is what a change does to clients.
type Severity int

// The severities, from harmless to harmful.
const (
	Safe      Severity = iota // no client can notice, or only one that asks for what is new
	Dangerous                 // may surprise a client that takes a list to be closed
	Breaking                  // valid documents or variables become invalid, or mean something else
)

func (s Severity) String() string { return [...]string{"safe", "dangerous", "breaking"}[s] }

// Change is one difference between two schemas.
type Change struct {
	Severity Severity
	// Path is what changed, as a schema coordinate: `Axis`, `Axis.name`, `Axis.contributors(roles:)`,
	// `Status.ACTIVE`, `@asKnownAt`, `@asKnownAt(at:)`.
	Path string
	What string // in words, such as `removed` or `from Int to Int!`
}

// String returns the change as a line of the changelog.
func (c Change) String() string { return fmt.Sprintf("%s `%s` %s", c.Severity, c.Path, c.What) }

// Read parses a schema.
func Read(sdl string) (*ast.Schema, error) {
	return gqlparser.LoadSchema(&ast.Source{Name: "schema", Input: sdl})
}

// Compare returns the differences, ordered by path. It ignores descriptions, which may be reworded at
// any time.
func Compare(before, after *ast.Schema) []Change {
	c := &comparison{before: before, after: after}
	for _, name := range union(types(before), types(after)) {
		was, is := before.Types[name], after.Types[name]
		switch {
		case is == nil:
			c.add(Breaking, name, "removed")
		case was == nil:
			c.add(Safe, name, "added")
		case was.Kind != is.Kind:
			c.add(Breaking, name, "from %s to %s", was.Kind, is.Kind)
		default:
			c.definition(was, is)
		}
	}
	c.directives()
	c.roots()
	slices.SortStableFunc(
		c.changes, func(a, b Change) int { return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.What, b.What)) },
	)
	return c.changes
}

type comparison struct {
	before, after *ast.Schema
	changes       []Change
}

func (c *comparison) add(s Severity, path, format string, args ...any) {
	c.changes = append(c.changes, Change{s, path, fmt.Sprintf(format, args...)})
}

func (c *comparison) definition(was, is *ast.Definition) {
	switch was.Kind {
	case ast.Object, ast.Interface:
		c.interfaces(was, is)
		c.fields(was, is)
	case ast.InputObject:
		c.inputs(was, is)
	case ast.Enum:
		c.members(was.Name, ".", names(was.EnumValues, func(v *ast.EnumValueDefinition) string { return v.Name }),
			names(is.EnumValues, func(v *ast.EnumValueDefinition) string { return v.Name }))
		for _, v := range was.EnumValues {
			if now := is.EnumValues.ForName(v.Name); now != nil {
				c.deprecation(was.Name+"."+v.Name, v.Directives, now.Directives)
			}
		}
	case ast.Union:
		c.members(was.Name, " | ", was.Types, is.Types)
	case ast.Scalar:
		if a, b := specified(was), specified(is); a != b {
			c.add(Dangerous, was.Name, "specified by %q, before by %q", b, a)
		}
	}
}

// members compares the values of an enum or the types of a union. A removed one is breaking; an added
// one surprises clients that take the list to be closed.
func (c *comparison) members(of, joint string, was, is []string) {
	for _, name := range union(was, is) {
		switch {
		case !slices.Contains(is, name):
			c.add(Breaking, of+joint+name, "removed")
		case !slices.Contains(was, name):
			c.add(Dangerous, of+joint+name, "added")
		}
	}
}

func (c *comparison) interfaces(was, is *ast.Definition) {
	for _, name := range union(was.Interfaces, is.Interfaces) {
		switch {
		case !slices.Contains(is.Interfaces, name):
			c.add(Breaking, was.Name, "implements %s no more", name)
		case !slices.Contains(was.Interfaces, name):
			c.add(Dangerous, was.Name, "implements %s", name)
		}
	}
}

func (c *comparison) fields(was, is *ast.Definition) {
	for _, name := range union(fieldNames(was), fieldNames(is)) {
		path, old, now := was.Name+"."+name, was.Fields.ForName(name), is.Fields.ForName(name)
		switch {
		case now == nil:
			c.add(Breaking, path, "removed")
		case old == nil:
			c.add(Safe, path, "added")
		default:
			if old.Type.String() != now.Type.String() {
				c.add(either(narrows(old.Type, now.Type)), path, "from %s to %s", old.Type, now.Type)
			}
			c.deprecation(path, old.Directives, now.Directives)
			c.arguments(path, old.Arguments, now.Arguments)
		}
	}
}

func (c *comparison) inputs(was, is *ast.Definition) {
	for _, name := range union(fieldNames(was), fieldNames(is)) {
		path, old, now := was.Name+"."+name, was.Fields.ForName(name), is.Fields.ForName(name)
		switch {
		case now == nil:
			c.add(Breaking, path, "removed")
		case old == nil && now.Type.NonNull && now.DefaultValue == nil:
			c.add(Breaking, path, "added, and required")
		case old == nil:
			c.add(Dangerous, path, "added")
		default:
			c.input(path, old.Type, now.Type, old.DefaultValue, now.DefaultValue)
			c.deprecation(path, old.Directives, now.Directives)
		}
	}
	if old, now := oneOf(was), oneOf(is); old != now {
		c.add(either(!now), was.Name, "%s",
			map[bool]string{true: "takes exactly one of its fields", false: "takes any of its fields"}[now])
	}
}

func (c *comparison) arguments(of string, was, is ast.ArgumentDefinitionList) {
	name := func(a *ast.ArgumentDefinition) string { return a.Name }
	for _, n := range union(names(was, name), names(is, name)) {
		path, old, now := of+"("+n+":)", was.ForName(n), is.ForName(n)
		switch {
		case now == nil:
			c.add(Breaking, path, "removed")
		case old == nil && now.Type.NonNull && now.DefaultValue == nil:
			c.add(Breaking, path, "added, and required")
		case old == nil:
			c.add(Dangerous, path, "added")
		default:
			c.input(path, old.Type, now.Type, old.DefaultValue, now.DefaultValue)
			c.deprecation(path, old.Directives, now.Directives)
		}
	}
}

// input compares what an argument or input field accepts. It may accept more, but never less. Another
// default changes the meaning for clients that give no value.
func (c *comparison) input(path string, was, is *ast.Type, old, now *ast.Value) {
	if was.String() != is.String() {
		c.add(either(widens(was, is)), path, "from %s to %s", was, is)
	}
	switch a, b := value(old), value(now); {
	case a == b:
	case now == nil && is.NonNull:
		c.add(Breaking, path, "without its default %s, and required", a)
	default:
		c.add(Dangerous, path, "default %s, before %s", b, a)
	}
}

// deprecation records what was deprecated, or no longer is.
func (c *comparison) deprecation(path string, was, is ast.DirectiveList) {
	a, b := reason(was), reason(is)
	switch {
	case a == b:
	case b == "":
		c.add(Safe, path, "deprecated no more")
	case a == "":
		c.add(Safe, path, "deprecated")
	default:
		c.add(Safe, path, "deprecated for another reason")
	}
}

func (c *comparison) directives() {
	for _, name := range union(directives(c.before), directives(c.after)) {
		path, was, is := "@"+name, c.before.Directives[name], c.after.Directives[name]
		switch {
		case is == nil:
			c.add(Breaking, path, "removed")
		case was == nil:
			c.add(Safe, path, "added")
		default:
			c.arguments(path, was.Arguments, is.Arguments)
			if was.IsRepeatable != is.IsRepeatable {
				c.add(either(is.IsRepeatable), path, "%s",
					map[bool]string{true: "may be repeated", false: "may be repeated no more"}[is.IsRepeatable])
			}
			for _, at := range was.Locations {
				if !slices.Contains(is.Locations, at) {
					c.add(Breaking, path, "no more on %s", at)
				}
			}
			for _, at := range is.Locations {
				if !slices.Contains(was.Locations, at) {
					c.add(Safe, path, "on %s", at)
				}
			}
		}
	}
}

// roots compares the root operation types.
func (c *comparison) roots() {
	for _, root := range []struct {
		operation string
		was, is   *ast.Definition
	}{{"query", c.before.Query, c.after.Query}, {"mutation", c.before.Mutation, c.after.Mutation},
		{"subscription", c.before.Subscription, c.after.Subscription}} {
		was, is := nameOf(root.was), nameOf(root.is)
		switch {
		case was == is:
		case was == "":
			c.add(Safe, root.operation, "added: %s", is)
		case is == "":
			c.add(Breaking, root.operation, "removed")
		default:
			c.add(Breaking, root.operation, "from %s to %s", was, is)
		}
	}
}

// narrows reports whether a field's type only became stricter, so that every new answer was possible
// before. Another type makes fragments on its siblings invalid, even if it implements the older one.
func narrows(was, is *ast.Type) bool {
	switch {
	case was.NonNull && !is.NonNull, (was.Elem == nil) != (is.Elem == nil):
		return false
	case was.Elem != nil:
		return narrows(was.Elem, is.Elem)
	}
	return was.NamedType == is.NamedType
}

// widens reports whether an argument or input field still accepts everything that it accepted.
func widens(was, is *ast.Type) bool {
	switch {
	case is.NonNull && !was.NonNull:
		return false
	case (was.Elem == nil) != (is.Elem == nil):
		return false // a value for a list of one is valid as a literal, and not as a variable
	case was.Elem != nil:
		return widens(was.Elem, is.Elem)
	}
	return was.NamedType == is.NamedType
}

func either(safe bool) Severity {
	if safe {
		return Safe
	}
	return Breaking
}

func value(v *ast.Value) string {
	if v == nil {
		return "none"
	}
	return v.String()
}
