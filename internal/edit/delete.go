package edit

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/record"
)

// remove deletes a record with its citations and identifiers. It reports a problem when the version differs or other
// records refer to it. The ledger keeps its values.
func (w *work) remove(ctx context.Context, s Step) (string, error) {
	was, err := w.findAtVersion(ctx, s)
	if err != nil || was == nil {
		return "", err
	}
	t := was.of
	act := access.Act{
		Operation: lexicon.OperationDelete, Type: t.Prefix, Contract: was.contract, WasBasis: basisOf(was),
		WasStatus: statusOf(was),
	}
	if err := w.completeAct(ctx, t, was, was.end, nil, &act); err != nil {
		return "", err
	}
	before := len(w.problems)
	if !w.checkAct(s, act) {
		return "", nil // a viewer who may not delete it learns nothing about its references
	}
	if t.Prefix == "citation" {
		if err := w.touchCited(ctx, s, was); err != nil {
			return "", err
		}
	}
	if err := w.checkUnreferenced(ctx, s, was); err != nil || len(w.problems) > before {
		return "", err
	}
	if err := w.removeParts(ctx, was); err != nil {
		return "", err
	}
	return was.uid, w.removeRow(ctx, was)
}

// removeRow deletes a record's own row, unless it has changed since it was read.
func (w *work) removeRow(ctx context.Context, was *row) error {
	w.forget()
	err := w.tx.Removing(ctx, was.of.Prefix, was.id, was.version)
	if ent.IsNotFound(err) || ent.IsConstraintError(err) {
		return retryError{err}
	}
	return err
}

// isPart reports whether a reference makes its record a part of the other, which is deleted with it: its citations and
// its identifiers.
func isPart(t *record.Type, field string) bool {
	return t.Prefix == "citation" && field == "record" || t.Prefix == "identifier"
}

// eachReference visits the columns by which records refer to those of a type.
func eachReference(prefix string, visit func(t *record.Type, field, column string) error) error {
	for _, t := range record.Types {
		for _, f := range t.Fields {
			if column, leads := f.ColumnFor(prefix); leads {
				if err := visit(t, f.Name, column); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// checkUnreferenced reports the records that refer to one. It counts those that the viewer sees by type, and says of
// others only that they exist.
func (w *work) checkUnreferenced(ctx context.Context, s Step, was *row) error {
	var references message.List
	hidden := false
	err := eachReference(was.of.Prefix, func(t *record.Type, field, column string) error {
		if isPart(t, field) {
			return nil
		}
		n, err := w.count(ctx, t.Prefix, column, was.id)
		if err != nil {
			return err
		}
		if n > 0 {
			references = append(references, message.References(n, t.Word(), field))
		}
		all, err := w.count(access.AsSystem(ctx), t.Prefix, column, was.id)
		hidden = hidden || all > n
		return err
	})
	if err == nil && was.of.Prefix == "contract" {
		var n int
		n, err = w.openDrafts(ctx, was)
		if n > 0 {
			references = append(references, message.OpenDrafts(n))
		}
	}
	if hidden {
		references = append(references, message.HiddenOthers)
	}
	if len(references) > 0 {
		w.report(s, "id", lexicon.UserInUse, message.StillReferred(references))
	}
	return err
}

// openDrafts counts the open drafts of a contract. Without any, it deletes the closed ones.
func (w *work) openDrafts(ctx context.Context, contract *row) (int, error) {
	of := func(s *sql.Selector) { s.Where(sql.EQ(s.C("contract_id"), contract.id)) }
	open := func(s *sql.Selector) { s.Where(sql.EQ(s.C("state"), string(lexicon.DraftOpen))) }
	n, err := w.tx.Draft.Query().Where(of, open).Count(access.AsSystem(ctx))
	if err == nil && n == 0 {
		_, err = w.tx.Draft.Delete().Where(of).Exec(access.AsSystem(ctx))
	}
	return n, err
}

// removeParts deletes the parts of a record, and their parts.
func (w *work) removeParts(ctx context.Context, was *row) error {
	return eachReference(was.of.Prefix, func(t *record.Type, field, column string) error {
		if !isPart(t, field) {
			return nil
		}
		rows, err := w.tx.Rows(
			access.AsSystem(ctx), t.Prefix,
			func(s *sql.Selector) { s.Where(sql.EQ(s.C(column), was.id)).OrderBy(s.C("id")) },
		)
		if err != nil {
			return err
		}
		for _, r := range rows {
			part := newRow(t, r)
			if err := w.removeParts(ctx, part); err != nil {
				return err
			}
			if err := w.removeRow(ctx, part); err != nil {
				return err
			}
		}
		return nil
	})
}
