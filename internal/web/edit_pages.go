package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"maillage/internal/lexicon"
	"maillage/internal/web/operations"
	"maillage/internal/web/words"
)

// editPage is the data of the edit page.
type editPage struct {
	Record *record
	Title  string
	Form   *form
	// Conflicts are the fields that others changed meanwhile. With them the page asks which value to keep.
	Conflicts []conflictField
	Also      []conflictField // fields that only the viewer changed
}

// conflictField is a field with two concurrent changes.
type conflictField struct {
	Name, Label        string
	Was, Theirs, Yours string
	Value              string // the viewer's, in the format of the form
	KeepTheirs         bool   // whether their value is preselected
}

// editing is an edit in progress.
type editing struct {
	q      *request
	record *record
	of     editable
	form   *form
	draft  *field
	sent   url.Values
	yours  map[string]string // sent values by field, in the format of textOfValue
}

// edit shows the form of a record.
func (s *site) edit(q *request) (*page, error) {
	e, p, err := q.newEditing(url.Values{})
	if err != nil || p != nil {
		return p, err
	}
	for _, f := range e.of.fields {
		e.show(f, e.record.text(f))
	}
	return e.page(nil), nil
}

// edited writes the changes, and redirects to the record.
func (s *site) edited(q *request) (*page, error) {
	sent, err := q.posted()
	if err != nil {
		return nil, err
	}
	e, p, err := q.newEditing(sent)
	if err != nil || p != nil {
		return p, err
	}
	changed, err := e.changes()
	if err != nil {
		return nil, err
	}
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
		return nil, nil, operations.ErrNotFound
	}
	if !q.mayWrite(r.contractCode()) {
		return nil, q.refused(r.contract()), nil
	}
	e := &editing{q: q, record: r, of: of.of(r), sent: sent, yours: map[string]string{}}
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

// show adds a field to the form, with a value. A reference shows the current name of its record.
func (e *editing) show(f editField, value string) *field {
	shown := f.field(e.q, value)
	shown.In = f.in(e.record.contractCode())
	e.form.Groups[0].Fields = append(e.form.Groups[0].Fields, shown)
	if f.Kind == "pick" {
		shown.Value = ""
		e.form.chosen(shown, e.record.end(f))
	}
	return shown
}

// changes parses the fields that differ from the current record. For a field that others changed too, the form says
// which value to keep.
func (e *editing) changes() (map[string]any, error) {
	changed := map[string]any{}
	for _, f := range e.of.fields {
		now := e.record.text(f)
		if e.sent.Get("pick."+f.Name) == "theirs" {
			e.show(f, now)
			e.yours[f.Name] = now
			continue
		}
		value, err := e.read(f)
		if err != nil {
			return nil, err
		}
		if e.yours[f.Name] = textOfValue(value); e.yours[f.Name] != now {
			changed[f.Name] = value
		}
	}
	return changed, nil
}

// read adds a field to the form as it was sent, and returns its value.
func (e *editing) read(f editField) (any, error) {
	if f.Kind == "pick" {
		shown := f.field(e.q, strings.TrimSpace(e.sent.Get(f.Name)))
		shown.In = f.in(e.record.contractCode())
		e.form.Groups[0].Fields = append(e.form.Groups[0].Fields, shown)
		found, err := e.q.pick(e.form, shown, e.sent)
		if err != nil || found == nil {
			return nil, err
		}
		e.form.chosen(shown, &found.thing)
		return found.ID, nil
	}
	value, bad := f.read(e.q, e.sent)
	shown := e.show(f, textOfValue(value))
	if bad != "" {
		shown.Value, shown.Echo = e.sent.Get(f.Name), ""
		e.form.fail(f.Name, bad)
	}
	return value, nil
}

// save writes the changes.
func (e *editing) save(changed map[string]any) (*page, error) {
	version, err := strconv.Atoi(e.form.Hidden[0].Value)
	if err != nil {
		return nil, &operations.Problem{Status: http.StatusBadRequest, Code: "BAD_USER_INPUT"}
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
	return &page{Redirect: e.record.said.Address()}, nil
}

// value returns the value of a field of the form.
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
	m := editPage{Record: e.record, Form: e.form, Title: words.Say(e.q.lang, "edit.title", e.record.Words())}
	p := &page{Template: "edit", Title: m.Title, Contract: e.record.contract()}
	if others == nil {
		p.Body = m
		return e.q.formPage(p, e.form)
	}
	p.Status, p.Template, p.Title = http.StatusConflict, "conflict", words.Say(e.q.lang, "conflict.title", e.record.Words())
	for _, c := range others.Fields {
		for _, f := range e.of.fields {
			if f.Name != c.Field {
				continue
			}
			was, theirs, yours := c.Before.plain(), c.After.plain(), e.yours[f.Name]
			if f.Kind == "flag" {
				was, theirs = orFalse(was), orFalse(theirs)
			}
			m.Conflicts = append(m.Conflicts, conflictField{
				f.Name, f.label(), e.phrase(f, was, c.Before), e.phrase(f, theirs, c.After), e.phrase(f, yours, nil),
				e.form.value(f.Name), yours == was,
			})
		}
	}
	m.Also = e.alone(m.Conflicts)
	m.Form = &form{
		Key: keyOf(nil), Submit: "conflict.save", Cancel: e.form.Cancel,
		Hidden: []option{{Label: "version", Value: strconv.Itoa(others.CurrentVersion)}},
	}
	for _, h := range e.form.Hidden {
		if h.Label != "version" {
			m.Form.Hidden = append(m.Form.Hidden, h)
		}
	}
	for _, f := range e.form.fields() {
		if f.Kind != "flag" || f.Value == "true" {
			m.Form.Hidden = append(m.Form.Hidden, option{Label: f.Name, Value: f.Value})
		}
	}
	p.Body = m
	return p
}

// alone returns the fields that only the viewer changed.
func (e *editing) alone(others []conflictField) (also []conflictField) {
	for _, f := range e.of.fields {
		yours, now := e.yours[f.Name], e.record.text(f)
		isOthers := slices.ContainsFunc(others, func(c conflictField) bool { return c.Name == f.Name })
		if yours != now && !isOthers {
			also = append(also, conflictField{
				Name: f.Name, Label: f.label(), Was: e.phrase(f, now, &fieldValue{Record: e.record.end(f)}),
				Yours: e.phrase(f, yours, nil),
			})
		}
	}
	return also
}

// phrase returns a value of a field in words. A record is named by the value of the ledger, or by the form.
func (e *editing) phrase(f editField, value string, of *fieldValue) string {
	switch {
	case f.Kind != "pick":
		return f.phrase(e.q.lang, value)
	case value == "":
		return ""
	case of == nil:
		return e.form.value(f.Name)
	}
	return of.said(e.q.lang)
}

func orFalse(text string) string {
	if text == "" {
		return "false"
	}
	return text
}

// plain returns a value of a field as text.
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
	case v.Record != nil:
		return v.Record.ID
	}
	return textOf(v.Text)
}

// nextStatus returns the next status of the ladder; empty after the last one, and for ABANDONED.
func nextStatus(status string) string {
	rungs := words.Vocabularies["Status"].Words()
	for i, rung := range rungs[:len(rungs)-1] {
		if rung == status && rungs[i+1] != string(lexicon.StatusAbandoned) {
			return rungs[i+1]
		}
	}
	return ""
}
