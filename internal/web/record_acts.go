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

// acts are the actions on a record's page, each a link or a button.
type acts struct {
	Links  []act
	Add    []act  // what may be added to the record
	Next   string // the status that a button sets; empty for none
	Status string // URL of the button
	Form   *form  // version and key of the button
	// MayWrite reports whether the parts of the record may be changed too.
	MayWrite bool
}

type act struct{ Key, Address, Of string }

// actsOn returns the actions on the page of a record. about are the records that decide about the right to write. A
// viewer without it gets a link to report an error.
func (q *request) actsOn(of thing, about []*thing, version int, contract, status string) acts {
	at := "/records/" + url.PathEscape(of.ID)
	a := acts{MayWrite: q.mayWrite(contract) && q.speaksFor(append(about, &of)...)}
	declare := "/contracts/" + url.PathEscape(contract) + "/declare"
	switch {
	case !q.mayWrite(contract):
	case of.Typename == "Axis":
		a.Links = append(a.Links, act{Key: "act.declare", Address: address(declare, url.Values{"axis": {of.Code}})})
	case of.Typename == "Action":
		a.Links = append(a.Links, act{Key: "act.declare", Address: address(declare, url.Values{"action": {of.Code}})})
	case of.Typename == "WorkingGroup" && !a.MayWrite: // a liaison may add their own organisation
		a.Links = append(a.Links, act{Key: "act.seat", Address: at + "/add/member"})
	}
	if !a.MayWrite {
		a.Links = append(a.Links, act{Key: "act.report", Address: at + "/report"})
		return a
	}
	if _, is := editables[of.Typename]; is {
		a.Links = append(a.Links, act{Key: "act.edit", Address: at + "/edit"})
	}
	if of.Typename == "Partner" && q.mayMerge() {
		a.Links = append(
			a.Links, act{Key: "act.merge", Address: address("/partners/merge", url.Values{"keep": {of.Code}})},
		)
	}
	for _, offered := range offers(of) {
		if q.isLiaison() && of.Typename == "Partner" && offered.what != "seat" && offered.what != "identifier" {
			continue // others add it to an organisation
		}
		a.Add = append(a.Add, act{Key: "add." + offered.what, Address: at + "/add/" + offered.what})
	}
	if len(a.Add) == 1 && a.Add[0].Key == "add.source" {
		a.Links, a.Add = append(a.Links, act{Key: "why.source", Address: a.Add[0].Address}), nil
	}
	isKept := of.Typename == "Theme" || of.Typename == "Contract" || of.Typename == "Partner" && q.isLiaison()
	if !isKept {
		a.Links = append(a.Links, act{Key: "act.delete", Address: at + "/delete"})
	}
	if of.Typename == "Contribution" {
		a.Next, a.Status = nextStatus(status), at+"/status"
		a.Form = &form{
			Key:    keyOf(nil),
			Hidden: []option{{Label: "version", Value: strconv.Itoa(version)}, {Label: "status", Value: a.Next}},
		}
	}
	return a
}

// advanced sets the next status of a contribution.
func (s *site) advanced(q *request) (*page, error) {
	sent, err := q.posted()
	if err != nil {
		return nil, err
	}
	r, err := q.readRecord(q.http.PathValue("id"))
	if err != nil {
		return nil, err
	}
	of, is := editables[r.Typename]
	version, bad := strconv.Atoi(sent.Get("version"))
	if !is || bad != nil {
		return nil, operations.ErrNotFound
	}
	if !q.mayWrite(r.contractCode()) {
		return q.refused(r.contract()), nil
	}
	f := &form{Key: keyOf(sent), Submit: "edit.save"}
	done, err := q.apply(changeSet{key: f.Key, changes: []map[string]any{
		{of.step: map[string]any{"id": r.ID, "version": version, "status": sent.Get("status")}},
	}})
	if err != nil {
		return nil, err
	}
	if len(done.UserErrors) == 0 {
		return &page{Redirect: r.said.Address()}, nil
	}
	f.refuse(done.UserErrors, nil)
	return q.failedAct(words.Say(q.lang, "status.failed", r.Words()), r, f), nil
}

// confirmPage asks for confirmation, or shows why an action failed.
type confirmPage struct {
	What   string // heading
	Lead   string
	Record *record
	Form   *form // its button; without Submit there is none
	Back   string
}

