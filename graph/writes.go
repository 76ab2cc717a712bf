package graph

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"maillage/internal/access"
	"maillage/internal/batch"
	"maillage/internal/edit"
	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/record"
	"maillage/internal/relay"
	"maillage/internal/view"
)

// The inputs of mutations come as maps, so that what is absent and what is null
// are told apart; here they become steps, and what became of them a payload.

// envelope is what an input says of the write rather than of the record.
type envelope struct {
	reason, key, draft string
	contract           string // at hand for the whole write; of many changes alone
	mutation           *string
	sent               any // the whole input, as the client sent it
}

// opened parts the input of the mutation at hand into its envelope and the
// fields of its record, in plain values.
func opened(ctx context.Context, input view.Input, prefix string) (envelope, map[string]any) {
	fields := inputOf(ctx, input)
	e := parted(fields, prefix)
	e.sent = sentBy(ctx, input)
	return e, fields
}

// parted takes the envelope out of fields.
func parted(fields map[string]any, prefix string) envelope {
	var e envelope
	take := func(name string) string {
		text, _ := fields[name].(string)
		delete(fields, name)
		return text
	}
	if prefix == "citation" { // whose own reason is why it is preferred
		e.reason = take("changeReason")
	} else {
		e.reason = take("reason")
	}
	e.key, e.draft = take("idempotencyKey"), take("draft")
	if text, given := fields["clientMutationId"].(string); given {
		e.mutation = &text
	}
	delete(fields, "clientMutationId")
	return e
}

// limits of the envelope, as the ledger keeps it.
const (
	maxReason = 500
	maxKey    = 200
)

// refused says what of an envelope cannot be kept.
func (e envelope) refused() []*edit.Problem {
	var problems []*edit.Problem
	for name, bound := range map[string]struct {
		text string
		most int
	}{"reason": {e.reason, maxReason}, "idempotencyKey": {e.key, maxKey}} {
		if len([]rune(bound.text)) > bound.most {
			problems = append(problems, &edit.Problem{Field: []string{name}, Code: lexicon.UserTooLong,
				French: fmt.Sprintf(
					"« %s » attend au plus %d caractères.", name, bound.most,
				), English: fmt.Sprintf("`%s` takes at most %d characters.", name, bound.most)})
		}
		if strings.ContainsRune(bound.text, 0) {
			problems = append(problems, &edit.Problem{Field: []string{name}, Code: lexicon.UserInvalid,
				French: fmt.Sprintf(
					"« %s » n’accepte pas le caractère nul.", name,
				), English: fmt.Sprintf("`%s` does not take the character NUL.", name)})
		}
	}
	return problems
}

// do asks the editor for a write, or only what is wrong with it when its
// envelope cannot be kept.
func (r *mutationResolver) do(ctx context.Context, e envelope, steps ...edit.Step) (*edit.Outcome, error) {
	if problems := e.refused(); problems != nil {
		outcome, err := r.Editor.Try(ctx, edit.Request{Steps: steps, Contract: e.contract})
		if err != nil {
			return nil, err
		}
		return &edit.Outcome{Problems: append(problems, outcome.Problems...)}, nil
	}
	return r.Editor.Do(
		ctx,
		edit.Request{Steps: steps, Reason: e.reason, Key: e.key, Draft: e.draft, Contract: e.contract, Sent: e.sent},
	)
}

// writes does one step on a record of a type.
func writes[T any](ctx context.Context, r *mutationResolver, t *relay.Table[T], verb edit.Verb, prefix string,
	input view.Input) (*view.Payload[T], error) {
	of := prefix
	if verb == edit.Delete {
		of = "" // its input is that of any record
	}
	e, fields := opened(ctx, input, of)
	outcome, err := r.do(ctx, e, edit.Step{Verb: verb, Type: prefix, Set: fields})
	if err != nil {
		return nil, err
	}
	return payload(ctx, r, t, e, outcome)
}

