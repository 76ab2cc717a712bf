package edit

import (
	"context"
	"slices"
	"strings"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/record"
)

// find returns the record that an input names by id or code, as far as the viewer sees it. It reports a problem and
// returns nil when none or several match. The id and the code of a merged partner find the kept partner.
func (w *work) find(
	ctx context.Context, s Step, field string, ends []record.End, name string, n *pending,
) (*row, error) {
	before := len(w.problems)
	found, err := w.findItself(ctx, s, field, ends, name, n)
	isUnknown := len(w.problems) > before && w.problems[before].Code == lexicon.UserUnknown
	if err != nil || found != nil || !isUnknown || !leads(ends, "partner") {
		return found, err
	}
	found, err = w.mergedInto(ctx, name)
	if found != nil {
		w.problems = w.problems[:before]
	}
	return found, err
}

// mergedInto returns the partner into which the partner with an id or a code was merged; nil when the viewer sees none.
func (w *work) mergedInto(ctx context.Context, name string) (*row, error) {
	kept, err := w.keptOf(ctx, name)
	if err != nil || len(kept) == 0 {
		return nil, err
	}
	return kept[0], nil
}

// keptOf returns the partners into which partners with an id or a code were merged, as far as the viewer sees them.
func (w *work) keptOf(ctx context.Context, name string) ([]*row, error) {
	if name == "" || strings.ContainsRune(name, 0) {
		return nil, nil
	}
	partner := record.Of("partner")
	rows, err := w.tx.Rows(ctx, partner.Prefix, func(q *sql.Selector) {
		q.Where(
			sql.And(sql.NotNull(q.C("merged_ids")), w.listsOne(q.C("merged_ids"), []any{name})),
		).OrderBy(q.C("id"))
	})
	return rowsOf(partner, rows), err
}

// findItself is find without the ids and codes of merged partners. It serves records that are changed or deleted in a
// given version.
func (w *work) findItself(
	ctx context.Context, s Step, field string, ends []record.End, name string, n *pending,
) (*row, error) {
	if prefix, isUID := lexicon.UIDPrefix(name); isUID {
		t := record.Of(prefix)
		if t == nil || !leads(ends, prefix) {
			w.report(s, field, lexicon.UserInvalid, message.FieldTakes(field, kindsOf(ends)))
			return nil, nil
		}
		found, err := w.byUID(ctx, t, name)
		if err == nil && found == nil {
			w.reportUnknown(s, field, name)
		}
		return found, err
	}
	if strings.ContainsRune(name, 0) {
		w.reportUnknown(s, field, name)
		return nil, nil
	}
	var all []*row
	for _, end := range ends {
		if known := w.givenCodes[[2]string{end.Prefix, name}]; known != nil {
			all = append(all, known)
			continue
		}
		found, err := w.byCode(ctx, record.Of(end.Prefix), name, w.atHand(n))
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	switch len(all) {
	case 0:
		w.reportUnknown(s, field, name)
		return nil, nil
	case 1:
		return all[0], nil
	}
	w.report(s, field, lexicon.UserAmbiguous, message.AmbiguousRecord(name))
	return nil, nil
}

// sees reports whether the viewer certainly sees a record as it was written.
func (w *work) sees(r *row) bool {
	return w.viewer.Visibility.All || r.contract != 0 && w.viewer.Visibility.CanSee(r.contract)
}

// leads reports whether a reference can point to a type.
func leads(ends []record.End, prefix string) bool {
	return slices.ContainsFunc(ends, func(e record.End) bool { return e.Prefix == prefix })
}

// kindsOf lists the labels of the types that a reference can point to.
func kindsOf(ends []record.End) lexicon.Text {
	var french, english []string
	for _, e := range ends {
		word := record.Of(e.Prefix).Word()
		french, english = append(french, word.Label(lexicon.French)), append(english, word.Label(lexicon.English))
	}
	return lexicon.Text{English: strings.Join(english, ", "), French: strings.Join(french, ", ")}
}

// reportUnknown reports that no record has a name, of which it quotes at most 80 characters.
func (w *work) reportUnknown(s Step, field, name string) {
	if text := []rune(strings.ReplaceAll(name, "\x00", "")); len(text) > 80 {
		name = string(text[:80]) + "…"
	}
	w.report(s, field, lexicon.UserUnknown, message.UnknownRecord(name))
}

// byCode returns the records of a type that a code or `contract/code` names. Several are ambiguous.
func (w *work) byCode(ctx context.Context, t *record.Type, name string, contracts []int) ([]*row, error) {
	rows, err := w.tx.Rows(ctx, t.Prefix, func(s *sql.Selector) {
		s.Where(t.ByName(name)(s))
		if !t.IsBareCode(name) {
			return
		}
		if contracts != nil {
			s.Where(sql.Or(sql.InInts(s.C(t.Scope), contracts...), sql.IsNull(s.C(t.Scope))))
		}
		// The directory comes first. Two records suffice to choose one or to see that several match.
		s.OrderExpr(sql.ExprFunc(func(b *sql.Builder) {
			b.WriteString("CASE WHEN ").Ident(s.C(t.Scope)).WriteString(" IS NULL THEN 0 ELSE 1 END")
		}))
		s.Limit(2)
	})
	found := rowsOf(t, rows)
	if err != nil || !t.IsBareCode(name) {
		return found, err
	}
	return record.CodeNames(found, func(r *row) int { return r.contract }, contracts), nil
}

// atHand returns the contracts in which a bare code is looked up first. It is the contract of the pending record, else
// that of the whole write; nil without either.
func (w *work) atHand(n *pending) []int {
	if n != nil && n.home() != 0 {
		return []int{n.home()}
	}
	if w.home != 0 {
		return []int{w.home}
	}
	return nil
}

// rowsOf converts the rows of a query into records of a type.
func rowsOf(t *record.Type, rows []ent.Row) []*row {
	found := make([]*row, 0, len(rows))
	for _, r := range rows {
		found = append(found, newRow(t, r))
	}
	return found
}

// home returns the contract of the pending record, as far as its resolved references tell; 0 when they do not.
func (n *pending) home() int {
	if n.was != nil && n.was.contract != 0 {
		return n.was.contract
	}
	for _, end := range n.ends {
		if end != nil && end.contract != 0 {
			return end.contract
		}
	}
	return 0
}

// given returns the text that a step gives for a field, as it would be stored. It is empty when the step gives none or
// an invalid one.
func given(t *record.Type, set map[string]any, field string) string {
	value, problem := t.Field(field).Parse(set[field])
	if problem != nil {
		return ""
	}
	text, _ := value.(string)
	return text
}

// lockRow makes concurrent writes of rules about the same record conflict, even when neither changes the record. It
// updates the row to its own value.
func (w *work) lockRow(ctx context.Context, r *row) error {
	if !w.postgres {
		return nil // SQLite has a single writer
	}
	_, err := w.tx.ExecContext(ctx, "UPDATE "+r.of.Table+" SET version = version WHERE id = $1", r.id)
	return err
}

// byID returns a record by its database id, whoever may see it.
func (w *work) byID(ctx context.Context, prefix string, id int) (*row, error) {
	found, err := w.rowOf(access.AsSystem(ctx), record.Of(prefix), "id", id)
	if err == nil && found == nil {
		err = &ent.NotFoundError{}
	}
	return found, err
}

// count counts the records of a type with a value in a column that the viewer sees.
func (w *work) count(ctx context.Context, prefix, column string, value any) (int, error) {
	return w.tx.CountRows(ctx, prefix, func(s *sql.Selector) { s.Where(sql.EQ(s.C(column), value)) })
}
