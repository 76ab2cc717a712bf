package web

import (
	"net/url"
	"strings"

	"maillage/internal/lexicon"
	"maillage/internal/web/dates"
	"maillage/internal/web/words"
)

// declareNames maps the input fields of the API to the fields of the form.
var declareNames = map[string]string{
	"createContribution.partner": "partner", "createContribution.action": "action", "createContribution.axis": "axis",
	"createContribution.role": "role", "createContribution.wording": "wording", "createContribution.status": "status",
	"createContribution.since": "since", "createContribution.until": "until", "createContribution.basis": "basis",
	"createContribution.inference": "inference", "createContribution.citations": "source",
	"createContribution.citations.0.source": "source", "createContribution.citations.0.locator": "locator",
	"createContribution.citations.0.quote": "quote", "createSource.name": "title", "createSource.code": "title",
	"createSource.date": "date", "createSource.url": "url", "draft": "draft",
}

// save writes the contribution, and returns the URL of the next page; empty when the form has errors.
func (d *declaration) save() (to string, err error) {
	contribution, err := d.contribution()
	if err != nil {
		return "", err
	}
	citation, source, err := d.evidence.citation()
	if err != nil || len(d.form.Problems) > 0 {
		return "", err
	}
	if citation != nil {
		contribution["citations"] = []map[string]any{citation}
	}
	set := changeSet{contract: d.data.Contract.Code, key: d.form.Key}
	if set.draft, err = d.q.openDraft(d.form, d.draft, d.data.Contract.Code); err != nil || len(d.form.Problems) > 0 {
		return "", err
	}
	change := map[string]any{"createContribution": contribution}
	done, err := d.evidence.write(set, change, source, citation)
	if err != nil {
		return "", err
	}
	if len(done.UserErrors) > 0 {
		d.form.refuse(done.UserErrors, declareNames)
		return "", nil
	}
	if done.Draft != nil {
		return "/drafts/" + url.PathEscape(done.Draft.ID), nil
	}
	return d.seen(contribution), nil
}

// contribution parses the fields of the contribution.
func (d *declaration) contribution() (map[string]any, error) {
	q, f := d.q, d.form
	contribution := map[string]any{
		"role": d.role.Value, "status": d.status.Value, "basis": d.basis.Value,
	}
	partner, err := q.pick(f, d.partner, d.sent)
	if err != nil {
		return nil, err
	}
	action, err := q.pick(f, d.action, d.sent)
	if err != nil {
		return nil, err
	}
	if partner != nil {
		contribution["partner"] = partner.ID
		d.partnerCode = partner.Code
		f.chosen(d.partner, &partner.thing)
	} else if d.partner.Value == "" {
		f.fail("partner", words.Say(q.lang, "form.required"))
	}
	if action != nil {
		contribution["action"] = action.ID
		d.actionCode = action.Code
		f.chosen(d.action, &action.thing)
	}
	switch {
	case d.axis.Value != "":
		contribution["axis"] = d.axisID()
	case d.action.Value == "":
		f.fail("axis", words.Say(q.lang, "declare.axis-or-action"))
	}
	if d.role.Value == "" {
		f.fail("role", words.Say(q.lang, "form.required"))
	}
	for name, field := range map[string]*field{"wording": d.wording, "inference": d.inference} {
		if field.Value != "" {
			contribution[name] = field.Value
		}
	}
	for _, field := range []*field{d.since, d.until} {
		if date := q.readDateField(f, field); date != "" {
			contribution[field.Name] = date
		}
	}
	return contribution, nil
}

// readDateField parses a date, and shows how it was read.
func (q *request) readDateField(f *form, of *field) string {
	date, ok := dates.ParseWritten(of.Value)
	if !ok {
		f.fail(of.Name, words.Say(q.lang, "form.bad-date", of.Value))
		return ""
	}
	if date != "" {
		of.Echo = words.Say(q.lang, "form.read-as", words.DatePhrase(q.lang, &date))
	}
	return date
}

// seen returns the URL where the contribution is shown: its cell with the reasons, or its action. A matrix keeps its
// filters.
func (d *declaration) seen(contribution map[string]any) string {
	of := d.data.Contract.contract
	to, err := url.Parse(back(d.sent.Get("return"), ""))
	isMatrix := err == nil && to.Path == of.Address()
	switch _, onAction := contribution["action"]; {
	case err == nil && to.Path != "" && !isMatrix:
		return to.String()
	case onAction:
		return of.Address("actions", url.PathEscape(d.actionCode))
	}
	parameters := url.Values{}
	if isMatrix {
		parameters = to.Query()
	}
	pair := d.partnerCode + "/" + d.axis.Value
	parameters.Set("why", pair)
	return address(of.Address(), parameters) + "#c." + strings.ReplaceAll(pair, "/", ".")
}

// sourcesData are the sources that a form proposes.
type sourcesData struct {
	Sources   struct{ Nodes []thing }
	Citations struct{ Nodes []struct{ Source thing } }
}

// proposed returns the sources, the last cited first.
func (d sourcesData) proposed() []thing {
	sources := make([]thing, 0, len(d.Citations.Nodes)+len(d.Sources.Nodes))
	for _, c := range d.Citations.Nodes {
		sources = append(sources, c.Source)
	}
	return append(sources, d.Sources.Nodes...)
}

// evidence are the fields of a form for a citation: an existing or a new source, and the passage.
type evidence struct {
	q    *request
	form *form
	sent url.Values
	data sourcesData

	source, locator, quote, title, date, url *field
}

