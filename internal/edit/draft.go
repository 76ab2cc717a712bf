package edit

import (
	"context"
	"encoding/json"
	"errors"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// A draft is a list of steps that wait. They are tried when they are added, and
// done when the draft is published: until then nothing of them is in the graph,
// so that nobody can come across it by any path.

// Begin begins a draft of a contract.
func (e *Editor) Begin(ctx context.Context, contract, title, key string) (*Outcome, error) {
	viewer := access.From(ctx)
	w := &work{tx: e.Client, viewer: viewer, postgres: e.Postgres}
	owner, err := w.owner(ctx, contract)
	if err != nil {
		return nil, err
	}
	switch {
	case owner == nil:
		w.unknown(Step{}, "contract", contract)
	case !viewer.May(lexicon.ScopeWrite) || !mayDraft(viewer, owner.id):
		w.forbid(Step{})
	}
	name, problem := record.Of("plan").Field("name").Parse(title)
	if problem != nil || name == nil || len([]rune(title)) > 300 {
		w.report(Step{}, "title", lexicon.UserRequired, "« title » est obligatoire, en 300 caractères au plus.", "`title` is required, of at most 300 characters.")
	}
	if w.problems != nil {
		return &Outcome{Problems: w.problems}, nil
	}
	return e.keep(ctx, key, []any{"begin", owner.uid, title}, func(ctx context.Context, tx *ent.Tx) (string, error) {
		draft, err := tx.Draft.Create().SetTitle(title).SetContractID(owner.id).SetAuthor(viewer.Account).
			SetSteps([]json.RawMessage{}).Save(access.AsSystem(ctx))
		if err != nil {
			return "", err
		}
		return draft.UID, nil
	})
}

// keep changes drafts, once under a key; the ledger has no line of it.
func (e *Editor) keep(ctx context.Context, key string, asked []any, do func(context.Context, *ent.Tx) (string, error)) (*Outcome, error) {
	entry := ledger.Entry{Actor: access.From(ctx).Account, Key: key}
	var err error
	if entry.Fingerprint, err = fingerprint(asked); err != nil {
		return nil, err
	}
	written, err := e.Ledger.Write(ctx, entry, func(ctx context.Context, tx *ent.Tx) ([]string, error) {
		uid, err := do(ctx, tx)
		return []string{uid}, err
	})
	outcome, err := outcomeOf(written, err)
	if outcome != nil && len(outcome.Records) == 1 {
		outcome.Draft, outcome.Records, outcome.Write = outcome.Records[0], nil, ""
	}
	return outcome, err
}

// mayDraft tells whether the viewer may prepare changes of a contract.
func mayDraft(v *access.Viewer, contract int) bool {
	if v.Leads(contract) {
		return true
	}
	return v.Role == lexicon.Liaison && contains(v.Serves, contract)
}

func contains(list []int, id int) bool {
	for _, one := range list {
		if one == id {
			return true
		}
	}
	return false
}

// maySee tells whether the viewer sees a draft: who began it does, as long as
// they may prepare changes of the contract, and who decides for the contract.
func maySee(v *access.Viewer, d *ent.Draft) bool {
	return !v.IsPublic() && mayDraft(v, d.ContractID) && (v.Account == d.Author || v.Leads(d.ContractID))
}

// Draft is the draft of an identifier, or nil when there is none that the
// viewer sees.
func (e *Editor) Draft(ctx context.Context, uid string) (*ent.Draft, error) {
	return seenDraft(ctx, e.Client, uid)
}

func seenDraft(ctx context.Context, c *ent.Client, uid string) (*ent.Draft, error) {
	found, err := c.Draft.Query().Where(func(s *sql.Selector) { s.Where(sql.EQ(s.C("uid"), uid)) }).All(access.AsSystem(ctx))
	if err != nil || len(found) == 0 || !maySee(access.From(ctx), found[0]) {
		return nil, err
	}
	return found[0], nil
}

// Drafts are those of a contract that the viewer sees, newest first.
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
		if wanted && maySee(access.From(ctx), d) {
			seen = append(seen, d)
		}
	}
	return seen, err
}

// Steps are the changes that a draft holds.
func Steps(d *ent.Draft) ([]Step, error) {
	steps := make([]Step, len(d.Steps))
	for i, raw := range d.Steps {
		if err := json.Unmarshal(raw, &steps[i]); err != nil {
			return nil, err
		}
		steps[i].Path = []string{"draft", itoa(i)}
	}
	return steps, nil
}

// prepare adds the steps of a request to its draft, after trying them on top
// of those that it has.
func (e *Editor) prepare(ctx context.Context, r Request) (*Outcome, error) {
	entry := ledger.Entry{Actor: access.From(ctx).Account, Key: r.Key}
	var err error
	if entry.Fingerprint, err = fingerprint(r); err != nil {
		return nil, err
	}
	if first, err := e.before(ctx, r.Key, r, r.Draft); err != nil || first != nil {
		return first, err
	}
	draft, problem, err := e.open(ctx, r.Draft)
	if err != nil || problem != nil {
		return &Outcome{Problems: problem}, err
	}
	waiting, err := Steps(draft)
	if err != nil {
		return nil, err
	}
	if len(waiting)+len(r.Steps) > MaxSteps {
		return &Outcome{Problems: []*Problem{tooMany()}}, nil
	}
	for i := range r.Steps { // a record keeps its identifier from now on
		if s := &r.Steps[i]; s.Verb == Create && s.Set["id"] == nil {
			s.Set["id"] = lexicon.NewUID(s.Type)
		}
	}
	tried, err := e.try(ctx, draft, append(waiting, r.Steps...))
	if err != nil || tried.Problems != nil {
		return tried, err
	}
	written, err := e.Ledger.Write(ctx, entry, func(ctx context.Context, tx *ent.Tx) ([]string, error) {
		return tried.Records[len(waiting):], addTo(ctx, tx, draft, r.Steps)
	})
	outcome, err := outcomeOf(written, err)
	if outcome != nil && outcome.Problems == nil {
		outcome.Draft, outcome.Write = r.Draft, ""
	}
	return outcome, err
}

