package edit

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/record"
)

func itoa(i int) string { return strconv.Itoa(i) }

// upsert changes the record that its input names by id, code, identifier or natural key, or makes it.
func (w *work) upsert(ctx context.Context, t *record.Type, s Step) (string, error) {
	before := len(w.problems)
	was, s, err := w.existing(ctx, t, s)
	if err != nil || len(w.problems) > before {
		return "", err
	}
	if was != nil && !w.asSeen(s, was) {
		return "", nil
	}
	var uid string
	if was == nil {
		uid, err = w.create(ctx, t, s)
	} else {
		uid, err = w.change(ctx, t, s, was)
	}
	if err == nil && s.Set["identifier"] != nil {
		err = w.suggest(ctx, s, uid)
	}
	return uid, err
}

// existing finds the record that an upsert is about, or nil. It also returns the step as it applies to that record.
func (w *work) existing(ctx context.Context, t *record.Type, s Step) (*row, Step, error) {
	if id, _ := s.Set["id"].(string); id != "" {
		if prefix, isUID := lexicon.UIDPrefix(id); !isUID || prefix != t.Prefix {
			return nil, s, nil // making it says what is wrong
		}
		was, err := w.rowOf(ctx, t, "uid", id)
		if err != nil || was != nil || t.Prefix != "partner" {
			return was, s, err
		}
		if was, err = w.leadOn(ctx, s, id); was != nil {
			s = w.asFound(s, was)
		}
		return was, s, err
	}
	if t.Prefix == "identifier" {
		was, err := w.sameIdentifier(ctx, s)
		return was, s, err
	}
	if naturalKeys[t.Prefix] != nil {
		return w.saidAlready(ctx, t, s)
	}
	was, err := w.coded(ctx, t, s)
	if err != nil {
		return nil, s, err
	}
	holder, err := w.identified(ctx, s)
	switch {
	case err != nil:
		return nil, s, err
	case was == nil && holder != nil:
		return holder, w.asFound(s, holder), nil
	case was != nil && holder != nil && holder.id != was.id:
		w.report(s, "identifier", lexicon.UserAmbiguous,
			"Le code « %s » et l’identifiant vérifié désignent deux enregistrements : donnez « id ».",
			"The code %q and the verified identifier name two records: give the `id`.", was.text("code"))
	case was != nil && hasIdentifiers(t):
		return was, w.asFound(s, was), nil
	}
	return was, s, nil
}

// leadOn finds the partner that an upsert means by a name of one that was merged into it. The version that the upsert may
// have seen is that of the other.
func (w *work) leadOn(ctx context.Context, s Step, name string) (*row, error) {
	was, err := w.mergedInto(ctx, name)
	if seen, given := whole(s.Set["version"]); was != nil && given {
		w.conflicts(s, "version", was, seen)
	}
	return was, err
}

// coded finds the thing that has the code of an upsert, or nil: in the contract that the upsert gives, else in the
// directory.
func (w *work) coded(ctx context.Context, t *record.Type, s Step) (*row, error) {
	code := given(t, s.Set, "code")
	if code == "" {
		return nil, nil
	}
	contract := 0
	if home := given(t, s.Set, "contract"); home != "" && t.InContract() {
		owner, err := w.owner(ctx, home)
		if err != nil || owner == nil {
			return nil, err // making it says what is wrong
		}
		contract = owner.id
	}
	was, err := w.withCode(ctx, t, code, contract)
	if err != nil || was != nil || t.Prefix != "partner" {
		return was, err
	}
	return w.leadOn(ctx, s, code)
}

// withCode is the record that has a code among those of a contract, or among those of the directory (0); nil for none.
func (w *work) withCode(ctx context.Context, t *record.Type, code string, contract int) (*row, error) {
	rows, err := w.tx.Rows(ctx, t.Prefix, func(s *sql.Selector) {
		s.Where(sql.EQ(s.C("code"), code))
		if t.InContract() {
			s.Where(orNull(s.C(t.Scope), contract, contract != 0))
		}
	})
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return newRow(t, rows[0]), nil
}

// owner is a contract by its id or code, or nil.
func (w *work) owner(ctx context.Context, name string) (*row, error) {
	if strings.ContainsRune(name, 0) {
		return nil, nil
	}
	column := "code"
	if _, isUID := lexicon.UIDPrefix(name); isUID {
		column = "uid"
	}
	return w.rowOf(ctx, record.Of("contract"), column, name)
}

// sameIdentifier is the identifier of the same holder, scheme and value.
func (w *work) sameIdentifier(ctx context.Context, s Step) (*row, error) {
	t := record.Of("identifier")
	scheme, value := given(t, s.Set, "scheme"), given(t, s.Set, "value")
	value = lexicon.Scheme(scheme).Normal(value)
	for _, holder := range []string{"partner", "territory"} {
		name := given(t, s.Set, holder)
		if name == "" || scheme == "" || value == "" {
			continue
		}
		problems := len(w.problems)
		who, err := w.find(ctx, s, holder, []record.End{{Prefix: holder}}, name, nil)
		w.problems = w.problems[:problems] // creating it says so again
		if err != nil || who == nil {
			return nil, err
		}
		rows, err := w.tx.Rows(ctx, "identifier", func(q *sql.Selector) {
			q.Where(
				sql.And(sql.EQ(q.C("scheme"), scheme), sql.EQ(q.C("value"), value), sql.EQ(q.C(holder+"_id"), who.id)),
			)
		})
		if err != nil || len(rows) == 0 {
			return nil, err
		}
		return newRow(t, rows[0]), nil
	}
	return nil, nil
}

