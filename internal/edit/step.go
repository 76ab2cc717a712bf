package edit

import (
	"context"
	"errors"
	"slices"
	"strconv"

	entgo "entgo.io/ent"
	"entgo.io/ent/dialect/sql"
	"entgo.io/ent/dialect/sql/sqlgraph"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// create makes a record, with its citations.
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
	w.differs(n, uid)
	may, err := w.rules(ctx, n)
	if isChosen := s.New != "" || s.Set["id"] != nil; err == nil && may && uid != "" && isChosen {
		err = w.free(ctx, s, uid)
	}
	if err == nil && len(w.problems) > before {
		err = w.foresee(ctx, n)
	}
	if err != nil || len(w.problems) > before {
		return "", err
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
	if t.Prefix == "partner" {
		w.made = append(w.made, newcomer{s, uid, n.text("name")})
	}
	return uid, w.parts(ctx, s, newRow(t, made), true)
}

// identity is the public identifier of a new record, and its version: 1, or for
// one that comes back the next.
//
// A client that sees everything may choose the identifier. For any other the
// answer would tell whether a hidden record has it, or had it before it was
// deleted, so every identifier of theirs is refused alike.
func (w *work) identity(ctx context.Context, t *record.Type, s Step) (uid string, version int, err error) {
	given, _ := s.Set["id"].(string)
	switch {
	case given == "" && s.New != "":
		last, err := w.lastVersion(ctx, s.New)
		return s.New, last + 1, err
	case given == "":
		return lexicon.NewUID(t.Prefix), 1, nil
	case !w.viewer.Sight.All:
		w.report(s, "id", lexicon.UserForbidden,
			"Seul un administrateur choisit « id » : sans lui, le hub en donne un.",
			"Only an administrator chooses an `id`: leave it out, and the hub gives one.")
		return "", 0, nil
	}
	if prefix, ok := lexicon.UIDPrefix(given); !ok || prefix != t.Prefix {
		w.report(s, "id", lexicon.UserInvalid, "« id » attend un TypeID de préfixe %s.", "`id` takes a TypeID with the prefix %s.", t.Prefix)
		return "", 0, nil
	}
	last, err := w.lastVersion(ctx, given)
	return given, last + 1, err
}

// free holds that no record has the identifier of a new one, whoever sees it.
func (w *work) free(ctx context.Context, s Step, uid string) error {
	there, err := w.rowOf(access.AsSystem(ctx), record.OfUID(uid), "uid", uid)
	if there != nil {
		w.report(s, "id", lexicon.UserTaken, "Un enregistrement porte déjà l’identifiant %s.", "A record has the id %s already.", uid)
	}
	return err
}

// update changes fields of a record that is as the writer saw it.
func (w *work) update(ctx context.Context, t *record.Type, s Step) (string, error) {
	was, err := w.seen(ctx, s)
	if err != nil || was == nil {
		return "", err
	}
	return w.change(ctx, t, s, was)
}

// seen is the record that a step names, when it has the version that the step
// saw.
func (w *work) seen(ctx context.Context, s Step) (*row, error) {
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
	if !w.asSeen(s, was) {
		return nil, nil
	}
	return was, nil
}

// asSeen holds that a record has the version that a step saw, if it saw one.
func (w *work) asSeen(s Step, was *row) bool {
	given := s.Set["version"]
	version, isNumber := whole(given)
	switch {
	case given != nil && !isNumber:
		w.report(s, "version", lexicon.UserInvalid, "« version » attend un nombre entier.", "`version` takes a whole number.")
	case given != nil && version != was.version:
		w.conflicts(s, "version", was, version)
	default:
		return true
	}
	return false
}

func (w *work) conflicts(s Step, field string, was *row, seen int) {
	w.conflict = &Conflict{Record: was.uid, Seen: seen, Current: was.version, Type: was.of.Prefix}
	w.report(s, field, lexicon.UserConflict, "L’enregistrement en est à la version %[2]s ; vous aviez vu la version %[1]s.",
		"The record is at version %[2]s; you saw version %[1]s.", strconv.Itoa(seen), strconv.Itoa(was.version))
}

// change writes the fields of a record that differ from what it has.
func (w *work) change(ctx context.Context, t *record.Type, s Step, was *row) (string, error) {
	before := len(w.problems)
	n, err := w.read(ctx, t, s, was)
	if err != nil {
		return "", err
	}
	if err := w.settle(ctx, n); err != nil {
		return "", err
	}
	w.differs(n, was.uid)
	n.drop()
	for _, f := range t.Fields {
		if f.Fixed && n.sets(f.Name) && !s.exact {
			n.bad[f.Name] = true
			w.report(s, f.Name, lexicon.UserInvalid, "« %s » ne change plus.", "`%s` does not change any more.", f.Name)
		}
	}
	if len(n.values) == 0 && len(n.ends) == 0 && len(w.problems) == before {
		return was.uid, w.parts(ctx, s, was, false)
	}
	if _, err := w.rules(ctx, n); err != nil {
		return "", err
	}
	if len(w.problems) > before {
		return "", w.foresee(ctx, n)
	}
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
	return was.uid, w.parts(ctx, s, newRow(t, made), true)
}

// save writes the columns of a mutation. A record that is not there any more
// as it was read is read again with the whole write.
func (w *work) save(ctx context.Context, n *wanted, m entgo.Mutation, save ent.Saver) (ent.Row, error) {
	for name, value := range n.values {
		if err := n.of.Field(name).Set(m, value, ""); err != nil {
			return nil, err
		}
	}
	for name, end := range n.ends {
		f := n.of.Field(name)
		if end == nil {
			if err := f.Set(m, nil, ""); err != nil {
				return nil, err
			}
			continue
		}
		ledger.Known(ctx, end.of.Prefix, end.id, end.uid)
		column, _ := f.Leads(end.of.Prefix)
		if err := f.Set(m, end.id, column); err != nil {
			return nil, err
		}
	}
	if err := w.setScope(ctx, n, m); err != nil {
		return nil, err
	}
	made, err := save(ctx)
	var invalid *ent.ValidationError
	switch {
	case ent.IsNotFound(err):
		return nil, again{err}
	case errors.As(err, &invalid):
		w.report(n.step, fieldOf(n.of, invalid.Name), lexicon.UserInvalid, "« %s » n’est pas accepté.", "`%s` is not accepted.", fieldOf(n.of, invalid.Name))
		return nil, nil
	case ent.IsConstraintError(err) && !sqlgraph.IsCheckConstraintError(err):
		return nil, again{err} // somebody else took the code, or deleted what is referred to
	}
	return made, err
}

// fieldOf is the field that a column keeps, by the name that the API gives it.
func fieldOf(t *record.Type, column string) string {
	for _, f := range t.Fields {
		if slices.Contains(f.Columns(), column) {
			return f.Name
		}
	}
	return column
}

// again asks for the whole transaction to be done again: somebody else was
// quicker between its reading of a record and its writing, and the rules say so
// when they are asked anew.
type again struct{ cause error }

func (a again) Error() string { return "somebody else was quicker: " + a.cause.Error() }

// SQLState is that of a transaction worth doing again.
func (again) SQLState() string { return "40001" }

// whole reads a version; none is given when it is not there or no number.
func whole(value any) (int, bool) {
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

// rowOf is the one record of a type with a value in a column, or nil.
func (w *work) rowOf(ctx context.Context, t *record.Type, column string, value any) (*row, error) {
	rows, err := w.tx.Rows(ctx, t.Prefix, func(s *sql.Selector) { s.Where(sql.EQ(s.C(column), value)).Limit(1) })
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return newRow(t, rows[0]), nil
}

// lastVersion is that of the ledger's last line about a record; 0 without one.
func (w *work) lastVersion(ctx context.Context, uid string) (int, error) {
	lines, err := w.tx.Change.Query().Where(func(s *sql.Selector) {
		s.Where(sql.EQ(s.C("record_uid"), uid)).OrderBy(sql.Desc(s.C("record_version"))).Limit(1)
	}).All(access.AsSystem(ctx))
	if err != nil || len(lines) == 0 {
		return 0, err
	}
	return lines[0].RecordVersion, nil
}
