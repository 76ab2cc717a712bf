package web

import (
	"net/url"
	"strings"
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

// contribution reads the fields of the contribution.
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
