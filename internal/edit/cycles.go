package edit

import (
	"context"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/lexicon"
	"maillage/internal/message"
)

// upward is a hierarchical link: to a parent, a whole, a collective or a predecessor. Such links must not form a cycle.
type upward struct {
	table, from, to string
	kind            string // of a relation
}

// checkCycles checks that no record becomes a part, a member or a successor of itself.
func (w *work) checkCycles(ctx context.Context, n *pending) error {
	field, way, from := w.upwardOf(n)
	if field == "" {
		return nil
	}
	_, to := n.end(field)
	if to == 0 {
		return nil
	}
	if err := w.lockHierarchy(ctx); err != nil {
		return err
	}
	seen := map[int]bool{}
	for level := []int{to}; len(level) > 0; {
		var ids []any
		for _, id := range level {
			if id == from {
				w.reportCycle(n, field, way)
				return nil
			}
			if !seen[id] {
				seen[id] = true
				ids = append(ids, id)
			}
		}
		var err error
		if level, err = w.above(ctx, way, ids, n.was); err != nil {
			return err
		}
	}
	return nil
}

// reportCycle reports a record that would contain or succeed itself.
func (w *work) reportCycle(n *pending, field string, way upward) {
	if way.kind == string(lexicon.Succeeds) {
		w.report(n.step, field, lexicon.UserCycle, message.SucceedsItself)
		return
	}
	w.report(n.step, field, lexicon.UserCycle, message.ContainsItself)
}

// upwardOf returns the field of a record that is such a link, if the step sets one, with the link and the record at its
// lower end.
func (w *work) upwardOf(n *pending) (field string, way upward, from int) {
	own := map[string]struct {
		field string
		way   upward
	}{
		"theme": {"parent", upward{"themes", "id", "parent_id", ""}}, "group": {"parent", upward{
			"working_groups", "id", "parent_id", "",
		}},
	}
	if up, is := own[n.of.Prefix]; is && n.was != nil && n.sets(up.field) {
		return up.field, up.way, n.was.id
	}
	switch n.of.Prefix {
	case "membership":
		if n.sets("collective") || n.sets("partner") {
			_, from = n.end("partner")
			return "collective", upward{"memberships", "partner_id", "collective_id", ""}, from
		}
	case "relation":
		subject, id := n.end("subject")
		object, _ := n.end("object")
		kind := lexicon.RelationKind(n.text("kind"))
		if subject == object && (kind == lexicon.PartOf || kind == lexicon.Succeeds) {
			return "object", upward{
				"relations", "subject_" + subject + "_id", "object_" + object + "_id", string(kind),
			}, id
		}
	}
	return "", upward{}, 0
}

// above returns the records one level up. It leaves out the old target of a link that is being changed.
func (w *work) above(ctx context.Context, way upward, ids []any, but *row) ([]int, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	dialectName := dialect.SQLite
	if w.postgres {
		dialectName = dialect.Postgres
	}
	t := sql.Table(way.table)
	query := sql.Dialect(dialectName).Select(t.C(way.to)).From(t)
	query.Where(sql.And(sql.In(query.C(way.from), ids...), sql.NotNull(query.C(way.to))))
	if way.kind != "" {
		query.Where(sql.EQ(query.C("kind"), way.kind))
	}
	if but != nil {
		query.Where(sql.NEQ(query.C("id"), but.id))
	}
	text, args := query.Query()
	rows, err := w.tx.QueryContext(access.AsSystem(ctx), text, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var next []int
	for rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		next = append(next, id)
	}
	return next, rows.Err()
}

// lockHierarchy makes concurrent writes of hierarchical links conflict: each can be valid alone while both together
// close a cycle. Each write updates the same row to its own value, and a serializable database lets only one of them
// commit.
func (w *work) lockHierarchy(ctx context.Context) error {
	if !w.postgres {
		return nil // SQLite has a single writer
	}
	_, err := w.tx.ExecContext(ctx, "UPDATE settings SET value = value WHERE key = 'ledger.home'")
	return err
}
