package edit

import (
	"context"
	"errors"
	"slices"

	entgo "entgo.io/ent"
	"entgo.io/ent/dialect/sql"
	"entgo.io/ent/dialect/sql/sqlgraph"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/record"
)

// create creates a record, with its citations.
func (w *work) create(ctx context.Context, t *record.Type, s Step) (string, error) {
	before := len(w.problems)
	n, err := w.read(ctx, t, s, nil)
	if err != nil {
		return "", err
	}
	uid, version, err := w.identity(ctx, t, s)
	if err != nil {
		return "", err
	}
	w.checkRepeatedValues(n, uid)
	may, err := w.checkRules(ctx, n)
	if isChosen := s.New != "" && !w.isUnused(s.New) || s.Set["id"] != nil; err == nil && may && uid != "" && isChosen {
		err = w.checkIDUnused(ctx, s, uid)
	}
	if err == nil && len(w.problems) > before {
		err = w.precheckParts(ctx, n)
	}
	if err != nil || len(w.problems) > before {
		return "", err
	}
	if w.mayHold(n) {
		return uid, w.hold(ctx, heldRecord{n, uid, version})
	}
	m, save := w.tx.Making(t.Prefix)
	if err := errors.Join(m.SetField("uid", uid), m.SetField("version", version)); err != nil {
		return "", err
	}
	made, err := w.save(ctx, n, m, save)
	if err != nil || made == nil {
		return "", err
	}
	if t.Claim && !s.exact {
		w.claims = append(w.claims, touched{t, uid, s.Path})
	}
	row := newRow(t, made)
	delete(w.prefetched.unused, uid)
	w.noteCreated(n, row)
	return uid, w.writeParts(ctx, s, row, true)
}

// noteCreated notes a record that was created.
func (w *work) noteCreated(n *pending, made *row) {
	if n.of.Prefix == "partner" {
		w.created = append(w.created, createdPartner{n.step, made.uid, n.text("name")})
	}
	w.remember(made)
}

// identity returns the public identifier and the version of a new record. The version is 1, or the next one for a
// restored record.
//
// Only a client that sees everything may choose the identifier. For any other, the answer would reveal whether a hidden
// record has it, or had it before it was deleted. So every identifier that they give is refused alike.
func (w *work) identity(ctx context.Context, t *record.Type, s Step) (uid string, version int, err error) {
	given, _ := s.Set["id"].(string)
	switch {
	case given == "" && w.isUnused(s.New):
		return s.New, 1, nil
	case given == "" && s.New != "":
		last, err := w.lastVersion(ctx, s.New)
		return s.New, last + 1, err
	case given == "":
		return lexicon.NewUID(t.Prefix), 1, nil
	case !w.viewer.Visibility.All:
		w.report(s, "id", lexicon.UserForbidden, message.AdministratorChoosesID)
		return "", 0, nil
	}
	if prefix, ok := lexicon.UIDPrefix(given); !ok || prefix != t.Prefix {
		w.report(s, "id", lexicon.UserInvalid, message.IDNeedsPrefix(t.Prefix))
		return "", 0, nil
	}
	last, err := w.lastVersion(ctx, given)
	return given, last + 1, err
}

// checkIDUnused checks that no record has the identifier of a new one, whoever sees it.
func (w *work) checkIDUnused(ctx context.Context, s Step, uid string) error {
	there, err := w.rowOf(access.AsSystem(ctx), record.OfUID(uid), "uid", uid)
	if there != nil {
		w.report(s, "id", lexicon.UserTaken, message.IDTaken(uid))
	}
	return err
}

// update changes fields of a record that has the version which the client read.
func (w *work) update(ctx context.Context, t *record.Type, s Step) (string, error) {
	was, err := w.findAtVersion(ctx, s)
	if err != nil || was == nil {
		return "", err
	}
	return w.change(ctx, t, s, was)
}

// findAtVersion resolves the record of a step, and checks its version.
func (w *work) findAtVersion(ctx context.Context, s Step) (*row, error) {
	var ends []record.End
	for _, t := range record.Types {
		if s.Type == "" || s.Type == t.Prefix {
			ends = append(ends, record.End{Prefix: t.Prefix})
		}
	}
	name, _ := s.Set["id"].(string)
	was, err := w.findItself(ctx, s, "id", ends, name, nil)
	if err != nil || was == nil {
		return nil, err
	}
	if !w.checkVersion(s, was) {
		return nil, nil
	}
	return was, nil
}

// checkVersion checks that a record has the version that a step gives, if it gives one.
func (w *work) checkVersion(s Step, was *row) bool {
	given := s.Set["version"]
	version, isNumber := toInt(given)
	switch {
	case given != nil && !isNumber:
		w.report(s, "version", lexicon.UserInvalid, message.WholeNumber("version"))
	case given != nil && version != was.version:
		w.reportConflict(s, "version", was, version)
	default:
		return true
	}
	return false
}

// reportConflict reports a version other than the one that the client read.
func (w *work) reportConflict(s Step, field string, was *row, seen int) {
	w.conflict = &Conflict{Record: was.uid, Seen: seen, Current: was.version, Type: was.of.Prefix}
	w.report(s, field, lexicon.UserConflict, message.ChangedMeanwhile(seen, was.version))
}