// remove deletes a record that is as the writer saw it, with its citations and
// identifiers, unless others refer to it. The ledger keeps what it said.
func (w *work) remove(ctx context.Context, s Step) (string, error) {
	was, err := w.seen(ctx, s)
	if err != nil || was == nil {
		return "", err
	}
	t := was.of
	act := access.Act{
		Operation: lexicon.OperationDelete, Type: t.Prefix, Contract: was.contract, WasBasis: basisOf(was),
		WasStatus: statusOf(was),
	}
	if err := w.whose(ctx, t, was, was.end, nil, &act); err != nil {
		return "", err
	}
	before := len(w.problems)
	if !w.ask(s, act) {
		return "", nil // who may not delete it learns nothing of what refers to it
	}
	if t.Prefix == "citation" {
		if err := w.touchCited(ctx, s, was); err != nil {
			return "", err
		}
	}
	if err := w.used(ctx, s, was); err != nil || len(w.problems) > before {
		return "", err
	}
	if err := w.removeParts(ctx, was); err != nil {
		return "", err
	}
	return was.uid, w.removeRow(ctx, was)
}

// removeRow deletes a record's own row, which is as it was read.
func (w *work) removeRow(ctx context.Context, was *row) error {
	err := w.tx.Removing(ctx, was.of.Prefix, was.id, was.version)
	if ent.IsNotFound(err) || ent.IsConstraintError(err) {
		return again{err}
	}
	return err
}

// isPart tells whether a reference makes its record a part of the other, which
// goes with it: what is cited for it, and what registers call it.
func isPart(t *record.Type, field string) bool {
	return t.Prefix == "citation" && field == "record" || t.Prefix == "identifier"
}

// eachReference visits the columns in which records refer to those of a type.
func eachReference(prefix string, visit func(t *record.Type, field, column string) error) error {
	for _, t := range record.Types {
		for _, f := range t.Fields {
			if column, leads := f.Leads(prefix); leads {
				if err := visit(t, f.Name, column); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// used reports the records that refer to one: those that the viewer sees by
// type and number, and of others no more than that there are some.
func (w *work) used(ctx context.Context, s Step, was *row) error {
	var french, english []string
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
			french = append(french, fmt.Sprintf("%d × %s (%s)", n, t.Word().Label(lexicon.French), field))
			english = append(english, fmt.Sprintf("%d × %s (%s)", n, t.Word().Label(lexicon.English), field))
		}
		all, err := w.count(access.AsSystem(ctx), t.Prefix, column, was.id)
		hidden = hidden || all > n
		return err
	})
	if err == nil && was.of.Prefix == "contract" {
		var n int
		n, err = w.openDrafts(ctx, was)
		if n > 0 {
			french, english = append(
				french, fmt.Sprintf("%d × brouillon", n),
			), append(english, fmt.Sprintf("%d × draft", n))
		}
	}
	if hidden {
		french, english = append(
			french, "d’autres, que vous ne voyez pas",
		), append(english, "others, which you do not see")
	}
	if len(french) > 0 {
		w.report(s, "id", lexicon.UserInUse, "D’autres enregistrements s’y réfèrent : %s.", "Other records refer to it: %s.",
			language{strings.Join(french, ", "), strings.Join(english, ", ")})
	}
	return err
}

// openDrafts counts the drafts of a contract that wait; those that have come to
// an end go with it.
func (w *work) openDrafts(ctx context.Context, contract *row) (int, error) {
	of := func(s *sql.Selector) { s.Where(sql.EQ(s.C("contract_id"), contract.id)) }
	open := func(s *sql.Selector) { s.Where(sql.EQ(s.C("state"), string(lexicon.DraftOpen))) }
	n, err := w.tx.Draft.Query().Where(of, open).Count(access.AsSystem(ctx))
	if err == nil && n == 0 {
		_, err = w.tx.Draft.Delete().Where(of).Exec(access.AsSystem(ctx))
	}
	return n, err
}

// removeParts deletes what goes with a record, and what goes with that.
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

// link makes or changes the relation of given ends, or takes it away.
func (w *work) link(ctx context.Context, s Step) (string, error) {
	t := record.Of("relation")
	before := len(w.problems)
	n := &wanted{step: s, of: t, values: map[string]any{}, ends: map[string]*row{}}
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
		w.report(
			s, "literal", problem.Code, "« literal » attend %s.", "`literal` takes %s.",
			language{problem.French, problem.English},
		)
	case (literal == nil) == (given(t, s.Set, "object") == ""):
		w.report(
			s, "object", lexicon.UserInvalid, "Exactement un de « %s » et « %s » est donné.",
			"Exactly one of `%s` and `%s` is given.", "object", "literal",
		)
	}
	if len(w.problems) > before {
		if s.Verb == Unlink {
			return "", nil
		}
		w.problems = w.problems[:before]
		return w.create(ctx, t, s) // it says so, and what else is wrong
	}
	if n.values["literal"] = literal; n.ends["subject"] == nil {
		return w.create(ctx, t, s) // it says what is wrong
	}
	was, err := w.relation(ctx, n, s)
	switch {
	case err != nil:
		return "", err
	case s.Verb == Link && was == nil:
		if err := w.hold(ctx, n.ends["subject"]); err != nil { // so that two who link the same collide
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

// relation is the one of the ends and the verb that a step gives, or nil.
func (w *work) relation(ctx context.Context, n *wanted, s Step) (*row, error) {
	rows, err := w.tx.Rows(ctx, "relation", func(q *sql.Selector) {
		q.Where(sql.EQ(q.C("kind"), s.Set["kind"]))
		for field, end := range n.ends {
			if end != nil {
				column, _ := n.of.Field(field).Leads(end.of.Prefix)
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
