package edit

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"unicode/utf8"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/record"
)

// A draft is a list of pending steps. They are tried when they are added, and written when the draft is published.
// Until then the graph holds nothing of them, so that no query can reveal them.

// CreateDraft creates a draft of a contract.
func (e *Editor) CreateDraft(ctx context.Context, contract, title, key string) (*Outcome, error) {
	return e.writeDraft(ctx, key, []any{"begin", contract, title}, func(ctx context.Context, w *work) (string, error) {
		owner, err := w.contractNamed(ctx, contract)
		if err != nil {
			return "", err
		}
		switch {
		case owner == nil:
			w.reportUnknown(Step{}, "contract", contract)
		case !canDraft(w.viewer, owner.id):
			w.reportForbidden(Step{})
		}
		name := w.title(title)
		if err := w.failure(); err != nil {
			return "", err
		}
		draft, err := w.tx.Draft.Create().SetTitle(name).SetContractID(owner.id).SetAuthor(w.viewer.Account).
			SetSteps([]json.RawMessage{}).Save(access.AsSystem(ctx))
		if err != nil {
			return "", err
		}
		return draft.UID, nil
	})
}

// maxTitle is the maximum length of a draft's title, in characters.
const maxTitle = 300

// title parses and checks the title of a draft.
func (w *work) title(given string) string {
	value, problem := record.Of("plan").Field("name").Parse(given)
	title, _ := value.(string)
	switch {
	case problem == nil && title == "":
		w.report(Step{}, "title", lexicon.UserRequired, message.FieldRequired("title"))
	case problem != nil && problem.Code == lexicon.UserTooLong, utf8.RuneCountInString(title) > maxTitle:
		w.report(Step{}, "title", lexicon.UserTooLong, message.TitleTooLong(maxTitle))
	case problem != nil:
		w.report(Step{}, "title", problem.Code, message.FieldTakes("title", problem.Takes))
	}
	return title
}

// writeDraft writes drafts, once for an idempotency key. The ledger has no line about them.
func (e *Editor) writeDraft(
	ctx context.Context, key string, of []any, do func(context.Context, *work) (string, error),
) (*Outcome, error) {
	outcome, err := e.write(
		ctx, ledger.Entry{Key: key}, of, func(ctx context.Context, w *work) ([]string, error) {
			uid, err := do(ctx, w)
			return []string{uid}, err
		},
	)
	if outcome != nil && len(outcome.Records) == 1 {
		outcome.Draft, outcome.Records, outcome.Write = outcome.Records[0], nil, ""
	}
	return outcome, err
}

// canDraft reports whether the viewer may prepare changes of a contract. It is false for every token without the scope
// WRITE.
func canDraft(v *access.Viewer, contract int) bool {
	speaks := v.Role == lexicon.Liaison && v.PartnerID != 0 && slices.Contains(v.ContractIDs, contract)
	return v.HasScope(lexicon.ScopeWrite) && (speaks || v.Coordinates(contract))
}

// canSeeDraft reports whether the viewer sees a draft. Its author does, while they may prepare changes of the contract,
// and so does everyone who coordinates the contract.
func canSeeDraft(v *access.Viewer, d *ent.Draft) bool {
	return !v.IsPublic() && canDraft(v, d.ContractID) && (v.Account == d.Author || v.Coordinates(d.ContractID))
}

// Draft returns the draft with an identifier; nil when the viewer sees none.
func (e *Editor) Draft(ctx context.Context, uid string) (*ent.Draft, error) {
	return seenDraft(ctx, e.Client, uid)
}

func seenDraft(ctx context.Context, c *ent.Client, uid string) (*ent.Draft, error) {
	if _, isUID := lexicon.UIDPrefix(uid); !isUID {
		return nil, nil
	}
	found, err := c.Draft.Query().Where(
		func(s *sql.Selector) { s.Where(sql.EQ(s.C("uid"), uid)) },
	).All(access.AsSystem(ctx))
	if err != nil || len(found) == 0 || !canSeeDraft(access.From(ctx), found[0]) {
		return nil, err
	}
	return found[0], nil
}

// DraftsCalled returns the drafts with these identifiers that the viewer sees.
func (e *Editor) DraftsCalled(ctx context.Context, uids []string) ([]*ent.Draft, error) {
	names := make([]any, len(uids))
	for i, uid := range uids {
		names[i] = uid
	}
	all, err := e.Client.Draft.Query().Where(
		func(s *sql.Selector) { s.Where(sql.In(s.C("uid"), names...)) },
	).All(access.AsSystem(ctx))
	return slices.DeleteFunc(all, func(d *ent.Draft) bool { return !canSeeDraft(access.From(ctx), d) }), err
}

