package web

import (
	"net/http"
	"net/url"
	"slices"
)

// revertPage asks whether to undo a change.
type revertPage struct {
	Change change
	Form   *form
	Back   string
}

// revert asks whether to undo a change, alone or with all that was written with it.
func (s *site) revert(q *request) (*page, error) { return q.undo(nil) }

// reverted undoes it by a new change.
func (s *site) reverted(q *request) (*page, error) {
	sent, err := q.posted()
	if err != nil {
		return nil, err
	}
	return q.undo(sent)
}

func (q *request) undo(sent url.Values) (*page, error) {
	var data struct{ Node *change }
	err := q.ask("ChangePage", vars{"id": q.http.PathValue("id")}, &data)
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
	title := say(q.lang, "revert.title")
	return q.formPage(&page{Template: "revert", Title: title, Contract: of, Body: revertPage{c, f, to}}, f), nil
}

// merges tells whether the line is of a merge of two partners, which is undone as a whole.
func (c change) merges() bool {
	return slices.ContainsFunc(c.Fields, func(f fieldChange) bool { return f.Field == "mergedIds" })
}

func flagText(on bool) string {
	if on {
		return "true"
	}
	return "false"
}

// revertChange asks the API to undo a change.
func (q *request) revertChange(id string, whole bool, reason, key string) (*applied, error) {
	input := map[string]any{"change": id, "wholeWrite": whole, "idempotencyKey": key}
	if reason != "" {
		input["reason"] = reason
	}
	var data struct{ RevertChange *applied }
	if err := q.ask("Revert", vars{"input": input}, &data); err != nil {
		return nil, err
	}
	if data.RevertChange == nil {
		return nil, errNotFound
	}
	return data.RevertChange, nil
}
