package web

import (
	"maillage/internal/web/operations"
	"maillage/internal/web/words"
	"net/url"
)

// whyPart explains why a partner contributes to an axis, as a panel of a matrix or as a page.
type whyPart struct {
	derived
	Contract contract
	Close    string // URL of the close link
	Whole    bool   // whether it is a page
	Address  string // of the page
	Declare  string // URL to declare another contribution; empty without the right
	Sources  []act  // links to add a source to each claim
	Report   string // URL to report an error, for viewers who may not write
}

// why shows all chains of claims between a partner and an axis.
func (s *site) why(q *request) (*page, error) {
	code, partner, axis := q.http.PathValue("contract"), q.http.PathValue("partner"), q.http.PathValue("axis")
	w, of, err := q.queryWhy(code, partner, axis)
	if err != nil {
		return nil, err
	}
	if w == nil {
		return nil, operations.ErrNotFound
	}
	w.Whole = true
	day := url.Values{"at": {q.query.Get("at")}, "known": {q.query.Get("known")}}
	w.Close = address(of.Address(), day) + "#c." + partner + "." + axis
	return &page{
		Template: "why", Title: words.Say(q.lang, "why.title", w.Partner.Name, w.Axis.Name), Contract: of,
		Current: "matrix", Body: w,
	}, nil
}

// queryWhy queries the chains between a partner and an axis; nil where there are none.
func (q *request) queryWhy(code, partner, axis string) (*whyPart, *contract, error) {
	var data struct {
		Contract *contract
		Axis     *struct {
			thing
			Contributors struct{ Nodes []derived }
		}
	}
	err := q.execute("Why", vars{
		"contract": code, "axis": code + "/" + axis, "partners": []string{partner}, "asOf": q.day(),
	}, &data)
	if err != nil {
		return nil, nil, err
	}
	if data.Contract == nil || data.Axis == nil || len(data.Axis.Contributors.Nodes) == 0 {
		return nil, nil, nil
	}
	w := &whyPart{derived: data.Axis.Contributors.Nodes[0], Contract: *data.Contract}
	if w.Partner == nil || w.Axis == nil { // one was deleted meanwhile
		return nil, nil, nil
	}
	w.Address = data.Contract.Address("why", url.PathEscape(partner), url.PathEscape(axis))
	q.actOnWhy(w)
	return w, data.Contract, nil
}