// Drafts returns the drafts of a contract that the viewer sees, newest first. Nil states match every state.
func (e *Editor) Drafts(ctx context.Context, contract int, states []lexicon.DraftState) ([]*ent.Draft, error) {
	all, err := e.Client.Draft.Query().Where(func(s *sql.Selector) {
		s.Where(sql.EQ(s.C("contract_id"), contract)).OrderBy(sql.Desc(s.C("id")))
	}).All(access.AsSystem(ctx))
	var seen []*ent.Draft
	for _, d := range all {
		wanted := states == nil
		for _, state := range states {
			wanted = wanted || state == d.State
		}
		if wanted && canSeeDraft(access.From(ctx), d) {
			seen = append(seen, d)
		}
	}
	return seen, err
}

// Steps decodes the steps of a draft.
func Steps(d *ent.Draft) ([]Step, error) {
	steps := make([]Step, len(d.Steps))
	for i, raw := range d.Steps {
		if err := json.Unmarshal(raw, &steps[i]); err != nil {
			return nil, err
		}
		steps[i].Path = []string{"draft", strconv.Itoa(i)}
	}
	return steps, nil
}

// addToDraft adds the steps of a request to its draft, after trying them on top of the earlier ones. The trial has its
// own transaction. When it fails, prepare looks again for a concurrent write under the same idempotency key, and
// replays its result.
func (e *Editor) addToDraft(ctx context.Context, r Request) (*Outcome, error) {
	fingerprint, err := Fingerprint(keyInput(r.Sent, r))
	if err != nil {
		return nil, err
	}
	entry := ledger.Entry{Actor: access.From(ctx).Account, Key: r.Key, Fingerprint: fingerprint}
	if first, err := e.replayed(ctx, entry, r.Draft); err != nil || first != nil {
		return first, err
	}
	outcome, err := e.tryAndAdd(ctx, entry, r)
	if err == nil && outcome.Problems != nil {
		if first, err := e.replayed(ctx, entry, r.Draft); err != nil || first != nil {
			return first, err
		}
	}
	return outcome, err
}

// replayed returns the result of an earlier write under the same idempotency key; nil when there is none.
func (e *Editor) replayed(ctx context.Context, entry ledger.Entry, draft string) (*Outcome, error) {
	first, err := e.Ledger.Receipt(ctx, entry)
	if first == nil && err == nil {
		return nil, nil
	}
	if first == nil {
		first = &ledger.Written{}
	}
	outcome, err := outcomeOf(*first, err)
	if outcome != nil && outcome.Problems == nil {
		outcome.Draft, outcome.Write = draft, ""
	}
	return outcome, err
}

// tryAndAdd tries the steps of a request after those of the draft, and then saves them in it.
func (e *Editor) tryAndAdd(ctx context.Context, entry ledger.Entry, r Request) (*Outcome, error) {
	draft, problems, err := openDraft(ctx, e.Client, r.Draft)
	if err != nil || problems != nil {
		return &Outcome{Problems: problems}, err
	}
	if r.Contract != "" {
		home, err := e.Client.Contract.Get(access.AsSystem(ctx), draft.ContractID)
		if err != nil {
			return nil, err
		}
		if r.Contract != home.UID && r.Contract != home.Code {
			return &Outcome{Problems: []*Problem{draftElsewhere()}}, nil
		}
	}
	waiting, err := Steps(draft)
	if err != nil {
		return nil, err
	}
	if problems := excess(append(slices.Clone(waiting), r.Steps...)); problems != nil {
		return &Outcome{Problems: problems}, nil
	}
	for i := range r.Steps { // records that publishing creates get their identifier now
		if s := &r.Steps[i]; s.Verb == Create || s.Verb == Upsert || s.Verb == Link {
			s.New = lexicon.NewUID(s.Type)
		}
	}
	tried, err := e.tryDraft(ctx, draft, append(waiting, r.Steps...))
	if err != nil || tried.Problems != nil {
		return tried, err
	}
	records, merged := tried.Records[len(waiting):], tried.Merged
	for _, s := range waiting {
		if s.Verb == Merge {
			merged = merged[1:]
		}
	}
	for i := range r.Steps {
		if s := &r.Steps[i]; s.Verb == Update || s.Verb == Delete {
			// The code may change before the draft is published.
			s.Set["id"], s.Type = records[i], record.OfUID(records[i]).Prefix
		} else if s.Verb == Merge {
			s.Set["keep"], s.Set["merge"] = records[i], merged[0]
			merged = merged[1:]
		}
	}
	written, err := e.Ledger.Write(ctx, entry, func(ctx context.Context, tx *ent.Tx) ([]string, error) {
		return records, addTo(ctx, tx.Client(), draft, r.Steps)
	})
	outcome, err := outcomeOf(written, err)
	if outcome != nil && outcome.Problems == nil {
		outcome.Draft, outcome.Write = r.Draft, ""
	}
	return outcome, err
}

