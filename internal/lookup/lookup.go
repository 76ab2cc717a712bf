package lookup

import (
	"context"
	"errors"
	"slices"
	"strings"

	"maillage/graph/model"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/input"
	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/network"
	"maillage/internal/record"
	"maillage/internal/relay"
	"maillage/internal/snapshot"
)

// RecordBy returns the record of a type that a lookup by id or code names, or nil.
func RecordBy[T any](ctx context.Context, r *relay.Reader, prefix string, by input.RecordBy) (*T, error) {
	argument, name := "id", by.ID
	if name == nil {
		argument, name = "code", by.Code
	}
	if name == nil || by.ID != nil && by.Code != nil {
		return nil, &model.Error{
			Code: model.BadUserInput, Argument: []any{"by"}, Sentence: message.IDOrCode,
		}
	}
	if _, isUID := lexicon.UIDPrefix(*name); isUID != (argument == "id") {
		return nil, nil // an id in place of a code, or the reverse, names nothing
	}
	found, err := ByNames(ctx, r, prefix, nil, []string{*name})
	var several *record.AmbiguousError
	if errors.As(err, &several) {
		return nil, ambiguous([]any{"by", argument}, several)
	}
	if err != nil || len(found[0]) == 0 {
		return nil, err
	}
	one, _ := any(found[0][0]).(*T)
	return one, nil
}

// AnyRecord returns the record of any type that an argument names, or a NOT_FOUND error.
func AnyRecord(ctx context.Context, r *relay.Reader, argument string, by model.Input) (network.Ref, error) {
	for field, value := range by { // the validator refuses an argument without exactly one field
		name, _ := value.(string)
		if field == "id" {
			return recordWithID(ctx, r, []any{argument, field}, name)
		}
		of := record.OfName(strings.ToUpper(field[:1]) + field[1:])
		return recordWithCode(ctx, r, []any{argument, field}, of.Prefix, name)
	}
	return network.Ref{}, nil
}

// recordWithID returns the record that has an id, or a NOT_FOUND error.
func recordWithID(ctx context.Context, r *relay.Reader, argument []any, id string) (network.Ref, error) {
	all, err := Locate(ctx, r, []string{id})
	if err != nil {
		return network.Ref{}, err
	}
	found, ok := all[id]
	if !ok {
		return network.Ref{}, &model.Error{Code: model.NotFound, Argument: argument, Sentence: message.UnknownID(id)}
	}
	return network.Ref{Kind: kindOf(found.At.Prefix), ID: found.At.ID}, nil
}

// recordWithCode returns the record of a type that has a code, or a NOT_FOUND error.
func recordWithCode(ctx context.Context, r *relay.Reader, argument []any, prefix, code string) (network.Ref, error) {
	none := &model.Error{
		Code: model.NotFound, Argument: argument, Sentence: message.UnknownName(record.Of(prefix).Word(), code),
	}
	if _, isUID := lexicon.UIDPrefix(code); isUID {
		return network.Ref{}, none
	}
	found, err := ByNames(ctx, r, prefix, nil, []string{code})
	var several *record.AmbiguousError
	switch {
	case errors.As(err, &several):
		return network.Ref{}, ambiguous(argument, several)
	case err != nil:
		return network.Ref{}, err
	case len(found[0]) == 0:
		return network.Ref{}, none
	}
	return network.Ref{Kind: kindOf(prefix), ID: found[0][0].RowID()}, nil
}

// ContractNamed returns the contract that an argument names, or a NOT_FOUND error.
func ContractNamed(ctx context.Context, r *relay.Reader, argument []any, name string) (*ent.Contract, error) {
	found, err := ByNames(ctx, r, "contract", nil, []string{name})
	if err != nil {
		return nil, err
	}
	if len(found[0]) == 0 {
		return nil, &model.Error{
			Code: model.NotFound, Argument: argument, Sentence: message.UnknownName(record.Of("contract").Word(), name),
		}
	}
	return found[0][0].(*ent.Contract), nil
}

// ContractIDs returns the ids of the contracts that a list of names in an argument refers to.
func ContractIDs(ctx context.Context, r *relay.Reader, argument string, names []string) ([]int, error) {
	return IDsOf(ctx, r, "contract", nil, argument, names)
}

type skipUnknownKey struct{}

