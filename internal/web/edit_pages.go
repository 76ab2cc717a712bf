package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"maillage/internal/lexicon"
)

// editPage is what the template of an edited record shows.
type editPage struct {
	Record *record
	Title  string
	Form   *form
	// Conflicts are the fields that others changed meanwhile; with them the page asks which value stands.
	Conflicts []conflictField
	Also      []conflictField // fields that only the viewer changed
}

// conflictField is a field that two people changed.
type conflictField struct {
	Name, Label        string
	Was, Theirs, Yours string
	Value              string // yours, as the form takes it
	KeepTheirs         bool   // which value is proposed
}

// editing is a record that is being edited.
type editing struct {
	q      *request
	record *record
	of     editable
	form   *form
	draft  *field
	sent   url.Values
}

// edit shows the form of a record.
func (s *site) edit(q *request) (*page, error) {
	e, p, err := q.newEditing(url.Values{})
	if err != nil || p != nil {
		return p, err
	}
	for _, f := range e.of.fields {
		e.form.Groups[0].Fields = append(e.form.Groups[0].Fields, f.field(q, e.record.text(f)))
	}
	return e.page(nil), nil
}

// edited writes what was changed, and leads back to the record.
func (s *site) edited(q *request) (*page, error) {
	sent, err := q.posted()
	if err != nil {
		return nil, err
	}
	e, p, err := q.newEditing(sent)
	if err != nil || p != nil {
		return p, err
	}
	changed := e.changes()
	if len(e.form.Problems) > 0 {
		return e.page(nil), nil
	}
	if len(changed) == 0 {
		return &page{Redirect: e.record.said.Address()}, nil
	}
	return e.save(changed)
}

// newEditing reads the record and begins the form, or makes the page that refuses it.
func (q *request) newEditing(sent url.Values) (*editing, *page, error) {
	r, err := q.readRecord(q.http.PathValue("id"))
	if err != nil {
		return nil, nil, err
	}
	of, is := editables[r.Typename]
	if !is {
		return nil, nil, errNotFound
	}
	if !q.mayWrite(r.contractCode()) {
		return nil, q.refused(r.contract()), nil
	}
	e := &editing{q: q, record: r, of: of.of(r), sent: sent}
	version := strconv.Itoa(r.Version)
	if was := sent.Get("version"); was != "" {
		version = was
	}
	e.form = &form{
		Key: keyOf(sent), Submit: "edit.save", Cancel: r.said.Address(),
		Hidden: []option{{Label: "version", Value: version}},
		Groups: []fieldGroup{{"edit.fields", nil}},
	}
	reason := reasonField(sent)
	save := fieldGroup{"declare.save-as", []*field{reason}}
	if code := r.contractCode(); code != "" {
		if e.draft, err = q.draftField(code, sent); err != nil {
			return nil, nil, err
		}
		save.Fields = append(save.Fields, e.draft)
	}
	e.form.Groups = append(e.form.Groups, save)
	return e, nil, nil
}

// changes reads the fields that differ from those of the record as it is. Of a field that others changed too, the form
// says which value stands.
func (e *editing) changes() map[string]any {
	changed := map[string]any{}
	for _, f := range e.of.fields {
		value, bad := f.read(e.q, e.sent)
		shown := f.field(e.q, textOfValue(value))
		if bad != "" {
			shown = f.field(e.q, "")
			shown.Value = e.sent.Get(f.Name)
		}
		e.form.Groups[0].Fields = append(e.form.Groups[0].Fields, shown)
		switch {
		case bad != "":
			e.form.fail(f.Name, bad)
		case e.sent.Get("pick."+f.Name) == "theirs":
			shown.Value = f.field(e.q, e.record.text(f)).Value
		case textOfValue(value) != e.record.text(f):
			changed[f.Name] = value
		}
	}
	return changed
}

