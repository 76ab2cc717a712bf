package web

import (
	"net/url"
	"time"

	"maillage/internal/web/picture"
)

// recordPage is the data of a record's page: facts, then tables.
type recordPage struct {
	thing
	Version  int
	Status   string   // of a claim
	Ends     []*thing // of a claim
	Subtitle string   // what kind of record it is
	Lead     *string
	Facts    []fact
	Gaps     []gap
	Ego      *picture.Picture // the record and what it is linked to
	EgoMore  bool             // whether the picture leaves some out
	AsOf     string
	Derived  []derivedTable
	Claims   []claimTable
	Grants   []grantTable
	Observed *list[observed] // of an indicator
	Unit     string
	Measured list[indicatorRow] // of an axis
	Peers    *list[peer]
	Columns  []matrixColumn // of a theme: its axes
	Rows     []matrixRow
	Cited    *citedTable
	Evidence *list[citation]
	History  *history
	Acts     acts
	Undo     string // URL that reverts the merge which redirected here
	// Next are the URLs of the next pages of lists, by parameter.
	Next map[string]string
}

// fact is a line of a record: some text, or records.
type fact struct {
	Label string // message key
	Text  string
	Link  string // external URL
	Refs  []thing
}

// list is a page of a list.
type list[T any] struct {
	TotalCount int
	PageInfo   pageInfo
	Nodes      []T
}

type peer struct {
	ActionCount   int
	Partner       *thing
	SharedActions []thing
}

// derivedTable lists derived contributions of one standing.
type derivedTable struct {
	Title string // message key
	Of    string // which end is listed: axis or partner
	Rows  []derivedRow
}

type derivedRow struct {
	derived
	Why string // URL of the reasons
}

// claimTable lists claims by the record at one of their ends.
type claimTable struct {
	Title string // message key
	To    bool   // whether the other end is the one that the claim leads to
	Rows  []link
	Total int
	Next  string
	Empty string // message key for a table without rows; such a table is hidden without it
}

type citedTable struct {
	Title string
	Rows  []citation
	Total int
	Next  string
}

