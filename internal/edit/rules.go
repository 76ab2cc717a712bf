package edit

import (
	"context"
	"slices"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/record"
)

// checkRules checks the rules of a record by itself and with the records it names, and the rights of the viewer. It
// also returns may = false when the record is too wrong to decide about rights.
func (w *work) checkRules(ctx context.Context, n *pending) (may bool, err error) {
	if !n.step.exact {
		w.checkAlone(n)
	} else if n.of.TakesTarget() { // a later change may have set the other one
		w.checkExclusive(n)
	}
	if !n.canCheckRights() {
		return false, nil
	}
	contract, err := w.scope(ctx, n)
	if err != nil {
		return false, err
	}
	w.checkContractKept(n, contract)
	if may, err = w.checkRights(ctx, n, contract); err != nil || !may {
		return false, err // a viewer who may not write learns nothing about conflicting records
	}
	if err := w.checkUnique(ctx, n, contract); err != nil {
		return false, err
	}
	if err := w.checkMembers(ctx, n); err != nil {
		return false, err
	}
	return true, w.checkCycles(ctx, n)
}

// checkMembers checks that a partner with members stays a collective.
func (w *work) checkMembers(ctx context.Context, n *pending) error {
	if n.of.Prefix != "partner" || n.was == nil || n.step.exact || !n.sets("kind") || n.bad["kind"] ||
		n.text("kind") == string(lexicon.Collective) {
		return nil
	}
	members, err := w.count(access.AsSystem(ctx), "membership", "collective_id", n.was.id)
	if err == nil && members > 0 {
		// The members may be hidden. That there are some is told, as by the deletion of the partner.
		w.report(n.step, "kind", lexicon.UserInvalid, message.StaysCollective)
	}
	return err
}

// checkAlone checks the rules that depend on the record alone.
func (w *work) checkAlone(n *pending) {
	w.checkExclusive(n)
	w.checkReasons(n)
	w.checkPeriod(n)
	w.checkWithheld(n)
	w.checkObserved(n)
	w.checkLanguages(n)
	w.checkEnds(n)
}

// checkEnds checks that the ends of a claim have the types that its kind requires.
func (w *work) checkEnds(n *pending) {
	switch n.of.Prefix {
	case "membership":
		if to := n.ends["collective"]; to != nil && to.text("kind") != string(lexicon.Collective) {
			w.report(n.step, "collective", lexicon.UserInvalid, message.CollectiveOnly)
		}
	case "relation":
		if n.text("kind") != string(lexicon.Succeeds) || n.wrong("subject", "object") {
			return
		}
		for _, field := range []string{"subject", "object"} {
			if prefix, _ := n.end(field); prefix != "partner" {
				w.report(n.step, field, lexicon.UserInvalid, message.PartnersSucceed)
			}
		}
	}
}

// canCheckRights reports whether everything is known that decides who may write the record.
func (n *pending) canCheckRights() bool {
	return !n.wrong("status", "basis") && !slices.ContainsFunc(
		n.of.Fields, func(f *record.Field) bool { return f.IsReference() && n.bad[f.Name] },
	)
}

// checkExclusive checks that exactly one of two fields is set.
func (w *work) checkExclusive(n *pending) {
	has := func(field string) bool {
		if n.bad[field] {
			return true // it was given, but is invalid
		}
		if n.of.Field(field).IsReference() {
			_, id := n.end(field)
			return id != 0
		}
		return n.text(field) != ""
	}
	pairs := map[string][2]string{
		"contribution": {"action", "axis"}, "membership": {"group", "collective"},
		"relation": {"object", "literal"}, "identifier": {"partner", "territory"},
	}
	if pair, is := pairs[n.of.Prefix]; is && has(pair[0]) == has(pair[1]) {
		n.bad[pair[0]] = true
		w.report(n.step, pair[0], lexicon.UserInvalid, message.OneOfTwo(pair[0], pair[1]))
	}
	if n.of.TakesTarget() && has("action") && has("axis") {
		n.bad["action"] = true
		w.report(n.step, "action", lexicon.UserInvalid, message.AtMostOneOfTwo("action", "axis"))
	}
	if n.of.Prefix == "theme" && has("reference") != has("match") {
		w.report(n.step, "match", lexicon.UserInvalid, message.MatchWithReference)
	}
}

// checkPeriod checks that nothing ends before it begins, for any meaning of imprecise dates. An earlier violation is
// tolerated until one of the two dates changes.
func (w *work) checkPeriod(n *pending) {
	const since, until = "since", "until"
	if n.of.Field(until) == nil || n.wrong(since, until) || n.was != nil && !n.sets(since) && !n.sets(until) {
		return
	}
	from, to := n.date(since), n.date(until)
	if lexicon.NewValidity(from, to).Never() {
		sentence := message.EndsBeforeItBegins(since, until, from.String(), to.String())
		w.report(n.step, until, lexicon.UserInvalid, sentence)
	}
}