// newEvidence makes the fields with the sent values.
func (q *request) newEvidence(f *form, sent url.Values, data sourcesData) *evidence {
	text := func(name, label, hint string) *field {
		return &field{Name: name, Label: label, Kind: "text", Value: strings.TrimSpace(sent.Get(name)), Hint: hint}
	}
	e := &evidence{
		q: q, form: f, sent: sent, data: data,
		source: text("source", "declare.source", "declare.source-hint"),
		title:  text("title", "declare.title-of", ""),
		date:   text("date", "fact.date", ""), url: text("url", "fact.url", ""),
		locator: text("locator", "declare.locator", "declare.locator-hint"),
		quote:   text("quote", "declare.quote", "declare.quote-hint"),
	}
	e.source.Kind, e.source.Types = "pick", []string{typeSource}
	e.source.Options = suggestions(data.proposed())
	e.quote.Kind = "area"
	return e
}

// groups returns the fields as two groups of a form, the first one after others.
func (e *evidence) groups(others ...*field) (said, fresh fieldGroup) {
	return fieldGroup{"declare.word", append(others, e.source, e.locator, e.quote)},
		fieldGroup{"declare.new-source", []*field{e.title, e.date, e.url}}
}

// prefill proposes the source that was cited last, unless the viewer speaks for an organisation.
func (e *evidence) prefill() {
	last := e.data.Citations.Nodes
	if len(last) > 0 && e.source.Value == "" && e.q.viewer.Role != string(lexicon.Liaison) {
		e.source.Value = last[0].Source.Name
	}
}

// newSource parses the fields of a new source; nil for none.
func (e *evidence) newSource() map[string]any {
	if e.title.Value == "" && e.url.Value == "" && e.date.Value == "" {
		return nil
	}
	source := map[string]any{"name": e.title.Value, "code": codeOf(e.title.Value)}
	if e.title.Value == "" {
		e.form.fail("title", words.Say(e.q.lang, "form.required"))
	}
	if e.url.Value != "" {
		source["url"] = e.url.Value
	}
	if date := e.q.readDateField(e.form, e.date); date != "" {
		source["date"] = date
	}
	return source
}

// citation parses the citation, and the source where it is new. A new source takes precedence over an existing one. It
// returns nil for an empty citation, and when the form has errors.
func (e *evidence) citation() (citation, source map[string]any, err error) {
	source = e.newSource()
	citation = map[string]any{"locator": e.locator.Value}
	if e.quote.Value != "" {
		citation["quote"] = e.quote.Value
	}
	switch {
	case source != nil:
		citation["source"] = source["code"]
	case e.source.Value != "":
		id, err := e.knownSource()
		if err != nil || id == "" {
			return nil, nil, err
		}
		citation["source"] = id
	case e.locator.Value != "" || e.quote.Value != "":
		e.form.fail("source", words.Say(e.q.lang, "declare.which-source"))
		return nil, nil, nil
	default:
		return nil, nil, nil
	}
	if e.locator.Value == "" {
		e.form.fail("locator", words.Say(e.q.lang, "form.required"))
	}
	return citation, source, nil
}

// knownSource returns the existing source that the field names. A proposed source needs no search.
func (e *evidence) knownSource() (string, error) {
	if e.sent.Get("source-for") != e.source.Value {
		for _, s := range e.data.proposed() {
			if s.Name == e.source.Value {
				return s.ID, nil
			}
		}
	}
	found, err := e.q.pick(e.form, e.source, e.sent)
	if err != nil || found == nil {
		return "", err
	}
	e.form.chosen(e.source, &found.thing)
	return found.ID, nil
}

// write writes a record together with its source where that is new. When the code of the source is taken, it appends a
// number.
func (e *evidence) write(set changeSet, change, source, citation map[string]any) (*applied, error) {
	set.changes = []map[string]any{change}
	if source == nil {
		return e.q.apply(set)
	}
	set.changes = []map[string]any{{"createSource": source}, change}
	code, key := codeOf(e.title.Value), set.key
	var done *applied
	var err error
	for _, suffix := range []string{"", "-2", "-3", "-4", "-" + strings.ToLower(key[:min(6, len(key))])} {
		source["code"], set.key = code+suffix, key+suffix // the same values when the form is sent twice
		citation["source"] = source["code"]
		done, err = e.q.apply(set)
		if err != nil || len(done.UserErrors) == 0 || !isTaken(done.UserErrors) {
			break
		}
	}
	return done, err
}

// isTaken reports whether the code of the new source is taken.
func isTaken(errs []userError) bool {
	for _, e := range errs {
		if e.Code == string(lexicon.UserTaken) && strings.HasSuffix(strings.Join(e.Field, "."), "createSource.code") {
			return true
		}
	}
	return false
}

// maxCode is the maximum length of a code made from a title.
const maxCode = 40

// codeOf makes a code from a title: lower-case letters, digits and hyphens.
func codeOf(title string) string {
	var code strings.Builder
	for _, r := range string(lexicon.SortKey(title)) {
		isPlain := r >= 'a' && r <= 'z' || r >= '0' && r <= '9'
		switch {
		case isPlain && code.Len() < maxCode:
			code.WriteRune(r)
		case !isPlain && code.Len() > 0 && code.Len() < maxCode && !strings.HasSuffix(code.String(), "-"):
			code.WriteByte('-')
		}
	}
	if made := strings.Trim(code.String(), "-"); made != "" {
		return made
	}
	return "source"
}
