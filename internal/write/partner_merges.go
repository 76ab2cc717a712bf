package write

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/edit"
	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/lookup"
	"maillage/internal/message"
	"maillage/internal/record"
	"maillage/internal/relay"
)

// MergePartners merges two partners, or on a dry run only returns what that would do.
func (r Writer) MergePartners(ctx context.Context, input model.Input) (*model.MergePartnersPayload, error) {
	e, fields := ParseInput(ctx, input, "")
	isDry, _ := fields["dryRun"].(bool)
	delete(fields, "dryRun")
	step := edit.Step{Verb: edit.Merge, Type: "partner", Set: fields}
	var outcome *edit.Outcome
	var err error
	if isDry {
		outcome, err = r.tryMerge(ctx, e, step)
	} else {
		outcome, err = r.do(ctx, e, step)
	}
	if err != nil {
		return nil, err
	}
	p := &model.MergePartnersPayload{}
	if isDry {
		err = fillPayload(ctx, r, &p.Payload, e, outcome)
	} else {
		var whole *model.Payload[ent.Partner]
		if whole, err = payload(ctx, r, relay.Partners, e, outcome); err == nil {
			p.Payload = *whole
		}
	}
	if err == nil && outcome.Problems == nil {
		p.Moves, err = r.moves(ctx, outcome.Moves)
	}
	return p, err
}

// UnmergePartners undoes a merge, or on a dry run only returns what prevents it.
func (r Writer) UnmergePartners(ctx context.Context, input model.Input) (*model.ApplyChangesPayload, error) {
	e, fields := ParseInput(ctx, input, "")
	partner, _ := fields["partner"].(string)
	isDry, _ := fields["dryRun"].(bool)
	outcome := &edit.Outcome{Problems: e.problems()}
	if outcome.Problems == nil {
		var err error
		request := edit.Request{Reason: e.Reason, Key: e.Key, Sent: e.Sent}
		if outcome, err = r.Editor.Unmerge(ctx, partner, isDry, request); err != nil {
			return nil, err
		}
	}
	return r.applyPayload(ctx, e, outcome)
}

// tryMerge runs a merge and rolls it back, outside drafts.
func (r Writer) tryMerge(ctx context.Context, e Envelope, step edit.Step) (*edit.Outcome, error) {
	problems := e.problems()
	if e.Draft != "" {
		problems = append(problems, &edit.Problem{Field: []string{"dryRun"}, Code: lexicon.UserInvalid,
			Sentence: message.DryRunOrDraft})
	}
	outcome, err := r.Editor.DryRun(ctx, edit.Request{Steps: []edit.Step{step}})
	if err == nil {
		outcome.Problems = append(problems, outcome.Problems...)
	}
	return outcome, err
}

// moves loads the records that a merge moves.
func (r Writer) moves(ctx context.Context, list []edit.Move) ([]*model.MergeMove, error) {
	uids := make([]string, 0, 2*len(list))
	for _, m := range list {
		uids = append(uids, m.Record, m.Into)
	}
	nodes, err := lookup.Nodes(ctx, r.Reader, uids)
	if err != nil {
		return nil, err
	}
	moves := make([]*model.MergeMove, len(list))
	for i, m := range list {
		moves[i] = &model.MergeMove{
			RecordID: m.Record, RecordType: record.OfUID(m.Record).Word(), Record: nodes[2*i], JoinedWith: nodes[2*i+1],
		}
	}
	return moves, relay.Charge(ctx, len(moves))
}
