package edit

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// sameKey are the fields by which two records of a type say the same: the natural key of claims and citations, and of
// identifiers what the database holds unique for one holder.
func sameKey(t *record.Type) []string {
	if t.Prefix == "identifier" {
		return []string{"scheme", "value", "partner", "territory"}
	}
	return naturalKeys[t.Prefix]
}

// twin finds the record of the one that stays which says what a record of the one that goes says; nil for none.
func (m *merging) twin(ctx context.Context, r, from, into *row) (*row, error) {
	key := sameKey(r.of)
	if key == nil {
		return nil, nil
	}
	for _, field := range r.fieldsTo(from) {
		column, _ := r.of.Field(field).Leads(into.of.Prefix)
		known, err := m.keptBy(ctx, r.of, column, into)
		if err != nil {
			return nil, err
		}
		for _, twin := range known {
			if r.contract == twin.contract && r.keyWith(key, from, into) == twin.keyWith(key, nil, nil) &&
				saysNoOther(r, twin) {
				return twin, nil
			}
		}
	}
	return nil, nil
}

// keptBy lists the records that refer by a column to the one that stays, read once.
func (m *merging) keptBy(ctx context.Context, t *record.Type, column string, into *row) ([]*row, error) {
	at := strings.Join([]string{t.Prefix, column, into.uid}, " ")
	if known, is := m.kept[at]; is {
		return known, nil
	}
	rows, err := m.tx.Rows(access.AsSystem(ctx), t.Prefix, func(q *sql.Selector) {
		q.Where(sql.EQ(q.C(column), into.id)).OrderBy(q.C("id"))
	})
	m.kept[at] = rowsOf(t, rows)
	return m.kept[at], err
}

// keyWith writes the key of a record, as if it led to one record in place of another.
func (r *row) keyWith(key []string, from, into *row) string {
	var parts []string
	for _, name := range key {
		f := r.of.Field(name)
		if !f.IsReference() {
			parts = append(parts, fmt.Sprintf("%q", r.text(name)))
			continue
		}
		prefix, id := r.end(name)
		if from != nil && prefix == from.of.Prefix && id == from.id {
			id = into.id
		}
		parts = append(parts, fmt.Sprint(prefix, " ", id))
	}
	return strings.Join(parts, ", ")
}

// saysNoOther tells whether two records of one key can be joined with nothing lost: outside the key each field has one
// value, or only one of the two has any. An end that one lacks is another end. Of identifiers a holder has each once.
func saysNoOther(double, twin *row) bool {
	for _, f := range double.of.Fields {
		if f.IsReference() || double.of.Prefix == "identifier" || slices.Contains(sameKey(double.of), f.Name) {
			continue
		}
		theirs, ours := double.value(f), twin.value(f)
		if (f.Name == "until" || theirs != nil && ours != nil) && !reflect.DeepEqual(theirs, ours) {
			return false
		}
	}
	return true
}

// value is the plain value of a field that is no reference.
func (r *row) value(f *record.Field) any { return f.Plain(r.Column(f.Columns()[0])) }

// missing are the values that a double has and its twin lacks. A number is as verified as either of the two.
func missing(double, twin *row) map[string]any {
	set := map[string]any{}
	for _, f := range double.of.Fields {
		if value := double.ownValue(f); value != nil && twin.ownValue(f) == nil {
			set[f.Name] = value
		}
	}
	if double.of.Prefix == "identifier" && rank(double) > rank(twin) {
		set["verification"] = double.text("verification")
	}
	return set
}

// ownValue is value, and nil for a reference.
func (r *row) ownValue(f *record.Field) any {
	if f.IsReference() {
		return nil
	}
	return r.value(f)
}

// rank orders identifiers by how far they are verified.
func rank(r *row) int {
	return slices.Index([]lexicon.Verification{lexicon.Unverified, lexicon.WellFormed, lexicon.Verified},
		lexicon.Verification(r.text("verification")))
}

// mergedFields are the fields of a partner into which another is merged.
func mergedFields(keep, gone *row, taken []string) map[string]any {
	set := map[string]any{}
	of := func(field string) *row {
		if slices.Contains(taken, field) {
			return gone
		}
		return keep
	}
	for _, field := range taken {
		set[field] = gone.value(gone.of.Field(field))
	}
	texts := func(r *row, field string) []string {
		list, _ := r.value(r.of.Field(field)).([]string)
		return list
	}
	name, acronym, code := of("name").text("name"), of("acronym").text("acronym"), of("code").text("code")
	aliases := slices.Concat(texts(keep, "aliases"), []string{keep.text("name"), keep.text("acronym"), gone.text("name"),
		gone.text("acronym")}, texts(gone, "aliases"))
	set["aliases"] = without(aliases, name, acronym)
	ids := slices.Concat(texts(keep, record.MergedIDs), []string{gone.uid, keep.text("code"), gone.text("code")},
		texts(gone, record.MergedIDs))
	set[record.MergedIDs] = without(ids, code)
	if translations, is := translated(keep, gone, taken); is {
		set[record.Translations] = translations
	}
	return set
}

// without lists texts once each, but for empty ones and some others.
func without(texts []string, others ...string) []string {
	var list []string
	for _, text := range texts {
		if text != "" && !slices.Contains(others, text) && !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	return list
}

// translated are the translations of the kept partner, with those of the texts that it takes. Is tells whether they differ.
func translated(keep, gone *row, taken []string) (all []lexicon.Translation, is bool) {
	isTaken := func(t lexicon.Translation) bool { return slices.Contains(taken, t.Field.Name()) }
	of := func(r *row) []lexicon.Translation {
		list, _ := r.value(r.of.Field(record.Translations)).([]lexicon.Translation)
		return slices.Clone(list)
	}
	was, theirs := of(keep), of(gone)
	all = append(slices.DeleteFunc(slices.Clone(was), isTaken),
		slices.DeleteFunc(theirs, func(t lexicon.Translation) bool { return !isTaken(t) })...)
	return all, !reflect.DeepEqual(all, was)
}

// joined writes a list of names in a sentence.
func joined(names []string, last string) string {
	return "« " + strings.Join(names[:len(names)-1], " », « ") + " » " + last + " « " + names[len(names)-1] + " »"
}
