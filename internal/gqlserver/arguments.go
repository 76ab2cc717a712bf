package gqlserver

import (
	"context"
	"errors"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"maillage/graph/model"
	"maillage/internal/lexicon"
	"maillage/internal/locale"
	"maillage/internal/message"
	"maillage/internal/relay"
	"maillage/internal/scalar"
)

// additionalError is one more error about the arguments of a field, besides the error that ended the field.
type additionalError struct{ wrong *model.Error }

func (e additionalError) Error() string { return e.wrong.Error() }
func (e additionalError) Unwrap() error { return e.wrong }

// scalarReaders read the scalars of this schema as the executor does.
var scalarReaders = map[string]func(any) error{
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

// addRemainingErrors adds an error for everything else that is wrong with the arguments of the current field. The
// executor and the resolvers stop at the first error, but whoever fills in a form needs all of them.
func addRemainingErrors(ctx context.Context, err error, argument []any) {
	told := [][]any{argument}
	for _, wrong := range append(argumentErrorsOf(err), argumentErrors(ctx)...) {
		if !slices.ContainsFunc(told, func(one []any) bool { return slices.Equal(one, wrong.Argument) }) {
			told = append(told, wrong.Argument)
			graphql.AddError(ctx, additionalError{wrong})
		}
	}
}

// argumentErrorsOf returns the errors about arguments that an error is or joins.
func argumentErrorsOf(err error) (all []*model.Error) {
	var several interface{ Unwrap() []error }
	if errors.As(err, &several) {
		for _, one := range several.Unwrap() {
			all = append(all, argumentErrorsOf(one)...)
		}
		return all
	}
	var ours *model.Error
	if errors.As(err, &ours) {
		return []*model.Error{ours}
	}
	var paging *relay.ArgumentError
	if errors.As(err, &paging) {
		return []*model.Error{{Code: model.BadUserInput, Argument: paging.Argument, Sentence: paging.Sentence}}
	}
	return nil
}

// argumentErrors returns the errors of the current field's arguments that do not depend on the records.
func argumentErrors(ctx context.Context) (all []*model.Error) {
	fc := graphql.GetFieldContext(ctx)
	if fc == nil || fc.Field.Field == nil || fc.Field.Definition == nil {
		return nil
	}
	variables := graphql.GetOperationContext(ctx).Variables
	given := fc.Field.ArgumentMap(variables)
	w := inputErrors{language: locale.OfRequest(ctx), readers: scalarReaders}
	for _, a := range fc.Field.Definition.Arguments {
		if value := given[a.Name]; value != nil {
			w.value(a.Type, value, ast.Path{ast.PathName(a.Name)})
		}
	}
	for _, found := range w.found {
		all = append(all, &model.Error{
			Code: model.BadUserInput, Argument: steps(found.Path), Sentence: message.Verbatim(found.Message),
		})
	}
	if fc.Field.Definition.Arguments.ForName("last") == nil { // not a paginated list
		return all
	}
	page := relay.Args{First: number(given["first"]), Last: number(given["last"])}
	for _, wrong := range page.Wrong() {
		all = append(all, argumentErrorsOf(wrong)...)
	}
	return all
}

// number returns an integer argument, or nil without one.
func number(given any) *int {
	n, is := whole(given)
	if !is {
		return nil
	}
	size := int(n)
	return &size
}

// steps returns a path as the response shows it.
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