// addTo adds steps to a draft that is as it was read.
func addTo(ctx context.Context, tx *ent.Tx, draft *ent.Draft, more []Step) error {
	steps := draft.Steps
	for _, s := range more {
		text, err := json.Marshal(s)
		if err != nil {
			return err
		}
		steps = append(steps, text)
	}
	return asRead(ctx, tx.Draft.UpdateOneID(draft.ID).SetSteps(steps), draft)
}

// asRead changes a draft unless somebody else did meanwhile.
func asRead(ctx context.Context, change *ent.DraftUpdateOne, draft *ent.Draft) error {
	err := change.Where(func(s *sql.Selector) { s.Where(sql.EQ(s.C("revision"), draft.Revision)) }).Exec(access.AsSystem(ctx))
	if ent.IsNotFound(err) {
		return &failed{problems: []*Problem{draftMoved()}}
	}
	return err
}

func draftMoved() *Problem {
	return &Problem{[]string{"draft"}, lexicon.UserConflict, "Le brouillon a changé entre-temps ; recommencez.", "The draft changed meanwhile; try again."}
}

// open is a draft that can be changed.
func (e *Editor) open(ctx context.Context, uid string) (*ent.Draft, []*Problem, error) {
	draft, err := e.Draft(ctx, uid)
	switch {
	case err != nil:
		return nil, nil, err
	case draft == nil:
		return nil, []*Problem{{[]string{"draft"}, lexicon.UserUnknown, "Aucun brouillon ne porte cet identifiant.", "No draft has this id."}}, nil
	case draft.State != lexicon.DraftOpen:
		return nil, []*Problem{{[]string{"draft"}, lexicon.UserNotOpen, "Ce brouillon est publié ou abandonné.", "This draft was published or discarded."}}, nil
	case !access.From(ctx).May(lexicon.ScopeWrite):
		return nil, []*Problem{{nil, lexicon.UserForbidden, "Votre compte ne permet pas cette écriture.", "Your account may not write this."}}, nil
	}
	return draft, nil, nil
}

// try does steps and undoes them: what is left is what they would say.
func (e *Editor) try(ctx context.Context, draft *ent.Draft, steps []Step) (*Outcome, error) {
	outcome := &Outcome{}
	_, err := e.Ledger.Write(ctx, ledger.Entry{Actor: access.From(ctx).Account}, func(ctx context.Context, tx *ent.Tx) ([]string, error) {
		records, err := e.applyWithin(ctx, tx, steps, draft.ContractID)
		outcome.Records = records
		if err == nil {
			err = ledger.ErrUndone
		}
		return nil, err
	})
	var problems *failed
	switch {
	case errors.As(err, &problems):
		return &Outcome{Problems: problems.problems, Conflict: problems.conflict}, nil
	case errors.Is(err, ledger.ErrUndone):
		return outcome, nil
	}
	return nil, err
}

// applyWithin does steps that stay within one contract and the directory.
func (e *Editor) applyWithin(ctx context.Context, tx *ent.Tx, steps []Step, contract int) ([]string, error) {
	w := &work{tx: tx.Client(), viewer: access.From(ctx), postgres: e.Postgres, only: contract}
	return w.all(ctx, steps)
}

// Publish does all that a draft holds, in one write. Whoever does it must be
// one who may do each step.
func (e *Editor) Publish(ctx context.Context, uid, reason, key string) (*Outcome, error) {
	asked := []any{"publish", uid}
	if first, err := e.before(ctx, key, asked, uid); err != nil || first != nil {
		return first, err
	}
	draft, problems, err := e.open(ctx, uid)
	if err != nil || problems != nil {
		return &Outcome{Problems: problems}, err
	}
	steps, err := Steps(draft)
	if err != nil {
		return nil, err
	}
	outcome, err := e.write(ctx, Request{Steps: steps, Reason: reason, Key: key, of: asked}, func(ctx context.Context, tx *ent.Tx) error {
		return asRead(ctx, tx.Draft.UpdateOneID(draft.ID).SetState(lexicon.DraftPublished), draft)
	})
	if outcome != nil && outcome.Problems == nil {
		outcome.Draft = uid
	}
	return outcome, err
}

// Discard gives a draft up.
func (e *Editor) Discard(ctx context.Context, uid, _, key string) (*Outcome, error) {
	asked := []any{"discard", uid}
	if first, err := e.before(ctx, key, asked, uid); err != nil || first != nil {
		return first, err
	}
	draft, problems, err := e.open(ctx, uid)
	if err != nil || problems != nil {
		return &Outcome{Problems: problems}, err
	}
	return e.keep(ctx, key, asked, func(ctx context.Context, tx *ent.Tx) (string, error) {
		return uid, asRead(ctx, tx.Draft.UpdateOneID(draft.ID).SetState(lexicon.DraftDiscarded), draft)
	})
}