// save writes the changes.
func (e *editing) save(changed map[string]any) (*page, error) {
	version, err := strconv.Atoi(e.form.Hidden[0].Value)
	if err != nil {
		return nil, &problem{Status: http.StatusBadRequest, Code: "BAD_USER_INPUT"}
	}
	changed["id"], changed["version"] = e.record.ID, version
	set := changeSet{changes: []map[string]any{{e.of.step: changed}}, key: e.form.Key, reason: e.form.value(whyChanged)}
	if set.draft, err = e.q.openDraft(e.form, e.draft, e.record.contractCode()); err != nil {
		return nil, err
	}
	if len(e.form.Problems) > 0 {
		return e.page(nil), nil
	}
	done, err := e.q.apply(set)
	switch {
	case err != nil:
		return nil, err
	case done.Conflict != nil:
		return e.page(done.Conflict), nil
	case len(done.UserErrors) > 0:
		names := map[string]string{"draft": "draft", "reason": whyChanged}
		for _, f := range e.of.fields {
			names[e.of.step+"."+f.Name] = f.Name
		}
		e.form.refuse(done.UserErrors, names)
		return e.page(nil), nil
	case done.Draft != nil:
		return &page{Redirect: draft{ID: done.Draft.ID}.Address()}, nil
	}
	to := e.record.said
	if name, is := changed["code"].(string); is {
		to.Code = name
	}
	return &page{Redirect: to.Address()}, nil
}

// value returns what a field of the form has.
func (f *form) value(name string) string {
	for _, field := range f.fields() {
		if field.Name == name {
			return field.Value
		}
	}
	return ""
}

// page shows the form, or asks about the fields that others changed meanwhile.
func (e *editing) page(others *conflict) *page {
	m := editPage{Record: e.record, Form: e.form, Title: say(e.q.lang, "edit.title", e.record.Words())}
	p := &page{Template: "edit", Title: m.Title, Contract: e.record.contract()}
	if others == nil {
		p.Body = m
		return e.q.formPage(p, e.form)
	}
	p.Status, p.Template, p.Title = http.StatusConflict, "conflict", say(e.q.lang, "conflict.title", e.record.Words())
	for _, c := range others.Fields {
		for _, f := range e.of.fields {
			if f.Name != c.Field {
				continue
			}
			value, _ := f.read(e.q, e.sent) // it was read before
			was, theirs, yours := c.Before.plain(), c.After.plain(), textOfValue(value)
			if f.Kind == "flag" {
				was, theirs = orFalse(was), orFalse(theirs)
			}
			m.Conflicts = append(m.Conflicts, conflictField{
				f.Name, f.label(), f.phrase(e.q.lang, was), f.phrase(e.q.lang, theirs), f.phrase(e.q.lang, yours),
				e.form.value(f.Name), yours == was,
			})
		}
	}
	m.Also = e.alone(m.Conflicts)
	m.Form = &form{
		Key: keyOf(nil), Submit: "conflict.save", Cancel: e.form.Cancel,
		Hidden: []option{{Label: "version", Value: strconv.Itoa(others.CurrentVersion)}},
	}
	for _, f := range e.form.fields() {
		if f.Kind != "flag" || f.Value == "true" {
			m.Form.Hidden = append(m.Form.Hidden, option{Label: f.Name, Value: f.Value})
		}
	}
	p.Body = m
	return p
}

// alone returns the fields that differ from the record as it is, and that nobody else changed.
func (e *editing) alone(others []conflictField) (also []conflictField) {
	for _, f := range e.of.fields {
		value, _ := f.read(e.q, e.sent) // it was read before
		yours, now := textOfValue(value), e.record.text(f)
		isOthers := slices.ContainsFunc(others, func(c conflictField) bool { return c.Name == f.Name })
		if yours != now && !isOthers && e.sent.Get("pick."+f.Name) != "theirs" {
			also = append(also, conflictField{
				Name: f.Name, Label: f.label(), Was: f.phrase(e.q.lang, now), Yours: f.phrase(e.q.lang, yours),
			})
		}
	}
	return also
}

func orFalse(text string) string {
	if text == "" {
		return "false"
	}
	return text
}

// plain returns a value of a field as one text.
func (v *fieldValue) plain() string {
	switch {
	case v == nil:
		return ""
	case v.Number != nil:
		return strconv.FormatInt(*v.Number, 10)
	case v.Amount != nil:
		return strconv.FormatInt(*v.Amount, 10)
	case v.Flag != nil:
		return strconv.FormatBool(*v.Flag)
	case len(v.Texts) > 0:
		return strings.Join(v.Texts, "\n")
	case v.Date != nil:
		return *v.Date
	}
	return textOf(v.Text)
}

// nextStatus returns the next rung of the ladder; empty after the last, and for what was abandoned.
func nextStatus(status string) string {
	rungs := vocabularies["Status"].Words()
	for i, rung := range rungs[:len(rungs)-1] {
		if rung == status && rungs[i+1] != string(lexicon.StatusAbandoned) {
			return rungs[i+1]
		}
	}
	return ""
}
