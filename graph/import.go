package graph

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/exchange/imports"
	"maillage/internal/gen/exec"
	"maillage/internal/importing"
	"maillage/internal/lexicon"
	"maillage/internal/locale"
	"maillage/internal/relay"
)

// importing shows and changes imports.
func (r *Resolver) importing() importing.Service {
	return importing.Service{
		Imports: r.Imports, Ledger: r.Ledger, Records: r.Reader.Records, Sealer: r.Reader.Sealer,
	}
}

func (r *importResolver) Counts(ctx context.Context, obj *model.Import) (*model.ImportCounts, error) {
	return r.importing().Counts(ctx, obj)
}

func (r *importResolver) Problem(
	ctx context.Context, obj *model.Import, language *lexicon.Language,
) (*string, error) {
	if obj.Problem == nil {
		return nil, nil //nolint:nilnil // it did not fail
	}
	return new(obj.Problem.In(locale.Chosen(ctx, language))), nil
}

func (r *importResolver) Lines(
	ctx context.Context, obj *model.Import, first *int, after *string, last *int, before *string,
	outcomes []lexicon.ImportOutcome, code *lexicon.NoteCode,
) (*relay.Connection[model.ImportLine], error) {
	f := imports.LineFilter{Outcomes: outcomes}
	if code != nil {
		f.Code = *code
	}
	return r.importing().Lines(ctx, obj, page(first, after, last, before), f)
}

func (r *importResolver) Parties(
	ctx context.Context, obj *model.Import, first *int, after *string, last *int, before *string, open *bool,
) (*relay.Connection[model.ImportParty], error) {
	return r.importing().Parties(ctx, obj, page(first, after, last, before), open != nil && *open)
}

func (r *importNoteResolver) Severity(_ context.Context, obj *model.ImportNote) (lexicon.ImportSeverity, error) {
	return lexicon.ImportSeverity(obj.Note.Severity.String()), nil
}

func (r *importNoteResolver) Where(_ context.Context, obj *model.ImportNote) (*string, error) {
	return present(obj.Note.Where), nil
}

func (r *importNoteResolver) Value(_ context.Context, obj *model.ImportNote) (*string, error) {
	return present(obj.Note.Value), nil
}

func (r *importNoteResolver) Understood(_ context.Context, obj *model.ImportNote) (*string, error) {
	return present(obj.Note.Took), nil
}

func (r *importNoteResolver) Message(
	ctx context.Context, obj *model.ImportNote, language *lexicon.Language,
) (string, error) {
	return obj.Note.Sentence(locale.Chosen(ctx, language)), nil
}

func (r *mutationResolver) CreateImport(ctx context.Context, input model.Input) (*model.ImportPayload, error) {
	return r.importing().Create(ctx, input)
}

func (r *mutationResolver) AnswerImport(ctx context.Context, input model.Input) (*model.ImportPayload, error) {
	return r.importing().Answer(ctx, input)
}

func (r *mutationResolver) ApplyImport(ctx context.Context, input model.Input) (*model.ImportPayload, error) {
	return r.importing().Apply(ctx, input)
}

func (r *mutationResolver) CancelImport(ctx context.Context, input model.Input) (*model.ImportPayload, error) {
	return r.importing().Cancel(ctx, input)
}

func (r *mutationResolver) RevertImport(ctx context.Context, input model.Input) (*model.ImportPayload, error) {
	return r.importing().Revert(ctx, input)
}

func (r *queryResolver) Imports(
	ctx context.Context, first *int, after *string, last *int, before *string,
) (*relay.Connection[model.Import], error) {
	return r.importing().List(ctx, page(first, after, last, before))
}

func (r *queryResolver) Import(ctx context.Context, id string) (*model.Import, error) {
	return r.importing().Import(ctx, id)
}

func (r *subscriptionResolver) ImportProgressed(ctx context.Context, id string) (<-chan *model.Import, error) {
	return r.importing().Follow(ctx, id)
}

// present returns a text, or nil for an empty one.
func present(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

func (r *Resolver) Import() exec.ImportResolver { return &importResolver{r} }

func (r *Resolver) ImportNote() exec.ImportNoteResolver { return &importNoteResolver{r} }

type (
	importResolver     struct{ *Resolver }
	importNoteResolver struct{ *Resolver }
)