// SkippingUnknown makes lookups skip unknown names, as filters do.
func SkippingUnknown(ctx context.Context) context.Context {
	return context.WithValue(ctx, skipUnknownKey{}, true)
}

// SkipsUnknown reports whether lookups skip unknown names.
func SkipsUnknown(ctx context.Context) bool { return ctx.Value(skipUnknownKey{}) != nil }

// IDsOf returns the ids of the records of a type that a list of names in an argument refers to. An unknown name is
// an error with its index, and so is a code that several contracts have. An empty list is an error too, since it
// would select all records.
func IDsOf(ctx context.Context, r *relay.Reader, prefix string, contracts []int, argument string, names []string,
) ([]int, error) {
	found, err := RowsOfEach(ctx, r, prefix, [][]int{contracts}, argument, names)
	if names == nil || err != nil {
		return nil, err
	}
	ids := make([]int, len(found[0]))
	for i, row := range found[0] {
		ids[i] = row.RowID()
	}
	return ids, nil
}

// RowsOfEach looks names up as IDsOf does, once for each of several scopes of contracts. A name is an error when it
// is unknown in all of them.
func RowsOfEach(ctx context.Context, r *relay.Reader, prefix string, atHand [][]int, argument string, names []string,
) ([][]ent.Row, error) {
	if names == nil {
		return make([][]ent.Row, len(atHand)), nil
	}
	if len(names) == 0 || len(names) > relay.MaxPage {
		return nil, &model.Error{
			Code: model.BadUserInput, Argument: []any{argument},
			Sentence: message.NameCount(argument, relay.MaxPage),
		}
	}
	found, err := byNamesEach(ctx, r, prefix, atHand, names)
	var several *record.AmbiguousError
	if errors.As(err, &several) {
		return nil, ambiguous([]any{argument, slices.Index(names, several.Name)}, several)
	}
	if err != nil {
		return nil, err
	}
	rows := make([][]ent.Row, len(atHand))
	for i, name := range names {
		known := false
		for at := range atHand {
			rows[at] = append(rows[at], found[at][i]...)
			known = known || len(found[at][i]) > 0
		}
		if !known && !SkipsUnknown(ctx) {
			return nil, &model.Error{
				Code: model.NotFound, Argument: []any{argument, i},
				Sentence: message.UnknownName(record.Of(prefix).Word(), name),
			}
		}
	}
	return rows, nil
}

func ambiguous(argument []any, several *record.AmbiguousError) *model.Error {
	return &model.Error{Code: model.BadUserInput, Argument: argument, Sentence: several.Sentence()}
}

// ByNames returns the records of a type that each name refers to, as far as the viewer sees them. It searches the
// given contracts and the directory, or everything for nil. With nil, a code that several contracts have is an error.
func ByNames(
	ctx context.Context, r *relay.Reader, prefix string, contracts []int, names []string,
) ([][]ent.Row, error) {
	found, err := byNamesEach(ctx, r, prefix, [][]int{contracts}, names)
	if err != nil {
		return nil, err
	}
	return found[0], nil
}

// byNamesEach looks names up as ByNames does, once for each of several scopes of contracts.
func byNamesEach(ctx context.Context, r *relay.Reader, prefix string, atHand [][]int, names []string,
) ([][][]ent.Row, error) {
	v, err := r.Records.View(ctx)
	if err != nil {
		return nil, err
	}
	t := record.Of(prefix)
	found := make([][][]ent.Row, len(atHand))
	for at := range atHand {
		found[at] = make([][]ent.Row, len(names))
	}
	for i, name := range names {
		called := v.Named(t, name)
		for at, contracts := range atHand {
			if found[at][i], err = snapshot.Among(t, name, called, contracts); err != nil {
				return nil, err
			}
		}
	}
	return found, nil
}

// RecordsByName returns records by name: a public identifier, or a code that is unique. It leaves out unknown names.
func RecordsByName[T any](
	ctx context.Context, r *relay.Reader, t *relay.Table[T], names []string,
) (map[string]*T, error) {
	v, err := r.Records.View(ctx)
	if err != nil {
		return nil, err
	}
	records := make(map[string]*T, len(names))
	for _, name := range names {
		for _, row := range v.Named(record.Of(t.Prefix()), name) {
			records[name], _ = any(row).(*T)
		}
	}
	return records, nil
}
