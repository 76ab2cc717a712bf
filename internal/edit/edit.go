// Package edit changes records. It resolves what a request names, checks the rules that records obey together, checks
// the viewer's rights, and writes through the ledger, all or nothing.
//
// What a user can correct is returned as [Problem]s, which name the field. Any other failure is an error.
package edit

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"slices"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// Editor changes the records of a database.
type Editor struct {
	Client   *ent.Client
	Ledger   *ledger.Ledger
	Postgres bool
}

// Verb names the operation of a step.
type Verb string

// The verbs. Upsert changes the record found by id, code, verified identifier or natural key, and creates it when there
// is none. Link creates or changes the relation of given ends, and Unlink deletes it.
const (
	Create Verb = "create"
	Update Verb = "update"
	Upsert Verb = "upsert"
	Delete Verb = "delete"
	Link   Verb = "link"
	Unlink Verb = "unlink"
)

// Step is one requested change.
type Step struct {
	Verb Verb           `json:"verb"`
	Type string         `json:"type"` // the prefix of the record's type; empty to delete one of any type
	Set  map[string]any `json:"set"`  // the fields, as the input gives them
	// New is the public identifier that the hub assigns to the record if it is created: for a step of a draft, or for a
	// deleted record that is restored.
	New  string   `json:"new,omitempty"`
	Path []string `json:"-"` // the path of the fields in the input, for problems
	// as is the field of the input that the whole step comes from. Problems name it in place of the step's own field.
	// It is empty for a step whose fields are the input's.
	as string
	// exact marks a step that only moves or restores what was written before. The rules about the record itself and its
	// sources are not checked again.
	exact bool
	// asSourced marks a step that cannot change whether a claim needs a source.
	asSourced bool
}

// Request is a list of steps that are written together.
type Request struct {
	Steps  []Step
	Reason string
	Key    string // the idempotency key; empty for none
	Draft  string // the draft to which the steps are added instead of written; empty for none
	// Contract is the id or code of the contract in which bare codes are looked up first; empty for none. In a draft it
	// is the draft's contract.
	Contract string `json:",omitempty"`
	// Unadvised writes without looking for partners of the same name: the caller has decided who is who.
	Unadvised bool `json:"-"`
	// Within is run at the end of the transaction of the write, with its records, as in [Outcome]. What it stores is
	// committed with the write, or not at all. It is not run when the write is replayed, and again when it is retried.
	Within func(ctx context.Context, tx *ent.Client, records []string) error `json:"-"`
	// Sent is the input as the client sent it. It identifies the request under its idempotency key: Steps also hold
	// what the schema adds, which another version may add otherwise.
	Sent any `json:"-"`
}

// MaxSteps is the maximum number of changes in one write. MaxParts is the maximum of citations and related records that
// they bring along.
const (
	MaxSteps = 500
	MaxParts = 2_000
)

// Outcome is the result of a request: its records or its problems. Records are in the order of the steps, empty where a
// step had nothing to do. With problems, nothing is written.
type Outcome struct {
	Records  []string
	Write    string
	Replayed bool // replayed: an earlier write has the same idempotency key
	Draft    string
	Problems []*Problem
	Conflict *Conflict
	// Suggestions are the records that upserts may mean; empty when the write is replayed.
	Suggestions []*Suggestion
	// Moves are the records that merges moved; empty when the write is replayed.
	Moves []Move
	// Merged are the partners that merges deleted, one for each merge, in the order of the steps.
	Merged []string
}

// failed is the error that carries problems out of a transaction and rolls it back.
type failed struct {
	problems []*Problem
	conflict *Conflict
}

func (f *failed) Error() string { return "the request has problems" }

// DryRun runs a request and rolls it back. The outcome is what Do would return.
func (e *Editor) DryRun(ctx context.Context, r Request) (*Outcome, error) {
	if problems := excess(r.Steps); problems != nil {
		return &Outcome{Problems: problems}, nil
	}
	tried := &Outcome{}
	outcome, err := e.write(ctx, ledger.Entry{}, nil, func(ctx context.Context, w *work) (_ []string, err error) {
		if tried.Records, err = w.request(ctx, r); err != nil {
			return nil, err
		}
		tried.Moves, tried.Merged = w.moves, w.gone
		return nil, ledger.ErrDryRun
	})
	if errors.Is(err, ledger.ErrDryRun) {
		return tried, nil
	}
	return outcome, err
}

