package edit

import (
	"context"
	"slices"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// citations are the steps that write what is cited with a record: an upsert, or a link, finds those that are there.
func citations(s Step, of any) []Step {
	given, _ := s.Set["citations"].([]any)
	steps := make([]Step, len(given))
	verb := Create
	if s.Verb == Upsert || s.Verb == Link {
		verb = Upsert
	}
	for i, one := range given {
		fields, _ := one.(map[string]any)
		set := map[string]any{"record": of}
		for name, value := range fields {
			set[name] = value
		}
		steps[i] = Step{
			Verb: verb, Type: "citation", Set: set, Path: append(slices.Clone(s.Path), "citations", itoa(i)),
		}
	}
	return steps
}

// foresee tells what is wrong with the citations and the lists of a record that
// is not written, so that its problems and theirs are told at once.
func (w *work) foresee(ctx context.Context, n *wanted) error {
	supported := false
	for _, part := range citations(n.step, &row{of: n.of}) {
		c, err := w.read(ctx, record.Of("citation"), part, nil)
		if err != nil {
			return err
		}
		w.byItself(c)
		supported = supported || c.text("stance") == string(lexicon.Supports)
	}
	for _, r := range n.of.Related() {
		if n.wrong("contract") {
			break // codes are looked for in it
		}
		if _, err := w.listed(ctx, n.step, r, n); err != nil {
			return err
		}
	}
	if n.was == nil && n.of.Claim && !n.refused && !w.citing && !supported && !n.wrong("basis") &&
		n.text("basis") == string(lexicon.BasisStated) {
		w.unsourced(n.step.Path)
	}
	return nil
}

// parts writes the citations and relations that come with a record, and the
// identifier by which it was looked for. Saved tells whether the step wrote the record itself.
func (w *work) parts(ctx context.Context, s Step, of *row, saved bool) error {
	uid := of.uid
	if err := w.relate(ctx, s, uid, saved); err != nil {
		return err
	}
	var cited any = uid
	if w.sees(of) {
		cited = of // as it was written: nobody needs to read it again
	}
	for _, part := range citations(s, cited) {
		if _, err := w.do(ctx, part); err != nil {
			return err
		}
	}
	key, _ := s.Set["identifier"].(map[string]any)
	if key == nil || s.Verb != Upsert {
		return nil
	}
	set := map[string]any{s.Type: uid, "scheme": key["scheme"], "value": key["value"]}
	part := Step{Verb: Create, Type: "identifier", Set: set, Path: append(slices.Clone(s.Path), "identifier")}
	has, err := w.sameIdentifier(ctx, part)
	if err != nil || has != nil {
		return err
	}
	_, err = w.create(ctx, record.Of("identifier"), part)
	return err
}

// touchCited has the sources of a citation's record looked at in the end.
func (w *work) touchCited(ctx context.Context, s Step, citation *row) error {
	prefix, id := citation.end("record")
	if t := record.Of(prefix); t.Claim {
		about, err := w.byID(ctx, prefix, id)
		if err != nil {
			return err
		}
		if err := w.hold(ctx, about); err != nil {
			return err
		}
		w.claims = append(w.claims, touched{t, about.uid, s.Path})
	}
	return nil
}

// checkSources holds that what is stated is stated somewhere: a claim that is
// neither declared nor inferred has a citation in its support.
func (w *work) checkSources(ctx context.Context) error {
	if len(w.problems) > 0 && w.citing {
		return nil // what was not written cannot be cited
	}
	byType := map[*record.Type][]any{}
	for _, c := range w.claims {
		if !w.miscited(c.path) && !slices.Contains(byType[c.of], any(c.uid)) {
			byType[c.of] = append(byType[c.of], c.uid)
		}
	}
	bare := map[string]bool{}
	for t, uids := range byType {
		rows, err := w.tx.Rows(access.AsSystem(ctx), t.Prefix, func(s *sql.Selector) { statedNowhere(s, t, uids) })
		if err != nil {
			return err
		}
		for _, claim := range rowsOf(t, rows) {
			bare[claim.uid] = true
		}
	}
	for _, c := range w.claims {
		if bare[c.uid] && !w.miscited(c.path) {
			w.unsourced(c.path)
			delete(bare, c.uid) // it is said once
		}
	}
	return nil
}

// statedNowhere narrows a query of claims to those of some identifiers that are
// stated and that no citation supports.
func statedNowhere(s *sql.Selector, t *record.Type, uids []any) {
	c := sql.Dialect(s.Dialect()).Select().From(sql.Table("citations").As("supports"))
	c.Where(sql.And(sql.ColumnsEQ(c.C(t.Prefix+"_id"), s.C("id")), sql.EQ(c.C("stance"), string(lexicon.Supports))))
	s.Where(sql.And(
		sql.In(s.C("uid"), uids...), sql.EQ(s.C("basis"), string(lexicon.BasisStated)), sql.Not(sql.Exists(c)),
	))
}

// miscited tells whether something is wrong with what a step cites.
func (w *work) miscited(path []string) bool {
	at := append(slices.Clone(path), "citations")
	return slices.ContainsFunc(
		w.problems, func(p *Problem) bool { return len(p.Field) >= len(at) && slices.Equal(p.Field[:len(at)], at) },
	)
}

// unsourced reports a claim that is stated nowhere.
func (w *work) unsourced(path []string) {
	w.report(Step{Path: path}, "citations", lexicon.UserNeedsSource, "Ce qui est énoncé l’est dans une source : citez-la, ou dites la déclaration ou l’inférence.",
		"What is stated is stated somewhere: cite the source, or say that it is declared or inferred.")
}
