package web

import (
	"encoding/json"
	"maillage/internal/web/operations"
	"maillage/internal/web/words"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// live is the subscription of an open page: to changes after a position of the ledger.
type live struct{ Query, Filter, After string }

// listening are the pages that notify signed-in viewers about changes of others since the page was opened.
var listening = []string{
	"morning", "matrix", "why", "gaps", "actions", "network", "bridges", "timeline", "moved", "record", "changes",
}

// subscription returns the subscription of a page: changes of its contract, or of its record where it has no contract.
// A page of an earlier state does not change. Browsers cannot send a token for the subscription by themselves.
func (q *request) subscription(p *page) *live {
	if q.position == "" || q.viewer == nil || q.known != "" || p.Embedded || p.Status != 0 ||
		q.http.Header.Get("Authorization") != "" || !slices.Contains(listening, p.Template) {
		return nil
	}
	filter := map[string]any{}
	switch of := p.Body.(type) {
	case *changesPage:
		if of.Contract != nil {
			filter["contract"] = of.Contract.Code
		}
	case *recordPage:
		filter["recordId"] = of.ID
	}
	if p.Contract != nil {
		filter = map[string]any{"contract": p.Contract.Code}
	}
	text, err := json.Marshal(filter)
	if err != nil {
		return nil // texts and lists of texts are always written
	}
	return &live{q.site.operations.Document("Changed"), string(text), q.position}
}

// changesPage is the data of the ledger page: writes, newest first.
type changesPage struct {
	Contract *thing // filter by contract; nil for none
	Writes   []write
	Newer    string
	Older    string
}

// write is the lines of the ledger that one write made.
type write struct {
	At     time.Time
	Who    string // empty for the hub itself
	Reason *string
	Lines  []change
}

// maxShownLines is the maximum number of lines of a write that are shown at once. The others can be opened.
const maxShownLines = 10

// First returns the first lines.
func (w write) First() []change { return w.Lines[:min(len(w.Lines), maxShownLines)] }

// Others returns the lines after them.
func (w write) Others() []change { return w.Lines[len(w.First()):] }

// changes shows the lines of the ledger, newest first.
func (s *site) changes(q *request) (*page, error) {
	variables := vars{"last": 50, "before": q.after("before")}
	if after := q.after("after"); after != nil {
		variables = vars{"first": 50, "after": after}
	}
	m := &changesPage{}
	if code := q.query.Get("contract"); code != "" {
		variables["filter"] = map[string]any{"contract": code}
		m.Contract = &thing{Typename: "Contract", Code: code, Name: code}
	}
	var data struct {
		Changes *struct {
			PageInfo pageInfo
			Nodes    []change
		}
	}
	if err := q.execute("Follow", variables, &data); err != nil {
		return nil, err
	}
	if data.Changes == nil {
		return nil, operations.ErrNotFound
	}
	q.undoable(data.Changes.Nodes)
	m.Writes = byWrite(data.Changes.Nodes)
	if m.Contract != nil {
		for _, c := range data.Changes.Nodes {
			if c.Contract != nil {
				m.Contract.Name = c.Contract.Name
			}
		}
	}
	info := data.Changes.PageInfo
	if info.HasPreviousPage && info.StartCursor != nil {
		m.Older = address("/changes", url.Values{"contract": {q.query.Get("contract")}, "before": {*info.StartCursor}})
	}
	if info.HasNextPage && info.EndCursor != nil {
		m.Newer = address("/changes", url.Values{"contract": {q.query.Get("contract")}, "after": {*info.EndCursor}})
	}
	return &page{Template: "changes", Title: words.Say(q.lang, "changes.title"), Body: m}, nil
}

// byWrite groups lines, given in order, by their write. The last write comes first.
func byWrite(lines []change) (writes []write) {
	for i := len(lines) - 1; i >= 0; i-- {
		c := lines[i]
		if n := len(writes); n > 0 && writes[n-1].Lines[0].WriteID == c.WriteID {
			writes[n-1].Lines = append(writes[n-1].Lines, c)
			continue
		}
		writes = append(writes, write{At: c.At, Who: c.Actor.called(), Reason: c.Reason, Lines: []change{c}})
	}
	return writes
}

// redirect redirects from the id of a record to its page. A record without a page is shown by its values.
func (s *site) redirect(q *request) (*page, error) {
	var data struct {
		Node   *anyRecord
		Merged *thing // the partner that the id resolves to
	}
	if err := q.execute("RecordPage", vars{
		"id": q.http.PathValue("id"), "observedAfter": q.after("observed"), "citationsAfter": q.after("citations"),
	}, &data); err != nil {
		return nil, err
	}
	switch {
	case data.Merged != nil:
		return &page{Redirect: data.Merged.Address()}, nil
	case data.Node == nil || data.Node.ID == "":
		return nil, operations.ErrNotFound
	}
	of := data.Node
	if to := of.said.Address(); to != "/records/"+url.PathEscape(of.ID) {
		return &page{Redirect: to}, nil
	}
	return q.fieldsPage(of)
}

// anyRecord is a record of any type, with the fields of claims and citations.
type anyRecord struct {
	said
	Version              int
	CreatedAt, UpdatedAt time.Time
	Status, Basis        *string
	Inference, Note      *string
	Since, Until         *string
	From, To             *thing
	Stance               *string
	Record               *struct {
		said
		From, To *thing
	}
	Verification       *string
	Partner, Territory *thing
	Cited              list[citation]
	Unit               string
	Observations       list[observed]
}

// fieldsPage shows a record that has no page of its own: a claim, a citation, an identifier, or a record of the
// directory.
func (q *request) fieldsPage(of *anyRecord) (*page, error) {
	p := &recordPage{
		thing: of.thing, Version: of.Version, Subtitle: words.Label(q.lang, "RecordType", of.Kind()),
		Next: map[string]string{},
	}
	p.Name = of.Words()
	for _, f := range []struct {
		label, vocabulary string
		word              *string
	}{
		{"fact.status", "Status", of.Status}, {"fact.basis", "Basis", of.Basis}, {"fact.stance", "Stance", of.Stance},
		{"edit.verification", "Verification", of.Verification},
	} {
		if f.word != nil {
			p.add(fact{Label: f.label, Text: words.Label(q.lang, f.vocabulary, *f.word)})
		}
	}
	p.add(fact{Label: "fact.since", Text: words.DatePhrase(q.lang, of.Since)})
	p.add(fact{Label: "fact.until", Text: words.DatePhrase(q.lang, of.Until)})
	p.add(fact{Label: "fact.inference", Text: textOf(of.Inference)})
	p.add(fact{Label: "fact.note", Text: textOf(of.Note)})
	for _, end := range []struct {
		label string
		of    *thing
	}{
		{"fact.from", of.From}, {"fact.to", of.To}, {"fact.source", of.Source}, {"fact.partner", of.Partner},
		{"fact.territory", of.Territory},
	} {
		if end.of != nil {
			p.add(fact{Label: end.label, Refs: []thing{*end.of}})
		}
	}
	if of.Record != nil {
		record := of.Record.said.thing
		record.Name = of.Record.Words()
		p.add(fact{Label: "fact.record", Refs: []thing{record}})
	}
	if of.Status != nil {
		p.Status = *of.Status
	}
	p.Ends = []*thing{of.To, of.From}
	if of.Partner != nil { // an identifier
		p.Ends = []*thing{of.Partner}
	}
	if of.Record != nil { // a citation belongs to the contract of its record
		p.Ends = []*thing{&of.Record.said.thing, of.Record.To, of.Record.From}
	}
	if listsFields[of.Typename] {
		r, err := q.readRecord(of.ID)
		if err != nil {
			return nil, err
		}
		p.Facts, p.Ends, p.Status = nil, []*thing{of.Indicator}, ""
		p.addFields(q, r)
		p.Observed, p.Unit = &of.Observations, of.Unit
		p.Next["observed"] = q.more("observed", of.Observations.PageInfo)
	}
	return q.record(p, nil, of.Cited)
}

// actions lists the actions and the working groups of a contract.
func (s *site) actions(q *request) (*page, error) {
	type listed struct {
		thing
		ActionKind                 string
		ActionStatus, Since, Until *string
		Themes                     []thing
		Contributions              list[struct {
			Role    string
			Partner *thing
		}]
	}
	var data struct {
		Contract *struct {
			contract
			Actions       list[listed]
			WorkingGroups list[struct {
				thing
				Type string
			}]
		}
	}
	err := q.execute("ActionsPage", vars{"contract": q.http.PathValue("contract"), "after": q.after("after")}, &data)
	if err != nil {
		return nil, err
	}
	if data.Contract == nil {
		return nil, operations.ErrNotFound
	}
	body := struct {
		Actions any
		Total   int
		Groups  any
		Next    string
	}{data.Contract.Actions.Nodes, data.Contract.Actions.TotalCount, data.Contract.WorkingGroups.Nodes, q.more(
		"after", data.Contract.Actions.PageInfo,
	)}
	return &page{
		Template: "actions", Title: words.Say(q.lang, "actions.title") + " – " + data.Contract.Name,
		Contract: &data.Contract.contract,
		Current:  "actions", Body: body,
	}, nil
}

// revertPage is the data of the page that confirms a revert.
type revertPage struct {
	Change change
	Form   *form
	Back   string
}

// revert asks for confirmation to revert a change, alone or with its whole write.
func (s *site) revert(q *request) (*page, error) { return q.undo(nil) }

// reverted reverts it.
func (s *site) reverted(q *request) (*page, error) {
	sent, err := q.posted()
	if err != nil {
		return nil, err
	}
	return q.undo(sent)
}

func (q *request) undo(sent url.Values) (*page, error) {
	var data struct{ Node *change }
	err := q.execute("ChangePage", vars{"id": q.http.PathValue("id")}, &data)
	if data.Node == nil || data.Node.ID == "" {
		return nil, orNotFound(err)
	}
	if err != nil {
		return nil, err
	}
	c := *data.Node
	var of *contract
	code := ""
	if c.Contract != nil {
		code = c.Contract.Code
		of = &contract{Code: c.Contract.Code, Name: c.Contract.Name}
	}
	if !q.mayWrite(code) {
		return q.refused(of), nil
	}
	to := back(sent.Get("return"), "/changes")
	if c.Record != nil {
		to = c.Record.Address()
	}
	reason := reasonField(sent)
	isWhole := sent.Get("whole") != "" || q.http.Method != http.MethodPost && (q.query.Get("whole") != "" || c.merges())
	whole := &field{Name: "whole", Label: "revert.whole", Kind: "flag", Value: flagText(isWhole)}
	f := &form{
		Key: keyOf(sent), Submit: "revert.do", Stay: true, Cancel: to,
		Groups: []fieldGroup{{"revert.how", []*field{whole, reason}}},
	}
	if q.http.Method == http.MethodPost {
		done, err := q.revertChange(c.ID, sent.Get("whole") != "", reason.Value, f.Key)
		if err != nil {
			return nil, err
		}
		if len(done.UserErrors) == 0 {
			return &page{Redirect: to}, nil
		}
		f.refuse(done.UserErrors, map[string]string{"wholeWrite": "whole", "reason": whyChanged})
		f.Key = keyOf(nil)
	}
	title := words.Say(q.lang, "revert.title")
	return q.formPage(&page{Template: "revert", Title: title, Contract: of, Body: revertPage{c, f, to}}, f), nil
}

// merges reports whether the line is of a merge of two partners, which is reverted as a whole.
func (c change) merges() bool {
	return slices.ContainsFunc(c.Fields, func(f fieldChange) bool { return f.Field == "mergedIds" })
}

func flagText(on bool) string {
	if on {
		return "true"
	}
	return "false"
}

// revertChange reverts a change through the API.
func (q *request) revertChange(id string, whole bool, reason, key string) (*applied, error) {
	input := map[string]any{"change": id, "wholeWrite": whole, "idempotencyKey": key}
	if reason != "" {
		input["reason"] = reason
	}
	var data struct{ RevertChange *applied }
	if err := q.execute("Revert", vars{"input": input}, &data); err != nil {
		return nil, err
	}
	if data.RevertChange == nil {
		return nil, operations.ErrNotFound
	}
	return data.RevertChange, nil
}
