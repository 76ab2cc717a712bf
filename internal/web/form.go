package web

import (
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"maillage/internal/lexicon"
)

// form is what the templates of forms show.
type form struct {
	Groups   []fieldGroup
	Problems []formProblem
	Hidden   []option // names and values that the form sends along
	Key      string   // repeating the form under it writes nothing twice
	Submit   string   // key of a message
	Cancel   string   // address
	Stay     bool     // whether the form only confirms: leaving it changes nothing
	Action   string   // address; empty for that of the page
}

// fieldGroup are fields under a common legend.
type fieldGroup struct {
	Legend string // key of a message
	Fields []*field
}

// field is one field of a form.
type field struct {
	Name, Label string // the label is the key of a message
	Kind        string // text, area, choose, pick, flag
	Value       string
	Options     []option // of a list, or what a text field suggests
	Matches     []option // records of which one has to be chosen
	Hint        string   // key of a message
	Echo        string   // how the value was read
	Error       string
	Required    bool
	Types       []string // of the records that a text field names
	In          string   // the contract of these records; empty for any
}

// Sort returns the types of records that a text field names, as its address of suggestions takes them.
func (f *field) Sort() string { return strings.Join(f.Types, ",") }

// Described returns the ids of what explains the field.
func (f *field) Described() string {
	var ids []string
	for _, part := range []struct{ prefix, text string }{{"h-", f.Hint}, {"r-", f.Echo}, {"e-", f.Error}} {
		if part.text != "" {
			ids = append(ids, part.prefix+f.Name)
		}
	}
	return strings.Join(ids, " ")
}

// formProblem is a line of the summary of errors.
type formProblem struct {
	At      string // name of the field; empty for the whole
	Label   string // key of a message
	Message string
}

// mostOfForm bounds the bytes of a form.
const mostOfForm = 256 << 10

// posted reads the fields of a form that was sent.
func (q *request) posted() (url.Values, error) {
	q.http.Body = http.MaxBytesReader(nil, q.http.Body, mostOfForm)
	if err := q.http.ParseForm(); err != nil {
		return nil, &problem{Status: http.StatusBadRequest, Code: "BAD_USER_INPUT"}
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

// fail writes an error at a field, or at the top where the form has no such field.
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

// refuse writes the errors of the API at their fields. Names says which field of the form a field of the API is.
func (f *form) refuse(errs []userError, names map[string]string) {
	for _, e := range errs {
		if e.Code == string(lexicon.UserKeyMismatch) {
			f.Key = rand.Text() // under the old key something else was written
		}
		path := e.Field
		if len(path) > 2 && path[0] == "changes" {
			path = path[2:]
		}
		name := ""
		for from := range path { // the verb stands first, but may be absent
			for to := len(path); to > from && name == ""; to-- {
				name = names[strings.Join(path[from:to], ".")]
			}
		}
		f.fail(name, e.Message)
	}
}

// formPage returns the page of a form. With errors it is answered 422, and its title says so.
func (q *request) formPage(p *page, f *form) *page {
	if len(f.Problems) > 0 {
		p.Status, p.Title = http.StatusUnprocessableEntity, say(q.lang, "form.error-title", p.Title)
	}
	return p
}

// words returns a list of a vocabulary.
func (q *request) words(vocabulary, chosen string, optional bool) (options []option) {
	if optional {
		options = append(options, option{"", say(q.lang, "form.choose"), chosen == ""})
	}
	for _, t := range vocabularies[vocabulary].Terms {
		options = append(options, option{t.Word, label(q.lang, vocabulary, t.Word), t.Word == chosen})
	}
	return options
}

// userError is what a person can mend of a write.
type userError struct {
	Field         []string
	Code, Message string
}

// applied is what became of changes.
type applied struct {
	RecordIDs  []*string `json:"recordIds"`
	Draft      *struct{ ID string }
	Conflict   *conflict
	UserErrors []userError
}

// conflict is what others changed since a version was seen.
type conflict struct {
	CurrentVersion int
	Fields         []fieldChange
}

// changeSet is what a form asks to write.
type changeSet struct {
	changes          []map[string]any
	contract, reason string
	key, draft       string
}

// apply writes changes together. Input that the API cannot read is an error of a field as well.
func (q *request) apply(c changeSet) (*applied, error) {
	input := map[string]any{"changes": c.changes, "idempotencyKey": c.key}
	for name, value := range map[string]string{"contract": c.contract, "reason": c.reason, "draft": c.draft} {
		if value != "" {
			input[name] = value
		}
	}
	var data struct{ ApplyChanges *applied }
	if err := q.ask("Apply", vars{"input": input}, &data); err != nil {
		var p *problem
		if errors.As(err, &p) && p.Status == http.StatusBadRequest {
			return &applied{UserErrors: []userError{{p.Field, p.Code, p.Message}}}, nil
		}
		return nil, err
	}
	if data.ApplyChanges == nil {
		return nil, &problem{Status: http.StatusInternalServerError}
	}
	return data.ApplyChanges, nil
}

// mayWrite tells whether to show the viewer what writes in a contract, or in the directory. The API decides.
func (q *request) mayWrite(contract string) bool {
	v := q.viewer
	if v == nil || !slices.Contains(v.Scopes, string(lexicon.ScopeWrite)) {
		return false
	}
	return contract == "" || v.Role == string(lexicon.Administrator) ||
		slices.ContainsFunc(v.Contracts, func(c thing) bool { return c.Code == contract })
}

// whyChanged is the field that says why something is changed. Citations have a field called reason.
const whyChanged = "change-reason"

// reasonField asks why something is changed, for the ledger.
func reasonField(sent url.Values) *field {
	return &field{
		Name: whyChanged, Label: "form.reason", Kind: "text", Value: strings.TrimSpace(sent.Get(whyChanged)),
		Hint: "form.reason-hint",
	}
}

// refused returns the page for who may not write.
func (q *request) refused(of *contract) *page {
	return &page{
		Template: "refused", Status: http.StatusForbidden, Title: say(q.lang, "refused.title"), Contract: of,
		Body: struct{ SignIn bool }{q.viewer == nil},
	}
}

// back returns an address of the hub to which a form returns; other values are no address.
func back(to, otherwise string) string {
	u, err := url.Parse(to)
	if err != nil || to == "" || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(to, "/") ||
		strings.HasPrefix(to, "//") ||
		strings.ContainsAny(to, "\\\r\n\t") {
		return otherwise
	}
	return to
}
