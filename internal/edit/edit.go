// Package edit changes records: it finds what a request names, holds the rules
// that records obey together, asks who may, and writes through the ledger, all
// or nothing.
//
// What a person can mend comes back as [Problem]s that name the field; an error
// is what they cannot.
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

// Verb is what a step does.
type Verb string

// The verbs. Upsert changes the record that it finds by id, code, verified identifier or natural key, and makes it
// when there is none; link and unlink do so with a relation of given ends.
const (
	Create Verb = "create"
	Update Verb = "update"
	Upsert Verb = "upsert"
	Delete Verb = "delete"
	Link   Verb = "link"
	Unlink Verb = "unlink"
)

// Step is one change that is asked for.
type Step struct {
	Verb Verb           `json:"verb"`
	Type string         `json:"type"` // the prefix of the record's type; empty to delete one of any type
	Set  map[string]any `json:"set"`  // the fields, as they came
	// New is the public identifier that the hub gives the record if it is made: of
	// a step that waits in a draft, or of a record that comes back.
	New  string   `json:"new,omitempty"`
	Path []string `json:"-"` // where they came from, for problems
	// as is the field of the input that the whole step comes from, which problems name in place of the step's own;
	// empty for a step whose fields are the input's.
	as string
	// exact marks a step that only moves, or brings back, what was written before: the rules about what a record says by
	// itself, and about its sources, are not asked again.
	exact bool
	// asSourced marks a step of which it does not depend whether a claim needs a source.
	asSourced bool
}

// Request is what is written together.
type Request struct {
	Steps  []Step
	Reason string
	Key    string // of idempotency; empty for none
	Draft  string // prepared in this draft rather than written; empty for none
	// Contract is the id or code of the contract in which codes alone are looked for first; empty for none. In a
	// draft it is the draft's.
	Contract string `json:",omitempty"`
	// Sent is what the client sent, to tell it from anything else under the key:
	// Steps have what the schema adds, which another version may add otherwise.
	Sent any `json:"-"`
}

// MaxSteps is how many changes one write takes, and MaxParts how many citations and related records they bring.
const (
	MaxSteps = 500
	MaxParts = 2_000
)

// Outcome is what became of a request: its records in the order of its steps,
// empty where a step found nothing to do; or the problems, and nothing written.
type Outcome struct {
	Records  []string
	Write    string
	Again    bool // it had been done before, under the same key
	Draft    string
	Problems []*Problem
	Conflict *Conflict
	// Suggestions are the records that upserts may be about; none when the write is replayed.
	Suggestions []*Suggestion
	// Moves are what merges moved; none when the write is replayed.
	Moves []Move
}

// failed carries problems out of a transaction that is to be rolled back.
type failed struct {
	problems []*Problem
	conflict *Conflict
}

func (f *failed) Error() string { return "the request has problems" }

// Try does what a request asks for and undoes it: the outcome is what it would be.
func (e *Editor) Try(ctx context.Context, r Request) (*Outcome, error) {
	if problems := excess(r.Steps); problems != nil {
		return &Outcome{Problems: problems}, nil
	}
	tried := &Outcome{}
	outcome, err := e.write(ctx, ledger.Entry{}, asked{}, func(ctx context.Context, w *work) (_ []string, err error) {
		if tried.Records, err = w.request(ctx, r); err != nil {
			return nil, err
		}
		tried.Moves = w.moves
		return nil, ledger.ErrUndone
	})
	if errors.Is(err, ledger.ErrUndone) {
		return tried, nil
	}
	return outcome, err
}

// Do changes what the request asks for.
func (e *Editor) Do(ctx context.Context, r Request) (*Outcome, error) {
	if problems := excess(r.Steps); problems != nil {
		return &Outcome{Problems: problems}, nil
	}
	if r.Draft != "" {
		return e.prepare(ctx, r)
	}
	entry := ledger.Entry{Reason: r.Reason, Key: r.Key}
	return e.write(
		ctx, entry, asked{r.Sent, r}, func(ctx context.Context, w *work) ([]string, error) { return w.request(ctx, r) },
	)
}

// request does the steps of a request, in the contract that it gives.
func (w *work) request(ctx context.Context, r Request) ([]string, error) {
	if r.Contract != "" {
		owner, err := w.owner(ctx, r.Contract)
		if err != nil {
			return nil, err
		}
		if owner == nil {
			w.unknown(Step{}, "contract", r.Contract)
			return nil, w.failure()
		}
		w.home = owner.id
	}
	return w.all(ctx, r.Steps)
}

