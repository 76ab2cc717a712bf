package web

import (
	"maillage/internal/web/operations"
	"maillage/internal/web/words"
	"net/url"
	"slices"
	"strings"
)

// addition is a kind of record that can be created from the page of another one.
type addition struct {
	what   string // name in the URL
	on     string // the type of the other record; empty for any
	step   string // field of the change input
	end    string // field of the change that refers to the other record
	fields []editField
}

// things are the types of records that relations can link.
var things = []string{
	typePartner, typeAction, typeAxis, typeGroup, typeSource, "THEME", "PLAN", "PROGRAMME", "AUDIENCE", "TERRITORY",
	"CRITERION", "CONCEPT",
}

// seated are the fields of a membership.
var seated = append([]editField{{Name: "role", Kind: "word", Vocabulary: "Role"}}, claimed...)

// additions are the kinds of records that pages offer to add.
var additions = []addition{
	{"seat", "Partner", "createMembership", "partner", append([]editField{
		{Name: "group", Kind: "pick", Types: []string{typeGroup, typePartner}, Label: "add.where", Required: true},
	}, seated...)},
	{"member", "Partner", "createMembership", "collective", member},
	{"member", "WorkingGroup", "createMembership", "group", member},
	{"axis", "Action", "createAlignment", "action", aligned("axis", typeAxis)},
	{"action", "Axis", "createAlignment", "axis", aligned("action", typeAction)},
	{"funding", "Contract", "createFundingLine", "contract", fundingFields},
	{"grant", "Contract", "createGrant", "contract", grantFields},
	{"indicator", "Contract", "createIndicator", "contract", indicatorFields},
	{"observation", "Indicator", "createObservation", "indicator", observationFields},
	{"identifier", "Partner", "createIdentifier", "partner", identified},
	{"relation", "", "createRelation", "subject", append([]editField{
		{Name: "kind", Kind: "word", Vocabulary: "RelationKind", Optional: true, Label: "edit.kind", Required: true},
		pickOf("object", things...), {Name: "literal", Kind: "text"},
		{Name: "openList", Kind: "flag"},
	}, claimed...)},
	{"source", "", "createCitation", "record", stances},
}

var member = append([]editField{
	{Name: "partner", Kind: "pick", Types: []string{typePartner}, Label: "declare.partner", Required: true},
}, seated...)

// aligned returns the fields of an alignment with a record of a type.
func aligned(end, of string) []editField {
	return append([]editField{
		{Name: end, Kind: "pick", Types: []string{of}, Label: "add." + end, Required: true},
		{Name: "kind", Kind: "word", Vocabulary: "AlignmentKind"},
	}, claimed...)
}

// offers returns the additions to a record of a type.
func offers(of thing) (offered []addition) {
	for _, a := range additions {
		isNone := of.Typename == "Citation" || of.Typename == "Contract" && a.on == "" ||
			a.what == "relation" && !slices.Contains(things, of.Kind())
		if (a.on == "" || a.on == of.Typename) && !isNone {
			offered = append(offered, a)
		}
	}
	return offered
}

// adding is an addition in progress.
type adding struct {
	q        *request
	of       *record
	what     addition
	fields   []*field // of the new record, in the order of its kind
	evidence *evidence
	draft    *field
	form     *form
	sent     url.Values
}

// add shows the form of an addition. added creates the record.
func (s *site) add(q *request) (*page, error) {
	a, p, err := q.newAdding(q.query)
	if err != nil || p != nil {
		return p, err
	}
	if a.what.what != "identifier" { // an identifier needs no source
		a.evidence.prefill()
	}
	return a.page(), nil
}

func (s *site) added(q *request) (*page, error) {
	sent, err := q.posted()
	if err != nil {
		return nil, err
	}
	a, p, err := q.newAdding(sent)
	if err != nil || p != nil {
		return p, err
	}
	to, err := a.save()
	if err != nil {
		return nil, err
	}
	if to == "" {
		return a.page(), nil
	}
	return &page{Redirect: to}, nil
}

// newAdding reads the record and makes the form, or the page that refuses it.
func (q *request) newAdding(sent url.Values) (*adding, *page, error) {
	r, err := q.readRecord(q.http.PathValue("id"))
	if err != nil {
		return nil, nil, err
	}
	offered := offers(r.thing)
	at := slices.IndexFunc(offered, func(a addition) bool { return a.what == q.http.PathValue("what") })
	if at < 0 {
		return nil, nil, operations.ErrNotFound
	}
	code := r.contractCode()
	if !q.mayWrite(code) {
		return nil, q.refused(r.contract()), nil
	}
	var data sourcesData
	variables := vars{}
	if code != "" {
		variables["of"] = code
	}
	if err := q.execute("Sources", variables, &data); err != nil {
		return nil, nil, err
	}
	a := &adding{q: q, of: r, what: offered[at], sent: sent}
	return a, nil, a.makeForm(data)
}

