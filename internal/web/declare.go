package web

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"maillage/internal/lexicon"
	"maillage/internal/web/operations"
	"maillage/internal/web/words"
)

// declareData is the data for the form of a contribution.
type declareData struct {
	Contract *struct {
		contract
		Axes, Actions struct{ Nodes []thing }
	}
	Partners struct{ Nodes []thing }
	sourcesData
}

// declaration is a contribution that is being declared.
type declaration struct {
	q    *request
	data declareData
	sent url.Values
	form *form

	partnerCode, actionCode string // of those that were chosen

	partner, axis, action, role, wording, status, since, until, basis, inference, draft *field
	evidence                                                                            *evidence
}

// declarePage is the data of the page.
type declarePage struct {
	Contract contract
	Form     *form
}

// declare shows the form of a new contribution, with the values of the URL.
func (s *site) declare(q *request) (*page, error) {
	d, p, err := q.newDeclaration(q.query)
	if err != nil || p != nil {
		return p, err
	}
	if err := d.prefill(); err != nil {
		return nil, err
	}
	return d.page(), nil
}

// declared writes the contribution, and redirects to where it is shown.
func (s *site) declared(q *request) (*page, error) {
	sent, err := q.posted()
	if err != nil {
		return nil, err
	}
	d, p, err := q.newDeclaration(sent)
	if err != nil || p != nil {
		return p, err
	}
	to, err := d.save()
	if err != nil {
		return nil, err
	}
	if to == "" {
		return d.page(), nil
	}
	return &page{Redirect: to}, nil
}

// newDeclaration makes the form, or the page that refuses it.
func (q *request) newDeclaration(sent url.Values) (*declaration, *page, error) {
	d := &declaration{q: q, sent: sent}
	code := q.http.PathValue("contract")
	err := q.execute("DeclareForm", vars{"contract": code, "of": code}, &d.data)
	if err != nil && d.data.Contract == nil || d.data.Contract == nil {
		return nil, nil, orNotFound(err)
	}
	if err != nil {
		return nil, nil, err
	}
	if !q.mayWrite(code) {
		return nil, q.refused(&d.data.Contract.contract), nil
	}
	d.form = &form{
		Key: keyOf(sent), Submit: "declare.save", Cancel: back(sent.Get("return"), d.data.Contract.Address()),
	}
	if to := back(sent.Get("return"), ""); to != "" {
		d.form.Hidden = append(d.form.Hidden, option{Label: "return", Value: to})
	}
	return d, nil, d.fields()
}

// orNotFound returns the error; operations.ErrNotFound where there is none, or where the API refuses the record.
func orNotFound(err error) error {
	if err == nil || isRefused(err) {
		return operations.ErrNotFound
	}
	return err
}

// fields makes the fields with the sent values.
func (d *declaration) fields() error {
	q, value := d.q, func(name string) string { return strings.TrimSpace(d.sent.Get(name)) }
	text := func(name, label, hint string) *field {
		return &field{Name: name, Label: label, Kind: "text", Value: value(name), Hint: hint}
	}
	list := func(name, vocabulary, otherwise string, optional bool) *field {
		chosen := value(name)
		if chosen == "" {
			chosen = otherwise
		}
		return &field{
			Name: name, Label: "declare." + name, Kind: "choose", Value: chosen,
			Options: q.words(vocabulary, chosen, optional), Required: true,
		}
	}
	d.partner = text("partner", "declare.partner", "declare.partner-hint")
	d.action = text("action", "declare.action", "")
	d.partner.Required = true
	d.partner.Options, d.action.Options = suggestions(d.data.Partners.Nodes), suggestions(d.data.Contract.Actions.Nodes)
	d.partner.Kind, d.partner.Types = "pick", []string{typePartner}
	d.action.Kind, d.action.Types, d.action.In = "pick", []string{typeAction}, d.data.Contract.Code
	d.axis = &field{
		Name: "axis", Label: "declare.axis", Kind: "choose", Value: value("axis"), Hint: "declare.axis-hint",
	}
	d.axis.Options = []option{{"", words.Say(q.lang, "form.none"), d.axis.Value == ""}}
	for _, a := range d.data.Contract.Axes.Nodes {
		d.axis.Options = append(d.axis.Options, option{
			a.Code, strconv.Itoa(a.Position) + ". " + a.Name, a.Code == d.axis.Value,
		})
	}
	d.role = list("role", "Role", "", true)
	d.wording = text("wording", "declare.wording", "declare.wording-hint")
	d.status = list("status", "Status", string(lexicon.StatusMentioned), false)
	d.since, d.until = text("since", "fact.since", "form.date-hint"), text("until", "fact.until", "")
	d.basis = list("basis", "Basis", q.ownBasis(), false)
	d.inference = text("inference", "fact.inference", "declare.inference-hint")
	d.evidence = q.newEvidence(d.form, d.sent, d.data.sourcesData)
	said, fresh := d.evidence.groups(d.basis, d.inference)
	var err error
	if d.draft, err = q.draftField(d.data.Contract.Code, d.sent); err != nil {
		return err
	}
	d.form.Groups = []fieldGroup{
		{"declare.what", []*field{d.partner, d.axis, d.action}},
		{"declare.how", []*field{d.role, d.status, d.wording, d.since, d.until}},
		said, fresh,
		{"declare.save-as", []*field{d.draft}},
	}
	return nil
}

// ownBasis returns on whose word somebody most likely writes: who speaks for an organisation declares.
func (q *request) ownBasis() string {
	if q.viewer.Role == string(lexicon.Liaison) {
		return string(lexicon.BasisDeclared)
	}
	return string(lexicon.BasisStated)
}

// axisID returns the id of the chosen axis. The axis is given by id, or by code where the list is incomplete.
func (d *declaration) axisID() string {
	for _, a := range d.data.Contract.Axes.Nodes {
		if a.Code == d.axis.Value {
			return a.ID
		}
	}
	return d.data.Contract.Code + "/" + d.axis.Value
}

// prefill sets the partner and the action of the URL, and defaults.
func (d *declaration) prefill() error {
	partner := d.partner.Value
	if partner == "" && d.q.viewer.Partner != nil {
		partner = d.q.viewer.Partner.Code
	}
	var data struct{ Partner, Action *thing }
	if partner != "" || d.action.Value != "" {
		variables := vars{"partner": partner, "action": d.data.Contract.Code + "/" + d.action.Value}
		err := d.q.execute("Named", variables, &data)
		if err != nil && !isUnknown(err) {
			return err
		}
	}
	d.partner.Value, d.action.Value = "", ""
	d.form.chosen(d.partner, data.Partner)
	d.form.chosen(d.action, data.Action)
	d.evidence.prefill()
	return nil
}

// page shows the form.
func (d *declaration) page() *page {
	p := &page{
		Template: "declare", Title: words.Say(d.q.lang, "declare.title"), Contract: &d.data.Contract.contract,
		Body: declarePage{d.data.Contract.contract, d.form},
	}
	return d.q.formPage(p, d.form)
}

// isUnknown reports whether the API says that a name is that of no record.
func isUnknown(err error) bool {
	var p *operations.Problem
	return errors.As(err, &p) && (p.Status == http.StatusNotFound || p.Status == http.StatusBadRequest)
}
