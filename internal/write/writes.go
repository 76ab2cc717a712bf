// Package write runs mutations: it turns their inputs into steps of the editor, and the outcome into a payload.
package write

import (
	"context"
	"strconv"
	"strings"

	"maillage/graph/model"
	"maillage/internal/batch"
	"maillage/internal/edit"
	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/lookup"
	"maillage/internal/message"
	"maillage/internal/record"
	"maillage/internal/relay"
)

// Writer runs the mutations of one request. The inputs of mutations are maps, so that absent and null differ. Writer
// turns them into steps of the editor, and the outcome into a payload.
type Writer struct {
	Reader *relay.Reader
	Editor *edit.Editor
	Ledger *ledger.Ledger
}

// Envelope holds the arguments of a mutation that are about the write and not about the record.
type Envelope struct {
	Reason, Key, Draft string
	Contract           string  // in which codes are looked up; of applyChanges alone
	Mutation           *string // the client's name for it
	Sent               any     // what the idempotency key is compared by
}

// ParseInput splits the input of the current mutation into its Envelope and the fields of its record, in plain
// values.
func ParseInput(ctx context.Context, input model.Input, prefix string) (Envelope, map[string]any) {
	fields := inputOf(ctx, input)
	e := takeEnvelope(fields, prefix)
	e.Sent = sentBy(ctx, input)
	return e, fields
}

// takeEnvelope takes the Envelope out of fields.
func takeEnvelope(fields map[string]any, prefix string) Envelope {
	var e Envelope
	take := func(name string) string {
		text, _ := fields[name].(string)
		delete(fields, name)
		return text
	}
	if prefix == "citation" { // its field reason is why the citation is preferred
		e.Reason = take("changeReason")
	} else {
		e.Reason = take("reason")
	}
	e.Key, e.Draft = take("idempotencyKey"), take("draft")
	if text, given := fields["clientMutationId"].(string); given {
		e.Mutation = &text
	}
	delete(fields, "clientMutationId")
	return e
}

// The limits of the Envelope, in characters, as in the ledger.
const (
	maxReason = 500
	maxKey    = 200
)

// problems returns what is invalid in an Envelope.
func (e Envelope) problems() []*edit.Problem {
	var problems []*edit.Problem
	for name, bound := range map[string]struct {
		text string
		most int
	}{"reason": {e.Reason, maxReason}, "idempotencyKey": {e.Key, maxKey}} {
		if len([]rune(bound.text)) > bound.most {
			problems = append(problems, &edit.Problem{Field: []string{name}, Code: lexicon.UserTooLong,
				Sentence: message.FieldTakes(name, message.AtMostChars(bound.most))})
		}
		if strings.ContainsRune(bound.text, 0) {
			problems = append(problems, &edit.Problem{Field: []string{name}, Code: lexicon.UserInvalid,
				Sentence: message.FieldTakes(name, message.PlainUTF8)})
		}
	}
	return problems
}

// do runs a write. With an invalid Envelope it only checks the write, and returns the problems of both.
func (r Writer) do(ctx context.Context, e Envelope, steps ...edit.Step) (*edit.Outcome, error) {
	if problems := e.problems(); problems != nil {
		outcome, err := r.Editor.DryRun(ctx, edit.Request{Steps: steps, Contract: e.Contract})
		if err != nil {
			return nil, err
		}
		return &edit.Outcome{Problems: append(problems, outcome.Problems...)}, nil
	}
	return r.Editor.Do(
		ctx,
		edit.Request{Steps: steps, Reason: e.Reason, Key: e.Key, Draft: e.Draft, Contract: e.Contract, Sent: e.Sent},
	)
}

// Apply runs one change of a record.
func Apply[T any](ctx context.Context, r Writer, t *relay.Table[T], verb edit.Verb, prefix string,
	input model.Input) (*model.Payload[T], error) {
	of := prefix
	if verb == edit.Delete {
		of = "" // its input is that of any record
	}
	e, fields := ParseInput(ctx, input, of)
	outcome, err := r.do(ctx, e, edit.Step{Verb: verb, Type: prefix, Set: fields})
	if err != nil {
		return nil, err
	}
	return payload(ctx, r, t, e, outcome)
}

// payload returns the payload of a change of one record.
func payload[T any](ctx context.Context, r Writer, t *relay.Table[T], e Envelope,
	o *edit.Outcome) (*model.Payload[T], error) {
	p := &model.Payload[T]{}
	if err := fillPayload(ctx, r, p, e, o); err != nil || len(o.Records) == 0 || o.Records[0] == "" {
		return p, err
	}
	uid := o.Records[0]
	p.RecordID = &uid
	if o.Draft != "" {
		return p, nil // the draft is not published
	}
	found, err := relay.ByUID(ctx, r.Reader, t, uid)
	if err != nil {
		return p, err
	}
	var now ent.Row
	if found != nil {
		now, _ = any(found).(ent.Row)
	}
	left, err := r.recordAsWritten(ctx, o, uid, now)
	p.Record, _ = any(left).(*T)
	return p, err
}