// checkWithheld checks that an amount that is withheld is not given.
func (w *work) checkWithheld(n *pending) {
	const amount, withheld = "amount", "amountWithheld"
	if n.of.Field(withheld) == nil || n.wrong(amount, withheld) {
		return
	}
	if is, _ := n.value(withheld).(bool); is && n.value(amount) != nil {
		w.report(n.step, amount, lexicon.UserInvalid, message.WithheldAmount)
	}
}

// checkObserved checks that an observation has a value exactly when its value is known.
func (w *work) checkObserved(n *pending) {
	if n.of.Prefix != "observation" || n.wrong("status", "value") {
		return
	}
	switch isKnown := n.text("status") == string(lexicon.ValueKnown); {
	case isKnown && n.value("value") == nil:
		w.report(n.step, "value", lexicon.UserRequired, message.ValueIsKnown)
	case !isKnown && n.value("value") != nil:
		w.report(n.step, "value", lexicon.UserInvalid, message.ValueNotKnown)
	}
}

// value returns a field's plain value after the write; it is no reference.
func (n *pending) value(field string) any {
	if value, set := n.values[field]; set || n.was == nil {
		return value
	}
	return n.was.value(n.of.Field(field))
}

// date returns a field's date after the write; nil when it has none.
func (n *pending) date(field string) *lexicon.PartialDate {
	text := n.text(field)
	if text == "" {
		return nil
	}
	date := lexicon.MustPartialDate(text)
	return &date
}

// checkReasons checks that an inferred claim gives its inference, and a preferred value its reason.
func (w *work) checkReasons(n *pending) {
	if n.of.Claim && !n.wrong("basis", "inference") && n.text("basis") == string(lexicon.BasisInferred) &&
		n.text("inference") == "" {
		w.report(n.step, "inference", lexicon.UserNeedsRule, message.InferenceRequired)
	}
	if n.of.Prefix == "citation" {
		preferred, set := n.values["preferred"].(bool)
		if !set && n.was != nil {
			preferred, _ = n.was.Column("preferred").(bool)
		}
		if preferred && !n.wrong("reason") && n.text("reason") == "" {
			w.report(n.step, "reason", lexicon.UserNeedsReason, message.ReasonRequired)
		}
		w.checkAbout(n)
	}
	if n.of.Prefix == "identifier" && !n.wrong("scheme", "value", "verification") {
		w.checkVerification(n)
	}
}

// checkVerification checks that a number with a wrong form or check digit stays unverified. It sets the default
// verification of a new one from the check.
func (w *work) checkVerification(n *pending) {
	scheme, verification := lexicon.Scheme(n.text("scheme")), n.text("verification")
	if value, is := n.values["value"].(string); is {
		n.values["value"] = scheme.Normal(value)
	}
	check := scheme.Check(n.text("value"))
	switch {
	case scheme == lexicon.Other:
	case check == lexicon.Unverified && verification != string(lexicon.Unverified):
		w.report(n.step, "verification", lexicon.UserInvalid, message.StaysUnverified)
	case n.was == nil && n.values["verification"] == nil:
		n.values["verification"] = string(check)
	}
}

// checkAbout checks that a citation about one field names a field of its record.
func (w *work) checkAbout(n *pending) {
	if n.wrong("about", "record") {
		return
	}
	field := n.text("about")
	prefix, _ := n.end("record")
	if t := record.Of(prefix); field != "" && t != nil && t.Field(field) == nil {
		w.report(n.step, "about", lexicon.UserInvalid, message.NoFieldToCite(field))
	}
}

// onceFor are the fields of which the database takes each combination once, by the types that have such a rule. The
// first is the one that problems name.
var onceFor = map[string][]string{
	"identifier":  {"value", "scheme", "partner", "territory"},
	"observation": {"period", "indicator", "territory", "document"},
}

// checkUnique checks that codes, keys of imported lines, and the combinations of onceFor are unique.
func (w *work) checkUnique(ctx context.Context, n *pending, contract int) error {
	if key := onceFor[n.of.Prefix]; slices.ContainsFunc(key, n.sets) && !n.wrong(key...) && !w.isFirst(n) {
		if err := w.checkNotTaken(ctx, n, key[0], func(s *sql.Selector) { n.isSame(s, key) }); err != nil {
			return err
		}
	}
	for _, field := range []string{"code", recordKey} {
		value, set := n.values[field].(string)
		if !set {
			continue
		}
		column := n.of.Field(field).Columns()[0]
		if w.isFree(n.of.Prefix, field, value) {
			continue
		}
		if err := w.checkNotTaken(ctx, n, field, func(s *sql.Selector) {
			s.Where(sql.EQ(s.C(column), value))
			if n.of.InContract() {
				s.Where(orNull(s.C(n.of.Scope), contract, contract != 0))
			}
		}); err != nil {
			return err
		}
	}
	return nil
}

