package edit

import (
	"context"
	"slices"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// A merge makes one partner of two. Whatever refers to the one refers to the other afterwards, and the one is deleted.
// Where both have the same claim, its citations go to the claim that is kept.

// Merge merges one partner into another. The step names them as `keep` and `merge`, with the versions that were seen.
const Merge Verb = "merge"

// Move is a record that a merge moved to the kept partner. Into is the record that said the same already, to which its
// citations went; empty for a record that moved itself.
type Move struct{ Record, Into string }

// merge does the step of a merge, and returns the kept partner.
func (w *work) merge(ctx context.Context, s Step) (string, error) {
	before := len(w.problems)
	keep, err := w.side(ctx, s, "keep")
	if err != nil {
		return "", err
	}
	gone, err := w.side(ctx, s, "merge")
	if err != nil || len(w.problems) > before {
		return "", err
	}
	if keep.id == gone.id {
		w.report(s, "merge", lexicon.UserInvalid, "« merge » et « keep » désignent le même partenaire.",
			"`merge` and `keep` name the same partner.")
		return "", nil
	}
	taken := w.takes(s)
	m := &merging{
		work: w, step: Step{Path: append(slices.Clone(s.Path), "merge"), as: "merge"}, kept: map[string][]*row{},
	}
	refs, may, err := m.mayMerge(ctx, s, gone)
	if err != nil || !may || len(w.problems) > before {
		return "", err
	}
	m.apart(refs, keep)
	if err := m.collective(ctx, s, keep, gone, taken); err != nil || len(w.problems) > before {
		return "", err
	}
	if err := w.hold(ctx, keep); err != nil { // so that two who merge into it collide
		return "", err
	}
	if err := m.absorb(ctx, refs, gone, keep); err != nil || len(w.problems) > before {
		return "", err
	}
	if err := w.moveBeside(ctx, gone, keep); err != nil {
		return "", err
	}
	if err := m.remove(ctx, gone); err != nil || len(w.problems) > before {
		return "", err
	}
	set := mergedFields(keep, gone, taken)
	set["id"], set["version"] = keep.uid, keep.version
	step := Step{
		Verb: Update, Type: "partner", Set: set, Path: append(slices.Clone(s.Path), "takenFields"), as: "takenFields",
	}
	if _, err := w.change(ctx, keep.of, step, keep); err != nil {
		return "", err
	}
	if w.merged += m.lines + 1; w.merged > MaxSteps {
		w.tooManyMoves(s)
	}
	return keep.uid, nil
}

// side finds one of the two partners, by its own id or code, in the version that was seen. A name that leads to it from
// an earlier merge is refused: the version would be that of another record.
func (w *work) side(ctx context.Context, s Step, field string) (*row, error) {
	name, _ := s.Set[field].(string)
	found, err := w.findItself(ctx, s, field, []record.End{{Prefix: "partner"}}, name, nil)
	if err != nil || found == nil {
		return nil, err
	}
	version, isNumber := whole(s.Set[field+"Version"])
	switch {
	case !isNumber:
		w.report(s, field+"Version", lexicon.UserInvalid, "« %[1]s » attend un nombre entier.", "`%[1]s` takes a whole number.",
			field+"Version")
	case version != found.version:
		w.conflicts(s, field+"Version", found, version)
	}
	return found, nil
}

// takeable are the fields of a partner that a merge may take from the one that goes.
var takeable = []string{"code", "name", "acronym", "description", "kind", "sector", "openList", record.Language}

// takes reads which fields the kept partner takes.
func (w *work) takes(s Step) (fields []string) {
	list, _ := s.Set["takenFields"].([]any)
	for i, one := range list {
		name, _ := one.(string)
		if !slices.Contains(takeable, name) {
			at := Step{Path: append(slices.Clone(s.Path), "takenFields")}
			w.report(at, itoa(i), lexicon.UserInvalid, "« takenFields » attend %s.", "`takenFields` takes %s.",
				language{joined(takeable, "ou"), joined(takeable, "or")})
			continue
		}
		fields = append(fields, name)
	}
	return fields
}

// merging is a merge under way.
type merging struct {
	*work
	step  Step              // of the problems of what is moved
	kept  map[string][]*row // records that refer to those that stay, by what they are looked up by
	lines int               // records that it wrote
}

// mayMerge lists the records that refer to the partner that goes. May is false for who may not delete it, or does not see
// all that refers to it: they are answered as those who see it and may not write it.
func (m *merging) mayMerge(ctx context.Context, s Step, gone *row) (refs []*row, may bool, err error) {
	act := access.Act{Operation: lexicon.OperationDelete, Type: gone.of.Prefix}
	if err := m.whose(ctx, gone.of, gone, gone.end, nil, &act); err != nil {
		return nil, false, err
	}
	if !m.ask(s, act) {
		return nil, false, nil
	}
	refs, err = m.references(access.AsSystem(ctx), gone)
	if err != nil {
		return nil, false, err
	}
	seen, err := m.references(ctx, gone)
	switch {
	case err != nil:
		return nil, false, err
	case len(seen) != len(refs):
		m.forbid(m.step)
		return nil, false, nil
	case len(refs) > MaxSteps:
		m.tooManyMoves(s)
		return nil, false, nil
	}
	return refs, true, nil
}

func (w *work) tooManyMoves(s Step) {
	w.report(s, "merge", lexicon.UserTooMany,
		"Une écriture change au plus %d enregistrements : gardez plutôt l’autre partenaire.",
		"One write changes at most %d records: keep the other partner instead.", MaxSteps)
}

// references lists the records that refer to one, each once, as far as the viewer of the context sees them.
func (w *work) references(ctx context.Context, to *row) (refs []*row, err error) {
	type place struct {
		prefix string
		id     int
	}
	known := map[place]bool{}
	err = eachReference(to.of.Prefix, func(t *record.Type, _, column string) error {
		rows, err := w.tx.Rows(ctx, t.Prefix, func(q *sql.Selector) {
			q.Where(sql.EQ(q.C(column), to.id)).OrderBy(q.C("id")).Limit(MaxSteps + 1)
		})
		for _, r := range rowsOf(t, rows) {
			if at := (place{t.Prefix, r.id}); !known[at] {
				known[at] = true
				refs = append(refs, r)
			}
		}
		return err
	})
	return refs, err
}

// fieldsTo lists the fields by which a record refers to another.
func (r *row) fieldsTo(to *row) (fields []string) {
	for _, f := range r.of.Fields {
		if !f.IsReference() {
			continue
		}
		if prefix, id := r.end(f.Name); id == to.id && prefix == to.of.Prefix {
			fields = append(fields, f.Name)
		}
	}
	return fields
}

// apart holds that no claim links the two partners: it would link the kept one to itself.
func (m *merging) apart(refs []*row, keep *row) {
	for _, r := range refs {
		if len(r.fieldsTo(keep)) > 0 {
			m.report(m.step, "merge", lexicon.UserCycle,
				"Une affirmation lie les deux partenaires : supprimez-la d’abord (%s).",
				"A claim links the two partners: delete it first (%s).", r.uid)
			return
		}
	}
}

// collective holds that a partner with members stays a collective.
func (m *merging) collective(ctx context.Context, s Step, keep, gone *row, taken []string) error {
	kind := keep
	if slices.Contains(taken, "kind") {
		kind = gone
	}
	if kind.text("kind") == string(lexicon.Collective) {
		return nil
	}
	for _, of := range []*row{keep, gone} {
		n, err := m.count(access.AsSystem(ctx), "membership", "collective_id", of.id)
		if err != nil {
			return err
		}
		if n > 0 {
			m.report(s, "takenFields", lexicon.UserInvalid,
				"Un des partenaires a des membres : le partenaire gardé est un acteur collectif, par « kind ».",
				"One of the partners has members: the kept partner is a collective, by `kind`.")
		}
	}
	return nil
}

// absorb makes the records that refer to one refer to another of its type. One that says what a record of the other
// says already is joined with it.
func (m *merging) absorb(ctx context.Context, refs []*row, from, into *row) error {
	for _, r := range refs {
		twin, err := m.twin(ctx, r, from, into)
		if err != nil {
			return err
		}
		if twin == nil {
			err = m.point(ctx, r, from, into)
		} else {
			err = m.join(ctx, r, twin)
		}
		if err != nil {
			return err
		}
		if from.of.Prefix == "partner" {
			move := Move{Record: r.uid}
			if twin != nil {
				move.Into = twin.uid
			}
			m.moves = append(m.moves, move)
		}
	}
	return nil
}

// point makes a record refer to another one.
func (m *merging) point(ctx context.Context, r, from, into *row) error {
	set := map[string]any{"id": r.uid, "version": r.version}
	for _, field := range r.fieldsTo(from) {
		set[field] = into
	}
	m.lines++
	_, err := m.update(ctx, r.of, m.of(r, Update, set))
	return err
}

// of is the step that writes a record. Its problems are those of the merge.
func (m *merging) of(r *row, verb Verb, set map[string]any) Step {
	return Step{Verb: verb, Type: r.of.Prefix, Set: set, Path: m.step.Path, as: m.step.as, exact: true}
}

// join moves what refers to a double to its twin, deletes the double, and gives the twin what only the double said.
func (m *merging) join(ctx context.Context, double, twin *row) error {
	refs, err := m.references(access.AsSystem(ctx), double)
	if err != nil {
		return err
	}
	if err := m.absorb(ctx, refs, double, twin); err != nil {
		return err
	}
	if err := m.remove(ctx, double); err != nil {
		return err
	}
	set := missing(double, twin)
	if len(set) == 0 || len(m.problems) > 0 {
		return nil
	}
	set["id"], set["version"] = twin.uid, twin.version
	m.lines++
	if _, err := m.update(ctx, twin.of, m.of(twin, Update, set)); err != nil {
		return err
	}
	fresh, err := m.byID(ctx, twin.of.Prefix, twin.id)
	if err == nil {
		*twin = *fresh
	}
	return err
}

// remove deletes a record to which nothing refers any more.
func (m *merging) remove(ctx context.Context, r *row) error {
	m.lines++
	_, err := m.work.remove(ctx, m.of(r, Delete, map[string]any{"id": r.uid, "version": r.version}))
	return err
}
