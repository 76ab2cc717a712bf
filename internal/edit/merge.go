package edit

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/record"
)

// A merge combines two partners. All references to the merged partner are redirected to the kept one, and the merged
// partner is deleted. Where both have the same claim, its citations go to the kept claim.

// Merge merges one partner into another. The step names them as `keep` and `merge`, with the versions that the client
// read.
const Merge Verb = "merge"

// Move is a record that a merge moved to the kept partner. Into is the record that said the same already and received
// its citations; empty for a record that moved itself.
type Move struct{ Record, Into string }

// merge runs a merge step, and returns the identifier of the kept partner.
func (w *work) merge(ctx context.Context, s Step) (string, error) {
	before := len(w.problems)
	keep, err := w.findSide(ctx, s, "keep")
	if err != nil {
		return "", err
	}
	gone, err := w.findSide(ctx, s, "merge")
	if err != nil || len(w.problems) > before {
		return "", err
	}
	if keep.id == gone.id {
		w.report(s, "merge", lexicon.UserInvalid, message.SamePartner)
		return "", nil
	}
	ctx = ledger.WithMerge(ctx, gone.uid)
	taken := w.readTakenFields(s)
	m := &merging{
		work: w, step: Step{Path: append(
			slices.Clone(s.Path), "merge",
		), as: "merge"}, kept: map[string]map[string][]*row{},
	}
	refs, may, err := m.mayMerge(ctx, s, gone)
	if err != nil || !may || len(w.problems) > before {
		return "", err
	}
	m.checkUnlinked(refs, keep)
	if err := m.checkCollective(ctx, s, keep, gone, taken); err != nil || len(w.problems) > before {
		return "", err
	}
	if err := w.lockRow(ctx, keep); err != nil { // concurrent merges into it conflict
		return "", err
	}
	err = m.redirectAll(ctx, refs, gone, keep)
	if m.isTooMany() {
		w.reportTooManyMoves(s)
	}
	if err != nil || len(w.problems) > before {
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
	w.merged, w.gone = w.merged+m.lines+1, append(w.gone, gone.uid)
	return keep.uid, nil
}

// findSide resolves one of the two partners by its own id or code, and checks the version that the client read. It
// refuses the id or code of an earlier merge: the version would be that of another record.
func (w *work) findSide(ctx context.Context, s Step, field string) (*row, error) {
	name, _ := s.Set[field].(string)
	found, err := w.findItself(ctx, s, field, []record.End{{Prefix: "partner"}}, name, nil)
	if err != nil || found == nil {
		return nil, err
	}
	version, isNumber := toInt(s.Set[field+"Version"])
	switch {
	case !isNumber:
		w.report(s, field+"Version", lexicon.UserInvalid, message.WholeNumber(field+"Version"))
	case version != found.version:
		w.reportConflict(s, field+"Version", found, version)
	}
	return found, nil
}

// takeable are the fields that a merge may take from the merged partner.
var takeable = []string{"code", "name", "acronym", "description", "kind", "sector", "openList", record.Language}

// readTakenFields parses the list of fields that the kept partner takes.
func (w *work) readTakenFields(s Step) (fields []string) {
	list, _ := s.Set["takenFields"].([]any)
	for i, one := range list {
		name, _ := one.(string)
		if !slices.Contains(takeable, name) {
			at := Step{Path: append(slices.Clone(s.Path), "takenFields")}
			takes := message.AWord(strings.Join(takeable, ", "))
			w.report(at, strconv.Itoa(i), lexicon.UserInvalid, message.FieldTakes("takenFields", takes))
			continue
		}
		fields = append(fields, name)
	}
	return fields
}

// merging is a merge in progress.
type merging struct {
	*work
	step  Step                         // where problems of moved records are reported
	kept  map[string]map[string][]*row // what keptBy has read
	lines int                          // number of records written
}

// mayMerge lists the records that refer to the merged partner. It returns may = false for a viewer who may not delete
// the partner or does not see all these records. Both get the same answer as a viewer who sees everything and may not
// write it.
func (m *merging) mayMerge(ctx context.Context, s Step, gone *row) (refs []*row, may bool, err error) {
	act := access.Act{Operation: lexicon.OperationDelete, Type: gone.of.Prefix}
	if err := m.completeAct(ctx, gone.of, gone, gone.end, nil, &act); err != nil {
		return nil, false, err
	}
	if !m.checkAct(s, act) {
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
		m.reportForbidden(m.step)
		return nil, false, nil
	case len(refs) > MaxSteps:
		m.reportTooManyMoves(s)
		return nil, false, nil
	}
	return refs, true, nil
}

// isTooMany reports whether the merges of the write change more records than one write may. Two more follow: the merged
// and the kept partner.
func (m *merging) isTooMany() bool { return m.merged+m.lines+2 > MaxSteps }

// reportTooManyMoves reports a merge that would change too many records.
func (w *work) reportTooManyMoves(s Step) {
	w.report(s, "merge", lexicon.UserTooMany, message.MergeTooLarge(MaxSteps))
}

// references lists the records that refer to another, each once, as far as the viewer of the context sees them.
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

// checkUnlinked checks that no claim links the two partners: it would link the kept partner to itself.
func (m *merging) checkUnlinked(refs []*row, keep *row) {
	for _, r := range refs {
		if len(r.fieldsTo(keep)) > 0 {
			m.report(m.step, "merge", lexicon.UserCycle, message.ClaimBetween(r.uid))
			return
		}
	}
}

// checkCollective checks that a partner with members stays a collective.
func (m *merging) checkCollective(ctx context.Context, s Step, keep, gone *row, taken []string) error {
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
			m.report(s, "takenFields", lexicon.UserInvalid, message.KeepCollective)
		}
	}
	return nil
}

// redirectAll redirects the references to one record to another of its type. A record that says what a record of the
// other says already is merged into that record.
func (m *merging) redirectAll(ctx context.Context, refs []*row, from, into *row) error {
	for _, r := range refs {
		if m.isTooMany() {
			return nil // the merge is refused
		}
		twin, err := m.twin(ctx, r, from, into)
		if err != nil {
			return err
		}
		if twin == nil {
			err = m.redirect(ctx, r, from, into)
		} else {
			err = m.joinTwins(ctx, r, twin)
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

// redirect redirects the references of a record.
func (m *merging) redirect(ctx context.Context, r, from, into *row) error {
	set := map[string]any{"id": r.uid, "version": r.version}
	for _, field := range r.fieldsTo(from) {
		set[field] = into
	}
	m.lines++
	if _, err := m.update(ctx, r.of, m.of(r, Update, set)); err != nil || len(m.problems) > 0 {
		return err
	}
	return m.addKept(ctx, r, into)
}

// of returns the step that writes a record. Its problems are reported as those of the merge.
func (m *merging) of(r *row, verb Verb, set map[string]any) Step {
	return Step{Verb: verb, Type: r.of.Prefix, Set: set, Path: m.step.Path, as: m.step.as, exact: true}
}

// joinTwins moves the references of a double to its twin, deletes the double, and copies to the twin what only the
// double said.
func (m *merging) joinTwins(ctx context.Context, double, twin *row) error {
	refs, err := m.references(access.AsSystem(ctx), double)
	if err != nil {
		return err
	}
	if err := m.redirectAll(ctx, refs, double, twin); err != nil || m.isTooMany() {
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