// asked tells a write from others under the same key: by what the client sent, and
// by what earlier versions of the hub made of it. What was not sent is nil.
type asked struct{ sent, former any }

// sentMark begins the fingerprints of what was sent. Those of earlier versions
// are shorter.
const sentMark = 2

// fingerprints are the two of what is asked; former is nil when they are the same.
func (a asked) fingerprints() (now, former []byte, err error) {
	if former, err = Fingerprint(a.former); err != nil || a.sent == nil {
		return former, nil, err
	}
	now, err = Fingerprint(a.sent)
	return append([]byte{sentMark}, now...), former, err
}

// write does what it is told in one transaction. What is asked tells it from
// other writes under the same key.
func (e *Editor) write(
	ctx context.Context, entry ledger.Entry, a asked, do func(context.Context, *work) ([]string, error),
) (*Outcome, error) {
	entry.Actor = access.From(ctx).Account
	var err error
	if entry.Fingerprint, entry.Former, err = a.fingerprints(); err != nil {
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

// outcomeOf tells what a person can mend from what they cannot.
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
	return &Outcome{Records: written.Records, Write: written.Write, Again: written.Again}, nil
}

// all does the steps, and looks whether what they leave keeps the rules that
// several records keep together.
func (w *work) all(ctx context.Context, steps []Step) ([]string, error) {
	w.citing = slices.ContainsFunc(steps, func(s Step) bool { return s.Type == "citation" || s.Type == "" })
	records := make([]string, len(steps))
	for i, step := range steps {
		uid, err := w.do(ctx, step)
		if err != nil {
			return nil, err
		}
		records[i] = uid
	}
	if err := w.checkSources(ctx); err != nil {
		return nil, err
	}
	if err := w.namesakes(ctx); err != nil {
		return nil, err
	}
	return records, w.failure()
}

// failure is the error that rolls back what has problems; nil when it has none.
func (w *work) failure() error {
	if len(w.problems) == 0 {
		return nil
	}
	return &failed{w.problems, w.conflict}
}

// work is a transaction under way.
type work struct {
	tx       *ent.Client
	ledger   *ledger.Ledger
	viewer   *access.Viewer
	postgres bool
	only     int // the contract that a draft stays within; 0 for no draft
	home     int // the contract in which codes alone are looked for first; 0 for none
	problems []*Problem
	conflict *Conflict
	citing   bool               // a step is about a citation by itself, which may be of any record
	claims   []touched          // whose sources are to be looked at in the end
	aka      map[[2]string]*row // records found by identifier, by type and the code that the step gave
	// suggestions are the records that upserts may be about.
	suggestions []*Suggestion
	moves       []Move
	merged      int // records that merges wrote
	made        []newcomer
	// said are the values that upserts of claims and citations gave, by record and field.
	said map[string]map[string]any
}

type touched struct {
	of   *record.Type
	uid  string
	path []string
}

// do does one step and returns the public identifier of its record. Problems
// are kept, so that a client learns all of them at once.
func (w *work) do(ctx context.Context, s Step) (string, error) {
	t := record.Of(s.Type)
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

// Fingerprint tells what is asked from anything else that is asked.
func Fingerprint(asked any) ([]byte, error) {
	text, err := json.Marshal(asked)
	sum := sha256.Sum256(text) // maps are written in the order of their keys
	return sum[:], err
}

// row is a record, with the values of its fields as they were when it was read.
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

// text is a field's plain value as text; empty when it has none.
func (r *row) text(field string) string {
	if r == nil {
		return ""
	}
	s, _ := r.of.Field(field).Plain(r.Column(r.of.Field(field).Columns()[0])).(string)
	return s
}

// end is the record that a reference leads to: its type and database id.
func (r *row) end(field string) (prefix string, id int) {
	for _, e := range r.of.Field(field).Ends() {
		if id, ok := r.Column(e.Column).(int); ok {
			return e.Prefix, id
		}
	}
	return "", 0
}

// basisOf and statusOf are those of a claim; empty for any other record.
func basisOf(r *row) lexicon.Basis {
	if r == nil || !r.of.Claim {
		return ""
	}
	return lexicon.Basis(r.text("basis"))
}

func statusOf(r *row) lexicon.Status {
	if r == nil || !r.of.Claim {
		return ""
	}
	return lexicon.Status(r.text("status"))
}