func payload[T any](ctx context.Context, r *mutationResolver, t *relay.Table[T], e envelope,
	o *edit.Outcome) (*view.Payload[T], error) {
	p := &view.Payload[T]{}
	if err := fill(ctx, r, p, e, o); err != nil || len(o.Records) == 0 || o.Records[0] == "" {
		return p, err
	}
	uid := o.Records[0]
	p.RecordID = &uid
	if o.Draft != "" {
		return p, nil // it is not in the graph yet
	}
	found, err := relay.ByUID(ctx, r.Reader, t, uid)
	if err != nil {
		return p, err
	}
	var now ent.Row
	if found != nil {
		now, _ = any(found).(ent.Row)
	}
	left, err := r.asLeft(ctx, o, uid, now)
	p.Record, _ = any(left).(*T)
	return p, err
}

// fill says what became of a write in the payload of any type.
func fill[T any](ctx context.Context, r *mutationResolver, p *view.Payload[T], e envelope, o *edit.Outcome) error {
	p.ClientMutationID, p.Replayed, p.UserErrors = e.mutation, o.Again, userErrors(o.Problems)
	if o.Conflict != nil {
		p.Conflict = &view.Conflict{
			Seen: o.Conflict.Seen, Current: o.Conflict.Current, Record: o.Conflict.Record, Type: o.Conflict.Type,
		}
	}
	if o.Write != "" {
		p.Lines = func(ctx context.Context) ([]*ent.Change, error) {
			lines, err := r.Ledger.Lines(ctx, o.Write)
			return batch.Together[ent.Change](lines), err
		}
	}
	var err error
	if p.Suggestions, err = r.suggestions(ctx, o.Suggestions); err != nil {
		return err
	}
	if o.Draft != "" {
		p.Draft, err = r.Editor.Draft(ctx, o.Draft)
	}
	return err
}

// suggestions loads the records that suggestions name.
func (r *mutationResolver) suggestions(ctx context.Context, list []*edit.Suggestion) ([]*view.Suggestion, error) {
	uids := make([]string, len(list))
	for i, s := range list {
		uids[i] = s.Record
	}
	suggestions := make([]*view.Suggestion, len(list))
	if len(list) == 0 {
		return suggestions, nil
	}
	nodes, err := r.nodes(ctx, uids)
	if err != nil {
		return nil, err
	}
	for i, s := range list {
		suggestions[i] = &view.Suggestion{Field: s.Field, Record: nodes[i], Say: s.Message}
	}
	return suggestions, nil
}

func userErrors(problems []*edit.Problem) []*view.UserError {
	list := make([]*view.UserError, len(problems))
	for i, p := range problems {
		list[i] = &view.UserError{Field: append([]string{}, p.Field...), Code: p.Code, Say: p.Message}
	}
	return list
}

// many does many steps at once.
func (r *mutationResolver) many(ctx context.Context, input view.Input) (*view.ApplyChangesPayload, error) {
	e, fields := opened(ctx, input, "")
	changes, _ := fields["changes"].([]any)
	if len(changes) > edit.MaxSteps {
		return r.applied(ctx, e, &edit.Outcome{Problems: []*edit.Problem{edit.TooMany()}})
	}
	e.contract = textOf(fields, "contract")
	steps := make([]edit.Step, 0, len(changes))
	var problems []*edit.Problem
	for i, given := range changes {
		change, _ := given.(map[string]any)
		step, problem := stepOf(change, i)
		if problem != nil {
			problems = append(problems, problem)
			continue
		}
		steps = append(steps, step)
	}
	outcome := &edit.Outcome{Problems: problems}
	if problems == nil {
		var err error
		if outcome, err = r.do(ctx, e, steps...); err != nil {
			return nil, err
		}
	}
	return r.applied(ctx, e, outcome)
}