// Do writes the steps of a request, or adds them to its draft.
func (e *Editor) Do(ctx context.Context, r Request) (*Outcome, error) {
	if problems := excess(r.Steps); problems != nil {
		return &Outcome{Problems: problems}, nil
	}
	if r.Draft != "" {
		return e.addToDraft(ctx, r)
	}
	entry := ledger.Entry{Reason: r.Reason, Key: r.Key}
	return e.write(
		ctx, entry, keyInput(r.Sent, r),
		func(ctx context.Context, w *work) ([]string, error) { return w.request(ctx, r) },
	)
}

// request runs the steps of a request, in the contract that it names.
func (w *work) request(ctx context.Context, r Request) ([]string, error) {
	if r.Contract != "" {
		owner, err := w.contractNamed(ctx, r.Contract)
		if err != nil {
			return nil, err
		}
		if owner == nil {
			w.reportUnknown(Step{}, "contract", r.Contract)
			return nil, w.failure()
		}
		w.home = owner.id
	}
	w.unadvised = r.Unadvised
	records, err := w.runSteps(ctx, r.Steps)
	if err == nil && r.Within != nil {
		err = r.Within(ctx, w.tx, records)
	}
	return records, err
}

// keyInput returns what an idempotency key stands for: the input of the client, or else the request.
func keyInput(sent, request any) any {
	if sent == nil {
		return request
	}
	return sent
}

// write runs do in one transaction of the ledger. id identifies the write under its idempotency key.
func (e *Editor) write(
	ctx context.Context, entry ledger.Entry, id any, do func(context.Context, *work) ([]string, error),
) (*Outcome, error) {
	entry.Actor = access.From(ctx).Account
	var err error
	if entry.Fingerprint, err = Fingerprint(id); err != nil {
		return nil, err
	}
	var w *work
	written, err := e.Ledger.Write(ctx, entry, func(ctx context.Context, tx *ent.Tx) ([]string, error) {
		w = &work{tx: tx.Client(), ledger: e.Ledger, viewer: access.From(ctx), postgres: e.Postgres}
		return do(ctx, w)
	})
	outcome, err := outcomeOf(written, err)
	if outcome != nil && w != nil {
		outcome.Suggestions, outcome.Moves = w.suggestions, w.moves
	}
	return outcome, err
}

// outcomeOf separates what a user can correct from other errors.
func outcomeOf(written ledger.Written, err error) (*Outcome, error) {
	var problems *failed
	switch {
	case errors.As(err, &problems):
		return &Outcome{Problems: problems.problems, Conflict: problems.conflict}, nil
	case errors.Is(err, ledger.ErrKeyMismatch):
		return &Outcome{Problems: []*Problem{KeyMismatch()}}, nil
	case err != nil:
		return nil, err
	}
	return &Outcome{Records: written.Records, Write: written.Write, Replayed: written.Replayed}, nil
}

// runSteps runs the steps, then checks the rules that span several records.
func (w *work) runSteps(ctx context.Context, steps []Step) ([]string, error) {
	w.citing = slices.ContainsFunc(steps, func(s Step) bool { return s.Type == "citation" || s.Type == "" })
	if err := w.prefetch(ctx, steps); err != nil {
		return nil, err
	}
	records := make([]string, len(steps))
	for i, step := range steps {
		uid, err := w.runStep(ctx, step)
		if err != nil {
			return nil, err
		}
		records[i] = uid
	}
	if err := w.release(ctx); err != nil {
		return nil, err
	}
	if err := w.checkSources(ctx); err != nil {
		return nil, err
	}
	if err := w.suggestNamesakes(ctx); err != nil {
		return nil, err
	}
	return records, w.failure()
}

