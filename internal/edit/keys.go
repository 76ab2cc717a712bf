package edit

import (
	"context"
	"maps"
	"reflect"
	"slices"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// naturalKeys are the fields that identify a claim or a citation without a code.
// The first of them is a reference.
var naturalKeys = map[string][]string{
	"contribution": {"partner", "action", "axis", "role", "since"},
	"alignment":    {"action", "axis", "kind"},
	"membership":   {"partner", "group", "collective", "role", "since"},
	"relation":     {"subject", "kind", "object", "literal"}, // within its contract
	"citation":     {"record", "about", "source", "locator", "stance"},
}

// byKey finds the record that has the natural key of an upsert, as far as the viewer sees it.
// It also returns the step with the rows of its key, so that nobody looks them up again.
func (w *work) byKey(ctx context.Context, t *record.Type, s Step) (*row, Step, error) {
	key := naturalKeys[t.Prefix]
	if key == nil {
		return nil, s, nil
	}
	before := len(w.problems)
	n, err := w.readKey(ctx, t, s, key)
	if err != nil {
		return nil, s, err
	}
	contract := 0
	if t.Prefix == "relation" {
		if contract, err = w.scope(ctx, n); err != nil {
			return nil, s, err
		}
	}
	if len(w.problems) > before {
		w.problems = w.problems[:before] // making the record reports them again
		return nil, s, nil
	}
	rows, err := w.tx.Rows(ctx, t.Prefix, func(q *sql.Selector) {
		n.hasKey(q, key)
		if t.Prefix == "relation" {
			q.Where(orNull(q.C(t.Scope), contract, contract != 0))
		}
		q.OrderBy(q.C("id"))
	})
	if err != nil {
		return nil, s, err
	}
	s.Set = maps.Clone(s.Set)
	for name, end := range n.ends {
		if end != nil {
			s.Set[name] = end
		}
	}
	found := w.choose(t, s, rowsOf(t, rows))
	if found == nil && w.postgres && len(w.problems) == before {
		return nil, s, w.hold(ctx, n.ends[key[0]]) // so that two writers of one key collide
	}
	return found, s, nil
}

// readKey reads the fields of a natural key, the contract first.
func (w *work) readKey(ctx context.Context, t *record.Type, s Step, key []string) (*wanted, error) {
	n := &wanted{step: s, of: t, values: map[string]any{}, ends: map[string]*row{}, bad: map[string]bool{}}
	for _, f := range homeFirst(t) {
		given, set := s.Set[f.Name]
		if !slices.Contains(key, f.Name) && f.Name != "contract" || !set && !f.Required {
			continue
		}
		if err := w.readField(ctx, n, f, given); err != nil {
			return nil, err
		}
	}
	return n, nil
}

// hasKey narrows a query to the records with the natural key.
func (n *wanted) hasKey(q *sql.Selector, key []string) {
	for _, name := range key {
		f := n.of.Field(name)
		if !f.IsReference() {
			q.Where(orNull(q.C(f.Columns()[0]), n.text(name), n.text(name) != ""))
			continue
		}
		end := n.ends[name]
		for _, e := range f.Ends() {
			switch {
			case end == nil:
				q.Where(sql.IsNull(q.C(e.Column)))
			case end.of.Prefix == e.Prefix:
				q.Where(sql.EQ(q.C(e.Column), end.id))
			}
		}
	}
}

// orNull is the condition that a column has a value, or has none.
func orNull(column string, value any, has bool) *sql.Predicate {
	if has {
		return sql.EQ(column, value)
	}
	return sql.IsNull(column)
}

// choose picks the record that an upsert changes among those with its natural key.
// A record with another code is another record; without a code in the step, a single one is found all the same.
func (w *work) choose(t *record.Type, s Step, rows []*row) *row {
	plain := slices.DeleteFunc(slices.Clone(rows), func(r *row) bool { return r.text("code") != "" })
	if len(plain) == 0 && given(t, s.Set, "code") == "" {
		plain = rows
	}
	switch {
	case len(plain) == 0:
		return nil
	case len(plain) > 1 && t.Claim:
		w.report(s, "", lexicon.UserAmbiguous, "Plusieurs enregistrements disent cela : donnez « id » ou « code ».",
			"Several records say this: give the `id` or the `code` of one.")
		return nil
	}
	return plain[0]
}

// differs reports an upsert that gives a record found by its natural key other values than an earlier one of the
// same write gave it: each repetition of the write would change it twice.
func (w *work) differs(n *wanted, uid string) {
	if n.step.Verb != Upsert || naturalKeys[n.of.Prefix] == nil {
		return
	}
	said := w.said[uid]
	if said == nil {
		if w.said == nil {
			w.said = map[string]map[string]any{}
		}
		said = map[string]any{}
		w.said[uid] = said
	}
	given := maps.Clone(n.values)
	for name, end := range n.ends {
		given[name] = nil
		if end != nil {
			given[name] = end.uid
		}
	}
	for name, value := range given {
		before, known := said[name]
		if known && !reflect.DeepEqual(before, value) {
			w.report(n.step, name, lexicon.UserTaken,
				"La même écriture dit déjà « %s » autrement du même enregistrement : donnez un « code » à chacun.",
				"The same write already gives this record another `%s`: give each a `code`.", name)
		}
		said[name] = value
	}
}
