package snapshot

import "slices"

// Records of a type are called by their codes. Those that were merged into another lead to it by their codes and ids.

func (t *tableWriter) codeOf(id int32) (string, bool) {
	if t.code == nil {
		return "", false
	}
	text, is := t.code(id)
	return t.w.Texts.Get(text), is
}

// mergedInto lists the ids and codes of the records that were merged into one.
func (t *tableWriter) mergedInto(id int32) []string {
	if t.merged == nil {
		return nil
	}
	text, is := t.merged(id)
	if !is || text == 0 {
		return nil
	}
	return t.w.Values.List(text)
}

// eachName visits the code of a record, and the ids and codes of those that were merged into it.
func (t *tableWriter) eachName(id int32, visit func(name string)) {
	if code, is := t.codeOf(id); is {
		visit(code)
	}
	for _, name := range t.mergedInto(id) {
		visit(name)
	}
}

// Merged is the id of the record into which the one of a public identifier or code was merged, if it is seen; 0 for
// none. Whether another record has the code now is for the caller to ask first.
func (v *View) Merged(prefix, name string) int32 {
	t := &v.tables[indexOf(prefix)]
	of := t.rows.Text("merged_ids")
	if of == nil {
		return 0
	}
	for _, id := range t.codes.Find(hashOf(name)) {
		if !t.rows.Known(id) {
			continue
		}
		if text, _ := of(id); text != 0 && slices.Contains(v.values.List(text), name) && v.CanSee(prefix, id) {
			return id
		}
	}
	return 0
}
