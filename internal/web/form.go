package web

import (
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"maillage/internal/lexicon"
	"maillage/internal/web/operations"
	"maillage/internal/web/words"
)

// form is the data of form templates.
type form struct {
	Groups   []fieldGroup
	Problems []formProblem
	Hidden   []option // names and values of hidden inputs
	Key      string   // idempotency key
	Submit   string   // message key
	Cancel   string   // address
	Stay     bool     // whether the form only asks for confirmation: leaving it loses nothing
	Action   string   // address; empty for that of the page
	HasFile  bool     // whether it sends a file
}

// fieldGroup is a group of fields with a common legend.
type fieldGroup struct {
	Legend string // message key
	Fields []*field
}

// field is one field of a form.
type field struct {
	Name, Label string // the label is a message key
	Kind        string // text, area, choose, pick, flag, file
	Value       string
	Options     []option // of a list, or suggestions of a text field
	Matches     []option // matching records, of which the viewer chooses one
	Hint        string   // message key
	Echo        string   // how the value was read
	Error       string
	Required    bool
	Types       []string // of the records that a text field refers to
	In          string   // the contract of these records; empty for any
}

// Sort returns the types of records that a text field refers to, as the URL of suggestions takes them.
func (f *field) Sort() string { return strings.Join(f.Types, ",") }

// Described returns the ids of the elements that explain the field.
func (f *field) Described() string {
	var ids []string
	for _, part := range []struct{ prefix, text string }{{"h-", f.Hint}, {"r-", f.Echo}, {"e-", f.Error}} {
		if part.text != "" {
			ids = append(ids, part.prefix+f.Name)
		}
	}
	return strings.Join(ids, " ")
}

// formProblem is a line of the error summary.
type formProblem struct {
	At      string // name of the field; empty for the whole
	Label   string // message key
	Message string
}

// maxFormSize is the maximum size of a form, in bytes.
const maxFormSize = 256 << 10

// posted parses the fields of a sent form.
func (q *request) posted() (url.Values, error) {
	q.http.Body = http.MaxBytesReader(nil, q.http.Body, maxFormSize)
	if err := q.http.ParseForm(); err != nil {
		return nil, &operations.Problem{Status: http.StatusBadRequest, Code: "BAD_USER_INPUT"}
	}
	return q.http.PostForm, nil
}

// keyOf returns the idempotency key of a form, or a new one.
func keyOf(sent url.Values) string {
	if key := sent.Get("key"); key != "" {
		return key
	}
	return rand.Text()
}

// fields returns all fields of the form.
func (f *form) fields() (all []*field) {
	for _, g := range f.Groups {
		all = append(all, g.Fields...)
	}
	return all
}

// fail adds an error to a field, or to the top where the form has no such field.
func (f *form) fail(name, message string) {
	for _, field := range f.fields() {
		if field.Name == name && name != "" {
			if field.Error == "" {
				field.Error = message
			}
			f.Problems = append(f.Problems, formProblem{name, field.Label, message})
			return
		}
	}
	f.Problems = append(f.Problems, formProblem{Message: message})
}

// refuse adds the errors of the API to their fields. names maps the input fields of the API to the fields of the form.
func (f *form) refuse(errs []userError, names map[string]string) {
	for _, e := range errs {
		if e.Code == string(lexicon.UserKeyMismatch) {
			f.Key = rand.Text() // the old key belongs to another write
		}
		path := e.Field
		if len(path) > 2 && path[0] == "changes" {
			path = path[2:]
		}
		name := ""
		for from := range path { // the operation comes first, but may be absent
			for to := len(path); to > from && name == ""; to-- {
				name = names[strings.Join(path[from:to], ".")]
			}
		}
		f.fail(name, e.Message)
	}
}

// formPage completes the page of a form. With errors its status is 422, and its title says so.
func (q *request) formPage(p *page, f *form) *page {
	if len(f.Problems) > 0 {
		p.Status, p.Title = http.StatusUnprocessableEntity, words.Say(q.lang, "form.error-title", p.Title)
	}
	return p
}

// words returns the options of a vocabulary.
func (q *request) words(vocabulary, chosen string, optional bool) (options []option) {
	if optional {
		options = append(options, option{"", words.Say(q.lang, "form.choose"), chosen == ""})
	}
	for _, t := range words.Vocabularies[vocabulary].Terms {
		options = append(options, option{t.Word, words.Label(q.lang, vocabulary, t.Word), t.Word == chosen})
	}
	return options
}

// userError is an error of a write that a user can correct.
type userError struct {
	Field         []string
	Code, Message string
}

// applied is the result of changes.
type applied struct {
	RecordIDs  []*string `json:"recordIds"`
	Draft      *struct{ ID string }
	Conflict   *conflict
	UserErrors []userError
}

// conflict is what others changed since the version that the form showed.
type conflict struct {
	CurrentVersion int
	Fields         []fieldChange
}

// changeSet is the changes that a form writes.
type changeSet struct {
	changes          []map[string]any
	contract, reason string
	key, draft       string
}

// apply writes changes in one request. Input that the API cannot parse also becomes an error of a field.
func (q *request) apply(c changeSet) (*applied, error) {
	input := map[string]any{"changes": c.changes, "idempotencyKey": c.key}
	for name, value := range map[string]string{"contract": c.contract, "reason": c.reason, "draft": c.draft} {
		if value != "" {
			input[name] = value
		}
	}
	var data struct{ ApplyChanges *applied }
	if err := q.execute("Apply", vars{"input": input}, &data); err != nil {
		var p *operations.Problem
		if errors.As(err, &p) && p.Status == http.StatusBadRequest {
			return &applied{UserErrors: []userError{{p.Field, p.Code, p.Message}}}, nil
		}
		return nil, err
	}
	if data.ApplyChanges == nil {
		return nil, &operations.Problem{Status: http.StatusInternalServerError}
	}
	return data.ApplyChanges, nil
}

// mayWrite reports whether to show write actions in a contract, or in the directory (empty). The API decides.
func (q *request) mayWrite(contract string) bool {
	v := q.viewer
	if v == nil || !slices.Contains(v.Scopes, string(lexicon.ScopeWrite)) {
		return false
	}
	return contract == "" || v.Role == string(lexicon.Administrator) ||
		slices.ContainsFunc(v.Contracts, func(c thing) bool { return c.Code == contract })
}

// whyChanged is the name of the field for the reason of a change. Citations have a field called reason.
const whyChanged = "change-reason"

// reasonField makes the field for the reason of a change, which the ledger stores.
func reasonField(sent url.Values) *field {
	return &field{
		Name: whyChanged, Label: "form.reason", Kind: "text", Value: strings.TrimSpace(sent.Get(whyChanged)),
		Hint: "form.reason-hint",
	}
}

// refused returns the page for viewers without the right to write.
func (q *request) refused(of *contract) *page {
	return &page{
		Template: "refused", Status: http.StatusForbidden, Title: words.Say(q.lang, "refused.title"), Contract: of,
		Body: struct{ SignIn bool }{q.viewer == nil},
	}
}

// back returns the URL of the hub to which a form returns. Any other value is replaced by otherwise.
func back(to, otherwise string) string {
	u, err := url.Parse(to)
	if err != nil || to == "" || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(to, "/") ||
		strings.HasPrefix(to, "//") ||
		strings.ContainsAny(to, "\\\r\n\t") {
		return otherwise
	}
	return to
}
