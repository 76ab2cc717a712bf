package graph

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/exchange/exports"
	"maillage/internal/gen/exec"
	"maillage/internal/lexicon"
	"maillage/internal/locale"
	"maillage/internal/lookup"
)

func (r *queryResolver) Exports(ctx context.Context, contract *string) ([]*model.Export, error) {
	of := exports.AllContracts
	if contract != nil {
		found, err := lookup.ContractNamed(ctx, r.Reader, []any{"contract"}, *contract)
		if err != nil {
			return nil, err
		}
		of = found.Code
	}
	all := make([]*model.Export, len(exports.Formats))
	for i, f := range exports.Formats {
		all[i] = &model.Export{
			Format: f.Name, RecordType: f.RecordType(), Titles: f.Title, MediaType: f.MediaType, Address: f.Address(of),
		}
	}
	return all, nil
}

func (r *exportResolver) Title(ctx context.Context, obj *model.Export, language *lexicon.Language) (string, error) {
	return obj.Titles.In(locale.Chosen(ctx, language)), nil
}

func (r *Resolver) Export() exec.ExportResolver { return &exportResolver{r} }

type exportResolver struct{ *Resolver }
