package web

import (
	"net/url"
	"strings"

	"maillage/internal/lexicon"
)

// declareNames says which field of the form a field of the API is.
var declareNames = map[string]string{
	"createContribution.partner": "partner", "createContribution.action": "action", "createContribution.axis": "axis",
	"createContribution.role": "role", "createContribution.wording": "wording", "createContribution.status": "status",
	"createContribution.since": "since", "createContribution.until": "until", "createContribution.basis": "basis",
	"createContribution.inference": "inference", "createContribution.citations": "source",
	"createContribution.citations.0.source": "source", "createContribution.citations.0.locator": "locator",
	"createContribution.citations.0.quote": "quote", "createSource.name": "title", "createSource.code": "title",
	"createSource.date": "date", "createSource.url": "url", "draft": "draft",
}

// save writes what was sent, and returns where to go on; nothing when the form has errors.
func (d *declaration) save() (to string, err error) {
	contribution, err := d.contribution()
	if err != nil {
		return "", err
	}
	newSource := d.newSource()
	if err := d.cite(contribution, newSource); err != nil || len(d.form.Problems) > 0 {
		return "", err
	}
	set := changeSet{contract: d.data.Contract.Code, key: d.form.Key}
	if set.draft, err = d.q.openDraft(d.form, d.draft, d.data.Contract.Code); err != nil || len(d.form.Problems) > 0 {
		return "", err
	}
	done, err := d.write(set, newSource, contribution)
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

// contribution reads the fields of the contribution.
func (d *declaration) contribution() (map[string]any, error) {
	q, f := d.q, d.form
	contribution := map[string]any{
		"role": d.role.Value, "status": d.status.Value, "basis": d.basis.Value,
	}
	partner, err := q.pick(f, d.partner, d.sent, "PARTNER", "")
	if err != nil {
		return nil, err
	}
	action, err := q.pick(f, d.action, d.sent, "ACTION", d.data.Contract.Code)
	if err != nil {
		return nil, err
	}
	if partner != nil {
		contribution["partner"] = partner.ID
		d.partnerCode = partner.Code
		f.chosen(d.partner, &partner.thing)
	} else if d.partner.Value == "" {
		f.fail("partner", say(q.lang, "form.required"))
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
		f.fail("axis", say(q.lang, "declare.axis-or-action"))
	}
	if d.role.Value == "" {
		f.fail("role", say(q.lang, "form.required"))
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

// readDateField reads a date, and says how it was read.
func (q *request) readDateField(f *form, of *field) string {
	date, ok := readDate(of.Value)
	if !ok {
		f.fail(of.Name, say(q.lang, "form.bad-date", of.Value))
		return ""
	}
	if date != "" {
		of.Echo = say(q.lang, "form.read-as", datePhrase(q.lang, &date))
	}
	return date
}

// newSource reads the fields of a source that is not in the hub yet; nil for none.
func (d *declaration) newSource() map[string]any {
	if d.title.Value == "" && d.url.Value == "" && d.date.Value == "" {
		return nil
	}
	source := map[string]any{"name": d.title.Value, "code": codeOf(d.title.Value)}
	if d.title.Value == "" {
		d.form.fail("title", say(d.q.lang, "form.required"))
	}
	if d.url.Value != "" {
		source["url"] = d.url.Value
	}
	if date := d.q.readDateField(d.form, d.date); date != "" {
		source["date"] = date
	}
	return source
}

// cite attaches the source to the contribution. A new source counts before one that is there.
func (d *declaration) cite(contribution, newSource map[string]any) error {
	citation := map[string]any{"locator": d.locator.Value}
	if d.quote.Value != "" {
		citation["quote"] = d.quote.Value
	}
	switch {
	case newSource != nil:
		citation["source"] = newSource["code"]
	case d.source.Value != "":
		id, err := d.knownSource()
		if err != nil || id == "" {
			return err
		}
		citation["source"] = id
	case d.locator.Value != "" || d.quote.Value != "":
		d.form.fail("source", say(d.q.lang, "declare.which-source"))
		return nil
	default:
		return nil
	}
	if d.locator.Value == "" {
		d.form.fail("locator", say(d.q.lang, "form.required"))
	}
	contribution["citations"] = []map[string]any{citation}
	return nil
}

// knownSource finds the source that is named; a source that was proposed needs no search.
func (d *declaration) knownSource() (string, error) {
	for _, s := range append(d.lastSources(), d.data.Sources.Nodes...) {
		if s.Name == d.source.Value {
			return s.ID, nil
		}
	}
	found, err := d.q.pick(d.form, d.source, d.sent, "SOURCE", "")
	if err != nil || found == nil {
		return "", err
	}
	d.form.chosen(d.source, &found.thing)
	return found.ID, nil
}

// write makes the source and the contribution together. A code that another source has gets a number.
func (d *declaration) write(set changeSet, source, contribution map[string]any) (*applied, error) {
	set.changes = []map[string]any{{"createContribution": contribution}}
	if source == nil {
		return d.q.apply(set)
	}
	set.changes = append([]map[string]any{{"createSource": source}}, set.changes...)
	code, key := codeOf(d.title.Value), set.key
	var done *applied
	var err error
	for _, suffix := range []string{"", "-2", "-3", "-4", "-" + strings.ToLower(key[:min(6, len(key))])} {
		source["code"], set.key = code+suffix, key+suffix // the same again when the form is sent twice
		for _, c := range contribution["citations"].([]map[string]any) {
			c["source"] = source["code"]
		}
		done, err = d.q.apply(set)
		if err != nil || len(done.UserErrors) == 0 || !isTaken(done.UserErrors) {
			break
		}
	}
	return done, err
}

// isTaken tells whether another source has the code of the new one.
func isTaken(errs []userError) bool {
	for _, e := range errs {
		if e.Code == string(lexicon.UserTaken) && strings.HasSuffix(strings.Join(e.Field, "."), "createSource.code") {
			return true
		}
	}
	return false
}

// mostCode bounds the letters of a code that is made of a title.
const mostCode = 40

// codeOf makes a code of a title: lower-case letters, digits and hyphens.
func codeOf(title string) string {
	var code strings.Builder
	for _, r := range string(lexicon.SortKey(title)) {
		isPlain := r >= 'a' && r <= 'z' || r >= '0' && r <= '9'
		switch {
		case isPlain && code.Len() < mostCode:
			code.WriteRune(r)
		case !isPlain && code.Len() > 0 && code.Len() < mostCode && !strings.HasSuffix(code.String(), "-"):
			code.WriteByte('-')
		}
	}
	if made := strings.Trim(code.String(), "-"); made != "" {
		return made
	}
	return "source"
}

// seen returns where the contribution is seen: its cell with the reasons, or its action. A matrix keeps its filters.
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
