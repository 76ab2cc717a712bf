package gqlserver

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

	"maillage/graph"
	"maillage/graph/model"
	"maillage/internal/lexicon"
	"maillage/internal/locale"
	"maillage/internal/message"
)

// allVariableErrors returns all errors of an operation's variables, if its errors are about variables. The validator
// stops at the first, but whoever fills in a form needs all of them. It returns other errors unchanged.
func allVariableErrors(
	ctx context.Context, op *graphql.OperationContext, given map[string]any, errs gqlerror.List,
) gqlerror.List {
	errs = oneOfMessages(ctx, errs)
	if op == nil || op.Operation == nil || len(errs) != 1 || len(errs[0].Path) == 0 ||
		errs[0].Path[0] != ast.PathName("variable") {
		return truncateErrors(errs)
	}
	if found := variableErrors(locale.OfRequest(ctx), op.Operation, given); len(found) > 0 {
		return truncateErrors(found)
	}
	return errs // the validator found an error that variableErrors does not
}

// variableErrors returns all errors of an operation's variables.
func variableErrors(l lexicon.Language, op *ast.OperationDefinition, given map[string]any) gqlerror.List {
	w := inputErrors{language: l}
	for _, v := range op.VariableDefinitions {
		at := ast.Path{ast.PathName("variable"), ast.PathName(v.Variable)}
		value, is := given[v.Variable]
		switch {
		case is:
			w.value(v.Type, value, at)
		case v.Type.NonNull && v.DefaultValue == nil:
			w.add(at, message.MissingValue)
		}
	}
	for _, name := range nullVariables(op, given) {
		w.add(ast.Path{ast.PathName("variable"), ast.PathName(name)}, message.NullWhereUsed)
	}
	return w.found
}

// variableChecks is the extension that refuses variables which the validator accepts, since it checks the document
// alone. These are @oneOf inputs without exactly one field that is not null, and null where the schema needs a value.
type variableChecks struct{}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationContextMutator
} = variableChecks{}

// ExtensionName returns the name of the extension.
func (variableChecks) ExtensionName() string { return "VariablesFit" }

// Validate accepts every schema.
func (variableChecks) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext refuses the operation if a variable is invalid.
func (variableChecks) MutateOperationContext(ctx context.Context, op *graphql.OperationContext) *gqlerror.Error {
	if found := variableErrors(locale.OfRequest(ctx), op.Operation, op.Variables); len(found) > 0 {
		return found[0]
	}
	return nil
}

// inputErrors collects the errors of values, by GraphQL's rules of input coercion (§3.5 to §3.13).
type inputErrors struct {
	language lexicon.Language
	readers  map[string]func(any) error // of our own scalars, by their names
	found    gqlerror.List
}

// add adds an error in the client's language.
func (w *inputErrors) add(at ast.Path, sentence message.Sentence) {
	w.addText(at, sentence.In(w.language))
}

// addText adds an error whose text is final.
func (w *inputErrors) addText(at ast.Path, text string) {
	err := gqlerror.ErrorPathf(at, "%s", text)
	err.Extensions = map[string]any{"code": string(model.ValidationError)}
	w.found = append(w.found, err)
}

// value checks a value against a type.
func (w *inputErrors) value(of *ast.Type, value any, at ast.Path) {
	if len(w.found) >= maxErrors {
		return // enough errors of a large list
	}
	if value == nil {
		if of.NonNull {
			w.add(at, message.NullValue)
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
			w.value(of.Elem, list.Index(i).Interface(), appendStep(at, ast.PathIndex(i)))
		}
		return
	}
	switch d := graph.Schema.Types[of.NamedType]; d.Kind {
	case ast.Enum:
		if word, is := value.(string); !is || d.EnumValues.ForName(word) == nil {
			w.add(at, message.NotInEnum(lexicon.Written(value), d.Name))
		}
	case ast.InputObject:
		w.fields(d, value, at)
	default:
		if !fits(d.Name, value) {
			w.add(at, message.WrongType(d.Name))
		}
		if read := w.readers[d.Name]; read != nil {
			w.addScalarError(at, read(value))
		}
	}
}

// addScalarError adds the error of one of our own scalars.
func (w *inputErrors) addScalarError(at ast.Path, err error) {
	var invalid *lexicon.InvalidError
	switch {
	case errors.As(err, &invalid):
		w.addText(at, invalid.In(w.language))
	case err != nil:
		w.addText(at, err.Error())
	}
}

// fields checks the fields of an input object.
func (w *inputErrors) fields(d *ast.Definition, value any, at ast.Path) {
	fields, is := value.(map[string]any)
	if !is {
		w.add(at, message.WrongType(d.Name))
		return
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if d.Fields.ForName(name) == nil {
			w.add(appendStep(at, ast.PathName(name)), message.UnknownField)
		}
	}
	for _, f := range d.Fields {
		inner, given := fields[f.Name]
		switch {
		case given:
			w.value(f.Type, inner, appendStep(at, ast.PathName(f.Name)))
		case f.Type.NonNull && f.DefaultValue == nil:
			w.add(appendStep(at, ast.PathName(f.Name)), message.MissingValue)
		}
	}
	if !isExactlyOne(d, fields) {
		w.add(at, message.OneFieldOf(d.Name))
	}
}

// isExactlyOne reports whether an input is not @oneOf, or has exactly one field that is not null.
func isExactlyOne(d *ast.Definition, fields map[string]any) bool {
	if d.Directives.ForName("oneOf") == nil {
		return true
	}
	for _, value := range fields {
		return len(fields) == 1 && value != nil
	}
	return false
}

// fits reports whether a built-in scalar accepts a value.
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

// whole returns an integer value; false for any other.
func whole(value any) (int64, bool) {
	number, is := value.(json.Number)
	if !is {
		n, is := value.(int64) // as the validator leaves one that it has read
		return n, is
	}
	n, err := number.Int64()
	return n, err == nil
}

// appendStep returns a copy of a path with one more step.
func appendStep(at ast.Path, step ast.PathElement) ast.Path { return append(slices.Clone(at), step) }
