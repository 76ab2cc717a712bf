package demo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"maillage/internal/gen/ent"
	_ "maillage/internal/gen/ent/runtime" // the hooks that set sort keys and bounds of dates
	"maillage/internal/lexicon"
)

// record is a row to be written: its type and code, its columns, and the records that it refers to.
// References are keyed by their column without _id.
type record struct {
	kind, code string
	set        values
	refs       refs
}

type (
	values map[string]any
	refs   map[string]string // to the key of a record
)

// key returns the key by which Go tables and the text of claims refer to a record. It consists of the
// type as public identifiers write it, and the code.
func key(kind, code string) string { return kind + " " + code }

func (r record) key() string { return key(r.kind, r.code) }

// loadedAt is the creation time of every record, so that two loads are equal.
var loadedAt = time.Date(2026, time.January, 5, 9, 0, 0, 0, time.UTC)

// order is the order of writing: no type refers to a later one.
var order = []string{
	"territory", "audience", "programme", "criterion", "concept", "source", "partner", "identifier",
	"contract", "plan", "theme", "axis", "action", "group",
	"contribution", "alignment", "membership", "relation", "citation",
}

// chunk is the number of records of an insert. It keeps an insert of the widest record under every
// database's limit of parameters.
const chunk = 200

// insert writes records of one type and stores their database ids by key.
type insert func(ctx context.Context, records []record, ids map[string]int) error

// writer writes records into the database of a transaction.
type writer struct {
	inserts map[string]insert
	ids     map[string]int    // of the records written so far, by key
	home    map[string]string // the contract of each, by key; the directory has none
}

func newWriter(tx *ent.Tx) *writer {
	return &writer{ids: map[string]int{}, home: map[string]string{}, inserts: map[string]insert{
		"territory":    newInsert(tx.Territory.Create, tx.Territory.CreateBulk),
		"audience":     newInsert(tx.Audience.Create, tx.Audience.CreateBulk),
		"programme":    newInsert(tx.Programme.Create, tx.Programme.CreateBulk),
		"criterion":    newInsert(tx.Criterion.Create, tx.Criterion.CreateBulk),
		"concept":      newInsert(tx.Concept.Create, tx.Concept.CreateBulk),
		"source":       newInsert(tx.Source.Create, tx.Source.CreateBulk),
		"partner":      newInsert(tx.Partner.Create, tx.Partner.CreateBulk),
		"identifier":   newInsert(tx.Identifier.Create, tx.Identifier.CreateBulk),
		"contract":     newInsert(tx.Contract.Create, tx.Contract.CreateBulk),
		"plan":         newInsert(tx.Plan.Create, tx.Plan.CreateBulk),
		"theme":        newInsert(tx.Theme.Create, tx.Theme.CreateBulk),
		"axis":         newInsert(tx.Axis.Create, tx.Axis.CreateBulk),
		"action":       newInsert(tx.Action.Create, tx.Action.CreateBulk),
		"group":        newInsert(tx.WorkingGroup.Create, tx.WorkingGroup.CreateBulk),
		"contribution": newInsert(tx.Contribution.Create, tx.Contribution.CreateBulk),
		"alignment":    newInsert(tx.Alignment.Create, tx.Alignment.CreateBulk),
		"membership":   newInsert(tx.Membership.Create, tx.Membership.CreateBulk),
		"relation":     newInsert(tx.Relation.Create, tx.Relation.CreateBulk),
		"citation":     newInsert(tx.Citation.Create, tx.Citation.CreateBulk),
	}}
}

// write inserts the records type by type. Records of one type that refer to each other, such as a
// sub-theme to its theme, take several rounds.
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
			w.setContracts(ready)
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

// setContracts sets the contract of claims and citations to that of the records they are about.
func (w *writer) setContracts(records []record) {
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

// byKind groups records by type and refuses two with the same key, because they would have the same
// public identifier.
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

// split separates the records whose references are all written from the others.
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

// mutation is the part of a generated mutation that sets columns by name.
type mutation interface {
	SetField(name string, value ent.Value) error
	ID() (id int, exists bool)
}

// newInsert returns the insert of one type from its generated builders.
func newInsert[
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
		if value != "" { // an empty text is stored as no value
			errs = append(errs, m.SetField(column, value))
		}
	}
	for column, to := range r.refs {
		errs = append(errs, m.SetField(column+"_id", ids[to]))
	}
	return errors.Join(errs...)
}