// failure returns the error that rolls back a write with problems; nil when there are none.
func (w *work) failure() error {
	if len(w.problems) == 0 {
		return nil
	}
	return &failed{w.problems, w.conflict}
}

// work is a write in progress, in its transaction.
type work struct {
	tx         *ent.Client
	ledger     *ledger.Ledger
	viewer     *access.Viewer
	postgres   bool
	only       int // the contract of the draft, the only one that may change; 0 for no draft
	home       int // the contract in which bare codes are looked up first; 0 for none
	problems   []*Problem
	conflict   *Conflict
	citing     bool               // a step is about a citation by itself, which may belong to any record
	claims     []touched          // whose sources are checked at the end
	givenCodes map[[2]string]*row // records found by identifier, by type and the code that the step gives
	// suggestions are the records that upserts may mean.
	suggestions []*Suggestion
	moves       []Move
	gone        []string // partners that merges deleted
	merged      int      // records that merges wrote
	created     []createdPartner
	unadvised   bool
	known       map[string]*row // records as the viewer sees them, by public identifier; see [work.byUID]
	prefetched  prefetched
	held        []heldRecord // of one type, which are inserted together
	// said are the values that upserts of claims and citations gave, by record and field.
	said       map[string]map[string]any
	unreverted []*ent.Change // lines that can no longer be reverted
}

// touched is a claim whose sources are checked at the end of the write.
type touched struct {
	of   *record.Type
	uid  string
	path []string
}

// runStep runs one step and returns the public identifier of its record. Problems are collected, so that a client
// learns all of them at once.
func (w *work) runStep(ctx context.Context, s Step) (string, error) {
	t := record.Of(s.Type)
	if len(w.held) > 0 && (s.Verb != Create || t != w.held[0].of) {
		if err := w.release(ctx); err != nil {
			return "", err
		}
	}
	switch s.Verb {
	case Create:
		return w.create(ctx, t, s)
	case Update:
		return w.update(ctx, t, s)
	case Upsert:
		return w.upsert(ctx, t, s)
	case Delete:
		return w.remove(ctx, s)
	case Link, Unlink:
		return w.link(ctx, s)
	case Merge:
		return w.merge(ctx, s)
	}
	return "", errors.New("no verb " + string(s.Verb))
}

// Fingerprint returns a SHA-256 hash of a request, by which an idempotency key recognises it.
func Fingerprint(asked any) ([]byte, error) {
	text, err := json.Marshal(asked)
	sum := sha256.Sum256(text) // maps are written in the order of their keys
	return sum[:], err
}

// row is a record with the values of its fields as they were read.
type row struct {
	of       *record.Type
	id       int
	uid      string
	version  int
	contract int
	ent.Row
}

func newRow(t *record.Type, r ent.Row) *row {
	found := &row{of: t, id: r.RowID(), uid: r.Column("uid").(string), version: r.Column("version").(int), Row: r}
	if t.Scope == "id" {
		found.contract = found.id
	} else if t.Scope != "" {
		found.contract, _ = r.Column(t.Scope).(int)
	}
	return found
}

// text returns a field's plain value as text; empty when it has none.
func (r *row) text(field string) string {
	if r == nil {
		return ""
	}
	s, _ := r.of.Field(field).Plain(r.Column(r.of.Field(field).Columns()[0])).(string)
	return s
}

// end returns the record that a reference points to: its type and database id.
func (r *row) end(field string) (prefix string, id int) {
	for _, e := range r.of.Field(field).Ends() {
		if id, ok := r.Column(e.Column).(int); ok {
			return e.Prefix, id
		}
	}
	return "", 0
}

// basisOf returns the basis of a claim; empty for any other record.
func basisOf(r *row) lexicon.Basis {
	if r == nil || !r.of.Claim {
		return ""
	}
	return lexicon.Basis(r.text("basis"))
}

// statusOf returns the status of a claim; empty for any other record.
func statusOf(r *row) lexicon.Status {
	if r == nil || !r.of.Claim {
		return ""
	}
	return lexicon.Status(r.text("status"))
}