// stepOf reads one change of many.
func stepOf(change map[string]any, at int) (edit.Step, *edit.Problem) {
	var chosen []string
	for name, fields := range change {
		if fields != nil {
			chosen = append(chosen, name)
		}
	}
	path := []string{"changes", strconv.Itoa(at)}
	if len(chosen) != 1 {
		return edit.Step{}, &edit.Problem{
			Field: path, Code: lexicon.UserInvalid, French: "Une modification donne exactement un champ.",
			English: "A change gives exactly one field.",
		}
	}
	name := chosen[0]
	path = append(path, name)
	verb, prefix := verbOf(name)
	fields := change[name].(map[string]any)
	e := parted(fields, prefix)
	if e != (envelope{}) {
		return edit.Step{}, &edit.Problem{Field: path, Code: lexicon.UserInvalid,
			French:  "Motif, clé, brouillon et clientMutationId se disent une fois, pour toutes les modifications.",
			English: "Reason, key, draft and clientMutationId are said once, for all changes."}
	}
	if fields["dryRun"] == true {
		return edit.Step{}, &edit.Problem{Field: append(path, "dryRun"), Code: lexicon.UserInvalid,
			French: "Un essai se demande seul, et non parmi d’autres modifications.", English: "A dry run is asked for alone, not among other changes."}
	}
	delete(fields, "dryRun")
	if name == "deleteRecord" {
		uid, _ := fields["id"].(string)
		if t := record.OfUID(uid); t != nil {
			prefix = t.Prefix
		}
	}
	return edit.Step{Verb: verb, Type: prefix, Set: fields, Path: path}, nil
}

// verbOf reads the name of a change, such as createPartner.
func verbOf(name string) (edit.Verb, string) {
	switch name {
	case "linkRecords":
		return edit.Link, "relation"
	case "unlinkRecords":
		return edit.Unlink, "relation"
	case "deleteRecord":
		return edit.Delete, ""
	case "mergePartners":
		return edit.Merge, "partner"
	}
	for _, verb := range []edit.Verb{edit.Create, edit.Update, edit.Upsert} {
		if of, is := strings.CutPrefix(name, string(verb)); is {
			i := slices.IndexFunc(record.Types, func(t *record.Type) bool { return t.Name == of })
			return verb, record.Types[i].Prefix
		}
	}
	return "", ""
}

// applied is what became of many changes.
func (r *mutationResolver) applied(
	ctx context.Context, e envelope, o *edit.Outcome,
) (*view.ApplyChangesPayload, error) {
	p := &view.ApplyChangesPayload{}
	if err := fill(ctx, r, &p.Payload, e, o); err != nil {
		return nil, err
	}
	for i := range o.Records {
		id := &o.Records[i]
		if *id == "" {
			id = nil
		}
		p.RecordIds = append(p.RecordIds, id)
	}
	p.Records = make([]view.Node, len(o.Records))
	if o.Draft != "" {
		return p, nil // they are not in the graph yet
	}
	nodes, err := r.nodes(ctx, o.Records)
	if err != nil {
		return p, err
	}
	for i, node := range nodes {
		now, _ := node.(ent.Row)
		left, err := r.asLeft(ctx, o, o.Records[i], now)
		if err != nil {
			return p, err
		}
		p.Records[i], _ = left.(view.Node)
	}
	return p, nil
}

// undo reverts a change.
func (r *mutationResolver) undo(ctx context.Context, input view.Input) (*view.ApplyChangesPayload, error) {
	e, fields := opened(ctx, input, "")
	change, _ := fields["change"].(string)
	whole, _ := fields["wholeWrite"].(bool)
	outcome := &edit.Outcome{Problems: e.refused()}
	if outcome.Problems == nil {
		var err error
		if outcome, err = r.Editor.Revert(
			ctx, change, whole, edit.Request{Reason: e.reason, Key: e.key, Sent: e.sent},
		); err != nil {
			return nil, err
		}
	}
	return r.applied(ctx, e, outcome)
}

// signedIn tells whether the viewer has an account.
func signedIn(ctx context.Context) bool {
	v := access.From(ctx)
	return v != nil && !v.IsPublic()
}