// change writes the fields that differ from the record's values.
func (w *work) change(ctx context.Context, t *record.Type, s Step, was *row) (string, error) {
	before := len(w.problems)
	n, err := w.read(ctx, t, s, was)
	if err != nil {
		return "", err
	}
	if err := w.deriveContract(ctx, n); err != nil {
		return "", err
	}
	w.checkRepeatedValues(n, was.uid)
	n.dropUnchanged()
	for _, f := range t.Fields {
		if f.Fixed && n.sets(f.Name) && !s.exact {
			n.bad[f.Name] = true
			w.report(s, f.Name, lexicon.UserInvalid, message.FieldFixed(f.Name))
		}
	}
	if len(n.values) == 0 && len(n.ends) == 0 && len(w.problems) == before {
		return was.uid, w.writeParts(ctx, s, was, false)
	}
	if _, err := w.checkRules(ctx, n); err != nil {
		return "", err
	}
	if len(w.problems) > before {
		return "", w.precheckParts(ctx, n)
	}
	w.forget()
	m, save := w.tx.Changing(t.Prefix, was.id, was.version)
	made, err := w.save(ctx, n, m, save)
	if err != nil || made == nil {
		return "", err
	}
	if t.Claim && !s.exact && !s.asSourced {
		w.claims = append(w.claims, touched{t, was.uid, s.Path})
	}
	if t.Prefix == "citation" && !s.exact {
		if err := w.touchCited(ctx, s, was); err != nil {
			return "", err
		}
	}
	return was.uid, w.writeParts(ctx, s, newRow(t, made), true)
}

// save writes the columns of a mutation. When the record has changed since it was read, the whole transaction is
// retried.
func (w *work) save(ctx context.Context, n *pending, m entgo.Mutation, save ent.Saver) (ent.Row, error) {
	if err := w.fill(ctx, n, m); err != nil {
		return nil, err
	}
	made, err := save(ctx)
	if err != nil {
		return nil, w.writeError(n, err)
	}
	return made, nil
}

// fill sets the columns of a mutation.
func (w *work) fill(ctx context.Context, n *pending, m entgo.Mutation) error {
	for name, value := range n.values {
		if err := n.of.Field(name).Set(m, value, ""); err != nil {
			return err
		}
	}
	for name, end := range n.ends {
		f := n.of.Field(name)
		if end == nil {
			if err := f.Set(m, nil, ""); err != nil {
				return err
			}
			continue
		}
		ledger.Known(ctx, end.of.Prefix, end.id, end.uid)
		column, _ := f.ColumnFor(end.of.Prefix)
		if err := f.Set(m, end.id, column); err != nil {
			return err
		}
	}
	return w.setScope(ctx, n, m)
}

// writeError converts the error of a write. It reports a rejected value, and returns nil. After a concurrent write, it
// returns a retryError.
func (w *work) writeError(n *pending, err error) error {
	var invalid *ent.ValidationError
	switch {
	case ent.IsNotFound(err):
		return retryError{err}
	case errors.As(err, &invalid):
		field := fieldOf(n.of, invalid.Name)
		w.report(n.step, field, lexicon.UserInvalid, message.FieldRejected(field))
		return nil
	case ent.IsConstraintError(err) && !sqlgraph.IsCheckConstraintError(err):
		return retryError{err} // a concurrent write took the code, or deleted a referenced record
	}
	return err
}

// fieldOf returns the API name of the field that a column stores.
func fieldOf(t *record.Type, column string) string {
	for _, f := range t.Fields {
		if slices.Contains(f.Columns(), column) {
			return f.Name
		}
	}
	return column
}

// retryError is the error by which the whole transaction is retried: a concurrent write came between reading a record
// and writing it. The rules report the conflict on the retry.
type retryError struct{ cause error }

func (a retryError) Error() string { return "somebody else was quicker: " + a.cause.Error() }

// SQLState returns serialization_failure, which the ledger retries.
func (retryError) SQLState() string { return "40001" }

// toInt converts a version to an int. ok is false when the value is missing or not a number.
func toInt(value any) (int, bool) {
	switch v := value.(type) {
	case int:
		return v, true
	case int64:
		return int(v), true
	case float64:
		return int(v), true
	case interface{ Int64() (int64, error) }:
		n, err := v.Int64()
		return int(n), err == nil
	}
	return 0, false
}

// rowOf returns the first record of a type with a value in a column, or nil.
func (w *work) rowOf(ctx context.Context, t *record.Type, column string, value any) (*row, error) {
	rows, err := w.tx.Rows(ctx, t.Prefix, func(s *sql.Selector) { s.Where(sql.EQ(s.C(column), value)).Limit(1) })
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return newRow(t, rows[0]), nil
}

// lastVersion returns the version of the ledger's last line about a record; 0 without one.
func (w *work) lastVersion(ctx context.Context, uid string) (int, error) {
	lines, err := w.tx.Change.Query().Where(func(s *sql.Selector) {
		s.Where(sql.EQ(s.C("record_uid"), uid)).OrderBy(sql.Desc(s.C("record_version"))).Limit(1)
	}).All(access.AsSystem(ctx))
	if err != nil || len(lines) == 0 {
		return 0, err
	}
	return lines[0].RecordVersion, nil
}
