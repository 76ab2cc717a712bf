package web

import (
	"net/http"
	"net/url"
	"time"

	"maillage/internal/lexicon"
	"maillage/internal/web/operations"
	"maillage/internal/web/words"
)

// draft is a list of pending changes to a contract, as the fragment DraftHead reads it.
type draft struct {
	ID, Title, State     string
	CreatedAt, UpdatedAt time.Time
	Author               *actor
	Contract             *contract
	Steps                []draftStep
}

type draftStep struct {
	Verb, RecordType string
	RecordID         *string
	Fields           []fieldChange
}

// Address returns the URL of the draft.
func (d draft) Address() string { return "/drafts/" + url.PathEscape(d.ID) }

// newDraft is the value of the option that creates a draft.
const newDraft = "new"

// openDraftsOf queries the open drafts of a contract that the viewer may see.
func (q *request) openDraftsOf(code string) (of *contract, drafts []draft, err error) {
	var data struct {
		Contract *struct {
			contract
			Drafts []draft
		}
	}
	err = q.execute("OpenDrafts", vars{"contract": code}, &data)
	if data.Contract == nil {
		return nil, nil, orNotFound(err)
	}
	if err != nil && !isRefused(err) {
		return nil, nil, err
	}
	return &data.Contract.contract, data.Contract.Drafts, nil
}

// draftField makes the choice between writing now and adding to a draft.
func (q *request) draftField(code string, sent url.Values) (*field, error) {
	_, drafts, err := q.openDraftsOf(code)
	if err != nil {
		return nil, err
	}
	chosen := sent.Get("draft")
	f := &field{Name: "draft", Label: "draft.field", Kind: "choose", Value: chosen, Hint: "draft.hint"}
	f.Options = []option{{"", words.Say(q.lang, "draft.now"), chosen == ""}}
	for _, d := range drafts {
		f.Options = append(f.Options, option{d.ID, words.Say(q.lang, "draft.in", d.Title), chosen == d.ID})
	}
	f.Options = append(f.Options, option{newDraft, words.Say(q.lang, "draft.new"), chosen == newDraft})
	return f, nil
}

// openDraft returns the chosen draft, and creates a new one; empty for writing now.
func (q *request) openDraft(f *form, of *field, code string) (string, error) {
	if of == nil || of.Value != newDraft {
		if of == nil {
			return "", nil
		}
		return of.Value, nil
	}
	title := words.Say(q.lang, "draft.title-of", words.DayPhrase(q.lang, time.Now().In(q.site.Zone)), q.viewer.Called())
	id, errs, err := q.beginDraft(code, title, f.Key+".draft")
	if err != nil {
		return "", err
	}
	f.refuse(errs, map[string]string{"title": "draft", "contract": "draft"})
	return id, nil
}

// ended is the result of publishing or discarding a draft.
type ended struct {
	Draft      *struct{ ID string }
	Conflict   *conflict
	UserErrors []userError
}

func (q *request) beginDraft(code, title, key string) (id string, errs []userError, err error) {
	var data struct{ BeginDraft *ended }
	err = q.execute(
		"BeginDraft", vars{"input": map[string]any{"contract": code, "title": title, "idempotencyKey": key}}, &data,
	)
	if err != nil || data.BeginDraft == nil {
		return "", nil, orNotFound(err)
	}
	if data.BeginDraft.Draft != nil {
		id = data.BeginDraft.Draft.ID
	}
	return id, data.BeginDraft.UserErrors, nil
}

// draftsPage lists the open drafts of a contract.
type draftsPage struct {
	Drafts []draft
	Form   *form
}

// drafts lists the open drafts of a contract, with a form that creates one.
func (s *site) drafts(q *request) (*page, error) { return q.draftsWith(url.Values{}) }

// begun creates a draft.
func (s *site) begun(q *request) (*page, error) {
	sent, err := q.posted()
	if err != nil {
		return nil, err
	}
	return q.draftsWith(sent)
}

func (q *request) draftsWith(sent url.Values) (*page, error) {
	of, drafts, err := q.openDraftsOf(q.http.PathValue("contract"))
	if err != nil {
		return nil, err
	}
	if !q.mayWrite(of.Code) {
		return q.refused(of), nil
	}
	title := &field{Name: "title", Label: "draft.name", Kind: "text", Value: sent.Get("title"), Required: true}
	f := &form{Key: keyOf(sent), Submit: "draft.begin", Groups: []fieldGroup{{"draft.begin-one", []*field{title}}}}
	if q.http.Method == http.MethodPost {
		id, errs, err := q.beginDraft(of.Code, title.Value, f.Key)
		if err != nil {
			return nil, err
		}
		if id != "" {
			return &page{Redirect: draft{ID: id}.Address()}, nil
		}
		f.refuse(errs, map[string]string{"title": "title"})
	}
	return q.formPage(&page{
		Template: "drafts", Current: "drafts", Title: words.Say(q.lang, "drafts.title"), Contract: of,
		Body: draftsPage{drafts, f},
	}, f), nil
}

// draftPage is one draft.
type draftPage struct {
	draft
	Open     bool
	Conflict *conflict
	Form     *form
}

// draft shows the changes of a draft.
func (s *site) draft(q *request) (*page, error) { return q.draftWith(&ended{}, url.Values{}) }

// published publishes a draft; discarded discards it.
func (s *site) published(q *request) (*page, error) { return q.endDraft("PublishDraft") }
func (s *site) discarded(q *request) (*page, error) { return q.endDraft("DiscardDraft") }

// endDraft publishes or discards a draft.
func (q *request) endDraft(operation string) (*page, error) {
	sent, err := q.posted()
	if err != nil {
		return nil, err
	}
	var data struct{ PublishDraft, DiscardDraft *ended }
	input := map[string]any{"draft": q.http.PathValue("draft"), "idempotencyKey": keyOf(sent)}
	if reason := sent.Get(whyChanged); reason != "" {
		input["reason"] = reason
	}
	if err := q.execute(operation, vars{"input": input}, &data); err != nil {
		return nil, err
	}
	done := data.PublishDraft
	if done == nil {
		done = data.DiscardDraft
	}
	if done == nil {
		return nil, operations.ErrNotFound
	}
	if len(done.UserErrors) == 0 {
		return &page{Redirect: draft{ID: q.http.PathValue("draft")}.Address()}, nil
	}
	return q.draftWith(done, sent)
}

func (q *request) draftWith(done *ended, sent url.Values) (*page, error) {
	var data struct{ Draft *draft }
	err := q.execute("DraftPage", vars{"id": q.http.PathValue("draft")}, &data)
	if data.Draft == nil || data.Draft.Contract == nil {
		return nil, orNotFound(err)
	}
	if err != nil {
		return nil, err
	}
	reason := reasonField(sent)
	f := &form{
		Key: keyOf(url.Values{}), Submit: "draft.publish",
		Groups: []fieldGroup{{"draft.publish-all", []*field{reason}}},
	}
	f.Action = data.Draft.Address() + "/publish"
	f.refuse(done.UserErrors, nil)
	m := draftPage{*data.Draft, data.Draft.State == string(lexicon.DraftOpen), done.Conflict, f}
	return q.formPage(&page{Template: "draft", Title: m.Title, Contract: m.Contract, Body: m}, f), nil
}