// fillPayload sets the fields that all payloads share.
func fillPayload[T any](
	ctx context.Context, r Writer, p *model.Payload[T], e Envelope, o *edit.Outcome,
) error {
	p.ClientMutationID, p.Replayed, p.UserErrors = e.Mutation, o.Replayed, UserErrors(o.Problems)
	if o.Conflict != nil {
		p.Conflict = &model.Conflict{
			Seen: o.Conflict.Seen, Current: o.Conflict.Current, Record: o.Conflict.Record, Type: o.Conflict.Type,
		}
	}
	if o.Write != "" {
		p.Lines = func(ctx context.Context) ([]*ent.Change, error) {
			lines, err := r.Ledger.Lines(ctx, o.Write)
			return batch.Group[ent.Change](lines), err
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
func (r Writer) suggestions(ctx context.Context, list []*edit.Suggestion) ([]*model.Suggestion, error) {
	uids := make([]string, len(list))
	for i, s := range list {
		uids[i] = s.Record
	}
	suggestions := make([]*model.Suggestion, len(list))
	if len(list) == 0 {
		return suggestions, nil
	}
	nodes, err := lookup.Nodes(ctx, r.Reader, uids)
	if err != nil {
		return nil, err
	}
	for i, s := range list {
		suggestions[i] = &model.Suggestion{Field: s.Field, Record: nodes[i], Say: s.Message}
	}
	return suggestions, nil
}

// UserErrors returns problems as the API shows them.
func UserErrors(problems []*edit.Problem) []*model.UserError {
	list := make([]*model.UserError, len(problems))
	for i, p := range problems {
		list[i] = &model.UserError{Field: append([]string{}, p.Field...), Code: p.Code, Say: p.Message}
	}
	return list
}

// ApplyChanges runs several changes in one write.
func (r Writer) ApplyChanges(ctx context.Context, input model.Input) (*model.ApplyChangesPayload, error) {
	e, fields := ParseInput(ctx, input, "")
	changes, _ := fields["changes"].([]any)
	if len(changes) > edit.MaxSteps {
		return r.applyPayload(ctx, e, &edit.Outcome{Problems: []*edit.Problem{edit.TooMany()}})
	}
	e.Contract = TextOf(fields, "contract")
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
	return r.applyPayload(ctx, e, outcome)
}

// stepOf reads one of several changes.
func stepOf(change map[string]any, at int) (edit.Step, *edit.Problem) {
	var chosen []string
	for name, fields := range change {
		if fields != nil {
			chosen = append(chosen, name)
		}
	}
	path := []string{"changes", strconv.Itoa(at)}
	if len(chosen) != 1 {
		return edit.Step{}, &edit.Problem{Field: path, Code: lexicon.UserInvalid, Sentence: message.OneFieldOfChange}
	}
	name := chosen[0]
	path = append(path, name)
	verb, prefix := verbOf(name)
	fields := change[name].(map[string]any)
	e := takeEnvelope(fields, prefix)
	if e != (Envelope{}) {
		return edit.Step{}, &edit.Problem{Field: path, Code: lexicon.UserInvalid,
			Sentence: message.EnvelopeOnce}
	}
	if fields["dryRun"] == true {
		return edit.Step{}, &edit.Problem{Field: append(path, "dryRun"), Code: lexicon.UserInvalid,
			Sentence: message.DryRunAlone}
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
			return verb, record.OfName(of).Prefix
		}
	}
	return "", ""
}

// applyPayload returns the payload of several changes.
func (r Writer) applyPayload(
	ctx context.Context, e Envelope, o *edit.Outcome,
) (*model.ApplyChangesPayload, error) {
	p := &model.ApplyChangesPayload{}
	if err := fillPayload(ctx, r, &p.Payload, e, o); err != nil {
		return nil, err
	}
	for i := range o.Records {
		id := &o.Records[i]
		if *id == "" {
			id = nil
		}
		p.RecordIds = append(p.RecordIds, id)
	}
	p.Records = make([]model.Node, len(o.Records))
	if o.Draft != "" {
		return p, nil // the draft is not published
	}
	nodes, err := lookup.Nodes(ctx, r.Reader, o.Records)
	if err != nil {
		return p, err
	}
	for i, node := range nodes {
		now, _ := node.(ent.Row)
		left, err := r.recordAsWritten(ctx, o, o.Records[i], now)
		if err != nil {
			return p, err
		}
		p.Records[i], _ = left.(model.Node)
	}
	return p, nil
}

// RevertChange reverts a change.
func (r Writer) RevertChange(ctx context.Context, input model.Input) (*model.ApplyChangesPayload, error) {
	e, fields := ParseInput(ctx, input, "")
	change, _ := fields["change"].(string)
	whole, _ := fields["wholeWrite"].(bool)
	outcome := &edit.Outcome{Problems: e.problems()}
	if outcome.Problems == nil {
		var err error
		if outcome, err = r.Editor.Revert(
			ctx, change, whole, edit.Request{Reason: e.Reason, Key: e.Key, Sent: e.Sent},
		); err != nil {
			return nil, err
		}
	}
	return r.applyPayload(ctx, e, outcome)
}
