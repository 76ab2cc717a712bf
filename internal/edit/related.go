package edit

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/record"
)

// maxRelated is the maximum number of records that one list of an input names.
const maxRelated = 100

// relate makes the relations of a record match the lists of its step. Relations that match already are not changed. A
// record that was not saved gets a new version when its lists change, so that an expected version protects them too.
func (w *work) relate(ctx context.Context, s Step, uid string, saved bool) error {
	var subject *row
	changed := false
	for _, r := range record.Of(s.Type).Related() {
		if _, given := s.Set[r.Field]; !given {
			continue
		}
		if subject == nil {
			var err error
			if subject, err = w.rowOf(access.AsSystem(ctx), record.Of(s.Type), "uid", uid); err != nil {
				return err
			}
		}
		wrote, err := w.relateTo(ctx, s, r, subject)
		if err != nil {
			return err
		}
		changed = changed || wrote
	}
	if !changed || saved {
		return nil
	}
	w.forget()
	_, save := w.tx.Changing(s.Type, subject.id, subject.version)
	_, err := save(ctx)
	if ent.IsNotFound(err) {
		return retryError{err}
	}
	return err
}

// relateTo does so for one list, and reports whether it changed anything.
func (w *work) relateTo(ctx context.Context, s Step, r record.Related, subject *row) (changed bool, err error) {
	before := len(w.problems)
	objects, err := w.listed(ctx, s, r, &pending{step: s, of: subject.of, was: subject})
	if err != nil || len(w.problems) > before {
		return false, err
	}
	there, err := w.relations(ctx, r, subject)
	if err != nil {
		return false, err
	}
	for _, relation := range there {
		_, object := relation.end("object")
		abandoned := statusOf(relation) == lexicon.StatusAbandoned
		at := slices.IndexFunc(objects, func(o listed) bool { return o.id == object })
		switch {
		case at >= 0 && !abandoned:
			objects[at].there = true
		case at < 0 && !abandoned:
			set := map[string]any{"id": relation.uid, "version": relation.version}
			if _, err := w.remove(ctx, relationStep(s, r, Delete, set)); err != nil {
				return false, err
			}
			changed = true
		}
	}
	for _, object := range objects {
		if object.there {
			continue
		}
		if err := w.relateOne(ctx, s, r, subject, object, there); err != nil {
			return false, err
		}
		changed = true
	}
	return changed, nil
}

// relateOne creates the relation to one record of a list, or reactivates an abandoned one.
func (w *work) relateOne(
	ctx context.Context, s Step, r record.Related, subject *row, object listed, there []*row,
) error {
	for _, relation := range there {
		if _, id := relation.end("object"); id == object.id {
			set := map[string]any{"id": relation.uid, "version": relation.version, "status": string(r.Status())}
			_, err := w.update(ctx, record.Of("relation"), relationStep(s, r, Update, set, strconv.Itoa(object.at)))
			return err
		}
	}
	if err := w.lockRow(ctx, subject); err != nil { // concurrent writers of one relation conflict
		return err
	}
	set := map[string]any{
		"kind": string(r.Kinds[0]), "subject": subject, "object": object.row, "basis": string(lexicon.BasisDeclared),
		"status": string(r.Status()),
	}
	_, err := w.create(ctx, record.Of("relation"), relationStep(s, r, Create, set, strconv.Itoa(object.at)))
	return err
}

// listed is a record that a list names.
type listed struct {
	*row
	at    int  // its index in the list
	there bool // a relation to it exists already
}

// listed resolves the records that a list of a step names, each once. Codes are looked up in the contract of the
// record.
func (w *work) listed(ctx context.Context, s Step, r record.Related, n *pending) ([]listed, error) {
	names, _ := s.Set[r.Field].([]any)
	if len(names) > maxRelated {
		w.report(s, r.Field, lexicon.UserTooMany, message.TooManyLinks(r.Field, maxRelated))
		return nil, nil
	}
	var found []listed
	for i, name := range names {
		text, _ := name.(string)
		at := relationStep(s, r, Link, nil, strconv.Itoa(i))
		end, err := w.find(ctx, at, r.Field, []record.End{{Prefix: r.To}}, strings.TrimSpace(text), n)
		if err != nil {
			return nil, err
		}
		known := end != nil && slices.ContainsFunc(found, func(l listed) bool { return l.id == end.id })
		if end != nil && !known {
			found = append(found, listed{row: end, at: i})
		}
	}
	return found, nil
}

// relations returns the relations of a list that the viewer sees, oldest first.
func (w *work) relations(ctx context.Context, r record.Related, subject *row) ([]*row, error) {
	kinds := make([]any, len(r.Kinds))
	for i, kind := range r.Kinds {
		kinds[i] = kind
	}
	rows, err := w.tx.Rows(ctx, "relation", func(q *sql.Selector) {
		q.Where(
			sql.And(sql.EQ(q.C(r.Subject()), subject.id), sql.NotNull(q.C(r.Object())), sql.In(q.C("kind"), kinds...)),
		).OrderBy(q.C("id"))
	})
	return rowsOf(record.Of("relation"), rows), err
}

// relationStep returns the step that writes a relation of a list. Its problems are about the list, or about an index in
// it.
func relationStep(s Step, r record.Related, verb Verb, set map[string]any, at ...string) Step {
	path := append(append(slices.Clone(s.Path), r.Field), at...)
	return Step{Verb: verb, Type: "relation", Set: set, Path: path, as: r.Field}
}