// failedAct returns the page of an action that the API refused.
func (q *request) failedAct(title string, r *record, f *form) *page {
	f.Submit = ""
	p := &page{
		Template: "confirm", Title: title, Contract: r.contract(),
		Body: confirmPage{What: title, Record: r, Form: f, Back: r.said.Address()},
	}
	return q.formPage(p, f)
}

// remove asks for confirmation to delete a record; removed deletes it.
func (s *site) remove(q *request) (*page, error) { return q.removal(nil) }

func (s *site) removed(q *request) (*page, error) {
	sent, err := q.posted()
	if err != nil {
		return nil, err
	}
	return q.removal(sent)
}

func (q *request) removal(sent url.Values) (*page, error) {
	r, err := q.readRecord(q.http.PathValue("id"))
	if err != nil {
		return nil, err
	}
	if !q.mayWrite(r.contractCode()) {
		return q.refused(r.contract()), nil
	}
	version := r.Version
	reason := reasonField(sent)
	f := &form{
		Key: keyOf(sent), Submit: "delete.do", Stay: true, Cancel: r.said.Address(),
		Groups: []fieldGroup{{"delete.why", []*field{reason}}},
	}
	if q.http.Method == http.MethodPost {
		if version, err = strconv.Atoi(sent.Get("version")); err != nil {
			return nil, &operations.Problem{Status: http.StatusBadRequest, Code: "BAD_USER_INPUT"}
		}
		done, err := q.apply(changeSet{key: f.Key, reason: reason.Value, changes: []map[string]any{
			{"deleteRecord": map[string]any{"id": r.ID, "version": version}},
		}})
		if err != nil {
			return nil, err
		}
		if len(done.UserErrors) == 0 {
			return &page{Redirect: r.after()}, nil
		}
		f.refuse(done.UserErrors, map[string]string{"reason": whyChanged})
		f.Key = keyOf(nil)
		version = r.Version // the page shows the record as it is now
	}
	f.Hidden = []option{{Label: "version", Value: strconv.Itoa(version)}}
	title := words.Say(q.lang, "delete.title", r.Words())
	return q.formPage(&page{Template: "confirm", Title: title, Contract: r.contract(), Body: confirmPage{
		What: title, Lead: words.Say(q.lang, "delete.lead"), Record: r, Form: f, Back: r.said.Address(),
	}}, f), nil
}

// after returns the URL after the deletion of a record: the record that it was about, or its contract.
func (r *record) after() string {
	switch {
	case r.To != nil:
		return r.To.Address()
	case r.contract() != nil:
		return r.contract().Address()
	}
	return "/"
}

// report tells viewers without the right to write how to report an error.
func (s *site) report(q *request) (*page, error) {
	r, err := q.readRecord(q.http.PathValue("id"))
	if err != nil {
		return nil, err
	}
	scheme := "http"
	if q.http.TLS != nil || q.http.Header.Get("X-Forwarded-Proto") == "https" {
		scheme = "https"
	}
	at := scheme + "://" + q.http.Host + r.said.Address()
	inMail := func(text string) string { return strings.ReplaceAll(url.QueryEscape(text), "+", "%20") }
	mail := url.URL{Scheme: "mailto", RawQuery: "subject=" + inMail(words.Say(q.lang, "report.subject", r.Words())) +
		"&body=" + inMail(words.Say(q.lang, "report.body", r.Words(), at, r.Version))}
	return &page{
		Template: "report", Title: words.Say(q.lang, "report.title"), Contract: r.contract(),
		Body: struct {
			Record        *record
			Address, Mail string
			MayWrite      bool
		}{r, at, mail.String(), q.mayWrite(r.contractCode())},
	}, nil
}

// act adds the actions to the page of a record. An earlier state is read-only.
func (q *request) act(p *recordPage, of *contract) {
	if q.known != "" {
		return
	}
	code := homeOf(append([]*thing{&p.thing}, p.Ends...)...)
	if code == "" && of != nil {
		code = of.Code
	}
	p.Acts = q.actsOn(p.thing, p.Ends, p.Version, code, p.Status)
	if p.Typename == "Partner" && q.mayWrite("") {
		p.Acts.Links = append(q.declareFor(p), p.Acts.Links...)
	}
	if p.History == nil || !q.mayWrite(code) {
		return
	}
	for i := range p.History.Lines {
		if line := &p.History.Lines[i]; q.mayUndo(line, append(p.Ends, &p.thing)...) {
			line.undo()
		}
	}
}

