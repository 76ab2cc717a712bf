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

// sameKey returns the fields by which two records of a type say the same. For claims and citations it is the natural
// key, for identifiers what the database holds unique for one holder.
func sameKey(t *record.Type) []string {
	if t.Prefix == "identifier" {
		return []string{"scheme", "value", "partner", "territory"}
	}
	return naturalKeys[t.Prefix]
}

// twin finds the record that refers to into and says what r says about from; nil for none.
func (m *merging) twin(ctx context.Context, r, from, into *row) (*row, error) {
	key := sameKey(r.of)
	if key == nil {
		return nil, nil
	}
	for _, field := range r.fieldsTo(from) {
		column, _ := r.of.Field(field).ColumnFor(into.of.Prefix)
		known, err := m.keptBy(ctx, r.of, key, column, into)
		if err != nil {
			return nil, err
		}
		at := r.keyWith(key, from, into)
		for i, twin := range known[at] {
			if r.contract == twin.contract && saysNoOther(r, twin) {
				if r.of.IsMoney() { // which is joined once: two equal amounts are two
					known[at] = slices.Delete(known[at], i, i+1)
				}
				return twin, nil
			}
		}
	}
	return nil, nil
}

// keptBy returns the records that refer by a column to the record that stays, by their keys. It queries them once: the
// kept partner may have many times more claims than the merged one.
func (m *merging) keptBy(
	ctx context.Context, t *record.Type, key []string, column string, into *row,
) (map[string][]*row, error) {
	at := keptAt(t, column, into)
	if known, is := m.kept[at]; is {
		return known, nil
	}
	rows, err := m.tx.Rows(access.AsSystem(ctx), t.Prefix, func(q *sql.Selector) {
		q.Where(sql.EQ(q.C(column), into.id)).OrderBy(q.C("id"))
	})
	if err != nil {
		return nil, err
	}
	known := map[string][]*row{}
	for _, r := range rowsOf(t, rows) {
		of := r.keyWith(key, nil, nil)
		known[of] = append(known[of], r)
	}
	m.kept[at] = known
	return known, nil
}

// addKept adds a record that now refers to the one that stays, so that another of the same merge finds it as its twin.
func (m *merging) addKept(ctx context.Context, r, into *row) error {
	key := sameKey(r.of)
	if key == nil || r.of.IsMoney() {
		return nil
	}
	moved, err := m.byID(ctx, r.of.Prefix, r.id)
	if err != nil {
		return err
	}
	for _, field := range moved.fieldsTo(into) {
		column, _ := r.of.Field(field).ColumnFor(into.of.Prefix)
		if known := m.kept[keptAt(r.of, column, into)]; known != nil {
			of := moved.keyWith(key, nil, nil)
			known[of] = append(known[of], moved)
		}
	}
	return nil
}

// keptAt names what keptBy has read.
func keptAt(t *record.Type, column string, into *row) string {
	return strings.Join([]string{t.Prefix, column, into.uid}, " ")
}

// keyWith returns the key of a record, with references to from replaced by into.
func (r *row) keyWith(key []string, from, into *row) string {
	var parts []string
	for _, name := range key {
		f := r.of.Field(name)
		if !f.IsReference() {
			parts = append(parts, fmt.Sprintf("%#v", r.value(f))) // a year is no text
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

// saysNoOther reports whether two records of one key can be joined without loss. That is so if each field outside the
// key has one value, or only one of the two has any. A missing end of the period is a different end. A holder has each
// identifier only once.
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

// value returns the plain value of a field that is not a reference.
func (r *row) value(f *record.Field) any { return f.Plain(r.Column(f.Columns()[0])) }

// texts returns the value of a field that is a list of texts.
func (r *row) texts(field string) []string {
	list, _ := r.value(r.of.Field(field)).([]string)
	return list
}

// missing returns the values that a double has and its twin lacks. An identifier gets the better verification of the
// two.
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

// ownValue returns the value of a field; nil for a reference.
func (r *row) ownValue(f *record.Field) any {
	if f.IsReference() {
		return nil
	}
	return r.value(f)
}

// rank orders identifiers by their verification.
func rank(r *row) int {
	return slices.Index([]lexicon.Verification{lexicon.Unverified, lexicon.WellFormed, lexicon.Verified},
		lexicon.Verification(r.text("verification")))
}

// mergedFields returns the fields of the kept partner after the merge.
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
	name, acronym, code := of("name").text("name"), of("acronym").text("acronym"), of("code").text("code")
	aliases := slices.Concat(keep.texts("aliases"), []string{keep.text("name"), keep.text("acronym"), gone.text("name"),
		gone.text("acronym")}, gone.texts("aliases"))
	set["aliases"] = without(aliases, name, acronym)
	ids := slices.Concat(keep.texts(record.MergedIDs), []string{gone.uid, keep.text("code"), gone.text("code")},
		gone.texts(record.MergedIDs))
	set[record.MergedIDs] = without(ids, code)
	if translations, is := translated(keep, gone, taken); is {
		set[record.Translations] = translations
	}
	return set
}

// without lists texts once each, except empty ones and others.
func without(texts []string, others ...string) []string {
	var list []string
	for _, text := range texts {
		if text != "" && !slices.Contains(others, text) && !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	return list
}

// translated returns the translations of the kept partner, with those of the texts that it takes. is reports whether
// they differ from before.
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