// isSame restricts a query to records that equal this one in some fields after the write.
func (n *pending) isSame(q *sql.Selector, fields []string) {
	for _, name := range fields {
		f := n.of.Field(name)
		if !f.IsReference() {
			value := n.value(name)
			q.Where(orNull(q.C(f.Columns()[0]), value, value != nil))
			continue
		}
		prefix, id := n.end(name)
		for _, e := range f.Ends() {
			q.Where(orNull(q.C(e.Column), id, id != 0 && e.Prefix == prefix))
		}
	}
}

// checkNotTaken reports a value that another record has already, whoever sees that record.
func (w *work) checkNotTaken(ctx context.Context, n *pending, field string, where func(*sql.Selector)) error {
	if err := w.release(ctx); err != nil {
		return err
	}
	rows, err := w.tx.Rows(access.AsSystem(ctx), n.of.Prefix, where)
	if err != nil {
		return err
	}
	for _, r := range rows {
		if n.was == nil || r.RowID() != n.was.id {
			w.report(n.step, field, lexicon.UserTaken, message.ValueTaken(n.text(field)))
			return nil
		}
	}
	return nil
}

// checkRights reports what the viewer may not write, and returns whether they may write the record. A record that
// moves needs the right in both contracts.
func (w *work) checkRights(ctx context.Context, n *pending, contract int) (may bool, err error) {
	act := access.Act{Operation: lexicon.OperationCreate, Type: n.of.Prefix, Contract: contract}
	if n.was != nil {
		act.Operation = lexicon.OperationUpdate
		act.WasBasis, act.WasStatus = basisOf(n.was), statusOf(n.was)
	}
	if n.of.Prefix == "identifier" {
		act.WasVerification = lexicon.Verification(n.was.text("verification"))
		act.Verification = lexicon.Verification(n.text("verification"))
	}
	for _, f := range n.of.Fields {
		if n.sets(f.Name) || n.bad[f.Name] {
			act.Fields = append(act.Fields, f.Name)
		}
	}
	if n.of.Claim {
		act.Basis, act.Status = lexicon.Basis(n.text("basis")), lexicon.Status(n.text("status"))
	}
	if err := w.completeAct(ctx, n.of, n.was, n.end, n.ends["record"], &act); err != nil {
		return false, err
	}
	may = w.checkAct(n.step, act)
	if n.was != nil && n.was.contract != contract { // it also leaves a contract
		act.Contract = n.was.contract
		may = w.checkAct(n.step, act) && may
	}
	n.refused = !may
	return may, nil
}

// checkAct reports what of an act the viewer may not do, and returns whether they may do it.
func (w *work) checkAct(s Step, act access.Act) (may bool) {
	may = true
	if w.only != 0 && act.Contract != 0 && act.Contract != w.only {
		w.report(s, "", lexicon.UserElsewhere, message.DraftElsewhere)
		may = false
	}
	refusal := w.viewer.Refuses(act)
	if refusal == nil {
		return may
	}
	if len(refusal.Fields) == 0 {
		w.report(s, "", lexicon.UserForbidden, refusal.Sentence)
	}
	for _, field := range refusal.Fields {
		w.report(s, field, lexicon.UserForbidden, refusal.Sentence)
	}
	return false
}

// reportForbidden reports that the viewer may not do a step.
func (w *work) reportForbidden(s Step) {
	w.report(s, "", lexicon.UserForbidden, message.WriteForbidden)
}

// completeAct sets the organisation that a record is about, and for a citation the basis of its record. The argument
// cited is the cited record when it was read already.
func (w *work) completeAct(
	ctx context.Context, t *record.Type, was *row, end func(string) (string, int), cited *row, act *access.Act,
) (err error) {
	switch t.Prefix {
	case "partner":
		if was != nil {
			act.Partner = was.id
		}
	case "contribution", "membership", "identifier":
		_, act.Partner = end("partner")
		if was != nil && t.Prefix != "identifier" {
			if _, before := was.end("partner"); before != act.Partner {
				act.Partner = 0 // a record that moves between partners belongs to neither
			}
		}
	case "citation":
		prefix, id := end("record")
		if id == 0 {
			return nil
		}
		about := cited
		if about == nil {
			if about, err = w.byID(ctx, prefix, id); err != nil {
				return err
			}
		}
		act.Basis = basisOf(about)
		if prefix == "partner" {
			act.Partner = id
		} else if about.of.Field("partner") != nil {
			_, act.Partner = about.end("partner")
		}
	}
	return nil
}