// declareFor returns links to declare a contribution of a partner, in each contract of the viewer.
func (q *request) declareFor(p *recordPage) (links []act) {
	contracts := q.viewer.Contracts
	for _, table := range p.Derived {
		for _, r := range table.Rows {
			c := r.Axis.Contract
			if c == nil || !q.mayWrite(c.Code) ||
				slices.ContainsFunc(contracts, func(t thing) bool { return t.Code == c.Code }) {
				continue
			}
			contracts = append(slices.Clone(contracts), thing{Typename: "Contract", Code: c.Code, Name: c.Name})
		}
	}
	for _, c := range contracts {
		at := contract{Code: c.Code}.Address("declare")
		links = append(links, act{"act.declare-in", address(at, url.Values{"partner": {p.Code}}), c.Name})
	}
	return links
}

// undoable marks the lines of the ledger that the viewer may try to revert.
func (q *request) undoable(lines []change) {
	for i := range lines {
		code := ""
		if lines[i].Contract != nil {
			code = lines[i].Contract.Code
		}
		if q.mayWrite(code) && q.mayUndo(&lines[i], lines[i].subjects()...) {
			lines[i].undo()
		}
	}
}

// mayUndo reports whether to show how to revert a line about records, in a contract where the viewer writes: where they
// are offered to edit the record, and for its creation, to delete it. The API decides.
func (q *request) mayUndo(c *change, about ...*thing) bool {
	isKept := q.isLiaison() && c.RecordType == typePartner && c.Operation == string(lexicon.OperationCreate)
	return q.speaksFor(about...) && !isKept
}

// undo sets the URL of the revert page, unless the line is reverted already.
func (c *change) undo() {
	if c.RevertedBy == nil {
		c.Undo = "/changes/" + url.PathEscape(c.ID) + "/revert"
	}
}

// actOnWhy adds the link to declare another contribution, or to report an error.
func (q *request) actOnWhy(w *whyPart) {
	if q.mayDeclare(w.Contract.Code, w.Partner.Code) {
		w.Declare = address(w.Contract.Address("declare"), url.Values{
			"partner": {w.Partner.Code}, "axis": {w.Axis.Code},
		})
		w.Sources = q.sourcesFor(w)
		return
	}
	if len(w.Chains) > 0 && len(w.Chains[0].Links) > 0 {
		w.Report = "/records/" + url.PathEscape(w.Chains[0].Links[0].ID) + "/report"
	}
}

// sourcesFor returns links to add a source to each claim of the chains, which return to them.
func (q *request) sourcesFor(w *whyPart) (links []act) {
	seen := map[string]bool{}
	for _, c := range w.Chains {
		for _, l := range c.Links {
			if seen[l.ID] || l.From == nil || l.To == nil || !q.speaksFor(l.From) {
				continue
			}
			seen[l.ID] = true
			at := "/records/" + url.PathEscape(l.ID) + "/add/source"
			links = append(links, act{
				Address: address(at, url.Values{"return": {q.here()}}), Of: l.From.Name + " → " + l.To.Name,
			})
		}
	}
	return links
}

// mayDeclare reports whether to show how to declare a contribution of a partner. A liaison speaks for their own
// organisation. The API decides.
func (q *request) mayDeclare(contract, partner string) bool {
	return q.mayWrite(contract) && q.speaksFor(&thing{Typename: "Partner", Code: partner})
}

func (q *request) isLiaison() bool {
	return q.viewer != nil && q.viewer.Role == string(lexicon.Liaison)
}

// speaksFor reports whether to show write actions on records. A liaison speaks for their own organisation, others for
// all. The API decides.
func (q *request) speaksFor(of ...*thing) bool {
	return !q.isLiaison() || q.viewer.Partner != nil && slices.ContainsFunc(of, func(t *thing) bool {
		return t != nil && t.Typename == "Partner" && t.Code == q.viewer.Partner.Code
	})
}

// mayInvite reports whether to show the invitations to a contract. The API decides.
func (q *request) mayInvite(contract string) bool {
	if q.viewer == nil || q.viewer.Role != string(lexicon.Coordinator) &&
		q.viewer.Role != string(lexicon.Administrator) {
		return false
	}
	return q.http.Header.Get("Authorization") == "" && q.mayWrite(contract) // not with a token
}

// mayAccount reports whether to show the accounts. The API decides.
func (q *request) mayAccount() bool {
	return q.viewer != nil && q.viewer.Role == string(lexicon.Administrator) && q.http.Header.Get("Authorization") == ""
}
