package write

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/access"
	"maillage/internal/batch"
	"maillage/internal/edit"
	"maillage/internal/feed"
	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/record"
	"maillage/internal/relay"
)

// Drafts returns the drafts of a contract that the viewer sees. There is no batch for several contracts, since
// queries ask for few contracts and each has few drafts.
func (r Writer) Drafts(
	ctx context.Context, contract *ent.Contract, states []lexicon.DraftState,
) ([]*ent.Draft, error) {
	if !access.SignedIn(ctx) {
		return nil, nil
	}
	all, err := r.Editor.Drafts(ctx, contract.ID, states)
	if err != nil {
		return nil, err
	}
	return batch.Group[ent.Draft](all), relay.Charge(ctx, len(all))
}

// DraftSteps returns the changes in a draft.
func DraftSteps(d *ent.Draft) ([]*model.DraftStep, error) {
	steps, err := edit.Steps(d)
	if err != nil {
		return nil, err
	}
	list := make([]*model.DraftStep, len(steps))
	var all []*model.FieldChange
	for i, s := range steps {
		t := record.Of(s.Type)
		step := &model.DraftStep{Verb: string(s.Verb), RecordType: t.Word()}
		if id, ok := s.Set["id"].(string); ok {
			step.RecordID = &id
		} else if s.Verb == edit.Create {
			step.RecordID = &s.New
		} else if kept, ok := s.Set["keep"].(string); ok && s.Verb == edit.Merge {
			step.RecordID = &kept
		}
		if step.Fields, err = feed.ChangedFields(t, nil, s.Set); err != nil {
			return nil, err
		}
		list[i], all = step, append(all, step.Fields...)
	}
	feed.GroupValues(all)
	return list, nil
}

// BeginDraft creates an empty draft.
func (r Writer) BeginDraft(ctx context.Context, input model.Input) (*model.DraftPayload, error) {
	e, fields := ParseInput(ctx, input, "")
	outcome := &edit.Outcome{Problems: e.problems()}
	if outcome.Problems == nil {
		contract, _ := fields["contract"].(string)
		title, _ := fields["title"].(string)
		var err error
		if outcome, err = r.Editor.CreateDraft(ctx, contract, title, e.Key); err != nil {
			return nil, err
		}
	}
	return r.draftPayload(ctx, e, outcome)
}

// PublishDraft writes all steps of a draft at once.
func (r Writer) PublishDraft(ctx context.Context, input model.Input) (*model.DraftPayload, error) {
	return r.endDraft(ctx, input, r.Editor.PublishDraft)
}

// DiscardDraft ends a draft without writing its steps.
func (r Writer) DiscardDraft(ctx context.Context, input model.Input) (*model.DraftPayload, error) {
	return r.endDraft(ctx, input, r.Editor.DiscardDraft)
}

func (r Writer) endDraft(
	ctx context.Context, input model.Input,
	end func(ctx context.Context, draft, reason, key string) (*edit.Outcome, error),
) (*model.DraftPayload, error) {
	e, _ := ParseInput(ctx, input, "")
	draft := e.Draft
	e.Draft = ""
	outcome := &edit.Outcome{Problems: e.problems()}
	if outcome.Problems == nil {
		var err error
		if outcome, err = end(ctx, draft, e.Reason, e.Key); err != nil {
			return nil, err
		}
	}
	return r.draftPayload(ctx, e, outcome)
}

func (r Writer) draftPayload(ctx context.Context, e Envelope, o *edit.Outcome) (*model.DraftPayload, error) {
	p := &model.DraftPayload{}
	return p, fillPayload(ctx, r, &p.Payload, e, o)
}