// makeForm makes the fields with the sent values, or with defaults.
func (a *adding) makeForm(data sourcesData) (err error) {
	q, code, isFirst := a.q, a.of.contractCode(), a.q.http.Method == "GET"
	to := back(a.sent.Get("return"), a.of.said.Address())
	a.form = &form{
		Key: keyOf(a.sent), Submit: "declare.save", Cancel: to, Hidden: []option{{Label: "return", Value: to}},
	}
	what := fieldGroup{Legend: "add.what"}
	var word []*field // the basis and the inference, next to the source
	for _, f := range a.what.fields {
		if f.Kind == "about" {
			f.Parts = partsOf(a.of.Typename, "")
		}
		value := strings.TrimSpace(a.sent.Get(f.Name))
		if isFirst && value == "" {
			value = map[string]string{"basis": q.ownBasis(), "role": "PARTICIPANT"}[f.Name]
		}
		if f.Kind == "flag" {
			value = flagText(value != "")
		}
		shown := f.field(q, value)
		shown.In, shown.Echo = f.in(code), "" // read sets the echo
		a.fields = append(a.fields, shown)
		if f.Name == "basis" || f.Name == "inference" {
			word = append(word, shown)
			continue
		}
		what.Fields = append(what.Fields, shown)
	}
	a.evidence = q.newEvidence(a.form, a.sent, data)
	said, fresh := a.evidence.groups(word...)
	a.form.Groups = []fieldGroup{what, said, fresh}
	if a.what.what == "source" { // the source itself is added
		a.evidence.source.Required, a.evidence.locator.Required = true, true
		what.Legend = "add.says"
		a.form.Groups = []fieldGroup{said, fresh, what}
	}
	save := fieldGroup{"declare.save-as", []*field{reasonField(a.sent)}}
	if code != "" {
		if a.draft, err = q.draftField(code, a.sent); err != nil {
			return err
		}
		save.Fields = append(save.Fields, a.draft)
	}
	a.form.Groups = append(a.form.Groups, save)
	return nil
}

// save writes the record, and returns the URL of the next page; empty when the form has errors.
func (a *adding) save() (to string, err error) {
	input, err := a.read()
	if err != nil {
		return "", err
	}
	citation, source, err := a.evidence.citation()
	if err != nil {
		return "", err
	}
	switch {
	case a.what.what == "source" && citation == nil && len(a.form.Problems) == 0:
		a.form.fail("source", words.Say(a.q.lang, "form.required"))
	case a.what.what == "source":
		for name, value := range citation {
			input[name] = value
		}
		citation = input // a new source is written into it
	case citation != nil:
		input["citations"] = []map[string]any{citation}
	}
	if len(a.form.Problems) > 0 {
		return "", nil
	}
	set := changeSet{contract: a.of.contractCode(), key: a.form.Key, reason: a.form.value(whyChanged)}
	if set.draft, err = a.q.openDraft(a.form, a.draft, set.contract); err != nil || len(a.form.Problems) > 0 {
		return "", err
	}
	done, err := a.evidence.write(set, map[string]any{a.what.step: input}, source, citation)
	switch {
	case err != nil:
		return "", err
	case len(done.UserErrors) > 0:
		a.form.refuse(done.UserErrors, a.names())
		return "", nil
	case done.Draft != nil:
		return draft{ID: done.Draft.ID}.Address(), nil
	}
	return a.form.Cancel, nil
}

// read parses the fields of the new record.
func (a *adding) read() (map[string]any, error) {
	input := map[string]any{a.what.end: a.of.ID}
	for i, f := range a.what.fields {
		shown := a.fields[i]
		if f.Kind == "pick" {
			found, err := a.q.pick(a.form, shown, a.sent)
			if err != nil {
				return nil, err
			}
			if found != nil {
				a.form.chosen(shown, &found.thing)
				input[endOf(f.Name, found.ID)] = found.ID
			}
		} else if value, bad := f.read(a.q, a.sent); bad != "" {
			a.form.fail(f.Name, bad)
		} else if value != nil {
			input[f.Name], shown.Echo = value, f.field(a.q, textOfValue(value)).Echo
		}
		if f.Required && shown.Value == "" {
			a.form.fail(f.Name, words.Say(a.q.lang, "form.required"))
		}
	}
	return input, nil
}

// endOf returns the field of a change that takes a record. For a partner as the group of a membership it is collective.
func endOf(name, id string) string {
	if name == "group" && strings.HasPrefix(id, "partner_") {
		return "collective"
	}
	return name
}

// names maps the input fields of the API to the fields of the form.
func (a *adding) names() map[string]string {
	names := map[string]string{"draft": "draft", "reason": whyChanged}
	for api, name := range declareNames {
		if rest, is := strings.CutPrefix(api, "createContribution.citations"); is {
			names[a.what.step+".citations"+rest] = name
		} else if strings.HasPrefix(api, "createSource.") {
			names[api] = name
		}
	}
	for _, name := range []string{"source", "locator", "quote"} {
		names["createCitation."+name] = name
	}
	for _, f := range a.what.fields {
		names[a.what.step+"."+f.Name] = f.Name
	}
	names["createMembership.collective"] = a.fields[0].Name
	return names
}

// page shows the form.
func (a *adding) page() *page {
	title := words.Say(a.q.lang, "add.title."+a.what.what, a.of.Words())
	return a.q.formPage(&page{
		Template: "edit", Title: title, Contract: a.of.contract(),
		Body: editPage{Record: a.of, Form: a.form, Title: title},
	}, a.form)
}
