package write

import (
	"context"
	"encoding/json"
	"reflect"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"maillage/graph/model"
	"maillage/internal/edit"
	"maillage/internal/gen/exec"
	"maillage/internal/lexicon"
	"maillage/internal/message"
)

// inputOf returns the fields of the current mutation's input as plain values: text, numbers, booleans, lists and
// maps, with nil for null. The executor has validated the input.
func inputOf(ctx context.Context, input model.Input) map[string]any {
	fields, _ := coerced(inputType(ctx), map[string]any(input), true).(map[string]any)
	return fields
}

func inputType(ctx context.Context) *ast.Type {
	return graphql.GetFieldContext(ctx).Field.Definition.Arguments.ForName("input").Type
}

// coerced coerces an input value as GraphQL specifies (§3.10, §3.12). One value becomes a list of one, an identifier
// may be a number, and an absent field gets its default if defaults is true. The values of our own scalars stay as
// text, so that the editor can report what is wrong with them.
func coerced(t *ast.Type, value any, defaults bool) any {
	if value == nil {
		return nil
	}
	if t.Elem != nil {
		list := reflect.ValueOf(value)
		if list.Kind() != reflect.Slice {
			return []any{coerced(t.Elem, value, defaults)}
		}
		read := make([]any, list.Len())
		for i := range read {
			read[i] = coerced(t.Elem, list.Index(i).Interface(), defaults)
		}
		return read
	}
	switch v := value.(type) {
	case map[string]any:
		return coercedFields(exec.Schema.Types[t.NamedType], v, defaults)
	case int64:
		if t.NamedType == "ID" {
			return strconv.FormatInt(v, 10)
		}
	case json.Number:
		if t.NamedType == "ID" || t.NamedType == "String" {
			return v.String()
		}
	}
	return value
}

func coercedFields(of *ast.Definition, fields map[string]any, defaults bool) map[string]any {
	read := make(map[string]any, len(fields))
	for _, f := range of.Fields {
		value, given := fields[f.Name]
		switch {
		case given:
			read[f.Name] = coerced(f.Type, value, defaults)
		case defaults && f.DefaultValue != nil:
			read[f.Name], _ = f.DefaultValue.Value(nil) // the schema tests read every default
		}
	}
	return read
}

// The functions below read the plain values of an input that is not of a record.

// TextOf returns a text of an input; empty for none.
func TextOf(fields map[string]any, name string) string {
	text, _ := fields[name].(string)
	return text
}

// Changed returns the new value of a field: nil when the input does not name it, and the zero value for null, which
// clears the field.
func Changed[T any](fields map[string]any, name string) *T {
	value, named := fields[name]
	if !named {
		return nil
	}
	to, _ := value.(T)
	return &to
}

// TextsOf returns a list of texts of an input; nil when the input does not name it.
func TextsOf(fields map[string]any, name string) *[]string {
	value, named := fields[name]
	if !named {
		return nil
	}
	list, _ := value.([]any)
	texts := make([]string, len(list))
	for i, item := range list {
		texts[i], _ = item.(string)
	}
	return &texts
}

// NumberOf returns an integer of an input; 0 for none.
func NumberOf(fields map[string]any, name string) int {
	switch v := fields[name].(type) {
	case int64:
		return int(v)
	case json.Number:
		n, _ := v.Int64() // the executor has validated it
		return int(n)
	}
	return 0
}

// InstantOf returns a moment of an input. It returns the zero time for none, and a problem for an invalid one.
func InstantOf(fields map[string]any, name string) (time.Time, *edit.Problem) {
	if fields[name] == nil {
		return time.Time{}, nil
	}
	moment, err := time.Parse(time.RFC3339Nano, TextOf(fields, name))
	if err != nil {
		return moment, OnField(name, lexicon.UserInvalid, message.IsNoMoment)
	}
	return moment, nil
}

// OnField returns a problem whose sentence begins with the field's name.
func OnField(field string, code lexicon.UserErrorCode, what message.Sentence) *edit.Problem {
	return &edit.Problem{Field: []string{field}, Code: code, Sentence: message.InField(field, what)}
}
