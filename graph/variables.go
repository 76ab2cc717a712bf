package graph

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"math"
	"reflect"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"maillage/internal/lexicon"
)

// everyWrong is all that is wrong with an operation's variables, where its
// errors are about variables: the validator ends at the first, and whoever fills
// in a form wants to know of all. Other errors are told as they are.
func everyWrong(
	ctx context.Context, op *graphql.OperationContext, given map[string]any, errs gqlerror.List,
) gqlerror.List {
	errs = saidOfOneOf(ctx, errs)
	if op == nil || op.Operation == nil || len(errs) != 1 || len(errs[0].Path) == 0 ||
		errs[0].Path[0] != ast.PathName("variable") {
		return few(errs)
	}
	if found := wrongVariables(Language(ctx), op.Operation, given); len(found) > 0 {
		return few(found)
	}
	return errs // the validator knows something that we do not
}

// wrongVariables is all that is wrong with the variables of an operation.
func wrongVariables(l lexicon.Language, op *ast.OperationDefinition, given map[string]any) gqlerror.List {
	w := wrongs{language: l}
	for _, v := range op.VariableDefinitions {
		at := ast.Path{ast.PathName("variable"), ast.PathName(v.Variable)}
		value, is := given[v.Variable]
		switch {
		case is:
			w.value(v.Type, value, at)
		case v.Type.NonNull && v.DefaultValue == nil:
			w.add(at, "must be defined")
		}
	}
	for _, name := range nulls(op, given) {
		w.add(
			ast.Path{ast.PathName("variable"), ast.PathName(name)}, "is null where it is used for what cannot be null",
		)
	}
	return w.found
}

// fitting refuses variables that the validator lets pass, for it looks at what
// stands in the document alone: inputs that take exactly one field (`@oneOf`) and
// have none, several or null, and null where the schema needs a value.
type fitting struct{}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationContextMutator
} = fitting{}

// ExtensionName names the extension.
func (fitting) ExtensionName() string { return "VariablesFit" }

// Validate has nothing to object to a schema.
func (fitting) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext refuses the operation if a variable is wrong.
func (fitting) MutateOperationContext(ctx context.Context, op *graphql.OperationContext) *gqlerror.Error {
	if found := wrongVariables(Language(ctx), op.Operation, op.Variables); len(found) > 0 {
		return found[0]
	}
	return nil
}

// wrongs collects what is wrong with values, by GraphQL's rules of coercion
// (§3.5 to §3.13).
type wrongs struct {
	language lexicon.Language
	readers  map[string]func(any) error // of our own scalars, by their names
	found    gqlerror.List
}

func (w *wrongs) add(at ast.Path, sentence string, args ...any) {
	w.said(at, w.language.Say(sentence, args...))
}

func (w *wrongs) said(at ast.Path, text string) {
	err := gqlerror.ErrorPathf(at, "%s", text)
	err.Extensions = map[string]any{"code": string(ValidationError)}
	w.found = append(w.found, err)
}

func (w *wrongs) value(of *ast.Type, value any, at ast.Path) {
	if len(w.found) >= errorsTold {
		return // a large list of nonsense makes no more
	}
	if value == nil {
		if of.NonNull {
			w.add(at, "cannot be null")
		}
		return
	}
	if of.Elem != nil {
		list := reflect.ValueOf(value)
		if list.Kind() != reflect.Slice { // one value is a list of one
			w.value(of.Elem, value, at)
			return
		}
		for i := range list.Len() {
			w.value(of.Elem, list.Index(i).Interface(), then(at, ast.PathIndex(i)))
		}
		return
	}
	switch d := schema.Types[of.NamedType]; d.Kind {
	case ast.Enum:
		if word, is := value.(string); !is || d.EnumValues.ForName(word) == nil {
			w.add(at, "%s is not a valid %s", lexicon.Written(value), d.Name)
		}
	case ast.InputObject:
		w.fields(d, value, at)
	default:
		if !fits(d.Name, value) {
			w.add(at, "cannot be used as %s", d.Name)
		}
		if read := w.readers[d.Name]; read != nil {
			w.unread(at, read(value))
		}
	}
}

// unread adds what one of our own scalars could not read.
func (w *wrongs) unread(at ast.Path, err error) {
	var invalid *lexicon.InvalidError
	switch {
	case errors.As(err, &invalid):
		w.said(at, invalid.Say(w.language))
	case err != nil:
		w.said(at, err.Error())
	}
}

func (w *wrongs) fields(d *ast.Definition, value any, at ast.Path) {
	fields, is := value.(map[string]any)
	if !is {
		w.add(at, "cannot be used as %s", d.Name)
		return
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if d.Fields.ForName(name) == nil {
			w.add(then(at, ast.PathName(name)), "unknown field")
		}
	}
	for _, f := range d.Fields {
		inner, given := fields[f.Name]
		switch {
		case given:
			w.value(f.Type, inner, then(at, ast.PathName(f.Name)))
		case f.Type.NonNull && f.DefaultValue == nil:
			w.add(then(at, ast.PathName(f.Name)), "must be defined")
		}
	}
	if !isExactlyOne(d, fields) {
		w.add(at, "%s takes exactly one of its fields, and that not null", d.Name)
	}
}

// isExactlyOne tells whether an input that takes exactly one field (`@oneOf`)
// has one, and that not null.
func isExactlyOne(d *ast.Definition, fields map[string]any) bool {
	if d.Directives.ForName("oneOf") == nil {
		return true
	}
	for _, value := range fields {
		return len(fields) == 1 && value != nil
	}
	return false
}

// fits tells whether a scalar of the specification takes a value.
func fits(scalar string, value any) bool {
	switch scalar {
	case "Int":
		n, is := whole(value)
		return is && math.MinInt32 <= n && n <= math.MaxInt32
	case "Float":
		_, isNumber := value.(json.Number)
		_, isFloat := value.(float64) // as the validator leaves one that it has read
		return isNumber || isFloat
	case "String":
		_, is := value.(string)
		return is
	case "Boolean":
		_, is := value.(bool)
		return is
	case "ID":
		_, isText := value.(string)
		_, isWhole := whole(value)
		return isText || isWhole
	}
	return true
}

func whole(value any) (int64, bool) {
	number, is := value.(json.Number)
	if !is {
		n, is := value.(int64) // as the validator leaves one that it has read
		return n, is
	}
	n, err := number.Int64()
	return n, err == nil
}

func then(at ast.Path, step ast.PathElement) ast.Path { return append(slices.Clone(at), step) }
