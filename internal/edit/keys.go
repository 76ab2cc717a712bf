package edit

import (
	"context"
	"maps"
	"reflect"
	"slices"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/record"
)

// naturalKeys are the fields that identify a record without a code. The first field is a reference.
var naturalKeys = map[string][]string{
	"contribution": {"partner", "action", "axis", "role", "since"},
	"alignment":    {"action", "axis", "kind"},
	"membership":   {"partner", "group", "collective", "role", "since"},
	"relation":     {"subject", "kind", "object", "literal"}, // within its contract
	"citation":     {"record", "about", "source", "locator", "stance"},
	"grant": { // within its contract
		"funder", "beneficiary", "action", "axis", "agreedOn", "decisionReference", "purpose", recordKey,
	},
	"funding":     {"funder", "action", "axis", "kind", "year"}, // within its contract
	"observation": {"indicator", "period", "territory", "document"},
}

// NaturalKey returns the fields that identify a record of a type which has no code; nil for a type without such fields.
func NaturalKey(prefix string) []string {
	if prefix == "identifier" {
		return []string{"partner", "territory", "scheme", "value"}
	}
	return slices.DeleteFunc(slices.Clone(naturalKeys[prefix]), func(f string) bool { return f == recordKey })
}

// recordKey is the field that holds the key of an imported line. It identifies a record by itself.
const recordKey = "recordKey"

// scopeFields are the fields that decide to which contract such a record belongs.
var scopeFields = map[string][]string{
	"contribution": {"action", "axis"},
	"alignment":    {"action", "axis"},
	"membership":   {"group", "collective"},
	"relation":     {"contract", "subject", "object"},
	"citation":     {"record"},
	"grant":        {"contract", "action", "axis"},
	"funding":      {"contract"},
	"observation":  {"indicator"},
}

// findClaim finds the claim or citation that an upsert means, as far as the viewer sees it: by its code, else by its
// natural key. It also returns the step with the rows of its key, which saves looking them up again.
func (w *work) findClaim(ctx context.Context, t *record.Type, s Step) (*row, Step, error) {
	before := len(w.problems)
	n, err := w.readKey(ctx, t, s, keyOf(t, s))
	if err != nil {
		return nil, s, err
	}
	contract, err := w.scope(ctx, n)
	if err != nil {
		return nil, s, err
	}
	isWhole := len(w.problems) == before
	w.problems = w.problems[:before] // creating the record reports them again
	s.Set = maps.Clone(s.Set)
	for name, end := range n.ends {
		if end != nil {
			s.Set[name] = end
		}
	}
	found, err := w.byCodeOfClaim(ctx, n, given(t, s.Set, "code"), contract)
	if err != nil || found != nil || !isWhole || len(w.problems) > before {
		return found, s, err
	}
	found, err = w.byKey(ctx, n, contract)
	return found, s, err
}

// byCodeOfClaim finds a claim or citation by its code: in the contract of its ends, or in the directory when they have
// none. For an upsert without ends it finds the record that the bare code names.
func (w *work) byCodeOfClaim(ctx context.Context, n *pending, code string, contract int) (*row, error) {
	isGiven := func(field string) bool { return n.step.Set[field] != nil }
	isBad := func(field string) bool { return isGiven(field) && n.bad[field] }
	switch {
	case code == "" || slices.ContainsFunc(scopeFields[n.of.Prefix], isBad):
		return nil, nil
	case slices.ContainsFunc(scopeFields[n.of.Prefix], isGiven):
		return w.withCode(ctx, n.of, code, contract)
	}
	found, err := w.byCode(ctx, n.of, code, w.atHand(nil))
	switch {
	case err != nil || len(found) == 0:
		return nil, err
	case len(found) > 1:
		w.report(n.step, "code", lexicon.UserAmbiguous, message.AmbiguousClaimCode(code))
		return nil, nil
	}
	return found[0], nil
}