// textOf returns the text; empty for nil.
func textOf(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// add appends a fact that is not empty.
func (p *recordPage) add(f fact) {
	if f.Text != "" || len(f.Refs) > 0 {
		p.Facts = append(p.Facts, f)
	}
}

// claims appends a table that has rows or a message for an empty table.
func (p *recordPage) claims(t claimTable) {
	if len(t.Rows) > 0 || t.Empty != "" {
		p.Claims = append(p.Claims, t)
	}
}

// more returns the URL of the next page of a list; empty after the last.
func (q *request) more(parameter string, info pageInfo) string {
	if !info.HasNextPage || info.EndCursor == nil {
		return ""
	}
	parameters := q.parameters()
	parameters.Set(parameter, *info.EndCursor)
	return address(q.http.URL.Path, parameters) + "#" + parameter
}

// after returns the cursor in the URL; nil for the start of the list.
func (q *request) after(parameter string) any {
	if value := q.query.Get(parameter); value != "" {
		return value
	}
	return nil
}

// allContracts returns every contract that the viewer sees, from all pages of the list.
func allContracts[T any](q *request) ([]T, error) {
	var all []T
	for variables := (vars{}); ; {
		var data struct{ Contracts list[T] }
		if err := q.execute("AllContracts", variables, &data); err != nil {
			return nil, err
		}
		all = append(all, data.Contracts.Nodes...)
		if !data.Contracts.PageInfo.HasNextPage {
			return all, nil
		}
		variables["after"] = data.Contracts.PageInfo.EndCursor
	}
}

// standings are the tables of derived contributions, strongest first.
var standings = []struct{ standing, title string }{
	{"CONFIRMED", "table.confirmed"}, {"PROSPECTIVE", "table.prospective"}, {"UNKNOWN", "table.unknown"},
	{"ABANDONED", "table.gone"},
}

// byStanding makes a table for each standing. at returns the URL of the reasons of a row.
func byStanding(of string, all []derived, at func(derived) string) (tables []derivedTable) {
	for _, s := range standings {
		t := derivedTable{Title: s.title, Of: of}
		for _, d := range all {
			if d.Standing == s.standing && d.Partner != nil && d.Axis != nil {
				t.Rows = append(t.Rows, derivedRow{d, at(d)})
			}
		}
		if len(t.Rows) > 0 {
			tables = append(tables, t)
		}
	}
	return tables
}

// whyAt returns the URL of the reasons of a contribution.
func (q *request) whyAt(contract, partner, axis string) string {
	path := "/contracts/" + url.PathEscape(contract) + "/why/" + url.PathEscape(partner) + "/" + url.PathEscape(axis)
	return address(path, url.Values{"at": {q.query.Get("at")}, "known": {q.query.Get("known")}})
}

// relations are the other claims that refer to a record.
type relations struct{ Relations, InverseRelations list[link] }

func (p *recordPage) related(r relations) {
	p.claims(claimTable{Title: "table.relations", To: true, Rows: r.Relations.Nodes})
	p.claims(claimTable{Title: "table.inverse", Rows: r.InverseRelations.Nodes})
}

type identifier struct {
	ID, Scheme, Value, Verification string
	Since, Until                    *string
}

// record completes the page of a record with its citations and its history.
func (q *request) record(p *recordPage, of *contract, cited list[citation]) (*page, error) {
	if cited.TotalCount > 0 {
		p.Evidence = &cited
		if p.Next == nil {
			p.Next = map[string]string{}
		}
		p.Next["citations"] = q.more("citations", cited.PageInfo)
	}
	p.AsOf = q.query.Get("at")
	var err error
	if p.History, err = q.historyOf(p.ID); err != nil {
		return nil, err
	}
	q.act(p, of)
	return &page{Template: "record", Title: p.Name, Contract: of, Body: p}, nil
}

// history is the ledger lines about a record.
type history struct {
	Lines []change
	Total int
	Next  string
}

// change is a line of the ledger, as the fragment Changed reads it.
type change struct {
	ID                              string
	At                              time.Time
	Actor                           *actor
	Reason                          *string
	Operation, RecordType, RecordID string
	Version                         int
	WriteID                         string
	Fields                          []fieldChange
	Reverts, RevertedBy             *struct{ ID string }
	Record                          *changed
	Contract                        *thing
	Undo                            string // URL of the revert page; empty without the right
}

// changed is the record of a line, with the records that decide who may write it.
type changed struct {
	said
	From, Partner *thing
	Record        *struct { // of a citation
		thing
		From *thing
	}
}

// subjects returns the records that decide who may write the record of a line. A deleted record has them in the fields
// of the line.
func (c change) subjects() (all []*thing) {
	r := c.Record
	if r == nil {
		for _, f := range c.Fields {
			if f.Before != nil {
				all = append(all, f.Before.Record)
			}
		}
		return all
	}
	all = append(all, &r.thing, r.From, r.Partner)
	if r.Record != nil {
		all = append(all, &r.Record.thing, r.Record.From)
	}
	return all
}

// actor is the author of a line; nil for the hub itself.
type actor struct {
	AccountID string
	Name      *string
}

// called returns the name of the author of a line, or the account where the viewer may not see the name.
func (a *actor) called() string {
	if a == nil {
		return ""
	}
	if a.Name == nil {
		return a.AccountID
	}
	return *a.Name
}

// Who returns the author of the line.
func (c change) Who() string { return c.Actor.called() }

type fieldChange struct {
	Field         string
	Before, After *fieldValue
}

type fieldValue struct {
	Text, Date     *string
	Number, Amount *int64
	Flag           *bool
	Texts          []string
	Record         *thing
}

// historyOf queries the lines about a record; none where the viewer may not read the ledger.
func (q *request) historyOf(id string) (*history, error) {
	var data struct {
		Changes *list[change]
	}
	err := q.execute("HistoryOf", vars{"id": id, "after": q.after("history")}, &data)
	if isRefused(err) {
		return nil, nil //nolint:nilnil // there is no history for this viewer
	}
	if err != nil || data.Changes == nil {
		return nil, err
	}
	return &history{data.Changes.Nodes, data.Changes.TotalCount, q.more("history", data.Changes.PageInfo)}, nil
}
