package testdb

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	entgo "entgo.io/ent"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/history"
	"maillage/internal/record"
)

// batchSize is the number of records that are written with one statement. More are slower, because ent
// calls itself for each of them, deeper and deeper.
const batchSize = 50

// Rebuild writes the records of a replayed ledger into an empty database, in one transaction. It
// writes each after those that it refers to. Ent's hooks set the columns that depend on their values.
func Rebuild(ctx context.Context, state history.State, client *ent.Client) error {
	ctx = access.WithRecorder(access.AsSystem(ctx)) // the database has no ledger
	tx, err := client.Tx(ctx)
	if err != nil {
		return err
	}
	w := &writer{client: tx.Client(), ids: make(map[string]int, len(state))}
	if err := w.all(ctx, state); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// writer writes records and stores their database ids.
type writer struct {
	client *ent.Client
	ids    map[string]int
}

func (w *writer) all(ctx context.Context, state history.State) error {
	waiting := map[*record.Type][]*history.Record{}
	for _, r := range state {
		if r.Gone {
			continue
		}
		waiting[r.Type] = append(waiting[r.Type], r)
	}
	for _, t := range record.Types {
		slices.SortFunc(waiting[t], func(a, b *history.Record) int { return strings.Compare(a.UID, b.UID) })
		for rest := waiting[t]; len(rest) > 0; {
			var ready, later []*history.Record
			for _, r := range rest {
				if len(ready) < batchSize && w.ready(r) {
					ready = append(ready, r)
				} else {
					later = append(later, r)
				}
			}
			if len(ready) == 0 {
				return fmt.Errorf("%s refers to a record that is not there", later[0].UID)
			}
			if err := w.write(ctx, t, ready, state); err != nil {
				return err
			}
			rest = later
		}
	}
	return nil
}

// ready reports whether all records to which a record refers are written.
func (w *writer) ready(r *history.Record) bool {
	for _, f := range r.Type.Fields {
		if uid, ok := r.Values[f.Name].(string); ok && f.IsReference() {
			if _, written := w.ids[uid]; !written {
				return false
			}
		}
	}
	return true
}

func (w *writer) write(ctx context.Context, t *record.Type, records []*history.Record, state history.State) error {
	mutations := make([]entgo.Mutation, len(records))
	_, err := w.client.NewCreateMany(ctx, t.Prefix, len(records), func(i int, m entgo.Mutation) error {
		mutations[i] = m
		return w.fill(m, records[i], state)
	})
	if err != nil {
		return fmt.Errorf("write %d of %s: %w", len(records), t.Name, err)
	}
	for i, m := range mutations {
		w.ids[records[i].UID], _ = m.(interface{ ID() (int, bool) }).ID()
	}
	return nil
}

func (w *writer) fill(m entgo.Mutation, r *history.Record, state history.State) error {
	errs := []error{
		m.SetField("uid", r.UID), m.SetField("version", r.Version),
		m.SetField("created_at", r.CreatedAt), m.SetField("updated_at", r.UpdatedAt),
	}
	for _, f := range r.Type.Fields {
		value, given := r.Values[f.Name]
		switch {
		case !given:
		case f.IsReference():
			to := value.(string)
			column, _ := f.ColumnFor(record.OfUID(to).Prefix)
			errs = append(errs, f.Set(m, w.ids[to], column))
		default:
			errs = append(errs, f.Set(m, value, ""))
		}
	}
	if r.Type.Scope == "scope_id" {
		if home := homeOf(state, r); home != "" {
			errs = append(errs, m.SetField(r.Type.Scope, w.ids[home]))
		}
	}
	return errors.Join(errs...)
}

// homeOf returns the public identifier of the contract to which a record belongs; empty for one of the
// directory.
func homeOf(s history.State, r *history.Record) string {
	if r.Type.Scope == "id" {
		return r.UID
	}
	for _, field := range r.Type.Owner {
		uid, _ := r.Values[field].(string)
		if to := s[uid]; to != nil {
			return homeOf(s, to)
		}
	}
	return ""
}