// byKey finds the record that has the natural key of an upsert.
func (w *work) byKey(ctx context.Context, n *pending, contract int) (*row, error) {
	before, key := len(w.problems), keyOf(n.of, n.step)
	rows, err := w.tx.Rows(ctx, n.of.Prefix, func(q *sql.Selector) {
		n.hasKey(q, key)
		if n.of.Field("contract") != nil {
			q.Where(orNull(q.C(n.of.Scope), contract, contract != 0))
		}
		q.OrderBy(q.C("id"))
	})
	if err != nil {
		return nil, err
	}
	found := w.choose(n.of, n.step, rowsOf(n.of, rows))
	if end := n.ends[key[0]]; end != nil && found == nil && w.postgres && len(w.problems) == before {
		return nil, w.lockRow(ctx, end) // concurrent writers of one key conflict
	}
	return found, nil
}

// keyOf returns the natural key by which an upsert finds a record.
func keyOf(t *record.Type, s Step) []string {
	if t.Field(recordKey) != nil && given(t, s.Set, recordKey) != "" {
		return []string{recordKey} // the database holds it unique
	}
	return naturalKeys[t.Prefix]
}

// readKey parses the fields of a natural key, and the contract.
func (w *work) readKey(ctx context.Context, t *record.Type, s Step, key []string) (*pending, error) {
	n := &pending{step: s, of: t, values: map[string]any{}, ends: map[string]*row{}, bad: map[string]bool{}}
	for _, f := range bareCodesLast(t, s.Set) {
		given, set := s.Set[f.Name]
		isAsked := slices.Contains(key, f.Name) || slices.Contains(scopeFields[t.Prefix], f.Name)
		if !isAsked && f.Name != "contract" || !set && !f.Required {
			continue
		}
		if err := w.readField(ctx, n, f, given); err != nil {
			return nil, err
		}
	}
	return n, nil
}

// hasKey restricts a query to the records with the natural key.
func (n *pending) hasKey(q *sql.Selector, key []string) {
	for _, name := range key {
		f := n.of.Field(name)
		if !f.IsReference() {
			value := n.value(name)
			if value == nil {
				value = f.Default
			}
			q.Where(orNull(q.C(f.Columns()[0]), value, value != nil))
			continue
		}
		end := n.ends[name]
		for _, e := range f.Ends() {
			switch {
			case end == nil:
				q.Where(sql.IsNull(q.C(e.Column)))
			case end.of.Prefix == e.Prefix:
				q.Where(sql.EQ(q.C(e.Column), end.id))
			}
		}
	}
}

// orNull returns the condition that a column has a value, or is null.
func orNull(column string, value any, has bool) *sql.Predicate {
	if has {
		return sql.EQ(column, value)
	}
	return sql.IsNull(column)
}

// choose selects the record that an upsert changes among those with its natural key. A record with another code is
// another record. A step without a code also finds the only record with a code.
func (w *work) choose(t *record.Type, s Step, rows []*row) *row {
	plain := slices.DeleteFunc(slices.Clone(rows), func(r *row) bool { return r.text("code") != "" })
	if len(plain) == 0 && given(t, s.Set, "code") == "" {
		plain = rows
	}
	switch {
	case len(plain) == 0:
		return nil
	case len(plain) > 1 && t.Claim:
		w.report(s, "", lexicon.UserAmbiguous, message.AmbiguousClaim)
		return nil
	}
	return plain[0]
}

// checkRepeatedValues reports an upsert that repeats a record of the same write with other values. Each repetition of
// the write would change the record twice.
func (w *work) checkRepeatedValues(n *pending, uid string) {
	if n.step.Verb != Upsert || naturalKeys[n.of.Prefix] == nil {
		return
	}
	said := w.said[uid]
	if said == nil {
		if w.said == nil {
			w.said = map[string]map[string]any{}
		}
		said = map[string]any{}
		w.said[uid] = said
	}
	given := maps.Clone(n.values)
	for name, end := range n.ends {
		given[name] = nil
		if end != nil {
			given[name] = end.uid
		}
	}
	for name, value := range given {
		before, known := said[name]
		if known && !reflect.DeepEqual(before, value) {
			w.report(n.step, name, lexicon.UserTaken, message.SaidTwice(name))
		}
		said[name] = value
	}
}
