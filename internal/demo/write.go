package demo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"maillage/internal/gen/ent"
	_ "maillage/internal/gen/ent/runtime" // the hooks that keep sort keys and bounds of dates
	"maillage/internal/lexicon"
)

// record is a row to be written: its type and code, its columns, and the
// records that it refers to, column (without _id) by column.
type record struct {
	kind, code string
	set        values
	refs       refs
}

type (
	values map[string]any
	refs   map[string]string // to the key of a record
)

// key is how records name each other, in Go tables and in the text of claims:
// the type as public identifiers say it, and the code.
func key(kind, code string) string { return kind + " " + code }

func (r record) key() string { return key(r.kind, r.code) }

// loadedAt is when every record was made, so that two loads are alike.
var loadedAt = time.Date(2026, time.January, 5, 9, 0, 0, 0, time.UTC)

// order is that of writing: nothing refers to a type that comes after its own.
var order = []string{
	"territory", "audience", "programme", "criterion", "concept", "source", "partner", "identifier",
	"contract", "plan", "theme", "axis", "action", "group",
	"contribution", "alignment", "membership", "relation", "citation",
}

// chunk keeps an insert of the widest record under every database's limit of
// parameters.
const chunk = 200

// insert writes records of one type and notes their database ids by key.
type insert func(ctx context.Context, records []record, ids map[string]int) error

// writer writes records into the database of a transaction.
type writer struct {
	inserts map[string]insert
	ids     map[string]int    // of the records written so far, by key
	home    map[string]string // the contract of each, by key; the directory has none
}

func newWriter(tx *ent.Tx) *writer {
	return &writer{ids: map[string]int{}, home: map[string]string{}, inserts: map[string]insert{
		"territory":    into(tx.Territory.Create, tx.Territory.CreateBulk),
		"audience":     into(tx.Audience.Create, tx.Audience.CreateBulk),
		"programme":    into(tx.Programme.Create, tx.Programme.CreateBulk),
		"criterion":    into(tx.Criterion.Create, tx.Criterion.CreateBulk),
		"concept":      into(tx.Concept.Create, tx.Concept.CreateBulk),
		"source":       into(tx.Source.Create, tx.Source.CreateBulk),
		"partner":      into(tx.Partner.Create, tx.Partner.CreateBulk),
		"identifier":   into(tx.Identifier.Create, tx.Identifier.CreateBulk),
		"contract":     into(tx.Contract.Create, tx.Contract.CreateBulk),
		"plan":         into(tx.Plan.Create, tx.Plan.CreateBulk),
		"theme":        into(tx.Theme.Create, tx.Theme.CreateBulk),
		"axis":         into(tx.Axis.Create, tx.Axis.CreateBulk),
		"action":       into(tx.Action.Create, tx.Action.CreateBulk),
		"group":        into(tx.WorkingGroup.Create, tx.WorkingGroup.CreateBulk),
		"contribution": into(tx.Contribution.Create, tx.Contribution.CreateBulk),
		"alignment":    into(tx.Alignment.Create, tx.Alignment.CreateBulk),
		"membership":   into(tx.Membership.Create, tx.Membership.CreateBulk),
		"relation":     into(tx.Relation.Create, tx.Relation.CreateBulk),
		"citation":     into(tx.Citation.Create, tx.Citation.CreateBulk),
	}}
}

// write inserts the records type by type; those of one type that refer to each
// other, such as a sub-theme to its theme, in as many rounds as it takes.
func (w *writer) write(ctx context.Context, records []record) error {
	waiting, err := byKind(records)
	if err != nil {
		return err
	}
	for _, kind := range order {
		for len(waiting[kind]) > 0 {
			ready, rest := w.split(waiting[kind])
			if len(ready) == 0 {
				return fmt.Errorf("%s refers to a record that does not exist: %v", rest[0].key(), rest[0].refs)
			}
			w.settle(ready)
			if err := w.inserts[kind](ctx, ready, w.ids); err != nil {
				return err
			}
			waiting[kind] = rest
		}
		delete(waiting, kind)
	}
	for kind := range waiting {
		return fmt.Errorf("no record has the type %q", kind)
	}
	return nil
}

// settle has claims and citations keep the contract of what they are about.
func (w *writer) settle(records []record) {
	for _, r := range records {
		home := r.refs["contract"]
		if r.kind == "contract" {
			home = r.key()
		}
		for column, to := range r.refs {
			if home == "" && column != "source" {
				home = w.home[to]
			}
		}
		if home == "" {
			continue
		}
		w.home[r.key()] = home
		if slices.Contains([]string{"contribution", "alignment", "membership", "citation"}, r.kind) {
			r.refs["scope"] = home
		}
	}
}

// byKind sorts records by type and refuses two of the same key: the second
// would have the public identifier of the first.
func byKind(records []record) (map[string][]record, error) {
	kinds, seen := map[string][]record{}, map[string]bool{}
	for _, r := range records {
		if seen[r.key()] {
			return nil, fmt.Errorf("%s is there twice", r.key())
		}
		seen[r.key()] = true
		kinds[r.kind] = append(kinds[r.kind], r)
	}
	return kinds, nil
}

// split tells the records whose references are all written from the others.
func (w *writer) split(records []record) (ready, rest []record) {
	for _, r := range records {
		written := true
		for _, to := range r.refs {
			_, ok := w.ids[to]
			written = written && ok
		}
		if written && len(ready) < chunk {
			ready = append(ready, r)
		} else {
			rest = append(rest, r)
		}
	}
	return ready, rest
}

// mutation is what a generated mutation offers to a writer that knows columns
// by name.
type mutation interface {
	SetField(name string, value ent.Value) error
	ID() (id int, exists bool)
}

// into makes the insert of one type from its generated builders.
func into[
	C interface{ Mutation() M }, M mutation,
	B interface {
		Save(context.Context) ([]*T, error)
	}, T any,
](create func() C, bulk func(...C) B) insert {
	return func(ctx context.Context, records []record, ids map[string]int) error {
		builders := make([]C, len(records))
		for i, r := range records {
			builders[i] = create()
			if err := r.fill(builders[i].Mutation(), ids); err != nil {
				return fmt.Errorf("%s: %w", r.key(), err)
			}
		}
		if _, err := bulk(builders...).Save(ctx); err != nil {
			return fmt.Errorf("write %d from %s on: %w", len(records), records[0].key(), err)
		}
		for i, r := range records {
			id, _ := builders[i].Mutation().ID() // set by Save
			ids[r.key()] = id
		}
		return nil
	}
}

// fill sets every column of the record.
func (r record) fill(m mutation, ids map[string]int) error {
	errs := []error{m.SetField("uid", lexicon.UIDFor(r.kind, r.code))}
	if r.kind != "identifier" { // known by its value
		errs = append(errs, m.SetField("code", r.code))
	}
	for column, value := range r.set {
		if value != "" { // no text is no value, not an empty one
			errs = append(errs, m.SetField(column, value))
		}
	}
	for column, to := range r.refs {
		errs = append(errs, m.SetField(column+"_id", ids[to]))
	}
	return errors.Join(errs...)
}
