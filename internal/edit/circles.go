package edit

import (
	"context"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/lexicon"
)

// upward is a link that leads up: to a parent, a whole, a collective, a
// predecessor. Followed on and on it never comes back.
type upward struct {
	table, from, to string
	kind            string // of a relation
}

// circles holds that nothing becomes a part, a member or a successor of itself.
func (w *work) circles(ctx context.Context, n *wanted) error {
	field, way, from := w.upwardOf(n)
	if field == "" {
		return nil
	}
	_, to := n.end(field)
	if to == 0 {
		return nil
	}
	if err := w.alone(ctx); err != nil {
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
func (w *work) reportCycle(n *wanted, field string, way upward) {
	if way.kind == string(lexicon.Succeeds) {
		w.report(
			n.step, field, lexicon.UserCycle, "Le partenaire se succéderait à lui-même.",
			"The partner would succeed itself.",
		)
		return
	}
	w.report(
		n.step, field, lexicon.UserCycle, "L’enregistrement se contiendrait lui-même.",
		"The record would contain itself.",
	)
}

// upwardOf is the field of a record that leads up, if it has one that is set,
// the way that it goes, and the record at its lower end.
func (w *work) upwardOf(n *wanted) (field string, way upward, from int) {
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

// above are the records one step up; a link that is being changed does not lead
// where it did.
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

// alone makes two that write links which lead up collide: right one by one, they
// could close a circle together. Each changes the same row to what it is, of
// which a database that isolates them lets one go on.
func (w *work) alone(ctx context.Context) error {
	if !w.postgres {
		return nil // there is one writer
	}
	_, err := w.tx.ExecContext(ctx, "UPDATE settings SET value = value WHERE key = 'ledger.home'")
	return err
}
