package edit

import (
	"context"
	"slices"
	"strconv"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/record"
)

// citations returns the steps that write the citations of a record. For an upsert or a link, they are upserts too, and
// so find existing citations.
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
			Verb: verb, Type: "citation", Set: set, Path: append(slices.Clone(s.Path), "citations", strconv.Itoa(i)),
		}
	}
	return steps
}

// precheckParts checks the citations and the lists of a record that has problems itself and is not written, so that all
// problems are reported at once.
func (w *work) precheckParts(ctx context.Context, n *pending) error {
	supported := false
	for _, part := range citations(n.step, &row{of: n.of}) {
		c, err := w.read(ctx, record.Of("citation"), part, nil)
		if err != nil {
			return err
		}
		w.checkAlone(c)
		supported = supported || c.text("stance") == string(lexicon.Supports)
	}
	for _, r := range n.of.Related() {
		if n.wrong("contract") {
			break // codes are looked up in the contract
		}
		if _, err := w.listed(ctx, n.step, r, n); err != nil {
			return err
		}
	}
	if n.was == nil && n.of.Claim && !n.refused && !w.citing && !supported && !n.wrong("basis") &&
		n.text("basis") == string(lexicon.BasisStated) {
		w.reportUnsourced(n.step.Path)
	}
	return nil
}

// writeParts writes the citations and relations of a record, and the identifier by which an upsert looked it up. The
// argument saved tells whether the step wrote the record itself.
func (w *work) writeParts(ctx context.Context, s Step, of *row, saved bool) error {
	uid := of.uid
	if err := w.relate(ctx, s, uid, saved); err != nil {
		return err
	}
	var cited any = uid
	if w.sees(of) {
		cited = of // the row as written, which saves a query
	}
	for _, part := range citations(s, cited) {
		if _, err := w.runStep(ctx, part); err != nil {
			return err
		}
	}
	key, _ := s.Set["identifier"].(map[string]any)
	if key == nil || s.Verb != Upsert {
		return nil
	}
	set := map[string]any{s.Type: uid, "scheme": key["scheme"], "value": key["value"]}
	part := Step{Verb: Create, Type: "identifier", Set: set, Path: append(slices.Clone(s.Path), "identifier")}
	has, err := w.findIdentifier(ctx, part)
	if err != nil || has != nil {
		return err
	}
	_, err = w.create(ctx, record.Of("identifier"), part)
	return err
}

// touchCited marks the claim of a citation, so that its sources are checked at the end.
func (w *work) touchCited(ctx context.Context, s Step, citation *row) error {
	prefix, id := citation.end("record")
	if t := record.Of(prefix); t.Claim {
		about, err := w.byID(ctx, prefix, id)
		if err != nil {
			return err
		}
		if err := w.lockRow(ctx, about); err != nil {
			return err
		}
		w.claims = append(w.claims, touched{t, about.uid, s.Path})
	}
	return nil
}

// checkSources checks that every stated claim has a source: a claim neither declared nor inferred needs a supporting
// citation.
func (w *work) checkSources(ctx context.Context) error {
	if len(w.problems) > 0 && w.citing {
		return nil // a step that failed may have written the missing citation
	}
	byType := map[*record.Type][]any{}
	for _, c := range w.claims {
		if !w.hasCitationProblems(c.path) && !slices.Contains(byType[c.of], any(c.uid)) {
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
		if bare[c.uid] && !w.hasCitationProblems(c.path) {
			w.reportUnsourced(c.path)
			delete(bare, c.uid) // report it once
		}
	}
	return nil
}

// statedNowhere restricts a query of claims to those of some identifiers that are stated and have no supporting
// citation.
func statedNowhere(s *sql.Selector, t *record.Type, uids []any) {
	c := sql.Dialect(s.Dialect()).Select().From(sql.Table("citations").As("supports"))
	c.Where(sql.And(sql.ColumnsEQ(c.C(t.Prefix+"_id"), s.C("id")), sql.EQ(c.C("stance"), string(lexicon.Supports))))
	s.Where(sql.And(
		sql.In(s.C("uid"), uids...), sql.EQ(s.C("basis"), string(lexicon.BasisStated)), sql.Not(sql.Exists(c)),
	))
}

// hasCitationProblems reports whether the citations of a step have problems.
func (w *work) hasCitationProblems(path []string) bool {
	at := append(slices.Clone(path), "citations")
	return slices.ContainsFunc(
		w.problems, func(p *Problem) bool { return len(p.Field) >= len(at) && slices.Equal(p.Field[:len(at)], at) },
	)
}

// reportUnsourced reports a stated claim without a source.
func (w *work) reportUnsourced(path []string) {
	w.report(Step{Path: path}, "citations", lexicon.UserNeedsSource, message.SourceRequired)
}