// addTo saves steps in a draft, unless it has changed since it was read.
func addTo(ctx context.Context, tx *ent.Client, draft *ent.Draft, more []Step) error {
	steps := draft.Steps
	for _, s := range more {
		text, err := json.Marshal(s)
		if err != nil {
			return err
		}
		steps = append(steps, text)
	}
	return updateUnchanged(ctx, tx.Draft.UpdateOneID(draft.ID).SetSteps(steps), draft)
}

// updateUnchanged updates a draft, or reports a conflict when it has changed since it was read.
func updateUnchanged(ctx context.Context, change *ent.DraftUpdateOne, draft *ent.Draft) error {
	err := change.Where(
		func(s *sql.Selector) { s.Where(sql.EQ(s.C("revision"), draft.Revision)) },
	).Exec(access.AsSystem(ctx))
	if ent.IsNotFound(err) {
		return &failed{problems: []*Problem{draftMoved()}}
	}
	return err
}

func draftMoved() *Problem {
	return &Problem{[]string{"draft"}, lexicon.UserConflict, message.DraftChanged}
}

func draftElsewhere() *Problem {
	return &Problem{[]string{"contract"}, lexicon.UserElsewhere, message.DraftElsewhere}
}

// openDraft returns a draft that can be changed.
func openDraft(ctx context.Context, c *ent.Client, uid string) (*ent.Draft, []*Problem, error) {
	draft, err := seenDraft(ctx, c, uid)
	switch {
	case err != nil:
		return nil, nil, err
	case draft == nil:
		return nil, []*Problem{{[]string{"draft"}, lexicon.UserUnknown, message.UnknownDraft}}, nil
	case draft.State != lexicon.DraftOpen:
		return nil, []*Problem{{[]string{"draft"}, lexicon.UserNotOpen, message.DraftNotOpen}}, nil
	}
	return draft, nil, nil
}

// closeDraft sets the final state of an open draft, unless it has changed since it was read.
func (w *work) closeDraft(ctx context.Context, uid string, state lexicon.DraftState) (*ent.Draft, error) {
	draft, problems, err := openDraft(ctx, w.tx, uid)
	if problems != nil {
		err = &failed{problems: problems}
	}
	if err != nil {
		return nil, err
	}
	return draft, updateUnchanged(ctx, w.tx.Draft.UpdateOneID(draft.ID).SetState(state), draft)
}

// tryDraft runs steps and rolls them back. The outcome has their records or problems.
func (e *Editor) tryDraft(ctx context.Context, draft *ent.Draft, steps []Step) (*Outcome, error) {
	tried := &Outcome{}
	outcome, err := e.write(ctx, ledger.Entry{}, nil, func(ctx context.Context, w *work) (_ []string, err error) {
		w.only, w.home = draft.ContractID, draft.ContractID
		if tried.Records, err = w.runSteps(ctx, steps); err == nil {
			tried.Merged, err = w.gone, ledger.ErrDryRun
		}
		return nil, err
	})
	if errors.Is(err, ledger.ErrDryRun) {
		return tried, nil
	}
	return outcome, err
}

// PublishDraft runs all steps of a draft in one write. The viewer needs the right to each step.
func (e *Editor) PublishDraft(ctx context.Context, uid, reason, key string) (*Outcome, error) {
	entry := ledger.Entry{Reason: reason, Key: key}
	id := []any{"publish", uid, reason}
	outcome, err := e.write(ctx, entry, id, func(ctx context.Context, w *work) ([]string, error) {
		draft, err := w.closeDraft(ctx, uid, lexicon.DraftPublished)
		if err != nil {
			return nil, err
		}
		steps, err := Steps(draft)
		if err != nil {
			return nil, err
		}
		w.only, w.home = draft.ContractID, draft.ContractID
		return w.runSteps(ctx, steps)
	})
	if outcome != nil && outcome.Problems == nil {
		outcome.Draft = uid
	}
	return outcome, err
}

// DiscardDraft closes a draft without writing its steps.
func (e *Editor) DiscardDraft(ctx context.Context, uid, _, key string) (*Outcome, error) {
	return e.writeDraft(ctx, key, []any{"discard", uid}, func(ctx context.Context, w *work) (string, error) {
		_, err := w.closeDraft(ctx, uid, lexicon.DraftDiscarded)
		return uid, err
	})
}
