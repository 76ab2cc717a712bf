package graph

import (
	"context"
	"errors"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"maillage/internal/lexicon"
	"maillage/internal/relay"
	"maillage/internal/scalar"
)

// alsoWrong is what else is wrong with the arguments of a field, beside the
// error that ended it.
type alsoWrong struct{ wrong *Error }

func (e alsoWrong) Error() string { return e.wrong.Error() }
func (e alsoWrong) Unwrap() error { return e.wrong }

// ownScalars read the scalars of this schema, as the executor does.
var ownScalars = map[string]func(any) error{
	"PartialDate": func(value any) error { return new(lexicon.PartialDate).UnmarshalGQL(value) },
	"LanguageTag": func(value any) error { return new(lexicon.LanguageTag).UnmarshalGQL(value) },
	"DateTime":    readBy(scalar.UnmarshalDateTime),
	"Cents":       readBy(scalar.UnmarshalCents),
	"Cursor":      readBy(scalar.UnmarshalCursor),
}

func readBy[T any](unmarshal func(any) (T, error)) func(any) error {
	return func(value any) error {
		_, err := unmarshal(value)
		return err
	}
}

// tellOthers adds an error for all else that is wrong with the arguments of the
// field under way, beside the one that was told: the executor and the resolvers
// end at the first, and whoever fills in a form wants to know of all.
func tellOthers(ctx context.Context, err error, argument []any) {
	told := [][]any{argument}
	for _, wrong := range append(joined(err), wrongArguments(ctx)...) {
		if !slices.ContainsFunc(told, func(one []any) bool { return slices.Equal(one, wrong.Argument) }) {
			told = append(told, wrong.Argument)
			graphql.AddError(ctx, alsoWrong{wrong})
		}
	}
}

// joined are the errors about arguments that an error joins, or is.
func joined(err error) (all []*Error) {
	var several interface{ Unwrap() []error }
	if errors.As(err, &several) {
		for _, one := range several.Unwrap() {
			all = append(all, joined(one)...)
		}
		return all
	}
	var ours *Error
	if errors.As(err, &ours) {
		return []*Error{ours}
	}
	var paging *relay.ArgumentError
	if errors.As(err, &paging) {
		return []*Error{{Code: BadUserInput, Argument: paging.Argument, Sentence: paging.Sentence, Args: paging.Args}}
	}
	return nil
}

// wrongArguments are the values that the arguments of the field under way cannot
// have, whatever the records are.
func wrongArguments(ctx context.Context) (all []*Error) {
	fc := graphql.GetFieldContext(ctx)
	if fc == nil || fc.Field.Field == nil || fc.Field.Definition == nil {
		return nil
	}
	variables := graphql.GetOperationContext(ctx).Variables
	given := fc.Field.ArgumentMap(variables)
	w := wrongs{language: Language(ctx), readers: ownScalars}
	for _, a := range fc.Field.Definition.Arguments {
		if value := given[a.Name]; value != nil {
			w.value(a.Type, value, ast.Path{ast.PathName(a.Name)})
		}
	}
	for _, found := range w.found {
		all = append(all, &Error{Code: BadUserInput, Argument: steps(found.Path), Sentence: found.Message})
	}
	if fc.Field.Definition.Arguments.ForName("last") == nil { // it is no list that is paged through
		return all
	}
	page := relay.Args{First: number(given["first"]), Last: number(given["last"])}
	for _, wrong := range page.Wrong() {
		all = append(all, joined(wrong)...)
	}
	return all
}

// number is a whole number that was given; nil when none was.
func number(given any) *int {
	n, is := whole(given)
	if !is {
		return nil
	}
	size := int(n)
	return &size
}

// steps is a path as it is told.
func steps(path ast.Path) (all []any) {
	for _, step := range path {
		switch step := step.(type) {
		case ast.PathName:
			all = append(all, string(step))
		case ast.PathIndex:
			all = append(all, int(step))
		}
	}
	return all
}
