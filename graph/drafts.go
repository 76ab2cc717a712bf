package graph

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/batch"
	"maillage/internal/edit"
	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/record"
	"maillage/internal/relay"
)

// drafts returns the drafts of a contract that the viewer sees. There is no batch for several contracts, since
// queries ask for few contracts and each has few drafts.
func (r *Resolver) drafts(
	ctx context.Context, contract *ent.Contract, states []lexicon.DraftState,
) ([]*ent.Draft, error) {
	if !signedIn(ctx) || r.AsKnownAt != nil {
		return nil, nil
	}
	all, err := r.Editor.Drafts(ctx, contract.ID, states)
	if err != nil {
		return nil, err
	}
	return batch.Group[ent.Draft](all), relay.Charge(ctx, len(all))
}

// draftSteps returns the changes in a draft.
func draftSteps(d *ent.Draft) ([]*model.DraftStep, error) {
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
		if step.Fields, err = changedFields(t, nil, s.Set); err != nil {
			return nil, err
		}
		list[i], all = step, append(all, step.Fields...)
	}
	groupValues(all)
	return list, nil
}

func (r *mutationResolver) beginDraft(ctx context.Context, input model.Input) (*model.DraftPayload, error) {
	e, fields := parseInput(ctx, input, "")
	outcome := &edit.Outcome{Problems: e.problems()}
	if outcome.Problems == nil {
		contract, _ := fields["contract"].(string)
		title, _ := fields["title"].(string)
		var err error
		if outcome, err = r.Editor.CreateDraft(ctx, contract, title, e.key); err != nil {
			return nil, err
		}
	}
	return r.draftPayload(ctx, e, outcome)
}

func (r *mutationResolver) publishDraft(ctx context.Context, input model.Input) (*model.DraftPayload, error) {
	return r.endDraft(ctx, input, r.Editor.PublishDraft)
}

func (r *mutationResolver) discardDraft(ctx context.Context, input model.Input) (*model.DraftPayload, error) {
	return r.endDraft(ctx, input, r.Editor.DiscardDraft)
}

func (r *mutationResolver) endDraft(
	ctx context.Context, input model.Input,
	end func(ctx context.Context, draft, reason, key string) (*edit.Outcome, error),
) (*model.DraftPayload, error) {
	e, _ := parseInput(ctx, input, "")
	draft := e.draft
	e.draft = ""
	outcome := &edit.Outcome{Problems: e.problems()}
	if outcome.Problems == nil {
		var err error
		if outcome, err = end(ctx, draft, e.reason, e.key); err != nil {
			return nil, err
		}
	}
	return r.draftPayload(ctx, e, outcome)
}

func (r *mutationResolver) draftPayload(ctx context.Context, e envelope, o *edit.Outcome) (*model.DraftPayload, error) {
	p := &model.DraftPayload{}
	return p, fillPayload(ctx, r, &p.Payload, e, o)
}
