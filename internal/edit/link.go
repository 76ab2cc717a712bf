package edit

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/record"
)

// link creates or changes the relation of given ends, or deletes it.
func (w *work) link(ctx context.Context, s Step) (string, error) {
	t := record.Of("relation")
	before := len(w.problems)
	n := &pending{step: s, of: t, values: map[string]any{}, ends: map[string]*row{}}
	for _, f := range bareCodesLast(t, s.Set) {
		name := given(t, s.Set, f.Name)
		if !f.IsReference() || name == "" {
			continue
		}
		end, err := w.find(ctx, s, f.Name, f.Ends(), name, n)
		if err != nil {
			return "", err
		}
		n.ends[f.Name] = end
	}
	literal, problem := t.Field("literal").Parse(s.Set["literal"])
	switch {
	case problem != nil:
		w.report(s, "literal", problem.Code, message.FieldTakes("literal", problem.Takes))
	case (literal == nil) == (given(t, s.Set, "object") == ""):
		w.report(s, "object", lexicon.UserInvalid, message.OneOfTwo("object", "literal"))
	}
	if len(w.problems) > before {
		if s.Verb == Unlink {
			return "", nil
		}
		w.problems = w.problems[:before]
		return w.create(ctx, t, s) // which reports these problems and others
	}
	if n.values["literal"] = literal; n.ends["subject"] == nil {
		return w.create(ctx, t, s) // which reports the problem
	}
	was, err := w.relation(ctx, n, s)
	switch {
	case err != nil:
		return "", err
	case s.Verb == Link && was == nil:
		if err := w.lockRow(ctx, n.ends["subject"]); err != nil { // concurrent links of the same ends conflict
			return "", err
		}
		return w.create(ctx, t, s)
	case s.Verb == Link:
		return w.change(ctx, t, s, was)
	case was == nil:
		return "", nil
	}
	set := map[string]any{"id": was.uid, "version": was.version}
	return w.remove(ctx, Step{Verb: Delete, Type: "relation", Set: set, Path: s.Path})
}

// relation returns the relation with the ends and the kind of a step, or nil.
func (w *work) relation(ctx context.Context, n *pending, s Step) (*row, error) {
	rows, err := w.tx.Rows(ctx, "relation", func(q *sql.Selector) {
		q.Where(sql.EQ(q.C("kind"), s.Set["kind"]))
		for field, end := range n.ends {
			if end != nil {
				column, _ := n.of.Field(field).ColumnFor(end.of.Prefix)
				q.Where(sql.EQ(q.C(column), end.id))
			}
		}
		if literal := n.values["literal"]; literal != nil {
			q.Where(sql.EQ(q.C("literal"), literal))
		}
		q.OrderBy(q.C("id")).Limit(1)
	})
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return newRow(n.of, rows[0]), nil
}
