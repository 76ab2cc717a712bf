package gqlserver

import (
	"context"
	"maillage/internal/message"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator/core"

	"maillage/internal/locale"
)

// oneOfRule is the name of the rule oneOf.
const oneOfRule = "OneOfNamesItsArgument"

// notOneOf matches the validator's own messages about @oneOf inputs. They name the first field of the type, whichever
// was given, and no argument.
var notOneOf = regexp.MustCompile(`OneOf Input Object|^Field "[^"]*" must be non-null`)

// oneOf refuses @oneOf inputs with no field, several fields, null, or a nullable variable. Its errors carry the
// argument; oneOfMessages writes their messages.
func oneOf(observers *core.Events, add core.AddErrFunc) {
	observers.OnField(func(_ *core.Walker, f *ast.Field) {
		for _, a := range f.Arguments {
			eachOneOf(a.Value, []any{a.Name}, func(d *ast.Definition, v *ast.Value, argument []any) {
				extensions := map[string]any{"argument": argument, oneOfRule: d}
				if len(v.Children) == 1 && v.Children[0].Value.Kind == ast.Variable {
					extensions["variable"] = []any{v.Children[0].Value.Raw}
				}
				add(core.At(v.Position), func(err *gqlerror.Error) { err.Extensions = extensions })
			})
		}
	})
}

// eachOneOf calls on for every @oneOf part of a value that does not have exactly one field.
func eachOneOf(v *ast.Value, at []any, on func(*ast.Definition, *ast.Value, []any)) {
	if v.Kind == ast.ObjectValue && v.Definition != nil && v.Definition.Directives.ForName("oneOf") != nil &&
		!hasOneField(v) {
		on(v.Definition, v, at)
		return
	}
	for i, child := range v.Children {
		var step any = child.Name
		if v.Kind == ast.ListValue {
			step = i
		}
		eachOneOf(child.Value, append(slices.Clone(at), step), on)
	}
}

func hasOneField(v *ast.Value) bool {
	if len(v.Children) != 1 {
		return false
	}
	switch only := v.Children[0].Value; only.Kind {
	case ast.NullValue:
		return false
	case ast.Variable:
		return only.VariableDefinition == nil || only.VariableDefinition.Type.NonNull
	}
	return true
}

// oneOfMessages writes the messages of the rule oneOf, and drops the validator's own.
func oneOfMessages(ctx context.Context, errs gqlerror.List) gqlerror.List {
	isOurs := func(err *gqlerror.Error) bool { return err.Extensions[oneOfRule] != nil }
	if !slices.ContainsFunc(errs, isOurs) {
		return errs
	}
	var all gqlerror.List
	for _, err := range errs {
		d, ours := err.Extensions[oneOfRule].(*ast.Definition)
		if !ours {
			if !notOneOf.MatchString(err.Message) {
				all = append(all, err)
			}
			continue
		}
		names := make([]string, len(d.Fields))
		for i, f := range d.Fields {
			names[i] = "`" + f.Name + "`"
		}
		argument, _ := err.Extensions["argument"].([]any)
		err.Message = message.OneOf(dotted(argument), strings.Join(names, ", ")).In(locale.OfRequest(ctx))
		delete(err.Extensions, oneOfRule)
		all = append(all, err)
	}
	return all
}

// dotted returns the path of an argument, such as `filter.recordWith`.
func dotted(argument []any) string {
	steps := make([]string, len(argument))
	for i, step := range argument {
		switch s := step.(type) {
		case string:
			steps[i] = s
		case int:
			steps[i] = strconv.Itoa(s)
		}
	}
	return strings.Join(steps, ".")
}
